"""Weeks in which daemons are killed, servers fail and clocks jump: nobody is forgotten, and nothing is early.

What is repeated was claimed by a daemon that was killed. The long version is `make soak`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.faults.storm import NEVER
from tests.faults.world import Weather

ROOT = Path(__file__).parents[2]
SQLITE = Weather(seed=1, start="2026-03-24", days=10, keepers=2, kills=12, jumps=2)
POSTGRESQL = Weather(seed=4, start="2026-10-24", days=3, keepers=4, kills=6, restarts=3, recorders=1, jumps=1)


@pytest.mark.parametrize("weather", [SQLITE, POSTGRESQL], ids=["two on SQLite", "four on PostgreSQL"])
def test_whatever_fails_nobody_is_forgotten(tmp_path: Path, weather: Weather) -> None:
    command = [sys.executable, "-m", "tests.faults.storm", str(tmp_path), json.dumps(asdict(weather))]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert {name: found[name] for name in NEVER} == dict.fromkeys(NEVER, 0)
    assert (found["kills"], found["outages"] > 0) == (weather.kills, True)
    assert found["sent"] >= 10
    assert found["refused"] >= 5
    assert bool(found["restarts"]) == bool(found["recorded"]) == bool(weather.restarts)
    assert found["repeats"] <= found["kills"]
