"""Deadlines that move after they were opened: resumed after a suspension, or adjusted. Owns the new due day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from escalator.model.calendar import Calendar
from escalator.model.facts import Fact
from escalator.model.standing import Adjusted
from escalator.model.states import DeadlineRule
from escalator.model.terms import Unit, day_of
from escalator.procedure.progress import OpenedDeadline

RESUMED = "resumed"
"""The reason kept with a due day that moved because its term was suspended for a while."""


def resume(running: OpenedDeadline, rule: DeadlineRule, fact: Fact, calendar: Calendar) -> None:
    """Let a suspended term run on: what was left of it on the day it stopped is counted from the day it resumes."""
    stopped = running.suspended_on or fact.on
    running.suspended_on = None
    reckoning = running.derivation.reckoning
    if running.due_at is not None:
        running.due_at += timedelta(days=(fact.on - stopped).days)
        due = day_of(running.due_at)
    elif reckoning is not None and reckoning.term.unit is Unit.WORKING_DAYS:
        left = calendar.working_days_between(stopped, running.due)
        due = calendar.add_working_days(fact.on, left) if left else fact.on
    else:
        due = running.due + (fact.on - stopped)
        if reckoning is not None and rule.due[running.derivation.rule[1]].move_end:
            due = calendar.next_working(due)
    move(running, due, fact, RESUMED)


def move(running: OpenedDeadline, due: date, fact: Fact, reason: str) -> None:
    """Give a deadline another due day and keep why."""
    change = Adjusted(fact=fact.id, on=fact.on, before=running.due, due=due, reason=reason)
    running.derivation = replace(running.derivation, adjusted=(*running.derivation.adjusted, change))
    running.due = due
