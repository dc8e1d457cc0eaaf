"""A database of an earlier version, with all that was recorded in it: brought up to date on first use, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, insert, select
from sqlalchemy.engine import Engine as Database

from escalator.storage import schema, tables
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR
from tests.measuring import Measuring
from tests.stores.desk import START, Desk
from tests.stores.postgres import Server

ONCE = {"live": True}
"""What columns held that are no more."""
STEP = {"case_id": "lift-2026-1", "n": 0, "on": START, "fact": "1", "event": "missed", "before": "a", "after": "b"}
OVER = {
    "case_id": "lift-2026-1", "name": "plan", "n": 0, "state": "plan", "due": START, "status": "met", "owed_by": "",
    "expires": False, "provisional": False, "done_on": START, "live": False, "settled": "{}",
}  # fmt: skip
"""What was kept of a move that was made, and of a deadline that was met."""


def config(connection: Connection | None = None) -> Config:
    """Return how our migrations are run, as the program itself does."""
    made = Config()
    made.set_main_option("script_location", str(schema.MIGRATIONS))
    made.attributes["connection"] = connection
    return made


EARLIER = sorted(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())[:-1]


def database(url: str) -> Database:
    """Return SQLAlchemy's engine on a database."""
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def filled(url: str) -> None:
    """Record something of every kind."""
    clock = Clock(START)
    with open_engine(url, clock=clock) as engine:
        desk = Desk(engine, clock)
        case = desk.approved()
        desk.record(case, "evidence_added", "2026-03-02", CONTRACTOR, data={"note": "x"}, evidence=b"%PDF-1.7")
        desk.record(desk.open(), "sent", "2026-03-02", CONTRACTOR, key="mail-1")
        engine.add_contact("lift", CONTRACTOR, name="A. Jansen", email="a.jansen@example.org")
        Measuring(engine, clock, "haarlem").measure("haarlem", "compliance", "95", "CY1", "2026-04-07")


def copied_as_of(revision: str, source: str, target: str) -> None:
    """Make a database of an earlier version, with what another holds as far as that version knew it."""
    reading, writing = database(source), database(target)
    with reading.connect() as old, writing.begin() as new:
        command.upgrade(config(new), revision)
        then = MetaData()
        then.reflect(new)
        for table in tables.Table.metadata.sorted_tables:
            if table.name in then.tables:
                names = [column.name for column in then.tables[table.name].columns]
                rows: list[dict[str, Any]] = [dict(row) for row in old.execute(select(table)).mappings()]
                kept = [{name: row.get(name, ONCE.get(name)) for name in names} for row in rows]
                if kept:
                    new.execute(insert(then.tables[table.name]).values(), kept)
        new.execute(insert(then.tables["escalator_steps"]).values(STEP))
        new.execute(insert(then.tables["escalator_deadlines"]).values(OVER))
    reading.dispose()
    writing.dispose()


@pytest.fixture(params=["file", "postgresql"])
def another(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """A way to get one more database that holds nothing at all, of each kind in turn."""
    if request.param == "file":
        return lambda: f"sqlite:///{tmp_path_factory.mktemp('earlier')}/earlier.db"
    running: Server = request.getfixturevalue("postgresql")
    return running.new_database


@pytest.mark.parametrize("revision", EARLIER)
def test_an_earlier_database_is_brought_up_to_date_with_all_in_it(another: Callable[[], str], revision: str) -> None:
    now, earlier = another(), another()
    filled(now)
    copied_as_of(revision, now, earlier)
    clock = Clock(date(2029, 12, 31))
    with open_engine(now, clock=clock) as right, open_engine(earlier, clock=clock) as engine:
        assert engine.audit() == right.audit()
        assert engine.audit().findings == ()
        assert engine.cases() == right.cases()
        assert engine.deadlines() == right.deadlines()
        assert engine.results("haarlem") == right.results("haarlem")
        assert [each.email for each in engine.contacts("lift")] == ["a.jansen@example.org"]
        assert engine.record("lift-2026-2", "sent", on=START, role=CONTRACTOR, key="mail-1").repeated
        engine.tick()
        assert engine.audit().findings == ()
