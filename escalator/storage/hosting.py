"""Working on a host's own SQLAlchemy session or connection: its writes and ours commit, or vanish, together.

Owns the savepoint around each of our transactions. It never commits and never rolls back what is the host's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection
from sqlalchemy.orm import Session, scoped_session

from escalator.engine.ports.store import StoreProblem
from escalator.model.errors import InputError
from escalator.model.text import Text
from escalator.storage import schema
from escalator.storage.drivers import Driver, PostgreSQLDriver, SQLiteDriver, Work
from escalator.storage.problems import is_problem, problem
from escalator.storage.statement import Row
from escalator.storage.store import Rows

SAVEPOINT: Final = "escalator"
Host: TypeAlias = Session | scoped_session[Any] | Connection
_DRIVERS: Final[Mapping[str, Callable[[Any], Driver]]] = {"pysqlite": SQLiteDriver, "psycopg": PostgreSQLDriver}


class HostedDriver:
    """A host's connection, on which a transaction of ours is a savepoint."""

    begin_writing = begin_reading = f"SAVEPOINT {SAVEPOINT}"
    commit = f"RELEASE SAVEPOINT {SAVEPOINT}"
    shared = True

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.database = driver.database
        self.connection = driver.connection

    def run(self, work: Work) -> list[Row]:
        """Run statements in order; return the rows of the last."""
        return self._driver.run(work)

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each of many values."""
        self._driver.run_many(sql, values)

    def rollback(self) -> None:
        """Undo what we did since our savepoint."""
        self._driver.run([(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}", ()), (self.commit, ())])

    def close(self) -> None:
        """Leave the connection to its host."""


class Hosted:
    """The connection that the host works on at the moment."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._checked = False

    def take(self, *, writing: bool) -> Rows:
        """Return the host's connection, in the host's transaction.

        Raises:
            StoreProblem: our tables are not there, or are of another version; or the host's transaction has failed.
            InputError: it is no session or connection, or one of another kind of database, or it commits by itself.
        """
        driver = _driver(self._host)
        if writing and driver.database == "sqlite" and not driver.connection.in_transaction:
            # The driver begins before a host's first write only; our savepoint would be a transaction by itself.
            driver.run([(SQLiteDriver.begin_writing, ())])
        rows = Rows(HostedDriver(driver))
        if not self._checked:
            _check(rows.session.driver)
            self._checked = True
        return rows

    def give(self, rows: Rows) -> None:
        """Leave the connection to its host."""

    drop = give

    def close(self) -> None:
        """Leave the connection to its host."""


def _driver(given: Host) -> Driver:
    host = given.connection() if isinstance(given, (Session, scoped_session)) else given
    if not isinstance(host, Connection):
        kind = type(host).__name__
        raise InputError(
            Text(
                f"Geef een Session of Connection van SQLAlchemy, geen {kind}.",
                f"Give a Session or Connection of SQLAlchemy, not {kind}.",
            )
        )
    made = _DRIVERS.get(host.dialect.driver)
    if made is None or host.dialect.is_async:
        name = f"{host.dialect.name}+{host.dialect.driver}"
        raise InputError(
            Text(
                f"Onbekende database: {name}. Toegestaan: sqlite+pysqlite of postgresql+psycopg.",
                f"Unknown database: {name}. Allowed: sqlite+pysqlite or postgresql+psycopg.",
            )
        )
    if not host.in_transaction():
        host.begin()  # as its own first statement would, so that its commit() is ours too
    raw: Any = host.connection.driver_connection
    if _commits_by_itself(raw):
        raise InputError(
            Text(
                "Deze verbinding legt elke opdracht zelf vast (AUTOCOMMIT); geef er een met transacties.",
                "This connection commits each statement by itself (AUTOCOMMIT); give one with transactions.",
            )
        )
    return made(raw)


def _commits_by_itself(raw: Any) -> bool:
    """Whether nobody would commit what we begin: SQLAlchemy's AUTOCOMMIT, on either database."""
    if getattr(raw, "autocommit", None) is True:
        return True
    return getattr(raw, "isolation_level", "") is None and getattr(raw, "in_transaction", True) is False


def _check(driver: Driver) -> None:
    """See that our tables are there, in a savepoint: asking for one that is not would fail the host's transaction."""
    try:
        driver.run([(driver.begin_reading, ())])
        fits = _fits(driver)
    except Exception as wrong:
        if is_problem(wrong):
            raise problem(wrong) from wrong
        raise
    if not fits:
        raise StoreProblem(
            Text(
                "De tabellen van escalator ontbreken of zijn verouderd: voer eerst `escalator init --shared` uit.",
                "The tables of escalator are missing here, or outdated: run `escalator init --shared` first.",
            )
        )


def _fits(driver: Driver) -> bool:
    try:
        return schema.check(driver)
    finally:
        driver.rollback()
