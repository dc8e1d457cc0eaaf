"""Parameters as a ladder file writes them. Owns that each value is of its type, also one that a contract sets."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from escalator.ladders.schema.due import PeriodName
from escalator.ladders.schema.elements import DayText, LabelText, MoneyText, Number, Sourced, TermText, wrong
from escalator.model.text import Text


class ParameterSpec(Sourced):
    """A value that a contract may override without copying the file; used as `$name`, or by name in a guard."""

    label: LabelText
    """What people read."""
    type: Literal["term", "number", "boolean", "text", "choice", "role", "calendar", "money", "period", "day"]
    """What its value is."""
    value: str | int | Decimal | bool
    """The value that holds unless a contract says otherwise."""
    choices: list[str] = Field(default_factory=list)
    """For a choice: the values allowed."""

    @model_validator(mode="after")
    def _of_its_type(self) -> Self:
        if self.type in _READ:
            _check(_READ[self.type], self.value)
        elif self.type == "boolean" and not isinstance(self.value, bool):
            raise wrong(Text(f"{self.value!r} is niet true of false.", f"{self.value!r} is not true or false."))
        elif self.type != "boolean" and not isinstance(self.value, str):
            raise wrong(Text(f"{self.value!r} moet tekst zijn.", f"{self.value!r} must be text."))
        if (self.type == "choice") is not bool(self.choices):
            raise wrong(
                Text(
                    "choices hoort bij type choice, en alleen daarbij.",
                    "choices go with type choice, and only with it.",
                )
            )
        return self


_READ: Final[Mapping[str, TypeAdapter[Any]]] = {
    "term": TypeAdapter(TermText),
    "number": TypeAdapter(Number),
    "money": TypeAdapter(MoneyText),
    "period": TypeAdapter(PeriodName),
    "day": TypeAdapter(DayText),
}
"""How a value of a type is read. That a choice, a role or a calendar exists is for `checks`."""


def _check(reader: TypeAdapter[Any], value: object) -> None:
    try:
        reader.validate_python(value)
    except ValidationError as refused:
        told = refused.errors()[0]["ctx"]
        raise wrong(Text(told["nl"], told["en"])) from None
