"""Several processes recording at once in one database: how many facts a second together, and how long each waits."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any, Final

from benchmarks.measuring import Measured

PATIENCE: Final = 120
"""Seconds after which a process that has not come to the start is taken to have failed."""
Clerk = tuple[Callable[[str], object], type[Exception]]
"""What records one fact in a case, and what it raises when the database does not let it."""


@dataclass(frozen=True, slots=True)
class Contest:
    """One round of several processes at work.

    Attributes:
        seconds: from the start to the last fact, over all facts that were recorded.
        waits: how long each fact took whoever recorded it.
        errors: how many the database did not let them record.
    """

    seconds: float
    waits: tuple[float, ...]
    errors: int

    @property
    def tail(self) -> float:
        """How many times the median the slowest hundredth took."""
        return statistics.quantiles(self.waits, n=100)[98] / statistics.median(self.waits)


def held(maker: str, database: str, shares: Sequence[Sequence[str]]) -> Contest:
    """Have as many processes as there are shares record a fact in each case of theirs, all at once.

    Args:
        maker: the function that makes a clerk for a database, as `module:function`.
        database: its URL or path.
        shares: the cases of each process; the first of each only warms it up.
    """
    spawn = get_context("spawn")
    start = spawn.Barrier(len(shares) + 1)
    pipes = [spawn.Pipe(duplex=False) for _ in shares]
    clerks = [
        spawn.Process(target=_work, args=(maker, database, list(share), start, its))
        for share, (_, its) in zip(shares, pipes, strict=True)
    ]
    for clerk, (_, its) in zip(clerks, pipes, strict=True):
        clerk.start()
        its.close()
    start.wait(PATIENCE)
    begun = time.perf_counter()
    told = [ours.recv() for ours, _ in pipes]
    took = max(ended for _, _, ended in told) - begun
    for clerk in clerks:
        clerk.join()
    waits = tuple(wait for each, _, _ in told for wait in each)
    errors = sum(each for _, each, _ in told)
    return Contest(took / max(1, len(waits) - errors), waits, errors)


def _work(maker: str, database: str, share: list[str], start: Barrier, told: Connection) -> None:
    """Be one of the processes. The clock of `perf_counter` is the machine's, so that all read the same."""
    module, _, function = maker.partition(":")
    record, problem = getattr(import_module(f"benchmarks.{module}"), function)(database)
    waits, errors = [], 0
    with suppress(problem):
        record(share[0])
    start.wait(PATIENCE)
    for case in share[1:]:
        begun = time.perf_counter()
        try:
            record(case)
        except problem:
            errors += 1
        waits.append(time.perf_counter() - begun)
    told.send((waits, errors, time.perf_counter()))


def measured(name: str, rounds: Sequence[Contest], what: Callable[[Contest], Any]) -> Measured:
    """Return one number of each round."""
    return Measured(name, tuple(float(what(each)) for each in rounds))
