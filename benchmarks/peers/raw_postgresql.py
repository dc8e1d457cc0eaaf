"""The floor on PostgreSQL: psycopg in a pipeline, the same rows as on SQLite, two round trips a fact."""

from __future__ import annotations

import psycopg

from benchmarks.contest import Clerk
from benchmarks.peers.raw_sqlite import DAY, DUE, HASH, MOMENT, PROGRESS

SCHEMA = """
CREATE TABLE cases (id TEXT PRIMARY KEY, state TEXT NOT NULL, step INTEGER NOT NULL, version INTEGER NOT NULL,
    next_change DATE, progress TEXT NOT NULL);
CREATE INDEX cases_next ON cases (next_change) WHERE next_change IS NOT NULL;
CREATE TABLE facts (case_id TEXT, seq INTEGER, event TEXT NOT NULL, day DATE NOT NULL, role TEXT NOT NULL,
    by TEXT NOT NULL, data TEXT NOT NULL, recorded TIMESTAMP NOT NULL, PRIMARY KEY (case_id, seq));
CREATE TABLE deadlines (case_id TEXT, name TEXT, due DATE NOT NULL, status TEXT NOT NULL, PRIMARY KEY (case_id, name));
CREATE INDEX deadlines_due ON deadlines (due) WHERE status = 'open';
CREATE TABLE reminders (id BIGSERIAL PRIMARY KEY, case_id TEXT NOT NULL, name TEXT NOT NULL, at TIMESTAMP NOT NULL,
    status TEXT NOT NULL);
CREATE INDEX reminders_at ON reminders (at) WHERE status = 'owed';
CREATE TABLE audit (id BIGSERIAL PRIMARY KEY, case_id TEXT NOT NULL, seq INTEGER NOT NULL, hash BYTEA NOT NULL);
"""


def prepare(url: str, cases: int) -> list[str]:
    """Make the tables, and cases of one fact; return their names."""
    names = [f"haarlem-2026-{number}" for number in range(1, cases + 1)]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        cursor.executemany(
            "INSERT INTO cases VALUES (%s, 'plan', 1, 1, %s, %s)", [(name, DUE, PROGRESS) for name in names]
        )
        cursor.executemany("INSERT INTO deadlines VALUES (%s, 'plan#1', %s, 'open')", [(name, DUE) for name in names])
    return names


def clerk(url: str) -> Clerk:
    """Return what records the second fact of any case, and what it raises when it cannot."""
    connection = psycopg.connect(url, autocommit=True)
    cursor = connection.cursor()

    def one(name: str) -> None:
        with connection.pipeline():
            cursor.execute("BEGIN")
            cursor.execute("SELECT state, step, version, progress FROM cases WHERE id = %s FOR UPDATE", (name,))
        row = cursor.fetchone()
        seq = row[2] + 1 if row else 0
        with connection.pipeline():
            _write(cursor, name, seq)
            cursor.execute("COMMIT")

    return one, psycopg.Error


def _write(cursor: psycopg.Cursor[tuple[int, ...]], name: str, seq: int) -> None:
    run = cursor.execute
    run(
        "UPDATE cases SET state = %s, step = %s, version = %s, next_change = %s, progress = %s"
        " WHERE id = %s AND version = %s",
        ("approval", 1, seq, DUE, PROGRESS, name, seq - 1),
    )
    run(
        "INSERT INTO facts VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        (name, seq, "plan_submitted", DAY, "contractor", "Jan", "{}", MOMENT),
    )
    run(
        "INSERT INTO deadlines VALUES (%s, %s, %s, 'met')"
        " ON CONFLICT (case_id, name) DO UPDATE SET status = excluded.status",
        (name, f"plan#{seq - 1}", DUE),
    )
    run("INSERT INTO deadlines VALUES (%s, %s, %s, 'open')", (name, f"plan#{seq}", DUE))
    for days in ("before", "after"):
        run(
            "INSERT INTO reminders (case_id, name, at, status) VALUES (%s, %s, %s, 'owed')",
            (name, f"{seq} {days}", MOMENT),
        )
    run("INSERT INTO audit (case_id, seq, hash) VALUES (%s, %s, %s)", (name, seq, HASH))
