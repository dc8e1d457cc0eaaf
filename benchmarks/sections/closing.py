"""A closed day added while very many cases are open: those that it moves are written, the others only looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks import cases, crowd
from benchmarks.measuring import Block, Way, timed
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import Workshop
from escalator.testing import Clock

MANY, MOVED, ROUNDS = 90_000, 10_000, 4
ALL, NOBODY = "a case, where it moves a tenth", "a case, where it moves none"
FAR_OFF: Final = date(2030, 9, 2)
"""A Monday after the last deadline."""


def run(shop: Workshop) -> Section:
    """Measure it on disk, one day after another."""
    many, moved = shop.pick(MANY, 20), shop.pick(MOVED, 3)
    path = shop.folder("disk") / "closing.db"
    _prepare(path, many, moved)
    ways = {NOBODY: Way("sections.closing:unmoved", (path, many + moved))}
    found, _ = shop.in_turns(ways, ROUNDS)
    ways = {ALL: Way("sections.closing:closed", (path, many + moved, moved))}
    more, _ = shop.in_turns(ways, ROUNDS)
    rate = found | more
    promises = (
        Promise(
            text=f"{name.removeprefix('a case, ')}: at least 5,000 cases a second",
            limit=5_000,
            found=rate[name].rate,
            at_least=True,
            unit="a second",
        )
        for name in (NOBODY, ALL)
    )
    return Section(
        id="closing",
        title="A closed day added",
        work=(
            f"`Engine.add_closed_day()` for the whole organisation, on SQLite on disk, among {many + moved:,} open "
            f"cases. In {moved:,} a term in working days runs over the day: they are counted again, written with their "
            "history and planned anew. In the others a party named the day, and nothing is written."
        ),
        tables=(Table("a closed day, divided over all open cases", "µs", tuple(rate.values())),),
        promises=tuple(promises),
    )


def _prepare(path: Path, many: int, moved: int) -> None:
    crowd.made(path, many, 0, 0)
    with crowd.engine_on(path, Clock(crowd.TODAY)) as engine:
        engine.add_contract(cases.CONTRACT, cases.LADDER, start=crowd.TODAY - timedelta(days=366))
        cases.open_cases(engine, moved)


def unmoved(path: Path, count: int) -> Block:
    """Return a block of work: days that no deadline runs over."""
    days = (FAR_OFF + timedelta(weeks=week) for week in range(100))
    return _closing(path, count, days, 0)


def closed(path: Path, count: int, moved: int) -> Block:
    """Return a block of work: days that some deadlines run over, each another one."""
    after = (crowd.TODAY + timedelta(days=number) for number in range(1, 10))
    return _closing(path, count, (day for day in after if day.isoweekday() <= 5), moved)  # noqa: PLR2004 - Friday


def _closing(path: Path, count: int, days: Iterator[date], moved: int) -> Block:
    engine = crowd.engine_on(path, Clock(crowd.TODAY))

    def one() -> float:
        day, found = next(days), []
        took = timed(lambda: found.append(engine.add_closed_day(day, "verlof")))
        if len(found[0].moved) != moved:
            message = f"{day} moved {len(found[0].moved)} deadlines, not {moved}"
            raise ValueError(message)
        return took / count

    return one
