"""The tables, as SQLModel classes: the schema, and typed rows for whoever queries them.

Owns names, types, keys and indexes. Never used to write: `escalator.storage.statements` makes SQL of them once, and
that is what runs. A row is not a value of the model; the other modules of this package convert.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

PREFIX = "escalator_"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
# The facts of a contract that are no results: few, and read at every result.
AGREED = "event <> 'measured' AND stream >= 'contract:' AND stream < 'contract;'"
# A table of its own b-tree: one page written for each row instead of two. SQLite only.
CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """What all tables share: metadata of our own, so that a host's tables and ours never meet."""


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index over the few rows that are asked for; it stays small whatever else the table holds."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


class LadderVersion(Table, table=True):
    """A ladder as it was when a contract or case was opened under it; `definition` is its JSON, `source` its text."""

    __tablename__: ClassVar[str] = f"{PREFIX}ladders"

    digest: str = Field(primary_key=True)
    ladder: str
    version: str
    definition: str
    source: str
    added_at: datetime


class CalendarVersion(Table, table=True):
    """A calendar as it was when deadlines were counted in it, without anyone's own closed days."""

    __tablename__: ClassVar[str] = f"{PREFIX}calendars"
    __table_args__: ClassVar[Any] = (CLUSTERED,)

    name: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    plain: str


class ClosedDayAdded(Table, table=True):
    """A closed day of one contract, or of the whole organisation where `contract_id` is empty."""

    __tablename__: ClassVar[str] = f"{PREFIX}closed_days"

    id: int | None = Field(default=None, primary_key=True)
    contract_id: str
    day: date
    reason_nl: str
    reason_en: str
    by: str
    added_at: datetime

    __table_args__: ClassVar[Any] = (UniqueConstraint("contract_id", "day"),)


class Contract(Table, table=True):
    """A contract that is being managed. Its own facts (results, norms, duties) are a stream like a case's."""

    __tablename__: ClassVar[str] = f"{PREFIX}contracts"

    id: str = Field(primary_key=True)
    digest: str = Field(foreign_key=f"{PREFIX}ladders.digest")
    name: str
    starts: date
    ends: date | None
    closed_on: date | None
    calendar: str
    calendar_version: str
    calendar_now: str  # the version with the closed days added since
    parameters: str
    language: str
    added_at: datetime
    facts: int
    head: bytes
    reminders: str | None  # what it has of its own, in place of its ladder's
    planned_facts: int | None  # how many facts there were when its duties were last worked out
    planned_until: datetime | None  # and until when that holds at most


class Contact(Table, table=True):
    """Who is written to in a role. Kept apart from facts, because a person may ask to be forgotten."""

    __tablename__: ClassVar[str] = f"{PREFIX}contacts"

    id: int | None = Field(default=None, primary_key=True)
    contract_id: str = Field(foreign_key=f"{PREFIX}contracts.id", index=True)
    role: str
    name: str
    email: str
    language: str
    added_at: datetime | None  # not known of the first ones


class CaseNumber(Table, table=True):
    """The last number given out to a case of a contract in a year; numbers are never given out twice."""

    __tablename__: ClassVar[str] = f"{PREFIX}case_numbers"
    __table_args__: ClassVar[Any] = (CLUSTERED,)

    contract_id: str = Field(primary_key=True, foreign_key=f"{PREFIX}contracts.id")
    year: int = Field(primary_key=True)
    last: int


class Case(Table, table=True):
    """A case: what it is about, where it stood on the evening of `as_of`, and what the next fact builds on.

    `progress` leaves out what can change no more, so that it does not grow with the case.
    """

    __tablename__: ClassVar[str] = f"{PREFIX}cases"

    id: str = Field(primary_key=True)
    contract_id: str = Field(foreign_key=f"{PREFIX}contracts.id", index=True)
    digest: str = Field(foreign_key=f"{PREFIX}ladders.digest")
    ladder: str
    version: str
    track: str | None
    scope: str
    opened_on: date
    opened_at: datetime
    opened_in: str  # the version of the calendar then
    key: str | None
    state: str
    step: int
    final: bool
    since: date
    as_of: date
    next_change: date | None
    calendar_now: str
    facts: int
    head: bytes
    progress: str | None
    remind_at: datetime | None  # when to remind of it although no deadline runs
    look_at: datetime | None  # since when what was told of it has to be compared with where it stands

    __table_args__: ClassVar[Any] = (
        partial(f"ix_{PREFIX}cases_next", "next_change", where="next_change IS NOT NULL"),
        partial(f"ix_{PREFIX}cases_remind", "remind_at", where="remind_at IS NOT NULL"),
        partial(f"ix_{PREFIX}cases_look", "look_at", where="look_at IS NOT NULL"),
        partial(f"ix_{PREFIX}cases_key", "contract_id", "key", where="key IS NOT NULL", unique=True),
    )


class Fact(Table, table=True):
    """A fact of a stream: `case:<id>` or `contract:<id>`. Rows are only ever added; triggers see to that.

    `hash` covers the fact and the hash before it, so that no row can be changed, left out or put in unseen.
    """

    __tablename__: ClassVar[str] = f"{PREFIX}facts"

    stream: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    event: str
    on: date
    role: str | None
    by: str
    data: str
    at: datetime | None
    received: date | None
    recorded: datetime
    key: str | None
    hash: bytes

    __table_args__: ClassVar[Any] = (
        partial(f"ix_{PREFIX}facts_key", "stream", "key", where="key IS NOT NULL", unique=True),
        partial(f"ix_{PREFIX}facts_agreed", "stream", "seq", where=AGREED),
        CLUSTERED,
    )


class Deadline(Table, table=True):
    """A deadline that somebody should still look at, as it stood when its case was last written."""

    __tablename__: ClassVar[str] = f"{PREFIX}deadlines"

    case_id: str = Field(primary_key=True, foreign_key=f"{PREFIX}cases.id")
    name: str = Field(primary_key=True)
    n: int  # how many the case had opened before it
    state: str
    due: date
    due_at: datetime | None
    status: str
    owed_by: str
    counted_from: date | None  # closed days after it may move the due day; None where none does
    expires: bool
    provisional: bool
    left_on: date | None
    remind_at: datetime | None

    __table_args__: ClassVar[Any] = (
        Index(f"ix_{PREFIX}deadlines_due", "due"),
        partial(f"ix_{PREFIX}deadlines_remind", "remind_at", where="remind_at IS NOT NULL"),
        CLUSTERED,
    )


class Right(Table, table=True):
    """A right that has arisen in a case."""

    __tablename__: ClassVar[str] = f"{PREFIX}rights"
    __table_args__: ClassVar[Any] = (CLUSTERED,)

    case_id: str = Field(primary_key=True, foreign_key=f"{PREFIX}cases.id")
    name: str = Field(primary_key=True)
    since: date
    times: int
    in_force: bool


class Measurement(Table, table=True):
    """Where a result is found: the result itself is the fact with this number in the contract's stream."""

    __tablename__: ClassVar[str] = f"{PREFIX}measurements"

    contract_id: str = Field(primary_key=True, foreign_key=f"{PREFIX}contracts.id")
    seq: int = Field(primary_key=True)
    kpi: str
    region: str
    period: str
    starts: date
    ends: date
    on: date
    value: str | None
    verdict: str
    counts: bool  # False once another result corrects it
    corrects: int | None
    case_id: str | None
    case_seq: int | None

    __table_args__: ClassVar[Any] = (
        partial(f"ix_{PREFIX}measurements_once", "contract_id", "kpi", "region", "period", where="counts", unique=True),
        partial(f"ix_{PREFIX}measurements_case", "case_id", "case_seq", where="case_id IS NOT NULL"),
        CLUSTERED,
    )


class Proposal(Table, table=True):
    """A step that a result suggests and a person decides on."""

    __tablename__: ClassVar[str] = f"{PREFIX}proposals"

    contract_id: str = Field(primary_key=True, foreign_key=f"{PREFIX}contracts.id")
    seq: int = Field(primary_key=True)  # of the fact in the contract's stream that gave rise to it
    event: str
    case_id: str | None
    data: str
    reason_nl: str
    reason_en: str
    status: str
    made_on: date
    decided_on: date | None
    decided_by: str
    why: str

    __table_args__: ClassVar[Any] = (
        partial(f"ix_{PREFIX}proposals_waiting", "contract_id", "seq", where="status = 'waiting'"),
        CLUSTERED,
    )


class Evidence(Table, table=True):
    """A file by the SHA-256 of its content."""

    __tablename__: ClassVar[str] = f"{PREFIX}evidence"

    sha256: str = Field(primary_key=True)
    size: int
    media_type: str
    name: str
    stored_at: datetime
    content: bytes
