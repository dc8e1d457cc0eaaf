"""The long run of the faults: at least 200 kills on both databases, over both changes of the clocks. For `make soak`.

Prints what each run came to, and the sums; fails if anything was lost, early, or repeated with no kill to explain it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path

from tests.faults.storm import NEVER, Outcomes, run
from tests.faults.world import Weather

STARTS = "2026-10-21", "2026-03-25"
"""A few days before the clocks are put back, and forward."""
KILLS = 200


def runs() -> Iterator[tuple[str, Weather]]:
    """Yield what is run, with its name."""
    for seed in (1, 2):
        yield "SQLite, two daemons", Weather(seed=seed, start=STARTS[seed % 2], days=30, keepers=2, kills=40)
    for keepers, name in ((2, "PostgreSQL, two daemons"), (4, "PostgreSQL, four daemons")):
        for seed in (3, 4, 5, 6):
            yield (
                name,
                Weather(seed=seed, start=STARTS[seed % 2], days=7, keepers=keepers, kills=18, restarts=15, recorders=2),
            )


def soak() -> dict[str, dict[str, int]]:
    """Run them all; return the sums for each kind."""
    totals: dict[str, dict[str, int]] = {}
    for name, weather in runs():
        with tempfile.TemporaryDirectory() as folder:
            found = asdict(run(Path(folder), weather))
        print(json.dumps({"run": name, "seed": weather.seed, **found}), flush=True)
        total = totals.setdefault(name, {each.name: 0 for each in fields(Outcomes)})
        for each, number in found.items():
            total[each] += number
    return totals


if __name__ == "__main__":
    figures = soak()
    for kind, sums in figures.items():
        print(json.dumps({"sum": kind, **sums}))
    if any(sums[each] for sums in figures.values() for each in NEVER):
        raise SystemExit(1)
    if sum(sums["kills"] for sums in figures.values()) < KILLS:
        raise SystemExit(2)
