"""Questions: the answer is right on the day asked for, whether or not anything brought the lists up to date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from escalator.engine.engine import Engine
from escalator.model.errors import UnknownName
from escalator.testing import Clock
from tests.ladders import MANAGER, day
from tests.stores.desk import Desk, improvement


def due(engine: Engine, **asked: object) -> list[tuple[str, str, str, str]]:
    """Return what is due: case, deadline, day and status."""
    found = engine.deadlines(**asked)  # type: ignore[arg-type]  # passed on as they are
    return [(each.case, each.deadline.id, each.deadline.due.isoformat(), each.deadline.status) for each in found]


def test_what_is_due_comes_in_order_of_its_day(desk: Desk) -> None:
    first, second = desk.open("2026-03-02"), desk.open("2026-03-04")
    desk.record(first, "sent", "2026-03-05")
    assert due(desk.engine) == [
        (second, "plan", "2026-03-18", "open"),
        (first, "approval", "2026-03-23", "open"),
    ]
    assert due(desk.engine, within=timedelta(days=13)) == [(second, "plan", "2026-03-18", "open")]
    assert due(desk.engine, within=timedelta(days=12)) == []
    assert due(desk.engine, as_of=date(2026, 3, 6), within=timedelta(days=12)) == [
        (second, "plan", "2026-03-18", "open")
    ]
    assert due(desk.engine, overdue=True) == []


def test_a_deadline_passes_without_anyone_writing(desk: Desk) -> None:
    case = desk.approved()
    assert due(desk.engine, overdue=True, as_of=date(2026, 4, 2)) == []
    assert due(desk.engine, overdue=True, as_of=date(2026, 4, 3)) == [(case, "work", "2026-04-02", "overdue")]
    desk.clock.move_to(date(2026, 4, 3))
    assert due(desk.engine, overdue=True) == [(case, "work", "2026-04-02", "overdue")]
    assert due(desk.engine, within=timedelta(days=0)) == [(case, "work", "2026-04-02", "overdue")]


def test_an_expiry_shows_without_a_daemon(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    clock.move_to(date(2026, 3, 17))
    (line,) = desk.engine.cases()
    assert (line.id, line.standing.state, line.standing.since) == (case, "default", date(2026, 3, 17))
    assert due(desk.engine) == [(case, "plan", "2026-03-16", "overdue")]
    assert due(desk.engine, overdue=True) == [(case, "plan", "2026-03-16", "overdue")]
    assert due(desk.engine, as_of=date(2026, 3, 16)) == [(case, "plan", "2026-03-16", "open")]
    desk.engine.tick()
    assert due(desk.engine) == [(case, "plan", "2026-03-16", "overdue")]
    desk.record(case, "ended", "2026-03-18")
    assert due(desk.engine) == []


def test_a_day_that_is_past_is_listed_as_it_was(desk: Desk) -> None:
    first, second = desk.open("2026-03-02"), desk.open("2026-03-04")
    desk.record(first, "sent", "2026-03-06")
    desk.record(second, "sent", "2026-03-06")
    desk.clock.move_to(date(2026, 4, 1))
    assert due(desk.engine, as_of=date(2026, 3, 3)) == [(first, "plan", "2026-03-16", "open")]
    assert due(desk.engine, as_of=date(2026, 3, 5), within=timedelta(days=11)) == [
        (first, "plan", "2026-03-16", "open")
    ]
    assert due(desk.engine, as_of=date(2026, 3, 5), contract="lift") == [
        (first, "plan", "2026-03-16", "open"),
        (second, "plan", "2026-03-18", "open"),
    ]
    assert due(desk.engine, as_of=date(2026, 3, 1)) == []


def test_what_a_case_owes_no_more_is_no_longer_listed(desk: Desk) -> None:
    case = desk.open()
    desk.record(case, "case_closed", "2026-03-03", MANAGER, data={"reason": "by mistake"})
    assert due(desk.engine) == []
    assert desk.stand(case).deadlines[0].status == "lapsed"


def test_one_contract_or_all(desk: Desk, engine: Engine) -> None:
    other = Desk(engine, desk.clock, "other")
    mine, theirs = desk.open(), other.open()
    assert [each.id for each in engine.cases()] == [mine, theirs]
    assert [each.id for each in engine.cases("lift")] == [mine]
    assert [case for case, *_ in due(engine, contract="other")] == [theirs]
    for ask in (engine.cases, lambda name: engine.deadlines(contract=name)):
        with pytest.raises(UnknownName, match="Did you mean 'other'"):
            ask("othr")


def test_cases_by_state_and_by_day(desk: Desk) -> None:
    first = desk.open("2026-03-02")
    second = desk.open("2026-03-04")
    desk.record(first, "sent", "2026-03-05")
    engine = desk.engine

    def names(**asked: object) -> list[str]:
        return [each.id for each in engine.cases(**asked)]  # type: ignore[arg-type]  # passed on as they are

    assert names(state="plan") == [second]
    assert names(final=False) == [first, second]
    assert names(final=True) == []
    assert names(as_of=date(2026, 3, 3)) == [first]
    assert names(as_of=date(2026, 3, 4), state="plan") == [first, second]
    assert names(as_of=date(2026, 4, 1), state="default") == [second]


def test_known_then_and_now(desk: Desk) -> None:
    case = desk.open()
    desk.clock.move_to(date(2026, 3, 20))
    desk.engine.record(case, "sent", on=date(2026, 3, 6))
    assert desk.stand(case, "2026-03-19").state == "approval"
    assert desk.stand(case, "2026-03-19", known_at=date(2026, 3, 19)).state == "default"
    assert desk.stand(case, "2026-03-05").state == "plan"
    assert desk.stand(case, "2026-03-01").state == "waiting"


def test_simulation_changes_nothing(desk: Desk) -> None:
    case = desk.open()
    assert desk.stand(case, "2030-01-01").state == "default"
    assert desk.stand(case).state == "plan"
    assert desk.stand(case).next_change == date(2026, 3, 17)
    assert desk.engine.audit().findings == ()


def test_a_deadline_is_explained_with_the_facts_it_rests_on(desk: Desk) -> None:
    case = desk.open()
    desk.engine.adjust(case, "plan", day("2026-03-25"), reason="illness", role=MANAGER)
    found = desk.engine.explain(case, "plan")
    derivation = found.deadline.derivation
    assert (derivation.fact, [each.reason for each in derivation.adjusted]) == ("1", ["illness"])
    assert derivation.reckoning is not None
    assert derivation.reckoning.calendar == "atw"
    assert {name: fact.event for name, fact in found.facts.items()} == {"1": "missed", "2": "deadline_adjusted"}
    with pytest.raises(UnknownName, match="Did you mean 'plan'"):
        desk.engine.explain(case, "plna")


def test_a_settled_deadline_keeps_its_derivation(desk: Desk) -> None:
    case = desk.approved()
    found = desk.engine.explain(case, "plan").deadline
    assert (found.status, found.done_on) == ("met", date(2026, 3, 2))
    assert found.derivation.reckoning is not None
    assert len(found.derivation.reckoning.skipped) == 4


def test_a_contract_keeps_the_ladder_it_was_added_with(desk: Desk, engine: Engine) -> None:
    case = desk.open()
    digest = engine.case(case).case.digest
    assert engine.ladder_of("lift").digest == digest
    assert engine.ladder_of("lift").states.keys() == improvement().states.keys()


def test_a_ladder_that_counts_from_deadlines_does_so_however_far_a_case_has_come(desk: Desk) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-04")
    desk.record(case, "rejected", "2026-03-05")
    desk.record(case, "sent", "2026-03-06")
    found = {each.id: each.due.isoformat() for each in desk.stand(case).deadlines}
    assert found == {"plan": "2026-03-16", "approval": "2026-03-23", "plan#2": "2026-03-19", "approval#2": "2026-03-26"}
