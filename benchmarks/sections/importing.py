"""A thousand facts in one transaction, as an import or an embedding program writes them, beside the raw driver."""

from __future__ import annotations

from pathlib import Path

from benchmarks import cases, profiling
from benchmarks.measuring import Block, Way, timed
from benchmarks.peers import raw_sqlite
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import Workshop

RAW, OURS = "raw sqlite3", "escalator"
BATCH, ROUNDS = 1_000, 9
WHY = (
    "In one transaction the disk's part is gone, and what remains is the interpreter's work on each fact (see above). "
    "The five statements of a fact take about as long as the raw driver's eight; weighing it, what its case builds on, "
    "its lines, the chain and the checks take twice that in the interpreter."
)


def run(shop: Workshop) -> Section:
    """Measure it on each file system."""
    tables, promises = [], []
    absent: dict[str, str] = {}
    for place in shop.places:
        batch, batches = shop.pick(BATCH, 3), shop.pick(ROUNDS + 1, 2)
        ways = {
            RAW: Way("sections.importing:raw", (shop.folder(place), batch, batches)),
            OURS: Way("sections.importing:ours", (shop.folder(place), batch, batches)),
        }
        found, missing = shop.in_turns(ways, ROUNDS)
        tables.append(Table(f"a fact, {BATCH:,} to a transaction, {place}", "µs", tuple(found.values())))
        absent |= missing
        ratio = found[OURS].over(found[RAW])
        promises.append(Promise(text=f"{place}: at most 3 × the raw driver", limit=3, found=ratio, why=WHY))
    return Section(
        id="importing",
        title="A thousand facts in one transaction",
        work="The second fact of a thousand cases, all in one transaction.",
        tables=tuple(tables),
        promises=tuple(promises),
        absent=absent,
        notes=(_profile(shop),),
    )


def _profile(shop: Workshop) -> str:
    """Return what the time of a fact goes to."""
    batch, batches = shop.pick(BATCH, 3), shop.pick(10, 1)
    block = ours(shop.folder(shop.places[-1]), batch, batches)
    found = profiling.shares(lambda: [block() for _ in range(batches)])
    return f"What the time of a fact goes to where nothing waits for a disk, by sampling: {profiling.told(found)}."


def raw(folder: Path, batch: int, batches: int) -> Block:
    """Return a block of work by the raw driver."""
    connection = raw_sqlite.connect(folder / "raw.db")
    connection.executescript(raw_sqlite.SCHEMA)
    names = cases.in_batches(raw_sqlite.prepare(connection, batch * batches, 1), batch)

    def together() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for name in next(names):
            raw_sqlite.write(connection, name)
        connection.execute("COMMIT")

    return lambda: timed(together) / batch


def ours(folder: Path, batch: int, batches: int) -> Block:
    """Return a block of work by the program."""
    engine = cases.engine_on(f"sqlite:///{folder / 'escalator.db'}")
    names = cases.in_batches(cases.open_cases(engine, batch * batches), batch)

    def together() -> None:
        with engine.together():
            for name in next(names):
                cases.record(engine, name, 1)

    return lambda: timed(together) / batch
