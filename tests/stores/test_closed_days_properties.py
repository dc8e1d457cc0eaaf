"""Days closed at random in any history: what is kept equals what is folded anew, and only what must moves.

What must is found by another way: each working day of a term is counted one by one, in the calendar with the new day.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from escalator.model.calendar import Calendar
from escalator.model.errors import EscalatorError
from escalator.model.ladder import Ladder
from escalator.model.standing import Deadline, Standing, Status
from escalator.model.terms import Term, Unit, add
from escalator.procedure.clock import RESUMED
from tests.stores.test_engine_properties import LADDERS, SEEDS, History

DAY = timedelta(days=1)


def counted(term: Term, start: date, calendar: Calendar, *, move_end: bool) -> date:
    """Return the last day of a term, looking at each day on its way."""
    if term.unit is not Unit.WORKING_DAYS:
        day = add(term, start, calendar, move_end=False)
        while move_end and not calendar.is_working(day):
            day += DAY
        return day
    day, left = start, term.number
    while left:
        day += DAY
        left -= calendar.is_working(day)
    return day


def runs_on(deadline: Deadline, today: date) -> bool:
    """Return whether a deadline runs, and was counted from an anchor."""
    moves = [each for each in deadline.derivation.adjusted if each.closed is None]
    by_itself = not moves or moves[-1].reason == RESUMED
    open_still = deadline.status is Status.OPEN and deadline.due >= today
    return open_still and by_itself and deadline.derivation.reckoning is not None and deadline.due_at is None


def expected(ladder: Ladder, deadline: Deadline, before: Calendar, after: Calendar, today: date) -> date:
    """Return when a deadline is due once a day has been closed."""
    reckoning, (state, place) = deadline.derivation.reckoning, deadline.derivation.rule
    rule = ladder.states[state].deadline
    if not runs_on(deadline, today) or reckoning is None or rule is None:
        return deadline.due
    move_end = rule.due[place].move_end
    moves = [each for each in deadline.derivation.adjusted if each.closed is None]
    if not moves:
        return counted(reckoning.term, reckoning.anchor, after, move_end=move_end)
    if reckoning.term.unit is Unit.WORKING_DAYS:
        start, day = moves[-1].on, moves[-1].on
        left = sum(before.is_working(start + n * DAY) for n in range(1, (deadline.due - start).days + 1))
        while left:
            day += DAY
            left -= after.is_working(day)
        return max(day, deadline.due)
    day = deadline.due
    while move_end and not after.is_working(day):
        day += DAY
    return day


def calendar_of(history: History) -> Calendar:
    with history.engine.store.reading() as tx:
        found = tx.contracts.get("c")
        assert found is not None
        return history.engine.calendar(tx, "c", found.calendar)


def close_some_day(history: History) -> None:
    """Close a day near the present, unless it is closed; see that what must moves, and nothing else."""
    engine, today = history.engine, history.engine.today()
    shut = today + history.chance.randrange(-10, 30) * DAY
    own = "c" if history.chance.random() < 0.5 else None
    before, calendar = engine.stand(history.case), calendar_of(history)
    try:
        effect = engine.add_closed_day(shut, "x", contract=own)
    except EscalatorError:
        return
    after, longer = engine.stand(history.case), calendar_of(history)
    assert engine.audit().findings == ()  # what is kept is what the facts say
    wanted = {each.id: expected(history.ladder, each, calendar, longer, today) for each in before.deadlines}
    assert {each.id: each.due for each in after.deadlines} == wanted
    assert {each.deadline: each.due for each in effect.moved} == {
        each.id: wanted[each.id] for each in before.deadlines if wanted[each.id] != each.due
    }
    assert (after.state, after.path, after.rights, after.missing, after.approvals) == (
        before.state, before.path, before.rights, before.missing, before.approvals,
    )  # fmt: skip
    assert [each.status for each in after.deadlines] == [each.status for each in before.deadlines]


@pytest.mark.parametrize("name", LADDERS)
@settings(max_examples=6)
@given(SEEDS)
def test_closing_days_moves_what_it_must_whatever_else_is_recorded(name: str, seed: int) -> None:
    history = History.begin(name, seed)
    known: list[tuple[date, Standing]] = []
    for _ in range(7):
        history.go_on(2, late=True)
        close_some_day(history)
        known.append((history.engine.today(), history.engine.stand(history.case)))
        history.clock.tick(DAY)
    assert history.engine.audit().findings == ()
    history.engine.tick()
    assert history.engine.audit().findings == ()
    for day, standing in known:
        assert dues(history.engine.stand(history.case, day, day)) == dues(standing)


def dues(standing: Standing) -> list[tuple[str, date, Status]]:
    return [(each.id, each.due, each.status) for each in standing.deadlines]
