"""Backups and copies: whole, while others work, and nothing is forgotten afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from escalator.model.errors import InputError
from escalator.storage.backup import backup
from escalator.storage.copying import copy
from escalator.wiring import open_engine
from tests.daemon.post import CONTRACTOR, Post, at


@pytest.fixture
def post(tmp_path: Path) -> Post:
    post = Post(url=f"sqlite:///{tmp_path / 'c.db'}")
    post.haarlem()
    post.run_until(at("2026-03-10", 12))
    return post


def test_after_a_restore_nothing_is_lost_and_a_repeat_is_recognisable(post: Post, tmp_path: Path) -> None:
    backup(f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "b.db")
    post.run_until(at("2026-03-13", 12))  # told after the backup was made
    before = [message.id for _, message in post.inbox.got]
    restored = Post(url=f"sqlite:///{tmp_path / 'b.db'}", clock=post.clock)
    restored.run_until(at("2026-03-16", 12))
    ids = [message.id for _, message in restored.inbox.got]
    assert ids[0] == before[-1]  # the copy did not know that it had gone out
    proof = restored.engine.prove(date(2026, 3, 2))
    assert proof.gaps == ()
    assert restored.engine.audit().findings == ()


def test_a_backup_never_writes_over_a_file(post: Post, tmp_path: Path) -> None:
    assert post.engine.contracts()
    (tmp_path / "b.db").write_text("mine")
    with pytest.raises(InputError, match="exists already"):
        backup(f"sqlite:///{tmp_path / 'c.db'}", tmp_path / "b.db")
    assert (tmp_path / "b.db").read_text() == "mine"


def test_a_copy_holds_the_same_and_goes_on(post: Post, tmp_path: Path) -> None:
    target = f"sqlite:///{tmp_path / 'd.db'}"
    open_engine(target).close()
    counts = copy(f"sqlite:///{tmp_path / 'c.db'}", target)
    assert counts["escalator_message_items"] == 1
    moved = Post(url=target, clock=post.clock)
    assert moved.engine.audit().findings == ()
    moved.run_until(at("2026-03-16", 12))
    assert [told[1] for told in moved.told] == [CONTRACTOR] * 2
    assert moved.engine.prove(date(2026, 3, 2)).gaps == ()
    with pytest.raises(InputError, match="not empty"):
        copy(f"sqlite:///{tmp_path / 'c.db'}", target)
