"""Facts are only ever added: the database itself refuses to change, replace or remove them, whoever asks."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest

from escalator.engine.ports.store import StoreProblem
from escalator.storage.drivers import sqlite_file
from escalator.storage.store import DatabaseStore
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR
from tests.stores.desk import START, Desk

CHANGES = [
    "DELETE FROM escalator_facts",
    "DELETE FROM escalator_facts WHERE seq = 2",
    "UPDATE escalator_facts SET event = event",
    "UPDATE escalator_facts SET seq = seq + 100",
    "DELETE FROM escalator_evidence",
    "UPDATE escalator_evidence SET name = 'x'",
]
BY_KEY = (
    'SELECT stream, 99, event, "on", role, by, data, at, received, recorded, key, hash'
    " FROM escalator_facts WHERE key IS NOT NULL"
)
MERGE = (
    "MERGE INTO escalator_facts AS f USING escalator_facts AS g ON f.stream = g.stream AND f.seq = g.seq"
    " WHEN MATCHED THEN DELETE"
)
REPLACES = {
    "sqlite": [
        "INSERT OR REPLACE INTO escalator_facts SELECT * FROM escalator_facts",
        "REPLACE INTO escalator_facts SELECT * FROM escalator_facts WHERE seq = 2",
        f"REPLACE INTO escalator_facts {BY_KEY}",
        "UPDATE OR REPLACE escalator_facts SET seq = 1",
        "INSERT INTO escalator_facts SELECT * FROM escalator_facts WHERE true ON CONFLICT DO UPDATE SET event = 'x'",
        "INSERT OR REPLACE INTO escalator_evidence SELECT * FROM escalator_evidence",
    ],
    "postgresql": [
        "TRUNCATE escalator_facts",
        "TRUNCATE escalator_evidence",
        "INSERT INTO escalator_facts SELECT * FROM escalator_facts ON CONFLICT (stream, seq) DO UPDATE SET event = 'x'",
        MERGE,
    ],
}


def with_facts(url: str) -> None:
    """Record facts and a file in a database."""
    clock = Clock(START)
    with open_engine(url, clock=clock) as engine:
        desk = Desk(engine, clock)
        case = desk.open()
        desk.record(case, "sent", "2026-03-02", CONTRACTOR, evidence=b"text", key="mail-1")


@pytest.mark.parametrize("sql", CHANGES)
def test_the_database_refuses(desk: Desk, sql: str) -> None:
    case = desk.open()
    desk.record(case, "sent", "2026-03-02", CONTRACTOR, evidence=b"text", key="mail-1")
    assert isinstance(desk.engine.store, DatabaseStore)
    with pytest.raises(StoreProblem, match="facts are never changed"), desk.engine.store.writing() as rows:
        rows.cases.near("")
        rows.session.driver.run([(sql, ())])
    assert desk.engine.audit().findings == ()


@pytest.mark.parametrize("sql", [*CHANGES, *REPLACES["sqlite"]])
def test_another_program_cannot_in_a_file(in_file: str, sql: str) -> None:
    with_facts(in_file)
    other = sqlite3.connect(sqlite_file(in_file))
    with pytest.raises(sqlite3.IntegrityError, match="facts are never changed"):
        other.execute(sql)
    other.close()
    with open_engine(in_file) as engine:
        assert engine.audit().findings == ()


@pytest.mark.parametrize("sql", [*CHANGES, *REPLACES["postgresql"]])
def test_another_program_cannot_on_a_server(on_server: str, sql: str) -> None:
    with_facts(on_server)
    with (
        psycopg.connect(on_server) as other,
        pytest.raises(psycopg.errors.RaiseException, match="facts are never changed"),
    ):
        other.execute(sql)
    with open_engine(on_server) as engine:
        assert engine.audit().findings == ()
