"""A closed day added while cases run: from then on it is not worked, and a deadline that runs is counted again.

Owns what that does to a case. It comes into the fold as a fact that nobody records in a case: the organisation or the
contract added the day. What was met, missed or left before is not touched, nor is a day that a party named, nor a
clock that counts hours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.facts import Fact, Plain
from escalator.model.standing import Adjusted, Derivation
from escalator.model.states import Anchor
from escalator.model.terms import Unit, day_of
from escalator.model.text import Text
from escalator.procedure.clock import RESUMED, move
from escalator.procedure.dues import due_by
from escalator.procedure.progress import OpenedDeadline

if TYPE_CHECKING:
    from escalator.procedure.fold import Fold

CLOSED_DAY: Final = "closed_day_added"
"""The event of such a fact. No ladder has it, so that nobody can record it."""
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


def close_day(fold: Fold, fact: Fact) -> None:
    """Count in the longer calendar from now on, and count the running deadline again."""
    before = fold.procedure.calendar
    fold.procedure = fold.procedure.in_calendar(closed(before, _day(fact)))
    running = fold.progress.deadline
    due = _recounted(fold, running, before) if running is not None else None
    if running is None or due is None or due.day == running.due:
        return
    if due.derivation is not None:
        this = running.derivation
        running.derivation = replace(this, reckoning=due.derivation.reckoning, bound=due.derivation.bound)
    move(running, due.day, fact, _told(_day(fact)))
    running.provisional = fold.procedure.calendar.is_provisional(due.day)


def _told(day: ClosedDay) -> str:
    reason = day.reason
    return f"{day.day}: {reason.nl}" if reason.nl == reason.en else f"{day.day}: {reason.nl} / {reason.en}"


@dataclass(frozen=True, slots=True)
class _Again:
    """A due day in the calendar as it is now; its derivation where it was counted from its anchor again."""

    day: date
    derivation: Derivation | None = None


def _day(fact: Fact) -> ClosedDay:
    data = {key: str(value) for key, value in fact.data.items()}
    return ClosedDay(date.fromisoformat(data["day"]), Text(data["nl"], data["en"]), OWN)


@lru_cache(maxsize=256)
def closed(calendar: Calendar, day: ClosedDay) -> Calendar:
    """Return a calendar with one more closed day; the same one again for the same two."""
    return calendar.with_closed([day])


def counted_from(opened: OpenedDeadline) -> date | None:
    """Return the day after which closed days move a deadline; None where none does."""
    reckoning, moves = opened.derivation.reckoning, _moves(opened)
    if reckoning is None or opened.due_at is not None or (moves and moves[-1].reason != RESUMED):
        return None
    return moves[-1].on if moves else reckoning.anchor


def _moves(opened: OpenedDeadline) -> list[Adjusted]:
    """Return how a deadline was moved by parties or a stopped clock, not by closed days."""
    return [each for each in opened.derivation.adjusted if not each.fact.startswith(_ID)]


def _recounted(fold: Fold, running: OpenedDeadline, before: Calendar) -> _Again | None:
    """Return when a deadline is due in the calendar as it is now; None where it does not depend on the calendar."""
    derivation, calendar, start = running.derivation, fold.procedure.calendar, counted_from(running)
    if start is None or derivation.reckoning is None:
        return None
    working_days = derivation.reckoning.term.unit is Unit.WORKING_DAYS
    if running.suspended_on is not None and not working_days:
        return None  # it moves off a closed day when it resumes
    state, place = derivation.rule
    rule = fold.procedure.compiled.dues[state][place][0]
    if not _moves(running):
        found = due_by(replace(rule, anchor=Anchor()), derivation.rule, fold.view(start))
        return _Again(found.day, found.derivation) if found is not None else None
    if working_days:
        left = before.working_days_between(start, running.due)
        return _Again(calendar.add_working_days(start, left) if left else running.due)
    return _Again(calendar.next_working(running.due) if rule.move_end else running.due)
