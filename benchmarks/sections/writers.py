"""Four processes recording at once in one SQLite database, beside one, and beside the raw driver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks import cases, contest
from benchmarks.contest import Contest
from benchmarks.measuring import Measured
from benchmarks.peers import raw_sqlite
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import Workshop

PROCESSES: Final = 4
RAW, DEFERRED, OURS = "raw sqlite3", "raw sqlite3, deferred transactions", "escalator"
CLERKS: Final = {
    RAW: "peers.raw_sqlite:clerk",
    DEFERRED: "peers.raw_sqlite:deferred_clerk",
    OURS: "cases:clerk",
}

WHY: Final = (
    "SQLite has no queue: who finds it busy sleeps and looks again. Where nothing waits for a disk, four processes "
    "compute all the time on two cores, and the system lets one go on for milliseconds before another has a core at "
    "all: twenty times the median is less than one such slice."
)

Rounds = dict[tuple[str, int], list[Contest]]


def run(shop: Workshop) -> Section:
    """Measure it on each file system."""
    found = {place: _rounds(shop, place) for place in shop.places}
    return Section(
        id="writers",
        title="Four processes at once on SQLite",
        work="Each process records facts in cases of its own, as fast as it can, all in one database.",
        tables=tuple(_table(place, rounds) for place, rounds in found.items()),
        promises=tuple(promise for place, rounds in found.items() for promise in _promises(place, rounds)),
        notes=tuple(note for place, rounds in found.items() for note in _errors(place, rounds)),
    )


def _rounds(shop: Workshop, place: str) -> Rounds:
    """Hold the contests in turns; each case gets one fact."""
    share, turns = shop.pick(400, 3), shop.pick(7, 1)
    pools = {name: _prepared(name, shop.folder(place), share * (1 + PROCESSES) * turns) for name in CLERKS}
    rounds: Rounds = {(name, count): [] for name in CLERKS for count in (1, shop.pick(PROCESSES, 2))}
    for _ in range(turns):
        for (name, count), held in rounds.items():
            database, names = pools[name]
            held.append(contest.held(CLERKS[name], database, [list(islice(names, share)) for _ in range(count)]))
    return rounds


def _prepared(name: str, folder: Path, count: int) -> tuple[str, Iterator[str]]:
    """Return a database with cases of one fact, and their names."""
    if name == OURS:
        database = f"sqlite:///{folder / 'escalator.db'}"
        with cases.engine_on(database) as engine:
            return database, iter(cases.open_cases(engine, count))
    path = folder / "raw.db"
    with closing(raw_sqlite.connect(path)) as connection:
        connection.executescript(raw_sqlite.SCHEMA)
        return str(path), iter(raw_sqlite.prepare(connection, count, 1))


def _table(place: str, rounds: Rounds) -> Table:
    ways = (_pace(rounds, name, count) for name, count in rounds)
    return Table(f"a fact, all processes together, {place}", "µs", tuple(ways))


def _pace(rounds: Rounds, name: str, count: int) -> Measured:
    told = f"{name}, {count} process" + ("es" if count > 1 else "")
    return contest.measured(told, rounds[name, count], lambda each: each.seconds)


def _promises(place: str, rounds: Rounds) -> list[Promise]:
    most = max(count for _, count in rounds)
    four = rounds[OURS, most]
    rate = _pace(rounds, OURS, 1).over(_pace(rounds, OURS, most))
    tail = contest.measured("p99 over median", four, lambda each: each.tail).spread
    errors = contest.measured("errors", four, lambda each: each.errors).spread
    return [
        Promise(
            text=f"{place}: together at least 0.6 × the rate of one", limit=0.6, found=rate, at_least=True, why=WHY
        ),
        Promise(text=f"{place}: p99 under 20 × the median", limit=20, found=tail, why=WHY),
        Promise(text=f"{place}: no error", limit=0, found=errors, unit="errors"),
    ]


def _errors(place: str, rounds: Rounds) -> list[str]:
    counted = {key: sum(each.errors for each in held) for key, held in rounds.items()}
    return [
        f"{place}, {name}, {count} at once: {errors:,} facts refused by a busy database"
        for (name, count), errors in counted.items()
        if errors
    ]
