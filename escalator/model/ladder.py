"""A ladder: one contract's procedure as a value. Owns its shape; never reads a file and never runs anything.

A ladder here is complete and resolved: parameters are filled in, cycles unfolded, sides expanded to roles. It can be
written to and read from plain JSON, so that a case can keep the one it was opened under.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from escalator.model.events import Checklist, Event, Right
from escalator.model.norms import Kpi, Scorecard
from escalator.model.obligations import Obligation, Permission
from escalator.model.source import NO_SOURCE, Source
from escalator.model.states import Reminders, State
from escalator.model.text import Text


class Side(StrEnum):
    """The side of the contract that a role stands on; `none` only receives or attends."""

    CLIENT = "client"
    CONTRACTOR = "contractor"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A party, or a function within one. `acts` is False for one that records nothing (it measures or receives)."""

    id: str
    label: Text
    side: Side
    acts: bool = True
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A variant of the procedure, chosen by the KPI that was missed."""

    id: str
    label: Text
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A lookup table; row and column are numbers from 1, clamped to its size."""

    id: str
    rows: tuple[tuple[int, ...], ...]
    source: Source = NO_SOURCE

    def at(self, row: int, column: int) -> int:
        """Return the cell, with both numbers clamped to the table."""
        cells = self.rows[min(max(row, 1), len(self.rows)) - 1]
        return cells[min(max(column, 1), len(cells)) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A stated interpretation, where the contract is silent, cut off or ambiguous.

    Attributes:
        question: what is open.
        reading: the reading chosen.
        other: what else the text could mean, where that is said.
        parameters: those that change it, where there are any.
    """

    id: str
    question: Text
    reading: Text
    other: Text | None = None
    clauses: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a contract may override, with the type and the values allowed.

    Attributes:
        value: as text; of a list its values, with commas.
        choice_labels: what people read for the choices, where that is said.
        many: whether it is a list of values of the type; it may be empty.
    """

    id: str
    label: Text
    type: str
    value: str
    choices: tuple[str, ...] = ()
    choice_labels: dict[str, Text] = field(default_factory=dict)
    many: bool = False
    source: Source = NO_SOURCE

    @property
    def values(self) -> tuple[str, ...]:
        """Its value, or the values of the list that it is."""
        if not self.many:
            return (self.value,)
        return tuple(each.strip() for each in self.value.split(",")) if self.value else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The contract document that a ladder encodes."""

    title: Text
    reference: str = ""
    date: str = ""
    place: str = ""


class CasePer(StrEnum):
    """What one case covers at most."""

    CONTRACT = "contract"
    TRACK = "track"
    KPI = "kpi"
    KPI_REGION = "kpi_region"


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """One contract's procedure, complete.

    Attributes:
        version: the author's version of the definition.
        digest: SHA-256 over the definition as resolved; a case keeps the one it was opened under.
        calendar: name of the calendar that terms count in; `terms_source` says why.
        ends_source: why ends on closed days move, or do not, and days that are named stay.
        definitions: named expressions that guards may use.
        opening: the event that opens a case.
        regions: regions that results are kept by, with their labels.
        contract_events: things of the contract itself that duties and permissions hang on, with their labels.
        kpi_requires: what every KPI must state, also one that a contract adds: see `Kpi.lacks`.
    """

    id: str
    version: str
    label: Text
    document: Document
    calendar: str
    roles: dict[str, Role]
    states: dict[str, State]
    events: dict[str, Event]
    digest: str = ""
    terms_source: Source = NO_SOURCE
    ends_source: Source = NO_SOURCE
    note: Text | None = None
    case_per: CasePer = CasePer.TRACK
    tracks: dict[str, Track] = field(default_factory=dict)
    regions: dict[str, Text] = field(default_factory=dict)
    contract_events: dict[str, Text] = field(default_factory=dict)
    rights: dict[str, Right] = field(default_factory=dict)
    kpis: dict[str, Kpi] = field(default_factory=dict)
    kpi_requires: tuple[str, ...] = ()
    obligations: dict[str, Obligation] = field(default_factory=dict)
    permissions: dict[str, Permission] = field(default_factory=dict)
    scorecards: dict[str, Scorecard] = field(default_factory=dict)
    checklists: dict[str, Checklist] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    reminders: Reminders = field(default_factory=Reminders)

    @cached_property
    def initial(self) -> str:
        """The state in which every case starts."""
        return next(state.id for state in self.states.values() if state.initial)

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The events that can lead a case out of its initial state."""
        return tuple(dict.fromkeys(rule.event for rule in self.states[self.initial].transitions))

    @cached_property
    def client_roles(self) -> tuple[str, ...]:
        """The client's roles that act."""
        return tuple(role.id for role in self.roles.values() if role.side is Side.CLIENT and role.acts)
