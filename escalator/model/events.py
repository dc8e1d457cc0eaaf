"""Events of a ladder, the data they carry and the rights they open. Owns their shape; never judges a fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from escalator.model.money import Money
from escalator.model.source import NO_SOURCE, Source
from escalator.model.terms import Term
from escalator.model.text import Text


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
        choices: for a choice, the values allowed; `choice_labels` what people read for them, where that is said.
        at_least, at_most: for a date, how far from the fact's own day it must and may lie.
        minimum, maximum: for a number or money, its bounds.
    """

    name: str
    type: FieldType
    label: Text
    required: bool = False
    choices: tuple[str, ...] = ()
    choice_labels: dict[str, Text] = field(default_factory=dict)
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
        all_of: several of `roles` must act it before it takes effect (an approval by several).
        at_least: so many of them, where not all must.
        checklist: name of the checklist that goes with it; an item recorded as false refuses the event.
    """

    id: str
    label: Text
    roles: tuple[str, ...]
    all_of: bool = False
    at_least: int | None = None
    fields: tuple[Field, ...] = ()
    checklist: str | None = None
    refuse: tuple[RefusalRule, ...] = ()
    opens: tuple[Opening, ...] = ()
    source: Source = NO_SOURCE

    @property
    def needed(self) -> int:
        """How many of the roles must act it before it takes effect."""
        if not self.all_of:
            return 1
        return len(self.roles) if self.at_least is None else self.at_least

    def field(self, name: str) -> Field | None:
        """Return the field with that name, or None."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right that may arise in a case; a person decides to use it.

    Attributes:
        holders: the roles that may exercise it.
        condition: when it arises, in words.
        cost: who bears the cost, in words, where the contract says so.
        amount: in `currency`, each time it arises, or for each `per`, such as a day.
        at_most: the most that it comes to in all, in `currency`.
        liftable: whether it can be lifted after it was exercised.
        requires: data keys that an exercise must carry (`grounds`, `extent`, `amount`).
    """

    id: str
    label: Text
    holders: tuple[str, ...]
    condition: Text
    cost: Text | None = None
    amount: Decimal | None = None
    per: Text | None = None
    at_most: Decimal | None = None
    currency: str = "EUR"
    liftable: bool = False
    requires: tuple[str, ...] = ()
    source: Source = NO_SOURCE

    @property
    def worth(self) -> Text | None:
        """What it comes to: `EUR 250,00 per werkdag, hoogstens EUR 5000,00`; None where no amount is named."""
        if self.amount is None:
            return None
        each = Money(self.currency, self.amount).told
        if self.per is not None:
            each = Text(f"{each.nl} per {self.per.nl}", f"{each.en} per {self.per.en}")
        if self.at_most is None:
            return each
        most = Money(self.currency, self.at_most).told
        return Text(f"{each.nl}, hoogstens {most.nl}", f"{each.en}, at most {most.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What a plan, a letter or a report must hold: item names with their labels, in order."""

    id: str
    label: Text
    items: dict[str, Text]
    source: Source = NO_SOURCE
