"""A ladder file as a whole. Owns its sections; each section's own shape is in the module beside this one."""

from typing import Annotated, Literal

from pydantic import Field

from escalator.ladders.schema.declarations import (
    CasePerWord,
    ChecklistSpec,
    DocumentSpec,
    ReadingSpec,
    RemindersSpec,
    RoleSpec,
    TableSpec,
    TermsSpec,
    TrackSpec,
)
from escalator.ladders.schema.elements import LabelText, Name, StateName, Strict
from escalator.ladders.schema.events import EventSpec, Guard, RightSpec
from escalator.ladders.schema.kpis import KpiSpec, MeasurementSpec
from escalator.ladders.schema.obligations import ObligationSpec
from escalator.ladders.schema.parameters import ParameterSpec
from escalator.ladders.schema.permissions import PermissionSpec
from escalator.ladders.schema.scorecards import ScorecardSpec
from escalator.ladders.schema.states import CycleSpec, CycleUse, Rules, StateSpec

LadderName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


class Sections(Strict):
    """What a ladder file holds, besides its cycles and states."""

    format: Literal[1]
    """Version of the format that the file is written in."""
    ladder: LadderName
    """The ladder's name; also the name of its folder."""
    version: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+){0,2}$")]
    """Version of this definition; raise it with every change."""
    label: LabelText
    """What people read."""
    note: LabelText | None = None
    """What else to know."""
    document: DocumentSpec
    """The contract document."""
    terms: TermsSpec
    """How terms are counted."""
    case_per: CasePerWord
    """What one case covers at most: `contract`, `track`, `kpi` or `kpi_region`."""
    reminders: RemindersSpec = RemindersSpec()
    """When to remind of deadlines."""
    parameters: dict[Name, ParameterSpec] = Field(default_factory=dict)
    """Values that a contract may override."""
    roles: Annotated[dict[Name, RoleSpec], Field(min_length=1)]
    """The parties and their functions."""
    tracks: dict[Name, TrackSpec] = Field(default_factory=dict)
    """Variants of the procedure, chosen by the KPI that was missed."""
    regions: dict[Name, LabelText] = Field(default_factory=dict)
    """Regions that results are kept by."""
    contract_events: dict[Name, LabelText] = Field(default_factory=dict)
    """Things of the contract itself that duties and permissions hang on: an award, a consent."""
    checklists: dict[Name, ChecklistSpec] = Field(default_factory=dict)
    """What plans, letters and reports must hold."""
    tables: dict[Name, TableSpec] = Field(default_factory=dict)
    """Lookup tables."""
    definitions: dict[Name, Guard] = Field(default_factory=dict)
    """Named expressions that conditions may use."""
    rights: dict[Name, RightSpec] = Field(default_factory=dict)
    """Rights that may arise in a case."""
    events: Annotated[dict[Name, EventSpec], Field(min_length=1)]
    """What may happen in a case."""
    everywhere: dict[Name, Rules] = Field(default_factory=dict)
    """What an event does in every state that is not final and says nothing else about it."""
    measurement: MeasurementSpec = MeasurementSpec()
    """What holds for every KPI that does not say otherwise."""
    kpis: dict[Name, KpiSpec] = Field(default_factory=dict)
    """What is measured, and against which norm."""
    obligations: dict[Name, ObligationSpec] = Field(default_factory=dict)
    """Who owes what to whom."""
    permissions: dict[Name, PermissionSpec] = Field(default_factory=dict)
    """What a party may do beside the rights of a case."""
    scorecards: dict[Name, ScorecardSpec] = Field(default_factory=dict)
    """What scores lead to, beside the ladder."""
    readings: dict[Name, ReadingSpec] = Field(default_factory=dict)
    """Stated interpretations."""


class Unfolded(Sections):
    """A ladder file with its cycles written out and its parameters filled in."""

    states: Annotated[dict[StateName, StateSpec], Field(min_length=2)]
    """Where a case can stand."""


class Written(Sections):
    """A ladder file as it is written; the source of the JSON Schema for editors."""

    cycles: dict[Name, CycleSpec] = Field(default_factory=dict)
    """Series of states that are used in several steps."""
    states: Annotated[dict[StateName, StateSpec | CycleUse], Field(min_length=2)]
    """Where a case can stand, or states taken from a cycle."""
