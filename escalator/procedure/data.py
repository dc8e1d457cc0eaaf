"""The data of a fact: from what a user gave to what is stored, and from there to typed values.

Owns the check of each field against its type and bounds; never looks at the state of a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from escalator.model.calendar import Calendar
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.events import Checklist, Event, Field, FieldType
from escalator.model.facts import ALWAYS_KEYS, Plain
from escalator.model.terms import add
from escalator.model.text import Text
from escalator.procedure.fields import READ, WRITE, allowed

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
    for key in given:
        if key not in ALWAYS_KEYS and event.field(key) is None:
            raise UnknownName(_KEY, key, (*(field.name for field in event.fields), *ALWAYS_KEYS))
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
            stored[key] = _stored(event, key, given[key], on, calendar)
    return stored


def _stored(event: Event, key: str, value: object, on: date, calendar: Calendar) -> Plain:
    field = event.field(key)
    if key == "checklist" and field is None:
        return _checklist(event, value)
    try:
        plain = WRITE[field.type if field else FieldType.TEXT](value)
        if field is not None:
            _bounds(field, plain, on, calendar)
    except (InputError, ValueError, InvalidOperation) as problem:
        told = problem.text if isinstance(problem, InputError) else allowed(field)
        shown = f"{value!s:.80}".encode(errors="backslashreplace").decode()
        raise Refusal(
            "day_before_fact" if isinstance(problem, _DayBefore) else "invalid_data",
            Text(f"{event.id}: {key} = {shown}: {told.nl}", f"{event.id}: {key} = {shown}: {told.en}"),
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
        if field.minimum is not None and number < field.minimum:
            raise InputError(Text(f"minstens {field.minimum}", f"at least {field.minimum}"))
        if field.maximum is not None and number > field.maximum:
            raise InputError(Text(f"hoogstens {field.maximum}", f"at most {field.maximum}"))


def _day_bounds(field: Field, day: date, on: date, calendar: Calendar) -> None:
    if day < on:
        raise _DayBefore(
            Text(f"ligt voor de dag van het feit zelf ({on})", f"lies before the day of the fact itself ({on})")
        )
    calendar.is_working(day)  # no rule can count from, or remind of, a day that the calendar does not reach
    if field.at_least and day < (first := add(field.at_least, on, calendar, move_end=False)):
        raise InputError(Text(f"mag niet voor {first} liggen", f"may not lie before {first}"))
    if field.at_most and day > (last := add(field.at_most, on, calendar, move_end=False)):
        raise InputError(Text(f"mag niet na {last} liggen", f"may not lie after {last}"))


def _checklist(event: Event, value: object) -> Plain:
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
    return {field.name: READ[field.type](data[field.name]) for field in event.fields if field.name in data}
