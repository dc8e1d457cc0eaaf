"""Lists of values: written out, or a parameter that holds several. Owns where they stand: after `in`, in a filter."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Final

from escalator.model.text import Text
from escalator.procedure.guards.logic import compare, disjunction, negation
from escalator.procedure.guards.values import Kind, Thunk, Typed, expected

if TYPE_CHECKING:
    from escalator.procedure.guards.reader import Reader

IS_A_LIST: Final = Text(
    "dit is een lijst: die hoort na 'in', of in een filter zoals count(…, veld=lijst)",
    "this is a list: it belongs after 'in', or in a filter such as count(…, field=list)",
)


def membership(reader: Reader, node: ast.Compare) -> Typed:
    """`value in [one, other]`, `value not in a_list_of_the_contract`; nothing is in an empty list."""
    left = reader.typed(node.left)
    listed = several(reader, node.comparators[0], left.kind)
    if listed is None:
        known = ", ".join(sorted(reader.names.lists)) or "-"
        raise reader.error(
            node.comparators[0],
            Text(
                f"na 'in' hoort een lijst, zoals ['a', 'b'], of een parameter die er een is: {known}",
                f"after 'in' comes a list such as ['a', 'b'], or a parameter that is one: {known}",
            ),
        )
    either = disjunction(tuple(compare(operator.eq, left.ask, each) for each in listed))
    return Typed(Kind.BOOLEAN, negation(either) if isinstance(node.ops[0], ast.NotIn) else either)


def several(reader: Reader, node: ast.expr, kind: Kind) -> tuple[Thunk, ...] | None:
    """Check a list of values of one type; None where it is no list."""
    if isinstance(node, ast.List | ast.Tuple) and node.elts:
        return tuple(reader.of(each, kind) for each in node.elts)
    if not isinstance(node, ast.Name) or node.id not in reader.names.lists:
        return None
    held = reader.names.lists[node.id]
    for own, _ask in held:
        if own is not kind:
            raise reader.error(node, expected(kind, own))
    return tuple(ask for _own, ask in held)
