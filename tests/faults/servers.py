"""Mail servers on loopback, for channels to talk to, in good health and otherwise. It tests nothing."""

from __future__ import annotations

import asyncio
import ssl
import threading
import warnings
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as MAIL
from email.policy import SMTPUTF8 as MAIL_UTF8
from functools import partial
from pathlib import Path
from typing import cast

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOOPBACK = "127.0.0.1"


@dataclass
class Certificates:
    """An authority of the tests' own, and a certificate by it for the loopback address."""

    authority: trustme.CA = field(default_factory=trustme.CA)

    def server(self, name: str = LOOPBACK) -> ssl.SSLContext:
        """Return what a server with that name shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(context)
        return context

    def file(self, folder: Path) -> Path:
        """Return a file for those who trust the authority."""
        path = folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(path))
        return path


@dataclass
class MailServer:
    """A mail server: what it took, and how it answers.

    Attributes:
        rcpt, data: answers to the next recipients and contents, in turn; once they are used up it takes everything.
        taken: the mails that it said 250 to.
        connections: how many there were.
        hang_up: closes all of them.
    """

    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    hang_up: Callable[[], None] = field(default=lambda: None)

    async def handle_MAIL(self, _: SMTP, __: Session, envelope: Envelope, sender: str, options: list[str]) -> str:  # noqa: N802 - the server's name for it
        """Answer to a sender."""
        if self.mail:
            return self.mail.pop(0)
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 sender ok"

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, to: str, options: list[str]) -> str:  # noqa: N802 - as above
        """Answer to a recipient."""
        answer = self.rcpt.pop(0) if self.rcpt else "250 recipient ok"
        if answer.startswith("25"):
            envelope.rcpt_tos.append(to)
            envelope.rcpt_options.extend(options)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Answer to a mail; `drop` hangs up instead, when all of it has come in, and `never` does not answer."""
        answer = self.data.pop(0) if self.data else "250 2.0.0 queued as 1"
        if answer == "drop":
            cast("asyncio.Transport", server.transport).abort()
        if answer == "never":
            await asyncio.Event().wait()
        if answer.startswith("250"):
            content = cast("bytes", envelope.content)
            policy = MAIL_UTF8 if envelope.smtp_utf8 else MAIL
            self.taken.append(message_from_bytes(content, policy=policy))
            self.recipients += envelope.rcpt_tos
        return answer


class Dropping(SMTP):
    """A server that hangs up as soon as the content begins."""

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: ARG002, N802 - the server's name for it
        """Ask for the content, and hang up."""
        await self.push("354 go on")
        cast("asyncio.Transport", self.transport).abort()


class Contentless(SMTP):
    """A server that wants no content."""

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: ARG002, N802 - the server's name for it
        """Refuse to begin."""
        await self.push("451 4.3.0 not now")


class Old(SMTP):
    """A server that knows no extensions."""

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: ARG002, N802 - the server's name for it
        """Know nothing of it."""
        await self.push("502 not implemented")


class Greeting(SMTP):
    """A server that greets with a refusal."""

    async def _handle_client(self) -> None:
        await self.push("554 no service here")
        cast("asyncio.Transport", self.transport).close()


@contextmanager
def mail_server(
    world: MailServer | None = None,
    *,
    tls: ssl.SSLContext | None = None,
    wrapped: bool = False,
    login: tuple[str, str] | None = None,
    kind: type[SMTP] = SMTP,
    utf8: bool = True,
    port: int = 0,
) -> Iterator[MailServer]:
    """Run a mail server.

    Args:
        world: what it does and keeps.
        tls: its certificate; it then insists on STARTTLS, or with `wrapped` speaks nothing but TLS.
        wrapped: see there.
        login: the name and password that it wants.
        kind: the server's class.
        utf8: whether it takes addresses outside ASCII.
        port: where it listens; a free one where it is not given.
    """
    world = world or MailServer()

    def authenticate(_: SMTP, __: Session, ___: Envelope, ____: str, given: LoginPassword) -> AuthResult:
        known = login is not None and (given.login.decode(), given.password.decode()) == login
        return AuthResult(success=known, handled=False)

    def connected() -> SMTP:
        world.connections += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # it does not see that a wrapped line is encrypted
            return speaking()

    def speaking() -> SMTP:
        return kind(
            world,
            hostname="localhost",
            enable_SMTPUTF8=utf8,
            tls_context=None if wrapped else tls,
            require_starttls=tls is not None and not wrapped,
            auth_required=login is not None,
            auth_require_tls=not wrapped,
            authenticator=authenticate,
            loop=asyncio.get_running_loop(),
        )

    with _running(connected, tls if wrapped else None, port) as (world.port, world.hang_up):
        yield world


@contextmanager
def _running(
    connected: Callable[[], SMTP], tls: ssl.SSLContext | None, port: int
) -> Iterator[tuple[int, Callable[[], None]]]:
    """Run a server in a thread of its own; yield its port, and what hangs up on everybody."""
    loop, lines = asyncio.new_event_loop(), list[SMTP]()

    def remembered() -> SMTP:
        lines.append(connected())
        return lines[-1]

    server = loop.run_until_complete(loop.create_server(remembered, LOOPBACK, port, ssl=tls))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        hang_up = partial(_wait_for, loop, partial(_hang_up, lines))
        yield server.sockets[0].getsockname()[1], hang_up
    finally:
        _wait_for(loop, partial(_end, server, lines))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _wait_for(loop: asyncio.AbstractEventLoop, work: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run_coroutine_threadsafe(work(), loop).result()


async def _hang_up(lines: list[SMTP]) -> None:
    for line in lines:
        if line.transport is not None:
            cast("asyncio.Transport", line.transport).abort()


async def _end(server: asyncio.Server, lines: list[SMTP]) -> None:
    server.close()
    await _hang_up(lines)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
