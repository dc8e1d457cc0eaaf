"""The process that keeps the clock: it starts, works, wakes, stands by and stops; on a real file."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TypeAlias

import httpx
import pytest

from escalator import daemon
from escalator.daemon import OUTDATED, STOPPED, Daemon, Surroundings
from escalator.engine.ports.channel import Outcome
from escalator.engine.ports.messages import Message
from escalator.engine.rounds import Round
from escalator.storage.drivers import connect
from escalator.storage.watching import Watch
from escalator.wiring import open_engine
from tests.daemon.post import CONTRACTOR, Post, at

PROGRAM = """
import sys
from datetime import datetime
from escalator import daemon
from escalator.settings import Settings
from escalator.testing import Clock
from escalator.wiring import open_engine, outlets_of
url, moment, folder = sys.argv[1:4]
clock = Clock(datetime.fromisoformat(moment))
engine = open_engine(url, clock=clock, outlets=outlets_of(Settings(mail=f"folder:{folder}"), clock))
around = daemon.Surroundings(done=lambda _: print("ready", flush=True))
sys.exit(daemon.run(engine, url, around))
"""


Start: TypeAlias = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'c.db'}"


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    folder = tmp_path / "mail"
    folder.mkdir()
    return folder


@pytest.fixture
def started(url: str, mail: Path) -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def start(moment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, url, moment, str(mail)]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def line(stream: IO[str] | None, seconds: float) -> str:
    assert stream is not None
    ready, _, _ = select.select([stream], [], [], seconds)
    return stream.readline().strip() if ready else ""


def test_it_sends_what_is_due_and_stops_cleanly_on_sigterm(url: str, mail: Path, started: Start) -> None:
    post = Post(url=url)
    post.haarlem()
    process = started(at("2026-03-09", 8, 5).isoformat())
    assert line(process.stdout, 60) == "ready"
    assert len(list(mail.glob("*.eml"))) == 1
    assert [beat.rounds for beat in post.engine.status().daemons] == [1]
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == STOPPED
    assert post.engine.status().daemons == ()


def test_a_second_one_stands_by_and_takes_over_when_the_first_is_killed(url: str, mail: Path, started: Start) -> None:
    Post(url=url).haarlem()
    first = started(at("2026-03-09", 6, 5).isoformat())
    assert line(first.stdout, 60) == "ready"
    second = started(at("2026-03-09", 8, 5).isoformat())
    assert "standing by" in line(second.stdout, 60)
    assert list(mail.glob("*.eml")) == []
    first.kill()
    first.wait(30)
    assert line(second.stdout, 60) == "ready"
    assert len(list(mail.glob("*.eml"))) == 1


class Running:
    """A daemon in a thread of this process, with a clock moved by hand."""

    def __init__(
        self,
        url: str,
        post: Post,
        metrics_port: int | None = None,
        heartbeat: str = "",
        also: Callable[[Round], None] = lambda _: None,
    ) -> None:
        self.rounds = SimpleQueue[Round]()
        self.also = also
        engine = open_engine(url, clock=post.clock, outlets=post.outlets())
        self.daemon = Daemon(engine, url, Surroundings(done=self._done, metrics_port=metrics_port, heartbeat=heartbeat))
        self.code: int | None = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self.code = self.daemon.run()

    def _done(self, done: Round) -> None:
        self.also(done)
        self.rounds.put(done)

    def round(self) -> Round:
        """Wait for the next round."""
        return self.rounds.get(timeout=30)

    def end(self) -> int | None:
        self.daemon.stop()
        self.thread.join(30)
        return self.code


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
        post.engine.add_contact("haarlem", "contract_manager", name="Mo", email="mo@gemeente.example")
        assert arrived.wait(10), (post.engine.status(), post.engine.outbox())
    finally:
        assert running.end() == STOPPED


def test_what_is_put_on_the_agenda_at_the_end_of_a_round_is_not_passed_over(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.01)
    looks, looked, check = [0], threading.Event(), Watch.check

    def counted(watch: Watch) -> None:
        check(watch)
        looks[0] += 1
        if looks[0] > 2:
            looked.set()

    post = Post(url=url)
    post.clock.move_to(at("2026-03-03", 6) - timedelta(milliseconds=50))
    post.haarlem()

    def also(_: Round) -> None:
        if not looked.is_set():
            monkeypatch.setattr(Watch, "check", counted)
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


def test_it_tells_its_figures_and_gives_signs_of_life(url: str) -> None:
    post, asked = Post(url=url), threading.Event()
    post.haarlem()
    post.clock.move_to(at("2026-03-09", 8, 5))

    class Life(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with HTTPServer(("127.0.0.1", 0), Life) as server, HTTPServer(("127.0.0.1", 0), Life) as free:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = free.server_port
        free.server_close()
        running = Running(url, post, metrics_port=port, heartbeat=f"http://127.0.0.1:{server.server_port}/alive")
        try:
            running.round()
            figures = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
        finally:
            running.end()
            server.shutdown()
    assert asked.is_set()
    assert 'escalator_messages_total{outcome="sent"} 1.0' in figures
    assert "escalator_backlog 0.0" in figures
