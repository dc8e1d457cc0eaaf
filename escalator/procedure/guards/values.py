"""The values and names that guards deal in. Owns their types; never reads an expression."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from escalator.model.errors import InputError
from escalator.model.terms import Term
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.procedure.guards.reader import Reader


class Kind(StrEnum):
    """The type of an expression."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


class Unknown:
    """The value of what no fact tells yet."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()

Value: TypeAlias = Any
"""A yes/no, a number, text, a day, None (absent) or UNKNOWN; the checker has seen to it that they go together."""
View: TypeAlias = Any
"""What a guard looks at: `procedure.view.View`; named here only, so that the language knows nothing of the fold."""
Thunk = Callable[[View], Value]


@dataclass(frozen=True, slots=True)
class Typed:
    """A part of an expression: its type, and how to ask its value."""

    kind: Kind
    ask: Thunk


Build = Callable[["Reader", ast.Call], Typed]


@dataclass(frozen=True, slots=True)
class Guard:
    """A checked expression, ready to be asked."""

    text: str
    kind: Kind
    ask: Thunk
    counts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Names:
    """The names an expression may use: those with a value, and those that name a part of the ladder.

    Attributes:
        values: name -> (kind, reader).
        events: event name -> its data fields with their kinds.
        states, tables: names of states and lookup tables.
        terms: names of parameters that hold a term.
        lists: names of parameters that hold several values; they stand after `in`, or in a filter of `count`.
        definitions: named expressions, by name.
        functions: what may be called; each builds its own closure from its arguments.
    """

    values: Mapping[str, tuple[Kind, Thunk]]
    events: Mapping[str, Mapping[str, Kind]]
    states: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    terms: Mapping[str, Term] = field(default_factory=dict)
    lists: Mapping[str, tuple[tuple[Kind, Thunk], ...]] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, Build] = field(default_factory=dict)


class GuardError(InputError):
    """A guard that cannot be accepted, with the column in its text (from 1)."""

    def __init__(self, column: int, text: Text) -> None:
        super().__init__(text)
        self.column = column


_KINDS: Final = {
    Kind.BOOLEAN: Text("ja/nee", "yes/no"),
    Kind.NUMBER: Text("een getal", "a number"),
    Kind.TEXT: Text("tekst", "text"),
    Kind.DATE: Text("een dag", "a day"),
}


def expected(wanted: Kind, got: Kind) -> Text:
    """Tell that a value of one type stands where another belongs."""
    return Text(
        f"hier hoort {_KINDS[wanted].nl}, dit is {_KINDS[got].nl}",
        f"{_KINDS[wanted].en} is expected here, this is {_KINDS[got].en}",
    )
