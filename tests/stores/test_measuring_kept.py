"""Results are facts: kept, repeatable, refused whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Given, Measured
from escalator.model.errors import EscalatorError, InputError, Refusal
from escalator.testing import Clock
from tests.measuring import REGION, Measuring, Part, day


@pytest.fixture
def haarlem(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "haarlem")


@pytest.fixture
def zaan(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "zaanstreek")


@pytest.fixture
def matrix(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "housing-matrix")


@pytest.fixture
def rijk(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "rijk-reintegratie")


def to_evaluation(desk: Measuring, case: str) -> None:
    """Bring a case of haarlem from its first plan to its evaluation."""
    desk.record(case, "plan_submitted", "2026-04-14")
    for role in ("contract_manager", "department_manager"):
        desk.record(case, "plan_approved", "2026-04-20", role)
    desk.record(case, "plan_implemented", "2026-05-20")


def test_every_result_is_a_fact_that_can_be_read_again(haarlem: Measuring) -> None:
    done = haarlem.measure(
        "haarlem", "satisfaction", "6,90", "2026", "2026-12-01",
        beside={"user": "6,5", "orderer": Decimal(7)}, note="enquête", role="contractor", by="A. Jansen", key="survey",
    )  # fmt: skip
    fact = haarlem.engine.result("haarlem", done.line.seq).fact
    assert (fact.event, fact.on, fact.role, fact.by) == ("measured", date(2026, 12, 1), "contractor", "A. Jansen")
    assert fact.data == {
        "kpi": "satisfaction",
        "period": "2026",
        "value": "6.90",
        "beside": {"orderer": "7", "user": "6.5"},
        "compared": "6.90",
        "verdict": "missed",
        "norm": {"since": "2026-01-01"},
        "did": "opened",
        "case": "haarlem-2026-1",
        "fact": "1",
        "note": "enquête",
    }
    assert haarlem.engine.audit().findings == ()


def test_a_key_makes_it_repeatable(haarlem: Measuring) -> None:
    first = haarlem.measure("haarlem", "compliance", "95", "CY1", "2026-04-07", key="audit-1")
    before = haarlem.everything()
    again = haarlem.measure("haarlem", "compliance", "95,0", "CY1", "2026-04-07", key="audit-1")
    assert (again.repeated, again.line, again.case, again.fact) == (True, first.line, first.case, first.fact)
    assert haarlem.everything() == before
    haarlem.refused(InputError, haarlem.measure, "haarlem", "compliance", "96", "CY1", "2026-04-07", key="audit-1")
    haarlem.refused(InputError, haarlem.measure, "haarlem", "promises", "95", "CY1", "2026-04-07", key="audit-1")


def test_a_result_in_parts_is_repeatable_too(haarlem: Measuring) -> None:
    def measure(presence: str) -> Measured:
        parts = {"presence": presence, "response": "98"}
        return haarlem.measure("haarlem", "attendance", None, "2026-03", "2026-04-07", parts=parts, key="audit-1")

    first = measure("97")
    assert (measure("97,0").repeated, measure("97").line) == (True, first.line)
    assert haarlem.engine.result("haarlem", first.line.seq).fact.data["parts"] == {
        "presence": {"value": "97"},
        "response": {"value": "98"},
    }
    haarlem.refused(InputError, measure, "96")


def test_a_key_of_something_else_is_no_results(haarlem: Measuring) -> None:
    haarlem.engine.set_norm("haarlem", "compliance", ">= 90", since=day("2027-01-01"), note="x", key="audit-1")
    told = haarlem.refused(
        InputError, haarlem.measure, "haarlem", "compliance", "95", "CY1", "2026-04-07", key="audit-1"
    )
    assert "audit-1" in told
    assert "norm_set" in told


def test_a_subscriber_that_refuses_undoes_the_result_too(haarlem: Measuring) -> None:
    def refuse(_change: object) -> None:
        raise InputError("no")

    haarlem.engine.subscribe(refuse)
    haarlem.refused(InputError, haarlem.measure, "haarlem", "compliance", "95", "CY1", "2026-04-07")


@pytest.mark.parametrize(
    ("kpi", "value", "more", "said"),
    [
        ("complianc", "95", {}, "Bedoelde u 'compliance'?"),
        ("compliance", "NaN", {}, "'NaN' is geen getal"),
        ("compliance", "inf", {}, "'inf' is geen getal"),
        ("compliance", "1e999", {}, "'1e999' is geen getal"),
        ("compliance", Decimal("NaN"), {}, "kan niet"),
        ("compliance", 0.5, {}, "tekst of Decimal"),
        ("compliance", True, {}, "tekst of Decimal"),
        ("compliance", "101", {}, "schaal"),
        ("compliance", None, {}, "vraagt een getal"),
        ("compliance", "95", {"drawn": 3, "failing": 1}, "niet beide"),
        ("compliance", "95", {"clients": -1}, "geen aantal"),
        ("compliance", "95", {"sample": 1.5}, "geen aantal"),
        ("compliance", "95", {"note": "x\x00"}, "toelichting"),
        ("compliance", "95", {"region": REGION}, "geen regio"),
        ("compliance", "95", {"role": "contracter"}, "Bedoelde u 'contractor'?"),
        ("compliance", "95", {"role": "contractor"}, "wordt gemeten door"),
        ("compliance", "100", {"data": {"extent": "full"}}, "geen feit in een dossier"),
        ("compliance", "95", {"data": {"colour": "red"}}, "colour"),
        ("compliance", "95", {"period": "2026-Q1"}, "Toegestaan: CY1, of met eigen dagen: 2026-01-01..2026-03-31"),
        ("compliance", "95", {"period": "2026-02-30..2026-03-01"}, "is geen periode"),
        ("compliance", "95", {"period": "CY2-CY3"}, "na de dag van het resultaat"),
        ("compliance", "95", {"period": "2025-01-01..2025-12-31"}, "vóór het begin"),
        ("compliance", "95", {"period": "2025"}, "vóór het begin"),
        ("compliance", "95", {"on": "2025-12-31"}, "voor het begin"),
        ("compliance", "95", {"on": "2030-01-01"}, "toekomst"),
        ("attendance", "presence=100", {"period": "2026-03"}, "response"),
        ("attendance", "presence=100; presnce=3", {"period": "2026-03"}, "Bedoelde u 'presence'?"),
        ("reporting", "half", {"period": "2026-Q1"}, "complete"),
        ("satisfaction", "8", {"period": "2026", "beside": {"users": "3"}}, "Bedoelde u 'user'?"),
        ("satisfaction", "8", {"period": "2026", "checklist": {"x": 1}}, "waar of onwaar"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    haarlem: Measuring, kpi: str, value: Part, more: dict[str, Part], said: str
) -> None:
    given = {"period": "CY1", "on": "2026-04-07", **more}
    period, on = given.pop("period"), given.pop("on")
    assert said in haarlem.refused(EscalatorError, haarlem.measure, "haarlem", kpi, value, period, on, **given)


def test_one_that_cannot_be_refuses_those_measured_with_it(haarlem: Measuring) -> None:
    fine = haarlem.given("compliance", "95", "CY1", "2026-04-07")
    for other in (haarlem.given("promises", "x", "CY1", "2026-04-07"), fine):
        haarlem.refused(EscalatorError, haarlem.engine.measure_together, "haarlem", [fine, other])


def test_nothing_is_measured_in_a_closed_contract(haarlem: Measuring) -> None:
    haarlem.engine.close_contract("haarlem", on=date(2026, 3, 1), reason="x")
    assert "gesloten" in haarlem.refused(Refusal, haarlem.measure, "haarlem", "compliance", "95", "CY1", "2026-02-07")


def test_a_result_without_a_day_is_of_today(haarlem: Measuring) -> None:
    haarlem.clock.move_to(date(2026, 4, 7))
    assert haarlem.engine.measure("haarlem", "compliance", "95", period="CY1").line.on == date(2026, 4, 7)
    assert (
        haarlem.engine.measure_together("haarlem", [Given(kpi="promises", period="CY1", value=90)])[0].line.value
        == "90"
    )
