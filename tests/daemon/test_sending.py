"""Sending what is owed while clock, server, database and process do as they please: once, and never early."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from escalator.delivery.discard import Discard
from escalator.engine.context import Outlets
from escalator.engine.ports.channel import Outcome, TryAgain
from escalator.engine.ports.ledger import MAIL, MessageLine, MessageStatus
from escalator.engine.ports.messages import Message
from escalator.engine.ports.store import StoreProblem
from escalator.storage.outbox import OutboxRows
from tests.daemon.post import CONTRACTOR, Post, at

KPIS = ("compliance", "promises", "attendance")


@pytest.fixture
def post(tmp_path: Path) -> Post:
    """A post with three messages to the contractor that are due at eight."""
    post = Post(url=f"sqlite:///{tmp_path / 'c.db'}")
    post.haarlem()
    for kpi in KPIS[1:]:
        post.open(kpi)
    post.engine.set_reminders("haarlem", digest=False)
    post.round(at("2026-03-09", 6))
    post.clock.move_to(at("2026-03-09", 8))
    return post


class Meanwhile:
    """Has something happen while the first messages are handed over."""

    def __init__(self, post: Post, times: int = 1) -> None:
        self._deliver = post.inbox.deliver
        self._left = times
        post.inbox.deliver = self.deliver  # type: ignore[method-assign]  # something happens before it is called

    def happens(self) -> None:
        """Whatever it is."""

    def deliver(self, message: Message) -> Outcome:
        if self._left:
            self._left -= 1
            self.happens()
        return self._deliver(message)


def ids(post: Post) -> list[str]:
    return [message.id for _, message in post.inbox.got]


def test_a_round_that_is_to_stop_leaves_the_rest_to_others_at_once(post: Post) -> None:
    done = post.engine.tick(lambda: len(post.inbox.got) == 1)
    assert (done.sent, len(post.told)) == (1, 1)
    waiting = post.engine.outbox(status="owed")
    assert [(line.attempts, line.claimed_by, line.next_at) for line in waiting] == [(0, "", post.clock.now())] * 2
    assert post.round().sent == 2
    assert len(set(ids(post))) == len(ids(post)) == 3
    assert post.engine.prove(at("2026-03-02").date()).repeats == ()


class Nobody(Post):
    """A post whose messages arrive nowhere."""

    def outlets(self) -> Outlets:
        return replace(super().outlets(), channels={MAIL: Discard()})


def test_for_a_channel_that_looks_at_no_message_none_is_written_out_and_all_is_on_record(
    post: Post, tmp_path: Path
) -> None:
    nobody = Nobody(url=f"sqlite:///{tmp_path / 'c.db'}", clock=post.clock)
    assert nobody.round().sent == 3
    assert nobody.letters == []
    assert [(each.status, each.why) for each in post.engine.outbox()] == [("sent", "discarded")] * 3


def test_what_the_database_refuses_of_one_message_that_reached_nobody_it_takes_of_the_others(
    post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Nobody(url=f"sqlite:///{tmp_path / 'c.db'}", clock=post.clock)
    refused = post.engine.outbox(status="owed")[-1].id
    update = OutboxRows.update

    def refusing(rows: OutboxRows, line: MessageLine) -> None:
        if (line.id, line.status) == (refused, MessageStatus.SENT):
            raise StoreProblem("not this one", "refused")
        update(rows, line)

    monkeypatch.setattr(OutboxRows, "update", refusing)
    with pytest.raises(StoreProblem, match="not this one"):
        nobody.round()
    nobody.round()
    assert [each.id for each in post.engine.outbox(status="owed")] == [refused]
    monkeypatch.undo()
    post.clock.tick(timedelta(minutes=5))
    assert nobody.round().sent == 1


def test_what_reached_nobody_is_on_record_when_a_round_is_to_stop(post: Post, tmp_path: Path) -> None:
    nobody = Nobody(url=f"sqlite:///{tmp_path / 'c.db'}", clock=post.clock)
    asked = iter([False, False])
    assert nobody.engine.tick(lambda: next(asked, True)).sent == 2
    assert [each.claimed_by for each in post.engine.outbox(status="owed")] == [""]


def test_a_round_that_is_to_stop_takes_up_no_other_case(post: Post) -> None:
    post.clock.move_to(at("2026-03-13", 8))
    assert post.engine.tick(lambda: True).owed == 0
    assert post.round().owed == 3


def test_what_was_taken_is_not_repeated_because_the_database_was_away_for_a_moment(
    post: Post, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("escalator.storage.drivers.BUSY_SECONDS", 0.01)
    other = sqlite3.connect(tmp_path / "c.db", isolation_level=None)

    class Taken(Meanwhile):
        def happens(self) -> None:
            other.execute("BEGIN IMMEDIATE")

    again = Post(url=f"sqlite:///{tmp_path / 'c.db'}", clock=post.clock)
    Taken(again)
    for _ in range(2):
        with pytest.raises(StoreProblem, match="busy with others"):
            again.round()
    assert len(again.told) == 1
    assert len(post.engine.outbox(status="owed")) == 3
    other.execute("ROLLBACK")
    post.clock.tick(timedelta(minutes=2))
    assert again.round().sent == 1  # what was taken; the two others are left to whoever claimed them
    post.clock.tick(timedelta(minutes=5))
    assert again.round().sent == 2
    assert len(set(ids(again))) == len(ids(again)) == 3
    first = next(line for line in post.engine.outbox(status="sent") if line.id == ids(again)[0])
    assert first.sent_at == at("2026-03-09", 8)  # when it was taken, not when that could be written
    other.close()


def test_what_was_claimed_waits_when_the_clock_is_put_back(post: Post) -> None:
    class PutBack(Meanwhile):
        def happens(self) -> None:
            post.clock.tick(-timedelta(hours=1))

    PutBack(post)
    post.round()
    assert len(post.told) == 1
    post.run_until(at("2026-03-09", 9))
    assert [told[1] for told in post.told] == [CONTRACTOR] * 3
    assert len(set(ids(post))) == 3
    assert all(told[0] >= "2026-03-09 08:00" for told in post.told[1:])


def test_a_slow_server_makes_way_for_the_rest_of_a_round(post: Post) -> None:
    class Slow(Meanwhile):
        def happens(self) -> None:
            post.clock.tick(timedelta(minutes=4))

    Slow(post, 3)
    done = post.round()
    assert done.sent == 2  # of the third the lease was over
    assert done.next_at is not None
    assert post.round().sent == 1
    assert len(set(ids(post))) == len(ids(post)) == 3


def test_what_did_not_go_out_in_its_time_waits_for_office_hours_too(post: Post) -> None:
    post.clock.move_to(at("2026-03-09", 19))  # on record since six in the morning, and then nobody kept the clock
    assert post.round().sent == 0
    assert [(line.attempts, line.next_at) for line in post.engine.outbox(status="owed")] == [(0, at("2026-03-10"))] * 3
    post.run_until(at("2026-03-10", 12))
    assert [told[0] for told in post.told] == ["2026-03-10 08:00"] * 3


def test_what_is_tried_again_waits_for_office_hours_too(post: Post) -> None:
    post.clock.move_to(at("2026-03-09", 18) - timedelta(seconds=30))
    post.inbox.answers = [TryAgain("451 not now")] * 3
    assert post.round().retried == 3
    post.run_until(at("2026-03-10", 12))
    assert [told[0] for told in post.told] == ["2026-03-10 08:00"] * 3
