"""Doing the same work in several ways, in turns, so that a noisy machine is as unkind to each of them.

Owns rounds, medians and spread. Each way lives in a process of its own, so that none pays for another's memory, and is
prepared before the first round. A round does a block of work in each way; the next round begins with the next way. Two
ways are compared round by round, and the median of those ratios counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Self

Block = Callable[[], float]
"""Does some work and returns what a unit of it took, in seconds; it times only what is to be measured."""


class CannotRun(Exception):
    """Something that cannot run on this machine, with the reason."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with its quartiles."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, samples: Iterable[float]) -> Spread:
        """Return the median and quartiles of some samples."""
        found = sorted(samples)
        if len(found) == 1:
            return cls(found[0], found[0], found[0])
        low, median, high = statistics.quantiles(found, n=4, method="inclusive")
        return cls(median, low, high)

    def times(self, factor: float) -> Spread:
        """Return the same in another unit."""
        return Spread(self.median * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of doing the work: what a unit of it took in each round, in seconds or in what its table counts."""

    name: str
    samples: tuple[float, ...]

    @property
    def spread(self) -> Spread:
        """The median over the rounds, with quartiles."""
        return Spread.of(self.samples)

    @property
    def rate(self) -> Spread:
        """How many units were done in a second, with quartiles."""
        return Spread.of(1 / each for each in self.samples)

    def over(self, other: Measured) -> Spread:
        """Return how many times the other it took, compared round by round."""
        return Spread.of(own / their for own, their in zip(self.samples, other.samples, strict=True))


@dataclass(frozen=True, slots=True)
class Way:
    """A way of doing the work: the function that prepares it and returns its block, as `module:function`."""

    maker: str
    args: tuple[Any, ...] = ()

    def prepare(self) -> Block:
        """Prepare it in this process."""
        module, _, function = self.maker.partition(":")
        made: Block = getattr(import_module(f"benchmarks.{module}"), function)(*self.args)
        return made


class Here:
    """One way's blocks of work, done in this process: for a look, not for numbers."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._block: Block | None = None

    def ready(self) -> str:
        """Prepare it; return why it cannot run here, or nothing."""
        self._block, reason = _prepared(self._way)
        return reason

    def block(self) -> float:
        """Do a block of work."""
        return self._block() if self._block else 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to let go of."""


class Worker:
    """A process that does one way's blocks of work when told to."""

    def __init__(self, way: Way) -> None:
        spawn = get_context("spawn")
        self._pipe, its = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(way, its), daemon=False)
        self._process.start()
        its.close()

    def ready(self) -> str:
        """Wait until it is prepared; return why it cannot run here, or nothing."""
        return str(self._answer())

    def block(self) -> float:
        """Do a block of work."""
        self._pipe.send(None)
        return float(self._answer())

    def _answer(self) -> str | float:
        try:
            answer: str | float = self._pipe.recv()
        except EOFError:
            message = "a way of doing the work has failed; see what its process wrote above"
            raise RuntimeError(message) from None
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.join()


def _serve(way: Way, pipe: Connection) -> None:
    """Prepare a way, then do a block of work for each message, until the other side hangs up."""
    block, reason = _prepared(way)
    pipe.send(reason)
    while block:
        try:
            pipe.recv()
        except EOFError:
            return
        pipe.send(block())


def _prepared(way: Way) -> tuple[Block | None, str]:
    """Return the block of a way, or why it cannot run here."""
    try:
        return way.prepare(), ""
    except ModuleNotFoundError as missing:
        return None, f"{missing.name} is not installed"
    except CannotRun as reason:
        return None, str(reason)


def in_turns(ways: Mapping[str, Way], rounds: int, *, apart: bool) -> tuple[dict[str, Measured], dict[str, str]]:
    """Do each way's block of work once a round; the first round warms everything up and does not count.

    Args:
        ways: by name.
        rounds: how many count.
        apart: whether each way has a process of its own; without, the numbers mean nothing.

    Returns:
        What was measured, and which ways cannot run here with the reason.
    """
    with ExitStack() as stack:
        workers: dict[str, Worker | Here] = {}
        absent: dict[str, str] = {}
        for name, way in ways.items():
            worker: Worker | Here = Worker(way) if apart else Here(way)
            stack.enter_context(worker)
            if reason := worker.ready():
                absent[name] = reason
            else:
                workers[name] = worker
        return _rounds(workers, rounds), absent


def _rounds(workers: Mapping[str, Worker | Here], rounds: int) -> dict[str, Measured]:
    names = list(workers)
    samples: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            took = workers[name].block()
            if number:
                samples[name].append(took)
    return {name: Measured(name, tuple(found)) for name, found in samples.items()}


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Return the seconds that one of several repetitions took."""
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


def one_by_one(work: Callable[[str], object], names: Iterable[str]) -> float:
    """Return the seconds that doing the work for one name took."""
    units = list(names)
    start = time.perf_counter()
    for name in units:
        work(name)
    return (time.perf_counter() - start) / len(units)
