"""Mail over SMTP (RFC 5321): one connection a round, encrypted, and every way to fail told apart.

What the server refuses about this recipient or this message is final. What is about ourselves (login, certificate,
sender, a server that is away or slow) can be mended or passes: then the message is tried again, and none is lost to a
setting that was wrong for a day.
"""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Final

from escalator.delivery.addresses import Mailbox, Sender, mailbox
from escalator.delivery.mail import mail_of
from escalator.delivery.plain import shortened
from escalator.delivery.trust import trusting
from escalator.engine.ports.channel import Delivered, Outcome, Refused, TryAgain
from escalator.engine.ports.messages import Message
from escalator.model.errors import InputError
from escalator.model.text import Text

_FINAL: Final = 550  # what is below is about the dialogue or our login (RFC 5321, 4.2.1; RFC 4954), not the message
_TOO_LARGE: Final = 552
_CLOSING: Final = 421
_OK: Final = 250
_ALSO_OK: Final = 251


class Security(StrEnum):
    """How the connection is encrypted. `none` is for a server on the same machine."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """Where mail goes out.

    Attributes:
        port: 587 for STARTTLS, 465 for TLS, 25 for neither, where it is not given.
        user, password: to log in; empty for none. The password is never shown.
        timeout: seconds that any one answer may take.
        ca_file: certificates to trust besides the system's.

    Raises:
        InputError: a login that would go over the line unencrypted, or outside ASCII, which SMTP does not know.
    """

    host: str
    port: int = 0
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 30.0
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        if self.user and self.security is Security.NONE:
            raise InputError(
                Text(
                    "Inloggen op een mailserver gaat alleen versleuteld: kies starttls of tls.",
                    "A login to a mail server goes encrypted only: choose starttls or tls.",
                )
            )
        if not (self.user + self.password).isascii():
            raise InputError(
                Text("Naam of wachtwoord voor de mailserver is geen ASCII.", "The mail server's login is not ASCII.")
            )

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        usual = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
        return self.host, self.port or usual[self.security]


class Smtp:
    """A mail server that messages are handed to.

    Args:
        settings: which, and how.
        sender: the From of every message, and where failures go back to.
    """

    def __init__(self, settings: SmtpSettings, sender: Sender) -> None:
        self._settings = settings
        self._sender = sender
        self._context = trusting(settings.ca_file)
        self._open: smtplib.SMTP | None = None

    def deliver(self, message: Message) -> Outcome:
        """Hand a message to the server. Where the line breaks after all was sent, nobody knows: it is tried again."""
        try:
            mail = mail_of(message, self._sender)
            to = mailbox(message.recipient.name, message.recipient.email)
        except InputError as problem:
            return Refused(str(problem))
        try:
            return self._send(self._connection(), mail, to)
        except (OSError, UnicodeError, smtplib.SMTPException) as problem:
            self._drop()
            return TryAgain(_told(problem, self._settings.host))

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._open.quit()
        self._drop()

    def _send(self, smtp: smtplib.SMTP, mail: EmailMessage, to: Mailbox) -> Outcome:
        """Go through the dialogue step by step: what a refusal means depends on what was asked."""
        by = mailbox(self._sender.name, self._sender.email)
        options = []
        if to.needs_utf8 or by.needs_utf8:
            if not smtp.has_extn("smtputf8"):
                return Refused("the mail server takes no addresses outside ASCII (SMTPUTF8)")
            options = ["SMTPUTF8", "BODY=8BITMIME"]  # RFC 6531: who knows the first knows the second
        content = mail.as_bytes()
        if smtp.has_extn("size"):
            options.append(f"SIZE={len(content)}")
        code, answer = smtp.mail(by.spec, options)
        if code != _OK:
            return self._refused(code, answer, final=code == _TOO_LARGE)
        code, answer = smtp.rcpt(to.spec)
        if code not in {_OK, _ALSO_OK}:
            return self._refused(code, answer, final=code >= _FINAL)
        try:
            code, answer = smtp.data(content)
        except smtplib.SMTPDataError as refused:
            code, answer = refused.smtp_code, _bytes(refused.smtp_error)
        if code != _OK:
            return self._refused(code, answer, final=code >= _FINAL)
        return Delivered(_answer(code, answer))

    def _refused(self, code: int, answer: bytes, *, final: bool) -> Outcome:
        if code == _CLOSING:
            self._drop()
        why = _answer(code, answer)
        return Refused(why) if final else TryAgain(why)

    def _connection(self) -> smtplib.SMTP:
        """Return the connection of this round, or a new one where there is none or the server has closed it."""
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._open.rset()[0] == _OK:
                    return self._open
            self._drop()
        self._open = smtp = self._connected()
        if self._settings.security is Security.STARTTLS:
            smtp.starttls(context=self._context)
        smtp.ehlo_or_helo_if_needed()
        if self._settings.user:
            smtp.login(self._settings.user, self._settings.password)
        return smtp

    def _connected(self) -> smtplib.SMTP:
        host, port = self._settings.address
        if self._settings.security is Security.TLS:
            return smtplib.SMTP_SSL(host, port, timeout=self._settings.timeout, context=self._context)
        return smtplib.SMTP(host, port, timeout=self._settings.timeout)

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None


def _told(problem: Exception, host: str) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{host}: {_answer(problem.smtp_code, _bytes(problem.smtp_error))}"
    return shortened(f"{host}: {str(problem) or type(problem).__name__}")


def _answer(code: int, answer: bytes) -> str:
    return shortened(f"{code} {answer.decode('utf-8', 'replace')}")


def _bytes(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()
