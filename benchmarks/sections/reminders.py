"""Very many reminders due at one moment: how fast they are drained, how late they are, and who waits meanwhile."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import escalator
from benchmarks import crowd
from benchmarks.measuring import Measured, Spread
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import Workshop
from escalator.engine.clock import MachineClock

MANY: Final = 100_000
CONTRACTS: Final = 1_000
"""Each with a person of its own on both sides, who gets one letter with all that is due."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The machine's clock, put forward so that it showed a given moment when it was made."""

    by: timedelta

    @classmethod
    def to(cls, moment: datetime) -> Ahead:
        """Return a clock that shows a moment now."""
        return cls(moment - MachineClock().now())

    def now(self) -> datetime:
        """Return the moment it shows."""
        return MachineClock().now() + self.by
