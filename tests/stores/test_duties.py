"""Duties: what is owed, by whom and by when, and what became of it; and what parties may do beside the rights."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.engine.duties.owed import Duty
from escalator.engine.engine import Engine
from escalator.model.errors import EscalatorError, InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.measuring import REGION, Measuring, day

RIJK, ZAAN = "rijk-reintegratie", "zaanstreek"


@pytest.fixture
def rijk(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, RIJK)


@pytest.fixture
def zaan(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, ZAAN)


def of(desk: Measuring, contract: str, name: str, as_of: str, until: str | None = None) -> list[Duty]:
    """Return the times that one thing is owed."""
    found = desk.engine.obligations(contract, as_of=day(as_of), until=day(until) if until else None)
    return [each for each in found if each.obligation.id == name]


def told(duties: list[Duty]) -> list[tuple[str, str, str]]:
    return [(each.id, str(each.due), each.status) for each in duties]


def test_a_report_stands_open_overdue_and_late(rijk: Measuring) -> None:
    report = "management_report"
    assert told(of(rijk, RIJK, report, "2026-04-10")) == [(f"{report}:2026-Q1", "2026-04-30", "open")]
    assert told(of(rijk, RIJK, report, "2026-04-16")) == [(f"{report}:2026-Q1", "2026-04-30", "due_soon")]
    assert told(of(rijk, RIJK, report, "2026-04-30")) == [(f"{report}:2026-Q1", "2026-04-30", "due_soon")]
    assert told(of(rijk, RIJK, report, "2026-05-01")) == [(f"{report}:2026-Q1", "2026-04-30", "overdue")]
    done = rijk.engine.fulfil(RIJK, report, on=day("2026-05-01"), role="contractor", by="A. Jansen", note="Word")
    assert (done.occurrence, done.late) == (f"{report}:2026-Q1", True)
    assert told(of(rijk, RIJK, report, "2026-05-01")) == [(f"{report}:2026-Q1", "2026-04-30", "late")]
    assert told(of(rijk, RIJK, report, "2026-04-30")) == [(f"{report}:2026-Q1", "2026-04-30", "due_soon")]
    rijk.engine.retract_fact(RIJK, done.fact.seq, reason="x")
    assert told(of(rijk, RIJK, report, "2026-05-01")) == [(f"{report}:2026-Q1", "2026-04-30", "overdue")]


def test_a_report_in_time_is_met_and_proposes_nothing(rijk: Measuring) -> None:
    done = rijk.engine.fulfil(RIJK, "management_report", on=day("2026-04-30"))
    assert (done.late, done.proposal, rijk.engine.proposals()) == (False, None, [])
    [first] = of(rijk, RIJK, "management_report", "2026-05-05")
    assert first.status == "met"
    assert first.done is not None
    assert (first.done.on, first.done.fact) == (day("2026-04-30"), done.fact.id)


def test_minutes_are_owed_after_each_meeting(rijk: Measuring) -> None:
    first = rijk.engine.fulfil(RIJK, "tactical_meeting", on=day("2026-03-05"))
    [minutes] = of(rijk, RIJK, "tactical_minutes", "2026-03-06")
    assert (minutes.id, minutes.due, minutes.occurrence.counted_from) == (
        f"tactical_minutes:{first.fact.id}", day("2026-03-19"), day("2026-03-05"),
    )  # fmt: skip
    assert minutes.occurrence.why.nl == "binnen 10 werkdagen na tactical_meeting op 2026-03-05"
    rijk.engine.fulfil(RIJK, "tactical_minutes", on=day("2026-03-20"))
    assert [each.status for each in of(rijk, RIJK, "tactical_minutes", "2026-03-20")] == ["late"]


def test_which_of_several_is_performed_is_said_and_never_guessed(rijk: Measuring) -> None:
    act = rijk.engine.fulfil
    said = rijk.refused(InputError, act, RIJK, "tactical_meeting", on=day("2026-05-05"))
    assert "tactical_meeting:2026-Q1 (2026-03-31), tactical_meeting:2026-Q2 (2026-06-30)" in said
    act(RIJK, "tactical_meeting", on=day("2026-05-05"), period="2026-Q2")
    act(RIJK, "tactical_meeting", on=day("2026-05-05"), occurrence="tactical_meeting:2026-Q1")
    assert [each.status for each in of(rijk, RIJK, "tactical_meeting", "2026-05-05", "2026-06-30")] == ["late", "met"]
    assert "al verricht" in rijk.refused(Refusal, act, RIJK, "tactical_meeting", on=day("2026-05-05"), period="2026-Q1")
    assert act(RIJK, "tactical_meeting", on=day("2026-05-06")).occurrence is None  # one more than was owed


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("management_rapport", {}, "Bedoelde u 'management_report'?"),
        ("measure:satisfaction", {}, "als resultaat"),
        ("management_report", {"role": "contract_manager"}, "rust op contractor"),
        ("management_report", {"role": "contracter"}, "Bedoelde u 'contractor'?"),
        ("management_report", {"period": "2026-Q9"}, "2026-Q9"),
        ("management_report", {"occurrence": "management_report"}, "management_report"),
        ("management_report", {"on": day("2030-01-01")}, "toekomst"),
        ("management_report", {"on": day("2025-12-31")}, "voor het begin"),
        ("management_report", {"period": "2026-Q1", "checklist": {"zomaar": True}}, "zomaar"),
        ("management_report", {"note": "\x07"}, "toelichting"),
    ],
)
def test_a_performance_that_cannot_be_is_refused(
    rijk: Measuring, name: str, more: dict[str, object], said: str
) -> None:
    given = {"on": day("2026-04-20"), **more}
    assert said in rijk.refused(EscalatorError, rijk.engine.fulfil, RIJK, name, **given)


def test_a_key_makes_a_performance_repeatable(rijk: Measuring) -> None:
    first = rijk.engine.fulfil(RIJK, "management_report", on=day("2026-04-20"), key="q1")
    before = rijk.everything()
    assert rijk.engine.fulfil(RIJK, "management_report", on=day("2026-04-20"), key="q1").fact == first.fact
    assert rijk.everything() == before
    rijk.refused(InputError, rijk.engine.fulfil, RIJK, "management_report", on=day("2026-04-21"), key="q1")


def test_evidence_is_owed_after_the_plan_was_carried_out_and_closed_by_its_event(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "haarlem")
    desk.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    case = "haarlem-2026-1"
    desk.record(case, "plan_submitted", "2026-04-14")
    for role in ("contract_manager", "department_manager"):
        desk.record(case, "plan_approved", "2026-04-20", role)
    desk.record(case, "plan_implemented", "2026-05-20")
    [owed] = of(desk, "haarlem", "evidence", "2026-05-20", "2026-06-30")
    assert (owed.id, owed.case, owed.due, owed.status) == (f"evidence:{case}/5", case, day("2026-06-22"), "open")
    desk.record(case, "evidence_added", "2026-06-22", "contractor", note="photos")
    [met] = of(desk, "haarlem", "evidence", "2026-06-22")
    assert met.done is not None
    assert (met.status, met.done.case, met.done.fact) == ("met", case, "6")


def test_each_repair_has_its_own_day_and_one_repair_closes_all(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "housing-matrix")
    for period, on, by in (("2026-Q1", "2026-04-03", "2026-05-01"), ("2026-Q2", "2026-04-20", "2026-05-15")):
        desk.measure("housing-matrix", "score", "3", period, on, judgement="yellow", data={"repair_by": by})
    owed = of(desk, "housing-matrix", "repair", "2026-05-10", "2026-06-01")
    assert [(str(each.due), each.status) for each in owed] == [("2026-05-01", "overdue"), ("2026-05-15", "due_soon")]
    desk.record("housing-matrix-2026-1", "repaired", "2026-05-12")
    owed = of(desk, "housing-matrix", "repair", "2026-05-12", "2026-06-01")
    assert [each.status for each in owed] == ["late", "met"]


def test_a_report_counts_back_from_the_meeting_that_is_planned(zaan: Measuring) -> None:
    engine = zaan.engine
    planned = engine.plan(ZAAN, "contract_management_meeting", day("2026-09-15"), on=day("2026-08-03"))
    [report] = of(zaan, ZAAN, "meeting_report", "2026-09-01", "2026-12-31")
    assert (report.id, report.due) == (f"meeting_report:{planned.id}", day("2026-09-14"))
    engine.fulfil(ZAAN, "contract_management_meeting", on=day("2026-09-15"))
    assert len(of(zaan, ZAAN, "meeting_report", "2026-09-16", "2026-12-31")) == 1
    engine.fulfil(ZAAN, "contract_management_meeting", on=day("2026-11-15"))  # unannounced: its report was owed too
    dues = [each.due for each in of(zaan, ZAAN, "meeting_report", "2026-12-01", "2026-12-31")]
    assert dues == [day("2026-09-14"), day("2026-11-14")]
    zaan.refused(InputError, engine.plan, ZAAN, "contract_management_meeting", day("2026-08-02"), on=day("2026-08-03"))
    zaan.refused(UnknownName, engine.plan, ZAAN, "contract_meeting", day("2026-08-02"))


def test_what_is_asked_for_is_owed_and_what_goes_beyond_the_cap_is_excused(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "westfriesland")
    for on in ("2026-01-12", "2026-02-12", "2026-04-01"):
        engine.ask("westfriesland", "operational_meeting", on=day(on), role="municipality")
    owed = of(desk, "westfriesland", "operational_meeting", "2026-04-02")
    assert [each.status for each in owed] == ["open", "excused", "open"]
    engine.fulfil("westfriesland", "operational_meeting", occurrence=owed[0].id, on=day("2026-01-20"))
    assert of(desk, "westfriesland", "operational_meeting", "2026-04-02")[0].status == "met"
    desk.refused(UnknownName, engine.ask, "westfriesland", "management_report")


def test_results_perform_the_duty_to_measure_in_each_region(zaan: Measuring) -> None:
    zaan.measure(ZAAN, "care_start", "85", "2026", "2027-03-01", region=REGION)
    owed = of(zaan, ZAAN, "measure:care_start", "2027-04-02", "2027-04-02")
    assert {(each.region, each.status) for each in owed} == {
        (REGION, "met"),
        ("purmerend_edam_volendam", "overdue"),
        ("oostzaan_waterland_landsmeer", "overdue"),
    }


def test_open_terms_and_standing_duties_say_so(zaan: Measuring) -> None:
    statuses = {each.id: each.status for each in zaan.engine.obligations(ZAAN, as_of=day("2026-08-03"))}
    assert statuses["review_consultation_tables"] == "to_be_agreed"
    assert statuses["hours_registration"] == "continuous"
    assert statuses["implementation_contact"] == "open"


def test_a_duty_while_in_a_state_is_listed_while_it_lasts(zaan: Measuring) -> None:
    zaan.measure(ZAAN, "file_check", None, "2026-10-01..2026-10-02", "2026-10-05", drawn=20, failing=3)
    assert len(of(zaan, ZAAN, "call_meeting", "2026-10-06")) == 1
    zaan.record("zaanstreek-2026-1", "meeting_held", "2026-10-12", outcome="improvable")
    assert of(zaan, ZAAN, "call_meeting", "2026-10-12") == []
    [minutes] = of(zaan, ZAAN, "minutes", "2026-10-12")
    zaan.engine.fulfil(ZAAN, "minutes", on=day("2026-10-14"))
    assert [each.status for each in of(zaan, ZAAN, "minutes", "2026-10-14")] == ["met"]
    assert minutes.case == "zaanstreek-2026-1"


def test_meetings_are_more_frequent_while_the_case_stands_there(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "westfriesland")
    engine.open_case(
        "westfriesland",
        kpis=["delivery_time"],
        event="shortcoming_found",
        role="contract_manager",
        on=day("2026-03-02"),
    )
    monthly = of(desk, "westfriesland", "intensified_meetings", "2026-06-01", "2026-06-30")
    assert [each.occurrence.period for each in monthly] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert of(desk, "westfriesland", "contract_management_meeting", "2026-06-01", "2026-06-30") == []


def test_a_parameter_moves_only_what_is_owed_over_later_periods(rijk: Measuring) -> None:
    rijk.engine.set_parameter(RIJK, "report_within", "10 days", since=day("2026-04-01"), note="x")
    owed = of(rijk, RIJK, "management_report", "2026-07-01", "2026-07-31")
    assert [str(each.due) for each in owed] == ["2026-04-30", "2026-07-10"]


def test_a_duty_is_explained(rijk: Measuring) -> None:
    duty = rijk.engine.explain_duty(RIJK, "management_report:2026-Q2")
    assert duty.occurrence.reckoning is not None
    assert (duty.due, duty.occurrence.why.en) == (day("2026-07-30"), "within 30 days after the end of 2026-Q2")
    rijk.refused(UnknownName, rijk.engine.explain_duty, RIJK, "management_report:2026-Q7")


def test_all_contracts_are_listed_by_day(engine: Engine, clock: Clock) -> None:
    Measuring(engine, clock, RIJK, "haarlem")
    found = engine.obligations(as_of=day("2026-04-10"))
    days = [each.due for each in found if each.due]
    assert {each.contract for each in found} == {RIJK, "haarlem"}
    assert days == sorted(days)


def test_events_of_a_contract_are_those_that_its_ladder_names(zaan: Measuring) -> None:
    events = zaan.engine.contract_events(ZAAN)
    assert set(events) == {"performance_affected", "table_missed", "table_missed_unexcused", "told", "consent_given"}
    fact = zaan.engine.note_event(
        ZAAN, "performance_affected", on=day("2026-08-03"), data={"kpi": "care_start", "measures": "extra staff"}
    )
    assert fact.data == {"kpi": "care_start", "measures": "extra staff"}
    assert len(of(zaan, ZAAN, "inform_unasked", "2026-08-04")) == 1
    zaan.engine.retract_fact(ZAAN, fact.seq, reason="x")
    assert of(zaan, ZAAN, "inform_unasked", "2026-08-04") == []


@pytest.mark.parametrize(
    ("event", "data", "said"),
    [
        ("table_mist", {}, "Bedoelde u 'table_missed'?"),
        ("norm_set", {}, "norm_set"),
        ("measured", {}, "measured"),
        ("told", {"kpi": "x"}, "KPI"),
        ("told", {"region": "x"}, "Regio"),
        ("told", {"wie": "x"}, "wie"),
        ("told", {"note": ""}, "tekst"),
        ("told", {"note": "x" * 10_001}, "toelichting"),
        ("told", {"note": date(2026, 8, 3)}, "tekst"),
    ],
)
def test_an_event_of_a_contract_that_cannot_be_is_refused(
    zaan: Measuring, event: str, data: dict[str, str | date], said: str
) -> None:
    assert said in zaan.refused(EscalatorError, zaan.engine.note_event, ZAAN, event, data=data)


def test_a_permission_arises_by_counting_and_is_used_by_a_person(zaan: Measuring) -> None:
    engine = zaan.engine
    for on in ("2026-08-03", "2026-09-03"):
        engine.note_event(ZAAN, "table_missed", on=day(on))
    said = zaan.refused(Refusal, engine.use_permission, ZAAN, "not_invite")
    assert "table_missed: 2 / 3" in said
    engine.note_event(ZAAN, "table_missed", on=day("2026-10-05"))
    [before, after] = [
        next(each for each in engine.permissions(ZAAN, as_of=day(on)) if each.permission.id == "not_invite")
        for on in ("2026-10-04", "2026-10-05")
    ]
    assert (before.arisen_on, before.usable, after.arisen_on, after.usable) == (None, False, day("2026-10-05"), True)
    zaan.refused(Refusal, engine.lift_permission, ZAAN, "not_invite")
    engine.use_permission(ZAAN, "not_invite", on=day("2026-10-06"), note="until 2027")
    engine.lift_permission(ZAAN, "not_invite", on=day("2026-12-01"))
    found = {
        on: next(
            each for each in engine.permissions(ZAAN, as_of=day(on)) if each.permission.id == "not_invite"
        ).in_force
        for on in ("2026-10-05", "2026-10-06", "2026-12-01")
    }
    assert found == {"2026-10-05": False, "2026-10-06": True, "2026-12-01": False}
    zaan.refused(UnknownName, engine.use_permission, ZAAN, "not_invit")
    zaan.refused(Refusal, engine.use_permission, ZAAN, "check_files", role="provider")


def test_a_permission_that_depends_on_a_state_is_usable_only_there(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "haarlem")
    name = "external_review_step1"
    assert "step1.evaluation" in desk.refused(Refusal, engine.use_permission, "haarlem", name, role="contract_manager")
    desk.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    desk.record("haarlem-2026-1", "plan_submitted", "2026-04-14")
    for role in ("contract_manager", "department_manager"):
        desk.record("haarlem-2026-1", "plan_approved", "2026-04-20", role)
    desk.refused(Refusal, engine.use_permission, "haarlem", name, on=day("2026-04-21"))  # two roles hold it
    engine.use_permission("haarlem", name, on=day("2026-04-21"), role="contract_manager")
    [found] = [each for each in engine.permissions("haarlem") if each.permission.id == name]
    assert (found.used, found.cases) == ((day("2026-04-21"),), ("haarlem-2026-1",))


def test_a_duty_for_each_product_is_owed_planned_and_performed_by_product(engine: Engine, clock: Clock) -> None:
    clock.move_to(day("2026-12-01"))
    engine.add_contract("wmo", ZAAN, start=day("2026-07-01"), parameters={"products": "Hulp, Dagbesteding"})
    desk = Measuring(engine, clock)
    help_table, day_table = "consultation_table.hulp", "consultation_table.dagbesteding"
    planned = engine.plan("wmo", help_table, day("2026-12-10"), on=day("2026-11-02"))
    assert [each.id for each in of(desk, "wmo", "attend_consultation_table", "2026-12-01")] == [
        f"attend_consultation_table:{planned.id}"
    ]
    engine.fulfil("wmo", help_table, on=day("2026-11-20"))
    assert told(of(desk, "wmo", help_table, "2026-12-01")) == [(f"{help_table}:2026", "2026-12-31", "met")]
    assert told(of(desk, "wmo", day_table, "2026-12-01")) == [(f"{day_table}:2026", "2026-12-31", "open")]
    said = desk.refused(UnknownName, engine.plan, "wmo", "consultation_table", day("2026-12-20"))
    assert help_table in said
