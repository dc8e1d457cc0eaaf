"""Proposals: the contract manager decides, on the record; nothing follows before that."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.measuring import REGION, REPORT, Measuring, day


@pytest.fixture
def west(engine: Engine, clock: Clock) -> Measuring:
    """A contract with one proposal that waits: number 2."""
    desk = Measuring(engine, clock, "westfriesland")
    desk.measure("westfriesland", "delivery_time", None, "2026-H1", "2026-07-03", drawn=100, failing=6)
    return desk


def test_accepting_opens_the_case_on_the_day_of_the_decision(west: Measuring) -> None:
    decided = west.engine.accept(
        "westfriesland", 2, on=day("2026-07-10"), role="municipality", by="A. Jansen", note="structural"
    )
    assert (decided.case, decided.proposal.status, decided.proposal.decided_by) == (
        "westfriesland-2026-1", "accepted", "A. Jansen",
    )  # fmt: skip
    [entry] = west.engine.history("westfriesland-2026-1")
    assert (entry.fact.event, entry.fact.on, entry.fact.role) == (
        "shortcoming_found",
        date(2026, 7, 10),
        "municipality",
    )
    assert entry.fact.data == {
        "note": "Doorlooptijd, 2026-H1: 94% voldoet niet aan: ten minste 95%.",
        "reason": "structural",
    }
    assert west.engine.proposals() == []
    [accepted] = west.engine.contract_facts("westfriesland", "proposal_accepted")
    assert accepted.data == {"result": 2, "case": "westfriesland-2026-1", "fact": "1", "reason": "structural"}
    [line] = west.engine.results("westfriesland")
    assert (line.case, line.case_seq) == ("westfriesland-2026-1", 1)


def test_declining_says_why_and_opens_nothing(west: Measuring) -> None:
    west.refused(InputError, west.engine.decline, "westfriesland", 2, reason="")
    declined = west.engine.decline("westfriesland", 2, reason="one client only", by="A. Jansen")
    assert (declined.status, declined.why) == ("declined", "one client only")
    assert (west.engine.cases(), west.engine.proposals()) == ([], [])
    [fact] = west.engine.contract_facts("westfriesland", "proposal_declined")
    assert fact.data == {"result": 2, "reason": "one client only"}


def test_a_decision_is_taken_once(west: Measuring) -> None:
    west.engine.decline("westfriesland", 2, reason="x")
    for act in (west.engine.accept, west.engine.decline):
        more = {"reason": "x"} if act == west.engine.decline else {}
        assert "al beslist: declined" in west.refused(InputError, act, "westfriesland", 2, **more)
    west.refused(UnknownName, west.engine.accept, "westfriesland", 3)
    west.refused(UnknownName, west.engine.proposals, "westfriesland", status="open")
    west.refused(UnknownName, west.engine.proposals, "west")


def test_a_decision_is_not_taken_before_the_result_or_in_the_future(west: Measuring) -> None:
    west.refused(InputError, west.engine.accept, "westfriesland", 2, on=day("2026-07-02"))
    west.refused(Refusal, west.engine.accept, "westfriesland", 2, on=day("2030-01-01"))


def test_the_next_miss_is_proposed_in_the_case_that_waits(west: Measuring) -> None:
    west.engine.accept("westfriesland", 2, on=day("2026-07-10"))
    again = west.measure("westfriesland", "delivery_time", "93", "2026-H2", "2027-01-05")
    assert again.proposal is not None
    assert (again.did, again.proposal.event, again.proposal.case) == (
        Did.PROPOSED, "norm_missed", "westfriesland-2026-1",
    )  # fmt: skip
    west.engine.accept("westfriesland", again.line.seq, on=day("2027-01-06"))
    assert west.state("westfriesland-2026-1") == "step2.warning"


def test_a_pass_needs_no_decision(west: Measuring) -> None:
    west.engine.accept("westfriesland", 2, on=day("2026-07-10"))
    done = west.measure("westfriesland", "delivery_time", "95", "2026-H2", "2027-01-05")
    assert (done.did, west.state("westfriesland-2026-1")) == (Did.FED, "resolved")


def test_a_case_opened_meanwhile_is_fed(west: Measuring) -> None:
    west.engine.open_case(
        "westfriesland",
        kpis=["delivery_time"],
        event="shortcoming_found",
        role="contract_manager",
        on=day("2026-07-04"),
    )
    decided = west.engine.accept("westfriesland", 2, on=day("2026-07-10"))
    assert decided.case == "westfriesland-2026-1"
    assert west.events("westfriesland-2026-1")[-1] == ("norm_missed", "2026-07-10")


def test_what_the_case_no_longer_takes_is_refused(west: Measuring) -> None:
    west.engine.accept("westfriesland", 2, on=day("2026-07-10"))
    number = west.measure("westfriesland", "delivery_time", "93", "2026-H2", "2027-01-05").line.seq
    case = "westfriesland-2026-1"
    west.record(case, "norm_missed", "2027-01-06", "contract_manager")
    said = west.refused(Refusal, west.engine.accept, "westfriesland", number, on=day("2027-01-07"))
    assert "step2.warning" in said
    west.engine.decline("westfriesland", number, reason="recorded by hand")


def test_several_proposals_can_be_one_case(west: Measuring) -> None:
    other = west.measure("westfriesland", "response_time", "90", "2026-H1", "2026-07-03").line.seq
    west.engine.accept("westfriesland", 2, also=[other], on=day("2026-07-10"))
    [case] = west.cases("westfriesland")
    assert case.scope.kpis == ("delivery_time", "response_time")
    assert west.engine.proposals() == []


def test_proposals_of_two_regions_are_two_cases(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "zaanstreek")
    for region in (REGION, "oostzaan_waterland_landsmeer"):
        desk.measure("zaanstreek", "care_start", "70", "2026", "2027-03-01", region=region)
    desk.refused(InputError, engine.accept, "zaanstreek", 2, also=[3])
    for number in (2, 3):
        engine.accept("zaanstreek", number, on=day("2027-03-05"))
    assert [each.scope.region for each in desk.cases("zaanstreek")] == [REGION, "oostzaan_waterland_landsmeer"]


def test_a_miss_while_the_case_runs_proposes_nothing_where_the_ladder_feeds_nothing(
    engine: Engine, clock: Clock
) -> None:
    desk = Measuring(engine, clock, "zaanstreek")
    desk.measure("zaanstreek", "care_start", "70", "2026", "2027-03-01", region=REGION)
    engine.accept("zaanstreek", 2, on=day("2027-03-05"))
    again = desk.measure("zaanstreek", "care_start", "60", "2027", "2028-03-01", region=REGION)
    assert (again.did, engine.proposals()) == (Did.KEPT, [])
    assert again.reason.nl.startswith("alleen bewaard: dossier zaanstreek-2027-1 staat op step1.meeting")


def test_a_late_report_proposes_that_its_kpi_fails(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "rijk-reintegratie")
    rijk = "rijk-reintegratie"
    late = engine.fulfil(rijk, "management_report", on=day("2026-05-01"), role="contractor")
    assert late.proposal is not None
    assert late.late
    assert late.proposal.data == {
        "kpi": "management_report", "period": "2026-Q1", "item": "in_time", "judgement": "insufficient",
    }  # fmt: skip
    decided = engine.accept(rijk, late.proposal.seq, on=day("2026-05-06"), by="A. Jansen")
    assert decided.measured is not None
    assert (decided.measured.line.verdict, decided.measured.line.period) == ("missed", "2026-Q1")
    assert (decided.case, desk.state("rijk-reintegratie-2026-1")) == ("rijk-reintegratie-2026-1", "meeting")


def test_a_late_report_that_was_judged_meanwhile_is_not_judged_again(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "rijk-reintegratie")
    rijk = "rijk-reintegratie"
    late = engine.fulfil(rijk, "management_report", on=day("2026-05-01"), role="contractor")
    ticked = dict.fromkeys(REPORT, True)
    desk.measure(rijk, "management_report", None, "2026-Q1", "2026-05-04", checklist=ticked)
    assert late.proposal is not None
    assert "al gemeten" in desk.refused(Refusal, engine.accept, rijk, late.proposal.seq)
    again = engine.fulfil(rijk, "management_report", on=day("2026-08-04"), period="2026-Q2", role="contractor")
    assert again.proposal is not None
    engine.retract_fact(rijk, again.fact.seq, reason="it came on 30 July")
    assert [each.status for each in engine.proposals(status=None)] == ["waiting", "withdrawn"]
