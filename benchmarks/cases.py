"""The program's own part in the comparisons, through the same public calls that the command line makes.

A case of the Haarlem ladder goes back and forth between a plan that is due and its approval: each fact meets one
deadline and opens the next. Facts are of today, so that nothing has expired.
"""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import escalator
from benchmarks.contest import Clerk
from benchmarks.measuring import Block, one_by_one
from escalator.engine.clock import MachineClock
from escalator.model.terms import day_of

LADDER = "haarlem"
CONTRACT = "haarlem"
MANAGER, CONTRACTOR = "contract_manager", "contractor"
BATCH = 1_000


def engine_on(url: str, contracts: int = 1, years: int = 1) -> escalator.Engine:
    """Return an engine on a database with one contract or several, that began so many years ago."""
    engine = escalator.open(url)
    start = today() - timedelta(days=366 * years)
    with engine.together():
        for name in contract_names(contracts):
            engine.add_contract(name, LADDER, start=start)
    return engine


def today() -> date:
    """Return the day it is for the program."""
    return day_of(MachineClock().now())


def contract_names(contracts: int) -> list[str]:
    """Return the names of one contract, or of several with numbers behind."""
    return [CONTRACT, *(f"{CONTRACT}-{number}" for number in range(2, contracts + 1))]


def open_cases(engine: escalator.Engine, count: int, facts: int = 1, contracts: int = 1) -> list[str]:
    """Open cases that have that many facts each; return their names."""
    made: list[str] = []
    owners = itertools.cycle(contract_names(contracts))
    while len(made) < count:
        with engine.together():
            for owner in itertools.islice(owners, min(BATCH, count - len(made))):
                opened = engine.open_case(owner, track="core", event="norm_missed", role=MANAGER, by="An")
                made.append(opened.case.id)
                for number in range(1, facts):
                    record(engine, opened.case.id, number)
    return made


def record(engine: escalator.Engine, case: str, number: int) -> None:
    """Record the fact that comes after that many others: a plan, or its rejection."""
    if number % 2:
        engine.record(case, "plan_submitted", role=CONTRACTOR, by="Jan")
    else:
        engine.record(case, "plan_rejected", role=MANAGER, by="An")


def recording(stock: Path, folder: Path, facts: int, block: int, blocks: int) -> Block:
    """Return a block of work: one fact in each of a few cases that have that many; each case is used once."""
    engine = escalator.open(stocked(stock, folder))
    batches = in_batches(open_cases(engine, block * blocks, facts), block)
    return lambda: one_by_one(lambda case: record(engine, case, facts), next(batches))


def clerk(database: str) -> Clerk:
    """Return what records the second fact of a case, and what it raises when it cannot."""
    engine = escalator.open(database)
    return lambda case: record(engine, case, 1), escalator.StoreProblem


def stock(folder: Path, count: int) -> Path:
    """Make a database with that many cases of one fact each; return its file."""
    path = folder / "stock.db"
    with engine_on(f"sqlite:///{path}") as engine:
        open_cases(engine, count)
    return path


def stocked(stock: Path, folder: Path) -> str:
    """Return the URL of a copy of a database with cases in it."""
    return f"sqlite:///{shutil.copy(stock, folder)}"


def in_batches(names: list[str], size: int) -> Iterator[list[str]]:
    """Yield the names a few at a time, in an order that has nothing to do with how they were made."""
    mixed = random.Random(0).sample(names, len(names))
    return (mixed[start : start + size] for start in range(0, len(mixed), size))
