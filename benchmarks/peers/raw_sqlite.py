"""The floor on SQLite: the standard library's driver, statements by hand, no state machine, no derivation, no chain.

Recording a fact is one SELECT, one UPDATE and six INSERTs (the fact, the deadline met, the next deadline, two reminders
and an audit row), as durable as the program's own.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from benchmarks.cases import in_batches
from benchmarks.contest import Clerk
from benchmarks.measuring import Block, one_by_one

SCHEMA: Final = """
CREATE TABLE cases (id TEXT PRIMARY KEY, state TEXT NOT NULL, step INTEGER NOT NULL, version INTEGER NOT NULL,
    next_change TEXT, progress TEXT NOT NULL);
CREATE INDEX cases_next ON cases (next_change) WHERE next_change IS NOT NULL;
CREATE TABLE facts (case_id TEXT, seq INTEGER, event TEXT NOT NULL, day TEXT NOT NULL, role TEXT NOT NULL,
    by TEXT NOT NULL, data TEXT NOT NULL, recorded TEXT NOT NULL, PRIMARY KEY (case_id, seq)) WITHOUT ROWID;
CREATE TABLE deadlines (case_id TEXT, name TEXT, due TEXT NOT NULL, status TEXT NOT NULL,
    PRIMARY KEY (case_id, name)) WITHOUT ROWID;
CREATE INDEX deadlines_due ON deadlines (due) WHERE status = 'open';
CREATE TABLE reminders (id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL,
    status TEXT NOT NULL);
CREATE INDEX reminders_at ON reminders (at) WHERE status = 'owed';
CREATE TABLE audit (id INTEGER PRIMARY KEY, case_id TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL);
"""
DAY, DUE, MOMENT = "2026-03-02", "2026-03-16", "2026-03-02 12:00:00.000000"
PROGRESS: Final = '{"progress": "' + "x" * 600 + '"}'
"""As long as what the program keeps with a case, so that the same bytes are written."""
HASH: Final = bytes(32)


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that loses nothing that was committed."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def prepare(connection: sqlite3.Connection, cases: int, facts: int, stem: str = "haarlem") -> list[str]:
    """Make cases with that many facts; return their names."""
    names = [f"{stem}-2026-{number}" for number in range(1, cases + 1)]
    connection.execute("BEGIN IMMEDIATE")
    for name in names:
        connection.execute("INSERT INTO cases VALUES (?, 'plan', 1, ?, ?, ?)", (name, facts, DUE, PROGRESS))
        for seq in range(1, facts + 1):
            _insert(connection, name, seq)
    connection.execute("COMMIT")
    return names


def record(connection: sqlite3.Connection, name: str) -> None:
    """Make one fact durable."""
    connection.execute("BEGIN IMMEDIATE")
    write(connection, name)
    connection.execute("COMMIT")


def write(connection: sqlite3.Connection, name: str) -> None:
    """Write one fact within a transaction."""
    row = connection.execute("SELECT state, step, version, progress FROM cases WHERE id = ?", (name,)).fetchone()
    seq = row[2] + 1
    connection.execute(
        "UPDATE cases SET state = ?, step = ?, version = ?, next_change = ?, progress = ? WHERE id = ? AND version = ?",
        ("approval", 1, seq, DUE, PROGRESS, name, seq - 1),
    )
    _insert(connection, name, seq)


def _insert(connection: sqlite3.Connection, name: str, seq: int) -> None:
    run = connection.execute
    run(
        "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (name, seq, "plan_submitted", DAY, "contractor", "Jan", "{}", MOMENT),
    )
    run(
        "INSERT INTO deadlines VALUES (?, ?, ?, 'met') ON CONFLICT DO UPDATE SET status = excluded.status",
        (name, f"plan#{seq - 1}", DUE),
    )
    run("INSERT INTO deadlines VALUES (?, ?, ?, 'open')", (name, f"plan#{seq}", DUE))
    for days in ("before", "after"):
        run("INSERT INTO reminders VALUES (NULL, ?, ?, ?, 'owed')", (name, f"{seq} {days}", MOMENT))
    run("INSERT INTO audit VALUES (NULL, ?, ?, ?)", (name, seq, HASH))


def recording(folder: Path, facts: int, block: int, blocks: int, others: int) -> Block:
    """Return a block of work: one fact in each of a few cases that have that many; each case is used once."""
    connection = connect(folder / "raw.db")
    connection.executescript(SCHEMA)
    names = prepare(connection, block * blocks, facts)
    prepare(connection, others, 1, "other")
    batches = in_batches(names, block)
    return lambda: one_by_one(lambda name: record(connection, name), next(batches))


def clerk(database: str) -> Clerk:
    """Return what records the next fact of any case, and what it raises when it cannot."""
    connection = connect(Path(database))
    return lambda name: record(connection, name), sqlite3.OperationalError


def deferred_clerk(database: str) -> Clerk:
    """The same in transactions that take the write lock only when they first write, as the driver does by default."""
    connection = connect(Path(database))

    def one(name: str) -> None:
        connection.execute("BEGIN")
        try:
            write(connection, name)
            connection.execute("COMMIT")
        except sqlite3.OperationalError:
            connection.execute("ROLLBACK")
            raise

    return one, sqlite3.OperationalError
