"""Several processes on one PostgreSQL: they share the work, and nothing is told twice."""

from __future__ import annotations

import select
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from typing import Any

import psycopg
import pytest

from escalator import daemon
from escalator.daemon import STOPPED
from escalator.engine.ports.store import StoreProblem
from escalator.storage.watching import Turn, Watch
from escalator.wiring import open_engine
from tests.daemon.post import Post, at, days
from tests.daemon.running import Running
from tests.stores.postgres import Server


@pytest.mark.parametrize("number", [2, 4])
def test_each_message_is_sent_once_however_many_share_the_work(on_server: str, number: int) -> None:
    post = Post(url=on_server)
    post.haarlem(director=True)
    for kpi in ("promises", "attendance", "reporting") * 5:
        post.open(kpi)
    engines = [open_engine(on_server, clock=post.clock, outlets=post.outlets()) for _ in range(number)]
    with ThreadPoolExecutor(number) as pool:
        for day in days("2026-03-09", 12):
            for hour in (0, 6, 8):
                post.clock.move_to(at(day, hour, 1))
                rounds = list(pool.map(lambda engine: engine.tick(), engines))
                assert [each.failed for each in rounds] == [{}] * number
    post.clock.move_to(post.clock.now() + timedelta(minutes=6))
    post.round()
    counts = Counter(message.id for _, message in post.inbox.got)
    assert set(counts.values()) == {1}
    proof = post.engine.prove(date(2026, 3, 2))
    assert (proof.gaps, proof.early, proof.repeats) == ((), (), ())
    for engine in (*engines, post.engine):
        engine.close()


def test_a_message_of_a_process_that_died_is_sent_by_another(on_server: str) -> None:
    post = Post(url=on_server)
    post.haarlem()
    post.round(at("2026-03-09", 6))
    post.clock.move_to(at("2026-03-09", 8))
    with post.engine.store.writing() as tx:  # claimed, and then nothing more was heard
        assert len(tx.messages.claim(post.clock.now(), at("2026-03-09", 8, 5), "gone", 20)) == 1
    assert post.round(at("2026-03-09", 8, 4)).sent == 0
    assert post.round(at("2026-03-09", 8, 6)).sent == 1
    post.engine.close()


def test_it_goes_on_by_itself_once_the_server_is_back(
    postgresql: Server, on_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.01)
    looked, check, looks = threading.Event(), Watch.check, count(1)

    def counted(watch: Watch) -> None:
        if next(looks) > 3:
            looked.set()
        check(watch)

    post = Post(url=on_server)
    post.haarlem()
    post.clock.move_to(at("2026-03-09", 6))
    running = Running(on_server, post)
    try:
        assert running.round().sent == 0
        postgresql.close_to_all(on_server)
        try:
            post.clock.move_to(at("2026-03-09", 8))
            monkeypatch.setattr(Watch, "check", counted)
            assert looked.wait(30)
        finally:
            postgresql.open_again(on_server)
        assert running.round(post.clock.now()).sent == 1
    finally:
        assert running.end() == STOPPED
        post.engine.close()
    assert len(post.told) == 1


def test_who_is_called_looks_at_the_agenda(on_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daemon, "POLL", 0.01)
    post = Post(url=on_server)
    post.clock.move_to(at("2026-03-03", 6, 30))
    running = Running(on_server, post)
    try:
        running.round()
        post.haarlem()
        post.engine.open_case("haarlem", on=date(2026, 2, 16), kpis=("promises",), role="contract_manager")
        with closing(Watch(on_server)) as other:
            other.call()
        assert running.round().owed == 2  # it was due the day before: both sides are told
    finally:
        assert running.end() == STOPPED
        post.engine.close()


def test_processes_call_each_other(on_server: str) -> None:
    first, second = Watch(on_server), Watch(on_server)
    assert not first.changed()
    second.call()
    select.select([first._driver.connection], [], [], 30)  # noqa: SLF001 - a call takes a moment to arrive
    assert first.changed()
    assert Turn(on_server).take()
    first.close()
    second.close()


@pytest.mark.parametrize("begin", [Watch, lambda url: open_engine(url).close()], ids=["watching", "working"])
def test_a_server_that_goes_away_just_after_it_was_found_is_told(
    postgresql: Server, on_server: str, monkeypatch: pytest.MonkeyPatch, begin: Callable[[str], object]
) -> None:
    connecting = psycopg.connect

    def connected(*given: Any, **also: Any) -> Any:
        connection = connecting(*given, **also)
        monkeypatch.undo()
        postgresql.close_to_all(on_server)
        return connection

    monkeypatch.setattr(psycopg, "connect", connected)
    try:
        with pytest.raises(StoreProblem, match="Nothing was stored"):
            begin(on_server)
    finally:
        postgresql.open_again(on_server)
