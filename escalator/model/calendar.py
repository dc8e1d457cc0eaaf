"""Working days. Owns the table of days by rank and every answer about one calendar.

It never knows where the closed days come from (`escalator.calendars` builds them), never reads a clock, and never
answers outside the days it covers. Every `date` here is a day of the calendar, without a time and without a zone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import accumulate, compress
from typing import Any

from escalator.model.errors import InputError
from escalator.model.text import Text

_WEEK = 7
_SWAPPED = bytes([1, 0, *range(2, 256)])  # turns marks of worked days into marks of the others
_DAMAGED = Text("De bewaarde kalender is beschadigd.", "The stored calendar is damaged.")
_WEEKDAYS = (
    Text("maandag", "Monday"),
    Text("dinsdag", "Tuesday"),
    Text("woensdag", "Wednesday"),
    Text("donderdag", "Thursday"),
    Text("vrijdag", "Friday"),
    Text("zaterdag", "Saturday"),
    Text("zondag", "Sunday"),
)

# (day number 0 less one, working days before each day, the working days, the other days): with index = the ordinal
# less that first number, `before[index]` counts the working days up to and including a day, `before[index - 1]` those
# before it.
_Table = tuple[int, list[int], list[date], list[date]]


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that is not a working day, and why.

    Attributes:
        day: the day itself.
        reason: what it is: Tweede Paasdag, an organisation's bridging day, Saturday.
        source: what makes it so: an article, a decree, the library's calendar, the organisation, or `weekend`.
    """

    day: date
    reason: Text
    source: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Calendar:
    """The working days of one named calendar. Two with the same version are equal and give the same answers.

    It has no slots, because the table and the version are worked out when first asked for, and kept.

    Attributes:
        name: how a ladder asks for it: `atw`, `GB-ENG`.
        library: the library and release that its holidays came from, or empty.
        first: the first day covered; an answer that needs an earlier one is refused.
        last: the last day covered; an answer that needs a later one is refused.
        horizon: the last day up to which every closed day is known; None where that is `last`.
        closed: holidays and own closed days, in order, each day once, those in a weekend too.
        weekend: ISO weekdays (Monday is 1) that are not worked.
        worked: days in a weekend that are worked nevertheless: some countries decree them.
    """

    name: str
    library: str
    first: date
    last: date
    horizon: date | None = None
    closed: tuple[ClosedDay, ...] = ()
    weekend: frozenset[int] = frozenset({6, 7})
    worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Put the closed days in order; of two on one day the first given stands.

        Raises:
            InputError: a closed or worked day lies outside the days covered, or no day of the week is left to work.
        """
        if not self.weekend < frozenset(range(1, _WEEK + 1)):
            found = sorted(self.weekend)
            raise InputError(Text(f"Een weekend {found} kan niet.", f"A weekend {found} is impossible."))
        once = {one.day: one for one in reversed(self.closed)}
        for day in (*once, *self.worked):
            self._check(day)
        object.__setattr__(self, "closed", tuple([once[day] for day in sorted(once)]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Calendar) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    @cached_property
    def version(self) -> str:
        """A short digest of everything that an answer depends on; the same in every process."""
        text = json.dumps(self._content(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def is_working(self, day: date) -> bool:
        """Return whether `day` is a working day.

        Raises:
            InputError: `day` is not covered. So do all methods below, for every day that their answer needs.
        """
        _, before, _, _ = self._table
        index = self._index(day)
        return before[index - 1] < before[index]

    def why_closed(self, day: date) -> ClosedDay | None:
        """Return why `day` is not a working day, or None if it is; a holiday in a weekend is told as the holiday."""
        _, before, _, _ = self._table
        index = self._index(day)
        return self._shut[index - before[index] - 1] if before[index - 1] == before[index] else None

    def next_working(self, day: date) -> date:
        """Return `day` itself if it is a working day, else the first one after it."""
        _, before, working, _ = self._table
        rank = before[self._index(day) - 1]
        if rank == len(working):
            raise self._outside(Text(f"de eerste werkdag vanaf {day}", f"the first working day from {day}"))
        return working[rank]

    def previous_working(self, day: date) -> date:
        """Return `day` itself if it is a working day, else the last one before it."""
        _, before, working, _ = self._table
        rank = before[self._index(day)]
        if rank == 0:
            raise self._outside(Text(f"de laatste werkdag tot en met {day}", f"the last working day up to {day}"))
        return working[rank - 1]

    def add_working_days(self, start: date, n: int) -> date:
        """Return the n-th working day after `start`.

        Args:
            start: any day, a working day or not; it does not count itself.
            n: at least 1. The 0th working day after a Sunday is ambiguous, so 0 is refused.
        """
        base, before, working, _ = self._table
        index = start.toordinal() - base
        if n > 0 and index > 0 and not isinstance(start, datetime):
            try:
                return working[before[index] + n - 1]
            except IndexError:
                pass
        raise self._uncountable(start, n, Text("na", "after"))

    def subtract_working_days(self, end: date, n: int) -> date:
        """Return the n-th working day before `end`, which may be any day; n is at least 1."""
        _, before, working, _ = self._table
        rank = before[self._index(end) - 1] - n
        if n < 1 or rank < 0:
            raise self._uncountable(end, n, Text("vóór", "before"))
        return working[rank]

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days follow `start`, up to and including `end`; none where `end` is earlier."""
        _, before, _, _ = self._table
        return max(0, before[self._index(end)] - before[self._index(start)])

    def closed_between(self, start: date, end: date) -> tuple[ClosedDay, ...]:
        """Return each day after `start`, up to and including `end`, that is not a working day, with why."""
        _, before, _, _ = self._table
        low, high = self._index(start), self._index(end)
        return tuple(self._shut[low - before[low] : high - before[high]])

    def is_provisional(self, day: date) -> bool:
        """Return whether `day` lies beyond the horizon, so that a closed day may yet be added before it."""
        return self.horizon is not None and day > self.horizon

    def with_closed(self, days: Iterable[ClosedDay]) -> Calendar:
        """Return the calendar with closed days of one's own added; a day that is listed already keeps its reason."""
        return replace(self, closed=(*self.closed, *days))

    def to_plain(self) -> dict[str, Any]:
        """Return everything as JSON values, to be kept beside the cases that rest on it."""
        return {**self._content(), "version": self.version}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Calendar:
        """Return the calendar that `to_plain` was asked of.

        Raises:
            InputError: the values are incomplete or changed.
        """
        try:
            calendar = cls(
                name=plain["name"],
                library=plain["library"],
                first=date.fromisoformat(plain["first"]),
                last=date.fromisoformat(plain["last"]),
                horizon=date.fromisoformat(plain["horizon"]) if plain["horizon"] else None,
                closed=tuple([ClosedDay(date.fromisoformat(d), Text(nl, en), s) for d, nl, en, s in plain["closed"]]),
                weekend=frozenset(plain["weekend"]),
                worked=frozenset(map(date.fromisoformat, plain["worked"])),
            )
            version = plain["version"]
        except (KeyError, TypeError, ValueError, InputError) as wrong:
            raise InputError(_DAMAGED) from wrong
        if calendar.version != version:
            raise InputError(_DAMAGED)
        return calendar

    def _content(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "library": self.library,
            "first": str(self.first),
            "last": str(self.last),
            "horizon": str(self.horizon or ""),
            "closed": [[str(one.day), one.reason.nl, one.reason.en, one.source] for one in self.closed],
            "weekend": sorted(self.weekend),
            "worked": sorted(map(str, self.worked)),
        }

    @cached_property
    def _table(self) -> _Table:
        """Two threads may both build it; they build the same."""
        first, last = self.first.toordinal(), self.last.toordinal()
        week = bytes(number % _WEEK + 1 not in self.weekend for number in range(first - 1, first - 1 + _WEEK))
        works = bytearray(week * ((last - first) // _WEEK + 1))[: last - first + 1]
        for day in self.worked:
            works[day.toordinal() - first] = 1
        for closed in self.closed:
            works[closed.day.toordinal() - first] = 0
        days = [*map(date.fromordinal, range(first, last + 1))]
        before = [*accumulate(works, initial=0)]
        return first - 1, before, [*compress(days, works)], [*compress(days, works.translate(_SWAPPED))]

    @cached_property
    def _shut(self) -> list[ClosedDay]:
        """Every day that is not worked, in order: a slice of it explains a term."""
        known = {one.day: one for one in self.closed}
        *_, shut = self._table
        return [known.get(day) or ClosedDay(day, _WEEKDAYS[day.weekday()], "weekend") for day in shut]

    def _index(self, day: date) -> int:
        base, before, _, _ = self._table
        index = day.toordinal() - base
        if not 0 < index < len(before) or isinstance(day, datetime):
            self._check(day)
        return index

    def _check(self, day: date) -> None:
        refuse_moment(day)
        if not self.first <= day <= self.last:
            raise self._outside(Text(str(day), str(day)))

    def _outside(self, wanted: Text) -> InputError:
        return InputError(
            Text(
                f"Kalender {self.name} loopt van {self.first} tot en met {self.last}; {wanted.nl} valt daarbuiten.",
                f"Calendar {self.name} runs from {self.first} to {self.last}; {wanted.en} is outside it.",
            )
        )

    def _uncountable(self, day: date, n: int, side: Text) -> InputError:
        self._check(day)
        if n < 1:
            return InputError(
                Text(f"{n} werkdagen kan niet; 1 is het minste.", f"{n} working days is impossible; 1 is the least.")
            )
        return self._outside(Text(f"werkdag {n} {side.nl} {day}", f"working day {n} {side.en} {day}"))


def refuse_moment(day: date) -> None:
    """Refuse a moment where a day is asked: its day depends on a zone, which `escalator.model.terms.day_of` knows.

    Raises:
        InputError: `day` has a time.
    """
    if isinstance(day, datetime):
        raise InputError(Text(f"{day} is een moment; hier hoort een dag.", f"{day} is a moment; a day is wanted here."))
