"""The last day in time, worked out from a rule and what it counts from. Owns that one computation and its words.

Ends of terms move off a closed day where the rule says so; fixed days, ends of named periods and days counted back
never do (G3). Every `date` is a calendar day (Europe/Amsterdam).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from escalator.model.calendar import Calendar
from escalator.model.due_text import due_told
from escalator.model.periods import PeriodKind, period_of
from escalator.model.rhythm import Due, DueKind, EndOf, Side
from escalator.model.terms import Reckoning, Unit, reckon, subtract
from escalator.model.text import Text

_DAY: Final = timedelta(days=1)
_NEXT: Final = {
    EndOf.NEXT_WEEK: PeriodKind.WEEK,
    EndOf.NEXT_MONTH: PeriodKind.MONTH,
    EndOf.NEXT_QUARTER: PeriodKind.QUARTER,
    EndOf.NEXT_HALF_YEAR: PeriodKind.HALF_YEAR,
    EndOf.NEXT_YEAR: PeriodKind.YEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """A last day in time, or why there is none.

    Attributes:
        why: the rule in words.
        day: the last day in time; None where the rule gives none, or not yet.
        reckoning: the count, for a term after something.
        provisional: whether it rests on a part of the calendar that is not known for certain yet.
    """

    why: Text
    day: date | None = None
    reckoning: Reckoning | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a rule counts from: a period, a contract, or one day; and what to call them.

    Attributes:
        last: None where there is no end yet; what counts from it then has no day.
    """

    first: date
    last: date | None
    name: Text

    def side(self, side: Side) -> date | None:
        """Return its first or its last day."""
        return self.first if side is Side.START else self.last

    def side_told(self, side: Side) -> Text:
        """Return its first or its last day in words; a single day has only its name."""
        if self.first == self.last:
            return self.name
        end = Text("begin", "start") if side is Side.START else Text("einde", "end")
        return Text(f"het {end.nl} van {self.name.nl}", f"the {end.en} of {self.name.en}")


def due_day(due: Due, span: Span, calendar: Calendar, named: Mapping[str, date] | None = None) -> DueDay:
    """Return the last day in time.

    Args:
        due: the rule; for `with` the day is another obligation's, and not found here.
        span: what it counts from.
        calendar: what a working day is.
        named: days by name, for `named_day`: from an event's data, or of a case's deadlines.

    Raises:
        InputError: the calendar does not reach that far.
    """
    why = due_told(due, span.name, span.side_told(due.side))
    anchor = span.side(due.side)
    if due.kind is DueKind.NAMED_DAY:
        return DueDay(why=why, day=next((named[name] for name in due.names if named and name in named), None))
    if due.term is None or anchor is None:
        return DueDay(why=why, day=_fixed(due, span))
    if due.kind is DueKind.WITHIN:
        counted = reckon(due.term, anchor, calendar, due.move_end)
        return DueDay(why=why, day=counted.due, reckoning=counted, provisional=counted.provisional)
    unsure = due.term.unit is Unit.WORKING_DAYS and calendar.is_provisional(anchor)
    return DueDay(why=why, day=subtract(due.term, anchor, calendar), provisional=unsure)


def _fixed(due: Due, span: Span) -> date | None:
    """Return a day that no calendar of working days has a say in."""
    anchor = span.side(due.side)
    if due.kind is DueKind.ON:
        return due.on
    if anchor is None or due.kind is DueKind.AT:
        return anchor
    find = _FIND.get(due.kind)
    return find(due, anchor if due.side is Side.START else anchor + _DAY) if find else None


_ANY_DAY: Final = 31


def _yearly(month: int, day: int, not_before: date) -> date:
    """Return the first such day of the year, or its month's last day, that is not before another day."""
    found = [date(year, month, min(day, monthrange(year, month)[1])) for year in (not_before.year, not_before.year + 1)]
    return next(each for each in found if each >= not_before)


def _end_of(due: Due, day_after: date) -> date:
    return day_after - _DAY if due.end_of is EndOf.PERIOD else period_of(_NEXT[due.end_of], day_after).last


_FIND: Final[dict[DueKind, Callable[[Due, date], date]]] = {
    DueKind.BY: lambda due, first: _yearly(due.month, due.day, first),
    DueKind.IN_MONTH: lambda due, first: _yearly(due.month, _ANY_DAY, first),
    DueKind.BY_DAY: lambda due, first: first + timedelta(days=due.day - 1),
    DueKind.END_OF: _end_of,
}
"""The day by a rule and the first day that may be it."""
