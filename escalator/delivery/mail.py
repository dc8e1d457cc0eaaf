"""A message as mail (RFC 5322): headers, text, HTML, appointments. The same message always gives the same bytes.

Owns the form; how it gets out is the business of `folder` and `smtp`.
"""

from __future__ import annotations

import hashlib
import re
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import Final

from escalator.delivery.addresses import Sender, mailbox
from escalator.engine.ports.messages import Attachment, Message
from escalator.model.errors import InputError
from escalator.model.text import Text

_ID: Final = re.compile(r"<[^\s<>@()\[\]\\,;:\"\x00-\x1f\x7f-\U0010ffff]+@[A-Za-z0-9.-]+>")
_TEXT: Final = "quoted-printable"  # lines stay short, and no server need know 8BITMIME


def mail_of(message: Message, sender: Sender) -> EmailMessage:
    """Return a message as mail.

    Args:
        message: with a recipient that has an address.
        sender: the From.

    Raises:
        InputError: something that cannot stand in a header: it would begin another one.
    """
    to, by = mailbox(message.recipient.name, message.recipient.email), mailbox(sender.name, sender.email)
    _check(message)
    mail = EmailMessage(SMTPUTF8 if to.needs_utf8 or by.needs_utf8 else SMTP)
    mail["From"] = by.header()
    mail["To"] = to.header()
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = message.message_id
    if message.in_reply_to:
        mail["In-Reply-To"] = message.in_reply_to
        mail["References"] = message.in_reply_to
    mail["Content-Language"] = message.recipient.language
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence assistant answers it
    mail.set_content(message.text, cte=_TEXT)
    mail.add_alternative(message.html, subtype="html", cte=_TEXT)
    for attachment in message.attachments:
        _attach(mail, attachment)
    _bound(mail, message)
    return mail


def _check(message: Message) -> None:
    good = message.subject.isprintable() and all(
        _ID.fullmatch(each) for each in (message.message_id, message.in_reply_to or message.message_id)
    )
    if not good:
        raise InputError(
            Text(
                f"Bericht {message.id[:80]!r}: onderwerp of Message-ID past niet in een kop.",
                f"Message {message.id[:80]!r}: its subject or Message-ID does not fit in a header.",
            )
        )


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    mail.add_attachment(
        attachment.content.decode(),
        subtype="calendar",
        cte="base64",
        filename=attachment.name,
        params={"method": attachment.method},
    )


def _bound(mail: EmailMessage, message: Message) -> None:
    """Give the parts boundaries that follow from the message; `=_` stands in no quoted-printable or base64 text."""
    for place, part in enumerate(each for each in mail.walk() if each.is_multipart()):
        digest = hashlib.sha256(f"{message.message_id}/{place}".encode()).hexdigest()[:24]
        part.set_boundary(f"=_{digest}")
