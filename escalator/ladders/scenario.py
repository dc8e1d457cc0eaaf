"""A scenario: a ladder's unit test as values. Owns their shape; reading and running them is done elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from escalator.model.facts import Fact, Scope
from escalator.model.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Given:
    """A fact as a scenario gives it, the line it stands on, and whether it must be refused."""

    fact: Fact
    refused: bool
    line: int


@dataclass(frozen=True, slots=True)
class ExpectedDeadline:
    """What is expected of one deadline; what is None is not compared. `absent`: there must be none of that name."""

    due: date | None = None
    status: str | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What must hold on the evening of a day; what is None is not compared.

    Attributes:
        known_at: only facts recorded by then are known.
        only: whether there may be no deadlines but those named.
    """

    as_of: date
    line: int
    known_at: date | None = None
    state: str | None = None
    step: int | None = None
    deadlines: dict[str, ExpectedDeadline] = field(default_factory=dict)
    only: bool = False
    rights: tuple[str, ...] | None = None
    allowed: tuple[str, ...] | None = None
    missing: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, its names checked against its ladder."""

    file: Path
    name: str
    ladder: Ladder
    calendar: str
    scope: Scope
    facts: tuple[Given, ...]
    checks: tuple[Check, ...]
