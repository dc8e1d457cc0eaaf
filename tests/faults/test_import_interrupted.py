"""An import that the disk, or a kill, ends halfway: all of it or nothing; with the good rows alone, whole batches."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from escalator.engine.ports.store import StoreProblem
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.faults.test_recording_refused_by_the_disk import connection
from tests.importing import Import, written
from tests.measuring import LAST

ROWS = 2_500


def big(folder: Path) -> Path:
    """Write a file with as many results."""
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + number // 2) for number in range(ROWS)]
    kpis = ["compliance", "promises"] * ROWS
    rows = (f"haarlem;{kpi};{day}..{day};2029-12-31;100\n" for kpi, day in zip(kpis, days, strict=False))
    return written(folder, "contract;kpi;periode;datum;waarde\n" + "".join(rows))


@pytest.mark.parametrize(("partial", "there"), [(False, {0}), (True, {1_000, 2_000})])
def test_a_full_disk_leaves_nothing_or_whole_batches(
    in_file: str,
    tmp_path: Path,
    partial: bool,  # noqa: FBT001 - a parameter
    there: set[int],
) -> None:
    clock = Clock(LAST)
    with open_engine(in_file, clock=clock) as engine:
        desk, path = Import(engine, clock, "haarlem"), big(tmp_path)
        pages = connection(engine).execute("PRAGMA page_count").fetchone()[0]
        connection(engine).execute(f"PRAGMA max_page_count = {pages + 330}")
        with pytest.raises(StoreProblem, match="disk is full"):
            desk.take(path, partial=partial)
        assert len(engine.results("haarlem")) in there
        assert engine.audit().findings == ()
        connection(engine).execute(f"PRAGMA max_page_count = {pages + 10_000}")
        desk.take(path, partial=partial)
        assert len(engine.results("haarlem")) == ROWS
        assert engine.audit().findings == ()


KILLED = """
import os, signal, sys
from datetime import date
from escalator.files import open_table
from escalator.testing import Clock
from escalator.wiring import open_engine
database, file, partial = sys.argv[1:]
def told(done, total):
    if done >= 2000:
        os.kill(os.getpid(), signal.SIGKILL)
with open_engine(database, clock=Clock(date(2029, 12, 31))) as engine, open_table(file) as table:
    engine.import_results(table, partial=bool(partial), progress=told)
"""


@pytest.mark.parametrize(("partial", "there"), [("", 0), ("yes", 2_000)])
def test_a_kill_leaves_nothing_or_whole_batches(in_file: str, tmp_path: Path, partial: str, there: int) -> None:
    path, clock = big(tmp_path), Clock(LAST)
    with open_engine(in_file, clock=clock) as engine:
        engine.add_contract("haarlem", "haarlem", start=date(2026, 1, 1))
    done = subprocess.run([sys.executable, "-c", KILLED, in_file, str(path), partial], check=False, capture_output=True)
    assert done.returncode == -9, done.stderr
    with open_engine(in_file, clock=clock) as engine:
        assert len(engine.results("haarlem")) == there
        assert engine.audit().findings == ()
        again = Import(engine, clock).take(path)
        assert (again.recorded, again.repeated) == (ROWS - there, there)
