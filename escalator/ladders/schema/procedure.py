"""The procedure part of a ladder file: roles, events, states, deadlines, rights. Owns how each is written."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from escalator.ladders.schema.base import (
    Choice,
    Clauses,
    LabelText,
    Many,
    MoneyText,
    Name,
    Names,
    Number,
    Sourced,
    StateName,
    Strict,
    TermText,
    Words,
)
from escalator.model.events import FieldType
from escalator.model.ladder import CasePer, Side

Guard = Annotated[str, Field(min_length=1, max_length=500)]
"""A condition in the guard language, such as `overdue and track == "core"`."""
Target = Annotated[str, Field(pattern=r"^\.?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=80)]
"""A state; `stay` to remain where the case is; within a cycle `.plan` is the cycle's own state `plan`."""


class RoleSpec(Sourced):
    """A party, or a function within one."""

    label: LabelText
    side: Choice[Side]
    """`client`, `contractor`, or `none` for one that only receives or attends."""
    acts: bool = True
    """false for a role that records nothing in a case: it measures, receives or attends."""


class TrackSpec(Sourced):
    """A variant of the procedure, chosen by the KPI that was missed."""

    label: LabelText


class ChecklistSpec(Sourced):
    """What a plan, a letter or a report must hold."""

    label: LabelText
    items: Annotated[dict[Name, LabelText], Field(min_length=1)]


class TableSpec(Sourced):
    """A lookup table of whole numbers; row and column are clamped to its size."""

    rows: Annotated[list[Annotated[list[int], Field(min_length=1)]], Field(min_length=1)]


class ReadingSpec(Strict):
    """A stated interpretation, where the contract is silent, cut off or ambiguous."""

    question: LabelText
    """What is open."""
    reading: LabelText
    """The reading chosen."""
    clause: Clauses = ()
    """The clause, or clauses, it is about."""
    parameter: Name | None = None
    """The parameter that changes it, where there is one."""


class DataSpec(Strict):
    """One field of an event's data."""

    label: LabelText
    type: Choice[FieldType]
    required: bool = False
    choices: list[Name] = []
    """For a choice: the values allowed."""
    at_least: TermText | None = None
    """For a date: no earlier than this term after the fact's own day."""
    at_most: TermText | None = None
    """For a date: no later than this term after the fact's own day."""
    minimum: Number | None = None
    maximum: Number | None = None


class RefuseSpec(Sourced):
    """A condition under which the event is refused."""

    when: Guard
    because: LabelText


class OpensSpec(Sourced):
    """A right that the event opens, in whatever state it happens."""

    right: Name
    when: Guard | None = None


class EventSpec(Sourced):
    """Something that may happen in a case."""

    label: LabelText
    by: Names
    """The roles that may act it; `client_side`, `contractor_side` and `anyone` stand for all their roles."""
    all: bool = False
    """Whether every one of the roles must act it before it takes effect: an approval by several."""
    checklist: Name | None = None
    data: dict[Name, DataSpec] = {}
    refuse: list[RefuseSpec] = []
    opens: list[OpensSpec] = []


def _listed(value: object) -> object:
    """Return a single block as a list of one; anything else as it is."""
    return [value] if isinstance(value, dict) else value


class RuleSpec(Sourced):
    """What an event does in a state: the first rule whose condition holds."""

    to: Target | None = None
    when: Guard | None = None
    then: Annotated[list["RuleSpec"], BeforeValidator(_listed, json_schema_input_type="RuleSpec | list[RuleSpec]")] = []
    """Instead of `to`: further rules, tried in order where `when` holds."""


Rules = Annotated[
    list[RuleSpec],
    BeforeValidator(
        lambda value: [value] if isinstance(value, dict) else value, json_schema_input_type=RuleSpec | list[RuleSpec]
    ),
    Field(min_length=1),
]
"""One rule, or several tried in order."""


class FromSpec(Strict):
    """What a term counts from; one of these."""

    event: Name | None = None
    """The latest fact of that event."""
    receipt_of: Name | None = None
    """The day that the latest fact of that event was received, else its own day."""
    day: Name | None = None
    """The day that was named under that data key."""
    deadline: StateName | None = None
    """The due day of the latest deadline of that state."""


class DueSpec(Strict):
    """One way to find the due day: a named day, or a term."""

    day: Name | None = None
    """The data key under which a party names the day."""
    named_since: Name | None = None
    """The named day counts only if it was named in, or after, the fact that names this other day."""
    term: TermText | None = None
    from_: Annotated[Literal["entry"] | FromSpec, Field(alias="from")] = "entry"
    """What the term counts from: `entry` is the day the state is entered."""
    when: Guard | None = None
    """A condition; where it does not hold when the state is entered, the next way is tried."""
    at_least: TermText | None = None
    at_most: TermText | None = None
    move_end: bool | None = None
    """Whether an end on a non-working day moves to the next working day; else as `terms` says."""


class AdjustableSpec(Sourced):
    """That the deadline may be moved, by whom and how far from the day on which that happens."""

    by: Names = ("client_side",)
    at_least: TermText | None = None
    at_most: TermText | None = None


class ExpiresSpec(Sourced):
    """What happens at the first moment of the day after the due day."""

    to: Target | None = None
    """The state that the case moves to."""
    counts_as: Name | None = None
    """Or: the event that the silence counts as, such as an approval."""
    when: Guard | None = None


class RemindersSpec(Strict):
    """When to remind: working days before, on the day, and every so many working days while overdue."""

    before: list[Annotated[int, Field(ge=1, le=60)]] = [5, 1]
    on_day: bool = True
    overdue_every: Annotated[int, Field(ge=1, le=60)] = 5
    digest: bool = True
    """Whether it goes into one message a person a day, with all else that concerns them."""


class DeadlineSpec(Sourced):
    """The deadline that the state opens when it is entered."""

    due: Annotated[
        list[DueSpec],
        BeforeValidator(
            lambda value: [value] if isinstance(value, dict) else value, json_schema_input_type=DueSpec | list[DueSpec]
        ),
        Field(min_length=1),
    ]
    """The first of these that yields a day counts."""
    waits_for: Names
    """The events that meet it."""
    owed_by: Names
    """The roles that owe it; `approvers` are those who have not approved yet."""
    adjustable: AdjustableSpec | None = None
    expires: Annotated[
        list[ExpiresSpec],
        BeforeValidator(
            lambda value: [value] if isinstance(value, dict) else value,
            json_schema_input_type=ExpiresSpec | list[ExpiresSpec],
        ),
    ] = []
    suspended_by: Names = ()
    resumed_by: Names = ()
    reminders: RemindersSpec | None = None


class StateSpec(Sourced):
    """Where a case can stand."""

    label: LabelText
    note: LabelText | None = None
    initial: bool = False
    final: bool = False
    deadline: DeadlineSpec | None = None
    rights: Names = ()
    """The rights that arise when the state is entered."""
    on: dict[Name, Rules] = {}
    """What each event does in this state."""


class CycleUse(Strict):
    """States taken from a cycle; their names get this state's name in front: `step1` and `plan` make `step1.plan`."""

    cycle: Name
    with_: Annotated[dict[Name, object], Field(alias="with")] = {}
    """What the cycle's `$names` stand for here."""


class CycleSpec(Strict):
    """A series of states that is used in several steps."""

    states: Annotated[dict[Name, StateSpec], Field(min_length=1)]


class RightSpec(Sourced):
    """A right that may arise; a person decides to use it."""

    label: LabelText
    condition: LabelText
    """When it arises, in words."""
    holders: Names
    cost: LabelText | None = None
    """Who bears the cost, in words."""
    amount: MoneyText | None = None
    liftable: bool = False
    requires: list[Literal["grounds", "extent", "amount"]] = []


class TermsSpec(Sourced):
    """How terms are counted."""

    calendar: Words = "atw"
    """Name of the calendar: `atw`, `atw-art3-1`, `atw-full`, or a country such as `GB-ENG`."""
    move_end: bool = True
    """Whether days, weeks and months that end on a non-working day move to the next working day."""


class DocumentSpec(Strict):
    """The contract document that the ladder encodes."""

    title: LabelText
    reference: str = ""
    date: str = ""
    place: str = ""


CasePerWord = Choice[CasePer]
__all__ = [
    "CasePerWord", "ChecklistSpec", "CycleSpec", "CycleUse", "DocumentSpec", "EventSpec", "Many", "ReadingSpec",
    "RemindersSpec", "RightSpec", "RoleSpec", "StateSpec", "TableSpec", "TermsSpec", "TrackSpec",
]  # fmt: skip
