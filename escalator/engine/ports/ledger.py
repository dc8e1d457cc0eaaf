"""The ledgers of messages: owed, sent, refused, withdrawn, acknowledged; and what each message is about.

Owns their shape and the port that keeps them. A message is owed in the transaction that gives rise to it, and stays
owed until a channel has taken it or nothing is left to tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Protocol

from msgspec import Struct

from escalator.engine.ports.messages import MessageKind
from escalator.model.text import Language, Text

MAIL: Final = "mail"
"""The channel to people; every other channel is an endpoint, by its name."""


class MessageStatus(StrEnum):
    """What has become of a message."""

    OWED = "owed"
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class About(StrEnum):
    """What something that is told is about."""

    DEADLINE = "deadline"
    DUTY = "duty"
    WAITING = "waiting"
    MISSING = "missing"
    IN_FORCE = "in_force"
    PROPOSAL = "proposal"
    EXPIRED = "expired"
    RIGHT = "right"
    CORRECTION = "correction"
    NO_CONTACT = "no_contact"
    NOT_DELIVERED = "not_delivered"


class Fate(StrEnum):
    """What has become of one thing to be told: it waits, was told, or held no longer when its message went out."""

    OWED = "owed"
    TOLD = "told"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message in the ledger.

    Attributes:
        id: derived from what makes the message one message, so that a repeat is recognisable even after a restore.
        channel: `mail`, or the name of an endpoint.
        contract: empty for one over several contracts.
        name, email, language, role: who it is for; no e-mail address for an endpoint.
        owed_at: moment it was put on record; `send_at` the earliest moment it may go out.
        next_at: when it is tried next; meanwhile one process has it.
        why: what the other side answered, or why it was withdrawn.
    """

    id: str
    kind: MessageKind
    channel: str
    contract: str
    name: str
    email: str
    language: Language
    role: str
    owed_at: datetime
    send_at: datetime
    next_at: datetime
    status: MessageStatus = MessageStatus.OWED
    attempts: int = 0
    claimed_by: str = ""
    sent_at: datetime | None = None
    why: str = ""
    acked_at: datetime | None = None
    acked_by: str = ""


class ItemLine(Struct, frozen=True, kw_only=True):
    """One thing that a message tells, or was to tell.

    Attributes:
        id: derived from what it is about, the moment it belongs to and who is told: nothing is owed twice.
        case: empty for what is the contract's own.
        key: the deadline, occurrence, right, state or role.
        slot: the moment it belongs to.
        due, due_at: what it says, or said, the due day or moment is; for a right and an expiry the day it took effect.
        role, contact: who is told; no contact for an endpoint.
        sequence: version of the appointment in people's calendars.
        earlier: id of the item that it corrects; for a role without a contact, what could not be told.
        why: why a correction is needed.
    """

    id: str
    message: str
    contract: str
    case: str
    about: About
    key: str
    slot: datetime
    due: date | None
    due_at: datetime | None
    role: str
    contact: int | None
    owed_at: datetime
    sequence: int = 0
    earlier: str = ""
    why: Text | None = None
    fate: Fate = Fate.OWED
    settled_at: datetime | None = None


class Appointment(Struct, frozen=True):
    """What somebody was told the due day or moment of a thing is, and the version of that in people's calendars."""

    sequence: int
    due: date | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How the ledgers stand: messages by status, those due and not sent, and the oldest of those."""

    counts: dict[str, int]
    due: int
    oldest: datetime | None


def digest_of(*parts: object) -> str:
    """Return an id that follows from what it stands for."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


class Messages(Protocol):
    """The ledgers."""

    def owe(self, line: MessageLine) -> MessageLine:
        """Put a message on record unless it is there already; return it as it is there, locked."""
        ...

    def add_items(self, lines: Sequence[ItemLine]) -> None:
        """Put things on record that messages are to tell."""
        ...

    def known(self, names: Sequence[str]) -> set[str]:
        """Return which of these things to be told are on record."""
        ...

    def get(self, name: str, *, lock: bool = False) -> MessageLine | None:
        """Return a message."""
        ...

    def update(self, line: MessageLine) -> None:
        """Write what has become of a message."""
        ...

    def items(self, message: str) -> list[ItemLine]:
        """Return what a message is to tell, in the order put on record."""
        ...

    def items_of_cases(self, cases: Sequence[str]) -> dict[str, list[ItemLine]]:
        """Return all that was to be told about each of some cases, in the order put on record."""
        ...

    def items_of_contract(self, contract: str) -> list[ItemLine]:
        """Return all that was to be told about a contract itself, and none of its cases."""
        ...

    def items_of(self, contract: str, case: str, key: str) -> list[ItemLine]:
        """Return all that was to be told about one thing."""
        ...

    def items_between(self, since: datetime, until: datetime) -> list[tuple[ItemLine, MessageLine]]:
        """Return what belongs to a stretch of time, with its message."""
        ...

    def told(self, message: str) -> dict[tuple[str, str, str], Appointment]:
        """Return the last appointment that was told of each thing a message is about: by contract, case and key."""
        ...

    def settle(self, lines: Sequence[ItemLine], fate: Fate, at: datetime) -> None:
        """Write what has become of things to be told, and the version of each appointment."""
        ...

    def claim(self, now: datetime, until: datetime, by: str, most: int) -> list[MessageLine]:
        """Take messages that are due, so that nobody else does until a moment; no two processes get the same."""
        ...

    def outbox(
        self, contract: str | None, case: str | None, status: str | None, since: datetime | None, most: int
    ) -> list[MessageLine]:
        """Return messages that tell of a contract and of a case, where one is given; the newest first."""
        ...

    def backlog(self, now: datetime) -> Backlog:
        """Return how the ledgers stand."""
        ...
