"""The independent clock of the proof: when offices open, and on which mornings something is spoken of.

It shares nothing with `policy.slots` and `planning`, which decide when people are told: it walks through days one by
one, and counts working days by looking at each. What the parties agreed is the same for both, and is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

import msgspec
from msgspec import structs

from escalator.engine.context import Context, extended
from escalator.engine.policy import Policy, policy_of
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CalendarInForce, Contract
from escalator.model.calendar import Calendar
from escalator.model.ladder import Ladder
from escalator.model.terms import day_of

DAY: Final = timedelta(days=1)
_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_EIGHT: Final = time(8)


@dataclass(frozen=True, slots=True)
class Offices:
    """What a contract's offices went by, as it changed: what was agreed, and which days were closed.

    Attributes:
        ladder: whose reminders hold where nothing else was agreed.
        agreed: what was agreed, each from a moment on.
        calendars: the calendar counted in, each from a moment on.
    """

    ladder: Ladder
    agreed: tuple[tuple[datetime, str | None], ...]
    calendars: tuple[tuple[datetime, Calendar], ...]

    @classmethod
    def of(cls, context: Context, tx: Transaction, contract: Contract, digest: str) -> Self:
        """Return the offices of a contract, with the reminders of a ladder."""
        set_ = [each.fact for each in tx.facts.of_event(contract.stream, "reminders_set")]
        base = tx.ladders.calendar(contract.calendar.name, contract.calendar.version)
        closed, start = tx.ladders.closed_days(contract.id), datetime.min.replace(tzinfo=UTC)
        later = ((each.added_at, extended(base, closed[: n + 1])) for n, each in enumerate(closed))
        return cls(
            ladder=context.ladder(tx, digest),
            agreed=((start, None), *((each.recorded, msgspec.json.encode(each.data).decode()) for each in set_)),
            calendars=((start, base), *later),
        )

    def policy(self, state: str | None, day: date) -> Policy:
        """Return what was agreed by eight in the morning of a day."""
        morning = _moment(day, _EIGHT)
        return policy_of(self.ladder, state, [each for since, each in self.agreed if since <= morning][-1])

    def calendar(self, at: datetime) -> Calendar:
        """Return the calendar that was counted in."""
        return [each for since, each in self.calendars if since <= at][-1]

    def counted_in(self, used: CalendarInForce, at: datetime) -> CalendarInForce:
        """Return the calendar of a contract as it was."""
        return structs.replace(used, now=self.calendar(at).version)

    def opening(self, day: date) -> datetime | None:
        """Return when offices open on a day; None where they do not."""
        at = _moment(day, self.policy(None, day).opens)
        return at if self.calendar(at).is_working(day) else None

    def open_from(self, moment: datetime) -> datetime:
        """Return the first moment from one on at which offices are open."""
        day = day_of(moment)
        while True:
            opens = self.opening(day)
            if opens is not None and moment < _moment(day, self.policy(None, day).closes):
                return max(opens, moment)
            day += DAY


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, _ZONE).astimezone(UTC)


def is_spoken_of(policy: Policy, due: date, day: date, calendar: Calendar) -> bool:
    """Return whether what is due on one day is spoken of on another."""
    if day <= due:
        left = _left(day, due, calendar)
        return left in policy.before if left else policy.on_day or (day < due and 1 in policy.before)
    late = working(due, day, calendar)
    return late > 0 and (late - 1) % policy.overdue_every == 0


def was_spoken_of(policy: Policy, due: date, day: date, calendar: Calendar) -> bool:
    """Return whether what is due on one day was to be spoken of before another."""
    longest, passed, start = max((*policy.before, 1)), 0, due
    while passed < longest:
        start -= DAY
        passed += calendar.is_working(start)
    while start < day:
        if calendar.is_working(start) and is_spoken_of(policy, due, start, calendar):
            return True
        start += DAY
    return False


def working(after: date, until: date, calendar: Calendar) -> int:
    """Return how many working days follow a day, up to and including another."""
    found, day = 0, after + DAY
    while day <= until:
        found += calendar.is_working(day)
        day += DAY
    return found


def _left(day: date, due: date, calendar: Calendar) -> int:
    """Return how many working days come before the last one in time: 0 on that day itself."""
    last = due
    while not calendar.is_working(last):
        last -= DAY
    # A due day that is no working day itself is one working day further away than the last working day before it.
    return working(day, last, calendar) + (last not in {due, day})
