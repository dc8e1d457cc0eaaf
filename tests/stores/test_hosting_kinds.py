"""Every kind of host: ORM sessions and bare connections, with savepoints and subscribers, and those that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, scoped_session, sessionmaker

from escalator.engine.ports.store import StoreProblem
from escalator.engine.ports.values import Change
from escalator.model.errors import InputError
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR, MANAGER
from tests.stores.desk import START
from tests.stores.test_hosting import database, kept_by

__all__ = ["database"]


class Base(DeclarativeBase):
    """The host's own tables."""


class Letter(Base):
    """A row of the host's."""

    __tablename__ = "letters"
    name: Mapped[str] = mapped_column(primary_key=True)


@pytest.fixture
def careful(database: Engine) -> Iterator[Engine]:
    """The host's engine as SQLAlchemy advises it for savepoints on SQLite: `BEGIN` is the host's, not the driver's."""
    made = create_engine(database.url)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        event.listen(made, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    yield made
    made.dispose()


@pytest.mark.parametrize("well", [True, False])
def test_objects_that_wait_to_be_flushed_go_the_same_way(database: Engine, *, well: bool) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        session.add(Letter(name="first"))
        case = engine.open_case("lift", role=MANAGER).case.id
        session.add(Letter(name="second"))
        assert session.query(Letter).count() == 2
        engine.record(case, "sent", role=CONTRACTOR)
        session.commit() if well else session.rollback()
    assert kept_by(database) == ((["first", "second"], ["approval"]) if well else ([], []))


def test_a_session_for_each_thread_will_do(database: Engine) -> None:
    sessions = scoped_session(sessionmaker(database))
    engine = open_engine(session=sessions, clock=Clock(START))
    engine.open_case("lift", role=MANAGER)
    sessions.rollback()
    engine.open_case("lift", role=MANAGER)
    sessions.commit()
    sessions.remove()
    assert kept_by(database) == ([], ["plan"])


def test_a_connection_on_which_only_we_write_commits_it(database: Engine) -> None:
    with database.connect() as connection:
        open_engine(session=connection, clock=Clock(START)).open_case("lift", role=MANAGER)
        connection.commit()
    assert kept_by(database) == ([], ["plan"])


@pytest.mark.parametrize("well", [True, False])
def test_a_hosts_savepoint_may_come_first(careful: Engine, *, well: bool) -> None:
    with Session(careful) as session:
        engine = open_engine(session=session, clock=Clock(START))
        with session.begin_nested():
            engine.open_case("lift", role=MANAGER)
            session.add(Letter(name="first"))
        session.commit() if well else session.rollback()
    assert kept_by(careful) == ((["first"], ["plan"]) if well else ([], []))


def test_what_a_host_writes_among_ours_belongs_with_them(database: Engine) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        with suppress(ZeroDivisionError), engine.together():
            session.execute(text("INSERT INTO letters VALUES ('before')"))
            case = engine.open_case("lift", role=MANAGER).case.id
            found = session.execute(text("SELECT count(*) FROM escalator_cases WHERE id = :id"), {"id": case})
            assert found.scalar() == 1
            session.execute(text("INSERT INTO letters VALUES ('after')"))
            raise ZeroDivisionError
        session.execute(text("INSERT INTO letters VALUES ('kept')"))
        session.commit()
    assert kept_by(database) == (["kept"], [])


def test_what_a_subscriber_writes_vanishes_with_a_fact_that_another_refuses(database: Engine) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))

        def write(change: Change) -> None:
            session.add(Letter(name=change.case))
            session.flush()

        engine.subscribe(write)
        case = engine.open_case("lift", role=MANAGER).case.id
        engine.subscribe(lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            engine.open_case("lift", role=MANAGER)
        session.commit()
    assert kept_by(database) == ([case], ["plan"])


def test_a_mistake_of_the_hosts_in_its_own_savepoint_harms_nothing_of_ours(database: Engine) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        engine.open_case("lift", role=MANAGER)
        with suppress(DBAPIError), session.begin_nested():
            session.execute(text("SELECT * FROM nothing"))
        engine.open_case("lift", role=MANAGER)
        session.commit()
    assert kept_by(database) == ([], ["plan", "plan"])


def test_in_a_transaction_that_failed_before_it_says_so(database: Engine) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        with suppress(DBAPIError):
            session.execute(text("SELECT * FROM nothing"))
        if database.dialect.name == "postgresql":
            with pytest.raises(StoreProblem, match="the transaction has failed: roll it back first"):
                engine.open_case("lift", role=MANAGER)
            session.rollback()
        engine.open_case("lift", role=MANAGER)
        session.commit()
    assert kept_by(database) == ([], ["plan"])


def test_looking_for_our_tables_in_vain_leaves_the_hosts_transaction_whole(bare: str) -> None:
    made = create_engine(bare.replace("postgresql://", "postgresql+psycopg://"))
    with Session(made) as session:
        session.execute(text("CREATE TABLE letters (name TEXT)"))
        with pytest.raises(StoreProblem, match="run `escalator init --shared` first"):
            open_engine(session=session).cases()
        session.commit()
    assert inspect(made).get_table_names() == ["letters"]
    made.dispose()


def test_a_connection_that_commits_by_itself_is_refused(database: Engine) -> None:
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        engine = open_engine(session=connection, clock=Clock(START))
        for attempt in (engine.cases, lambda: engine.open_case("lift", role=MANAGER)):
            with pytest.raises(InputError, match="commits each statement by itself"):
                attempt()
    assert kept_by(database) == ([], [])


def test_what_is_no_session_is_refused(database: Engine) -> None:
    given: Any = database
    with pytest.raises(InputError, match="Give a Session or Connection of SQLAlchemy, not Engine"):
        open_engine(session=given).cases()


@pytest.mark.parametrize(("trait", "value"), [("driver", "asyncpg"), ("is_async", True)])
def test_another_driver_is_refused_by_name(trait: str, value: object) -> None:
    made = create_engine("sqlite://")
    setattr(made.dialect, trait, value)
    with made.connect() as connection, pytest.raises(InputError, match=r"Unknown database: sqlite\+"):
        open_engine(session=connection).cases()
    made.dispose()
