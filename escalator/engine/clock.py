"""The one place where the time is read from the machine."""

from __future__ import annotations

from datetime import UTC, datetime


class MachineClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one place
