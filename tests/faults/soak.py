"""The long run of the faults: at least 200 kills over as many seeds as that takes. `make soak` prints its figures."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, fields
from pathlib import Path

from tests.faults.kills import Outcomes, run

KILLS = 200


def soak() -> Outcomes:
    """Kill until there were enough; return the sums."""
    total = Outcomes(*[0] * len(fields(Outcomes)))
    seed = 0
    while total.kills < KILLS:
        seed += 1
        with tempfile.TemporaryDirectory() as folder:
            found = run(Path(folder), 60, seed)
        total = Outcomes(*[getattr(total, each.name) + getattr(found, each.name) for each in fields(Outcomes)])
        print(json.dumps({"seed": seed, **asdict(found)}), flush=True)
    return total


if __name__ == "__main__":
    figures = soak()
    print(json.dumps(asdict(figures)))
    if figures.lost or figures.early or figures.gaps or figures.findings:
        raise SystemExit(1)
