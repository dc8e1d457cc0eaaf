"""How alembic runs our migrations: on the connection it is given, in that connection's transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from escalator.storage.schema import VERSION_TABLE
from escalator.storage.tables import PREFIX, Table


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write SQLModel's own types as SQLAlchemy's, so that a migration stands by itself."""
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    if kind == "type" and type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Look at our own tables alone; a host may have others in the same database."""
    return kind != "table" or (name is not None and name.startswith(PREFIX) and name != VERSION_TABLE)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    render_item=render_item,
    include_name=include_name,
    compare_type=False,
)
context.run_migrations()
