"""The data of a fact: from what a user gave to what is stored, and from there to typed values.

Owns the check of each field against its type and bounds; never looks at the state of a case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from escalator.model import periods
from escalator.model.calendar import Calendar
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.facts import ALWAYS_KEYS, Plain
from escalator.model.ladder import Checklist, Event, Field, FieldType
from escalator.model.terms import add
from escalator.model.text import Text

MAX_TEXT: Final = 10_000
MAX_DIGITS: Final = 30
_KEY: Final = Text("gegeven", "data key")


def accept(event: Event, given: Mapping[str, Any], on: date, calendar: Calendar) -> dict[str, Plain]:
    """Check a fact's data and return it as it will be stored.

    Args:
        event: the event it belongs to.
        given: what the user gave: text, numbers, days, booleans.
        on: the fact's day; no day in the data may lie before it.
        calendar: for bounds that are terms.

    Raises:
        UnknownName: for a key that the event does not have.
        Refusal: for a key that must be there and is not, or a value that is not of its type or out of bounds.
    """
    fields = {field.name: field for field in event.fields}
    for key in given:
        if key not in fields and key not in ALWAYS_KEYS:
            raise UnknownName(_KEY, key, (*fields, *ALWAYS_KEYS))
    for field in event.fields:
        if field.required and given.get(field.name) is None:
            raise Refusal(
                "missing_data",
                Text(
                    f"{event.id}: {field.name} ({field.label.nl}) ontbreekt",
                    f"{event.id}: {field.name} ({field.label.en}) is missing",
                ),
            )
    stored: dict[str, Plain] = {}
    for key in sorted(given):
        if given[key] is not None:
            stored[key] = _stored(event, fields.get(key), key, given[key], on, calendar)
    return stored


def _stored(event: Event, field: Field | None, key: str, value: Any, on: date, calendar: Calendar) -> Plain:
    if key == "checklist" and field is None:
        return _checklist(event, value)
    try:
        plain = _WRITE[field.type if field else FieldType.TEXT](value)
        if field is not None:
            _bounds(field, plain, on, calendar)
    except (InputError, ValueError, InvalidOperation) as problem:
        told = problem.text if isinstance(problem, InputError) else _allowed(field)
        raise Refusal(
            "day_before_fact" if isinstance(problem, _DayBefore) else "invalid_data",
            Text(f"{event.id}: {key} = {value!s:.80}: {told.nl}", f"{event.id}: {key} = {value!s:.80}: {told.en}"),
        ) from None
    return plain


class _DayBefore(InputError):
    """A day that lies before the fact that names it."""


def _bounds(field: Field, plain: Plain, on: date, calendar: Calendar) -> None:
    if field.type is FieldType.DATE:
        _day_bounds(field, date.fromisoformat(str(plain)), on, calendar)
    elif field.type is FieldType.CHOICE and plain not in field.choices:
        raise UnknownName(Text("waarde", "value"), str(plain), field.choices)
    elif field.type in {FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY}:
        number = Decimal(str(plain))
        if (field.minimum is not None and number < field.minimum) or (
            field.maximum is not None and number > field.maximum
        ):
            least, most = field.minimum, field.maximum
            raise InputError(Text(f"toegestaan: {least} tot en met {most}", f"allowed: {least} up to {most}"))


def _day_bounds(field: Field, day: date, on: date, calendar: Calendar) -> None:
    if day < on:
        raise _DayBefore(
            Text(f"ligt voor de dag van het feit zelf ({on})", f"lies before the day of the fact itself ({on})")
        )
    if field.at_least and day < (first := add(field.at_least, on, calendar, move_end=False)):
        raise InputError(Text(f"mag niet voor {first} liggen", f"may not lie before {first}"))
    if field.at_most and day > (last := add(field.at_most, on, calendar, move_end=False)):
        raise InputError(Text(f"mag niet na {last} liggen", f"may not lie after {last}"))


def _checklist(event: Event, value: Any) -> Plain:
    if not isinstance(value, Mapping) or not all(
        isinstance(name, str) and isinstance(ticked, bool) for name, ticked in value.items()
    ):
        raise Refusal(
            "invalid_data",
            Text(
                f"{event.id}: checklist: per onderdeel true of false",
                f"{event.id}: checklist: true or false for each item",
            ),
        )
    return {name: value[name] for name in sorted(value)}


def unchecked(checklist: Checklist, data: Mapping[str, Plain]) -> tuple[str, ...]:
    """Return the items of a checklist that a fact does not record."""
    recorded = data.get("checklist")
    ticked = recorded if isinstance(recorded, dict) else {}
    return tuple(item for item in checklist.items if item not in ticked)


def failing(data: Mapping[str, Plain]) -> tuple[str, ...]:
    """Return the checklist items that a fact records as false."""
    recorded = data.get("checklist")
    return tuple(item for item, ticked in recorded.items() if ticked is False) if isinstance(recorded, dict) else ()


def typed(event: Event, data: Mapping[str, Plain]) -> dict[str, Any]:
    """Return stored data as the values that guards compare: days, decimals, text and booleans."""
    if not data:
        return {}
    return {field.name: _READ[field.type](data[field.name]) for field in event.fields if field.name in data}


def _text(value: Any) -> str:
    text = str(value) if isinstance(value, str | int | Decimal | date) and not isinstance(value, bool) else None
    if text is None or not text.strip() or len(text) > MAX_TEXT:
        raise ValueError
    if any(ord(sign) < 32 and sign not in "\n\t\r" for sign in text):
        raise InputError(Text("bevat stuurtekens", "contains control characters"))
    return text


def _date(value: Any) -> str:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError
    return (value if isinstance(value, date) else _iso_day(value)).isoformat()


def _iso_day(text: str) -> date:
    if len(text) != len("2026-01-01"):
        raise ValueError
    return date.fromisoformat(text)


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise ValueError
    number = Decimal(value)
    if not number.is_finite() or len(number.as_tuple().digits) > MAX_DIGITS or abs(number.adjusted()) > MAX_DIGITS:
        raise ValueError
    return format(number, "f")


def _integer(value: Any) -> str:
    number = _number(value)
    if "." in number:
        raise ValueError
    return number


def _money(value: Any) -> str:
    bare = value.removeprefix("EUR").strip() if isinstance(value, str) else value
    number = Decimal(_number(bare))
    if number < 0 or number != number.quantize(Decimal("0.01")):
        raise ValueError
    return format(number.quantize(Decimal("0.01")), "f")


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 (one kind of error for one kind of mistake)
    return value


def _period(value: Any) -> str:
    return str(periods.parse(value if isinstance(value, str) else str(value)))


def _moment(value: Any) -> str:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC).isoformat()


_WRITE: Final[Mapping[FieldType, Callable[[Any], Plain]]] = {
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
_READ: Final[Mapping[FieldType, Callable[[Any], Any]]] = {
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


def _allowed(field: Field | None) -> Text:
    told = _ALLOWED[field.type if field else FieldType.TEXT]
    return Text(f"toegestaan is {told.nl}", f"allowed is {told.en}")
