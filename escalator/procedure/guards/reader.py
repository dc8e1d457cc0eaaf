"""Reading a guard: every node of its syntax checked against a short list, typed, and made into a closure."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from escalator.model.errors import UnknownName, nearest
from escalator.model.text import Text
from escalator.procedure.guards.lists import IS_A_LIST, membership
from escalator.procedure.guards.logic import compare, conjunction, disjunction, negation, strict
from escalator.procedure.guards.values import (
    UNKNOWN,
    Guard,
    GuardError,
    Kind,
    Names,
    Thunk,
    Typed,
    Value,
    View,
    expected,
)

MAX_LENGTH: Final = 500
MAX_DEPTH: Final = 30
MAX_PARTS: Final = 1000
"""How many names, values and operations a guard may have, the named expressions it uses written out."""

_NUMBER: Final = re.compile(r"[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
_ARITHMETIC: Final[Mapping[type[ast.operator], Callable[..., Value]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARISONS: Final[Mapping[type[ast.cmpop], Callable[..., Value]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


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
        raise GuardError(1, expected(kind, typed.kind))
    return Guard(text, typed.kind, typed.ask, frozenset(reader.counts))


class Reader:
    """Turns one syntax tree into closures; remembers which events it counts. Used by the functions too."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.counts: set[str] = set()
        self.inside: list[str] = []
        self.depth = self.parts = self.indent = 0
        self.source = b""
        self.nodes: Mapping[type[ast.expr], Callable[..., Typed]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.BoolOp: self._logic,
            ast.UnaryOp: self._sign,
            ast.BinOp: self._arithmetic,
            ast.Compare: self._comparison,
            ast.IfExp: self._choice,
            ast.Call: self._call,
        }

    def read(self, text: str) -> Typed:
        """Parse a text and check it."""
        if len(text) > MAX_LENGTH:
            raise GuardError(
                1,
                Text(f"de voorwaarde is langer dan {MAX_LENGTH} tekens", f"the guard is over {MAX_LENGTH} characters"),
            )
        for sign in ("\\", "#"):
            if sign in text:
                raise GuardError(
                    text.index(sign) + 1,
                    Text(f"{sign} hoort niet in een voorwaarde", f"{sign} has no place in a guard"),
                )
        line = text.replace("\n", " ").strip()
        self.indent = len(text) - len(text.lstrip())
        try:
            tree = ast.parse(line, mode="eval")
            self.source = line.encode()
        except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
            column = (getattr(problem, "offset", None) or 1) + self.indent
            raise GuardError(
                column, Text(f"geen geldige voorwaarde: {text!r}", f"not a valid guard: {text!r}")
            ) from None
        return self.typed(tree.body)

    def typed(self, node: ast.expr) -> Typed:
        """Check a part of an expression, of whatever type it is."""
        self.depth += 1
        self.parts += 1
        if self.depth > MAX_DEPTH:
            raise self.error(node, Text("de voorwaarde is te diep genest", "the guard is nested too deep"))
        if self.parts > MAX_PARTS:
            raise self.error(node, Text("de voorwaarde is te groot", "the guard is too large"))
        build = self.nodes.get(type(node))
        if build is None:
            raise self._not_allowed(node)
        typed = build(node)
        self.depth -= 1
        return typed

    def _not_allowed(self, node: ast.expr) -> GuardError:
        functions = ", ".join(sorted(self.names.functions))
        return self.error(
            node,
            Text(
                "dit is in een voorwaarde niet toegestaan; wel: namen, getallen, tekst, and, or, not, vergelijkingen, "
                "+, -, *, if/else en de functies " + functions,
                "this is not allowed in a guard; allowed are names, numbers, text, and, or, not, comparisons, +, -, "
                "*, if/else and the functions " + functions,
            ),
        )

    def _sign(self, node: ast.UnaryOp) -> Typed:
        if isinstance(node.op, ast.Not):
            return Typed(Kind.BOOLEAN, negation(self.of(node.operand, Kind.BOOLEAN)))
        if isinstance(node.op, ast.USub):
            return Typed(Kind.NUMBER, strict(operator.neg, self.of(node.operand, Kind.NUMBER)))
        raise self._not_allowed(node)

    def of(self, node: ast.expr, kind: Kind) -> Thunk:
        """Check a part of an expression that must be of one type."""
        typed = self.typed(node)
        if typed.kind is not kind:
            raise self.error(node, expected(kind, typed.kind))
        return typed.ask

    def _constant(self, node: ast.Constant) -> Typed:
        """Read a value from the text itself: no number is rounded, and no two texts run together unseen."""
        written, value = self.source[node.col_offset : node.end_col_offset].decode(), node.value
        if isinstance(value, bool):
            return Typed(Kind.BOOLEAN, lambda _view: value)
        if isinstance(value, str) and written[1:-1] == value:
            return Typed(Kind.TEXT, lambda _view: value)
        if _NUMBER.fullmatch(written):
            number = Decimal(written)
            return Typed(Kind.NUMBER, lambda _view: number)
        raise self.error(
            node,
            Text(
                "alleen getallen als 7.5, tekst tussen één paar aanhalingstekens, True en False zijn waarden",
                "only numbers such as 7.5, text in one pair of quotes, True and False are values",
            ),
        )

    def _name(self, node: ast.Name) -> Typed:
        known = self.names.values.get(node.id)
        if known is not None:
            return Typed(*known)
        if node.id in self.names.definitions:
            return self._definition(node)
        if node.id in self.names.lists:
            raise self.error(node, IS_A_LIST)
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

    def _definition(self, node: ast.Name) -> Typed:
        if node.id in self.inside:
            raise self.error(node, Text(f"{node.id!r} is in zichzelf uitgedrukt", f"{node.id!r} is defined by itself"))
        outer = self.source, self.indent
        self.inside.append(node.id)
        try:
            typed = self.read(self.names.definitions[node.id])
        except GuardError as problem:
            self.source, self.indent = outer
            told = problem.text
            raise self.error(node, Text(f"in {node.id}: {told.nl}", f"in {node.id}: {told.en}")) from None
        self.inside.pop()
        self.source, self.indent = outer
        return typed

    def _logic(self, node: ast.BoolOp) -> Typed:
        parts = tuple(self.of(part, Kind.BOOLEAN) for part in node.values)
        return Typed(Kind.BOOLEAN, conjunction(parts) if isinstance(node.op, ast.And) else disjunction(parts))

    def _arithmetic(self, node: ast.BinOp) -> Typed:
        act = _ARITHMETIC.get(type(node.op))
        if act is None:
            raise self.error(node, Text("alleen +, - en * zijn toegestaan", "only +, - and * are allowed"))
        return Typed(Kind.NUMBER, strict(act, self.of(node.left, Kind.NUMBER), self.of(node.right, Kind.NUMBER)))

    def _comparison(self, node: ast.Compare) -> Typed:
        if len(node.ops) != 1:
            raise self.error(node, Text("vergelijk twee waarden; verbind met and", "compare two values; join with and"))
        if isinstance(node.ops[0], ast.In | ast.NotIn):
            return membership(self, node)
        left, right = self.typed(node.left), self.typed(node.comparators[0])
        if left.kind is not right.kind:
            raise self.error(node.comparators[0], expected(left.kind, right.kind))
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

    def _choice(self, node: ast.IfExp) -> Typed:
        test = self.of(node.test, Kind.BOOLEAN)
        yes = self.typed(node.body)
        no = self.of(node.orelse, yes.kind)

        def ask(view: View) -> Value:
            answer = test(view)
            if answer is UNKNOWN:
                return UNKNOWN
            return yes.ask(view) if answer else no(view)

        return Typed(yes.kind, ask)

    def _call(self, node: ast.Call) -> Typed:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
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
            if keyword.arg in given:
                raise self.error(
                    keyword.value, Text(f"{keyword.arg} staat er twee keer", f"{keyword.arg} is given twice")
                )
            given[keyword.arg] = keyword.value
        return given

    def error(self, node: ast.expr, text: Text) -> GuardError:
        """Return the error for a part, with its column."""
        before = self.source[: node.col_offset].decode()  # the parser counts in bytes
        return GuardError(len(before) + self.indent + 1, text)
