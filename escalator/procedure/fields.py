"""The types of an event's data: how each is checked, written as plain data, and read back. Owns nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from escalator.model import periods
from escalator.model.errors import InputError
from escalator.model.events import Field, FieldType
from escalator.model.facts import Plain
from escalator.model.figures import figure_of, sound
from escalator.model.signs import unseen
from escalator.model.text import Text
from escalator.procedure.guards.values import Value

MAX_TEXT: Final = 10_000


def _text(value: object) -> str:
    text = str(value) if isinstance(value, str | int | Decimal | date) and not isinstance(value, bool) else None
    if text is None or not text.strip() or len(text) > MAX_TEXT:
        raise ValueError
    if unseen(text):
        raise InputError(Text("bevat stuurtekens", "contains control characters"))
    return text


def _date(value: object) -> str:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError
    return (value if isinstance(value, date) else _iso_day(value)).isoformat()


def _iso_day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # 20260302 and 2026-W10-1 are ISO too
        raise ValueError
    return day


def _number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError
    number = figure_of(value) if isinstance(value, str) else sound(Decimal(value))
    return format(number + 0, "f")  # plus nothing: there is one zero


def _integer(value: object) -> str:
    number = _number(value)
    if "." in number:
        raise ValueError
    return number


def _money(value: object) -> str:
    bare = value.removeprefix("EUR").strip() if isinstance(value, str) else value
    number = Decimal(_number(bare))
    if number < 0 or number != number.quantize(Decimal("0.01")):
        raise ValueError
    return format(number.quantize(Decimal("0.01")), "f")


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _period(value: object) -> str:
    return str(periods.parse(value if isinstance(value, str) else str(value)))


def _moment(value: object) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC).isoformat()


WRITE: Final[Mapping[FieldType, Callable[[object], Plain]]] = {
    FieldType.DATE: _date,
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.INTEGER: _integer,
    FieldType.MONEY: _money,
    FieldType.BOOLEAN: _boolean,
    FieldType.CHOICE: _text,
    FieldType.PERIOD: _period,
    FieldType.MOMENT: _moment,
}
READ: Final[Mapping[FieldType, Callable[..., Value]]] = {
    FieldType.DATE: date.fromisoformat,
    FieldType.TEXT: str,
    FieldType.NUMBER: Decimal,
    FieldType.INTEGER: Decimal,
    FieldType.MONEY: Decimal,
    FieldType.BOOLEAN: bool,
    FieldType.CHOICE: str,
    FieldType.PERIOD: str,
    FieldType.MOMENT: str,
}
_ALLOWED: Final[Mapping[FieldType, Text]] = {
    FieldType.DATE: Text("een dag als 2026-03-02", "a day such as 2026-03-02"),
    FieldType.TEXT: Text(f"tekst, niet leeg, tot {MAX_TEXT} tekens", f"text, not empty, up to {MAX_TEXT} characters"),
    FieldType.NUMBER: Text("een getal als 7.5", "a number such as 7.5"),
    FieldType.INTEGER: Text("een geheel getal", "a whole number"),
    FieldType.MONEY: Text("een bedrag als 500.00", "an amount such as 500.00"),
    FieldType.BOOLEAN: Text("true of false", "true or false"),
    FieldType.CHOICE: Text("een van de keuzes", "one of the choices"),
    FieldType.PERIOD: Text("een periode als 2026-Q1", "a period such as 2026-Q1"),
    FieldType.MOMENT: Text("een moment met tijdzone", "a moment with its zone"),
}


def allowed(field: Field | None) -> Text:
    """Tell what a field allows."""
    told = _ALLOWED[field.type if field else FieldType.TEXT]
    return Text(f"toegestaan is {told.nl}", f"allowed is {told.en}")
