"""Watching a database: who keeps its clock, whether others have written, whether it is of a newer version."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

from escalator.storage import schema
from escalator.storage.drivers import connect, database_of, sqlite_file
from escalator.storage.problems import problems_told

CHANNEL: Final = "escalator"


class Watch:
    """A connection of its own to a database, beside those that work on it.

    Args:
        url: of the database.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._driver = connect(url)
        self._seen = 0
        if self._driver.database == "postgresql":
            try:
                with problems_told():
                    self._driver.run([(f"LISTEN {CHANNEL}", ())])
            except BaseException:
                self.close()
                raise

    def check(self) -> None:
        """Look whether the database is one that this program knows.

        Raises:
            StoreProblem: it is of a newer version, or cannot be reached.
        """
        with problems_told():
            schema.check(self._driver)

    def changed(self) -> bool:
        """Return whether another has written since this was last asked; with PostgreSQL, whether another called."""
        with problems_told():
            if self._driver.database == "postgresql":
                return bool(list(self._driver.connection.notifies(timeout=0)))
            before, self._seen = self._seen, int(self._driver.run([("PRAGMA data_version", ())])[0][0])
        return self._seen != before

    def call(self) -> None:
        """Let the others know that there is something new; a SQLite file tells by itself."""
        if self._driver.database == "postgresql":
            self._driver.run([(f"NOTIFY {CHANNEL}", ())])

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()


class Turn:
    """The turn to keep the clock of a SQLite file: one process has it, and loses it when it ends in whatever way.

    Processes on one PostgreSQL share the work, so there each has its turn at once.
    """

    def __init__(self, url: str) -> None:
        path = sqlite_file(url) if database_of(url) == "sqlite" else ""
        self._file = os.open(f"{Path(path)}-daemon", os.O_RDWR | os.O_CREAT, 0o600) if path else None

    def take(self) -> bool:
        """Take the turn, unless another has it."""
        if self._file is None:
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give(self) -> None:
        """Give the turn back."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
