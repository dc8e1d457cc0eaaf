"""Reminders planned while somebody else moves their deadline, on one server."""

from __future__ import annotations

import threading
from datetime import date

from escalator.engine.engine import Engine
from escalator.engine.policy import Policy
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.daemon.post import at
from tests.ladders import MANAGER
from tests.stores.desk import START, Desk

SOONER = date(2026, 3, 11)


def test_a_reminder_is_planned_by_the_day_that_a_deadline_has_once_its_case_is_free(on_server: str) -> None:
    clock = Clock(START)
    with open_engine(on_server, clock=clock) as engine, open_engine(on_server, clock=clock) as other:
        desk = Desk(engine, clock)
        case = desk.open()
        clock.move_to(at("2026-03-09", 7))
        moved, tried = threading.Event(), threading.Event()
        daemon = threading.Thread(target=_tick, args=(other, moved, tried))
        daemon.start()
        with engine.together():
            engine.adjust(case, "plan", SOONER, reason="agreed", role=MANAGER)
            engine.stand(case)  # what waits is written
            moved.set()
            tried.wait()
            daemon.join(0.5)  # it waits for the case
        daemon.join()
        with engine.store.reading() as tx:
            due = tx.agenda.deadlines_due(Policy().opening(date(2026, 3, 10)), 10)
        assert due == [(case, "plan")]


def _tick(engine: Engine, moved: threading.Event, tried: threading.Event) -> None:
    moved.wait()
    tried.set()
    engine.tick()
