"""Every promise of the store and the engine is tried on SQLite in a file and in memory, and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalator.engine.engine import Engine
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.stores.desk import START, Desk
from tests.stores.postgres import NoServer, Server, name_of, server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A server; without one the tests are skipped, but never where CI runs them."""
    try:
        with server() as running:
            yield running
    except NoServer as wrong:
        if os.environ.get("CI"):
            pytest.fail(str(wrong))
        pytest.skip(str(wrong))


@pytest.fixture(scope="session")
def migrated(postgresql: Server) -> str:
    """The name of a database with our tables, to be copied: migrating one takes longer than most tests."""
    url = postgresql.new_database()
    open_engine(url).close()
    return name_of(url)


@pytest.fixture
def on_server(postgresql: Server, migrated: str) -> Iterator[str]:
    """The URL of a database on PostgreSQL with nothing in our tables."""
    url = postgresql.new_database(migrated)
    yield url
    postgresql.drop(url)


@pytest.fixture(params=["file", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database that several connections can share."""
    if request.param == "file":
        return f"sqlite:///{tmp_path}/escalator.db"
    return str(request.getfixturevalue("on_server"))


@pytest.fixture(params=["memory", "file", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind in turn."""
    places = {"memory": "sqlite://", "file": f"sqlite:///{tmp_path}/escalator.db"}
    return places.get(request.param) or str(request.getfixturevalue("on_server"))


@pytest.fixture
def clock() -> Clock:
    """A clock that shows the day on which most tests begin."""
    return Clock(START)


@pytest.fixture
def engine(url: str, clock: Clock) -> Iterator[Engine]:
    """An engine on an empty database."""
    with open_engine(url, clock=clock) as opened:
        yield opened


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    """An engine with one contract, to record facts at."""
    return Desk(engine, clock)
