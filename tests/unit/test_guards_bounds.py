"""How long, deep and large a guard may be: what is beyond it is refused, and quickly."""

from __future__ import annotations

import ast
from decimal import Decimal

import pytest

from escalator.procedure.guards import Kind, parse
from escalator.procedure.guards.reader import MAX_DEPTH, MAX_LENGTH, MAX_PARTS
from escalator.procedure.guards.values import Names
from tests.guarding import NAMES, refused


@pytest.mark.parametrize("text", ["overdue or " * 50_000 + "overdue", "'" + "x" * 10_000_000 + "'", "(" * 1_000_000])
def test_a_guard_of_any_length_is_refused_for_its_length(text: str) -> None:
    assert refused(text).text.en == f"the guard is over {MAX_LENGTH} characters"


def test_the_longest_guard_allowed_is_read() -> None:
    text = "overdue or overdue"
    assert parse(text.ljust(MAX_LENGTH), NAMES).kind is Kind.BOOLEAN
    refused(text.ljust(MAX_LENGTH + 1))


@pytest.mark.parametrize("sign", ["not\t", "not ", "not\n"])
def test_a_guard_may_be_nested_so_deep_and_no_deeper(sign: str) -> None:
    assert parse(sign * (MAX_DEPTH - 1) + "overdue", NAMES).kind is Kind.BOOLEAN
    problem = refused(sign * MAX_DEPTH + "overdue")
    assert problem.text.en == "the guard is nested too deep"
    assert problem.column == MAX_DEPTH * 4 + 1


def test_named_expressions_count_towards_the_depth() -> None:
    definitions = {f"d{each}": f"not d{each + 1}" for each in range(100)} | {"d100": "True"}
    assert refused("d0", Names(values={}, events={}, definitions=definitions)).text.en.endswith("nested too deep")


def test_named_expressions_that_double_each_other_do_not_grow_out_of_hand() -> None:
    definitions = {f"d{each}": f"d{each + 1} or d{each + 1}" for each in range(12)} | {"d12": "True"}
    assert refused("d0", Names(values={}, events={}, definitions=definitions)).text.en.endswith(
        "the guard is too large"
    )


def test_a_guard_may_have_so_many_parts_and_no_more() -> None:
    definitions = {"many": " or ".join(["x"] * 98), "rest": " or ".join(["x"] * 97)}
    names = Names(values={"x": (Kind.BOOLEAN, lambda _view: False)}, events={}, definitions=definitions)
    most = " or ".join(["many"] * 9 + ["rest"])  # the whole is one part, each `many` 1 + 1 + 98, the rest 1 + 1 + 97
    assert MAX_PARTS == 1 + 9 * 100 + 99
    assert parse(most, names).kind is Kind.BOOLEAN
    assert refused(most + " or x", names).text.en == "the guard is too large"


def test_numbers_multiplied_do_not_grow_out_of_hand() -> None:
    definitions = {f"n{each}": f"n{each + 1} * n{each + 1}" for each in range(6)} | {"n6": "9" * 30}
    product = parse("n0", Names(values={}, events={}, definitions=definitions), None).ask(None)
    assert product == pytest.approx(Decimal(10) ** (30 * 64), rel=Decimal("1e-20"))


def test_a_guard_that_python_cannot_parse_for_want_of_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_given: object, **_more: object) -> ast.Expression:
        raise MemoryError

    monkeypatch.setattr(ast, "parse", exhausted)
    assert refused("overdue").text.en == "not a valid guard: 'overdue'"
