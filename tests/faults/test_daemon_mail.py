"""A daemon at work, and a mail server that fails: all arrives, once and with one Message-ID, or the client is told."""

from __future__ import annotations

import asyncio
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from escalator import daemon
from escalator.daemon import STOPPED
from escalator.delivery.smtp import Security
from escalator.engine.ports.ledger import MAIL
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at
from tests.daemon.running import FileClock, Running, Started
from tests.faults.servers import LOOPBACK, Dropping, Greeting, MailServer, mail_server
from tests.faults.ways import id_of, smtp
from tests.faults.web import reserved_port

EIGHT = at("2026-03-09", 8)


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A post with one message to the contractor that is due at eight."""
    monkeypatch.setattr(daemon, "POLL", 0.01)
    post = Post(url=f"sqlite:///{tmp_path / 'c.db'}")
    post.haarlem()
    for kpi in ("promises", "attendance"):
        post.open(kpi)
    post.clock.move_to(EIGHT)
    return post


def running(post: Post, tmp_path: Path, port: int) -> Running:
    outlets = replace(post.outlets(), channels={MAIL: smtp(port, Security.NONE, timeout=0.2)})
    return Running(f"sqlite:///{tmp_path / 'c.db'}", post, outlets=outlets)


def until_sent(post: Post, keeper: Running) -> int:
    """Move the clock to where there is more to do until the message is sent; return how often it was put off."""
    put_off = 0
    while not (done := keeper.round(post.clock.now())).sent:
        put_off += done.retried
        assert done.next_at is not None
        post.clock.move_to(done.next_at + daemon._LATE)  # noqa: SLF001 - by then it is seen that the clock was moved
    return put_off


@pytest.mark.parametrize(
    "server",
    [
        MailServer(data=["drop", "drop"]),
        MailServer(rcpt=["450 4.2.0 greylisted", "450 4.2.0 greylisted"]),
        MailServer(data=["never", "452 4.3.1 disk is full"]),
        MailServer(mail=["421 4.3.2 closing", "553 5.7.1 sender not yours"]),
    ],
    ids=["hangs up", "greylists", "falls silent", "closes"],
)
def test_what_fails_for_now_is_tried_again_and_arrives_once(post: Post, tmp_path: Path, server: MailServer) -> None:
    with mail_server(server):
        keeper = running(post, tmp_path, server.port)
        try:
            assert until_sent(post, keeper) == 2
        finally:
            assert keeper.end() == STOPPED
    [line] = post.engine.outbox()
    [mail] = server.taken
    assert (id_of(str(mail["message-id"])), line.status, line.attempts) == (line.id, "sent", 3)
    assert post.engine.prove(at("2026-03-02").date()).gaps == ()


@pytest.mark.parametrize("kind", [None, Dropping, Greeting], ids=["is down", "breaks off", "will not talk"])
def test_a_server_that_is_no_good_for_a_while_gets_it_afterwards(
    post: Post, tmp_path: Path, kind: type[SMTP] | None
) -> None:
    server = MailServer()
    with reserved_port() as port:
        with mail_server(server, kind=kind, port=port) if kind else nullcontext():
            keeper = running(post, tmp_path, port)
            first = keeper.round()
        try:
            assert (first.retried, server.taken) == (1, [])
            assert first.next_at is not None
            with mail_server(server, port=port):
                post.clock.move_to(first.next_at + daemon._LATE)  # noqa: SLF001 - as above
                assert until_sent(post, keeper) == 0
        finally:
            assert keeper.end() == STOPPED
    assert len(server.taken) == 1
    assert post.engine.status().counts == {"sent": 1}


def test_of_what_is_refused_for_good_the_client_is_told_once(post: Post, tmp_path: Path) -> None:
    server = MailServer(rcpt=["550 5.1.1 no such user"])
    with mail_server(server):
        keeper = running(post, tmp_path, server.port)
        try:
            done = keeper.round()
            assert (done.refused, done.sent) == (1, 1)
        finally:
            assert keeper.end() == STOPPED
    [refused] = post.engine.outbox(status="refused")
    [news] = post.engine.outbox(status="sent")
    assert (refused.email, refused.why, news.email) == (CONTRACTOR, "550 5.1.1 no such user", MANAGER)
    assert [item.key for item in post.engine.message(news.id)[1]] == [refused.id]
    assert server.recipients == [MANAGER]


@dataclass
class Holding(MailServer):
    """A server that holds its answer to the first mail back."""

    arrived: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the server's name for it
        """Answer, once it may."""
        self.arrived.set()
        await asyncio.get_running_loop().run_in_executor(None, self.go_on.wait)
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def started(post: Post, tmp_path: Path) -> Iterator[tuple[Started, Holding]]:
    """A process that hands the first of three messages to a server."""
    post.engine.set_reminders("haarlem", digest=False)
    clock, server = FileClock(tmp_path / "now"), Holding()
    clock.move_to(EIGHT)
    with mail_server(server):
        keeper = Started(f"sqlite:///{tmp_path / 'c.db'}", clock, f"smtp+plain://{LOOPBACK}:{server.port}")
        assert server.arrived.wait(60)
        yield keeper, server
        keeper.end()


def test_it_stops_after_the_message_at_hand(post: Post, started: tuple[Started, Holding]) -> None:
    keeper, server = started
    keeper.process.send_signal(signal.SIGTERM)
    server.go_on.set()
    assert keeper.process.wait(30) == STOPPED
    assert len(server.taken) == 1
    assert sorted((line.status, line.attempts, line.claimed_by == "") for line in post.engine.outbox()) == [
        ("owed", 0, True),
        ("owed", 0, True),
        ("sent", 1, False),
    ]
    assert post.engine.status().daemons == ()


def test_a_disk_that_is_full_has_nothing_repeated_and_all_goes_on_once_there_is_room(
    post: Post, started: tuple[Started, Holding]
) -> None:
    keeper, server = started
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(keeper.process.pid, resource.RLIMIT_FSIZE, (0, most))
    server.go_on.set()
    for _ in range(3):
        assert keeper.says("round broken off")
    assert len(server.taken) == 1
    assert post.engine.status().counts == {"owed": 3}
    resource.prlimit(keeper.process.pid, resource.RLIMIT_FSIZE, (most, most))
    assert keeper.says("round 2026")
    assert post.engine.status().counts == {"owed": 2, "sent": 1}  # two are claimed for five minutes
    keeper.clock.move_to(at("2026-03-09", 8, 6))
    while post.engine.status().counts != {"sent": 3}:
        assert keeper.says("round 2026")
    assert len({str(mail["message-id"]) for mail in server.taken}) == len(server.taken) == 3
    assert post.engine.audit().findings == ()
