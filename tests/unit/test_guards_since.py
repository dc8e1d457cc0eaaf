"""Counting since an event: what happened before its last time does not count."""

from datetime import UTC, date, datetime

import pytest

from escalator import calendars
from escalator.ladders import library
from escalator.model.facts import Fact, Scope
from escalator.procedure.admit import admit
from escalator.procedure.machine import compile_ladder
from escalator.procedure.stand import stand

PROCEDURE = compile_ladder(library.load("housing-matrix", {"reset_on_retained": True}), calendars.calendar("atw"))


@pytest.mark.parametrize(
    ("events", "state"),
    [
        (["red", "red"], "level2.plan"),
        (["red", "red", "red", "red", "contract_retained", "red"], "level1.repair"),
        (["red", "red", "red", "red", "contract_retained", "red", "red"], "level2.plan"),
        (["red", "repaired", "red"], "level2.plan"),
    ],
)
def test_counting_starts_after_the_last_time_of_the_event(events: list[str], state: str) -> None:
    facts: list[Fact] = []
    for number, each in enumerate(events, 1):
        event, data = ("shortcoming_recorded", {"colour": each}) if each == "red" else (each, {})
        day = date(2026, 9, number)
        recorded = datetime(2026, 9, number, 12, tzinfo=UTC)
        new = Fact(id=str(number), seq=number, event=event, on=day, recorded=recorded, data=dict(data))
        facts.append(admit(PROCEDURE, facts, new, scope=Scope(), assume_role=True).fact)
    assert stand(PROCEDURE, facts, facts[-1].on).state == state
