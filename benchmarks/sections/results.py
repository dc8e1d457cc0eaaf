"""A file of results read, assessed and stored by the command: the time for each row, and the memory at its peak."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from typing import Final

from benchmarks import cases
from benchmarks.measuring import Measured, Spread
from benchmarks.results import Curve, Line, Promise, Section, Table
from benchmarks.workshop import ROOT, Workshop

ROWS: Final = (1_000, 10_000, 100_000, 1_000_000)
MONTHS: Final = 60
GIB: Final = 2**30


def run(shop: Workshop) -> Section:
    """Measure files of growing length, each into a database of its own."""
    sizes = shop.pick(ROWS, ROWS[:1])
    done = {rows: imported(shop.folder("disk"), rows) for rows in sizes}
    paces = tuple(Measured(f"{rows:,} rows", (seconds / rows,)) for rows, (seconds, _) in done.items())
    peaks = tuple(Measured(f"{rows:,} rows", (float(peak),)) for rows, (_, peak) in done.items())
    longest = max(sizes)
    return Section(
        id="results",
        title="Results from a file",
        work=(
            f"`escalator import` on CSV: monthly results of many contracts, {MONTHS} of each, the last of which misses "
            "its norm and opens a case. All rows or none: one transaction. Disk."
        ),
        tables=(
            Table("a row, start-up included", "µs", paces),
            Table("the command's memory at its peak", "MiB", peaks),
        ),
        promises=(
            Promise(
                text=f"{longest:,} rows in under 1 GiB",
                limit=1.0,
                found=Spread.of([done[longest][1] / GIB]),
                unit="GiB",
            ),
        ),
        curves=(
            Curve(
                "results",
                "Results from a file",
                "rows",
                "µs a row",
                (Line("escalator import", tuple((float(n), took / n * 1e6) for n, (took, _) in done.items())),),
            ),
        ),
    )


def imported(folder: Path, rows: int) -> tuple[float, int]:
    """Import that many rows; return the seconds that it took and its memory at the peak, in bytes."""
    database, file = folder / "escalator.db", folder / "results.csv"
    cases.engine_on(f"sqlite:///{database}", contracts=-(-rows // MONTHS), years=6).close()
    with file.open("w", encoding="utf-8") as written:
        written.writelines(islice(_lines(rows), rows + 1))
    command = [sys.executable, str(ROOT / "cli.py"), "import", str(file)]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, "ESCALATOR_DATABASE_URL": str(database)}, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"the import ended with {process.returncode}"
        raise RuntimeError(message)
    return took, used.ru_maxrss * 1024


def _lines(rows: int) -> Iterator[str]:
    yield "contract;kpi;period;value;on\n"
    last = cases.today().year - 1
    periods = [f"{year}-{month:02}" for year, month in product(range(last - MONTHS // 12 + 1, last + 1), range(1, 13))]
    for contract in cases.contract_names(-(-rows // MONTHS)):
        for period in periods:
            presence = 98 if period == periods[-1] else 100
            yield f'{contract};attendance;{period};"presence={presence}; response=100";{cases.today()}\n'
