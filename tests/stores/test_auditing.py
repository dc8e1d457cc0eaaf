"""The audit bites: whatever is changed behind its back is found, and named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from escalator.engine.engine import Engine
from escalator.storage.store import DatabaseStore
from escalator.testing import Clock
from tests.ladders import CONTRACTOR
from tests.stores.desk import Desk


def tamper(engine: Engine, sql: str) -> None:
    """Change the database past everything that protects it."""
    assert isinstance(engine.store, DatabaseStore)
    with engine.store.writing() as rows:
        driver = rows.session.driver
        rows.cases.lines()
        if driver.database == "postgresql":
            driver.run([("SET LOCAL session_replication_role = replica", ())])
        else:
            for name in (f"{table}_no_{verb}" for table in ("facts", "evidence") for verb in ("update", "delete")):
                driver.run([(f"DROP TRIGGER escalator_{name}", ())])
        driver.run([(sql, ())])


def found(engine: Engine) -> list[tuple[str, str]]:
    """Return what the audit finds: what it is about, and in English what is wrong."""
    return [(each.subject, each.what.en) for each in engine.audit().findings]


def test_it_counts_what_it_looked_at(desk: Desk) -> None:
    desk.approved()
    desk.open()
    audit = desk.engine.audit()
    assert (audit.contracts, audit.cases, audit.facts, audit.findings) == (1, 2, 6, ())
    Desk(desk.engine, desk.clock, "other")
    assert desk.engine.audit("other").cases == 0


CASE = "lift-2026-1"
FACTS = "escalator_facts WHERE stream = 'case:lift-2026-1' AND seq"
TAMPERED = [
    (f"UPDATE {FACTS} = 2".replace(" WHERE", " SET \"on\" = '2026-03-03' WHERE", 1), CASE, "fact 2 (sent)"),
    (f"UPDATE {FACTS} = 2".replace(" WHERE", ' SET data = \'{"note":"x"}\' WHERE', 1), CASE, "fact 2 (sent)"),
    (f"UPDATE {FACTS} = 3".replace(" WHERE", " SET role = 'director' WHERE", 1), CASE, "fact 3 (approved)"),
    (f"UPDATE {FACTS} = 3".replace(" WHERE", " SET \"by\" = 'Bas' WHERE", 1), CASE, "fact 3 (approved)"),
    (f"UPDATE {FACTS} = 1".replace(" WHERE", " SET key = 'x' WHERE", 1), CASE, "fact 1 (missed)"),
    (f"DELETE FROM {FACTS} = 2", CASE, "fact 3 (approved)"),
    (f"DELETE FROM {FACTS} = 5", CASE, "5 facts were recorded, and there are 4"),
    ('UPDATE escalator_cases SET scope = \'{"track":"theme"}\'', CASE, "fact 1 (missed)"),
    ("UPDATE escalator_cases SET state = 'done'", CASE, "state: kept is done, the facts say work"),
    ("UPDATE escalator_cases SET next_change = NULL", CASE, "next_change: kept is None, the facts say 2026-04-03"),
    ("UPDATE escalator_cases SET final = true", CASE, "final"),
    ("UPDATE escalator_deadlines SET due = '2026-04-03' WHERE name = 'work'", CASE, "deadline work"),
    ("DELETE FROM escalator_deadlines WHERE name = 'plan'", CASE, "deadline plan: kept is None"),
    ("UPDATE escalator_deadlines SET name = 'x' WHERE name = 'work'", CASE, "deadline work: kept is None"),
    ("UPDATE escalator_cases SET progress = replace(progress, '\"work\"', '\"check\"')", CASE, "progress"),
    ("DELETE FROM escalator_steps WHERE n = 1", CASE, "steps"),
    ("UPDATE escalator_contracts SET facts = 2", "lift", "2 facts were recorded, and there are 1"),
    (
        "UPDATE escalator_ladders SET definition = replace(definition, '\"number\":10', '\"number\":11')",
        "lift",
        "ladder",
    ),
    ("UPDATE escalator_evidence SET content = size || ''", CASE, "evidence with fact 5"),
]


@pytest.mark.parametrize(("sql", "subject", "what"), TAMPERED, ids=[f"{n}" for n in range(len(TAMPERED))])
def test_what_was_changed_is_named(desk: Desk, sql: str, subject: str, what: str) -> None:
    case = desk.approved()
    desk.record(case, "evidence_added", "2026-03-02", CONTRACTOR, data={"note": "x"}, evidence=b"%PDF-1.7")
    assert found(desk.engine) == []
    if "size ||" in sql:
        sql = sql.replace("size || ''", "CAST('x' AS bytea)" if "postgresql" in database(desk.engine) else "x'00'")
    tamper(desk.engine, sql)
    with_fresh_caches: Any = desk.engine
    with_fresh_caches._ladders.clear()  # noqa: SLF001 - as another process would see it
    findings = found(desk.engine)
    assert any(about == subject and what in told for about, told in findings), findings


def database(engine: Engine) -> str:
    """Return which database an engine works on."""
    assert isinstance(engine.store, DatabaseStore)
    with engine.store.reading() as rows:
        return rows.session.driver.database


def test_what_time_did_is_no_finding(desk: Desk, clock: Clock) -> None:
    desk.open()
    clock.move_to(date(2026, 5, 1))
    assert found(desk.engine) == []
    desk.engine.tick()
    assert found(desk.engine) == []
