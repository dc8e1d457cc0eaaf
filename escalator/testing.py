"""What tests of programs that use escalator need: a clock that is moved by hand, and an engine in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from escalator.engine.engine import Engine
from escalator.wiring import open_engine

_ZONE = ZoneInfo("Europe/Amsterdam")
_NOON = time(12)


class Clock:
    """A clock that stands still until it is moved.

    Args:
        start: the moment it shows (aware), or a day, for noon in Amsterdam.
    """

    def __init__(self, start: date | datetime) -> None:
        self._now = _moment(start)

    def now(self) -> datetime:
        """Return the moment it shows, in UTC."""
        return self._now

    def move_to(self, moment: date | datetime) -> None:
        """Show another moment (aware), or noon in Amsterdam on a day."""
        self._now = _moment(moment)

    def tick(self, time: timedelta = timedelta(microseconds=1)) -> None:
        """Let some time pass."""
        self._now += time


def _moment(when: date | datetime) -> datetime:
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return datetime.combine(when, _NOON, _ZONE).astimezone(UTC)


def engine(clock: Clock | date) -> Engine:
    """Return an engine on a database in memory, with a clock or a day for one."""
    return open_engine("sqlite://", clock=clock if isinstance(clock, Clock) else Clock(clock))
