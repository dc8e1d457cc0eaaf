"""Embedded in a host's own session or connection: its rows and ours are committed together, or vanish together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.orm import Session

from escalator.engine.ports.store import StoreProblem
from escalator.model.errors import Refusal
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR, MANAGER
from tests.stores.desk import START, improvement


@pytest.fixture
def database(kept: str) -> Iterator[Engine]:
    """The host's engine, made as hosts make them, with a table of the host's and a contract of ours."""
    with open_engine(kept, clock=Clock(START)) as ours:
        ours.add_contract("lift", improvement(), start=date(2026, 1, 1), calendar="atw")
    made = create_engine(kept.replace("postgresql://", "postgresql+psycopg://"))
    with made.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS letters"))
        connection.execute(text("CREATE TABLE letters (name TEXT)"))
    yield made
    made.dispose()


def kept_by(database: Engine) -> tuple[list[str], list[str]]:
    """Return what others see: the host's letters, and the states of our cases."""
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        letters = session.execute(text("SELECT name FROM letters")).scalars()
        return list(letters), [each.standing.state for each in engine.cases()]


def test_both_are_committed_together(database: Engine) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        session.execute(text("INSERT INTO letters VALUES ('first')"))
        case = engine.open_case("lift", role=MANAGER).case.id
        engine.record(case, "sent", role=CONTRACTOR)
        session.execute(text("INSERT INTO letters VALUES ('second')"))
        assert kept_by(database) == ([], [])
        session.commit()
    assert kept_by(database) == (["first", "second"], ["approval"])


@pytest.mark.parametrize("ours_first", [True, False])
def test_both_vanish_together(database: Engine, *, ours_first: bool) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        if not ours_first:
            session.execute(text("INSERT INTO letters VALUES ('first')"))
        engine.open_case("lift", role=MANAGER)
        session.execute(text("INSERT INTO letters VALUES ('second')"))
        session.rollback()
        assert engine.cases() == []
        session.execute(text("INSERT INTO letters VALUES ('third')"))
        engine.open_case("lift", role=MANAGER)
        session.commit()
    assert kept_by(database) == (["third"], ["plan"])


def test_a_refused_fact_leaves_the_hosts_transaction_whole(database: Engine) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        session.execute(text("INSERT INTO letters VALUES ('first')"))
        case = engine.open_case("lift", role=MANAGER).case.id
        with pytest.raises(Refusal):
            engine.record(case, "good", role=MANAGER)
        engine.record(case, "sent", role=CONTRACTOR)
        session.commit()
    assert kept_by(database) == (["first"], ["approval"])


def test_a_connection_will_do(database: Engine) -> None:
    def both(connection: Connection) -> None:
        engine = open_engine(session=connection, clock=Clock(START))
        engine.open_case("lift", role=MANAGER)
        connection.execute(text("INSERT INTO letters VALUES ('first')"))

    with database.connect() as connection:
        both(connection)
        connection.rollback()
    assert kept_by(database) == ([], [])
    with database.begin() as connection:
        both(connection)
    assert kept_by(database) == (["first"], ["plan"])


def test_within_the_hosts_own_savepoint(database: Engine) -> None:
    with Session(database) as session:
        engine = open_engine(session=session, clock=Clock(START))
        first = engine.open_case("lift", role=MANAGER).case.id
        with session.begin_nested() as inner:
            engine.record(first, "sent", role=CONTRACTOR)
            inner.rollback()
        assert engine.stand(first).state == "plan"
        session.commit()
    assert kept_by(database) == ([], ["plan"])


def test_without_our_tables_it_says_what_to_do(bare: str) -> None:
    database = create_engine(bare.replace("postgresql://", "postgresql+psycopg://"))
    with Session(database) as session, pytest.raises(StoreProblem, match="run `escalator init --shared` first"):
        open_engine(session=session).cases()
    database.dispose()
