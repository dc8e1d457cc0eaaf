"""Closed days in backups and copies, and while others record: nothing about them is lost, whatever is done after."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import psycopg
import pytest

from escalator.engine.engine import Engine
from escalator.storage.backup import backup
from escalator.storage.copying import copy
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR, MANAGER
from tests.stores.closing import BRIDGE, SHUT, due, sound
from tests.stores.desk import Desk


@pytest.fixture
def closed(in_file: str, clock: Clock) -> Iterator[Desk]:
    """A desk with a closed day of all and one of the contract; they moved one of its two cases."""
    with open_engine(in_file, clock=clock) as engine:
        desk = Desk(engine, clock)
        desk.open()
        desk.approved()
        engine.add_closed_day(SHUT, BRIDGE, by="Ann")
        engine.add_closed_day(date(2026, 3, 11), "markt", contract="lift")
        yield desk


def goes_on(engine: Engine, clock: Clock) -> None:
    """See that a database holds what was closed, and that more can be recorded and closed in it."""
    moved, other = "lift-2026-1", "lift-2026-2"
    assert [(each.contract, each.day) for each in engine.closed_days("lift")] == [
        ("", SHUT),
        ("lift", date(2026, 3, 11)),
    ]
    assert [each.due.day for each in engine.explain(moved, "plan").deadline.derivation.adjusted] == [17, 18]
    clock.move_to(date(2026, 3, 3))
    engine.record(other, "finished", on=date(2026, 3, 3), role=CONTRACTOR)
    engine.record(other, "missed", on=date(2026, 3, 3), role=MANAGER)
    assert engine.explain(other, "plan#2").deadline.due == date(2026, 3, 19)
    effect = engine.add_closed_day(date(2026, 3, 12), BRIDGE)
    assert [(each.case, each.due.day) for each in effect.moved] == [(moved, 19), (other, 20)]
    assert sound(engine)


def test_a_backup_has_them(closed: Desk, in_file: str, tmp_path: Path) -> None:
    backup(in_file, tmp_path / "backup.db")
    with open_engine(str(tmp_path / "backup.db"), clock=closed.clock) as restored:
        goes_on(restored, closed.clock)


def test_a_copy_has_them_on_whatever_database(closed: Desk, in_file: str, bare: str) -> None:
    open_engine(bare).close()
    copy(in_file, bare)
    with open_engine(bare, clock=closed.clock) as moved:
        goes_on(moved, closed.clock)


def test_whoever_records_meanwhile_comes_before_or_after(kept: str, clock: Clock) -> None:
    with open_engine(kept, clock=clock) as engine:
        desk = Desk(engine, clock)
        cases = [desk.open() for _ in range(8)]

        def record(case: str) -> None:
            with open_engine(kept, clock=clock) as another:
                another.record(case, "sent", on=date(2026, 3, 2))
                another.record(case, "rejected", on=date(2026, 3, 2), role=MANAGER)

        with ThreadPoolExecutor(5) as pool:
            doing = [pool.submit(record, case) for case in cases]
            closing = pool.submit(engine.add_closed_day, SHUT, BRIDGE)
            for each in doing:
                each.result()
            closing.result()
        assert {due(desk, case, "plan#2") for case in cases} == {date(2026, 3, 17)}
        assert sound(engine)


def test_whoever_records_asks_for_the_contract_before_the_case(on_server: str, clock: Clock) -> None:
    with open_engine(on_server, clock=clock) as engine, ThreadPoolExecutor(1) as pool:
        case = Desk(engine, clock).open()
        with psycopg.connect(on_server) as closing, psycopg.connect(on_server, autocommit=True) as looking:
            closing.execute("SELECT 1 FROM escalator_contracts FOR UPDATE")
            recorded = pool.submit(engine.record, case, "sent", on=date(2026, 3, 2))
            while not looking.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
                assert not recorded.done()
            closing.execute("SELECT 1 FROM escalator_cases FOR UPDATE NOWAIT")
        assert recorded.result().standing.state == "approval"
