"""The audit bites: whatever is changed behind its back is found, and named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalator.engine.cases.closed_days import add_closed_day
from escalator.engine.engine import Engine
from escalator.storage.store import DatabaseStore
from escalator.testing import Clock
from tests.ladders import CONTRACTOR
from tests.measuring import Measuring
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


CASE, OTHER = "lift-2026-1", "lift-2026-2"
FACTS = "escalator_facts WHERE stream = 'case:lift-2026-1' AND seq"
ANOTHER = (
    "case_id, 'gone', n, state, due, due_at, status, owed_by, counted_from, expires, provisional, left_on, remind_at"
)
TAMPERED = [
    (f"UPDATE {FACTS} = 2".replace(" WHERE", " SET \"on\" = '2026-03-03' WHERE", 1), CASE, "fact 2 (sent)"),
    (f"UPDATE {FACTS} = 2".replace(" WHERE", ' SET data = \'{"note":"x"}\' WHERE', 1), CASE, "fact 2 (sent)"),
    (f"UPDATE {FACTS} = 3".replace(" WHERE", " SET role = 'director' WHERE", 1), CASE, "fact 3 (approved)"),
    (f"UPDATE {FACTS} = 3".replace(" WHERE", " SET \"by\" = 'Bas' WHERE", 1), CASE, "fact 3 (approved)"),
    (f"UPDATE {FACTS} = 1".replace(" WHERE", " SET key = 'x' WHERE", 1), CASE, "fact 1 (missed)"),
    (f"UPDATE {FACTS} = 2".replace(" WHERE", " SET recorded = '2026-03-01 12:00:00' WHERE", 1), CASE, "fact 2 (sent)"),
    (f"UPDATE {FACTS} > 1".replace(" WHERE", " SET seq = -seq WHERE", 1), CASE, "fact -5 (evidence_added)"),
    (
        f"UPDATE {FACTS} = 5".replace(" WHERE", " SET stream = 'case:lift-2026-2' WHERE", 1),
        CASE,
        "5 facts were recorded",
    ),
    (f"DELETE FROM {FACTS} = 2", CASE, "fact 3 (approved)"),
    (f"DELETE FROM {FACTS} = 5", CASE, "5 facts were recorded, and there are 4"),
    ('UPDATE escalator_cases SET scope = \'{"track":"theme"}\'', CASE, "fact 1 (missed)"),
    ("UPDATE escalator_cases SET state = 'done'", CASE, "state: kept is done, the facts say work"),
    ("UPDATE escalator_cases SET next_change = NULL", CASE, "next_change: kept is None, the facts say 2026-04-03"),
    ("UPDATE escalator_cases SET final = true", CASE, "final"),
    ("UPDATE escalator_cases SET facts = 4", CASE, "4 facts were recorded, and there are 5"),
    ("UPDATE escalator_cases SET opened_on = '2026-03-01'", CASE, "opened_on: kept is 2026-03-01"),
    ("UPDATE escalator_cases SET opened_at = '2026-03-01 12:00:00'", CASE, "opened_at"),
    ("UPDATE escalator_cases SET version = '2'", CASE, "ladder: kept is ('small', '2'), the facts say ('small', '1')"),
    ("UPDATE escalator_cases SET opened_in = 'x'", CASE, "fact 1 (missed)"),
    ("UPDATE escalator_deadlines SET status = 'overdue' WHERE name = 'work'", CASE, "deadline work"),
    ("UPDATE escalator_deadlines SET counted_from = NULL WHERE name = 'work'", CASE, "deadline work"),
    (
        f"INSERT INTO escalator_deadlines SELECT {ANOTHER} FROM escalator_deadlines WHERE name = 'work'",
        CASE,
        "deadlines: kept is ['gone']",
    ),
    ("UPDATE escalator_rights SET since = '2026-03-03'", OTHER, "rights"),
    ("DELETE FROM escalator_rights", OTHER, "rights: kept is []"),
    ("UPDATE escalator_contracts SET starts = '2025-12-01'", "lift", "start: kept is 2025-12-01"),
    ("UPDATE escalator_contracts SET ends = '2025-12-01'", "lift", "end: kept is 2025-12-01, the facts say None"),
    ("UPDATE escalator_contracts SET name = 'x'", "lift", "name: kept is x, the facts say lift"),
    ("UPDATE escalator_contracts SET closed_on = '2026-03-02'", "lift", "closed_on"),
    ("UPDATE escalator_contracts SET calendar = 'x'", "lift", "it cannot be read: LookupError"),
    ("UPDATE escalator_contracts SET calendar_now = 'x'", "lift", "calendar_now: kept is x"),
    ('UPDATE escalator_contracts SET parameters = \'{"roll":"no"}\'', "lift", "parameters"),
    ("UPDATE escalator_ladders SET version = '2'", "lift", "ladder: kept is ('small', '2')"),
    ("UPDATE escalator_calendars SET plain = replace(plain, '2026-12-25', '2026-12-24')", "lift", "calendar"),
    ("DELETE FROM escalator_calendars", "lift", "it cannot be read: LookupError"),
    ("UPDATE escalator_deadlines SET due = '2026-04-03' WHERE name = 'work'", CASE, "deadline work"),
    ("DELETE FROM escalator_deadlines WHERE name = 'work'", CASE, "deadline work: kept is None"),
    ("UPDATE escalator_deadlines SET name = 'x' WHERE name = 'work'", CASE, "deadline work: kept is None"),
    ("UPDATE escalator_cases SET progress = replace(progress, '\"work\"', '\"check\"')", CASE, "progress"),
    ("UPDATE escalator_contracts SET facts = 2", "lift", "2 facts were recorded, and there are 1"),
    (
        "UPDATE escalator_ladders SET definition = replace(definition, '\"number\":10', '\"number\":11')",
        "lift",
        "ladder",
    ),
    ("UPDATE escalator_evidence SET content = size || ''", CASE, "evidence with fact 5"),
    ("DELETE FROM escalator_evidence", CASE, "evidence with fact 5"),
]
UNREADABLE = [
    (f"UPDATE {FACTS} = 2".replace(" WHERE", " SET data = '{' WHERE", 1), CASE),
    (f"UPDATE {FACTS} = 2".replace(" WHERE", " SET data = '[]' WHERE", 1), CASE),
    ("UPDATE escalator_cases SET progress = '{}'", CASE),
    ("UPDATE escalator_cases SET scope = '[]'", "lift"),
    ("UPDATE escalator_contracts SET parameters = '{'", "lift"),
    ("UPDATE escalator_ladders SET definition = '{}'", "lift"),
    ("UPDATE escalator_calendars SET plain = '{'", "lift"),
]


def described(sql: str) -> str:
    """Return what a tampering changes, as the name of its test."""
    return " ".join(sql.replace("escalator_", "").replace("stream = 'case:lift-2026-1' AND ", "").split())


@pytest.fixture
def kept_well(desk: Desk) -> Desk:
    """A case with an approval by two, a file, and a right that has arisen."""
    case = desk.approved()
    desk.record(case, "evidence_added", "2026-03-02", CONTRACTOR, data={"note": "x"}, evidence=b"%PDF-1.7")
    other = desk.open("2026-03-02")
    desk.clock.move_to(date(2026, 3, 17))
    desk.engine.tick()
    assert other == OTHER
    assert desk.stand(other).state == "default"
    assert found(desk.engine) == []
    return desk


@pytest.mark.parametrize(("sql", "subject", "what"), TAMPERED, ids=[described(sql) for sql, *_ in TAMPERED])
def test_what_was_changed_is_named(kept_well: Desk, sql: str, subject: str, what: str) -> None:
    desk = kept_well
    if "size ||" in sql:
        sql = sql.replace("size || ''", "CAST('x' AS bytea)" if "postgresql" in database(desk.engine) else "x'00'")
    tamper(desk.engine, sql)
    findings = found(afresh(desk.engine))
    assert any(about == subject and what in told for about, told in findings), findings


@pytest.mark.parametrize(("sql", "subject"), UNREADABLE, ids=[described(sql) for sql, _ in UNREADABLE])
def test_what_can_no_longer_be_read_is_named_and_the_rest_looked_at(kept_well: Desk, sql: str, subject: str) -> None:
    Desk(kept_well.engine, kept_well.clock, "other")
    tamper(kept_well.engine, sql)
    audit = afresh(kept_well.engine).audit()
    assert subject in {each.subject for each in audit.findings}
    assert audit.contracts == 2


def afresh(engine: Engine) -> Engine:
    """Return an engine as another process would open it: with nothing in its memory."""
    return replace(engine, _ladders={}, _calendars={}, _procedures={})


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


RESULTS = [
    ("UPDATE escalator_measurements SET value = '99' WHERE seq = 2", "result 2"),
    ("UPDATE escalator_measurements SET verdict = 'met' WHERE seq = 3", "result 3"),
    ("UPDATE escalator_measurements SET counts = true WHERE seq = 4", "result 4"),
    ("UPDATE escalator_measurements SET counts = false WHERE seq = 3", "result 3"),
    ("UPDATE escalator_measurements SET period = 'CY2' WHERE seq = 3", "result 3"),
    ("UPDATE escalator_measurements SET starts = '2026-01-02' WHERE seq = 3", "result 3"),
    ("UPDATE escalator_measurements SET corrects = NULL WHERE seq = 3", "result 3"),
    ("DELETE FROM escalator_measurements WHERE seq = 3", "results: kept is [2, 4], the facts say [2, 3, 4]"),
    ("UPDATE escalator_ladders SET source = source || ' '", "text"),
    ("DELETE FROM escalator_closed_days", "calendar_now"),
    ("UPDATE escalator_closed_days SET day = '2026-06-19'", "calendar_now"),
    ("UPDATE escalator_closed_days SET reason_en = 'x'", "calendar_now"),
]


@pytest.mark.parametrize(("sql", "what"), RESULTS, ids=[described(sql) for sql, _ in RESULTS])
def test_results_texts_and_closed_days_are_held_against_the_facts(
    engine: Engine, clock: Clock, sql: str, what: str
) -> None:
    desk = Measuring(engine, clock, "haarlem")
    desk.measure("haarlem", "compliance", "95", "CY1", "2026-04-07")
    desk.measure("haarlem", "compliance", "96", "CY1", "2026-04-07", corrects=2)
    desk.measure("haarlem", "compliance", "94", "CY2-CY3", "2029-04-07")
    engine.retract_fact("haarlem", 4, reason="of another contract")
    add_closed_day(engine, date(2029, 6, 18), "moving house", contract="haarlem")
    assert found(engine) == []
    tamper(engine, sql)
    findings = found(afresh(engine))
    assert any(about == "haarlem" and told.startswith(what) for about, told in findings), findings


def test_closed_days_of_all_and_a_closed_contract_are_no_finding(engine: Engine, clock: Clock) -> None:
    Measuring(engine, clock, "haarlem", "zaanstreek")
    add_closed_day(engine, date(2030, 6, 18), "moving house")
    engine.close_contract("haarlem", reason="at an end")
    add_closed_day(engine, date(2030, 6, 19), "unpacking")
    assert found(afresh(engine)) == []
