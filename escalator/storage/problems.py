"""What goes wrong with a database, in words. Owns the kinds of trouble that users are told apart; mends none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from escalator.engine.ports.store import StoreProblem
from escalator.model.text import Text

_NOTHING: Final = Text("Er is niets opgeslagen.", "Nothing was stored.")
_UNSURE: Final = Text(
    "Het is niet zeker of het is opgeslagen: kijk eerst, voor u het nog eens doet.",
    "It is not certain whether it was stored: look first, before you try again.",
)
_REFUSALS: Final = frozenset({"IntegrityError", "DataError"})
"""What databases raise about what they are given (PEP 249); all else is about themselves."""


def is_problem(wrong: BaseException) -> bool:
    """Return whether an exception comes from a database's library."""
    return isinstance(wrong, sqlite3.Error) or type(wrong).__module__.partition(".")[0] == "psycopg"


_TOLD: Final = (
    (
        "SQLITE_BUSY",
        Text("de database is te lang bezet door een ander", "the database was busy with others for too long"),
    ),
    ("SQLITE_LOCKED", Text("de database is bezet", "the database is busy")),
    ("SQLITE_FULL", Text("de schijf is vol", "the disk is full")),
    ("SQLITE_IOERR", Text("de schijf is vol, of stuk", "the disk is full, or broken")),
    ("SQLITE_READONLY", Text("de database kan alleen worden gelezen", "the database is read-only")),
    ("SQLITE_CANTOPEN", Text("het bestand kan niet worden geopend", "the file cannot be opened")),
    ("SQLITE_NOTADB", Text("het bestand is geen database", "the file is not a database")),
    ("SQLITE_CORRUPT", Text("het bestand is beschadigd", "the file is damaged")),
    ("SQLITE_CONSTRAINT_TRIGGER", Text("feiten worden nooit gewijzigd", "facts are never changed")),
    ("SQLITE_CONSTRAINT", Text("een ander schreef intussen hetzelfde", "somebody else wrote the same meanwhile")),
    ("UniqueViolation", Text("een ander schreef intussen hetzelfde", "somebody else wrote the same meanwhile")),
    ("DiskFull", Text("de schijf is vol", "the disk is full")),
    (
        "InFailedSqlTransaction",
        Text("de transactie is al mislukt: draai haar eerst terug", "the transaction has failed: roll it back first"),
    ),
    ("ReadOnlySqlTransaction", Text("de database kan alleen worden gelezen", "the database is read-only")),
)


def is_lost(connection: Any) -> bool:
    """Return whether a connection is no more; a file has no other side that could go away."""
    return bool(getattr(connection, "closed", False))


@contextmanager
def problems_told() -> Iterator[None]:
    """Have whatever goes wrong with the database raised in words."""
    try:
        yield
    except Exception as wrong:
        if is_problem(wrong):
            raise problem(wrong) from wrong
        raise


def problem(wrong: BaseException, where: str = "", *, unsure: bool = False) -> StoreProblem:
    """Return what went wrong with the database, in words.

    Args:
        wrong: what its library raised.
        where: its address, where that is not clear.
        unsure: whether it went away while it was to commit; otherwise nothing was written.
    """
    code = getattr(wrong, "sqlite_errorname", None) or type(wrong).__name__
    told = next((text for start, text in _TOLD if code.startswith(start)), None)
    detail = " ".join(str(wrong).split())
    told = told or Text(detail, detail)
    at = f" ({where})" if where else ""
    after = _UNSURE if unsure else _NOTHING
    refused = any(each.__name__ in _REFUSALS for each in type(wrong).__mro__)
    return StoreProblem(
        Text(f"Database{at}: {told.nl}. {after.nl}", f"Database{at}: {told.en}. {after.en}"),
        "unsure" if unsure else "refused" if refused else "unable",
    )
