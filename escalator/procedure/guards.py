"""Guards: the small fenced expression language of the ladders. Owns parsing and type checking; never runs Python.

The text is parsed with the standard library's own parser and then every node is checked against a short list; what
is not on it is refused. Nothing is ever given to `eval`. A guard compiles to closures, with three-valued logic:
a value that is not known yet (the data of an event that might be recorded) is UNKNOWN, and so is what rests on it.
See docs/ladder-format.md for the language and docs/adr/ for why it is our own.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from escalator.model.errors import InputError, UnknownName, nearest
from escalator.model.terms import Term
from escalator.model.text import Text

MAX_LENGTH: Final = 500
MAX_DEPTH: Final = 30


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

Value = bool | int | Decimal | str | date | None | Unknown
View = Any
"""What a guard looks at: `procedure.view.View`; named here only, so that the language knows nothing of the fold."""
Thunk = Callable[[View], Any]


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
        definitions: named expressions, by name.
        functions: what may be called; each builds its own closure from its arguments.
    """

    values: Mapping[str, tuple[Kind, Thunk]]
    events: Mapping[str, Mapping[str, Kind]]
    states: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    terms: Mapping[str, Term] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, Build] = field(default_factory=dict)


class GuardError(InputError):
    """A guard that cannot be accepted, with the column in its text (from 1)."""

    def __init__(self, column: int, text: Text) -> None:
        super().__init__(text)
        self.column = column


def parse(text: str, names: Names, kind: Kind | None = Kind.BOOLEAN) -> Guard:
    """Check an expression and compile it.

    Args:
        text: the expression.
        names: what it may speak of.
        kind: the type it must have; None accepts any.

    Raises:
        GuardError: with the column, what is wrong and what would be allowed.
    """
    reader = Reader(names)
    typed = reader.read(text)
    if kind is not None and typed.kind is not kind:
        raise GuardError(1, _expected(kind, typed.kind))
    return Guard(text, typed.kind, typed.ask, frozenset(reader.counts))


class Reader:
    """Turns one syntax tree into closures; remembers which events it counts. Used by the functions too."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.counts: set[str] = set()
        self.inside: list[str] = []

    def read(self, text: str) -> Typed:
        if len(text) > MAX_LENGTH:
            raise GuardError(
                1,
                Text(f"de voorwaarde is langer dan {MAX_LENGTH} tekens", f"the guard is over {MAX_LENGTH} characters"),
            )
        if text.count("(") + text.count("[") + text.count("not ") + text.count("-") > MAX_DEPTH:
            raise GuardError(1, Text("de voorwaarde is te diep genest", "the guard is nested too deep"))
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
            column = getattr(problem, "offset", None) or 1
            raise GuardError(
                column, Text(f"geen geldige voorwaarde: {text!r}", f"not a valid guard: {text!r}")
            ) from None
        return self.typed(tree.body)

    def typed(self, node: ast.expr) -> Typed:
        match node:
            case ast.Constant():
                return self.constant(node)
            case ast.Name():
                return self.name(node)
            case ast.BoolOp():
                return self.logic(node)
            case ast.UnaryOp(op=ast.Not()):
                return Typed(Kind.BOOLEAN, _negation(self.of(node.operand, Kind.BOOLEAN)))
            case ast.UnaryOp(op=ast.USub()):
                return Typed(Kind.NUMBER, strict(operator.neg, self.of(node.operand, Kind.NUMBER)))
            case ast.BinOp():
                return self.arithmetic(node)
            case ast.Compare():
                return self.comparison(node)
            case ast.IfExp():
                return self.choice(node)
            case ast.Call(func=ast.Name()):
                return self.call(node)
        functions = ", ".join(sorted(self.names.functions))
        raise self.error(
            node,
            Text(
                "dit is in een voorwaarde niet toegestaan; wel: namen, getallen, tekst, and, or, not, vergelijkingen, "
                "+, -, *, if/else en de functies " + functions,
                "this is not allowed in a guard; allowed are names, numbers, text, and, or, not, comparisons, +, -, "
                "*, if/else and the functions " + functions,
            ),
        )

    def of(self, node: ast.expr, kind: Kind) -> Thunk:
        typed = self.typed(node)
        if typed.kind is not kind:
            raise self.error(node, _expected(kind, typed.kind))
        return typed.ask

    def constant(self, node: ast.Constant) -> Typed:
        value = node.value
        if isinstance(value, bool):
            return Typed(Kind.BOOLEAN, lambda _view: value)
        if isinstance(value, int):
            return Typed(Kind.NUMBER, lambda _view: value)
        if isinstance(value, float):
            exact = Decimal(repr(value))
            return Typed(Kind.NUMBER, lambda _view: exact)
        if isinstance(value, str):
            return Typed(Kind.TEXT, lambda _view: value)
        raise self.error(
            node,
            Text(
                "alleen getallen, tekst tussen aanhalingstekens, True en False zijn waarden",
                "only numbers, quoted text, True and False are values",
            ),
        )

    def name(self, node: ast.Name) -> Typed:
        known = self.names.values.get(node.id)
        if known is not None:
            return Typed(*known)
        if node.id in self.names.definitions:
            return self.definition(node)
        names = (*self.names.values, *self.names.definitions)
        near = nearest(node.id, names)
        hint = Text(f" Bedoelde u {near!r}?", f" Did you mean {near!r}?") if near else Text("", "")
        listed = ", ".join(sorted(names))
        raise self.error(
            node,
            Text(
                f"onbekende naam {node.id!r}.{hint.nl} Hier bekend: {listed}",
                f"unknown name {node.id!r}.{hint.en} Known here: {listed}",
            ),
        )

    def definition(self, node: ast.Name) -> Typed:
        if node.id in self.inside:
            raise self.error(
                node, Text(f"{node.id!r} is in zichzelf uitgedrukt", f"{node.id!r} is defined by itself")
            )
        self.inside.append(node.id)
        typed = self.read(self.names.definitions[node.id])
        self.inside.pop()
        return typed

    def logic(self, node: ast.BoolOp) -> Typed:
        parts = tuple(self.of(part, Kind.BOOLEAN) for part in node.values)
        return Typed(Kind.BOOLEAN, _conjunction(parts) if isinstance(node.op, ast.And) else _disjunction(parts))

    def arithmetic(self, node: ast.BinOp) -> Typed:
        act = _ARITHMETIC.get(type(node.op))
        if act is None:
            raise self.error(node, Text("alleen +, - en * zijn toegestaan", "only +, - and * are allowed"))
        return Typed(Kind.NUMBER, strict(act, self.of(node.left, Kind.NUMBER), self.of(node.right, Kind.NUMBER)))

    def comparison(self, node: ast.Compare) -> Typed:
        if len(node.ops) != 1:
            raise self.error(
                node, Text("vergelijk twee waarden; verbind met and", "compare two values; join with and")
            )
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            return self.membership(node)
        left, right = self.typed(node.left), self.typed(node.comparators[0])
        if left.kind is not right.kind:
            raise self.error(node.comparators[0], _expected(left.kind, right.kind))
        act = _COMPARISONS.get(type(node.ops[0]))
        ordered = not isinstance(node.ops[0], ast.Eq | ast.NotEq)
        if act is None or (ordered and left.kind not in {Kind.NUMBER, Kind.DATE}):
            raise self.error(
                node,
                Text(
                    "tekst en ja/nee kennen alleen == en !=; getallen en dagen ook < <= > >=",
                    "text and yes/no know only == and !=; numbers and days also < <= > >=",
                ),
            )
        return Typed(Kind.BOOLEAN, compare(act, left.ask, right.ask))

    def membership(self, node: ast.Compare) -> Typed:
        listed = node.comparators[0]
        if not isinstance(listed, ast.List | ast.Tuple) or not listed.elts:
            raise self.error(
                listed, Text("na 'in' hoort een lijst, zoals ['a', 'b']", "after 'in' comes a list such as ['a', 'b']")
            )
        left = self.typed(node.left)
        asks = tuple(compare(operator.eq, left.ask, self.of(each, left.kind)) for each in listed.elts)
        either = _disjunction(asks)
        return Typed(Kind.BOOLEAN, _negation(either) if isinstance(node.ops[0], ast.NotIn) else either)

    def choice(self, node: ast.IfExp) -> Typed:
        test = self.of(node.test, Kind.BOOLEAN)
        yes = self.typed(node.body)
        no = self.of(node.orelse, yes.kind)

        def ask(view: View) -> Any:
            answer = test(view)
            if answer is UNKNOWN:
                return UNKNOWN
            return yes.ask(view) if answer else no(view)

        return Typed(yes.kind, ask)

    def call(self, node: ast.Call) -> Typed:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        build = self.names.functions.get(name)
        if build is None:
            problem = UnknownName(Text("functie", "function"), name, self.names.functions)
            raise self.error(node, problem.text)
        return build(self, node)

    def named(self, node: ast.expr, kind: Text, known: Mapping[str, object] | frozenset[str]) -> str:
        """Read an argument that names a part of the ladder: a bare name, or text where it has dots."""
        name = node.id if isinstance(node, ast.Name) else node.value if isinstance(node, ast.Constant) else None
        if not isinstance(name, str) or name not in known:
            shown = name if isinstance(name, str) else ast.unparse(node)
            raise self.error(node, UnknownName(kind, shown, known).text)
        return name

    def arguments(self, node: ast.Call, least: int, most: int, keywords: frozenset[str]) -> dict[str, ast.expr]:
        """Check the number of arguments and the names of the keywords; return the keywords."""
        name = ast.unparse(node.func)
        if not least <= len(node.args) <= most:
            count = str(least) if least == most else f"{least}-{most}"
            raise self.error(node, Text(f"{name}() vraagt {count} argumenten", f"{name}() takes {count} arguments"))
        given = {}
        for keyword in node.keywords:
            if keyword.arg is None or keyword.arg not in keywords:
                raise self.error(
                    keyword.value, UnknownName(Text("argument", "argument"), keyword.arg or "**", keywords).text
                )
            given[keyword.arg] = keyword.value
        return given

    def error(self, node: ast.AST, text: Text) -> GuardError:
        return GuardError(getattr(node, "col_offset", 0) + 1, text)


_KINDS: Final = {
    Kind.BOOLEAN: Text("ja/nee", "yes/no"),
    Kind.NUMBER: Text("een getal", "a number"),
    Kind.TEXT: Text("tekst", "text"),
    Kind.DATE: Text("een dag", "a day"),
}
_ARITHMETIC: Final[Mapping[type[ast.operator], Callable[..., Any]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARISONS: Final[Mapping[type[ast.cmpop], Callable[..., Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _expected(wanted: Kind, got: Kind) -> Text:
    return Text(
        f"hier hoort {_KINDS[wanted].nl}, dit is {_KINDS[got].nl}",
        f"{_KINDS[wanted].en} is expected here, this is {_KINDS[got].en}",
    )


def strict(act: Callable[..., Any], *parts: Thunk) -> Thunk:
    """Apply an operation; unknown if a part is unknown, absent if a part is absent."""

    def ask(view: View) -> Any:
        values = [part(view) for part in parts]
        if any(value is UNKNOWN for value in values):
            return UNKNOWN
        return None if any(value is None for value in values) else act(*values)

    return ask


def compare(act: Callable[..., Any], left: Thunk, right: Thunk) -> Thunk:
    """Compare; an absent value equals nothing and is before and after nothing."""

    def ask(view: View) -> Any:
        one, other = left(view), right(view)
        if one is UNKNOWN or other is UNKNOWN:
            return UNKNOWN
        if one is None or other is None:
            return act is operator.ne
        return act(one, other)

    return ask


def _negation(part: Thunk) -> Thunk:
    def ask(view: View) -> Any:
        value = part(view)
        return UNKNOWN if value is UNKNOWN else not value

    return ask


def _conjunction(parts: tuple[Thunk, ...]) -> Thunk:
    def ask(view: View) -> Any:
        answer: Any = True
        for part in parts:
            value = part(view)
            if value is UNKNOWN:
                answer = UNKNOWN
            elif not value:
                return False
        return answer

    return ask


def _disjunction(parts: tuple[Thunk, ...]) -> Thunk:
    def ask(view: View) -> Any:
        answer: Any = False
        for part in parts:
            value = part(view)
            if value is UNKNOWN:
                answer = UNKNOWN
            elif value:
                return True
        return answer

    return ask

