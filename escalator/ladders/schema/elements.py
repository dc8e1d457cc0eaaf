"""What every part of a ladder file is made of: names, labels, terms, days, amounts. Owns how each is written.

Input is plain Python from YAML or JSON (str, int, bool, Decimal, None, list, dict) with parameters filled in; nothing
is coerced silently. A rule of ours that fails carries its message in both languages, in the error's `ctx`.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from escalator.model.errors import InputError
from escalator.model.figures import sound
from escalator.model.money import MONEY, Money
from escalator.model.source import Source
from escalator.model.terms import Term
from escalator.model.text import Text

T = TypeVar("T")

NAME = r"^[a-z][a-z0-9_]*$"
STATE = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"
TERM = r"^[1-9][0-9]{0,4} (working day|day|week|month|year|hour)s?$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class Strict(BaseModel):
    """A part of a ladder file: unknown keys and wrong types are refused, nothing changes afterwards."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True, arbitrary_types_allowed=True
    )


def wrong(text: Text) -> PydanticCustomError:
    """Return the error for a rule of ours; its `ctx` holds the message as `nl` and `en`."""
    return PydanticCustomError("rule", "{en}", {"nl": text.nl, "en": text.en})


def read_by(read: Callable[[str], T]) -> Callable[[object], T]:
    """Return a validator that reads text with `read` and turns what that refuses into an error at its place."""

    def validator(value: object) -> T:
        if not isinstance(value, str):
            raise wrong(Text(f"{value!r} moet tekst zijn.", f"{value!r} must be text."))
        try:
            return read(value)
        except InputError as refused:
            raise wrong(refused.text) from refused

    return validator


def _day(text: str) -> date:
    refusal = InputError(Text(f"{text!r} is geen dag; schrijf 2026-07-01.", f"{text!r} is no day; write 2026-07-01."))
    if not re.fullmatch(DAY, text, re.ASCII):
        raise refusal
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refusal from None


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong(Text(f"{value!r} is geen getal; schrijf 7.5.", f"{value!r} is no number; write 7.5."))
    try:
        return sound(Decimal(value))
    except InputError as refused:
        raise wrong(refused.text) from refused


def _listed(value: object) -> object:
    """Return a list as the tuple that strict validation asks for; anything else goes on to be refused."""
    return tuple(value) if isinstance(value, list) else value


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else _listed(value)


Name = Annotated[str, StringConstraints(pattern=NAME, max_length=60)]
StateName = Annotated[str, StringConstraints(pattern=STATE, max_length=80)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Clause = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_one_or_more, json_schema_input_type=Name | list[Name])]
"""One name, or a list of them."""
StateNames = Annotated[
    tuple[StateName, ...], BeforeValidator(_one_or_more, json_schema_input_type=StateName | list[StateName])
]
"""One state, or a list of them."""
Clauses = Annotated[tuple[Clause, ...], BeforeValidator(_one_or_more, json_schema_input_type=Clause | list[Clause])]
"""One clause id, or a list of them."""
Many = Annotated[tuple[T, ...], BeforeValidator(_listed), Field(min_length=1)]
"""A list of at least one."""
Choice = Annotated[T, Field(strict=False)]
"""One of the words of an enumeration."""
TermText = Annotated[
    Term, PlainValidator(read_by(Term.parse), json_schema_input_type=Annotated[str, Field(pattern=TERM)])
]
"""A term: `10 working days`, `1 month`."""
DayText = Annotated[date, PlainValidator(read_by(_day), json_schema_input_type=Annotated[str, Field(pattern=DAY)])]
"""A day: `2026-07-01`."""
MoneyText = Annotated[
    Money, PlainValidator(read_by(Money.parse), json_schema_input_type=Annotated[str, Field(pattern=MONEY)])
]
"""An amount with its currency: `EUR 500.00`."""
Number = Annotated[Decimal, PlainValidator(_number, json_schema_input_type=int | float)]
"""A number as the contract states it, exactly: `7`, `7.5`."""
Ordinal = Annotated[int, Field(ge=1, le=99)]
"""A whole number from 1."""


class LabelText(Strict):
    """A text for people, in Dutch and in English."""

    nl: Words
    """In Dutch."""
    en: Words
    """In English."""

    def to_model(self) -> Text:
        """Return it as a value."""
        return Text(self.nl, self.en)


def _choices(value: object) -> object:
    """Return a list of choices as choices without a label; anything else goes on to be judged."""
    plain = isinstance(value, list) and all(isinstance(each, str) for each in value)
    return dict.fromkeys(value) if plain and isinstance(value, list) else value


Choices = Annotated[
    dict[Name, LabelText | None],
    BeforeValidator(_choices, json_schema_input_type=list[Name] | dict[Name, LabelText]),
]
"""Values to choose from: a list of them, or each with its label."""


def choice_labels(choices: dict[str, LabelText | None]) -> dict[str, Text]:
    """Return the labels of those choices that have one."""
    return {name: label.to_model() for name, label in choices.items() if label}


def labelled(texts: dict[str, LabelText]) -> dict[str, Text]:
    """Return labels by name as values."""
    return {name: text.to_model() for name, text in texts.items()}


def told(text: LabelText | None) -> Text | None:
    """Return a text as a value, or None."""
    return text.to_model() if text else None


class Sourced(Strict):
    """A rule, with where it comes from: a clause, a reading, or both."""

    clause: Clauses = ()
    """The clause, or clauses, of the contract that it rests on, by their id in the clause index."""
    reading: Names = ()
    """The stated interpretation, or interpretations, that it rests on, where the contract is silent or ambiguous."""

    @property
    def source(self) -> Source:
        """Where the rule comes from, as a value."""
        return Source(self.clause, self.reading)


def only_one(part: BaseModel, keys: tuple[str, ...]) -> str:
    """Return the one key of these that is given.

    Raises:
        PydanticCustomError: none is, or more than one.
    """
    return exactly_one([key for key in keys if getattr(part, key) is not None], keys)


def exactly_one(given: list[str], allowed: tuple[str, ...]) -> str:
    """Return the only one that is given.

    Raises:
        PydanticCustomError: none is, or more than one; it names what is allowed.
    """
    if len(given) != 1:
        found, names = ", ".join(given) or "-", ", ".join(allowed)
        raise wrong(
            Text(
                f"Precies één hiervan hoort hier: {names}. Er staat: {found}.",
                f"Exactly one of these belongs here: {names}. Found: {found}.",
            )
        )
    return given[0]
