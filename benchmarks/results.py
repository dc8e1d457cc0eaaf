"""What a section of the report holds: tables of ways, promises with what was found, curves. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from benchmarks.measuring import Measured, Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A target that the project has set itself.

    Attributes:
        text: the promise in words, with its limit.
        limit: the number it may not pass; with `at_least`, the number it must reach.
        found: what was measured; None while it cannot be measured yet.
        unit: what both numbers count.
        why: where it is not kept: what the time goes to, and what the floor would be.
    """

    text: str
    limit: float
    found: Spread | None
    at_least: bool = False
    unit: str = "×"
    why: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the median keeps the promise; None while it is not measured."""
        if self.found is None:
            return None
        return self.found.median >= self.limit if self.at_least else self.found.median <= self.limit


@dataclass(frozen=True, slots=True)
class Table:
    """Ways of doing the same work, measured in turns; the first is the floor that others are compared with."""

    caption: str
    unit: str
    ways: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a curve: places of (size, cost)."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """How a cost grows with a size; both axes are logarithmic."""

    id: str
    title: str
    across: str
    upward: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One row of the promises: the work, how it was measured and what came out.

    Attributes:
        absent: ways that could not be measured here, with the reason.
        measured_on: the day it was measured; `took` seconds, all that it needed included.
        notes: what a reader must know to judge the numbers.
    """

    id: str
    title: str
    work: str
    tables: tuple[Table, ...] = ()
    promises: tuple[Promise, ...] = ()
    curves: tuple[Curve, ...] = ()
    absent: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    measured_on: date | None = None
    took: float = 0
