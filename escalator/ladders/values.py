"""Values that come from outside a ladder: what a contract sets for a parameter, and the name of a calendar."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from escalator import calendars
from escalator.ladders.nodes import Scalar
from escalator.model.errors import InputError, UnknownName
from escalator.model.figures import figure_of
from escalator.model.text import Text

_TRUTH: Final = {"true": True, "false": False}
_WHOLE: Final = re.compile(r"[-+]?[0-9]+", re.ASCII)


def values_of(kind: str, given: Scalar, choices: Collection[str] = ()) -> tuple[Scalar, ...]:
    """Return what a contract sets for a parameter that is a list: its values with commas, or nothing for none.

    Raises:
        InputError: one of them is not of that type.
    """
    parts = [part.strip() for part in given.split(",")] if isinstance(given, str) and given.strip() else []
    return tuple(value_of(kind, part, choices) for part in (parts if isinstance(given, str) else [given]))


def value_of(kind: str, given: Scalar, choices: Collection[str] = ()) -> Scalar:
    """Return what a contract sets as the parameter takes it: `7,5` is a number, `true` a truth.

    Whether it is then right for its type is the schema's to judge, as it judges the parameter's own value.

    Args:
        kind: the parameter's type.
        given: the value, as text or as it stands in a file.
        choices: for a choice, the values allowed.

    Raises:
        InputError: it is not of that type; the message tells what would be allowed.
    """
    if kind == "choice" and given not in choices:
        raise UnknownName(Text("keuze", "choice"), str(given), choices)
    if kind == "number" and isinstance(given, str):
        return int(given) if _WHOLE.fullmatch(given.strip()) else figure_of(given)
    if kind == "boolean":
        return _truth(given)
    return given


def _truth(given: Scalar) -> bool:
    found = _TRUTH.get(given) if isinstance(given, str) else given
    if not isinstance(found, bool):
        raise InputError(Text(f"toegestaan: true of false, niet {given!s}", f"allowed: true or false, not {given!s}"))
    return found


def no_calendar(name: str) -> Text | None:
    """Tell that there is no calendar of that name, and which is nearest; None where there is one."""
    if not calendars.is_known(name):
        try:
            calendars.calendar(name)
        except UnknownName as problem:
            return problem.text
    return None
