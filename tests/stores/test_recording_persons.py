"""Recording: persons, what is done together, subscribers, and cases that go on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from escalator.engine.engine import Engine
from escalator.engine.ports.values import Change
from escalator.model.errors import EscalatorError, InputError, Refusal, UnknownName
from tests.ladders import CONTRACTOR, DIRECTOR, MANAGER
from tests.stores.desk import Desk


def everything(engine: Engine) -> list[object]:
    """Return all that an engine tells of its cases."""
    found: list[object] = [engine.cases(), engine.deadlines()]
    for each in engine.cases():
        found += [engine.history(each.id), engine.stand(each.id)]
    return [*found, engine.audit()]


def test_one_person_does_not_approve_for_two_roles(desk: Desk) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-04")
    desk.record(case, "approved", "2026-03-05", MANAGER, by="Anne")
    desk.clock.move_to(date(2026, 3, 6))
    before = everything(desk.engine)
    with pytest.raises(Refusal, match="Anne has approved already as manager") as caught:
        desk.record(case, "approved", "2026-03-06", DIRECTOR, by="Anne")
    assert caught.value.because == "approved_already"
    with pytest.raises(Refusal, match="Anne has approved already as manager"):
        desk.record(case, "approved", "2026-03-04", DIRECTOR, by="Anne")
    assert everything(desk.engine) == before
    desk.record(case, "approved", "2026-03-06", DIRECTOR, by="Bas")
    assert desk.stand(case).state == "work"


@pytest.mark.parametrize("again", ["andré  de vries", " André de Vries", "Andre\u0301 de Vries"])
def test_a_name_written_otherwise_is_no_second_person(desk: Desk, again: str) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-04")
    desk.record(case, "approved", "2026-03-04", MANAGER, by="André de Vries")
    with pytest.raises(Refusal, match="has approved already as manager"):
        desk.record(case, "approved", "2026-03-04", DIRECTOR, by=again)
    assert desk.stand(case).approvals == (MANAGER,)


def test_whoever_sent_the_plan_for_the_contractor_does_not_approve_it(desk: Desk) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-04", by="Anne")
    desk.clock.move_to(date(2026, 3, 6))
    before = everything(desk.engine)
    with pytest.raises(Refusal, match=r"Anne did sent .fact 2. as contractor and cannot approve it"):
        desk.record(case, "approved", "2026-03-05", MANAGER, by="Anne")
    assert everything(desk.engine) == before
    desk.record(case, "approved", "2026-03-06", MANAGER, by="Bas")
    with pytest.raises(Refusal, match="Anne did sent"):
        desk.record(case, "approved", "2026-03-05", DIRECTOR, by="Anne")
    assert desk.stand(case).approvals == (MANAGER,)


def test_she_may_approve_again_in_another_round(desk: Desk) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-04")
    desk.record(case, "approved", "2026-03-04", MANAGER, by="Anne")
    desk.record(case, "rejected", "2026-03-05")
    desk.record(case, "sent", "2026-03-06")
    desk.record(case, "approved", "2026-03-06", DIRECTOR, by="Anne")
    assert desk.stand(case).approvals == (DIRECTOR,)


def test_together_is_one_transaction_and_a_refused_part_is_undone_alone(desk: Desk) -> None:
    with desk.engine.together():
        first = desk.open()
        with pytest.raises(Refusal):
            desk.record(first, "good", "2026-03-02")
        assert desk.stand(first).state == "plan"
        desk.record(first, "sent", "2026-03-02")
        second = desk.open()
    assert (desk.stand(first).state, desk.stand(second).state) == ("approval", "plan")
    assert desk.engine.audit().findings == ()


def test_what_is_done_together_vanishes_together(desk: Desk) -> None:
    case = desk.open()
    before = everything(desk.engine)

    def both() -> None:
        with desk.engine.together():
            desk.record(case, "sent", "2026-03-02")
            desk.open()
            raise LookupError

    with pytest.raises(LookupError):
        both()
    assert everything(desk.engine) == before
    assert desk.open() == "lift-2026-2"


def test_subscribers_see_the_change_before_it_is_committed(desk: Desk) -> None:
    told: list[Change] = []
    desk.engine.subscribe(told.append)
    case = desk.open()
    desk.record(case, "sent", "2026-03-04")
    opened, sent = told
    assert (opened.before, opened.after.state) == (None, "plan")
    assert sent.fact is not None
    assert (sent.case, sent.contract, sent.fact.event) == (case, "lift", "sent")
    assert sent.before is not None
    assert (sent.before.state, sent.after.state) == ("plan", "approval")
    assert sent.after == desk.stand(case)


def test_what_a_subscriber_raises_undoes_the_change(desk: Desk) -> None:
    case = desk.open()
    before = everything(desk.engine)

    def refuse(change: Change) -> None:
        raise InputError(f"not {change.after.state}")

    desk.engine.subscribe(refuse)
    with pytest.raises(InputError, match="not approval"):
        desk.engine.record(case, "sent", role=CONTRACTOR)
    with pytest.raises(InputError, match="not plan"):
        desk.open()
    desk.engine.subscribers.clear()
    assert everything(desk.engine) == before


def test_what_is_recorded_in_the_same_moment_keeps_its_order(desk: Desk) -> None:
    cases = [desk.approved() for _ in range(3)]
    for case in cases:
        assert [each.fact.event for each in desk.engine.history(case)] == ["missed", "sent", "approved", "approved"]


def test_opening_needs_an_event_that_opens(desk: Desk) -> None:
    with pytest.raises(EscalatorError, match="not allowed"):
        desk.engine.open_case("lift", event="good", role=MANAGER)
    with pytest.raises(UnknownName, match="KPI"):
        desk.engine.open_case("lift", kpis=["speed"], role=MANAGER)
    with pytest.raises(UnknownName):
        desk.engine.open_case("lift", region="north", role=MANAGER)
    with pytest.raises(UnknownName):
        desk.engine.open_case("lift", track="core", role=MANAGER)
    assert desk.engine.cases() == []
    assert desk.open() == "lift-2026-1"


def test_the_reason_of_an_opening_stands_in_its_fact(desk: Desk) -> None:
    case = desk.open(reason="6.4 in the survey", data={"score": "6.4"})
    assert desk.engine.history(case)[0].fact.data == {"reason": "6.4 in the survey", "score": "6.4"}


def test_guards_count_alike_however_far_a_case_has_come(desk: Desk) -> None:
    case, on_day = desk.open(data={"score": "5.50"}), date(2026, 3, 2)
    for _ in range(3):
        for name, role in (("sent", CONTRACTOR), ("approved", MANAGER), ("approved", DIRECTOR), ("finished", None)):
            on_day += timedelta(days=1)
            desk.record(case, name, on_day.isoformat(), role)
        desk.record(case, "missed", on_day.isoformat(), MANAGER, data={"score": "5.50"})
    assert desk.stand(case).state == "default"
    assert [line.name for line in desk.stand(case).rights] == ["remedy"]
    assert desk.engine.audit().findings == ()
