"""The tables of the ledgers: messages, what they tell, duties to be reminded of, and what keeps the clock.

Beside `escalator.storage.tables`, and used in the same way.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from escalator.storage.tables import CLUSTERED, PREFIX, Table, partial


class Message(Table, table=True):
    """A message to one person or endpoint; its `id` follows from what makes it one message."""

    __tablename__: ClassVar[str] = f"{PREFIX}messages"

    id: str = Field(primary_key=True)
    kind: str
    channel: str
    contract_id: str  # empty for one over several contracts
    name: str
    email: str
    language: str
    role: str
    owed_at: datetime
    send_at: datetime
    next_at: datetime
    status: str
    attempts: int
    claimed_by: str
    sent_at: datetime | None
    why: str
    acked_at: datetime | None
    acked_by: str

    __table_args__: ClassVar[Any] = (
        partial(f"ix_{PREFIX}messages_owed", "next_at", where="status = 'owed'"),
        Index(f"ix_{PREFIX}messages_newest", "owed_at"),
    )


class MessageItem(Table, table=True):
    """One thing that a message tells; its `id` follows from what it is about, so that nothing is owed twice."""

    __tablename__: ClassVar[str] = f"{PREFIX}message_items"

    id: str = Field(primary_key=True)
    message_id: str = Field(foreign_key=f"{PREFIX}messages.id", index=True)
    contract_id: str
    case_id: str  # empty for what is the contract's own
    about: str
    key: str
    slot: datetime
    due: date | None
    due_at: datetime | None
    role: str
    contact_id: int | None
    owed_at: datetime
    sequence: int
    earlier: str
    why_nl: str | None
    why_en: str | None
    fate: str
    settled_at: datetime | None

    __table_args__: ClassVar[Any] = (
        Index(f"ix_{PREFIX}message_items_about", "contract_id", "case_id", "key"),
        Index(f"ix_{PREFIX}message_items_case", "case_id"),
        Index(f"ix_{PREFIX}message_items_slot", "slot"),
    )


class Duty(Table, table=True):
    """One time that a duty of a contract is owed, some way ahead."""

    __tablename__: ClassVar[str] = f"{PREFIX}duties"

    contract_id: str = Field(primary_key=True, foreign_key=f"{PREFIX}contracts.id")
    occurrence: str = Field(primary_key=True)
    obligation: str
    due: date
    remind_at: datetime | None

    __table_args__: ClassVar[Any] = (
        partial(f"ix_{PREFIX}duties_remind", "remind_at", where="remind_at IS NOT NULL"),
        CLUSTERED,
    )


class Trouble(Table, table=True):
    """Something that could not be done, put aside until `next_at`."""

    __tablename__: ClassVar[str] = f"{PREFIX}troubles"
    __table_args__: ClassVar[Any] = (CLUSTERED,)

    subject: str = Field(primary_key=True)
    why: str
    times: int
    since: datetime
    next_at: datetime


class Beat(Table, table=True):
    """A process that keeps the clock."""

    __tablename__: ClassVar[str] = f"{PREFIX}beats"
    __table_args__: ClassVar[Any] = (CLUSTERED,)

    name: str = Field(primary_key=True)
    started_at: datetime
    seen_at: datetime
    next_at: datetime | None
    rounds: int
