"""One fact made durable on SQLite, beside the raw driver and the libraries that somebody might use instead."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import Measured, Way
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import Workshop

RAW, OURS, LONG = "raw sqlite3", "escalator", "escalator, 100 facts"
SESSION, DBOS = "SQLModel, a session per event", "DBOS, one step"
SPIFF, SPIFF_LOOP = "SpiffWorkflow, tasks in a row", "SpiffWorkflow, the same case"
ROUNDS, OTHERS = 11, 100_000
LIMITS = {"disk": 1.6, "memory": 3.0}
WHY = (
    "What SQLite does is as much as the raw driver's; the rest is the interpreter's work, which is flat: weighing the "
    "fact and firing the state machine, what a case builds on read and written as JSON, the lines of its deadlines and "
    "their reminders, the chain, values, checks and transactions; none of it stands out. The floor with a state "
    "machine and an audit row, and nothing explained or checked, was 1.13 and 1.34 times."
)
NOTE = (
    "SpiffWorkflow is measured twice, as JSON in one row: as tasks in a row without timers, against which the promise "
    "is judged; and as the same case, a plan and its approval in a loop, each with a timer. It explains no date and "
    "chains nothing. DBOS runs a workflow of one step, and keeps nothing of a case. The raw driver runs with SQLite's "
    "own defaults; the program keeps 8 MB of pages instead of 2, and lets its log grow to 2,000 pages instead of "
    "1,000: with those defaults it took some 1.7 times the raw driver on disk."
)


def run(shop: Workshop) -> Section:
    """Measure it on each file system."""
    tables, promises = [], []
    absent: dict[str, str] = {}
    stock = shop.stock(shop.pick(OTHERS, 10))
    for place in shop.places:
        found, missing = shop.in_turns(_ways(shop, place, stock), ROUNDS)
        tables.append(Table(f"one durable fact, {place}, case with 10 facts", "µs", tuple(found.values())))
        promises += list(_promises(place, found))
        absent |= missing
    return Section(
        id="durable",
        title="One fact made durable on SQLite",
        work=(
            "A case of the Haarlem ladder with 10 facts gets its eleventh, in a database with "
            f"{OTHERS:,} other cases, in WAL mode with `synchronous=FULL`. The program checks it against "
            "the ladder (guards, role, data), works out its deadlines (why a day is due is worked out when somebody "
            "asks), appends it to the hash chain and writes the standing. The floor is one "
            "SELECT, one UPDATE and six INSERTs by hand."
        ),
        tables=tuple(tables),
        promises=tuple(promises),
        absent=absent,
        notes=(NOTE,),
    )


def _ways(shop: Workshop, place: str, stock: Path) -> dict[str, Way]:
    block, blocks, others = shop.pick(100, 2), shop.pick(ROUNDS + 1, 2), shop.pick(OTHERS, 10)

    def way(maker: str, *args: object) -> Way:
        return Way(maker, (shop.folder(place), *args))

    return {
        RAW: way("peers.raw_sqlite:recording", 10, block, blocks, others),
        OURS: Way("cases:recording", (stock, shop.folder(place), 10, block, blocks)),
        LONG: Way("cases:recording", (stock, shop.folder(place), 100, block, blocks)),
        SESSION: way("peers.sqlmodel_session:recording", 10, block, blocks),
        SPIFF: way("peers.spiffworkflow_case:recording_in_a_row", 10, block, blocks),
        SPIFF_LOOP: way("peers.spiffworkflow_case:recording_in_a_loop", 10, block, blocks),
        DBOS: way("peers.dbos_step:recording", block),
    }


def _promises(place: str, found: dict[str, Measured]) -> list[Promise]:
    ours = found[OURS]
    limit = LIMITS[place]
    return [
        Promise(text=f"{place}: at most {limit} × the raw driver", limit=limit, found=ours.over(found[RAW]), why=WHY),
        Promise(text=f"{place}: flat to 100 facts (at most 1.2 ×)", limit=1.2, found=found[LONG].over(ours)),
        *(
            Promise(
                text=f"{place}: {least} times faster than {peer}",
                limit=least,
                found=found[peer].over(ours) if peer in found else None,
                at_least=True,
                why=_peer_why(peer, found),
            )
            for peer, least in ((SPIFF, 4.0), (DBOS, 12.0))
        ),
    ]


def _peer_why(peer: str, found: dict[str, Measured]) -> str:
    """Return how near the floor itself comes."""
    if peer not in found:
        return ""
    faster = found[peer].over(found[RAW]).median
    return f"Beside {peer}, the raw driver itself, which checks nothing, is {faster:.1f} times faster."
