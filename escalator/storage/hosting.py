"""Working on a host's own SQLAlchemy session or connection: its writes and ours commit, or vanish, together.

Owns the savepoint around each of our transactions. It never commits and never rolls back what is the host's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from escalator.engine.ports.store import StoreProblem
from escalator.model.text import Text
from escalator.storage import schema
from escalator.storage.drivers import Driver, PostgreSQLDriver, SQLiteDriver, Work, database_of
from escalator.storage.statement import Row
from escalator.storage.store import Rows

SAVEPOINT: Final = "escalator"


class HostedDriver:
    """A host's connection, on which a transaction of ours is a savepoint."""

    begin_writing = begin_reading = f"SAVEPOINT {SAVEPOINT}"
    commit = f"RELEASE SAVEPOINT {SAVEPOINT}"

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.database = driver.database
        self.connection = driver.connection

    def run(self, work: Work) -> list[Row]:
        """Run statements in order; return the rows of the last."""
        return self._driver.run(work)

    def run_many(self, sql: str, values: Sequence[Mapping[str, Any]]) -> None:
        """Run one statement for each of many values."""
        self._driver.run_many(sql, values)

    def rollback(self) -> None:
        """Undo what we did since our savepoint."""
        self._driver.run([(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}", {}), (self.commit, {})])

    def close(self) -> None:
        """Leave the connection to its host."""


class Hosted:
    """The connection that the host works on at the moment."""

    def __init__(self, host: Session | Connection) -> None:
        self._host = host
        self._checked = False

    def take(self, *, writing: bool) -> Rows:
        """Return the host's connection, in the host's transaction.

        Raises:
            StoreProblem: our tables are not there, or are of another version.
            InputError: it is a database of another kind.
        """
        host = self._host.connection() if isinstance(self._host, Session) else self._host
        driver = _driver(host)
        if not self._checked and not schema.check(driver):
            raise StoreProblem(
                Text(
                    "De tabellen van escalator ontbreken hier, of zijn verouderd: voer eerst `escalator init` uit.",
                    "The tables of escalator are missing here, or outdated: run `escalator init` first.",
                )
            )
        self._checked = True
        if writing and driver.database == "sqlite" and not driver.connection.in_transaction:
            # The driver begins before a host's first write only; our savepoint would be a transaction by itself.
            driver.run([(SQLiteDriver.begin_writing, {})])
        return Rows(HostedDriver(driver))

    def give(self, rows: Rows) -> None:
        """Leave the connection to its host."""

    drop = give

    def close(self) -> None:
        """Leave the connection to its host."""


def _driver(host: Connection) -> Driver:
    raw: Any = host.connection.driver_connection
    if database_of(str(host.engine.url)) == "postgresql":
        return PostgreSQLDriver(raw)
    return SQLiteDriver(raw)
