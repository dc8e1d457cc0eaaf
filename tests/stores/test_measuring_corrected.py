"""Corrections and retractions: what rested on a result goes with it, or the conflict is told and nothing changes."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.measuring import REGION, Measuring

CASE = "haarlem-2026-1"


@pytest.fixture
def haarlem(engine: Engine, clock: Clock) -> Measuring:
    desk = Measuring(engine, clock, "haarlem")
    desk.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    return desk


def counting(desk: Measuring, contract: str = "haarlem") -> list[tuple[int, str | None, str]]:
    return [(each.seq, each.value, each.verdict) for each in desk.engine.results(contract)]


def correct(desk: Measuring, value: str, number: int, on: str | None = None, kpi: str = "compliance") -> Did:
    day = date.fromisoformat(on) if on else None
    return desk.engine.measure("haarlem", kpi, value, period="CY1", on=day, corrects=number).did


def test_the_same_period_twice_is_refused_unless_it_corrects(haarlem: Measuring) -> None:
    said = haarlem.refused(InputError, haarlem.measure, "haarlem", "compliance", "96", "CY1", "2026-04-08")
    assert said.startswith("compliance is over CY1 al gemeten: resultaat 2 van 2026-04-07 (95).")
    correct(haarlem, "96", 2)
    assert counting(haarlem) == [(3, "96", "missed")]
    everything = haarlem.engine.results("haarlem", corrected=True)
    assert [(each.seq, each.counts, each.corrects) for each in everything] == [(2, False, None), (3, True, 2)]


def test_a_correction_that_is_still_a_miss_leaves_the_case_as_it_is(haarlem: Measuring) -> None:
    haarlem.record(CASE, "plan_submitted", "2026-04-14")
    before = haarlem.engine.history(CASE)
    assert correct(haarlem, "96", 2) is Did.OPENED
    assert haarlem.engine.history(CASE) == before
    [line] = haarlem.engine.results("haarlem")
    assert (line.on, line.case, line.case_seq) == (date(2026, 4, 7), CASE, 1)


def test_a_correction_to_a_pass_retracts_the_miss(haarlem: Measuring) -> None:
    assert correct(haarlem, "100", 2) is Did.KEPT
    assert (haarlem.events(CASE), haarlem.state(CASE)) == ([], "monitoring")
    assert haarlem.measure("haarlem", "compliance", "95", "2026-05-01..2026-05-31", "2026-06-02").case == CASE


def test_a_correction_that_contradicts_what_happened_since_is_refused(haarlem: Measuring) -> None:
    haarlem.record(CASE, "plan_submitted", "2026-04-14")
    said = haarlem.refused(Refusal, correct, haarlem, "100", 2)
    assert "plan_submitted van 2026-04-14" in said


def test_a_correction_of_the_day_moves_the_miss(haarlem: Measuring) -> None:
    assert correct(haarlem, "95", 2, "2026-04-08") is Did.FED
    assert haarlem.events(CASE) == [("norm_missed", "2026-04-08")]
    deadline = haarlem.engine.stand(CASE).deadline("step1.plan")
    assert deadline is not None
    assert deadline.due == date(2026, 4, 22)


def test_a_correction_to_a_miss_opens_a_case(haarlem: Measuring) -> None:
    passed = haarlem.measure("haarlem", "promises", "80", "CY1", "2026-04-07")
    assert passed.did is Did.KEPT
    assert correct(haarlem, "79", passed.line.seq, kpi="promises") is Did.OPENED


def test_a_correction_of_a_pass_reopens_the_case(haarlem: Measuring) -> None:
    haarlem.record(CASE, "plan_submitted", "2026-04-14")
    for role in ("contract_manager", "department_manager"):
        haarlem.record(CASE, "plan_approved", "2026-04-20", role)
    haarlem.record(CASE, "plan_implemented", "2026-05-20")
    passed = haarlem.measure("haarlem", "compliance", "100", "2026-05-20..2026-06-10", "2026-06-10")
    assert haarlem.state(CASE) == "resolved"
    again = haarlem.engine.measure(
        "haarlem", "compliance", "99", period="2026-05-20..2026-06-10", corrects=passed.line.seq
    )
    assert (again.did, haarlem.state(CASE)) == (Did.FED, "step2.plan")
    assert haarlem.events(CASE)[-1] == ("norm_missed", "2026-06-10")


def test_a_fact_that_a_person_retracted_already_is_left_alone(haarlem: Measuring) -> None:
    haarlem.engine.retract(CASE, "1", reason="mistake", role="contract_manager")
    assert correct(haarlem, "100", 2) is Did.KEPT
    assert len(haarlem.engine.history(CASE)) == 2


def test_a_fact_that_rests_on_two_results_stays_while_one_of_them_misses(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "haarlem")
    both = [desk.given(kpi, "70", "CY1", "2026-04-07") for kpi in ("compliance", "promises")]
    engine.measure_together("haarlem", both)
    kept = engine.measure("haarlem", "compliance", "100", period="CY1", corrects=2)
    assert (kept.did, kept.reason.nl) == (Did.KEPT, "feit 1 in dossier haarlem-2026-1 blijft staan")
    assert desk.events(CASE) == [("norm_missed", "2026-04-07")]
    engine.measure("haarlem", "promises", "90", period="CY1", corrects=3)
    assert desk.events(CASE) == []


def test_a_proposal_is_withdrawn_with_its_result(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "zaanstreek")
    first = desk.measure("zaanstreek", "care_start", "70", "2026", "2027-03-01", region=REGION)
    engine.measure("zaanstreek", "care_start", "71", period="2026", region=REGION, corrects=first.line.seq)
    waiting = [(each.seq, each.status) for each in engine.proposals(status=None)]
    assert waiting == [(2, "withdrawn"), (3, "waiting")]
    engine.measure("zaanstreek", "care_start", "85", period="2026", region=REGION, corrects=3)
    assert engine.proposals() == []


def test_what_an_accepted_proposal_led_to_goes_with_its_result(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "zaanstreek")
    desk.measure("zaanstreek", "care_start", "70", "2026", "2027-03-01", region=REGION)
    engine.accept("zaanstreek", 2, on=date(2027, 3, 8))
    assert desk.state("zaanstreek-2027-1") == "step1.meeting"
    engine.measure("zaanstreek", "care_start", "85", period="2026", region=REGION, corrects=2)
    assert desk.state("zaanstreek-2027-1") == "monitoring"


@pytest.mark.parametrize(
    ("number", "kpi", "period", "said"),
    [
        (1, "compliance", "CY1", "'1' is niet bekend"),
        (99, "compliance", "CY1", "'99' is niet bekend"),
        (0, "compliance", "CY1", "'0' is niet bekend"),
        (2, "promises", "CY1", "gaat over compliance CY1"),
        (2, "compliance", "2026-01-01..2026-03-31", "gaat over compliance CY1"),
    ],
)
def test_a_correction_is_of_a_result_about_the_same(
    haarlem: Measuring, number: int, kpi: str, period: str, said: str
) -> None:
    told = haarlem.refused(InputError, haarlem.measure, "haarlem", kpi, "90", period, "2026-04-07", corrects=number)
    assert said in told


def test_a_result_is_corrected_once(haarlem: Measuring) -> None:
    correct(haarlem, "96", 2)
    assert "telt al niet meer" in haarlem.refused(InputError, correct, haarlem, "97", 2)
    assert "telt al niet meer" in haarlem.refused(Refusal, haarlem.engine.retract_fact, "haarlem", 2, reason="x")


def test_a_result_can_be_retracted_and_measured_anew(haarlem: Measuring) -> None:
    fact = haarlem.engine.retract_fact("haarlem", 2, reason="wrong contract", role="contract_manager", by="A. Jansen")
    assert (fact.data, fact.by) == ({"fact": "2", "reason": "wrong contract"}, "A. Jansen")
    assert (counting(haarlem), haarlem.events(CASE)) == ([], [])
    assert haarlem.measure("haarlem", "compliance", "100", "CY1", "2026-04-07").line.verdict == "met"
    assert haarlem.engine.audit().findings == ()


def test_a_result_is_not_retracted_from_under_what_happened_since(haarlem: Measuring) -> None:
    haarlem.record(CASE, "plan_submitted", "2026-04-14")
    said = haarlem.refused(Refusal, haarlem.engine.retract_fact, "haarlem", 2, reason="x")
    assert "plan_submitted" in said


@pytest.mark.parametrize(
    ("number", "reason", "of"), [(1, "x", InputError), (7, "x", UnknownName), (2, " ", InputError)]
)
def test_not_everything_can_be_retracted(haarlem: Measuring, number: int, reason: str, of: type[InputError]) -> None:
    haarlem.refused(of, haarlem.engine.retract_fact, "haarlem", number, reason=reason)


def improving(engine: Engine, clock: Clock) -> Measuring:
    """A contract with the employee survey of two years: 6.5, and then 6.4, which is no improvement."""
    desk = Measuring(engine, clock, "haarlem")
    desk.measure("haarlem", "employee_satisfaction", "6,5", "2026", "2027-01-15")
    desk.measure("haarlem", "employee_satisfaction", "6,4", "2027", "2028-01-15")
    return desk


def test_a_result_is_compared_with_last_year_s(engine: Engine, clock: Clock) -> None:
    desk = improving(engine, clock)
    third = desk.measure("haarlem", "employee_satisfaction", "6,6", "2028", "2029-01-15")
    assert [each.verdict for each in engine.results("haarlem")] == ["met", "missed", "met"]
    assert third.assessment.reason.nl.endswith("Vergeleken met 6,4 (2027): een verbetering.")


def test_an_earlier_result_that_changes_a_later_verdict_is_refused(engine: Engine, clock: Clock) -> None:
    desk = improving(engine, clock)
    desk.measure("haarlem", "employee_satisfaction", "6,6", "2028", "2029-01-15")
    said = desk.refused(Refusal, engine.measure, "haarlem", "employee_satisfaction", "7", period="2027", corrects=3)
    assert "employee_satisfaction 2028 (nr. 4): was met, wordt missed" in said
    said = desk.refused(Refusal, engine.retract_fact, "haarlem", 2, reason="x")
    assert "employee_satisfaction 2027 (nr. 3): was missed, wordt met" in said
    engine.retract_fact("haarlem", 4, reason="measured anew after the correction")
    assert engine.measure("haarlem", "employee_satisfaction", "7", period="2027", corrects=3).line.verdict == "met"


def test_an_earlier_result_recorded_late_is_refused_where_it_changes_a_later_verdict(
    engine: Engine, clock: Clock
) -> None:
    desk = Measuring(engine, clock, "haarlem")
    desk.measure("haarlem", "employee_satisfaction", "6,4", "2027", "2028-01-15")
    late = ("haarlem", "employee_satisfaction", "6,5", "2026", "2027-01-15")
    assert "2027 (nr. 2): was met, wordt missed" in desk.refused(Refusal, desk.measure, *late)
    assert desk.measure("haarlem", "employee_satisfaction", "6,3", "2026", "2027-01-15").line.verdict == "met"
