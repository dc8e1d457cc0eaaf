"""The bytes that a case takes on disk, all tables and indexes counted, beside a bare table of deadlines."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import escalator
from benchmarks import cases
from benchmarks.measuring import Block, Way
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import Workshop

BARE, OURS = "a bare table of deadlines with a partial index", "escalator, a case with one open deadline"
CASES = 20_000
WHY = (
    "A bare deadline says neither what happened nor who said so. The fact with its names, its moment and its hash, and "
    "the same hash at the head of the chain, take twice the limit by themselves; the deadline with all that lists "
    "show, and what finds it among millions, as much again. The largest part is the case: what it is about, where it "
    "stands, and what the next fact builds on: how far it has come, as JSON. That makes a fact cost the same in a case "
    "of a thousand facts as in one of two. What a case takes without it is the floor for one that can be proven and "
    "explained."
)


def run(shop: Workshop) -> Section:
    """Measure it for many cases, each just opened."""
    count = shop.pick(CASES, 50)
    ways = {
        BARE: Way("sections.disk:bare", (shop.folder("disk"), count)),
        OURS: Way("sections.disk:opened", (shop.folder("disk"), count)),
    }
    found, absent = shop.in_turns(ways, 1)
    parts = _parts(Path(ways[OURS].args[0]) / "escalator.db", count)
    return Section(
        id="disk",
        title="Disk",
        work=(
            f"{count:,} cases opened, each with its first fact and one open deadline: everything in the file, with the "
            "write-ahead log folded in, divided by the number of cases."
        ),
        tables=(Table("a case on disk", "bytes", tuple(found.values())),),
        promises=(
            Promise(
                text="at most 108 MB a million (3 × a bare table of deadlines, where this was first measured)",
                limit=108,
                found=found[OURS].spread,
                unit="MB",
                why=WHY,
            ),
        ),
        notes=(parts,) if parts else (),
        absent=absent,
    )


def _parts(path: Path, count: int) -> str:
    """Return how the bytes of a case are divided, where SQLite can tell; ladders and calendars do not grow with it."""
    asked = (
        "SELECT t.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema t ON t.name = d.name"
        " GROUP BY 1 HAVING sum(d.pgsize) > 20 * ? ORDER BY 2 DESC"
    )
    with closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute(asked, (count,)).fetchall()
        except sqlite3.OperationalError:
            return ""
    told = ", ".join(f"{name.removeprefix('escalator_')} {size / count:,.0f}" for name, size in rows)
    return f"Bytes of a case by table, each with its indexes: {told}."


def bare(folder: Path, count: int) -> Block:
    """Return the size of nothing but deadlines."""
    path = folder / "bare.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE deadlines (id INTEGER PRIMARY KEY, case_id INTEGER, due INTEGER, open INTEGER)")
    connection.execute("CREATE INDEX deadlines_due ON deadlines (due) WHERE open = 1")
    start = date(2026, 1, 1).toordinal()
    rows = ((number, start + number % 365) for number in range(count))
    connection.executemany("INSERT INTO deadlines (case_id, due, open) VALUES (?, ?, 1)", rows)
    connection.commit()
    connection.close()
    return lambda: path.stat().st_size / count


def opened(folder: Path, count: int) -> Block:
    """Return the size of a case."""
    path = folder / "escalator.db"
    with cases.engine_on(f"sqlite:///{path}"):
        empty = _folded(path)
    with escalator.open(str(path)) as engine:
        cases.open_cases(engine, count)
    return lambda: (_folded(path) - empty) / count


def _folded(path: Path) -> int:
    """Return the size of a database with its write-ahead log folded in."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size
