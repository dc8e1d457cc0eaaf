"""Rhythms and days that the parties agree on, for what the contract left open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did
from escalator.model.errors import InputError, UnknownName
from escalator.testing import Clock
from tests.measuring import Measuring

JULY = date(2026, 7, 1)


@pytest.fixture
def haarlem(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "haarlem")


def test_an_open_rhythm_is_agreed_once(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock, "rijk-reintegratie", "zaanstreek")
    rijk, zaan = "rijk-reintegratie", "zaanstreek"
    engine.set_rhythm(rijk, "satisfaction", every="half_year", within="30 days", since=JULY)
    desk.refused(InputError, desk.measure, rijk, "satisfaction", "8", "2026-Q3", "2026-10-01")
    assert desk.measure(rijk, "satisfaction", "8", "2026-H2", "2027-01-10").did is Did.KEPT
    engine.set_rhythm(zaan, "review_consultation_tables", every="6 months", since=date(2026, 7, 1))
    due = [
        each.due
        for each in engine.obligations(zaan, until=date(2027, 12, 31))
        if each.obligation.id == "review_consultation_tables"
    ]
    assert due == [date(2026, 12, 31), date(2027, 6, 30), date(2027, 12, 31)]
    for name in ("satisfaction", "management_report"):
        desk.refused(InputError, engine.set_rhythm, rijk, name, every="quarter", since=JULY)
    desk.refused(UnknownName, engine.set_rhythm, rijk, "satisfactie", every="quarter", since=JULY)
    desk.refused(InputError, engine.set_rhythm, zaan, "year_plan", every="to_be_agreed", since=JULY)


@pytest.mark.parametrize("more", [{"day": JULY}, {"within": "1 week"}, {"day": JULY, "within": "1 week"}, {}])
def test_what_recurs_gets_a_rhythm_and_no_day(engine: Engine, clock: Clock, more: dict[str, Any]) -> None:
    desk = Measuring(engine, clock, "zaanstreek")
    told = desk.refused(InputError, engine.set_rhythm, "zaanstreek", "review_consultation_tables", since=JULY, **more)
    assert "noem hoe vaak (every)" in told


def test_what_is_done_once_can_get_its_day(haarlem: Measuring) -> None:
    engine = haarlem.engine
    engine.set_rhythm("haarlem", "fix_growth_path", day=date(2026, 9, 1), since=JULY)
    [duty] = [each for each in engine.obligations("haarlem") if each.obligation.id == "fix_growth_path"]
    assert (duty.due, duty.status.value) == (date(2026, 9, 1), "overdue")
    haarlem.refused(InputError, engine.set_rhythm, "haarlem", "quarterly_meeting", day=JULY, since=JULY)
