"""What a daemon tells of itself: figures, signs of life and who is there, held against what happened."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from escalator import daemon
from escalator.daemon import STOPPED
from escalator.engine.ports.agenda import Beat
from escalator.engine.ports.channel import Refused, TryAgain
from tests.daemon.post import Post, at
from tests.daemon.running import Running
from tests.faults.web import reserved_port


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'c.db'}"


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
