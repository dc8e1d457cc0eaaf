"""Time passing: lists are brought up to date, once, and a case that cannot be holds up none."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.engine.cases import ticking
from escalator.engine.context import Context
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Change, StoredCase
from escalator.model.errors import InputError
from escalator.testing import Clock
from tests.stores.desk import Desk


def test_a_round_moves_what_is_due_and_nothing_else(desk: Desk, clock: Clock) -> None:
    late, early, started = desk.open("2026-03-04"), desk.open("2026-03-02"), desk.approved()
    assert desk.engine.tick().cases == ()
    clock.move_to(date(2026, 3, 17))
    assert desk.engine.tick().cases == (early,)
    assert desk.engine.tick().cases == ()
    with desk.engine.store.reading() as tx:
        states = {line.id: line.standing.state for line in tx.cases.lines()}
        rights = [each.name for each in tx.cases.rights(early)]
    assert states == {late: "plan", early: "default", started: "work"}
    assert rights == ["remedy"]
    assert desk.engine.audit().findings == ()


def test_a_week_of_downtime_changes_nothing_about_where_a_case_stands(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    clock.move_to(date(2026, 3, 30))
    before = desk.stand(case)
    desk.engine.tick()
    assert desk.stand(case) == before
    assert before.since == date(2026, 3, 17)


def test_a_late_fact_after_a_round_puts_everything_back(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    clock.move_to(date(2026, 3, 17))
    desk.engine.tick()
    desk.engine.record(case, "sent", on=date(2026, 3, 16))
    assert (desk.stand(case).state, desk.stand(case).rights) == ("approval", ())
    with desk.engine.store.reading() as tx:
        assert tx.cases.rights(case) == []
    assert desk.engine.audit().findings == ()


def test_subscribers_are_told_what_time_did(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    told: list[Change] = []
    desk.engine.subscribe(told.append)
    clock.move_to(date(2026, 3, 17))
    desk.engine.tick()
    (change,) = told
    assert change.before is not None
    assert (change.case, change.fact, change.before.state, change.after.state) == (case, None, "plan", "default")


def test_more_than_a_page_is_all_done(desk: Desk, clock: Clock) -> None:
    with desk.engine.together():
        cases = {desk.open() for _ in range(230)}
    clock.move_to(date(2026, 3, 17))
    assert set(desk.engine.tick().cases) == cases


@pytest.mark.parametrize("poisoned", [0, 120])
def test_a_case_that_fails_holds_up_none(desk: Desk, clock: Clock, poisoned: int) -> None:
    with desk.engine.together():
        cases = [desk.open() for _ in range(121)]

    def poison(change: Change) -> None:
        if change.case == cases[poisoned]:
            raise InputError("poison")

    desk.engine.subscribe(poison)
    clock.move_to(date(2026, 3, 17))
    ticked = desk.engine.tick()
    assert set(ticked.cases) == set(cases) - {cases[poisoned]}
    assert [(case, str(problem)) for case, problem in ticked.failed.items()] == [(cases[poisoned], "poison")]


def test_a_case_that_fails_undoes_nothing_of_those_done_with_it(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.engine.together():
        cases = [desk.open() for _ in range(70)]
    pass_time = ticking.pass_time

    def failing(context: Context, tx: Transaction, stored: StoredCase, today: date) -> ticking.Passed:
        passed = pass_time(context, tx, stored, today)
        if stored.line.id == cases[7]:
            raise InputError("poison")
        return passed

    monkeypatch.setattr(ticking, "pass_time", failing)
    clock.move_to(date(2026, 3, 17))
    ticked = desk.engine.tick()
    assert sorted(ticked.cases) == sorted({*cases} - {cases[7]})
    assert [*ticked.failed] == [cases[7]]
    with desk.engine.store.reading() as tx:
        states = {line.id: line.standing.state for line in tx.cases.lines()}
    assert states == dict.fromkeys(cases, "default") | {cases[7]: "plan"}
