"""A clock whose keeper is killed at random points: nothing is lost, nothing is early, and repeats are recognisable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_killed_at_random_points_nobody_is_forgotten(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.kills", str(tmp_path), "25", "7"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == 25
    assert found["sent"] > 40
    assert {key: found[key] for key in ("lost", "early", "gaps", "findings")} == dict.fromkeys(
        ("lost", "early", "gaps", "findings"), 0
    )
    assert found["repeats"] <= found["kills"]
