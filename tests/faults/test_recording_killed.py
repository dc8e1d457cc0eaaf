"""A process killed while it records: each fact is wholly there or not at all, and what was said to be there is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.stores.desk import START, Desk

ROOT = Path(__file__).parents[2]
CHILDREN = 12


def test_no_fact_is_lost_or_halved(kept: str) -> None:
    clock = Clock(START)
    with open_engine(kept, clock=clock) as engine:
        case = Desk(engine, clock).open()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", kept, case, str(CHILDREN), "20260302"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, int] = json.loads(done.stdout)
    assert len(said) == CHILDREN
    with open_engine(kept, clock=clock) as engine:
        facts = [entry.fact for entry in engine.history(case)]
        assert engine.audit().findings == ()
        for name, there in said.items():
            numbers = [
                int(str(each.data["note"]).split()[1]) for each in facts if f"{name} " in str(each.data.get("note"))
            ]
            # One more may be there: it was committed, and the child was killed before it could say so.
            assert numbers == list(range(len(numbers)))
            assert there <= len(numbers) <= there + 1
        again = engine.record(case, "evidence_added", role="manager", data={"note": "child0 0"}, key="child0-0")
        assert again.repeated
