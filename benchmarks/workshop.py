"""Where benchmarks run: a folder on disk, one in memory, a PostgreSQL server; and how much work is done.

Owns everything that must be cleared away afterwards.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeVar

from benchmarks import cases, crowd
from benchmarks.crowd import Crowd
from benchmarks.measuring import Measured, Way, in_turns
from benchmarks.postgresql import new_database, server

ROOT: Final = Path(__file__).parents[1]
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a file system in memory, with a folder of our own in it
T = TypeVar("T")


@dataclass(slots=True)
class Workshop:
    """Places to work in; all are gone when its `with` block ends.

    Attributes:
        quick: do everything once, with next to no work, to see that it runs; the numbers then mean nothing.
    """

    quick: bool = False
    _stack: ExitStack = field(default_factory=ExitStack, repr=False)
    _numbers: itertools.count[int] = field(default_factory=itertools.count, repr=False)
    _roots: dict[str, Path] = field(default_factory=dict, repr=False)
    _stocks: dict[int, Path] = field(default_factory=dict, repr=False)
    _crowds: dict[int, Crowd] = field(default_factory=dict, repr=False)
    _server: str | None = field(default=None, repr=False)

    def pick(self, whole: T, quick: T) -> T:
        """Return how much work to do."""
        return quick if self.quick else whole

    def in_turns(self, ways: Mapping[str, Way], rounds: int) -> tuple[dict[str, Measured], dict[str, str]]:
        """Measure ways of doing the same work in turns; return what was found, and which cannot run here and why."""
        return in_turns(ways, self.pick(rounds, 1), apart=not self.quick)

    @property
    def places(self) -> tuple[str, ...]:
        """The file systems that there are: always disk, and memory where the machine has it."""
        return ("disk", "memory") if MEMORY.is_dir() and not self.quick else ("disk",)

    def folder(self, place: str) -> Path:
        """Return a new, empty folder on one of the places."""
        if place not in self._roots:
            parent = MEMORY if MEMORY.is_dir() and (self.quick or place == "memory") else ROOT / "build"
            parent.mkdir(exist_ok=True)
            made = tempfile.TemporaryDirectory(prefix="escalator-bench-", dir=parent)
            self._roots[place] = Path(self._stack.enter_context(made))
            self._roots[place].chmod(0o711)  # PostgreSQL may run as another user
        folder = self._roots[place] / str(next(self._numbers))
        folder.mkdir()
        return folder

    def stock(self, count: int) -> Path:
        """Return a database with that many cases, to be copied; it is made once."""
        if count not in self._stocks:
            self._stocks[count] = cases.stock(self.folder(self.places[-1]), count)
        return self._stocks[count]

    def crowd(self, size: int, groups: int, each: int) -> Crowd:
        """Return a database with very many open deadlines; it is made once for each size."""
        if size not in self._crowds:
            self._crowds[size] = crowd.made(self.folder("disk") / "crowd.db", size, groups, each)
        return self._crowds[size]

    def postgresql(self) -> str:
        """Return the URL of an empty database; the server is started once.

        Raises:
            CannotRun: no server can be started here.
        """
        if self._server is None:
            self._server = self._stack.enter_context(server(self.folder("disk")))
        return new_database(self._server, f"bench_{next(self._numbers)}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
