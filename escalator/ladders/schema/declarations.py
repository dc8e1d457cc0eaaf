"""What a ladder file declares and its rules refer to: document, terms, roles, lists, parameters, readings."""

from typing import Annotated

from pydantic import Field

from escalator.ladders.schema.elements import (
    Choice,
    Clauses,
    LabelText,
    Name,
    Names,
    Sourced,
    Strict,
    Words,
)
from escalator.model.ladder import CasePer, Side


class DocumentSpec(Strict):
    """The contract document that the ladder encodes."""

    title: LabelText
    """What the document is called."""
    reference: Words | None = None
    """Its reference or file number."""
    date: Words | None = None
    """Its date, as the document writes it."""
    place: Words | None = None
    """Where in the document the procedure stands."""


class TermsSpec(Sourced):
    """How terms are counted."""

    calendar: Words = "atw"
    """Name of the calendar: `atw`, `atw-art3-1`, `atw-full`, or a country such as `GB-ENG`."""
    move_end: bool = True
    """Whether days, weeks and months that end on a non-working day move to the next working day."""
    ends: Sourced = Sourced()
    """Where it comes from what becomes of such an end; `clause` and `reading` above are the calendar's."""


class RemindersSpec(Strict):
    """When to remind: working days before, on the day, and every so many working days while overdue."""

    before: list[Annotated[int, Field(ge=1, le=60)]] = Field(default_factory=lambda: [5, 1], max_length=10)
    """So many working days before the due day."""
    on_day: bool = True
    """Whether on the due day itself."""
    overdue_every: Annotated[int, Field(ge=1, le=60)] = 5
    """Every so many working days while overdue."""
    digest: bool = True
    """Whether it goes into one message a person a day, with all else that concerns them."""


class RoleSpec(Sourced):
    """A party, or a function within one."""

    label: LabelText
    """What people read."""
    side: Choice[Side]
    """`client`, `contractor`, or `none` for one that only receives or attends."""
    acts: bool = True
    """false for a role that records nothing in a case: it measures, receives or attends."""


class TrackSpec(Sourced):
    """A variant of the procedure, chosen by the KPI that was missed."""

    label: LabelText
    """What people read."""


class ChecklistSpec(Sourced):
    """What a plan, a letter or a report must hold."""

    label: LabelText
    """What people read."""
    items: Annotated[dict[Name, LabelText], Field(min_length=1)]
    """Its items, in order."""


class TableSpec(Sourced):
    """A lookup table of whole numbers; row and column are clamped to its size."""

    rows: Annotated[list[Annotated[list[int], Field(min_length=1)]], Field(min_length=1)]
    """Its rows, from the first; all of one length."""


class ReadingSpec(Strict):
    """A stated interpretation, where the contract is silent, cut off or ambiguous."""

    question: LabelText
    """What is open."""
    reading: LabelText
    """The reading chosen."""
    clause: Clauses = ()
    """The clause, or clauses, it is about."""
    other: LabelText | None = None
    """What else the text could mean."""
    parameter: Names = ()
    """The parameter, or parameters, that change it, where there are any."""


CasePerWord = Choice[CasePer]
"""What one case covers at most."""
