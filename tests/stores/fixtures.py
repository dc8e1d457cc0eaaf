"""Databases to try promises on: SQLite in a file and in memory, and PostgreSQL. It tests nothing itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from escalator.engine.engine import Engine
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.stores.desk import START, Desk
from tests.stores.postgres import NoServer, Server, empty, server


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
    """The URL of a database with our tables that tests use in turn: making one takes longer than most tests."""
    url = postgresql.new_database()
    open_engine(url).close()
    return url


@pytest.fixture
def on_server(migrated: str) -> str:
    """The URL of a database on PostgreSQL with nothing in our tables."""
    empty(migrated)
    return migrated


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "escalator.db"
    open_engine(str(path)).close()
    return path


@pytest.fixture
def in_file(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a file with nothing in our tables."""
    shutil.copy(migrated_file, tmp_path / "escalator.db")
    return f"sqlite:///{tmp_path}/escalator.db"


@pytest.fixture(params=["in_file", "on_server"])
def kept(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database that several connections can share."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(params=["memory", "in_file", "on_server"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, of each kind in turn."""
    return "sqlite://" if request.param == "memory" else str(request.getfixturevalue(request.param))


@pytest.fixture(params=["file", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that holds nothing at all."""
    if request.param == "file":
        yield f"sqlite:///{tmp_path}/bare.db"
        return
    running: Server = request.getfixturevalue("postgresql")
    url = running.new_database()
    yield url
    running.drop(url)


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
