"""Parameters as a ladder file writes them. Owns that each value is of its type, also one that a contract sets."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from escalator.ladders.schema.due import PeriodName
from escalator.ladders.schema.elements import Choices, DayText, LabelText, MoneyText, Number, Sourced, TermText, wrong
from escalator.model.text import Text

Single = str | int | Decimal | bool
"""One value."""


class ParameterSpec(Sourced):
    """A value that a contract may override without copying the file; used as `$name`, or by name in a guard."""

    label: LabelText
    """What people read."""
    type: Literal["term", "number", "boolean", "text", "choice", "role", "calendar", "money", "period", "day"]
    """What its value is."""
    value: Single | list[Single]
    """The value that holds unless a contract says otherwise."""
    many: bool = False
    """Whether it is a list: of periods, of products. It may be empty; a condition asks `period in name`."""
    choices: Choices = Field(default_factory=dict)
    """For a choice: the values allowed, as a list or each with its label."""

    @model_validator(mode="after")
    def _of_its_type(self) -> Self:
        if isinstance(self.value, list) is not self.many:
            raise wrong(
                Text(
                    "een lijst, zoals [a, b], hoort bij many: true, en alleen daarbij.",
                    "a list, such as [a, b], goes with many: true, and only with it.",
                )
            )
        for place, each in enumerate(self.values):
            _of_type(self.type, each, many=self.many)
            if each in self.values[:place]:
                raise wrong(Text(f"{each!r} staat er twee keer.", f"{each!r} is there twice."))
        if (self.type == "choice") is not bool(self.choices):
            raise wrong(
                Text(
                    "choices hoort bij type choice, en alleen daarbij.",
                    "choices go with type choice, and only with it.",
                )
            )
        return self

    @property
    def values(self) -> list[Single]:
        """Its value, or the values of the list that it is."""
        return self.value if isinstance(self.value, list) else [self.value]


_READ: Final[Mapping[str, TypeAdapter[Any]]] = {
    "term": TypeAdapter(TermText),
    "number": TypeAdapter(Number),
    "money": TypeAdapter(MoneyText),
    "period": TypeAdapter(PeriodName),
    "day": TypeAdapter(DayText),
}
"""How a value of a type is read. That a choice, a role or a calendar exists is for `checks`."""


def _of_type(kind: str, value: Single, *, many: bool) -> None:
    if kind in _READ:
        _check(_READ[kind], value)
    elif kind == "boolean" and not isinstance(value, bool):
        raise wrong(Text(f"{value!r} is niet true of false.", f"{value!r} is not true or false."))
    elif kind != "boolean" and not isinstance(value, str):
        raise wrong(Text(f"{value!r} moet tekst zijn.", f"{value!r} must be text."))
    elif many and isinstance(value, str) and ("," in value or value != value.strip() or not value):
        raise wrong(
            Text(
                f"{value!r}: in een lijst staat een woord of naam zonder komma.",
                f"{value!r}: a list holds words or names without a comma.",
            )
        )


def _check(reader: TypeAdapter[Any], value: object) -> None:
    try:
        reader.validate_python(value)
    except ValidationError as refused:
        told = refused.errors()[0]["ctx"]
        raise wrong(Text(told["nl"], told["en"])) from None
