"""Moving a database to another kind, and backing one up: all of it, or nothing and why."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from escalator.engine.ports.store import StoreProblem
from escalator.model.errors import InputError
from escalator.storage.backup import backup
from escalator.storage.copying import copy
from escalator.testing import Clock
from escalator.wiring import as_url, open_engine
from tests.ladders import CONTRACTOR
from tests.stores.desk import START, Desk


def fill(url: str) -> None:
    """Record something that has numbers given out by the database, moments, days, flags and a file."""
    clock = Clock(START)
    with open_engine(url, clock=clock) as engine:
        desk = Desk(engine, clock)
        case = desk.approved()
        desk.record(case, "evidence_added", "2026-03-02", CONTRACTOR, evidence=b"%PDF-1.7", key="mail-1")
        engine.add_contact("lift", CONTRACTOR, name="A. Jansen", email="a.jansen@example.org")


@pytest.fixture
def file(in_file: str) -> str:
    fill(in_file)
    return in_file


@pytest.fixture
def elsewhere(migrated_file: Path, tmp_path: Path) -> str:
    """An empty database in a file whose name has all that a URL must write otherwise."""
    path = tmp_path / "50% of #1? é.db"
    shutil.copy(migrated_file, path)
    return as_url(str(path))


def test_to_a_server_and_back_everything_is_the_same(file: str, on_server: str, elsewhere: str) -> None:
    seen: list[tuple[str, int]] = []
    there = copy(file, on_server, lambda table, rows: seen.append((table, rows)))
    assert dict(seen) == {table: rows for table, rows in there.items() if rows}
    assert copy(on_server, elsewhere) == there
    clock = Clock(START)
    with open_engine(file, clock=clock) as first, open_engine(elsewhere, clock=clock) as last:
        assert last.audit() == first.audit()
        assert last.audit().findings == ()
        for each in first.cases():
            assert last.history(each.id) == first.history(each.id)
            assert last.stand(each.id) == first.stand(each.id)
        assert last.contacts("lift") == first.contacts("lift")


def test_numbers_are_given_out_after_those_that_were_copied(file: str, on_server: str) -> None:
    copy(file, on_server)
    clock = Clock(START)
    with open_engine(on_server, clock=clock) as engine:
        added = engine.add_contact("lift", CONTRACTOR, name="B. de Vries", email="b.devries@example.org")
        assert [each.id for each in engine.contacts("lift")] == [1, added.id]
        assert engine.open_case("lift", role="manager").case.id == "lift-2026-2"


def test_one_database_is_no_two(file: str) -> None:
    with pytest.raises(InputError, match="Source and target are one database"):
        copy(file, file)


@pytest.mark.parametrize("swap", [False, True])
def test_both_must_be_up_to_date(file: str, tmp_path: Path, *, swap: bool) -> None:
    nothing = f"sqlite:///{tmp_path}/nothing.db"
    with pytest.raises(StoreProblem, match="empty or outdated: open it first"):
        copy(*((nothing, file) if swap else (file, nothing)))


def test_what_is_not_empty_is_left_as_it_is(file: str, elsewhere: str) -> None:
    with open_engine(elsewhere, clock=Clock(START)) as engine:
        engine.add_contract("other", "haarlem", start=START)
    with pytest.raises(InputError, match="The target is not empty: escalator_"):
        copy(file, elsewhere)
    with open_engine(elsewhere, clock=Clock(START)) as engine:
        assert [each.id for each in engine.contracts()] == ["other"]


def test_where_it_breaks_off_nothing_was_copied(file: str, elsewhere: str) -> None:
    def stop(table: str, _rows: int) -> None:
        if table == "escalator_facts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy(file, elsewhere, stop)
    with open_engine(elsewhere, clock=Clock(START)) as engine:
        assert engine.contracts() == []


def test_a_target_that_cannot_be_written_is_told(file: str, elsewhere: str) -> None:
    with pytest.raises(StoreProblem, match="the database is read-only"):
        copy(file, f"{elsewhere}?mode=ro")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


def test_a_backup_stands_by_itself(file: str, target: Path) -> None:
    with open_engine(file, clock=Clock(START)) as engine:
        engine.add_contract("other", "haarlem", start=START)  # still in the log that is written ahead
        size = backup(file, target)
    assert size == target.stat().st_size
    assert [each.name for each in target.parent.glob("backup*")] == ["backup.db"]
    with open_engine(str(target), clock=Clock(START)) as engine:
        assert [each.id for each in engine.contracts()] == ["lift", "other"]
        assert engine.audit().findings == ()


def test_a_server_is_backed_up_by_its_own_program(on_server: str, target: Path) -> None:
    for url in (on_server, "sqlite://"):
        with pytest.raises(InputError, match="pg_dump"):
            backup(url, target)


def _away(target: Path) -> Path:
    return target.parent / "no such folder" / target.name


def _damaged(target: Path) -> Path:
    (target.parent / "escalator.db").write_bytes(b"SQLite format 3\x00" + b"x" * 4096)
    return target


@pytest.mark.parametrize(
    ("spoil", "why"), [(_away, "the file cannot be opened"), (_damaged, "the file is (damaged|not a database)")]
)
def test_a_backup_that_fails_says_why_and_leaves_nothing(
    in_file: str, target: Path, spoil: Callable[[Path], Path], why: str
) -> None:
    where = spoil(target)
    with pytest.raises(StoreProblem, match=why):
        backup(in_file, where)
    assert not list(target.parent.glob("backup*"))


def test_a_backup_into_a_folder_that_takes_no_name_says_so(file: str, tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match=r"too long|cannot be opened"):
        backup(file, tmp_path / ("x" * 252))


def test_a_database_with_torn_pages_gives_no_backup(file: str, tmp_path: Path, target: Path) -> None:
    path = tmp_path / "escalator.db"
    own = sqlite3.connect(path)
    own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (root,) = own.execute("SELECT rootpage FROM sqlite_master WHERE name = 'escalator_facts'").fetchone()
    (size,) = own.execute("PRAGMA page_size").fetchone()
    own.close()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size + 8 : root * size] = bytes(size - 8)
    path.write_bytes(content)
    with pytest.raises(StoreProblem, match=r"The copy is damaged|the file is damaged"):
        backup(file, target)
    assert not target.exists()
