"""Periods: what a result is measured over and what a duty recurs by. Owns their names and their first and last day.

It never reads a clock and never looks at working days. Every `date` is a calendar day (Europe/Amsterdam), before the
year 3000.

Names are strict and unambiguous: `2026-W05` (ISO week), `2026-03`, `2026-Q1`, `2026-T1` (four months), `2026-H1`,
`2026`, `2026-2027`, `CY1` and `CY2-CY3` (years of the contract, from its anniversary) and `2026-07-01..2026-12-31`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from escalator.model.errors import InputError
from escalator.model.text import Text

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_YEAR = 12
_ALLOWED = "2026-W05, 2026-03, 2026-Q1, 2026-T1, 2026-H1, 2026, 2026-2027, CY1, CY2-CY3, 2026-07-01..2026-12-31"


class PeriodKind(StrEnum):
    """The kinds of period, by the name that a ladder uses."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    FOUR_MONTHS = "four_months"
    HALF_YEAR = "half_year"
    YEAR = "year"
    CONTRACT_YEAR = "contract_year"
    FROM_TO = "from_to"


MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.FOUR_MONTHS: 4,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: _YEAR,
    PeriodKind.CONTRACT_YEAR: _YEAR,
}
_LETTERS = {"Q": PeriodKind.QUARTER, "T": PeriodKind.FOUR_MONTHS, "H": PeriodKind.HALF_YEAR}
_LETTER_OF = {kind: letter for letter, kind in _LETTERS.items()}

_YEAR_TEXT = r"(?:19|2\d)\d\d"
_SHAPES = tuple(
    (name, re.compile(shape, re.ASCII))
    for name, shape in (
        ("week", rf"({_YEAR_TEXT})-W(\d\d)"),
        ("month", rf"({_YEAR_TEXT})-(\d\d)"),
        ("part", rf"({_YEAR_TEXT})-([QTH])(\d)"),
        ("years", rf"({_YEAR_TEXT})(?:-({_YEAR_TEXT}))?"),
        ("contract", r"CY([1-9]\d?)(?:-CY([1-9]\d?))?"),
        ("from_to", rf"({_YEAR_TEXT}-\d\d-\d\d)\.\.({_YEAR_TEXT}-\d\d-\d\d)"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days with a name. The same name is the same period, also where its start is cut off.

    Attributes:
        first, last: its days, both included; `first` may be later than the name says (see `clipped`).
        number: for years of a contract, the ordinal of the first one; else 0.
        count: how many years it spans, for years and years of a contract.
    """

    kind: PeriodKind
    first: date
    last: date
    number: int = 0
    count: int = 1

    @property
    def name(self) -> str:
        """The period's name, from which `parse` makes it again."""
        last = self.last
        match self.kind:
            case PeriodKind.WEEK:
                year, week, _ = last.isocalendar()
                return f"{year}-W{week:02}"
            case PeriodKind.MONTH:
                return f"{last.year}-{last.month:02}"
            case PeriodKind.YEAR:
                return str(last.year) if self.count == 1 else f"{last.year - self.count + 1}-{last.year}"
            case PeriodKind.CONTRACT_YEAR:
                first = f"CY{self.number}"
                return first if self.count == 1 else f"{first}-CY{self.number + self.count - 1}"
            case PeriodKind.FROM_TO:
                return f"{self.first}..{last}"
        return f"{last.year}-{_LETTER_OF[self.kind]}{last.month // MONTHS[self.kind]}"

    def __str__(self) -> str:
        return self.name

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def clipped(self, start: date) -> Period:
        """Return the period from `start` on, under the same name; one with days of its own stays whole.

        Args:
            start: first day of the contract. A period that is over by then stays whole too.
        """
        if self.kind is PeriodKind.FROM_TO or not self.first < start <= self.last:
            return self
        return replace(self, first=start)

    def next(self, start: date | None = None) -> Period:
        """Return the period that follows; `start` (of the contract) is needed for years of a contract only."""
        match self.kind:
            case PeriodKind.CONTRACT_YEAR:
                return contract_years(self.number + self.count, needed(start, self.name), count=self.count)
            case PeriodKind.YEAR:
                return _years(self.last.year + 1, self.count)
        return period_of(self.kind, self.last + _DAY)

    def previous(self, start: date | None = None) -> Period | None:
        """Return the period before it, whole; None before the first year of a contract."""
        match self.kind:
            case PeriodKind.CONTRACT_YEAR:
                number = self.number - self.count
                return contract_years(number, needed(start, self.name), count=self.count) if number > 0 else None
            case PeriodKind.YEAR:
                return _years(self.last.year - 2 * self.count + 1, self.count)
        return period_of(self.kind, period_of(self.kind, self.last).first - _DAY)


def parse(text: str, start: date | None = None) -> Period:
    """Return the period with that name.

    Args:
        text: a name as the module's docstring lists them, exactly.
        start: first day of the contract; needed for years of the contract only.

    Raises:
        InputError: no such period, or `start` is missing.
    """
    for shape, pattern in _SHAPES:
        found = pattern.fullmatch(text)
        if found:
            try:
                period = _read(shape, found, start)
            except (ValueError, OverflowError) as wrong:
                raise _unreadable(text) from wrong
            if period.name == text:
                return period
    raise _unreadable(text)


def _read(shape: str, found: re.Match[str], start: date | None) -> Period:
    one, two = found[1], found[found.re.groups]
    match shape:
        case "week":
            monday = date.fromisocalendar(int(one), int(two), 1)
            return Period(kind=PeriodKind.WEEK, first=monday, last=monday + _WEEK - _DAY)
        case "month":
            return _months(PeriodKind.MONTH, int(one), int(two))
        case "part":
            return _months(_LETTERS[found[2]], int(one), int(two))
        case "years":
            return _years(int(one), int(two or one) - int(one) + 1)
        case "contract":
            return contract_years(int(one), needed(start, found[0]), count=int(two or one) - int(one) + 1)
    return from_to(date.fromisoformat(one), date.fromisoformat(two))


def from_to(first: date, last: date) -> Period:
    """Return the period with days of its own.

    Raises:
        InputError: it ends before it begins.
    """
    if last < first:
        raise _unreadable(f"{first}..{last}")
    return Period(kind=PeriodKind.FROM_TO, first=first, last=last)


def period_of(kind: PeriodKind, day: date, start: date | None = None) -> Period:
    """Return the whole period of a kind that contains a day; `start` (of the contract) for its years only.

    Raises:
        InputError: a day before the contract's start, or a kind that has days of its own.
    """
    if kind is PeriodKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(kind=kind, first=monday, last=monday + _WEEK - _DAY)
    if kind is PeriodKind.CONTRACT_YEAR:
        begin = needed(start, kind)
        return contract_years(contract_year(day, begin), begin)
    if kind is PeriodKind.FROM_TO:
        raise _no_neighbour(kind)
    return _months(kind, day.year, (day.month - 1) // MONTHS[kind] + 1)


@lru_cache(maxsize=1024)
def contract_years(number: int, start: date, *, count: int = 1) -> Period:
    """Return `count` years of a contract from year `number` on, each from the anniversary of `start` (clause G13).

    The anniversary of 29 February is 28 February where there is none.

    Raises:
        InputError: a number or count below 1.
    """
    if number < 1 or count < 1:
        raise _unreadable(f"CY{number}-CY{number + count - 1}")
    last = months_after(start, _YEAR * (number + count - 1)) - _DAY
    first = months_after(start, _YEAR * (number - 1))
    return Period(kind=PeriodKind.CONTRACT_YEAR, first=first, last=last, number=number, count=count)


def contract_year(day: date, start: date) -> int:
    """Return which year of the contract a day falls in: 1 in the year from `start`.

    Raises:
        InputError: the day lies before the contract's start.
    """
    if day < start:
        raise InputError(
            Text(
                f"{day} ligt vóór het begin van het contract ({start}).",
                f"{day} is before the start of the contract ({start}).",
            )
        )
    passed = day.year - start.year
    return passed + 1 if months_after(start, _YEAR * passed) <= day else passed


def periods(kind: PeriodKind, start: date, *, count: int = 1) -> Iterator[Period]:
    """Yield the periods of a contract in order, whole and without end, from the one that it starts in.

    Args:
        kind: any but one with days of its own.
        start: first day of the contract.
        count: years to a period, for years and years of a contract.
    """
    if kind is PeriodKind.CONTRACT_YEAR:
        period = contract_years(1, start, count=count)
    else:
        period = _years(start.year, count) if kind is PeriodKind.YEAR else period_of(kind, start)
    while True:
        yield period
        period = period.next(start)


def months_after(day: date, months: int) -> date:
    """Return the same day number so many months later, or that month's last day where there is no such number."""
    index = day.year * _YEAR + day.month - 1 + months
    year, month = index // _YEAR, index % _YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def needed(start: date | None, name: str) -> date:
    """Return the contract's first day.

    Raises:
        InputError: there is none, so that its years cannot be told.
    """
    if start is None:
        raise InputError(
            Text(
                f"{name}: een contractjaar telt vanaf het begin van het contract, en dat is niet bekend.",
                f"{name}: a contract year counts from the start of the contract, which is not known.",
            )
        )
    return start


def _months(kind: PeriodKind, year: int, number: int) -> Period:
    months = MONTHS[kind]
    first = date(year, months * (number - 1) + 1, 1)
    return Period(kind=kind, first=first, last=months_after(first, months) - _DAY)


def _years(year: int, count: int) -> Period:
    if count < 1:
        raise _unreadable(f"{year}-{year + count - 1}")
    return Period(kind=PeriodKind.YEAR, first=date(year, 1, 1), last=date(year + count - 1, 12, 31), count=count)


def _no_neighbour(name: str) -> InputError:
    nl, en = "een periode met eigen dagen heeft geen buren", "a period with days of its own has no next or previous"
    return InputError(Text(f"{name}: {nl}.", f"{name}: {en}."))


def _unreadable(text: str) -> InputError:
    return InputError(
        Text(
            f"{text!r} is geen periode. Toegestaan zijn bijvoorbeeld {_ALLOWED}.",
            f"{text!r} is no period. Allowed are for example {_ALLOWED}.",
        )
    )
