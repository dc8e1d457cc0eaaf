"""Closing a day while cases run: what counts over it moves, once, everywhere that it shows; nothing else is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from escalator.engine.cases.closed_days import Moved
from escalator.engine.engine import Engine
from escalator.engine.ports.values import Change
from escalator.model.errors import InputError
from escalator.model.standing import Status
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR, DIRECTOR, MANAGER, day, planned, within
from tests.stores.closing import BRIDGE, SHUT, due, lines_kept, sound
from tests.stores.desk import Desk, improvement


def test_a_running_deadline_moves_and_says_why(desk: Desk) -> None:
    case = desk.open()
    effect = desk.engine.add_closed_day(SHUT, BRIDGE, by="Ann")
    assert effect.moved == (Moved(case, "plan", date(2026, 3, 16), date(2026, 3, 17)),)
    (change,) = desk.engine.explain(case, "plan").deadline.derivation.adjusted
    assert change.closed is not None
    assert (change.closed.day, change.closed.reason, change.on) == (SHUT, BRIDGE, date(2026, 3, 2))
    (noted,) = desk.engine.contract_facts("lift", "closed_day_added")
    assert (noted.by, noted.data["day"], noted.data["en"], noted.data["whole"]) == (
        "Ann",
        "2026-03-10",
        "bridging day",
        True,
    )
    assert [(each.day, each.by) for each in desk.engine.closed_days()] == [(SHUT, "Ann")]
    assert [each.deadline.due for each in desk.engine.deadlines()] == [date(2026, 3, 17)]
    assert sound(desk.engine)


def test_only_cases_with_a_deadline_that_moves_are_written(desk: Desk) -> None:
    moved, sent, named = desk.open(), desk.open(), desk.approved()
    desk.record(sent, "sent", "2026-03-02")  # its approval counts from the plan's due day, Monday 16 March
    before = lines_kept(desk.engine)
    effect = desk.engine.add_closed_day(SHUT, BRIDGE)
    after = lines_kept(desk.engine)
    assert [each.case for each in effect.moved] == [moved]
    assert {name for name in before if before[name][1:] != after[name][1:]} == {moved}
    assert [line.standing.calendar for line in desk.engine.cases() if line.id != moved] == [
        line.opened_in for line in desk.engine.cases() if line.id != moved
    ]
    assert due(desk, named, "work") == date(2026, 4, 2)
    assert sound(desk.engine)


def test_the_others_take_it_up_with_their_next_fact(desk: Desk) -> None:
    case = desk.approved()
    desk.engine.add_closed_day(date(2026, 4, 10), BRIDGE)
    desk.record(case, "finished", "2026-03-27", CONTRACTOR)
    desk.record(case, "missed", "2026-04-02", MANAGER)
    assert due(desk, case, "plan#2") == date(2026, 4, 21)  # Good Friday, Easter Monday and the bridging day
    assert desk.engine.explain(case, "plan#2").deadline.derivation.adjusted == ()
    assert sound(desk.engine)


def test_a_case_opened_later_counts_in_the_longer_calendar(desk: Desk) -> None:
    desk.engine.add_closed_day(SHUT, BRIDGE)
    case = desk.open()  # at the very moment of closing
    desk.engine.add_contract("later", improvement(), start=date(2026, 1, 1), calendar="atw")
    later = desk.engine.open_case("later", on=date(2026, 3, 2), role=MANAGER).case.id
    for each in (case, later):
        assert due(desk, each) == date(2026, 3, 17)
        assert desk.engine.explain(each, "plan").deadline.derivation.adjusted == ()
    assert sound(desk.engine)


def test_what_is_recorded_at_the_moment_of_closing_comes_after_it(desk: Desk) -> None:
    case = desk.open()
    desk.engine.add_closed_day(SHUT, BRIDGE)
    desk.record(case, "sent", "2026-03-02")
    desk.record(case, "rejected", "2026-03-02", MANAGER)
    again = desk.engine.explain(case, "plan#2").deadline
    assert (again.due, again.derivation.adjusted) == (date(2026, 3, 17), ())
    assert sound(desk.engine)
    desk.record(case, "evidence_added", "2026-03-02", MANAGER, data={"note": "x"})
    desk.clock.move_to(date(2026, 3, 3))
    desk.engine.retract(case, "4", reason="no", role=MANAGER)  # folds everything anew
    assert desk.engine.explain(case, "plan#2").deadline == again
    assert sound(desk.engine)


def test_a_day_of_one_contract_moves_nothing_elsewhere(desk: Desk) -> None:
    desk.engine.add_contract("other", improvement(), start=date(2026, 1, 1), calendar="atw")
    here, there = desk.open(), desk.engine.open_case("other", on=date(2026, 3, 2), role=MANAGER).case.id
    effect = desk.engine.add_closed_day(SHUT, "market", contract="lift")
    assert [each.case for each in effect.moved] == [here]
    assert due(desk, there) == date(2026, 3, 16)
    assert desk.engine.contract_facts("other", "closed_day_added") == []
    assert (desk.engine.closed_days(), len(desk.engine.closed_days("lift")), desk.engine.closed_days("other")) == (
        [],
        1,
        [],
    )
    effect = desk.engine.add_closed_day(SHUT, BRIDGE)  # and now of all: where it was closed already nothing changes
    assert [each.case for each in effect.moved] == [there]
    assert len(desk.engine.contract_facts("lift", "closed_day_added")) == 1
    assert sound(desk.engine)


def test_a_past_day_counts_for_what_runs_over_it_still_and_not_for_what_is_over(desk: Desk, clock: Clock) -> None:
    over, running = desk.open("2026-03-02"), desk.open("2026-03-06")
    clock.move_to(date(2026, 3, 17))
    effect = desk.engine.add_closed_day(SHUT, BRIDGE)
    assert [(each.case, each.due) for each in effect.moved] == [(running, date(2026, 3, 23))]
    assert (desk.stand(over).state, due(desk, over)) == ("default", date(2026, 3, 16))
    assert sound(desk.engine)


def test_what_time_has_done_while_nobody_looked_is_written_first(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    told: list[Change] = []
    desk.engine.subscribe(told.append)
    clock.move_to(date(2026, 3, 17))
    desk.engine.add_closed_day(date(2026, 3, 20), BRIDGE)
    assert [(each.case, each.fact, each.after.state) for each in told] == [(case, None, "default")]
    assert desk.engine.tick().cases == ()
    assert sound(desk.engine)


def test_a_clock_that_stands_still_loses_no_working_day(desk: Desk) -> None:
    case = desk.approved()
    desk.record(case, "stopped", "2026-03-03", MANAGER)
    assert desk.engine.add_closed_day(date(2026, 4, 2), BRIDGE).moved == ()
    desk.record(case, "resumed", "2026-03-04", MANAGER)
    found = desk.stand(case).deadline("work")
    assert found is not None
    assert (found.due, found.status) == (date(2026, 4, 7), Status.OPEN)  # 3 April is Good Friday
    assert sound(desk.engine)


def test_what_was_known_before_stays_answerable(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    clock.move_to(date(2026, 3, 5))
    desk.engine.add_closed_day(SHUT, BRIDGE)
    assert due(desk, case, as_of="2026-03-05") == date(2026, 3, 17)
    assert due(desk, case, as_of="2026-03-04") == date(2026, 3, 16)
    assert due(desk, case, known_at=date(2026, 3, 4)) == date(2026, 3, 16)
    assert desk.stand(case, "2026-03-17").state == "plan"
    assert desk.stand(case, "2026-03-17", date(2026, 3, 4)).state == "default"


@pytest.mark.parametrize("later", [0, 1])
def test_a_late_fact_and_a_retraction_find_the_day_closed(desk: Desk, clock: Clock, later: int) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-04")
    clock.move_to(date(2026, 3, 5))
    desk.engine.add_closed_day(SHUT, BRIDGE)
    clock.tick(timedelta(days=later))
    desk.record(case, "rejected", "2026-03-04", MANAGER)
    second = desk.engine.explain(case, "plan#2").deadline
    assert (second.due, [each.due for each in second.derivation.adjusted]) == (date(2026, 3, 19), [date(2026, 3, 19)])
    desk.engine.retract(case, "3", reason="no", role=MANAGER)
    desk.engine.retract(case, "2", reason="no", role=MANAGER)
    assert due(desk, case) == date(2026, 3, 17)
    assert sound(desk.engine)


def test_subscribers_are_told_and_may_refuse_all_of_it(desk: Desk) -> None:
    first, second = desk.open(), desk.open()
    told: list[Change] = []
    desk.engine.subscribe(told.append)
    desk.engine.add_closed_day(SHUT, BRIDGE)
    assert [(each.case, each.fact) for each in told] == [(first, None), (second, None)]
    for each in told:
        assert each.before is not None
        assert (each.before.deadlines[0].due, each.after.deadlines[0].due) == (date(2026, 3, 16), date(2026, 3, 17))

    def refuse(change: Change) -> None:
        if change.case == second:
            raise InputError("not now")

    desk.engine.subscribe(refuse)
    before = lines_kept(desk.engine)
    with pytest.raises(InputError, match="not now"):
        desk.engine.add_closed_day(date(2026, 3, 11), BRIDGE)
    assert lines_kept(desk.engine) == before
    assert len(desk.engine.closed_days()) == 1


def spoilt(desk: Desk, case: str) -> None:
    """Spoil what the next fact of a case builds on, as an older version of the program would have kept it."""
    with desk.engine.store.writing() as tx:
        stored = tx.cases.get(case)
        assert stored is not None
        tx.cases.update(case, stored.line.standing, stored.head, b'{"format":1}', None)


def test_a_case_kept_by_an_older_version_is_folded_anew(desk: Desk) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-02")
    desk.record(case, "rejected", "2026-03-02", MANAGER)
    spoilt(desk, case)
    (moved,) = desk.engine.add_closed_day(SHUT, BRIDGE).moved
    assert (moved.deadline, moved.due) == ("plan#2", date(2026, 3, 17))
    assert sound(desk.engine)


def test_a_case_that_has_lagged_behind_is_taken_further_day_by_day(desk: Desk, clock: Clock) -> None:
    case = desk.open("2026-03-06")
    for n, shut in enumerate(("2026-03-05", "2026-04-02", "2026-03-12")):
        clock.move_to(date(2026, 3, 6 + n))
        desk.engine.add_closed_day(day(shut), BRIDGE)
    assert due(desk, case) == date(2026, 3, 23)
    (change,) = desk.engine.explain(case, "plan").deadline.derivation.adjusted
    assert (change.on, change.fact) == (date(2026, 3, 8), "closed-day-3")
    assert sound(desk.engine)


@pytest.mark.parametrize("moving", [lambda e: e.audit(), lambda e: e.tick(), lambda e: e.deadlines()], ids="atd")
def test_it_moves_once(desk: Desk, clock: Clock, moving: Callable[[Engine], object]) -> None:
    case = desk.open()
    desk.engine.add_closed_day(SHUT, BRIDGE)
    for n in range(1, 4):
        moving(desk.engine)
        clock.move_to(date(2026, 3, 2 + n))
        desk.record(case, "evidence_added", f"2026-03-0{2 + n}", MANAGER, data={"note": "x"})
    assert len(desk.engine.explain(case, "plan").deadline.derivation.adjusted) == 1
    assert due(desk, case) == date(2026, 3, 17)


def test_another_engine_on_the_same_database_sees_it(kept_twice: tuple[Engine, Engine], clock: Clock) -> None:
    first, second = kept_twice
    desk = Desk(first, clock)
    case = desk.open()
    assert second.stand(case).deadlines[0].due == date(2026, 3, 16)
    first.add_closed_day(SHUT, BRIDGE)
    assert second.stand(case).deadlines[0].due == date(2026, 3, 17)
    second.record(case, "sent", on=date(2026, 3, 2))
    second.record(case, "approved", on=date(2026, 3, 2), role=DIRECTOR)
    assert sound(second)


@pytest.fixture
def kept_twice(kept: str, clock: Clock) -> Any:
    with open_engine(kept, clock=clock) as first, open_engine(kept, clock=clock) as second:
        yield first, second


def test_a_deadline_that_is_bounded_otherwise_is_looked_at_and_left(desk: Desk) -> None:
    bounded = planned(within("1 month", at_most="12 days"))
    desk.engine.add_contract("bounded", bounded, start=date(2026, 1, 1), calendar="atw")
    case = desk.engine.open_case("bounded", event="letter", role=MANAGER).case.id
    before = lines_kept(desk.engine)
    assert due(desk, case) == date(2026, 3, 16)
    assert desk.engine.add_closed_day(SHUT, BRIDGE).moved == ()
    assert lines_kept(desk.engine)[case][1:] == before[case][1:]
    assert sound(desk.engine)
