"""The guard language: what an expression means, value by value. What it refuses is in `test_guards_refused`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from escalator.procedure.guards import UNKNOWN, Kind, parse
from escalator.procedure.guards.values import Names, Thunk, Value

TODAY, LATER = date(2026, 3, 2), date(2026, 3, 9)
VALUES: dict[str, tuple[Kind, Value]] = {
    "yes": (Kind.BOOLEAN, True),
    "no": (Kind.BOOLEAN, False),
    "maybe": (Kind.BOOLEAN, UNKNOWN),
    "blank": (Kind.BOOLEAN, None),
    "two": (Kind.NUMBER, 2),
    "seven": (Kind.NUMBER, Decimal("7.0")),
    "some": (Kind.NUMBER, UNKNOWN),
    "none": (Kind.NUMBER, None),
    "word": (Kind.TEXT, "core"),
    "any_word": (Kind.TEXT, UNKNOWN),
    "no_word": (Kind.TEXT, None),
    "today": (Kind.DATE, TODAY),
    "later": (Kind.DATE, LATER),
    "never": (Kind.DATE, None),
}


def always(value: Value) -> Thunk:
    return lambda _view: value


NAMES = Names(
    values={name: (kind, always(value)) for name, (kind, value) in VALUES.items()},
    events={},
    definitions={"both": "yes and no", "nested": "not both", "sum": "two + 1"},
)


def value_of(text: str, kind: Kind | None = None) -> Value:
    return parse(text, NAMES, kind).ask(None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", 3),
        ("7.5", Decimal("7.5")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("123456789012345678901234567890", Decimal(123456789012345678901234567890)),
        ("0.12345678901234567890123", Decimal("0.12345678901234567890123")),
        ("two + 1", 3),
        ("two - 3", -1),
        ("two * seven", 14),
        ("-two", -2),
        ("-two * -3", 6),
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("'core'", "core"),
        ('"core"', "core"),
        ("'it\"s'", 'it"s'),
        ("''", ""),
        ("'é'", "é"),
        ("True", True),
        ("False", False),
        ("word", "core"),
        ("today", TODAY),
        ("sum * 2", 6),
    ],
)
def test_an_expression_has_its_value_exactly(text: str, expected: Value) -> None:
    assert value_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two == 2", True),
        ("two == 3", False),
        ("two != 3", True),
        ("two != 2", False),
        ("two < 3", True),
        ("two < 2", False),
        ("two <= 2", True),
        ("two <= 1", False),
        ("two > 1", True),
        ("two > 2", False),
        ("two >= 2", True),
        ("two >= 3", False),
        ("seven == 7", True),
        ("today < later", True),
        ("today <= today", True),
        ("later > today", True),
        ("today >= later", False),
        ("today == later", False),
        ("today != later", True),
        ("word == 'core'", True),
        ("word != 'core'", False),
        ("yes == no", False),
        ("yes != no", True),
        ("word in ['core', 'theme']", True),
        ("word in ('theme', 'other')", False),
        ("word not in ['core']", False),
        ("word not in ['theme']", True),
        ("two in [1, 2]", True),
    ],
)
def test_a_comparison_compares(text: str, expected: object) -> None:
    assert value_of(text) is expected


@pytest.mark.parametrize("text", ["none == 2", "none < 2", "none >= 2", "never > today", "no_word == 'core'", "blank"])
def test_an_absent_value_equals_nothing_and_is_before_and_after_nothing(text: str) -> None:
    assert value_of(text) is not True


@pytest.mark.parametrize(
    "text", ["none != 2", "no_word != 'core'", "never != today", "no_word not in ['core']", "not blank"]
)
def test_an_absent_value_differs_from_everything(text: str) -> None:
    assert value_of(text) is True


@pytest.mark.parametrize("text", ["none + 1", "1 - none", "-none", "none * none"])
def test_reckoning_with_an_absent_value_gives_none(text: str) -> None:
    assert value_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "some + 1",
        "some * none",
        "-some",
        "some == 2",
        "some != 2",
        "none == some",
        "any_word in ['core']",
        "any_word not in ['core']",
        "not maybe",
        "1 if maybe else 2",
        "some in [1, none]",
    ],
)
def test_what_rests_on_an_unknown_value_is_unknown(text: str) -> None:
    assert value_of(text) is UNKNOWN


AND = {
    ("yes", "yes"): True,
    ("yes", "no"): False,
    ("yes", "maybe"): UNKNOWN,
    ("no", "yes"): False,
    ("no", "no"): False,
    ("no", "maybe"): False,
    ("maybe", "yes"): UNKNOWN,
    ("maybe", "no"): False,
    ("maybe", "maybe"): UNKNOWN,
}
OR = {
    ("yes", "yes"): True,
    ("yes", "no"): True,
    ("yes", "maybe"): True,
    ("no", "yes"): True,
    ("no", "no"): False,
    ("no", "maybe"): UNKNOWN,
    ("maybe", "yes"): True,
    ("maybe", "no"): UNKNOWN,
    ("maybe", "maybe"): UNKNOWN,
}


@pytest.mark.parametrize(("parts", "expected"), AND.items())
def test_and_is_decided_by_one_no(parts: tuple[str, str], expected: object) -> None:
    assert value_of(" and ".join(parts)) is expected


@pytest.mark.parametrize(("parts", "expected"), OR.items())
def test_or_is_decided_by_one_yes(parts: tuple[str, str], expected: object) -> None:
    assert value_of(" or ".join(parts)) is expected


@pytest.mark.parametrize(("text", "expected"), [("not yes", False), ("not no", True), ("not not yes", True)])
def test_not_turns_an_answer_round(text: str, expected: object) -> None:
    assert value_of(text) is expected


def test_and_binds_closer_than_or() -> None:
    assert value_of("yes or no and no") is True
    assert value_of("(yes or no) and no") is False


@pytest.mark.parametrize(
    ("text", "expected"), [("1 if yes else 2", 1), ("1 if no else 2", 2), ("1 if blank else 2", 2)]
)
def test_a_choice_takes_the_first_where_its_condition_holds(text: str, expected: int) -> None:
    assert value_of(text) == expected


def test_an_unknown_part_of_a_choice_that_is_not_taken_does_not_matter() -> None:
    assert value_of("some if no else 2") == 2


def test_a_named_expression_stands_for_its_text() -> None:
    assert value_of("both") is False
    assert value_of("nested or both") is True


def test_a_named_expression_keeps_its_own_brackets() -> None:
    assert value_of("sum * sum") == 9


def test_a_guard_may_be_spread_over_lines() -> None:
    assert value_of("\n  yes\n  and not no\n") is True


def test_a_guard_keeps_its_text_and_type() -> None:
    guard = parse("two + 1", NAMES, None)
    assert (guard.text, guard.kind) == ("two + 1", Kind.NUMBER)


def test_unknown_shows_as_such() -> None:
    assert repr(UNKNOWN) == "UNKNOWN"
