"""A database that cannot be written or read: one clear error, nothing changed, and work goes on once it can."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from escalator.engine.engine import Engine
from escalator.engine.ports.store import StoreProblem
from escalator.storage.drivers import SQLiteDriver, connect
from escalator.storage.store import DatabaseStore
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR, MANAGER
from tests.stores.desk import START, Desk

BIG = {"note": "x" * 9_000}


def connection(engine: Engine) -> sqlite3.Connection:
    """Return the only connection that an engine has had use for."""
    assert isinstance(engine.store, DatabaseStore)
    with engine.store.reading() as rows:
        assert isinstance(rows.session.driver, SQLiteDriver)
        return rows.session.driver.connection


def test_a_full_database_refuses_and_takes_more_once_there_is_room(in_file: str) -> None:
    clock = Clock(START)
    with open_engine(in_file, clock=clock) as engine:
        desk = Desk(engine, clock)
        case = desk.open()
        pages = connection(engine).execute("PRAGMA page_count").fetchone()[0]
        connection(engine).execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreProblem, match=r"disk is full. Nothing was stored"):
            for _ in range(10):
                desk.record(case, "evidence_added", "2026-03-02", MANAGER, data=BIG)
        there = len(engine.history(case))
        assert engine.audit().findings == ()
        desk.record(case, "sent", "2026-03-02", CONTRACTOR)
        assert len(engine.history(case)) == there + 1
        assert engine.audit().findings == ()


LIMITED = """
import resource, signal, sys
from datetime import date
from pathlib import Path
from escalator.engine.ports.store import StoreProblem
from escalator.testing import Clock
from escalator.wiring import open_engine
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, case = sys.argv[1:]
with open_engine(path, clock=Clock(date(2026, 3, 2))) as engine:
    engine.cases()
    there = 0
    limit = 60_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for there in range(1, 100):
            engine.record(case, "evidence_added", role="manager", data={"note": "x" * 9000})
    except StoreProblem as problem:
        print(there - 1, problem)
"""


def test_a_file_that_may_not_grow_refuses(in_file: str) -> None:
    clock = Clock(START)
    with open_engine(in_file, clock=clock) as engine:
        case = Desk(engine, clock).open()
    done = subprocess.run([sys.executable, "-c", LIMITED, in_file, case], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    there, told = done.stdout.split(maxsplit=1)
    assert "Nothing was stored" in told
    with open_engine(in_file, clock=clock) as engine:
        assert len(engine.history(case)) == 1 + int(there)
        assert engine.audit().findings == ()


def test_a_database_opened_to_read_is_only_read(in_file: str) -> None:
    clock = Clock(START)
    with open_engine(in_file, clock=clock) as engine:
        case = Desk(engine, clock).open()
        with open_engine(f"{in_file}?mode=ro", clock=clock) as reader:
            assert reader.stand(case).state == "plan"
            with pytest.raises(StoreProblem, match=r"read-only. Nothing was stored"):
                reader.record(case, "sent", role=CONTRACTOR)
        assert len(engine.history(case)) == 1


READ_ONLY = """
import os, sys
from datetime import date
from escalator.engine.ports.store import StoreProblem
from escalator.testing import Clock
from escalator.wiring import open_engine
open_engine("sqlite://").close()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    with open_engine(sys.argv[1], clock=Clock(date(2026, 3, 2))) as engine:
        engine.record(sys.argv[2], "sent", role="contractor")
except StoreProblem as problem:
    print(problem)
"""


def test_a_file_that_may_not_be_written_is_not(in_file: str, tmp_path: Path) -> None:
    clock = Clock(START)
    with open_engine(in_file, clock=clock) as engine:
        case = Desk(engine, clock).open()
    file = tmp_path / "escalator.db"
    before = file.read_bytes()
    file.chmod(0o444)
    opened = [parent for parent in tmp_path.parents if parent.stat().st_mode & 0o011 != 0o011]
    for parent in (tmp_path, *opened):
        parent.chmod(parent.stat().st_mode | 0o055)
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(file), case], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Nothing was stored" in done.stdout
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is no database at all, but a text\n" * 99, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match=r"not a database|damaged"):
        open_engine(str(path))
    assert path.read_bytes() == content


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="cannot be opened"):
        open_engine(str(tmp_path / "nowhere" / "escalator.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match=r"\(postgresql:///nothing\).*Nothing was stored") as told:
        open_engine(f"postgresql://nobody:s3cret@/nothing?host={tmp_path}&password=s3cret")
    assert "s3cret" not in str(told.value)


def test_a_busy_database_is_told(in_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalator.storage.drivers.BUSY_SECONDS", 0.05)
    clock = Clock(START)
    with open_engine(in_file, clock=clock) as engine, open_engine(in_file, clock=clock) as other:
        case = Desk(engine, clock).open()
        with engine.together():
            engine.record(case, "sent", role=CONTRACTOR)
            engine.cases()
            with pytest.raises(StoreProblem, match="busy with others"):
                other.record(case, "sent", role=CONTRACTOR)
            assert other.stand(case).state == "plan"
        assert other.stand(case).state == "approval"


def hang_up(url: str) -> None:
    """End every other connection to a database on a server."""
    driver = connect(url)
    ended = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database()"
    driver.run([(f"{ended} AND pid <> pg_backend_pid()", ())])
    driver.close()


def test_a_server_that_goes_away_is_told_once_and_found_again(on_server: str) -> None:
    clock = Clock(START)
    with open_engine(on_server, clock=clock) as engine:
        case = Desk(engine, clock).open()
        assert isinstance(engine.store, DatabaseStore)
        with engine.store.reading(), ThreadPoolExecutor(1) as another:
            another.submit(engine.cases).result()  # so that two connections are kept
        hang_up(on_server)
        with pytest.raises(StoreProblem, match="Nothing was stored") as told:
            engine.record(case, "sent", role=CONTRACTOR)
        assert told.value.because == "unable"
        engine.record(case, "sent", role=CONTRACTOR)
        assert len(engine.history(case)) == 2


def test_a_server_that_goes_away_while_it_was_to_commit_leaves_it_unsure(on_server: str) -> None:
    clock = Clock(START)
    with open_engine(on_server, clock=clock) as engine:
        case = Desk(engine, clock).open()
        with pytest.raises(StoreProblem, match="not certain whether it was stored") as told, engine.together():
            engine.record(case, "sent", role=CONTRACTOR, key="one")
            hang_up(on_server)
        assert told.value.because == "unsure"
        assert not engine.record(case, "sent", role=CONTRACTOR, key="one").repeated
