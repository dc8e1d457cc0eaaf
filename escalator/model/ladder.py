"""A ladder: one contract's procedure as a value. Owns its shape; never reads a file and never runs anything.

A ladder here is complete and resolved: parameters are filled in, cycles unfolded, sides expanded to roles. It can be
written to and read from plain JSON, so that a case can keep the one it was opened under.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from escalator.model.norms import Kpi, Scorecard
from escalator.model.obligations import Obligation, Permission
from escalator.model.source import NO_SOURCE, Source
from escalator.model.terms import Term
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


class FieldType(StrEnum):
    """The type of one field of an event's data."""

    DATE = "date"
    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    MONEY = "money"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    PERIOD = "period"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an event's data.

    Attributes:
        choices: for a choice, the values allowed.
        at_least, at_most: for a date, how far from the fact's own day it must and may lie.
        minimum, maximum: for a number or money, its bounds.
    """

    name: str
    type: FieldType
    label: Text
    required: bool = False
    choices: tuple[str, ...] = ()
    at_least: Term | None = None
    at_most: Term | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalRule:
    """A condition under which an event is refused, with the reason in words."""

    when: str
    because: Text
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A right that an event opens, whatever the state, where its guard holds."""

    right: str
    when: str | None = None
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may happen in a case.

    Attributes:
        roles: who may act it; empty means nobody but time.
        all_of: every one of `roles` must act it before it takes effect (an approval by several).
        checklist: name of the checklist that goes with it; an item recorded as false refuses the event.
    """

    id: str
    label: Text
    roles: tuple[str, ...]
    all_of: bool = False
    fields: tuple[Field, ...] = ()
    checklist: str | None = None
    refuse: tuple[RefusalRule, ...] = ()
    opens: tuple[Opening, ...] = ()
    source: Source = NO_SOURCE

    def field(self, name: str) -> Field | None:
        """Return the field with that name, or None."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What an event does in a state. `to` is None where the state stays as it is."""

    event: str
    to: str | None
    when: str | None = None
    source: Source = NO_SOURCE


class AnchorKind(StrEnum):
    """What a term counts from."""

    ENTRY = "entry"
    EVENT = "event"
    RECEIPT = "receipt"
    DAY = "day"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a term counts from: the day the state was entered, the latest fact of an event since the case last
    entered its initial state (its day, or the day it was received), a named day, or another deadline's due day."""

    kind: AnchorKind = AnchorKind.ENTRY
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """One way to find a due day: a named day, or a term from an anchor.

    Attributes:
        day: the data key that names the day; taken as it is, weekends too.
        named_since: the named day counts only if named in or after the fact that names this other key.
        term, anchor: a term and what it counts from.
        at_least, at_most: the computed day lies no earlier and no later than these terms from the same anchor.
        move_end: whether an end on a non-working day moves to the next working day.
    """

    day: str | None = None
    named_since: str | None = None
    term: Term | None = None
    anchor: Anchor = Anchor()
    at_least: Term | None = None
    at_most: Term | None = None
    move_end: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Whether, by whom and how far a deadline may be moved; the bounds count from the fact that adjusts it."""

    roles: tuple[str, ...]
    at_least: Term | None = None
    at_most: Term | None = None
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """When to remind of a deadline: working days before it, on the day, and every so many working days while overdue."""

    before: tuple[int, ...] = (5, 1)
    on_day: bool = True
    overdue_every: int = 5
    digest: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """The deadline that a state opens on entry; the first due rule that yields a day counts.

    Attributes:
        waits_for: the events that meet it.
        owed_by: the roles that owe it; empty means those who have not yet approved.
        expiry: what happens at the first moment of the day after; empty means it only shows as overdue.
        suspended_by, resumed_by: events that stop its clock and start it again.
    """

    due: tuple[DueRule, ...]
    waits_for: tuple[str, ...]
    owed_by: tuple[str, ...] = ()
    adjustable: Adjustment | None = None
    expiry: tuple[Transition, ...] = ()
    suspended_by: tuple[str, ...] = ()
    resumed_by: tuple[str, ...] = ()
    reminders: Reminders | None = None
    source: Source = NO_SOURCE

    @property
    def named(self) -> frozenset[str]:
        """The data keys that can decide its due day."""
        keys = {rule.day for rule in self.due if rule.day}
        keys |= {rule.anchor.name for rule in self.due if rule.anchor.kind is AnchorKind.DAY}
        return frozenset(keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case can stand."""

    id: str
    label: Text
    step: int = 0
    initial: bool = False
    final: bool = False
    deadline: DeadlineRule | None = None
    transitions: tuple[Transition, ...] = ()
    rights: tuple[str, ...] = ()
    note: Text | None = None
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right that may arise in a case; a person decides to use it.

    Attributes:
        holders: the roles that may exercise it.
        condition: when it arises, in words.
        cost: who bears the cost, in words, where the contract says so.
        amount: in `currency`, each time it arises.
        liftable: whether it can be lifted after it was exercised.
        requires: data keys that an exercise must carry (`grounds`, `extent`, `amount`).
    """

    id: str
    label: Text
    holders: tuple[str, ...]
    condition: Text
    cost: Text | None = None
    amount: Decimal | None = None
    currency: str = "EUR"
    liftable: bool = False
    requires: tuple[str, ...] = ()
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What a plan, a letter or a report must hold: item names with their labels, in order."""

    id: str
    label: Text
    items: dict[str, Text]
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
        parameter: the parameter that changes it, where there is one.
    """

    id: str
    question: Text
    reading: Text
    clauses: tuple[str, ...] = ()
    parameter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value that a contract may override, with the type and the values allowed."""

    id: str
    label: Text
    type: str
    value: str
    choices: tuple[str, ...] = ()
    source: Source = NO_SOURCE


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
        calendar: name of the calendar that terms count in.
        definitions: named expressions that guards may use.
        opening: the event that opens a case.
        regions: regions that results are kept by, with their labels.
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
    note: Text | None = None
    case_per: CasePer = CasePer.TRACK
    tracks: dict[str, Track] = field(default_factory=dict)
    regions: dict[str, Text] = field(default_factory=dict)
    rights: dict[str, Right] = field(default_factory=dict)
    kpis: dict[str, Kpi] = field(default_factory=dict)
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
