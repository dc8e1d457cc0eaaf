"""Events and rights as a ladder file writes them. Owns the sections `events` and `rights`."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from escalator.ladders.schema.elements import (
    Choice,
    Choices,
    LabelText,
    Many,
    MoneyText,
    Name,
    Names,
    Number,
    Sourced,
    Strict,
    TermText,
    wrong,
)
from escalator.model.events import FieldType
from escalator.model.terms import Term, Unit
from escalator.model.text import Text

Guard = Annotated[str, Field(min_length=1, max_length=500)]
"""A condition in the guard language, such as `overdue and track == "core"`."""
_NUMBERS: Final = {FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY}


class DataSpec(Strict):
    """One field of an event's data."""

    label: LabelText
    """What people read."""
    type: Choice[FieldType]
    """What it holds."""
    required: bool = False
    """Whether a fact without it is refused."""
    choices: Choices = Field(default_factory=dict)
    """For a choice: the values allowed, as a list or each with its label."""
    at_least: TermText | None = None
    """For a date: no earlier than this term after the fact's own day."""
    at_most: TermText | None = None
    """For a date: no later than this term after the fact's own day."""
    minimum: Number | None = None
    """For a number or an amount: the least."""
    maximum: Number | None = None
    """For a number or an amount: the most."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.type is FieldType.CHOICE) is not bool(self.choices):
            raise wrong(
                Text(
                    "choices hoort bij type choice, en alleen daarbij", "choices go with type choice, and only with it"
                )
            )
        if (self.at_least or self.at_most) and self.type is not FieldType.DATE:
            raise wrong(Text("at_least en at_most horen bij type date", "at_least and at_most go with type date"))
        in_days(self.at_least, self.at_most)
        if (self.minimum, self.maximum) != (None, None) and self.type not in _NUMBERS:
            raise wrong(
                Text(
                    "minimum en maximum horen bij number, integer of money",
                    "minimum and maximum go with number, integer or money",
                )
            )
        return self


def in_days(*terms: Term | None) -> None:
    """Refuse a term in hours where days are compared."""
    for term in terms:
        if term is not None and term.unit is Unit.HOURS:
            raise wrong(
                Text(f"{term.told('nl')}: hier telt een termijn in dagen", f"{term}: a term counts in days here")
            )


class RefuseSpec(Sourced):
    """A condition under which the event is refused."""

    when: Guard
    """Where this holds, the fact is refused."""
    because: LabelText
    """What the person who records it reads."""


class OpensSpec(Sourced):
    """A right that the event opens, in whatever state it happens."""

    right: Name
    """The right."""
    when: Guard | None = None
    """Only where this holds."""


class EventSpec(Sourced):
    """Something that may happen in a case."""

    label: LabelText
    """What people read."""
    by: Annotated[Names, Field(min_length=1)]
    """The roles that may act it; `client_side`, `contractor_side` and `anyone` stand for all their roles."""
    all: bool = False
    """Whether every one of the roles must act it before it takes effect: an approval by several."""
    at_least: Annotated[int, Field(ge=2)] | None = None
    """So many of the roles must act it before it takes effect: an approval by two of three."""
    checklist: Name | None = None
    """The checklist that goes with it; an item recorded as false refuses the event."""
    data: dict[Name, DataSpec] = Field(default_factory=dict)
    """What a fact of it carries."""
    refuse: Many[RefuseSpec] = ()
    """When it is refused although the state allows it."""
    opens: Many[OpensSpec] = ()
    """Rights that it opens."""

    @model_validator(mode="after")
    def _several(self) -> Self:
        if self.all and self.at_least is not None:
            raise wrong(Text("kies all of at_least, niet beide", "choose all or at_least, not both"))
        return self


class RightSpec(Sourced):
    """A right that may arise; a person decides to use it."""

    label: LabelText
    """What people read."""
    condition: LabelText
    """When it arises, in words."""
    holders: Annotated[Names, Field(min_length=1)]
    """The roles that may exercise it."""
    cost: LabelText | None = None
    """Who bears the cost, in words."""
    amount: MoneyText | None = None
    """An amount, each time it arises: `EUR 500.00`."""
    per: LabelText | None = None
    """What the amount is for each of, where it grows: a day, a working day."""
    at_most: MoneyText | None = None
    """The most that the amount comes to in all."""
    liftable: bool = False
    """Whether it can be lifted after it was exercised."""
    requires: Many[Literal["grounds", "extent", "amount"]] = ()
    """What an exercise must state."""

    @model_validator(mode="after")
    def _of_an_amount(self) -> Self:
        if self.amount is None and (self.per or self.at_most):
            raise wrong(Text("per en at_most horen bij amount", "per and at_most go with amount"))
        if self.amount and self.at_most and self.amount.currency != self.at_most.currency:
            raise wrong(Text("amount en at_most zijn in één munt", "amount and at_most are in one currency"))
        return self
