"""When a deadline is due: the day a party named, or a term counted from an anchor. Owns the choice and its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from msgspec import Struct

from escalator.model.calendar import Calendar
from escalator.model.standing import Derivation
from escalator.model.states import AnchorKind, DueRule
from escalator.model.terms import Reckoning, Term, Unit, add, add_hours, day_of, end_of_day, reckon
from escalator.procedure.guards.values import Guard
from escalator.procedure.view import View


class Counted(Struct):
    """A term counted from a day: what it takes to say how, which is worked out only when somebody asks.

    Attributes:
        rule: the due rule, and its `place`: which state's deadline it is, and which of its rules.
        anchor: the day counted from, and the `fact` that gives it.
        term: the rule's own, or the bound that decided.
        calendar: the one it was counted in.
        last: the last day in time; for a term in hours only, which does not follow from the anchor's day.
    """

    rule: DueRule
    place: tuple[str, int]
    anchor: date
    fact: str | None
    term: Term
    calendar: Calendar
    last: date | None = None

    @property
    def derivation(self) -> Derivation:
        """Why the day is the day."""
        rule = self.rule
        return Derivation(
            anchor=str(rule.anchor.kind),
            anchor_name=rule.anchor.name,
            fact=self.fact,
            rule=self.place,
            reckoning=self._reckoning(),
            bound=None if self.term is rule.term else self.term,
        )

    def _reckoning(self) -> Reckoning:
        if self.last is None:
            return reckon(self.term, self.anchor, self.calendar, self.rule.move_end)
        return Reckoning(
            anchor=self.anchor, term=self.term, raw=self.last, due=self.last, calendar=self.calendar.name,
            calendar_version=self.calendar.version, skipped=(), moved=False, provisional=False,
        )  # fmt: skip


class Named(Struct):
    """A day that a party named."""

    derivation: Derivation

    @property
    def place(self) -> tuple[str, int]:
        """Which of the due rules of its state it is."""
        return self.derivation.rule


class Due(Struct):
    """A due day with why it is that; `at` is the last moment, for a term in hours only."""

    day: date
    why: Counted | Named
    provisional: bool = False
    at: datetime | None = None

    def passed(self, on: date, at: datetime | None) -> bool:
        """Whether that day (or moment, for a term in hours) lies after the last one in time."""
        return at > self.at if self.at is not None and at is not None else on > self.day


@dataclass(slots=True)
class _Start:
    """The day, and where recorded the moment, that a term counts from; provisional where that day is."""

    day: date
    fact: str | None
    at: datetime | None = None
    provisional: bool = False


def due(ways: Sequence[tuple[DueRule, Guard | None]], state: str, view: View) -> Due | None:
    """Return when the deadline of a state is due if the state is entered now; None if no fact names its day.

    Args:
        ways: the ways to its due day, each with the condition under which it counts.
        state: the state.
        view: the event that would enter it.
    """
    for place, (each, guard) in enumerate(ways):
        if guard is not None and guard.ask(view) is not True:
            continue
        found = due_by(each, (state, place), view)
        if found is not None:
            return found
    return None


def due_by(rule: DueRule, place: tuple[str, int], view: View) -> Due | None:
    """Return when a deadline is due by one of the ways to find out; `place` names its state and which way it is."""
    return _named(rule.day, rule, place, view) if rule.day else _counted(rule, place, view)


def _named(key: str, rule: DueRule, place: tuple[str, int], view: View) -> Due | None:
    naming = view.naming(key)
    if naming is None:
        return None
    if rule.named_since is not None:
        other = view.naming(rule.named_since)
        if other is not None and naming.place < other.place:
            return None
    derivation = Derivation(anchor="named", anchor_name=key, fact=naming.fact, rule=place, named=naming.day)
    return Due(naming.day, Named(derivation))


def _counted(rule: DueRule, place: tuple[str, int], view: View) -> Due | None:
    start = _start(rule, view)
    if start is None or rule.term is None:
        return None
    if rule.term.unit is Unit.HOURS:
        return _counted_hours(rule, rule.term, start, place, view)
    day, term = counted(rule, rule.term, start.day, view.calendar)
    why = Counted(rule, place, start.day, start.fact, term, view.calendar)
    return Due(day, why, start.provisional or is_provisional(rule, term, day, view.calendar))


def _counted_hours(rule: DueRule, term: Term, start: _Start, place: tuple[str, int], view: View) -> Due:
    """Count hours in UTC from the recorded moment; without one, from the end of the day, which favours the debtor."""
    at = add_hours(term, start.at or end_of_day(start.day))
    day = last_day(at)
    why = Counted(rule, place, start.day, start.fact, term, view.calendar, day)
    return Due(day, why, start.provisional, at)


def last_day(at: datetime) -> date:
    """Return the last day (Europe/Amsterdam) that has any time before a moment: at midnight, the day that ends."""
    return day_of(at - datetime.resolution)


def counted(rule: DueRule, term: Term, day: date, calendar: Calendar) -> tuple[date, Term]:
    """Count the term of a rule from a day; return the last day in time, and the term or bound that decided.

    The minimum is applied first, then the maximum, both from the same day; where they clash the maximum decides.
    """
    due = add(term, day, calendar, rule.move_end)
    for bound, least in ((rule.at_least, True), (rule.at_most, False)):
        if bound is not None:
            limit = add(bound, day, calendar, rule.move_end)
            if (due < limit) if least else (due > limit):
                due, term = limit, bound
    return due, term


def is_provisional(rule: DueRule, term: Term, due: date, calendar: Calendar) -> bool:
    """Return whether a day that was counted rests on a part of the calendar that is not known for certain yet."""
    return (rule.move_end or term.unit is Unit.WORKING_DAYS) and calendar.is_provisional(due)


def _start(rule: DueRule, view: View) -> _Start | None:
    anchor = rule.anchor
    if anchor.kind is AnchorKind.ENTRY:
        return _Start(view.on, view.fact.id if view.fact else None, view.at)
    if anchor.kind is AnchorKind.DAY:
        naming = view.naming(anchor.name)
        return _Start(naming.day, naming.fact) if naming else None
    if anchor.kind is AnchorKind.DEADLINE:
        last = view.progress.latest(anchor.name)
        return _Start(last.due, None, last.due_at, last.provisional) if last else None
    latest = view.happened(anchor.name)
    if latest is None:
        return None
    if anchor.kind is AnchorKind.RECEIPT:
        return _Start(latest.received or latest.on, latest.fact)
    return _Start(latest.on, latest.fact, latest.at)
