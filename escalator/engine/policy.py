"""When people are told: the days on which a deadline is spoken of, and the hours in which an office is open.

Pure: days, moments and a calendar in, moments out. Days are Europe/Amsterdam days; moments are aware, in UTC.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from escalator.model.calendar import Calendar
from escalator.model.errors import InputError
from escalator.model.ladder import Ladder
from escalator.model.states import Reminders
from escalator.model.terms import day_of
from escalator.model.text import Text

_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What a contract has of its own, in place of what its ladder says; None where it follows the ladder."""

    before: tuple[int, ...] | None = None
    on_day: bool | None = None
    overdue_every: int | None = None
    digest: bool | None = None
    opens: time | None = None
    closes: time | None = None

    def with_changes(self, later: Agreed) -> Agreed:
        """Return what holds once something else is agreed later."""
        return replace(self, **_given(later))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When to remind, and when messages may go out.

    Attributes:
        before: so many working days before the due day.
        on_day: on the due day itself; on the working day before it where it is none.
        overdue_every: from the first working day after it, every so many working days.
        digest: whether one message a day holds all that concerns a person.
        opens, closes: the hours of an office (Europe/Amsterdam), on working days of the contract's calendar.
    """

    before: tuple[int, ...] = (5, 1)
    on_day: bool = True
    overdue_every: int = 5
    digest: bool = True
    opens: time = time(8)
    closes: time = time(18)

    def opening(self, day: date) -> datetime:
        """Return the moment at which an office opens on a day."""
        return datetime.combine(day, self.opens, _ZONE).astimezone(UTC)

    def next_opening(self, moment: datetime, calendar: Calendar) -> datetime:
        """Return the first opening of an office after a moment."""
        day = calendar.next_working(day_of(moment))
        opening = self.opening(day)
        return opening if opening > moment else self.opening(calendar.next_working(day + _DAY))

    def in_office(self, moment: datetime, calendar: Calendar) -> datetime:
        """Return the first moment from `moment` on at which an office is open: itself, or the next opening."""
        here = moment.astimezone(_ZONE)
        open_now = calendar.is_working(here.date()) and self.opens <= here.time() < self.closes
        return moment if open_now else self.next_opening(moment, calendar)

    def slots(self, due: date, calendar: Calendar, now: datetime) -> tuple[datetime | None, datetime]:
        """Return the moments around `now` at which a deadline is spoken of.

        Args:
            due: its due day.
            calendar: what a working day is.
            now: any moment.

        Returns:
            The latest such moment up to and including `now`, or None before the first; and the first one after it.
        """
        moments = _moments(self, due, calendar, max(due, day_of(now)))
        place = bisect_right(moments, now)
        return moments[place - 1] if place else None, moments[place]

    def passed(self, due: date, calendar: Calendar, now: datetime) -> int:
        """Return how many of the moments at which a deadline is spoken of have come; its due day is still to come."""
        return sum(self.opening(day) <= now for day in self.days(due, calendar, day_of(now)))

    def days(self, due: date, calendar: Calendar, today: date) -> list[date]:
        """Return the days around today, in no order, on which a deadline is spoken of."""
        last = calendar.previous_working(due)
        days = [calendar.subtract_working_days(due, n) for n in self.before]
        if self.on_day:
            days.append(last)
        return [*days, *self._overdue(due, calendar, today)]

    def _overdue(self, due: date, calendar: Calendar, today: date) -> list[date]:
        return [calendar.add_working_days(due, n) for n in self._numbers(calendar.working_days_between(due, today))]

    def _numbers(self, passed: int) -> tuple[int, ...]:
        """Return the numbers of the working days around today on which something is overdue anew."""
        every = self.overdue_every
        latest = 1 + (max(passed, 1) - 1) // every * every
        return tuple(n for n in (latest - every, latest, latest + every) if n > 0)

    def rounds(self, since: date, calendar: Calendar, now: datetime) -> tuple[datetime | None, datetime]:
        """The same for what has no due day: every so many working days after the day it began."""
        every = self.overdue_every
        passed = calendar.working_days_between(since, day_of(now)) // every
        numbers = [n for n in (passed - 1, passed, passed + 1) if n > 0]
        moments = [self.opening(calendar.add_working_days(since, n * every)) for n in numbers]
        return (
            max((each for each in moments if each <= now), default=None),
            min(each for each in moments if each > now),
        )


@lru_cache(maxsize=4096)
def _moments(policy: Policy, due: date, calendar: Calendar, today: date) -> list[datetime]:
    """Return the moments around today at which a deadline is spoken of, in order; many are due on the same day."""
    return sorted({policy.opening(day) for day in policy.days(due, calendar, today)})


def _given(agreed: Agreed) -> dict[str, Any]:
    found = {name: getattr(agreed, name) for name in Agreed.__slots__}
    return {name: value for name, value in found.items() if value is not None}


def policy_of(ladder: Ladder, state: str | None, agreed: str | None) -> Policy:
    """Return when to remind of the deadline of a state, or of anything else where `state` is None.

    Args:
        ladder: whose reminders hold where nothing else is said.
        state: the state whose deadline it is; it may have reminders of its own.
        agreed: what the contract has of its own, as JSON (see `Agreed`).
    """
    rule = ladder.states[state].deadline if state is not None else None
    return _policy((rule.reminders if rule else None) or ladder.reminders, agreed)


@lru_cache(maxsize=256)
def _policy(reminders: Reminders, agreed: str | None) -> Policy:
    policy = Policy(
        before=reminders.before,
        on_day=reminders.on_day,
        overdue_every=reminders.overdue_every,
        digest=reminders.digest,
    )
    return replace(policy, **_given(read_agreed(agreed)))


def read_agreed(agreed: str | None) -> Agreed:
    """Return what a contract has of its own, from JSON."""
    return msgspec.json.decode(agreed, type=Agreed) if agreed else Agreed()


def check_agreed(agreed: Agreed) -> None:
    """Refuse what no office or calendar can do.

    Raises:
        InputError: telling what is allowed.
    """
    whole = agreed.before is None or all(0 < n <= 250 for n in agreed.before)  # noqa: PLR2004 - a year of working days
    every = agreed.overdue_every is None or 0 < agreed.overdue_every <= 250  # noqa: PLR2004 - as above
    if not whole or not every:
        raise InputError(Text("Herinneringen gaan per 1 tot 250 werkdagen.", "Reminders go by 1 to 250 working days."))
    opens, closes = agreed.opens or Policy().opens, agreed.closes or Policy().closes
    if opens >= closes:
        raise InputError(
            Text(
                f"Een kantoor dat om {opens:%H:%M} opent kan niet om {closes:%H:%M} sluiten.",
                f"An office that opens at {opens:%H:%M} cannot close at {closes:%H:%M}.",
            )
        )
