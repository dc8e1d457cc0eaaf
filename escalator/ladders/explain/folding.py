"""Conditions with the ladder's parameters filled in and what then always or never holds taken out."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from escalator.model.ladder import Ladder
from escalator.model.money import Money

_COMPARED: Final[Mapping[type[ast.cmpop], Callable[..., bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, several: one in several,
    ast.NotIn: lambda one, several: one not in several,
}


def folded(ladder: Ladder, text: str, known: Mapping[str, object] | None = None) -> ast.expr:
    """Return a condition as a tree in which parameters stand for their values, as simple as that makes it.

    Args:
        ladder: the ladder, whose guards have been checked.
        text: the condition.
        known: other names whose value is known, such as the step.
    """
    tree = read(text)
    simple: ast.expr = _Folder({**_values(ladder), **(known or {})}, ladder.definitions).visit(tree)
    return simple


def read(text: str) -> ast.expr:
    """Return a condition as the parser reads it."""
    return ast.parse(text.strip().replace("\n", " "), mode="eval").body


def truth(tree: ast.expr) -> bool | None:
    """Return whether a folded condition always or never holds; None where it depends."""
    return tree.value if isinstance(tree, ast.Constant) and isinstance(tree.value, bool) else None


def _values(ladder: Ladder) -> dict[str, object]:
    """Return what parameters stand for; a tuple for a list. Terms and days keep their names."""
    found: dict[str, object] = {}
    for each in ladder.parameters.values():
        if each.type not in {"term", "day"}:
            values = tuple(_value(each.type, value) for value in each.values)
            found[each.id] = values if each.many else values[0]
    return found


def _value(kind: str, value: str) -> object:
    if kind == "boolean":
        return value == "true"
    if kind == "money":
        return Money.parse(value).amount
    return Decimal(value) if kind == "number" else value


class _Folder(ast.NodeTransformer):
    """Folds constants; what it does not know it leaves."""

    def __init__(self, values: Mapping[str, object], definitions: Mapping[str, str]) -> None:
        self.values = values
        self.definitions = definitions

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id in self.definitions:
            meant = self.visit(read(self.definitions[node.id]))
            return meant if isinstance(meant, ast.Constant) else node
        if node.id not in self.values:
            return node
        value = self.values[node.id]
        return ast.List([_as_constant(each) for each in value]) if isinstance(value, tuple) else _as_constant(value)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Leave what is counted by name alone; fold only what a filter compares with."""
        node.keywords = [ast.keyword(each.arg, self.visit(each.value)) for each in node.keywords]
        if any(_is_empty(each.value) for each in node.keywords):
            return ast.Constant(0)
        if isinstance(node.func, ast.Name) and node.func.id == "lookup":
            node.args = [node.args[0], *(self.visit(each) for each in node.args[1:])]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        decides = isinstance(node.op, ast.Or)
        left: list[ast.expr] = []
        for part in node.values:
            simple = self.visit(part)
            if truth(simple) is decides:
                return ast.Constant(decides)
            if truth(simple) is None:
                left.append(simple)
        if len(left) > 1:
            return ast.BoolOp(node.op, left)
        return left[0] if left else ast.Constant(not decides)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        operand = self.visit(node.operand)
        if isinstance(node.op, ast.Not) and truth(operand) is not None:
            return ast.Constant(not truth(operand))
        return ast.UnaryOp(node.op, operand)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if _constant(right) == 0 and isinstance(node.op, ast.Add | ast.Sub):
            simple: ast.expr = left
            return simple
        return ast.BinOp(left, node.op, right)

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        test = self.visit(node.test)
        if truth(test) is None:
            return ast.IfExp(test, self.visit(node.body), self.visit(node.orelse))
        chosen: ast.expr = self.visit(node.body if truth(test) else node.orelse)
        return chosen

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.comparators[0])
        if _is_empty(right):
            return ast.Constant(isinstance(node.ops[0], ast.NotIn))
        values = _constant(left), _constant(right)
        if None in values:
            return _of_one(left, node.ops[0], right)
        return ast.Constant(_COMPARED[type(node.ops[0])](*values))


def _is_empty(node: ast.expr) -> bool:
    return isinstance(node, ast.List) and not node.elts


def _of_one(left: ast.expr, op: ast.cmpop, right: ast.expr) -> ast.Compare:
    """Return a comparison, in which to be in a list of one is to be that one."""
    if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple) and len(right.elts) == 1:
        return ast.Compare(left, [ast.Eq() if isinstance(op, ast.In) else ast.NotEq()], [right.elts[0]])
    return ast.Compare(left, [op], [right])


def _as_constant(value: object) -> ast.Constant:
    constant = ast.Constant(0)
    constant.value = value  # type: ignore[assignment]  # a decimal is a constant of ours
    return constant


def _constant(node: ast.expr) -> object | None:
    """Return the value of a constant or of a list of them; None where there is something else in it."""
    if isinstance(node, ast.List | ast.Tuple):
        values = [_constant(part) for part in node.elts]
        return None if None in values else tuple(values)
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, bool | str) else Decimal(str(node.value))
    return None
