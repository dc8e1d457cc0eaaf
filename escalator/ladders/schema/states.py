"""States as a ladder file writes them: rules, deadlines, cycles. Owns the sections `states` and `cycles`."""

from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from escalator.ladders.schema.declarations import RemindersSpec
from escalator.ladders.schema.elements import (
    LabelText,
    Name,
    Names,
    Sourced,
    Strict,
    TermText,
    exactly_one,
    only_one,
    wrong,
)
from escalator.ladders.schema.events import Guard, in_days
from escalator.model.terms import Unit
from escalator.model.text import Text

Target = Annotated[str, Field(pattern=r"^\.?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=80)]
"""A state; `stay` to remain where the case is; within a cycle `.plan` is the cycle's own state `plan`."""


def _listed(value: object) -> object:
    """Return a single block as a list of one; anything else as it is."""
    return [value] if isinstance(value, dict) else value


class RuleSpec(Sourced):
    """What an event does in a state: the first rule whose condition holds."""

    to: Target | None = None
    """The state the case moves to, or `stay`."""
    when: Guard | None = None
    """Only where this holds."""
    then: Annotated[list["RuleSpec"], BeforeValidator(_listed, json_schema_input_type="RuleSpec | list[RuleSpec]")] = (
        Field(default_factory=list)
    )
    """Instead of `to`: further rules, tried in order where `when` holds."""

    @model_validator(mode="after")
    def _leads(self) -> Self:
        exactly_one([key for key in ("to", "then") if getattr(self, key)], ("to", "then"))
        return self


Rules = Annotated[
    list[RuleSpec],
    BeforeValidator(_listed, json_schema_input_type=RuleSpec | list[RuleSpec]),
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
    deadline: Target | None = None
    """The due day of the latest deadline of that state."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        only_one(self, ("event", "receipt_of", "day", "deadline"))
        return self


_OF_A_TERM: Final = ("at_least", "at_most", "move_end")


class DueSpec(Sourced):
    """One way to find the due day: a named day, or a term; its clauses and readings bear on that day."""

    day: Name | None = None
    """The data key under which a party names the day."""
    named_since: Name | None = None
    """The named day counts only if it was named in, or after, the fact that names this other day."""
    term: TermText | None = None
    """How long: `10 working days`."""
    from_: Annotated[Literal["entry"] | FromSpec, Field(alias="from")] = "entry"
    """What the term counts from: `entry` is the day the state is entered."""
    when: Guard | None = None
    """A condition; where it does not hold when the state is entered, the next way is tried."""
    at_least: TermText | None = None
    """The computed day lies no earlier than this term from the same start."""
    at_most: TermText | None = None
    """The computed day lies no later than this term from the same start."""
    move_end: bool | None = None
    """Whether an end on a non-working day moves to the next working day; else as `terms` says."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        only_one(self, ("day", "term"))
        if self.day and (self.from_ != "entry" or any(getattr(self, key) is not None for key in _OF_A_TERM)):
            raise wrong(
                Text(
                    "from, at_least, at_most en move_end horen bij term",
                    "from, at_least, at_most and move_end go with term",
                )
            )
        if self.term and self.named_since:
            raise wrong(Text("named_since hoort bij day", "named_since goes with day"))
        if self.at_least or self.at_most:
            in_days(self.term, self.at_least, self.at_most)
        if self.term and self.term.unit is Unit.HOURS and self.move_end is not None:
            raise wrong(Text("een termijn in uren schuift niet door", "a term in hours does not move"))
        return self


class AdjustableSpec(Sourced):
    """That the deadline may be moved, by whom and how far from the day on which that happens."""

    by: Annotated[Names, Field(min_length=1)] = ("client_side",)
    """The roles that may."""
    at_least: TermText | None = None
    """To a day no earlier than this term after the adjustment."""
    at_most: TermText | None = None
    """To a day no later than this term after the adjustment."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        in_days(self.at_least, self.at_most)
        return self


class ExpiresSpec(Sourced):
    """What happens at the first moment of the day after the due day."""

    to: Target | None = None
    """The state that the case moves to."""
    counts_as: Name | None = None
    """Or: the event that the silence counts as, such as an approval."""
    when: Guard | None = None
    """Only where this holds."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        only_one(self, ("to", "counts_as"))
        if self.to == "stay":
            raise wrong(Text("een afloop leidt naar een toestand", "an expiry leads to a state"))
        return self


class DeadlineSpec(Sourced):
    """The deadline that the state opens when it is entered."""

    due: Annotated[
        list[DueSpec], BeforeValidator(_listed, json_schema_input_type=DueSpec | list[DueSpec]), Field(min_length=1)
    ]
    """The first of these that yields a day counts."""
    waits_for: Annotated[Names, Field(min_length=1)]
    """The events that meet it."""
    owed_by: Annotated[Names, Field(min_length=1)]
    """The roles that owe it; `approvers` are those who have not approved yet."""
    adjustable: AdjustableSpec | None = None
    """That it may be moved; it may not if left out."""
    expires: Annotated[
        list[ExpiresSpec], BeforeValidator(_listed, json_schema_input_type=ExpiresSpec | list[ExpiresSpec])
    ] = Field(default_factory=list)
    """What follows by itself; nothing if left out, and it only shows as overdue."""
    suspended_by: Names = ()
    """The events that stop its clock."""
    resumed_by: Names = ()
    """The events that let it run on."""
    reminders: RemindersSpec | None = None
    """When to remind of it, where that differs from the ladder's own."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if bool(self.suspended_by) is not bool(self.resumed_by):
            raise wrong(
                Text("suspended_by en resumed_by horen bij elkaar", "suspended_by and resumed_by belong together")
            )
        if "approvers" in self.owed_by and len(self.owed_by) > 1:
            raise wrong(Text("approvers staat alleen", "approvers stands alone"))
        return self


class StateSpec(Sourced):
    """Where a case can stand."""

    label: LabelText
    """What people read."""
    note: LabelText | None = None
    """What else to know."""
    initial: bool = False
    """Whether every case starts here; one state does."""
    final: bool = False
    """Whether a case ends here."""
    deadline: DeadlineSpec | None = None
    """The deadline that the state opens."""
    rights: Names = ()
    """The rights that arise when the state is entered."""
    on: dict[Name, Rules] = Field(default_factory=dict)
    """What each event does in this state."""

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.final and (self.on or self.deadline or self.initial):
            raise wrong(
                Text(
                    "een eindtoestand is niet initial en heeft geen gebeurtenissen of termijn",
                    "a final state is not initial and has no events or deadline",
                )
            )
        return self


class CycleUse(Strict):
    """States taken from a cycle; their names get this state's name in front: `step1` and `plan` make `step1.plan`."""

    cycle: Name
    """The cycle."""
    with_: Annotated[dict[Name, object], Field(alias="with")] = Field(default_factory=dict)
    """What the cycle's `$names` stand for here."""


class CycleSpec(Strict):
    """A series of states that is used in several steps."""

    states: Annotated[dict[Name, StateSpec], Field(min_length=1)]
    """Its states; `.plan` is its own state `plan`, `$name` is filled in where the cycle is used."""
