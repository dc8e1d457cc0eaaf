"""Channels with real servers on the other side of them, all told in the same terms. It tests nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import SMTP as MAIL
from pathlib import Path
from typing import Final, TypeAlias

from escalator.delivery.folder import Folder
from escalator.delivery.smtp import Security, Smtp, SmtpSettings
from escalator.delivery.webhook import Webhook, WebhookSettings
from escalator.engine.ports.channel import Channel
from escalator.testing import Clock
from tests.faults.servers import LOOPBACK, Certificates, MailServer, mail_server
from tests.faults.web import reserved_port, web_server
from tests.letters import SENDER, at

PASSWORD: Final = "correct horse battery staple"  # noqa: S105 - the tests' own server asks for it
TOKEN: Final = "mF-9.B5f-4.1JqM"  # noqa: S105 - as above
SECRET: Final = "whsec_" + "c2VjcmV0IHRoYXQgbm9ib2R5IG1heSBzZWUh" * 2
SECRETS: Final = (PASSWORD, TOKEN, SECRET.removeprefix("whsec_"))
SOURCE: Final = "urn:nld:oin:00000001823288444000:systeem:escalator"


@dataclass
class Way:
    """A channel, and what is on the other side.

    Attributes:
        there: opens the other side; until then nobody is there.
        seen: the ids of what arrived there, in order.
        settings: of the channel, where it has any.
    """

    channel: Channel
    there: Callable[[], AbstractContextManager[object]]
    seen: Callable[[], list[str]]
    settings: object = None


Open: TypeAlias = Callable[[Path], AbstractContextManager[Way]]


def smtp(port: int, security: Security = Security.NONE, ca_file: Path | None = None, timeout: float = 5) -> Smtp:
    """Return a channel to a mail server here; it logs in where the line is encrypted."""
    return Smtp(smtp_settings(port, security, ca_file, timeout), SENDER)


def smtp_settings(port: int, security: Security, ca_file: Path | None = None, timeout: float = 5) -> SmtpSettings:
    """Return settings for a mail server here."""
    user, password = ("", "") if security is Security.NONE else ("us", PASSWORD)
    return SmtpSettings(
        host=LOOPBACK, port=port, security=security, user=user, password=password, timeout=timeout, ca_file=ca_file
    )


def webhook_settings(port: int, ca_file: Path | None = None, timeout: float = 5) -> WebhookSettings:
    """Return settings for a web server here; with certificates to trust, over TLS."""
    scheme = "https" if ca_file else "http"
    return WebhookSettings(
        url=f"{scheme}://{LOOPBACK}:{port}/{TOKEN}/events",
        secret=SECRET,
        source=SOURCE,
        token=TOKEN,
        timeout=timeout,
        ca_file=ca_file,
    )


def _mail(security: Security) -> Open:
    @contextmanager
    def opened(folder: Path) -> Iterator[Way]:
        world, certificates = MailServer(), Certificates()
        plain = security is Security.NONE
        tls, login = (None, None) if plain else (certificates.server(), ("us", PASSWORD))

        def there() -> AbstractContextManager[object]:
            return mail_server(world, tls=tls, wrapped=security is Security.TLS, login=login, port=port)

        with reserved_port() as port:
            settings = smtp_settings(port, security, certificates.file(folder))
            channel = Smtp(settings, SENDER)
            yield Way(channel, there, lambda: [id_of(str(mail["message-id"])) for mail in world.taken], settings)
            channel.close()

    return opened


@contextmanager
def _posted(folder: Path) -> Iterator[Way]:
    certificates, seen = Certificates(), list[str]()

    @contextmanager
    def there() -> Iterator[object]:
        with web_server(tls=certificates.server(), port=port) as server:
            yield server
        seen.extend(post.event["id"] for post in server.posts)

    with reserved_port() as port:
        settings = webhook_settings(port, certificates.file(folder))
        channel = Webhook(settings, Clock(at("2026-04-20")))
        yield Way(channel, there, lambda: seen, settings)
        channel.close()


@contextmanager
def _filed(folder: Path) -> Iterator[Way]:
    place = folder / "drive"
    place.write_text("something else is here", encoding="utf-8")

    @contextmanager
    def there() -> Iterator[object]:
        place.unlink()
        yield None

    def seen() -> list[str]:
        mails = [message_from_bytes(file.read_bytes(), policy=MAIL) for file in sorted(place.rglob("*.eml"))]
        return [id_of(str(mail["message-id"])) for mail in mails]

    yield Way(Folder(place / "out", SENDER), there, seen)


def id_of(message_id: str) -> str:
    """Return the id of the message in a Message-ID."""
    return message_id.strip("<>").partition("@")[0]


WAYS: Final[dict[str, Open]] = {
    "folder": _filed,
    "smtp": _mail(Security.NONE),
    "smtp with STARTTLS and login": _mail(Security.STARTTLS),
    "smtp with TLS and login": _mail(Security.TLS),
    "webhook": _posted,
}
