"""What statements are made of: tables, inserts, conditions and values to be given. Owns no statement."""

from typing import Any, cast

from sqlalchemy import ARRAY, String, Table, any_, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from escalator.storage import tables


def table(row: type[tables.Table]) -> Table:
    """Return the table of a SQLModel class."""
    return tables.Table.metadata.tables[str(row.__tablename__)]


def insert(database: str, into: Table) -> sqlite.Insert:
    """Return an insert of every column but a key that the database gives out itself."""
    # The two dialects' inserts are used in the same way, and share no type of their own.
    statement = sqlite.insert(into) if database == "sqlite" else cast("sqlite.Insert", postgresql.insert(into))
    given = [
        column.name for column in into.columns if not (column.name == "id" and column is into.autoincrement_column)
    ]
    return statement.values({name: bindparam(name) for name in given})


def put(database: str, into: Table) -> sqlite.Insert:
    """Return an insert that replaces the row with the same key."""
    statement = insert(database, into)
    keys = {column.name for column in into.primary_key}
    changed = {column.name: statement.excluded[column.name] for column in into.columns if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=sorted(keys), set_=changed)


def where(of: Table, *names: str) -> list[ColumnElement[bool]]:
    """Return the conditions that columns have the values given under their names."""
    return [of.c[name] == bindparam(name, type_=of.c[name].type) for name in names]


def bound(*names: str) -> dict[str, Any]:
    """Return values to be given when the statement runs; the names are those of the columns."""
    return {name: bindparam(name) for name in names}


def optional(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return a condition that holds for every row where no value is given."""
    given = bindparam(name, type_=column.type)
    return func.coalesce(given, column) == column


def among(database: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return the condition that a column has one of several names; SQLite is given them as JSON, having no lists."""
    given: ColumnElement[Any] = bindparam(name, type_=ARRAY(String))
    if database == "sqlite":
        return column.in_(select(func.json_each(given).table_valued("value").c.value))
    return column == any_(given)
