"""Terms: how long, and the day that a term ends on. Owns the rules of counting and their derivation.

Counting starts the day after the anchor. It never reads a clock. A day is a day in Europe/Amsterdam, a moment is
an aware `datetime`; only terms in hours are counted between moments, in UTC, and no day is ever 24 hours long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from escalator.model.calendar import Calendar, ClosedDay, refuse_moment
from escalator.model.errors import InputError
from escalator.model.text import Language, Text

_ZONE = ZoneInfo("Europe/Amsterdam")
_MONTHS_A_YEAR = 12


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"


# unit: (the most that is allowed: fifty years, for hours one leap year; one and many of it, in both languages)
_UNITS = {
    Unit.WORKING_DAYS: (13_000, Text("werkdag", "working day"), Text("werkdagen", "working days")),
    Unit.DAYS: (18_300, Text("dag", "day"), Text("dagen", "days")),
    Unit.WEEKS: (2_600, Text("week", "week"), Text("weken", "weeks")),
    Unit.MONTHS: (600, Text("maand", "month"), Text("maanden", "months")),
    Unit.YEARS: (50, Text("jaar", "year"), Text("jaar", "years")),
    Unit.HOURS: (8_784, Text("uur", "hour"), Text("uur", "hours")),
}
_STRIDES = {Unit.DAYS: (1, 0), Unit.WEEKS: (7, 0), Unit.MONTHS: (0, 1), Unit.YEARS: (0, _MONTHS_A_YEAR)}  # days, months
_NAMES = {name.en: unit for unit, (_, *names) in _UNITS.items() for name in names}
_DUTCH = {name.nl: unit for unit, (_, *names) in _UNITS.items() for name in names}
_WRITTEN = re.compile(r"([0-9]{1,5}) ([a-z ]+)")


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as a contract states it: 10 working days, 1 month, 48 hours."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse a number that is none, below 1 or beyond any contract.

        Raises:
            InputError: telling the range allowed.
        """
        most, _, many = _UNITS[self.unit]
        if type(self.number) is not int or not 1 <= self.number <= most:
            raise InputError(
                Text(
                    f"Een termijn in {many.nl} is 1 tot en met {most}, niet {self.number}.",
                    f"A term in {many.en} is 1 to {most}, not {self.number}.",
                )
            )

    @classmethod
    def parse(cls, text: str) -> Term:
        """Read a term: a whole number, one space, and what it is counted in, singular or plural.

        Raises:
            InputError: anything else, telling what is allowed.
        """
        found = _WRITTEN.fullmatch(text)
        unit = _NAMES.get(found[2]) if found else None
        if not found or not unit:
            meant = _DUTCH.get(found[2]) if found else None
            shown = f"{found[1]} {_UNITS[meant][2].en}" if found and meant else "10 working days"
            allowed = ", ".join(many.en for _, _, many in _UNITS.values())
            raise InputError(
                Text(
                    f"{text!r} is geen termijn; schrijf bijvoorbeeld {shown!r} ({allowed}).",
                    f"{text!r} is not a term; write for example {shown!r} ({allowed}).",
                )
            )
        return cls(int(found[1]), unit)

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: Language) -> str:
        """Return it as people say it: `10 werkdagen`, `1 month`. In English that is how `parse` reads it."""
        _, one, many = _UNITS[self.unit]
        return f"{self.number} {(one if self.number == 1 else many)[language]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How a due day came about; everything that explaining it takes.

    Attributes:
        anchor: the day counted from.
        term: how long.
        raw: the day that the term itself ends on.
        due: the last day in time: `raw`, or the working day that it moved to.
        calendar: the calendar's name.
        calendar_version: its version when this was reckoned.
        skipped: in working days: the days between anchor and due that do not count; in other units: those moved over.
        moved: whether `due` is later than `raw`.
        provisional: whether the day rests on a part of the calendar that is not known for certain yet.
    """

    anchor: date
    term: Term
    raw: date
    due: date
    calendar: str
    calendar_version: str
    skipped: tuple[ClosedDay, ...]
    moved: bool
    provisional: bool


def add(term: Term, day: date, calendar: Calendar, move_end: bool) -> date:  # noqa: FBT001 - a rule of the ladder
    """Return the last day of a term that starts the day after `day`.

    Args:
        term: in any unit but hours.
        day: the anchor.
        calendar: what a working day is.
        move_end: whether an end on a day that is not worked moves to the next that is (Atw art. 1; Regulation
            1182/71 art. 3(4)). Working days need no move.

    Raises:
        InputError: a term in hours, or a day that the calendar or the era does not reach.
    """
    if term.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(day, term.number)
    raw = _shift(term, day, 1)
    return calendar.next_working(raw) if move_end else raw


def reckon(term: Term, day: date, calendar: Calendar, move_end: bool) -> Reckoning:  # noqa: FBT001 - as `add`
    """Return what `add` returns, with its derivation."""
    if term.unit is Unit.WORKING_DAYS:
        raw = due = calendar.add_working_days(day, term.number)
        skipped = calendar.closed_between(day, due)
    else:
        raw = due = _shift(term, day, 1)
        closed = calendar.why_closed(raw) if move_end else None
        if closed:
            due = calendar.next_working(raw)
        skipped = (closed, *calendar.closed_between(raw, due)) if closed else ()
    return Reckoning(
        anchor=day,
        term=term,
        raw=raw,
        due=due,
        calendar=calendar.name,
        calendar_version=calendar.version,
        skipped=skipped,
        moved=raw < due,
        provisional=(move_end or term.unit is Unit.WORKING_DAYS) and calendar.is_provisional(due),
    )


def subtract(term: Term, day: date, calendar: Calendar) -> date:
    """Return the day that lies a term before `day`: the report before the meeting.

    It is never moved: an earlier day would shorten the time that the term is to leave.

    Raises:
        InputError: as `add`.
    """
    if term.unit is Unit.WORKING_DAYS:
        return calendar.subtract_working_days(day, term.number)
    return _shift(term, day, -1)


def add_hours(term: Term, moment: datetime) -> datetime:
    """Return the moment, in UTC, that lies a term in hours after `moment`.

    Raises:
        InputError: a term in another unit, a moment without a zone, or one out of reach.
    """
    if term.unit is not Unit.HOURS:
        told = term.told("nl")
        raise InputError(Text(f"{told} telt vanaf een dag, niet vanaf een moment.", f"{term} counts from a day."))
    try:
        return _aware(moment).astimezone(UTC) + timedelta(hours=term.number)
    except OverflowError:
        raise _unreachable(moment) from None


def day_of(moment: datetime) -> date:
    """Return the day in Europe/Amsterdam that a moment falls on.

    Raises:
        InputError: a moment without a zone, or at the end of time.
    """
    try:
        return (moment if moment.tzinfo is UTC else _aware(moment)).astimezone(_ZONE).date()
    except OverflowError:
        raise _unreachable(moment) from None


def end_of_day(day: date) -> datetime:
    """Return the first moment that is past `day` in Europe/Amsterdam: the next midnight there, in UTC.

    Raises:
        InputError: a moment instead of a day, or the last day there is.
    """
    refuse_moment(day)
    try:
        return datetime.combine(day + timedelta(days=1), time.min, _ZONE).astimezone(UTC)
    except OverflowError:
        raise _unreachable(day) from None


def _shift(term: Term, day: date, sign: int) -> date:
    """Count calendar days, or months: the same day number, or the month's last day where it has no such number."""
    refuse_moment(day)
    if term.unit not in _STRIDES:
        told = term.told("nl")
        raise InputError(Text(f"{told} telt vanaf een moment, niet vanaf een dag.", f"{term} counts from a moment."))
    days, months = _STRIDES[term.unit]
    try:
        if months:
            return _shift_months(day, sign * term.number * months)
        return day + timedelta(days=sign * term.number * days)
    except (OverflowError, ValueError):
        raise _unreachable(day) from None


def _shift_months(day: date, number: int) -> date:
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + number, _MONTHS_A_YEAR)
    try:
        return date(year, month + 1, day.day)
    except ValueError:  # no such day in that month: December has them all, so the next month is in the same year
        return date(year, month + 2, 1) - timedelta(days=1)


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise InputError(Text(f"{moment} heeft geen tijdzone.", f"{moment} has no time zone."))
    return moment


def _unreachable(start: date) -> InputError:
    return InputError(
        Text(
            f"Geteld vanaf {start} valt dit buiten de jaren 1 tot en met 9999.",
            f"Counted from {start} this is outside the years 1 to 9999.",
        )
    )
