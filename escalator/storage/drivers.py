"""One connection to SQLite or PostgreSQL: opening it, and running statements on it. Owns what differs between the two.

SQLAlchemy is not loaded here; it would cost more than a whole command. SQLite is written under `BEGIN IMMEDIATE`: a
deferred transaction that finds itself second fails, or loses an update. PostgreSQL is sent a transaction's statements
together, because each round trip costs more than a statement.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Sequence
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from escalator.model.errors import InputError
from escalator.model.text import Text
from escalator.storage.problems import problem
from escalator.storage.statement import Row

BUSY_SECONDS: Final = 30.0
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY})
"""What passes by itself; a transaction that has read before another wrote never can."""
_SHORTEST: Final = 0.00006
_LONGEST: Final = 0.001
"""A turn is taken for no longer: now and then one copies the log into the database too."""
_TURNS: Final = 4
"""So many turns to wait before looking closely; measured with four processes at work."""
Work = Sequence[tuple[str, Sequence[Any]]]


class Driver(Protocol):
    """A connection on which each statement stands by itself unless a transaction is begun.

    Attributes:
        shared: whether somebody else runs statements of the same transaction between ours.
    """

    shared: bool
    database: str
    connection: Any
    begin_writing: str
    begin_reading: str
    commit: str

    def run(self, work: Work) -> list[Row]:
        """Run statements in order; return the rows of the last."""
        ...

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each of many values."""
        ...

    def rollback(self) -> None:
        """End the transaction as if it had not been, if there is one."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class SQLiteDriver:
    """A connection to SQLite."""

    shared = False
    database = "sqlite"
    begin_writing = "BEGIN IMMEDIATE"
    begin_reading = "BEGIN"
    commit = "COMMIT"

    def __init__(self, connection: sqlite3.Connection, *, own: bool = False) -> None:
        self.connection = connection
        self._cursor = connection.cursor()
        self._own = own  # SQLite does not wait on it by itself, so that we do
        self._begun: float | None = None
        self._turn = 0.001

    def run(self, work: Work) -> list[Row]:
        """Run statements in order; return the rows of the last."""
        for sql, values in work:
            try:
                self._cursor.execute(sql, values)
            except sqlite3.OperationalError as wrong:
                if wrong.sqlite_errorcode not in _BUSY or not (self._own or sql == self.begin_writing):
                    raise
                self._run_when_free(sql, values)
            if sql == self.begin_writing:
                self._begun = time.monotonic()
            elif sql == self.commit and self._begun is not None:
                self._turn, self._begun = time.monotonic() - self._begun, None
        return self._cursor.fetchall()

    def _run_when_free(self, sql: str, values: Sequence[Any]) -> None:
        """Run a statement as soon as nobody else is in its way."""
        since = time.monotonic()
        while True:
            waited = time.monotonic() - since
            time.sleep(pause(waited, self._turn))  # noqa: TID251 - nobody tells that it is free
            try:
                self._cursor.execute(sql, values)
            except sqlite3.OperationalError as wrong:
                if wrong.sqlite_errorcode not in _BUSY or waited > BUSY_SECONDS:
                    raise
            else:
                return

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each of many values."""
        self._cursor.executemany(sql, values)

    def rollback(self) -> None:
        """End the transaction as if it had not been; a full disk may have ended it already."""
        if self.connection.in_transaction:
            self._cursor.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def pause(waited: float, turn: float) -> float:
    """Return after how long to look again whether SQLite is free.

    It has no queue, and its own pauses grow to a tenth of a second, in which others who write much take their turn
    again and again. Here who has waited for some turns looks closely, and has one soon; until then the other goes on,
    because it costs to change places. After a second somebody is at something long.

    Args:
        waited: for how long it has been busy, in seconds.
        turn: how long one's own last transaction took.
    """
    turn = min(max(turn, _SHORTEST), _LONGEST)
    if waited > 1:
        return 0.005
    longest = turn if waited < _TURNS * turn else _SHORTEST
    return longest * random.uniform(0.5, 1)  # noqa: S311 - so that two do not keep in step


class PostgreSQLDriver:
    """A connection to PostgreSQL; what stands in line is sent in one go."""

    shared = False
    database = "postgresql"
    begin_writing = "BEGIN"
    begin_reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    commit = "COMMIT"

    def __init__(self, connection: Any) -> None:  # psycopg is an extra: not everybody has its types
        self.connection = connection
        self._cursor = connection.cursor()

    def run(self, work: Work) -> list[Row]:
        """Run statements in order; return the rows of the last."""
        cursor = self._cursor
        if len(work) == 1:
            sql, values = work[0]
            cursor.execute(sql, values or None)
        else:
            with self.connection.pipeline():
                for sql, values in work:
                    cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []

    def run_many(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each of many values."""
        self._cursor.executemany(sql, values)

    def rollback(self) -> None:
        """End the transaction as if it had not been."""
        self._cursor.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def database_of(url: str) -> str:
    """Return `sqlite` or `postgresql`.

    Raises:
        InputError: for a URL of another kind of database, telling what is allowed.
    """
    scheme = urlsplit(url).scheme.partition("+")[0]
    known = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
    if scheme not in known:
        raise InputError(
            Text(
                f"Onbekende database: {url!r}. Toegestaan: sqlite:///pad/naar/bestand.db of postgresql://…",
                f"Unknown database: {url!r}. Allowed: sqlite:///path/to/file.db or postgresql://…",
            )
        )
    return known[scheme]


def sqlite_file(url: str) -> str:
    """Return the path that a URL names; empty for a database in memory."""
    path = unquote(urlsplit(url).path).removeprefix("/")
    return "" if path in {"", ":memory:"} else path


def connect(url: str) -> Driver:
    """Open a connection.

    Raises:
        InputError: for a URL of another kind of database.
        StoreProblem: the database cannot be opened.
    """
    try:
        return open_sqlite(url) if database_of(url) == "sqlite" else _open_postgresql(url)
    except sqlite3.Error as wrong:
        raise problem(wrong, url) from wrong


def open_sqlite(url: str) -> SQLiteDriver:
    """Open a connection to SQLite, in the modes in which nothing that was committed is lost."""
    path, options = sqlite_file(url), dict(parse_qsl(urlsplit(url).query))
    name = f"file:{_quoted(path)}?mode={options.get('mode', 'rwc')}" if path else "file::memory:"
    connection = sqlite3.connect(
        name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256, uri=True
    )
    if options.get("mode") != "ro":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 0")
    connection.execute("PRAGMA cache_size = -8000")  # KiB: what a thousand facts in one transaction change fits in it
    connection.execute("PRAGMA wal_autocheckpoint = 2000")  # pages, as many: half as often as by default
    return SQLiteDriver(connection, own=True)


def _quoted(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _open_postgresql(url: str) -> PostgreSQLDriver:
    psycopg = _psycopg()
    address = "postgresql" + url[url.index("://") :]
    try:
        return PostgreSQLDriver(psycopg.connect(address, autocommit=True))
    except psycopg.Error as wrong:
        parts = urlsplit(address)
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"  # no password in logs or on screens
        raise problem(wrong, shown) from wrong


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError:
        raise InputError(
            Text(
                "Voor PostgreSQL is psycopg nodig: installeer escalation-ladder[postgresql].",
                "PostgreSQL needs psycopg: install escalation-ladder[postgresql].",
            )
        ) from None
    return psycopg
