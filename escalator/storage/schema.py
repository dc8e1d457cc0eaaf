"""The version of the database: whether it is ours, and bringing an older one up to date. Owns when migrations run.

Alembic is loaded only when there is something to do; looking costs one query.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from escalator.engine.ports.store import StoreProblem
from escalator.model.text import Text
from escalator.storage.drivers import BUSY_SECONDS, Driver
from escalator.storage.problems import is_problem

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

REVISION: Final = "0005"
"""The newest migration; a database must have had exactly these."""
VERSION_TABLE: Final = "escalator_version"
MIGRATIONS: Final = Path(__file__).with_name("migrations")
_OURS: Final = ("escalator_", "sqlite_")
_LOCK: Final = 0x45534341  # any number that no other program takes; all our migrations take this one


def revision_of(driver: Driver) -> str | None:
    """Return the version of a database, or None for one that holds nothing of ours yet."""
    try:
        rows = driver.run([(f"SELECT version_num FROM {VERSION_TABLE}", ())])
    except Exception as wrong:
        if is_problem(wrong) and _no_such_table(wrong):
            return None
        raise
    return str(rows[0][0]) if rows else None


def _no_such_table(wrong: BaseException) -> bool:
    if isinstance(wrong, sqlite3.OperationalError):
        return "no such table" in str(wrong)
    return type(wrong).__name__ == "UndefinedTable"


def check(driver: Driver) -> bool:
    """Return whether a database is up to date; False where it is older or empty.

    Raises:
        StoreProblem: it is of a newer version.
    """
    found = revision_of(driver)
    if found is None or found < REVISION:
        return False
    if found > REVISION:
        raise StoreProblem(
            Text(
                f"De database is van een nieuwere versie ({found}) dan dit programma kent ({REVISION}). "
                "Werk escalation-ladder bij. Er is niets gewijzigd.",
                f"The database is of a newer version ({found}) than this program knows ({REVISION}). "
                "Update escalation-ladder. Nothing was changed.",
            ),
            "newer",
        )
    return True


def engine_on(driver: Driver, *, writing: bool) -> Engine:
    """Return SQLAlchemy's engine on one connection of ours, which begins transactions as we do."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    raw = driver.connection
    if driver.database == "postgresql":
        raw.autocommit = False
        level = "READ COMMITTED" if writing else "REPEATABLE READ"
        return create_engine("postgresql+psycopg://", creator=lambda: raw, poolclass=StaticPool, isolation_level=level)
    raw.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")  # our own driver waits by itself
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    begin = driver.begin_writing if writing else driver.begin_reading
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def check_own(file: str) -> None:
    """Refuse an SQLite file that holds tables of another program, and nothing of ours; it is only read.

    Raises:
        StoreProblem: it is another program's.
    """
    try:
        with closing(sqlite3.connect(f"{Path(file).resolve().as_uri()}?mode=ro", uri=True)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:  # not there yet, or no database at all: opening it tells
        return
    if VERSION_TABLE not in names and any(not name.startswith(_OURS) for name in names):
        raise StoreProblem(
            Text(
                "Deze database is van een ander programma. Er is niets gewijzigd. Moeten beide haar delen, "
                "dan eerst: escalator init --shared",
                "This is the database of another program. Nothing was changed. If both are to share it, "
                "first: escalator init --shared",
            )
        )


def upgrade(driver: Driver) -> None:
    """Bring a database up to date; where several try at once, one does it and the others find it done."""
    from sqlalchemy import text

    with engine_on(driver, writing=True).begin() as connection:
        if driver.database == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        migrate(connection)


def migrate(connection: Connection) -> None:
    """Run the migrations that a database lacks, in the transaction of its connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
