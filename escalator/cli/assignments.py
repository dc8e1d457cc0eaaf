"""`--set key=value`: from what people type to data of the types that an event's fields have.

Owns the reading; whether a value is allowed is the engine's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from escalator.cli.dates import day, moment
from escalator.model.errors import InputError
from escalator.model.events import Event, FieldType
from escalator.model.figures import figure_of
from escalator.model.results import NO, YES
from escalator.model.text import Text

CHECKLIST: Final = "checklist"
_CURRENCY: Final = ("EUR", "€")

Read = Callable[[str], object]


def data(event: Event, assigned: Iterable[str], today: Callable[[], date]) -> dict[str, Any]:
    """Read an event's data.

    Args:
        event: whose fields give the types; a key that it does not have stays text.
        assigned: each `key=value`, or `checklist.item=value`.
        today: for days such as `gisteren`.

    Raises:
        InputError: no `=`, a key given twice, or a value that cannot be read as its type.
    """
    types = {field.name: field.type for field in event.fields}
    found: dict[str, Any] = {}
    checklist: dict[str, Any] = {}
    for each in assigned:
        key, value = _split(each)
        name = key.removeprefix(f"{CHECKLIST}.")
        into = found if name == key else checklist
        if name in into:
            raise InputError(Text(f"{key} staat er twee keer.", f"{key} is given twice."))
        into[name] = _value(key, value, FieldType.BOOLEAN if into is checklist else types.get(key), today)
    return {**found, CHECKLIST: checklist} if checklist else found


def pairs(given: Iterable[str]) -> dict[str, str]:
    """Read pairs of text.

    Raises:
        InputError: no `=`, or a key given twice.
    """
    found: dict[str, str] = {}
    for key, value in map(_split, given):
        if key in found:
            raise InputError(Text(f"{key} staat er twee keer.", f"{key} is given twice."))
        found[key] = value
    return found


def _split(assigned: str) -> tuple[str, str]:
    key, equals, value = assigned.partition("=")
    if not equals or not key.strip():
        raise InputError(
            Text(f"{assigned[:80]!r}: schrijf sleutel=waarde.", f"{assigned[:80]!r}: write key=value."),
        )
    return key.strip(), value.strip()


def _value(key: str, value: str, kind: FieldType | None, today: Callable[[], date]) -> object:
    read = _readers(today).get(kind, str) if kind else str
    try:
        return read(value)
    except InputError as problem:
        raise InputError(Text(f"{key}: {problem.text.nl}", f"{key}: {problem.text.en}")) from None


def _readers(today: Callable[[], date]) -> Mapping[FieldType, Read]:
    return {
        FieldType.DATE: lambda text: day(text, today),
        FieldType.MOMENT: moment,
        FieldType.BOOLEAN: yes_or_no,
        FieldType.NUMBER: figure_of,
        FieldType.INTEGER: figure_of,
        FieldType.MONEY: lambda text: figure_of(_bare(text)),
    }


def yes_or_no(text: str) -> bool:
    """Read a yes or no, in either language.

    Raises:
        InputError: it is neither.
    """
    word = text.strip().lower()
    if word not in YES | NO:
        raise InputError(Text(f"{text[:40]!r} is geen ja of nee.", f"{text[:40]!r} is no yes or no."))
    return word in YES


def _bare(amount: str) -> str:
    for sign in _CURRENCY:
        amount = amount.removeprefix(sign)
    return amount
