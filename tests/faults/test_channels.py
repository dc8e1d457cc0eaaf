"""What holds for every channel, tried on real servers: outcomes and never exceptions, and the same id at every try."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalator.delivery.discard import Discard
from escalator.engine.ports.channel import Delivered, TryAgain
from tests.faults.ways import SECRETS, WAYS, Way
from tests.letters import NUMBER, digest, message


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    with WAYS[request.param](tmp_path) as opened:
        yield opened


def test_a_message_arrives_once(way: Way) -> None:
    with way.there():
        outcome = way.channel.deliver(message(*digest()))
        assert isinstance(outcome, Delivered)
        assert outcome.answer
        assert not outcome.repeated
    assert way.seen() == [NUMBER]


def test_a_repeat_has_the_same_id_so_that_it_is_recognised(way: Way) -> None:
    with way.there():
        outcomes = [way.channel.deliver(message(*digest(), language=language)) for language in ("nl", "nl")]
        assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert set(way.seen()) == {NUMBER}


def test_a_round_may_follow_a_round(way: Way) -> None:
    with way.there():
        for _ in range(2):
            assert isinstance(way.channel.deliver(message(*digest())), Delivered)
            way.channel.close()
            way.channel.close()


def test_where_nobody_is_there_it_is_tried_again_and_then_works(way: Way) -> None:
    outcome = way.channel.deliver(message(*digest()))
    assert isinstance(outcome, TryAgain)
    assert outcome.why
    assert outcome.after is None
    with way.there():
        assert isinstance(way.channel.deliver(message(*digest())), Delivered)
    assert way.seen() == [NUMBER]


def test_secrets_are_shown_nowhere(way: Way, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = [repr(way.channel.deliver(message(*digest())))]
    with way.there():
        told.append(repr(way.channel.deliver(message(*digest()))))
    told += [repr(way.channel), repr(way.settings), str(way.settings)]
    for record in caplog.records:
        if not record.name.startswith(("mail.log", "asyncio")):  # the tests' own servers
            told.append(record.getMessage())
    assert [text for text in told if any(secret in text for secret in SECRETS)] == []


def test_no_channel_at_all_delivers_everything_nowhere() -> None:
    channel = Discard()
    assert channel.deliver(message(*digest())) == Delivered("discarded")
    channel.close()
