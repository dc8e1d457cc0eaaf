"""The same rows as the floor, the way most programs write them: SQLModel classes, and a session for each event."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, create_engine

from benchmarks.cases import in_batches
from benchmarks.measuring import Block, one_by_one
from benchmarks.peers.raw_sqlite import DAY, DUE, HASH, MOMENT, PROGRESS


class Table(SQLModel, registry=registry()):
    """What these tables share."""


class Case(Table, table=True):
    """A case and how far it has come."""

    id: str = Field(primary_key=True)
    state: str
    step: int
    version: int
    next_change: str | None = Field(index=True)
    progress: str


class Fact(Table, table=True):
    """A fact of a case."""

    case_id: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    event: str
    day: str
    role: str
    by: str
    data: str
    recorded: str


class Deadline(Table, table=True):
    """A deadline of a case."""

    case_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    due: str = Field(index=True)
    status: str


class Reminder(Table, table=True):
    """A reminder owed."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: str
    name: str
    at: str = Field(index=True)
    status: str


class Audit(Table, table=True):
    """A row of an audit trail."""

    id: int | None = Field(default=None, primary_key=True)
    case_id: str
    seq: int
    hash: bytes


def engine_on(path: Path) -> Engine:
    """Return an engine that loses nothing that was committed, with the tables made."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def durable(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    Table.metadata.create_all(engine)
    return engine


def record(engine: Engine, name: str) -> None:
    """Make one fact durable in a session of its own."""
    with Session(engine) as session:
        case = session.get_one(Case, name)
        case.version += 1
        case.state, case.next_change = "approval", DUE
        before = session.get_one(Deadline, (name, f"plan#{case.version - 1}"))
        before.status = "met"
        session.add(before)
        session.add_all(rows(name, case.version))
        session.commit()


def rows(name: str, seq: int) -> list[Table]:
    """Return the rows that come with a fact."""
    return [
        Fact(
            case_id=name,
            seq=seq,
            event="plan_submitted",
            day=DAY,
            role="contractor",
            by="Jan",
            data="{}",
            recorded=MOMENT,
        ),
        Deadline(case_id=name, name=f"plan#{seq}", due=DUE, status="open"),
        Reminder(case_id=name, name=f"{seq} before", at=MOMENT, status="owed"),
        Reminder(case_id=name, name=f"{seq} after", at=MOMENT, status="owed"),
        Audit(case_id=name, seq=seq, hash=HASH),
    ]


def recording(folder: Path, facts: int, block: int, blocks: int) -> Block:
    """Return a block of work: one fact in each of a few cases that have that many; each case is used once."""
    engine = engine_on(folder / "sqlmodel.db")
    names = [f"haarlem-2026-{number}" for number in range(1, block * blocks + 1)]
    with Session(engine) as session:
        for name in names:
            case = Case(id=name, state="plan", step=1, version=facts, next_change=DUE, progress=PROGRESS)
            session.add_all([case, *(row for seq in range(1, facts + 1) for row in rows(name, seq))])
        session.commit()
    batches = in_batches(names, block)
    return lambda: one_by_one(lambda name: record(engine, name), next(batches))
