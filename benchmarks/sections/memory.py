"""The memory of the daemon's process, among ever more open deadlines."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from benchmarks import crowd
from benchmarks.crowd import Crowd
from benchmarks.measuring import Block, CannotRun, Way
from benchmarks.results import Curve, Line, Promise, Section, Table
from benchmarks.sections.rounds import DUE, ROUNDS, SIZES
from benchmarks.workshop import Workshop
from escalator.testing import Clock

STATUS: Final = Path("/proc/self/status")


def run(shop: Workshop) -> Section:
    """Measure it after rounds with nothing due and a round with all that is due by the last of the few."""
    sizes = shop.pick(SIZES, (20, 30))
    crowds = {size: shop.crowd(size, shop.pick(ROUNDS + 1, 2), shop.pick(DUE, 2)) for size in sizes}
    ways = {_told(size): Way("sections.memory:resident", (each,)) for size, each in crowds.items()}
    found, absent = shop.in_turns(ways, 3)
    promises = (
        [
            Promise(
                text=f"among {_told(max(sizes))} at most 1.1 × among {_told(min(sizes))}",
                limit=1.1,
                found=found[_told(max(sizes))].over(found[_told(min(sizes))]),
            )
        ]
        if found
        else []
    )
    points = tuple((float(size), found[_told(size)].spread.median / 2**20) for size in sizes if found)
    return Section(
        id="memory",
        title="The daemon's memory",
        work="A process that does rounds of the daemon on SQLite: what of it is in memory after some, with a busy one.",
        tables=(Table("resident memory", "MiB", tuple(found.values())),) if found else (),
        promises=tuple(promises),
        curves=(Curve("memory", "The daemon's memory", "open deadlines", "MiB", (Line("resident", points),)),),
        absent=absent,
    )


def _told(size: int) -> str:
    return f"{size:,} open deadlines"


def resident(crowded: Crowd) -> Block:
    """Return the memory of this process, in bytes."""
    if not STATUS.exists():
        message = "this system does not tell what a process has in memory"
        raise CannotRun(message)
    clock = Clock(crowd.TODAY)
    engine = crowd.engine_on(crowded.path, clock)

    def rounds() -> float:
        for _ in range(20):
            engine.tick()
        lines = STATUS.read_text(encoding="utf-8").splitlines()
        return float(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) * 1024

    return rounds
