"""Guards: any text is either understood or refused with its column, and what is understood means what it says."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from escalator.model.ladder import Ladder
from escalator.model.text import Text
from escalator.procedure.guards import UNKNOWN, GuardError, Kind, parse
from escalator.procedure.guards.functions import FUNCTIONS
from escalator.procedure.guards.reader import MAX_LENGTH
from escalator.procedure.guards.values import Names, Thunk, Value
from escalator.procedure.vocabulary import names_for
from tests.drawing import ALL_GUARDS, ladders
from tests.ladders import event, field, ladder, on, state

SMALL = names_for(ladder([state("start", on("missed", "done"))], [event("missed", field("by"))]), "missed")
WORDS = st.sampled_from(
    [*SMALL.values, *FUNCTIONS, "missed", "start", "'x'", "3", "7.5", "(", ")", "[", "]", ",", "and", "or", "not", "in",
     "if", "else", "==", "!=", "<", ">=", "+", "-", "*", "/", "**", ".", "lambda", "=", ":", "True", "None",
     "within", "é"]
)  # fmt: skip


@given(st.text(max_size=60) | st.lists(WORDS, max_size=25).map(" ".join) | st.text("()[]'\"{}", max_size=40))
@example("((((((((((" * 40)
def test_any_text_is_understood_or_refused_at_a_column_within_it(text: str) -> None:
    try:
        guard = parse(text, SMALL, None)
    except GuardError as problem:
        refused = problem
    else:
        assert guard.kind in Kind
        return
    assert 1 <= refused.column <= max(len(text), 1) + 1
    assert isinstance(refused.text, Text)
    assert refused.text.nl
    assert refused.text.en


@given(st.text(min_size=MAX_LENGTH + 1, max_size=2 * MAX_LENGTH))
def test_whatever_is_too_long_is_refused_for_that(text: str) -> None:
    with pytest.raises(GuardError, match=f"the guard is over {MAX_LENGTH} characters"):
        parse(text, SMALL)


Env = Mapping[str, Value]
Meaning = Callable[[Env], Value]
Expression = tuple[str, Meaning]
NUMBERS, TRUTHS, TEXTS = ("n", "m"), ("p", "q"), ("s", "t")


def of_name(name: str) -> Expression:
    return name, lambda env: env[name]


def number(value: int) -> Expression:
    return (str(value) if value >= 0 else f"({value})"), lambda _env: Decimal(value)


def both(one: Expression, sign: str, other: Expression, act: Callable[[Value, Value], Value]) -> Expression:
    return f"({one[0]} {sign} {other[0]})", lambda env: act(one[1](env), other[1](env))


ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul}
ORDERS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
EQUALS = {"==": operator.eq, "!=": operator.ne}
LOGIC: dict[str, Callable[[Value, Value], Value]] = {"and": lambda a, b: a and b, "or": lambda a, b: a or b}


def joined(
    parts: st.SearchStrategy[Expression], acts: Mapping[str, Callable[[Value, Value], Value]]
) -> st.SearchStrategy[Expression]:
    return st.builds(
        lambda one, sign, other: both(one, sign, other, acts[sign]), parts, st.sampled_from([*acts]), parts
    )


def chosen(test: Expression, yes: Expression, no: Expression) -> Expression:
    return f"({yes[0]} if {test[0]} else {no[0]})", lambda env: yes[1](env) if test[1](env) else no[1](env)


def among(one: Expression, listed: list[Expression], absent: bool) -> Expression:  # noqa: FBT001 - drawn
    names = ", ".join(each[0] for each in listed)
    word = "not in" if absent else "in"
    return f"({one[0]} {word} [{names}])", lambda env: (one[1](env) in [each[1](env) for each in listed]) is not absent


names_of_numbers = st.sampled_from(NUMBERS).map(of_name) | st.integers(-3, 3).map(number)
numbers = st.recursive(names_of_numbers, lambda inner: joined(inner, ARITHMETIC), max_leaves=4)
words = st.sampled_from(TEXTS).map(of_name) | st.sampled_from(["x", "y"]).map(
    lambda each: (f"'{each}'", lambda _env: each)
)
facts = (
    st.sampled_from(TRUTHS).map(of_name)
    | joined(numbers, ORDERS)
    | joined(words, EQUALS)
    | st.builds(among, words, st.lists(words, min_size=1, max_size=3), st.booleans())
)
conditions = st.recursive(
    facts,
    lambda inner: (
        joined(inner, LOGIC)
        | inner.map(lambda each: (f"(not {each[0]})", lambda env: not each[1](env)))
        | st.builds(chosen, inner, inner, inner)
    ),
    max_leaves=6,
)
decimals = st.sampled_from([Decimal(-1), Decimal(0), Decimal("2.5"), Decimal(3)])
values: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    dict.fromkeys(NUMBERS, decimals)
    | {name: st.booleans() for name in TRUTHS}
    | {name: st.sampled_from(["x", "y"]) for name in TEXTS}
)
KINDS = {
    **dict.fromkeys(NUMBERS, Kind.NUMBER),
    **dict.fromkeys(TRUTHS, Kind.BOOLEAN),
    **dict.fromkeys(TEXTS, Kind.TEXT),
}


def reading(name: str) -> Thunk:
    return lambda env: env[name]


NAMES = Names(values={name: (kind, reading(name)) for name, kind in KINDS.items()}, events={})


@given(conditions, values)
def test_an_expression_means_what_python_would_make_of_it(expression: Expression, env: dict[str, Value]) -> None:
    text, meaning = expression
    assert parse(text, NAMES).ask(env) is bool(meaning(env))


@given(conditions, values, st.frozensets(st.sampled_from([*KINDS])), st.data())
def test_what_is_certain_while_some_is_unknown_stays_so_whatever_it_turns_out_to_be(
    expression: Expression, env: dict[str, Value], hidden: frozenset[str], data: st.DataObject
) -> None:
    guard = parse(expression[0], NAMES)
    before = guard.ask({name: UNKNOWN if name in hidden else value for name, value in env.items()})
    told = data.draw(values)
    after = guard.ask({name: told[name] if name in hidden else value for name, value in env.items()})
    assert before is UNKNOWN or before is after


@given(conditions, values)
def test_with_all_known_nothing_is_unknown(expression: Expression, env: dict[str, Value]) -> None:
    assert parse(expression[0], NAMES).ask(env) is not UNKNOWN


@given(ladders())
def test_every_guard_that_is_drawn_is_understood_on_every_event(drawn: Ladder) -> None:
    for each in ALL_GUARDS:
        assert {parse(each, names_for(drawn, name)).text for name in drawn.events} == {each}
