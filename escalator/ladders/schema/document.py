"""A ladder file as a whole. Owns its sections; each section's own shape is in the module beside this one."""

from typing import Annotated, Literal

from pydantic import Field

from escalator.ladders.schema.base import LabelText, Name, StateName, Strict
from escalator.ladders.schema.kpis import KpiSpec, MeasurementSpec
from escalator.ladders.schema.obligations import ObligationSpec
from escalator.ladders.schema.parameters import ParameterSpec
from escalator.ladders.schema.permissions import PermissionSpec
from escalator.ladders.schema.procedure import (
    CasePerWord,
    ChecklistSpec,
    CycleSpec,
    CycleUse,
    DocumentSpec,
    EventSpec,
    Guard,
    ReadingSpec,
    RemindersSpec,
    RightSpec,
    RoleSpec,
    Rules,
    StateSpec,
    TableSpec,
    TermsSpec,
    TrackSpec,
)
from escalator.ladders.schema.scorecards import ScorecardSpec

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
    note: LabelText | None = None
    document: DocumentSpec
    terms: TermsSpec
    case_per: CasePerWord
    """What one case covers at most: `contract`, `track`, `kpi` or `kpi_region`."""
    reminders: RemindersSpec = RemindersSpec()
    parameters: dict[Name, ParameterSpec] = {}
    roles: Annotated[dict[Name, RoleSpec], Field(min_length=1)]
    tracks: dict[Name, TrackSpec] = {}
    regions: dict[Name, LabelText] = {}
    checklists: dict[Name, ChecklistSpec] = {}
    tables: dict[Name, TableSpec] = {}
    definitions: dict[Name, Guard] = {}
    """Named expressions that conditions may use."""
    rights: dict[Name, RightSpec] = {}
    events: Annotated[dict[Name, EventSpec], Field(min_length=1)]
    everywhere: dict[Name, Rules] = {}
    """What an event does in every state that is not final and says nothing else about it."""
    measurement: MeasurementSpec = MeasurementSpec()
    kpis: dict[Name, KpiSpec] = {}
    obligations: dict[Name, ObligationSpec] = {}
    permissions: dict[Name, PermissionSpec] = {}
    scorecards: dict[Name, ScorecardSpec] = {}
    readings: dict[Name, ReadingSpec] = {}


class Unfolded(Sections):
    """A ladder file with its cycles written out and its parameters filled in."""

    states: Annotated[dict[StateName, StateSpec], Field(min_length=2)]


class Written(Sections):
    """A ladder file as it is written; the source of the JSON Schema for editors."""

    cycles: dict[Name, CycleSpec] = {}
    """Series of states that are used in several steps."""
    states: Annotated[dict[StateName, StateSpec | CycleUse], Field(min_length=2)]
