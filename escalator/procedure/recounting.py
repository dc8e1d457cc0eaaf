"""A closed day added while cases run: from then on it is not worked, and a deadline that runs is counted again.

Owns what that does to a case. It comes into the fold as a fact that nobody records in a case: the organisation or the
contract added the day. What was met, missed or left before is not touched, nor is a day that a party named, a clock
that stands still, or one that counts hours.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec import structs

from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.facts import Fact, Plain
from escalator.model.standing import Adjusted
from escalator.model.states import DueRule
from escalator.model.terms import Term, Unit, day_of
from escalator.model.text import Text
from escalator.procedure.clock import RESUMED, move
from escalator.procedure.dues import counted
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import DAY, OpenedDeadline

if TYPE_CHECKING:
    from escalator.procedure.fold import Fold

CLOSED_DAY: Final = "(closed day)"
"""The event of such a fact. No event of a ladder can have that name, so nobody can record it."""
OWN: Final = "own"
"""The source of a closed day that a contract or an organisation added."""
_ID: Final = "closed-day-"


def closed_day_fact(number: int, day: date, reason: Text, at: datetime, seq: int) -> Fact:
    """Return a closed day as a fact for the fold.

    Args:
        number: which closed day it is.
        day: the day.
        reason: why it is closed.
        at: the moment it was added (aware).
        seq: how many facts the case had by then.
    """
    data: dict[str, Plain] = {"day": day.isoformat(), "nl": reason.nl, "en": reason.en}
    return Fact(id=f"{_ID}{number}", seq=seq, event=CLOSED_DAY, on=day_of(at), at=at, recorded=at, data=data)


@lru_cache(maxsize=256)
def closed(calendar: Calendar, day: ClosedDay) -> Calendar:
    """Return a calendar without one of its working days; itself where that day was none, or is out of its reach."""
    if not calendar.first <= day.day <= calendar.last or not calendar.is_working(day.day):
        return calendar
    return calendar.with_closed([day])


def close_day(fold: Fold, fact: Fact) -> None:
    """Count in the longer calendar from now on, and count the running deadline again.

    Raises:
        InputError: the calendar does not reach its new due day.
    """
    day, before = _day(fact), fold.procedure.calendar
    fold.procedure = fold.procedure.in_calendar(closed(before, day))
    running = fold.progress.deadline
    if running is None or running.passed(fact.on) or fold.procedure.calendar == before:
        return
    start, anchor, term = counted_from(fold.procedure, running), running.anchor, _rule(fold.procedure, running).term
    if start is None or anchor is None or term is None or not start < day.day <= running.due:
        return
    moves = _moves(running)
    if moves:
        due = _run_on(fold.procedure.calendar, running, moves[-1].on, before)
    else:
        due = _count_anew(fold.procedure, running, term, anchor)
    if due != running.due:
        move(running, due, fact, _told(day), day)
        running.provisional = running.provisional or fold.procedure.calendar.is_provisional(due)


def _day(fact: Fact) -> ClosedDay:
    data = {key: str(value) for key, value in fact.data.items()}
    return ClosedDay(date.fromisoformat(data["day"]), Text(data["nl"], data["en"]), OWN)


def _told(day: ClosedDay) -> str:
    reason = day.reason
    return f"{day.day}: {reason.nl}" if reason.nl == reason.en else f"{day.day}: {reason.nl} / {reason.en}"


def counted_from(procedure: Procedure, opened: OpenedDeadline) -> date | None:
    """Return the day after which a day that is closed, up to the due day, may move a deadline; None where none does."""
    unit, moves = opened.unit, _moves(opened)
    if unit is None or opened.due_at is not None or opened.suspended_on is not None:
        return None
    if moves and moves[-1].reason != RESUMED:
        return None
    rule = _rule(procedure, opened)
    if unit is Unit.WORKING_DAYS or (not moves and (rule.at_least or rule.at_most)):
        return moves[-1].on if moves else opened.anchor
    return opened.due - DAY if rule.move_end else None


def _rule(procedure: Procedure, opened: OpenedDeadline) -> DueRule:
    return procedure.compiled.dues[opened.state][opened.rule][0]


def _moves(opened: OpenedDeadline) -> list[Adjusted]:
    """Return how a deadline was moved by parties or a stopped clock, not by closed days."""
    return [each for each in opened.moves if each.closed is None]


def _count_anew(procedure: Procedure, running: OpenedDeadline, term: Term, anchor: date) -> date:
    """Count a term from its anchor again, and keep how where it ends on another day; return that day."""
    due, term = counted(_rule(procedure, running), term, anchor, procedure.calendar)
    if due != running.due:
        running.unit = term.unit
        if running.why is not None:
            running.why = structs.replace(running.why, term=term, calendar=procedure.calendar)
    return due


def _run_on(calendar: Calendar, running: OpenedDeadline, start: date, before: Calendar) -> date:
    """Return where a term ends that has stood still: what was left of it counts from the day it resumed."""
    if running.unit is not Unit.WORKING_DAYS:
        return calendar.next_working(running.due)
    left = before.working_days_between(start, running.due)
    return max(running.due, calendar.add_working_days(start, left))
