"""A copy of a SQLite database made while others work on it: whole, checked, and never a torn one in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from escalator.engine.ports.store import StoreProblem
from escalator.model.errors import InputError
from escalator.model.text import Text
from escalator.storage.drivers import database_of, open_sqlite, sqlite_file
from escalator.storage.problems import problem


def backup(url: str, target: Path) -> int:
    """Write a copy of a database to a file, as of one moment; return its size in bytes.

    Args:
        url: of the database, which others may be working on.
        target: where the copy goes; a file that is there is never written over.

    Raises:
        InputError: it is no SQLite file (PostgreSQL has `pg_dump`), or the target exists.
        StoreProblem: it cannot be read or written.
    """
    if database_of(url) != "sqlite" or not sqlite_file(url):
        raise InputError(Text("Maak van PostgreSQL een kopie met pg_dump.", "Back PostgreSQL up with pg_dump."))
    if target.exists():
        raise InputError(Text(f"{target} bestaat al.", f"{target} exists already."))
    part = target.with_name(f"{target.name}.part")
    try:
        _copy(url, part)
        part.replace(target)
        _settle(target.parent)
    except sqlite3.Error as wrong:
        raise problem(wrong, str(target)) from wrong
    except OSError as wrong:
        told = f"{target}: {wrong.strerror}"
        raise StoreProblem(Text(told, told)) from wrong
    finally:
        with suppress(OSError):  # where it cannot be removed, it could not be made
            part.unlink(missing_ok=True)
    return target.stat().st_size


def _copy(url: str, part: Path) -> None:
    part.unlink(missing_ok=True)
    source, copy = open_sqlite(url), sqlite3.connect(part)
    try:
        source.connection.backup(copy)
        # One file that stands by itself; it is written ahead again once it is opened.
        copy.execute("PRAGMA journal_mode = DELETE")
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise StoreProblem(Text(f"De kopie is beschadigd: {found}.", f"The copy is damaged: {found}."))
    finally:
        copy.close()
        source.close()
    with part.open("rb") as file:
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make the new name as durable as the file."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
