"""What one more fact costs as there are more: of facts in its case, of cases elsewhere, of contracts."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Final

from benchmarks import cases, crowd
from benchmarks.measuring import Block, Measured, Way, one_by_one
from benchmarks.results import Curve, Line, Promise, Section, Table
from benchmarks.sections.rounds import DUE, SIZES
from benchmarks.sections.rounds import ROUNDS as GROUPS
from benchmarks.workshop import Workshop
from escalator.testing import Clock

FACTS: Final = (2, 10, 100, 1_000)
CONTRACTS: Final = (1, 10, 100, 1_000)
ROUNDS: Final = 9
BLOCK: Final = 20


def run(shop: Workshop) -> Section:
    """Measure each in turns."""
    block = shop.pick(BLOCK, 2)
    place, blocks = shop.places[-1], shop.pick(ROUNDS + 1, 2)
    crowds = {
        size: shop.crowd(size, shop.pick(GROUPS + 1, 2), shop.pick(DUE, 2)) for size in shop.pick(SIZES, (20, 30))
    }
    grown = {
        "facts in the case": {
            size: Way("sections.growth:in_case", (shop.folder(place), size, block, blocks))
            for size in shop.pick(FACTS, FACTS[:2])
        },
        "contracts, with ten cases each": {
            size: Way("sections.growth:among_contracts", (shop.folder(place), size, block))
            for size in shop.pick(CONTRACTS, CONTRACTS[:2])
        },
        "cases elsewhere (disk)": {
            size: Way("sections.growth:elsewhere", (crowd_.path, block)) for size, crowd_ in crowds.items()
        },
    }
    found = {name: _measured(shop, ways) for name, ways in grown.items()}
    return Section(
        id="growth",
        title="As there is more of everything",
        work="One more fact, made durable, with ever more facts in its case, contracts, and cases elsewhere.",
        tables=tuple(Table(name, "µs", tuple(each.values())) for name, each in found.items()),
        promises=tuple(_promise(name, each) for name, each in found.items()),
        curves=tuple(
            Curve(f"growth-{number}", f"One more fact: {name}", name, "µs a fact", (_line(each),))
            for number, (name, each) in enumerate(found.items(), 1)
        ),
    )


def _measured(shop: Workshop, ways: dict[int, Way]) -> dict[int, Measured]:
    found, _ = shop.in_turns({f"{size:,}": way for size, way in ways.items()}, ROUNDS)
    return {size: found[f"{size:,}"] for size in ways}


def _promise(name: str, found: dict[int, Measured]) -> Promise:
    few, many = min(found), max(found)
    told = f"{name}: flat from {few:,} to {many:,} (at most 1.5 ×)"
    return Promise(text=told, limit=1.5, found=found[many].over(found[few]))


def _line(found: dict[int, Measured]) -> Line:
    return Line("escalator", tuple((float(size), each.spread.median * 1e6) for size, each in found.items()))


def in_case(folder: Path, facts: int, block: int, blocks: int) -> Block:
    """Return a block of work: one fact in each of a few cases that have that many; each case is used once."""
    engine = cases.engine_on(f"sqlite:///{folder / 'escalator.db'}")
    batches = cases.in_batches(cases.open_cases(engine, block * blocks, facts), block)
    return lambda: one_by_one(lambda case: cases.record(engine, case, facts), next(batches))


def among_contracts(folder: Path, contracts: int, block: int) -> Block:
    """Return a block of work: one fact in a few cases, each time the next, of different contracts."""
    engine = cases.engine_on(f"sqlite:///{folder / 'escalator.db'}", contracts)
    names = cases.open_cases(engine, max(block, 10 * contracts), contracts=contracts)
    numbers = count(1)

    def some() -> float:
        number = next(numbers)
        return one_by_one(lambda case: cases.record(engine, case, number), names[:block])

    return some


def elsewhere(path: Path, block: int) -> Block:
    """Return a block of work: one fact in each of a few cases of a crowd."""
    engine = crowd.engine_on(path, Clock(crowd.TODAY))
    names = crowd.ask(engine, crowd.FAR, block)
    return lambda: one_by_one(lambda case: engine.record(case, "asked_again", role="manager", by="An"), names)
