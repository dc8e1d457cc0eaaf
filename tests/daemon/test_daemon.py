"""The process that keeps the clock: it starts, works, wakes, stands by and stops; on a real file."""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest

from escalator import daemon
from escalator.daemon import OUTDATED, STOPPED
from escalator.engine.ports.agenda import Beat
from escalator.engine.ports.channel import Outcome, Refused, TryAgain
from escalator.engine.ports.messages import Message
from escalator.engine.rounds import Round
from escalator.storage.drivers import connect
from escalator.storage.watching import Watch
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at
from tests.daemon.running import FileClock, Running, Started
from tests.daemon.test_formal import expiring
from tests.faults.web import reserved_port

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

    def also(_: Round) -> None:
        if not looked.is_set():
            told_of_looks(monkeypatch, looked)
            post.engine.open_case("haarlem", on=date(2026, 2, 16), kpis=("promises",), role="contract_manager")
            assert looked.wait(30)

    running = Running(url, post, also=also)
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


class Life(BaseHTTPRequestHandler):
    """Takes signs of life."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)  # type: ignore[attr-defined]  # kept by the server below
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def life() -> Iterator[tuple[str, list[str]]]:
    """The URL for signs of life, and those that came."""
    with HTTPServer(("127.0.0.1", 0), Life) as server:
        server.asked = []  # type: ignore[attr-defined]  # as above
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/alive", server.asked  # type: ignore[attr-defined]  # as above
        server.shutdown()
        thread.join()


def figures(port: int) -> dict[str, float]:
    lines = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text.splitlines()
    found = (line.removeprefix("escalator_").rsplit(" ", 1) for line in lines if line.startswith("escalator_"))
    return {name: float(value) for name, value in found}


def test_its_figures_and_signs_of_life_are_what_happened(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, life: tuple[str, list[str]]
) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.01)
    monkeypatch.setattr(daemon, "_FIRST_RETRY", timedelta(milliseconds=20))
    post = Post(url=url)
    poisoned = post.haarlem()
    for kpi in ("promises", "attendance", "reporting", "satisfaction"):
        post.open(kpi)
    post.engine.set_reminders("haarlem", digest=False)
    with closing(sqlite3.connect(tmp_path / "c.db")) as raw, raw:
        raw.execute("UPDATE escalator_cases SET digest = 'gone' WHERE id = ?", [poisoned])
    assert list(post.round(at("2026-03-09", 6)).failed) == [poisoned]
    post.clock.move_to(at("2026-03-09", 8, 5))
    post.inbox.answers = [TryAgain("451 not now"), Refused("550 no such user")]
    heartbeat, asked = life
    with reserved_port() as port:
        pass
    running = Running(url, post, metrics_port=port, heartbeat=heartbeat)
    try:
        done = running.round()
        assert done.next_at is not None
        found = figures(port)
        counts = {name: found[f'messages_total{{outcome="{name}"}}'] for name in ("sent", "refused", "retried")}
        assert counts == {"sent": 3, "refused": 1, "retried": 1}  # the manager is told of the one that was refused
        assert (found["backlog"], found["oldest_unsent_seconds"]) == (1, 300)
        assert (found["put_aside"], found["failures_total"], found["rounds_broken_off_total"]) == (1, 1, 0)
        assert found["last_round_timestamp_seconds"] == post.clock.now().timestamp()
        assert found["next_wakeup_timestamp_seconds"] == done.next_at.timestamp()
        assert asked == ["/alive"]
        status = post.engine.status()
        [trouble] = status.put_aside
        assert (trouble.subject, trouble.times, trouble.since) == (poisoned, 2, at("2026-03-09", 6))
        assert [(beat.rounds, beat.seen_at) for beat in status.daemons] == [(1, post.clock.now())]
        with busy(tmp_path / "c.db", monkeypatch):
            post.clock.tick(timedelta(minutes=10))
            while figures(port)["rounds_broken_off_total"] < 2:
                assert len(asked) == 1  # no sign of life for a round that did not go well
        assert running.round().sent == 1
        assert (len(asked), figures(port)["backlog"]) == (2, 0)
    finally:
        assert running.end() == STOPPED


@contextmanager
def busy(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep a database from being written."""
    monkeypatch.setattr("escalator.storage.drivers.BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.parametrize("heartbeat", ["http://[", "http://127.0.0.1:9/", "nowhere"])
def test_a_sign_of_life_that_nobody_takes_keeps_it_from_nothing(url: str, heartbeat: str) -> None:
    running = Running(url, Post(url=url), heartbeat=heartbeat)
    try:
        running.round()
    finally:
        assert running.end() == STOPPED


def test_who_was_not_seen_for_a_day_is_shown_no_more(url: str) -> None:
    post = Post(url=url)
    with post.engine.store.writing() as tx:
        for name, hours in (("gone", 25), ("seen", 23)):
            moment = post.clock.now() - timedelta(hours=hours)
            tx.agenda.beat(Beat(name=name, started_at=moment, seen_at=moment, next_at=None, rounds=1))
    running = Running(url, post)
    try:
        running.round()
        names = {beat.name for beat in post.engine.status().daemons}
        assert names & {"gone", "seen"} == {"seen"}
    finally:
        assert running.end() == STOPPED
