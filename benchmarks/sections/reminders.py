"""Very many reminders due at one moment: how fast they are drained, how late they are, and who waits meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from escalator.testing import Clock

MANY: Final = 100_000
A_CONTRACT: Final = 20
"""So many open deadlines has each contract, with a person of its own on both sides who gets one letter with them."""
DUE: Final = crowd.TODAY + timedelta(weeks=4)
WHY: Final = (
    "Each reminder is put on record, fifty at a time, and then its letter says what is true at that moment: where its "
    "case stands is worked out from its facts, in one process beside another that records. Several keepers of the "
    "clock on PostgreSQL share the work."
)
WAITING: Final = (
    "SQLite has no queue for who wants to write: who finds it busy looks again within a millisecond, and closely once "
    "it has waited some milliseconds, and may find the next fifty reminders on their way. PostgreSQL locks the cases "
    "at hand, and nobody else waits."
)
PACE: Final = 0.02
"""Seconds between two recordings by somebody else meanwhile."""


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


def run(shop: Workshop) -> Section:
    """Measure it on disk, once: the daemon in one process, somebody who records in another."""
    many = shop.pick(MANY, 2 * A_CONTRACT)
    path = shop.folder("disk") / "escalator.db"
    others = _prepared(path, many)
    took, owed, waits = _drained(path, others)
    with crowd.engine_on(path, Clock(DUE)) as engine:
        sent = engine.outbox(status="sent", most=many)
    late = tuple((each.sent_at - each.send_at).total_seconds() for each in sent if each.sent_at is not None)
    rate, slowest = Spread.of([owed / took]), Spread.of([_percentile(waits, 99) * 1e3])
    return Section(
        id="reminders",
        title="Very many reminders due at one moment",
        work=(
            f"{many:,} deadlines of {many // A_CONTRACT:,} contracts are due today, and nothing is on record when the "
            "offices open: `Engine.tick()` puts every reminder on record and sends the letters to nobody: what each "
            "says is worked out, and written out for no one. Another process records facts meanwhile."
        ),
        tables=(
            Table(
                f"{owed:,} reminders in {len(sent):,} letters, in {took:.1f} s",
                "ms",
                (
                    Measured("a recording meanwhile, median", (_percentile(waits, 50),)),
                    Measured("a recording meanwhile, p99", (_percentile(waits, 99),)),
                    Measured("a letter's lateness, median", (_percentile(late, 50),)),
                    Measured("a letter's lateness, p99", (_percentile(late, 99),)),
                ),
            ),
        ),
        promises=(
            Promise(text="drained at 2,000 a second", limit=2_000, found=rate, at_least=True, unit="a second", why=WHY),
            Promise(text="recordings meanwhile: p99 under 50 ms", limit=50, found=slowest, unit="ms", why=WAITING),
        ),
    )


def _prepared(path: Path, many: int) -> list[str]:
    """Make contracts with deadlines that are due on one day, and one with cases that others work on."""
    with crowd.engine_on(path, Clock(crowd.TODAY)) as engine:
        for number in range(many // A_CONTRACT):
            crowd.add_contract(engine, f"{crowd.CONTRACT}-{number}")
            crowd.ask(engine, DUE, A_CONTRACT, f"{crowd.CONTRACT}-{number}")
        crowd.add_contract(engine, crowd.CONTRACT)
        return crowd.ask(engine, crowd.FAR, 50)


def _drained(path: Path, others: list[str]) -> tuple[float, int, list[float]]:
    """Do the round in a process of its own, and record meanwhile; return its seconds, what it owed, and the waits."""
    spawn = get_context("spawn")
    ours, its = spawn.Pipe()
    daemon = spawn.Process(target=_round, args=(path, its))
    daemon.start()
    ours.recv()
    clock = Ahead.to(crowd.moment(DUE, 8))
    ours.send(clock)
    waits: list[float] = []
    pause = threading.Event()
    with crowd.engine_on(path, clock) as engine:
        while not ours.poll():
            start = time.perf_counter()
            engine.record(others[len(waits) % len(others)], "asked_again", role="manager", by="An")
            waits.append(time.perf_counter() - start)
            pause.wait(PACE)
    took, owed = ours.recv()
    daemon.join()
    return took, owed, waits


def _round(path: Path, told: Connection) -> None:
    told.send(None)
    clock: escalator.Clock = told.recv()
    with crowd.engine_on(path, clock) as engine:
        start = time.perf_counter()
        done = engine.tick()
        told.send((time.perf_counter() - start, done.owed))


def _percentile(samples: Sequence[float], hundredth: int) -> float:
    """Return the sample below which so many hundredths lie."""
    found = sorted(samples)
    return found[min(len(found) - 1, len(found) * hundredth // 100)]
