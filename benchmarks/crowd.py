"""A database with very many open deadlines, for work whose cost must not depend on how many there are.

The first cases are opened by public calls. Where more are needed than is sensible to wait for, their rows are copied
under new names: the same rows, as many as asked for, and nothing that is measured.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import escalator
from benchmarks.cases import BATCH
from escalator.settings import Settings
from escalator.testing import Clock
from escalator.wiring import open_engine, outlets_of

LADDER: Final = str(Path(__file__).with_name("ladder.yaml"))
TODAY: Final = date(2026, 8, 5)
"""A Wednesday, with no closed days in the months that follow."""
FAR: Final = date(2030, 6, 3)
"""When the many are due: not while anything is measured."""
SEED: Final = 1_000
CONTRACT: Final = "questions"
COPIED: Final = ("cases", "facts", "deadlines")


@dataclass(frozen=True, slots=True)
class Group:
    """A few cases that are due on one day."""

    due: date
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """A database, and the few among the many that are due sooner."""

    path: Path
    groups: tuple[Group, ...]


def made(path: Path, size: int, groups: int, each: int) -> Crowd:
    """Make a database with that many open deadlines, and groups that are due a week apart."""
    with engine_on(path, Clock(TODAY)) as engine:
        add_contract(engine, CONTRACT)
        days = (TODAY + timedelta(weeks=week) for week in range(4, 4 + groups))
        sooner = tuple(Group(day, tuple(ask(engine, day, each))) for day in days)
        ask(engine, FAR, min(size, SEED))
    if size > SEED:
        _copy(path, size // SEED - 1)
    return Crowd(path, sooner)


def engine_on(path: Path, clock: escalator.Clock) -> escalator.Engine:
    """Return an engine that sends what is due to nobody."""
    return open_engine(str(path), clock=clock, outlets=outlets_of(Settings(mail="discard:"), clock))


def add_contract(engine: escalator.Engine, name: str) -> None:
    """Add a contract, with a person of its own in each role."""
    engine.add_contract(name, LADDER, start=date(2026, 1, 1))
    for role in ("contractor", "manager"):
        engine.add_contact(name, role, name=role.title(), email=f"{role}@{name}.example.org")


def ask(engine: escalator.Engine, answer_by: date, count: int, contract: str = CONTRACT) -> list[str]:
    """Open cases of which the deadline is on a day; return their names."""
    names: list[str] = []
    data = {"answer_by": answer_by}
    while len(names) < count:
        with engine.together():
            for _ in range(min(BATCH, count - len(names))):
                opened = engine.open_case(contract, track="all", event="asked", role="manager", by="An", data=data)
                names.append(opened.case.id)
    return names


def _copy(path: Path, times: int) -> None:
    """Copy the rows of the last cases under new names, so many times, in the order of their keys.

    The indexes are built afterwards and nothing is logged: millions of rows take minutes, not an hour.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run = connection.execute
        run("PRAGMA journal_mode = OFF").fetchall()
        run("PRAGMA synchronous = OFF")
        run("PRAGMA cache_size = -500000")
        run("CREATE TEMP TABLE numbers AS WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT ?)"
            " SELECT printf('-%06d', n) AS suffix FROM n", (times,))  # fmt: skip
        last = f"SELECT id FROM escalator_cases ORDER BY rowid DESC LIMIT {SEED}"
        run(f"CREATE TEMP TABLE seeds AS {last}")
        indexes = _indexes(connection)
        for name in indexes:
            run(f"DROP INDEX {name}")
        for name in COPIED:
            _copy_table(connection, f"escalator_{name}", "case:" if name == "facts" else "")
        for sql in indexes.values():
            run(sql)
        run("PRAGMA journal_mode = WAL").fetchall()


def _indexes(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the indexes of the tables that are copied, and how each is made."""
    listed = ", ".join(f"'escalator_{name}'" for name in COPIED)
    found = f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql NOTNULL AND tbl_name IN ({listed})"
    return dict(connection.execute(found).fetchall())


def _copy_table(connection: sqlite3.Connection, table: str, start: str) -> None:
    columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
    key, *others = columns
    rows = f"SELECT * FROM {table} WHERE {key} IN (SELECT '{start}' || id FROM temp.seeds) ORDER BY {key}"
    connection.execute(f"CREATE TEMP TABLE copied_{table} AS {rows}")
    named = ", ".join((f"{key} || suffix", *others))
    copies = f"SELECT {named} FROM temp.copied_{table} CROSS JOIN temp.numbers"
    connection.execute(f"INSERT INTO {table} {copies}")


def moment(day: date, hour: int) -> datetime:
    """Return an hour of a day, in the zone of the contract."""
    return datetime.combine(day, time(hour), ZoneInfo("Europe/Amsterdam"))
