"""Moving everything from one database to another: from SQLite to PostgreSQL, or back. Row by row, as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from escalator.engine.ports.store import StoreProblem
from escalator.model.errors import InputError
from escalator.model.text import Text
from escalator.storage import outbox_tables, schema, tables
from escalator.storage.drivers import Driver, connect
from escalator.storage.problems import problem

PAGE: Final = 1_000
Progress = Callable[[str, int], None]
"""Called with a table's name and how many rows of it were copied."""
_PROCESSES: Final = {str(outbox_tables.Beat.__tablename__)}


def copy(source: str, target: str, progress: Progress = lambda _table, _rows: None) -> dict[str, int]:
    """Copy a database into an empty one that has the tables; return the number of rows by table.

    All or nothing. Nobody should be working on either; compare them afterwards with `Engine.audit`.

    Args:
        source: URL of the database to copy.
        target: URL of the one to copy to, brought up to date and empty.
        progress: called after every thousand rows.

    Raises:
        InputError: the target holds something already, or both are one.
        StoreProblem: one of them is of another version, or cannot be read or written.
    """
    if source == target:
        raise InputError(Text("Bron en doel zijn dezelfde database.", "Source and target are one database."))
    with _open(source) as reading, _open(target) as writing:
        from_, to = schema.engine_on(reading, writing=False), schema.engine_on(writing, writing=True)
        try:
            with from_.connect() as old, to.begin() as new:
                return _copied(old, new, progress)
        except DBAPIError as wrong:
            raise problem(wrong.orig or wrong) from wrong


@contextmanager
def _open(url: str) -> Iterator[Driver]:
    """Open a database that is up to date."""
    driver = connect(url)
    try:
        if not schema.check(driver):
            raise StoreProblem(
                Text(
                    "De database is leeg of verouderd: open haar eerst.",
                    "The database is empty or outdated: open it first.",
                )
            )
        yield driver
    finally:
        driver.close()


def _copied(old: Connection, new: Connection, progress: Progress) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in tables.Table.metadata.sorted_tables:
        if new.execute(select(func.count()).select_from(each)).scalar_one():
            told = each.name
            raise InputError(Text(f"Het doel is niet leeg: {told}.", f"The target is not empty: {told}."))
        counts[each.name] = 0
        for page in _pages(old, each) if each.name not in _PROCESSES else ():
            new.execute(insert(each), page)
            counts[each.name] += len(page)
            progress(each.name, counts[each.name])
    if new.dialect.name == "postgresql":
        _count_on(new)
    return counts


def _pages(connection: Connection, of: Table) -> Iterator[list[dict[str, Any]]]:
    found = connection.execution_options(yield_per=PAGE).execute(select(of)).mappings()
    for page in found.partitions():
        yield [dict(row) for row in page]


def _count_on(connection: Connection) -> None:
    """Have PostgreSQL give out numbers after those that were copied."""
    for each in tables.Table.metadata.sorted_tables:
        column = each.autoincrement_column
        if column is not None:
            sequence = f"pg_get_serial_sequence('{each.name}', '{column.name}')"
            last = f"(SELECT coalesce(max({column.name}), 0) + 1 FROM {each.name})"
            connection.execute(text(f"SELECT setval({sequence}, {last}, false)"))
