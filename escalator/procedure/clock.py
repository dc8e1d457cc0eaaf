"""Deadlines that move after they were opened: resumed after a suspension, or adjusted. Owns the new due day."""

from __future__ import annotations

from datetime import date, datetime

from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.facts import Fact
from escalator.model.standing import Adjusted
from escalator.model.states import DeadlineRule
from escalator.model.terms import Unit, end_of_day
from escalator.procedure.dues import last_day
from escalator.procedure.progress import DAY, OpenedDeadline

RESUMED = "resumed"
"""The reason kept with a due day that moved because its term was suspended for a while."""


def suspend(running: OpenedDeadline, fact: Fact, calendar: Calendar) -> None:
    """Stop the clock of a deadline, on the day or, where it is recorded, at the moment of a fact."""
    running.suspended_on, running.suspended_at = fact.on, fact.at
    keep_left(running, calendar)


def keep_left(running: OpenedDeadline, calendar: Calendar) -> None:
    """Note how many working days are left of a term that stands still: days closed meanwhile take none of them."""
    if running.suspended_on is not None and running.unit is Unit.WORKING_DAYS:
        running.left = calendar.working_days_between(running.suspended_on, running.due)


def resume(running: OpenedDeadline, rule: DeadlineRule, fact: Fact, calendar: Calendar) -> None:
    """Let a suspended term run on: what was left of it when it stopped is counted from when it resumes.

    Raises:
        InputError: the calendar does not reach the new due day; nothing has changed then.
    """
    stopped = running.suspended_on or fact.on
    due_at, provisional = None, running.provisional
    if running.due_at is not None:
        due_at = _later(running.due_at, stopped, running.suspended_at, fact)
        due = last_day(due_at)
    elif running.left is not None:
        due = max(running.due, calendar.add_working_days(fact.on, running.left) if running.left else fact.on)
        provisional = calendar.is_provisional(due)
    else:
        due = running.due + (fact.on - stopped)
        if running.unit is not None and rule.due[running.rule].move_end:  # a day that a party named never moves
            due = calendar.next_working(due)
            provisional = calendar.is_provisional(due)
    move(running, due, fact, RESUMED)
    running.due_at, running.provisional = due_at, provisional
    running.suspended_on = running.suspended_at = running.left = None


def _later(due_at: datetime, stopped: date, stopped_at: datetime | None, fact: Fact) -> datetime:
    """Lengthen a term in hours by the time that it stood still; whole days where no moment was recorded.

    Days are counted between midnights in the contract's zone, not as 24 hours, and in favour of whoever owes.
    """
    start = stopped_at or end_of_day(stopped - DAY)
    return due_at + ((fact.at or end_of_day(fact.on)) - start)


def move(running: OpenedDeadline, due: date, fact: Fact, reason: str, closed: ClosedDay | None = None) -> None:
    """Give a deadline another due day and keep why; time has yet to act on it."""
    running.moves.append(Adjusted(fact=fact.id, on=fact.on, before=running.due, due=due, reason=reason, closed=closed))
    running.due, running.due_at, running.expired = due, None, False
