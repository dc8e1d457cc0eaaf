"""Measuring on the ladders that ship: a result is judged, kept, and followed by what its ladder says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.measuring import REGION, REPORT, Measuring, day


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


def test_the_first_miss_opens_a_case_and_the_next_feeds_it(haarlem: Measuring) -> None:
    first = haarlem.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    assert (first.did, first.case, haarlem.state("haarlem-2026-1")) == (Did.OPENED, "haarlem-2026-1", "step1.plan")
    to_evaluation(haarlem, "haarlem-2026-1")
    second = haarlem.measure("haarlem", "compliance", "96", "2026-05-20..2026-06-10", "2026-06-10")
    assert (second.did, second.case, haarlem.state("haarlem-2026-1")) == (Did.FED, "haarlem-2026-1", "step2.plan")
    deadline = haarlem.engine.stand("haarlem-2026-1").deadline("step2.plan")
    assert deadline is not None
    assert deadline.due == date(2026, 6, 24)


def test_a_pass_feeds_the_case_that_waits(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    to_evaluation(haarlem, "haarlem-2026-1")
    done = haarlem.measure("haarlem", "compliance", "100", "2026-05-20..2026-06-10", "2026-06-10")
    assert (done.did, haarlem.state("haarlem-2026-1")) == (Did.FED, "resolved")


def test_a_miss_while_the_case_waits_for_something_else_is_only_kept(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    kept = haarlem.measure("haarlem", "compliance", "94", "2026-04-08..2026-04-10", "2026-04-10")
    assert (kept.did, kept.case, kept.fact, kept.line.verdict) == (Did.KEPT, None, None, "missed")
    assert kept.reason.nl == ("alleen bewaard: dossier haarlem-2026-1 staat op step1.plan en wacht op plan_submitted")
    assert haarlem.events("haarlem-2026-1") == [("norm_missed", "2026-04-07")]


def test_a_miss_of_another_kpi_is_another_case(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    haarlem.measure("haarlem", "promises", "79,9", "CY1", "2026-04-07")
    haarlem.measure("haarlem", "sroi", "4,9", "CY1", "2026-04-07")
    scopes = [(each.scope.track, each.scope.kpis) for each in haarlem.cases("haarlem")]
    assert scopes == [("core", ("compliance",)), ("core", ("promises",)), ("theme", ("sroi",))]


def test_a_case_that_is_over_is_not_fed(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    haarlem.record("haarlem-2026-1", "case_closed", "2026-04-08", "contract_manager", reason="x")
    again = haarlem.measure("haarlem", "compliance", "95", "2026-05-01..2026-05-31", "2026-06-01")
    assert (again.did, again.case) == (Did.OPENED, "haarlem-2026-2")


def test_a_result_recorded_late_is_slotted_in_the_case_that_runs(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "attendance", "presence=100; response=99", "2026-03", "2026-05-04")
    late = haarlem.measure("haarlem", "attendance", "presence=98; response=100", "2026-02", "2026-03-02")
    assert (late.did, late.case) == (Did.FED, "haarlem-2026-1")
    assert haarlem.events("haarlem-2026-1") == [("norm_missed", "2026-05-04"), ("norm_missed", "2026-03-02")]
    assert haarlem.state("haarlem-2026-1", "2026-03-02") == "step1.plan"
    assert haarlem.state("haarlem-2026-1", "2026-05-04") == "step2.plan"  # overdue by then, so it counts as a miss


def test_kpis_of_one_track_that_miss_together_are_one_case(haarlem: Measuring) -> None:
    together = [
        haarlem.given("compliance", "95", "CY1", "2026-04-07"),
        haarlem.given("promises", "79", "CY1", "2026-04-07"),
        haarlem.given("sroi", "4", "CY1", "2026-04-07"),
        haarlem.given("satisfaction", "8", "2026", "2026-04-07"),
    ]
    found = haarlem.engine.measure_together("haarlem", together)
    assert [(each.did, each.case) for each in found] == [
        (Did.OPENED, "haarlem-2026-1"),
        (Did.OPENED, "haarlem-2026-1"),
        (Did.OPENED, "haarlem-2026-2"),
        (Did.KEPT, None),
    ]
    assert haarlem.cases("haarlem")[0].scope.kpis == ("compliance", "promises")


def test_a_case_about_two_kpis_is_resolved_once_both_pass(haarlem: Measuring) -> None:
    engine = haarlem.engine
    given = [haarlem.given(kpi, "70", "CY1", "2026-04-07") for kpi in ("compliance", "promises")]
    engine.measure_together("haarlem", given)
    to_evaluation(haarlem, "haarlem-2026-1")
    one = haarlem.measure("haarlem", "compliance", "100", "2026-05-20..2026-06-01", "2026-06-01")
    assert (one.did, one.reason.nl) == (Did.KEPT, "norm gehaald; dossier haarlem-2026-1 wacht ook op promises")
    assert haarlem.state("haarlem-2026-1") == "step1.evaluation"
    two = haarlem.measure("haarlem", "promises", "80", "2026-05-20..2026-06-01", "2026-06-03")
    assert (two.did, haarlem.state("haarlem-2026-1")) == (Did.FED, "resolved")


@pytest.fixture
def lenient(engine: Engine, clock: Clock) -> Measuring:
    """A contract in which a case about two KPIs has missed only once both have, and that waits for its evaluation."""
    desk = Measuring(engine, clock)
    engine.add_contract("haarlem", "haarlem", start=day("2026-01-01"), parameters={"scope_rule": "all"})
    given = [desk.given(kpi, "70", "CY1", "2026-04-07") for kpi in ("compliance", "promises")]
    engine.measure_together("haarlem", given)
    to_evaluation(desk, "haarlem-2026-1")
    return desk


AGAIN = "2026-05-20..2026-06-01"


def test_where_all_must_miss_the_second_miss_is_the_miss_of_the_case(lenient: Measuring) -> None:
    one = lenient.measure("haarlem", "promises", "79", AGAIN, "2026-06-01")
    assert (one.did, one.reason.nl) == (Did.KEPT, "norm niet gehaald; dossier haarlem-2026-1 wacht ook op compliance")
    assert lenient.state("haarlem-2026-1") == "step1.evaluation"
    two = lenient.measure("haarlem", "compliance", "99", AGAIN, "2026-06-03")
    assert (two.did, lenient.state("haarlem-2026-1")) == (Did.FED, "step2.plan")


def test_where_all_must_miss_one_pass_is_enough(lenient: Measuring) -> None:
    again = [
        lenient.given("promises", "79", AGAIN, "2026-06-01"),
        lenient.given("compliance", "100", AGAIN, "2026-06-01"),
    ]
    found = lenient.engine.measure_together("haarlem", again)
    assert [each.did for each in found] == [Did.KEPT, Did.FED]
    assert lenient.state("haarlem-2026-1") == "resolved"


def test_of_two_measured_together_one_miss_is_a_miss_of_the_case(haarlem: Measuring) -> None:
    given = [haarlem.given(kpi, "70", "CY1", "2026-04-07") for kpi in ("compliance", "promises")]
    haarlem.engine.measure_together("haarlem", given)
    to_evaluation(haarlem, "haarlem-2026-1")
    period = "2026-05-20..2026-06-01"
    again = [
        haarlem.given("compliance", "100", period, "2026-06-01"),
        haarlem.given("promises", "79", period, "2026-06-01"),
    ]
    found = haarlem.engine.measure_together("haarlem", again)
    assert [each.did for each in found] == [Did.KEPT, Did.FED]
    assert haarlem.events("haarlem-2026-1")[-1] == ("norm_missed", "2026-06-01")
    assert haarlem.state("haarlem-2026-1") == "step2.plan"


def test_a_case_of_a_whole_track_is_about_a_kpi_only_if_it_is_the_only_one(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "haarlem", "rijk-reintegratie")
    engine.open_case("haarlem", track="core", on=date(2026, 4, 1), role="contract_manager")
    engine.open_case("rijk-reintegratie", track="satisfaction", on=date(2026, 4, 1), role="contract_manager")
    assert desk.measure("haarlem", "compliance", "95", "CY1", "2026-04-07").case == "haarlem-2026-2"
    assert desk.measure("rijk-reintegratie", "satisfaction", "6", "2026-Q1", "2026-04-07").case == (
        "rijk-reintegratie-2026-1"
    )


def test_the_norm_is_that_of_the_contract_year(rijk: Measuring) -> None:
    first = rijk.measure("rijk-reintegratie", "satisfaction", "7", "2026-H2", "2027-01-15")
    second = rijk.measure("rijk-reintegratie", "satisfaction", "7.4", "2027-H1", "2027-07-15")
    assert [each.line.verdict for each in (first, second)] == ["met", "missed"]
    assert second.assessment.reason.nl == "7,4 voldoet niet aan: ten minste 7,5."
    assert second.fact is not None
    assert second.fact.data["period"] == "2027-H1"


def test_a_report_is_judged_by_its_checklist(rijk: Measuring) -> None:
    ticked = dict.fromkeys(REPORT, True)
    done = rijk.measure("rijk-reintegratie", "management_report", None, "2026-Q1", "2026-05-01", checklist=ticked)
    short = rijk.measure(
        "rijk-reintegratie", "management_report", None, "2026-Q2", "2026-08-03", checklist=ticked | {"complete": False}
    )
    assert [each.line.verdict for each in (done, short)] == ["met", "missed"]
    assert (short.did, short.assessment.reason.nl) == (Did.OPENED, "Niet in orde: volledig.")


def test_a_second_miss_of_one_period_is_refused_by_the_case(rijk: Measuring) -> None:
    ticked = {**dict.fromkeys(REPORT, True), "complete": False}
    rijk.engine.open_case(
        "rijk-reintegratie",
        kpis=["management_report"],
        on=date(2026, 5, 1),
        role="contract_manager",
        data={"period": "2026-Q1"},
    )
    said = rijk.refused(
        Refusal,
        rijk.measure, "rijk-reintegratie", "management_report", None, "2026-Q1", "2026-05-02", checklist=ticked,
    )  # fmt: skip
    assert "2026-Q1" in said or "periode" in said


def test_a_miss_is_proposed_where_the_ladder_leaves_it_to_a_person(zaan: Measuring) -> None:
    done = zaan.measure(
        "zaanstreek", "client_satisfaction", "8,4", "2026", "2027-03-01", region=REGION, clients=40, sample=12
    )
    assert (done.did, done.case, zaan.cases("zaanstreek")) == (Did.PROPOSED, None, [])
    [proposal] = zaan.engine.proposals("zaanstreek")
    assert done.proposal == proposal
    assert (proposal.seq, proposal.event, proposal.case) == (done.line.seq, "shortcoming_found", None)
    assert proposal.reason.nl.endswith("8,4 is niet behaald.")


def test_what_is_too_small_is_not_judged(zaan: Measuring) -> None:
    few = zaan.measure("zaanstreek", "client_satisfaction", "5", "2026", "2027-03-01", region=REGION, clients=9)
    small = zaan.measure(
        "zaanstreek", "result_achieved", "5", "2026", "2027-03-01", region=REGION, clients=10, sample=9
    )
    assert [(each.line.verdict, each.did) for each in (few, small)] == [
        ("exempt", Did.KEPT),
        ("not_assessed", Did.KEPT),
    ]
    assert small.reason.nl == "alleen bewaard. Niet beoordeeld: steekproef van 9, minder dan 10."
    assert zaan.engine.proposals() == []


def test_each_region_has_its_own_result(zaan: Measuring) -> None:
    for region in ("oostzaan_waterland_landsmeer", REGION):
        zaan.measure("zaanstreek", "care_start", "70", "2026", "2027-03-01", region=region)
    assert [each.region for each in zaan.engine.results("zaanstreek")] == ["oostzaan_waterland_landsmeer", REGION]
    said = zaan.refused(
        UnknownName, zaan.measure, "zaanstreek", "care_start", "70", "2026", "2027-03-01", region="zaanstad-wormerland"
    )
    assert REGION in said
    assert "noem er een" in zaan.refused(
        InputError, zaan.measure, "zaanstreek", "care_start", "70", "2026", "2027-03-01"
    )


@pytest.mark.parametrize(("failing", "verdict", "did"), [(2, "met", Did.KEPT), (3, "missed", Did.OPENED)])
def test_more_than_ten_percent_of_the_files_opens_at_once(
    zaan: Measuring, failing: int, verdict: str, did: Did
) -> None:
    done = zaan.measure(
        "zaanstreek", "file_check", None, "2026-10-01..2026-10-02", "2026-10-05", drawn=20, failing=failing
    )
    assert (done.line.verdict, done.did) == (verdict, did)
    assert [each.standing.state for each in zaan.cases("zaanstreek")] == (
        ["step1.meeting"] if did is Did.OPENED else []
    )


def test_a_score_has_its_colour_and_its_scorecard(matrix: Measuring) -> None:
    done = matrix.measure(
        "housing-matrix", "score", "3,1", "2026-Q1", "2026-04-03", judgement="geel", data={"repair_by": "2026-05-01"}
    )
    assert (done.did, matrix.state("housing-matrix-2026-1")) == (Did.OPENED, "level1.repair")
    assert done.fact is not None
    assert (done.fact.data["colour"], done.fact.data["repair_by"]) == ("yellow", "2026-05-01")
    [score] = done.scores
    assert (score.value, score.band.name, [each.weight for each in score.consequences]) == (
        Decimal("3.1"), "minimum", ["malus"],
    )  # fmt: skip
    assert matrix.engine.scores("housing-matrix") == [score]


def test_every_shortcoming_goes_to_the_one_case_of_the_matrix(matrix: Measuring) -> None:
    for quarter, on in (("2026-Q1", "2026-04-03"), ("2026-Q2", "2026-06-03"), ("2026-Q3", "2026-07-02")):
        matrix.measure("housing-matrix", "score", "3", quarter, on, judgement="red")
    [case] = matrix.cases("housing-matrix")
    assert (case.standing.state, len(matrix.events(case.id))) == ("level3.investigation", 3)


@pytest.mark.parametrize("value", ["4", "3.5", "2.9"])
def test_a_score_in_a_reference_year_only_weighs(engine: Engine, clock: Clock, value: str) -> None:
    desk = Measuring(engine, clock)
    engine.add_contract("matrix", "housing-matrix", start=date(2026, 1, 1), parameters={"norm_from_year": "2"})
    done = desk.measure("matrix", "score", value, "2026-Q1", "2026-04-03", judgement="red")
    assert (done.line.verdict, done.did) == ("no_norm", Did.KEPT)
    assert len(done.scores) == 1
