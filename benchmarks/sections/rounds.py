"""A round of the daemon: with nothing due, and with a hundred deadlines that have just passed, among ever more."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from benchmarks import crowd
from benchmarks.crowd import Crowd
from benchmarks.measuring import Block, Measured, Way, timed
from benchmarks.results import Curve, Line, Promise, Section, Table
from benchmarks.workshop import Workshop
from escalator.testing import Clock

SIZES: Final = (10_000, 100_000, 1_000_000, 5_000_000)
ROUNDS: Final = 7
DUE: Final = 100
DAY: Final = timedelta(days=1)
WHY: Final = (
    "A deadline that has passed is written at night, put on record as a reminder to two persons before the offices "
    "open, and told in two letters by what is true at that moment: its case is worked out from its facts, and what "
    "each side reads is put together. Fifty are done in one transaction, with five statements for each; the rest is "
    "the interpreter's work."
)


def run(shop: Workshop) -> Section:
    """Measure it on disk, among ever more open deadlines."""
    crowds = {
        size: shop.crowd(size, shop.pick(ROUNDS + 1, 2), shop.pick(DUE, 2)) for size in shop.pick(SIZES, (20, 30))
    }
    few, many = _told(min(crowds)), _told(max(crowds))
    times = shop.pick(200, 1)
    ways = {"an indexed query": Way("sections.rounds:query", (crowds[max(crowds)].path,))}
    ways |= {_told(size): Way("sections.rounds:idle", (each.path, times)) for size, each in crowds.items()}
    calm, absent = shop.in_turns(ways, ROUNDS)
    due, missing = shop.in_turns(
        {_told(size): Way("sections.rounds:passed", (each,)) for size, each in crowds.items()}, ROUNDS
    )
    others, too = shop.in_turns(_others(shop), ROUNDS)
    return Section(
        id="rounds",
        title="A round of the daemon",
        work=(
            "`Engine.tick()` on SQLite on disk. A deadline that is due: it passes, and both sides are told the next "
            f"morning, in one letter a person, sent nowhere and so written out for no one. {DUE} at a time."
        ),
        tables=(
            Table("a round with nothing due", "ms", tuple(calm.values())),
            Table("a due deadline", "µs", tuple(due.values())),
            *((Table("a due job, by others", "µs", tuple(others.values())),) if others else ()),
        ),
        promises=(
            Promise(text="idle: under 1 ms at any size", limit=1, found=calm[many].spread.times(1e3), unit="ms"),
            Promise(text=f"due: among {many} at most 1.3 × among {few}", limit=1.3, found=due[many].over(due[few])),
            Promise(text="due: at most 600 µs each", limit=600, found=due[many].spread.times(1e6), unit="µs", why=WHY),
        ),
        curves=(_curve(calm, due, crowds),),
        absent=absent | missing | too,
    )


def _others(shop: Workshop) -> dict[str, Way]:
    """Return what others do with as many due jobs, none of which does anything."""
    jobs = shop.pick(DUE, 2)
    folder = shop.folder("disk")
    ways = {
        "APScheduler's job store, to add a job": Way("peers.apscheduler_jobs:adding", (folder, jobs)),
        "APScheduler's job store, to fire a job": Way("peers.apscheduler_jobs:firing", (folder, jobs)),
    }
    for number in shop.pick((0, 100_000, 300_000), (0,)):
        url = shop.postgresql() if find_spec("procrastinate") else ""
        ways[f"procrastinate, {number:,} waiting"] = Way("peers.procrastinate_jobs:due", (url, jobs, number))
    return ways


def _told(size: int) -> str:
    return f"{size:,} open deadlines"


def _curve(calm: dict[str, Measured], due: dict[str, Measured], crowds: dict[int, Crowd]) -> Curve:
    lines = (
        Line(name, tuple((float(size), found[_told(size)].spread.median * 1e6) for size in crowds))
        for name, found in (("a round with nothing due", calm), ("a due deadline", due))
    )
    return Curve("rounds", "A round of the daemon", "open deadlines", "µs", tuple(lines))


def query(path: Path) -> Block:
    """Return a block of work: the query without which nobody can know that nothing is due."""
    connection = sqlite3.connect(path)
    asked = "SELECT case_id, name FROM escalator_deadlines WHERE due <= ? LIMIT 100"
    return lambda: timed(lambda: connection.execute(asked, ("2020-01-01",)).fetchall(), 100)


def idle(path: Path, times: int) -> Block:
    """Return a block of work: rounds with nothing due."""
    engine = crowd.engine_on(path, Clock(crowd.TODAY))
    engine.tick()
    return lambda: timed(engine.tick, times)


def passed(crowded: Crowd) -> Block:
    """Return a block of work: the rounds of the night and the morning after a day on which some were due."""
    clock = Clock(crowd.TODAY)
    engine = crowd.engine_on(crowded.path, clock)
    groups = iter(crowded.groups)

    def tick(day: date, hour: int) -> float:
        clock.move_to(crowd.moment(day, hour))
        return timed(engine.tick)

    def one() -> float:
        group = next(groups)
        tick(group.due, 10)  # until then they were reminded of what was to come
        tick(group.due, 20)
        took = tick(group.due + DAY, 1) + tick(group.due + DAY, 10)
        with engine.together():
            for case in group.cases:
                engine.record(case, "answered", role="contractor", by="Jan")
        return took / len(group.cases)

    return one
