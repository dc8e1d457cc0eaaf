"""Days that cannot be closed, and days that close nothing where they fall."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.engine.engine import Engine
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.ladders import day
from tests.stores.closing import BRIDGE, SHUT, due, lines_kept, sound
from tests.stores.desk import Desk


def test_a_contract_that_is_closed_has_its_calendar_no_more(desk: Desk) -> None:
    case = desk.open()
    desk.engine.close_contract("lift", reason="over")
    with pytest.raises(Refusal, match="closed"):
        desk.engine.add_closed_day(SHUT, BRIDGE, contract="lift")
    assert desk.engine.add_closed_day(SHUT, BRIDGE).moved == ()
    assert due(desk, case) == date(2026, 3, 16)
    assert sound(desk.engine)


@pytest.mark.parametrize(
    ("shut", "reason", "said"),
    [
        ("2026-03-14", "x", "2026-03-14 is al geen werkdag: zaterdag."),
        ("2026-04-06", "x", "2026-04-06 is al geen werkdag: Tweede Paasdag."),
        ("2026-03-11", "x", "2026-03-11 is al gesloten: brugdag."),
        ("2026-03-12", "  ", "Een gesloten dag heeft een reden nodig."),
        ("2026-03-12", "\x1b[2J", "stuurtekens"),
        ("9999-12-31", "x", "valt daarbuiten"),
        ("1900-01-01", "x", "valt daarbuiten"),
    ],
)
def test_what_closes_nothing_is_refused_and_changes_nothing(desk: Desk, shut: str, reason: str, said: str) -> None:
    desk.open()
    desk.engine.add_closed_day(date(2026, 3, 11), BRIDGE)
    before, days = lines_kept(desk.engine), desk.engine.closed_days()
    with pytest.raises(InputError) as caught:
        desk.engine.add_closed_day(day(shut), reason)
    assert said in caught.value.text.nl
    assert (lines_kept(desk.engine), desk.engine.closed_days()) == (before, days)


def test_an_unknown_contract_is_refused(desk: Desk) -> None:
    for asked in (
        lambda: desk.engine.closed_days("lifd"),
        lambda: desk.engine.add_closed_day(SHUT, "x", contract="lifd"),
    ):
        with pytest.raises(UnknownName, match="lift"):
            asked()


def test_without_contracts_any_day_can_be_closed_and_counts_where_it_can(engine: Engine, clock: Clock) -> None:
    for each in (SHUT, date(2026, 3, 14), date(2500, 1, 1)):
        engine.add_closed_day(each, BRIDGE)
    desk = Desk(engine, clock)
    assert due(desk, desk.open()) == date(2026, 3, 17)
    assert sound(engine)
