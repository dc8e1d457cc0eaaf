"""The process that keeps the clock: it starts, works, wakes, stands by and stops; on a real file."""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from escalator import daemon
from escalator.daemon import OUTDATED, STOPPED
from escalator.engine.ports.channel import Outcome
from escalator.engine.ports.messages import Message
from escalator.engine.rounds import Round
from escalator.storage.drivers import connect
from escalator.storage.watching import Watch
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at
from tests.daemon.running import FileClock, Running, Started
from tests.daemon.test_formal import expiring

Start: TypeAlias = Callable[[datetime], Started]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'c.db'}"


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


@pytest.fixture
def started(url: str, mail: Path, tmp_path: Path) -> Iterator[Start]:
    running: list[Started] = []

    def start(moment: datetime) -> Started:
        clock = FileClock(tmp_path / f"now{len(running)}")
        clock.move_to(moment)
        running.append(Started(url, clock, f"folder:{mail}"))
        return running[-1]

    yield start
    for each in running:
        each.end()


def test_it_sends_what_is_due_and_stops_cleanly_on_sigterm(url: str, mail: Path, started: Start) -> None:
    post = Post(url=url)
    post.haarlem()
    keeper = started(at("2026-03-09", 8, 5))
    assert keeper.says("round")
    assert len(list(mail.glob("*.eml"))) == 1
    assert [beat.rounds for beat in post.engine.status().daemons] == [1]
    keeper.process.send_signal(signal.SIGTERM)
    assert keeper.process.wait(30) == STOPPED
    assert post.engine.status().daemons == ()


def test_a_second_one_stands_by_and_takes_over_when_the_first_is_killed(url: str, mail: Path, started: Start) -> None:
    Post(url=url).haarlem()
    first = started(at("2026-03-09", 6, 5))
    assert first.says("round")
    second = started(at("2026-03-09", 8, 5))
    assert "standing by" in second.line()
    assert list(mail.glob("*.eml")) == []
    first.process.kill()
    assert second.says("round")
    assert len(list(mail.glob("*.eml"))) == 1


def test_after_a_week_of_downtime_each_person_is_told_once_and_what_expired_did_so_on_its_day(
    url: str, mail: Path, started: Start
) -> None:
    post = Post(url=url)
    post.haarlem()
    case = expiring(post)
    keeper = started(at("2026-03-09", 8, 5))
    assert keeper.says("round")
    assert len(list(mail.glob("*.eml"))) == 1  # of both contracts: five working days, and three, before
    keeper.process.kill()
    after = started(at("2026-03-17", 10, 30))
    assert after.says("round")
    moved = post.engine.stand(case, as_of=date(2026, 3, 17))
    assert (moved.state, moved.since) == ("default", date(2026, 3, 13))
    sent = post.engine.outbox(status="sent", since=at("2026-03-10"))
    assert sorted((line.email, line.kind) for line in sent) == [
        (CONTRACTOR, "digest"),
        (CONTRACTOR, "expiry"),
        (MANAGER, "digest"),
        (MANAGER, "expiry"),
    ]
    assert len(list(mail.glob("*.eml"))) == 1 + len(sent)
    proof = post.engine.prove(date(2026, 3, 2))
    assert (proof.gaps, proof.early, proof.repeats) == ((), (), ())


def test_it_wakes_when_another_process_has_put_something_on_the_agenda(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.05)
    post, arrived = Post(url=url), threading.Event()
    running = Running(url, post)
    try:
        running.round()
        post.clock.move_to(at("2026-03-09", 8, 5))
        deliver = post.inbox.deliver

        def delivered(message: Message) -> Outcome:
            arrived.set()
            return deliver(message)

        post.inbox.deliver = delivered  # type: ignore[method-assign]  # tells when it was called
        post.engine.add_contract("haarlem", post.without_duties("haarlem"), start=date(2026, 1, 1))
        post.engine.add_contact("haarlem", "contractor", name="Ans", email=CONTRACTOR)
        post.engine.open_case("haarlem", on=date(2026, 2, 2), kpis=("compliance",), role="contract_manager")
        post.clock.move_to(at("2026-03-10", 8, 5))
        post.engine.add_contact("haarlem", "contract_manager", name="Mo", email=MANAGER)
        assert arrived.wait(10), (post.engine.status(), post.engine.outbox())
    finally:
        assert running.end() == STOPPED


def told_of_looks(monkeypatch: pytest.MonkeyPatch, looked: threading.Event) -> None:
    """Have an event set once the daemon has looked a few times at what others write."""
    check, looks = Watch.check, count(1)

    def counted(watch: Watch) -> None:
        check(watch)
        if next(looks) > 3:
            looked.set()

    monkeypatch.setattr(Watch, "check", counted)


def test_what_cannot_be_done_is_not_tried_without_end(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.01)
    looked, post = threading.Event(), Post(url=url)
    poisoned = post.haarlem()
    with closing(sqlite3.connect(tmp_path / "c.db")) as raw, raw:
        raw.execute("UPDATE escalator_cases SET digest = 'gone' WHERE id = ?", [poisoned])
    post.clock.move_to(at("2026-03-09", 8))
    running = Running(url, post)
    try:
        done = running.round()
        assert (list(done.failed), done.next_at) == ([poisoned], at("2026-03-09", 8, 1))
        told_of_looks(monkeypatch, looked)
        assert looked.wait(30)
        assert running.rounds.empty()
    finally:
        assert running.end() == STOPPED


def test_what_is_put_on_the_agenda_at_the_end_of_a_round_is_not_passed_over(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.01)
    looked, post = threading.Event(), Post(url=url)
    post.clock.move_to(at("2026-03-03", 6) - timedelta(milliseconds=50))
    post.haarlem()

    def also(_: str) -> None:
        if not looked.is_set():
            told_of_looks(monkeypatch, looked)
            post.engine.open_case("haarlem", on=date(2026, 2, 16), kpis=("promises",), role="contract_manager")
            assert looked.wait(30)

    monkeypatch.setattr(daemon, "ping", also)
    running = Running(url, post, heartbeat="given between the end of a round and the arming of the next")
    try:
        for _ in range(2):  # the second one because of what was opened at the end of the first
            running.round()
    finally:
        assert running.end() == STOPPED


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_moved_by_an_hour_is_followed(url: str, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.01)
    post = Post(url=url)
    post.haarlem()
    post.clock.move_to(at("2026-03-09", 8))
    running = Running(url, post)
    try:
        assert running.round().sent == 1
        post.clock.tick(timedelta(hours=hours))
        assert running.round().sent == 0
        [beat] = post.engine.status().daemons
        assert beat.seen_at == post.clock.now()
        post.clock.move_to(at("2026-03-09", 8))
        post.clock.tick(timedelta(minutes=6 if hours < 0 else 0))
        running.round()
        assert len(post.told) == 1
    finally:
        assert running.end() == STOPPED


def test_no_round_is_done_on_a_database_of_a_newer_version(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "POLL", 60)  # nobody looks between the rounds
    post = Post(url=url)
    post.haarlem()
    post.clock.move_to(at("2026-03-09", 8) - timedelta(milliseconds=50))

    def renewed(_: Round) -> None:
        driver = connect(url)
        driver.run([("UPDATE escalator_version SET version_num = '9999'", ())])
        driver.close()

    running = Running(url, post, also=renewed)
    running.round()
    running.thread.join(30)
    assert running.code == OUTDATED


def test_it_stops_politely_when_the_database_is_of_a_newer_version(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.05)
    running = Running(url, Post(url=url))
    running.round()
    driver = connect(url)
    driver.run([("UPDATE escalator_version SET version_num = '9999'", ())])
    driver.close()
    running.thread.join(30)
    assert running.code == OUTDATED
