"""Parameters of a ladder: each value is of its type, whether the file or a contract gives it."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from escalator.ladders import library
from escalator.ladders.explain import explain
from escalator.ladders.explain.conditions import ALWAYS, NEVER, condition
from escalator.ladders.explain.voice import Voice
from escalator.ladders.findings import Findings
from escalator.ladders.schema.parameters import ParameterSpec
from escalator.model.text import Text
from escalator.procedure.guards import GuardError, parse
from escalator.procedure.vocabulary import names_for
from tests.small_ladder import ladder

LABEL = {"nl": "x", "en": "x"}


def parameter(of_type: str, value: object, **keys: object) -> dict[str, Any]:
    return {"label": LABEL, "clause": "X1", "type": of_type, "value": value, **keys}


@pytest.mark.parametrize(
    ("of_type", "value"),
    [
        ("term", "10 working days"),
        ("number", 7),
        ("number", Decimal("7.5")),
        ("boolean", True),
        ("boolean", False),
        ("text", "24x7"),
        ("role", "corporation"),
        ("calendar", "atw"),
        ("money", "EUR 500.00"),
    ],
)
def test_a_value_of_its_type_is_taken(of_type: str, value: object) -> None:
    assert ParameterSpec.model_validate(parameter(of_type, value)).value == value


@pytest.mark.parametrize(
    ("of_type", "value", "problem"),
    [
        ("term", "soon", "'soon' is not a term"),
        ("term", 10, "10 must be text."),
        ("number", "7", "'7' is no number"),
        ("number", True, "True is no number"),
        ("boolean", "ja", "'ja' is not true or false."),
        ("boolean", 1, "1 is not true or false."),
        ("text", 24, "24 must be text."),
        ("role", True, "True must be text."),
        ("calendar", 2026, "2026 must be text."),
        ("money", "500", "'500' is no amount"),
        ("choice", 3, "3 must be text."),
        ("choice", "a", "choices go with type choice"),
    ],
)
def test_a_value_of_another_type_is_refused_in_both_languages(of_type: str, value: object, problem: str) -> None:
    with pytest.raises(ValidationError) as found:
        ParameterSpec.model_validate(parameter(of_type, value))
    (error,) = found.value.errors()
    assert problem in error["msg"]
    assert error["ctx"]["nl"] != error["ctx"]["en"]


def test_a_list_holds_values_of_one_type_and_may_be_empty() -> None:
    for value in ([], ["2026-Q1"], ["2026-Q1", "2026-Q2"]):
        assert ParameterSpec.model_validate(parameter("period", value, many=True)).values == value


@pytest.mark.parametrize(
    ("of_type", "value", "keys", "problem"),
    [
        ("period", ["2026-Q1"], {}, "a list, such as [a, b], goes with many: true"),
        ("period", "2026-Q1", {"many": True}, "a list, such as [a, b], goes with many: true"),
        ("period", ["2026-Q1", "kwartaal 2"], {"many": True}, "'kwartaal 2'"),
        ("text", ["beds, and mattresses"], {"many": True}, "a list holds words or names without a comma"),
        ("text", [" beds"], {"many": True}, "a list holds words or names without a comma"),
        ("text", ["beds", "chairs", "beds"], {"many": True}, "'beds' is there twice."),
        ("text", [""], {"many": True}, "a list holds words or names without a comma"),
    ],
)
def test_what_is_no_list_of_its_type_is_refused(
    of_type: str, value: object, keys: dict[str, bool], problem: str
) -> None:
    with pytest.raises(ValidationError) as found:
        ParameterSpec.model_validate(parameter(of_type, value, **keys))
    (error,) = found.value.errors()
    assert problem in error["msg"]
    assert error["ctx"]["nl"] != error["ctx"]["en"]


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ("2026-Q1", ("2026-Q1",)),
        ("2026-Q1, 2026-Q2", ("2026-Q1", "2026-Q2")),
        ("2026-Q1,2026-Q2", ("2026-Q1", "2026-Q2")),
        ("", ()),
        (" ", ()),
    ],
)
def test_a_contract_sets_a_list_with_commas(given: str, values: tuple[str, ...]) -> None:
    ladder = library.load("rijk-reintegratie", {"exempt_plan_periods": given})
    assert ladder.parameters["exempt_plan_periods"].values == values


def test_a_wrong_value_in_a_list_that_a_contract_sets_is_refused() -> None:
    with pytest.raises(Findings) as found:
        library.load("rijk-reintegratie", {"exempt_plan_periods": "2026-Q1, 2026-Q5"})
    assert "parameter exempt_plan_periods, value set for the contract: '2026-Q5'" in found.value.text.en


def test_choices_belong_with_a_choice_only() -> None:
    assert ParameterSpec.model_validate(parameter("choice", "a", choices=["a", "b"])).choices == {"a": None, "b": None}
    with pytest.raises(ValidationError, match="choices go with type choice, and only with it"):
        ParameterSpec.model_validate(parameter("text", "a", choices=["a", "b"]))


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"window": "soon"}, "parameter window, value set for the contract: 'soon' is not a term"),
        (
            {"reset_on_retained": "ja"},
            "parameter reset_on_retained, value set for the contract: allowed: true or false, not ja",
        ),
        ({"matrix_counts": "axes"}, "Allowed: times_by_kpis, yellow_by_red."),
        ({"outline_by": "nobody"}, "Unknown role: 'nobody'."),
        ({"outline_by": "contact_person"}, "role 'contact_person' records nothing (acts: false)"),
    ],
)
def test_what_a_contract_sets_is_checked_where_the_parameter_stands(values: dict[str, str], problem: str) -> None:
    with pytest.raises(Findings) as found:
        library.load("housing-matrix", values)
    assert problem in found.value.told("en")
    assert "housing-matrix/ladder.yaml:" in found.value.told("en")


def test_a_list_is_told_in_words_and_an_empty_one_makes_its_conditions_plain() -> None:
    none = Voice(library.load("rijk-reintegratie", {"exempt_plan_periods": ""}), "nl")
    two = Voice(library.load("rijk-reintegratie", {"exempt_plan_periods": "2026-Q1, 2026-Q2"}), "nl")
    asked = "latest(norm_missed, period) in exempt_plan_periods"
    latest = "“periode” van de laatste keer “norm niet gehaald”"
    assert condition(two, asked) == f"{latest} is een van “2026-Q1” of “2026-Q2”"
    assert condition(two, "count(norm_missed, period=exempt_plan_periods) > 1") == (
        "het aantal keren “norm niet gehaald” (“periode”: “2026-Q1” of “2026-Q2”) is meer dan 1"
    )
    assert condition(none, asked) is NEVER
    assert condition(none, asked.replace("in", "not in", 1)) == ALWAYS
    assert condition(none, "count(norm_missed, period=exempt_plan_periods) > 1") is NEVER
    assert "(`exempt_plan_periods`): 2026-Q1 en 2026-Q2 [R16" in explain(two.ladder, "nl")
    assert "(`exempt_plan_periods`): geen [R16" in explain(none.ladder, "nl")


def test_a_list_stands_in_a_text_with_commas_and_fills_a_list_of_the_file() -> None:
    listed = "parameters:\n  kinds: {label: {nl: x, en: x}, type: text, many: true, value: [part, full], clause: S1}\n"
    found = ladder(
        ("parameters:\n", listed),
        ("choices: [full, part]", "choices: $kinds"),
        ("{nl: aannemer, en: contractor}", '{nl: "aannemer ({kinds})", en: contractor}'),
    )
    field = found.events["answered"].field("kind")
    assert field is not None
    assert field.choices == ("part", "full")
    assert found.roles["contractor"].label.nl == "aannemer (part, full)"


@pytest.mark.parametrize("guard", ["exempt_plan_periods == track", "track in exempt_plan_periods == 1"])
def test_a_list_is_asked_for_with_in_only(guard: str) -> None:
    with pytest.raises(GuardError):
        parse(guard, names_for(library.load("rijk-reintegratie"), None))


def test_what_a_list_holds_is_compared_with_its_own_kind() -> None:
    names = names_for(library.load("rijk-reintegratie"), None)
    with pytest.raises(GuardError) as found:
        parse("step in exempt_plan_periods", names)
    assert (found.value.column, found.value.text.en) == (9, "a number is expected here, this is text")
    with pytest.raises(GuardError) as found:
        parse("exempt_plan_periods == 'x'", names)
    assert found.value.text.nl.startswith("dit is een lijst: die hoort na 'in'")


@pytest.mark.parametrize(
    ("of_type", "value", "nl", "en"),
    [
        ("term", "10 working days", "10 werkdagen", "10 working days"),
        ("number", "7.5", "7,5", "7.5"),
        ("money", "GBP 12.50", "GBP 12,50", "GBP 12.50"),
        ("role", "manager", "beheerder", "manager"),
        ("text", "2%", "2%", "2%"),
        ("period", "2026-Q1", "2026-Q1", "2026-Q1"),
        ("choice, choices: [a]", "a", "a", "a"),
        ("choice, choices: {a: {nl: deels, en: in part}}", "a", "deels", "in part"),
    ],
)
def test_a_value_in_a_text_is_in_the_language_of_the_text(of_type: str, value: str, nl: str, en: str) -> None:
    held = f"  held: {{label: {{nl: x, en: x}}, type: {of_type}, value: {value}, clause: S1}}\n"
    found = ladder(
        ("parameters:\n", "parameters:\n" + held),
        ("{nl: Te laat, en: Late}", '{nl: "Te laat: {held}", en: "Late: {held}"}'),
    )
    assert found.states["late"].label == Text(f"Te laat: {nl}", f"Late: {en}")
