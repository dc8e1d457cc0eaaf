"""Several processes on one PostgreSQL: they share the work, and nothing is told twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from escalator.storage.watching import Turn, Watch
from escalator.wiring import open_engine
from tests.daemon.post import Post, at, days


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


def test_processes_call_each_other(on_server: str) -> None:
    first, second = Watch(on_server), Watch(on_server)
    assert not first.changed()
    second.call()
    assert first.changed()
    assert Turn(on_server).take()
    first.close()
    second.close()
