"""What people are told: items, letters and the messages made of them. Owns these shapes; writes and sends nothing.

An *item* is one thing to be told, with all that telling it takes. A *letter* is what one person is told at once. A
*message* is a letter written out, ready to be handed to a channel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from escalator.model.facts import Plain
from escalator.model.text import Language, Text


class ItemKind(StrEnum):
    """What an item is about."""

    DEADLINE_BEFORE = "deadline_before"
    DEADLINE_TODAY = "deadline_today"
    DEADLINE_OVERDUE = "deadline_overdue"
    DUTY_BEFORE = "duty_before"
    DUTY_TODAY = "duty_today"
    DUTY_OVERDUE = "duty_overdue"
    STATE_WAITING = "state_waiting"
    TERM_MISSING = "term_missing"
    PROPOSAL_WAITING = "proposal_waiting"
    RIGHT_IN_FORCE = "right_in_force"
    EXPIRED = "expired"
    RIGHT_AROSE = "right_arose"
    CORRECTION = "correction"
    NO_CONTACT = "no_contact"
    NOT_DELIVERED = "not_delivered"


class MessageKind(StrEnum):
    """What a message is: a digest or a single reminder, or a formal message of its own."""

    DIGEST = "digest"
    REMINDER = "reminder"
    EXPIRY = "expiry"
    RIGHT = "right"
    CORRECTION = "correction"
    NO_CONTACT = "no_contact"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is written to, in which role of a contract; the role is empty for a digest over several roles."""

    name: str
    email: str
    language: Language
    role: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do, and the exact command to type for it."""

    label: Text
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an earlier message said, where that turned out to be wrong.

    Attributes:
        on: day of that message.
        due: the due day it gave; None where it gave none.
        due_at: the due moment it gave, for a term in hours.
        message: id of that message.
        said: what else it said, as a clause; None where the due day was all.
    """

    on: date
    due: date | None = None
    due_at: datetime | None = None
    message: str = ""
    said: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to be told. `escalator.engine.telling.items` makes them.

    Attributes:
        contract, contract_name: the contract's id, and what people call it.
        key: what it is about, stable within its case or contract: deadline, occurrence of a duty, right, state, role.
        label: the same in words.
        case: id of the case; empty for a duty or a finding of the contract itself.
        due: the last day in time (Europe/Amsterdam); None where there is none, or no longer.
        due_at: the last moment in time (aware UTC), for a term in hours only.
        days: working days left until the due day, or past it once overdue; None where that is not known.
        since: the day it began: a state was entered, an expiry took effect, a right arose; for a correction without a
            due day, the day it was done in time.
        owed_by: who owes it; for a right, who holds it.
        why: why that day: clause and anchor; for a right its condition; for a correction what was recorded late.
        then: what follows by itself once the due day has passed; for an expiry, what has followed.
        to_do: what to do.
        actions: the commands to type.
        link: page to look at; empty where there is none.
        provisional: whether the due day may still move because its calendar is not final.
        earlier: for a correction, what was said before.
        sequence: version of the appointment in people's calendars, from 0; raised whenever what was sent about this key
            changes or is withdrawn.
    """

    kind: ItemKind
    contract: str
    contract_name: str
    key: str
    label: Text
    case: str = ""
    due: date | None = None
    due_at: datetime | None = None
    days: int | None = None
    since: date | None = None
    owed_by: tuple[Text, ...] = ()
    why: Text | None = None
    then: Text | None = None
    to_do: Text | None = None
    actions: tuple[Action, ...] = ()
    link: str = ""
    provisional: bool = False
    earlier: Told | None = None
    sequence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one person is told at once, by what is known at that moment.

    Attributes:
        id: of the message; the same whenever it is written or sent again.
        at: the moment it is written (aware UTC); `on` its day (Europe/Amsterdam).
        items: in any order.
    """

    id: str
    kind: MessageKind
    recipient: Recipient
    on: date
    at: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A calendar file that goes with a message; `method` is iCalendar's: PUBLISH or CANCEL."""

    name: str
    content: bytes
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The same for machines: what happened, without personal data and without text.

    Attributes:
        name: of the kind of event, the last part of its type.
        at: the moment it was put on record (aware UTC).
        data: contracts, cases, keys and days; nothing about people.
    """

    name: str
    at: datetime
    data: dict[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A letter written out.

    Attributes:
        id: of the message, as in its letter.
        message_id: for the header, with its angle brackets; the same whenever it is sent again.
        at: the moment it was written (aware UTC).
        in_reply_to: message id, as in the header, of the message that this one corrects; empty otherwise.
    """

    id: str
    message_id: str
    kind: MessageKind
    recipient: Recipient
    at: datetime
    subject: str
    text: str
    html: str
    notice: Notice
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str = ""
