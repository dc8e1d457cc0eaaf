"""One to eight processes recording at once on PostgreSQL, beside the raw driver in a pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from benchmarks import cases, contest
from benchmarks.contest import Contest
from benchmarks.measuring import CannotRun, Measured
from benchmarks.results import Curve, Line, Promise, Section, Table
from benchmarks.workshop import Workshop

COUNTS: Final = (1, 2, 4, 8)
RAW, OURS = "raw psycopg in a pipeline", "escalator"
CLERKS: Final = {RAW: "peers.raw_postgresql:clerk", OURS: "cases:clerk"}
Rounds = dict[tuple[str, int], list[Contest]]


def run(shop: Workshop) -> Section:
    """Measure it on a server of one's own."""
    section = Section(
        id="clients",
        title="One to eight clients on PostgreSQL",
        work="Each process records facts in cases of its own, as fast as it can, in one database that loses nothing.",
    )
    try:
        rounds = _rounds(shop, shop.pick(COUNTS, COUNTS[:2]))
    except ModuleNotFoundError as missing:
        return replace(section, absent={"all of it": f"{missing.name} is not installed"})
    except CannotRun as reason:
        return replace(section, absent={"all of it": str(reason)})
    return replace(
        section,
        tables=(Table("a fact, all clients together", "µs", tuple(_pace(rounds, *each) for each in rounds)),),
        promises=tuple(_promises(rounds)),
        curves=(_curve(rounds),),
    )


def _rounds(shop: Workshop, counts: tuple[int, ...]) -> Rounds:
    """Hold the contests in turns; each case gets one fact."""
    share, turns = shop.pick(300, 3), shop.pick(7, 1)
    needed = share * sum(counts) * turns
    pools = {RAW: _raw(shop.postgresql(), needed), OURS: _ours(shop.postgresql(), needed)}
    rounds: Rounds = {(name, count): [] for count in counts for name in CLERKS}
    for _ in range(turns):
        for (name, count), held in rounds.items():
            url, names = pools[name]
            held.append(contest.held(CLERKS[name], url, [list(islice(names, share)) for _ in range(count)]))
    return rounds


def _raw(url: str, needed: int) -> tuple[str, Iterator[str]]:
    from benchmarks.peers import raw_postgresql  # noqa: PLC0415 - psycopg may not be there

    return url, iter(raw_postgresql.prepare(url, needed))


def _ours(url: str, needed: int) -> tuple[str, Iterator[str]]:
    with cases.engine_on(url) as engine:
        return url, iter(cases.open_cases(engine, needed))


def _pace(rounds: Rounds, name: str, count: int) -> Measured:
    told = f"{name}, {count} client" + ("s" if count > 1 else "")
    return contest.measured(told, rounds[name, count], lambda each: each.seconds)


def _promises(rounds: Rounds) -> Iterator[Promise]:
    for count in sorted({count for _, count in rounds}):
        yield Promise(
            text=f"{count} at once: at most 2 × the raw driver",
            limit=2,
            found=_pace(rounds, OURS, count).over(_pace(rounds, RAW, count)),
        )


def _curve(rounds: Rounds) -> Curve:
    lines = tuple(
        Line(
            name,
            tuple(
                (float(count), 1 / _pace(rounds, name, count).spread.median) for each, count in rounds if each == name
            ),
        )
        for name in CLERKS
    )
    return Curve("clients", "Clients on PostgreSQL", "clients", "facts a second, together", lines)
