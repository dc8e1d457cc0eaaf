"""Writes letters out: subject, text, HTML, appointments, and the notice for machines. Reads no clock, sends nothing."""

from __future__ import annotations

from dataclasses import fields
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from escalator.delivery.addresses import Sender
from escalator.delivery.appointments import attachments
from escalator.delivery.layout import lay_out
from escalator.delivery.notices import notice_of
from escalator.engine.ports.messages import Letter, Message


def compose(letter: Letter, sender: Sender) -> Message:
    """Write a letter out in its recipient's language; the same letter always gives the same message.

    Args:
        letter: with at least one item.
        sender: whose domain goes in the ids.

    Raises:
        ValueError: the letter has no items.
    """
    layout = lay_out(letter)
    said = {field.name: getattr(layout, field.name) for field in fields(layout)}
    corrects = next((item.earlier.message for item in letter.items if item.earlier and item.earlier.message), "")
    return Message(
        id=letter.id,
        message_id=message_id(letter.id, sender),
        kind=letter.kind,
        recipient=letter.recipient,
        at=letter.at,
        subject=layout.subject,
        text=_template("message.txt.jinja").render(said),
        html=_template("message.html.jinja").render(said),
        notice=notice_of(letter),
        attachments=attachments(letter, sender),
        in_reply_to=message_id(corrects, sender) if corrects else "",
    )


def message_id(message: str, sender: Sender) -> str:
    """Return the Message-ID of a message: always the same, so that a repeat is recognised."""
    return f"<{message}@{sender.id_domain}>"


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("escalator.delivery"),
        autoescape=name.endswith(".html.jinja"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
