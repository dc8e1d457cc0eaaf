"""Parameters of a ladder: each value is of its type, whether the file or a contract gives it."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from escalator.ladders import library
from escalator.ladders.findings import Findings
from escalator.ladders.schema.parameters import ParameterSpec

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


def test_choices_belong_with_a_choice_only() -> None:
    assert ParameterSpec.model_validate(parameter("choice", "a", choices=["a", "b"])).choices == ["a", "b"]
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
