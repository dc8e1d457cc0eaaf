"""The schema: migrations make what the tables say, statements are those compiled from them, versions are respected."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from escalator.engine.ports.store import StoreProblem
from escalator.model.errors import InputError
from escalator.storage import schema, statements, tables
from escalator.storage.drivers import connect, database_of
from escalator.storage.statement import statements as compiled
from escalator.testing import Clock
from escalator.wiring import as_url, open_engine
from tests.stores.desk import START, Desk


def host(url: str) -> Engine:
    """Return an engine of SQLAlchemy on the same database."""
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def test_the_statements_are_those_that_the_tables_give() -> None:
    """Run `python -m escalator.storage.statements` where this fails."""
    assert json.loads(statements.COMPILED.read_text(encoding="utf-8")) == statements.compiled()


def test_migrations_make_what_the_tables_say(kept: str) -> None:
    made = host(kept)
    with made.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": schema.VERSION_TABLE})
        ours = [each for each in compare_metadata(context, tables.Table.metadata) if "letters" not in str(each)]
        assert ours == []
        names = inspect(connection).get_table_names()
    made.dispose()
    assert {name for name in names if name.startswith(tables.PREFIX)} - {schema.VERSION_TABLE} == {
        str(table) for table in tables.Table.metadata.tables
    }


def test_the_newest_migration_is_the_one_we_know() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.REVISION]


def test_every_statement_fits_the_database(kept: str) -> None:
    driver = connect(kept)
    for statement in compiled(driver.database).values():
        nothing: dict[str, Any] = dict.fromkeys(statement.order)
        driver.run([(f"EXPLAIN {statement.sql}", statement.values(nothing | {**statement.fixed}))])
    driver.close()


def test_an_empty_database_is_made_on_first_use(bare: str) -> None:
    for _ in range(2):
        with open_engine(bare) as engine:
            assert engine.contracts() == []


def test_what_is_promised_is_on_disk(in_file: str) -> None:
    driver = connect(in_file)
    told = [driver.run([(f"PRAGMA {name}", ())])[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    driver.close()
    assert told == ["wal", 2, 1]


def test_a_server_waits_for_its_disk(on_server: str) -> None:
    driver = connect(on_server)
    assert driver.run([("SHOW synchronous_commit", ())]) == [("on",)]
    driver.close()


def test_a_newer_database_is_left_alone(bare: str) -> None:
    open_engine(bare).close()
    driver = connect(bare)
    driver.run([(f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'", ())])
    with pytest.raises(StoreProblem, match=rf"newer version \(9999\) than this program knows \({schema.REVISION}\)"):
        open_engine(bare)
    assert schema.revision_of(driver) == "9999"
    driver.close()


def test_a_half_made_database_is_finished(bare: str) -> None:
    driver = connect(bare)
    driver.run([(f"CREATE TABLE {schema.VERSION_TABLE} (version_num VARCHAR(32) NOT NULL)", ())])
    driver.close()
    with open_engine(bare) as engine:
        assert engine.cases() == []


FIRST_USE = """
import sys
from datetime import date
from escalator.testing import Clock
from escalator.wiring import open_engine
sys.stdin.readline()
with open_engine(sys.argv[1], clock=Clock(date(2026, 3, 2))) as engine:
    engine.add_contract(sys.argv[2], "haarlem", start=date(2026, 1, 1))
"""


def test_several_may_be_the_first(bare: str) -> None:
    names = ["a", "b", "c"]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", FIRST_USE, bare, name], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name in names
    ]
    for each in started:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    told = [each.communicate()[1] for each in started]
    assert [each.returncode for each in started] == [0, 0, 0], told
    with open_engine(bare) as engine:
        assert [each.id for each in engine.contracts()] == names


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite+x", "http://x", "://"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(InputError, match="Allowed: sqlite:///"):
        database_of(url)


def test_a_path_is_a_sqlite_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert as_url("sqlite://") == "sqlite://"
    strange = tmp_path / "50% of #1? é.db"
    open_engine(str(strange)).close()
    open_engine("register.db").close()
    assert {each.name for each in tmp_path.iterdir()} == {"50% of #1? é.db", "register.db"}
    assert open_engine(f"sqlite:///{tmp_path}/register.db").contracts() == []


def test_rows_can_be_read_as_sqlmodel_classes(kept: str) -> None:
    clock = Clock(START)
    with open_engine(kept, clock=clock) as engine:
        case = Desk(engine, clock).approved()
    made = host(kept)
    with Session(made) as session:
        facts = session.exec(select(tables.Fact).where(tables.Fact.stream == f"case:{case}")).all()
        row = session.exec(select(tables.Case)).one()
        due = session.exec(select(tables.Deadline)).one()
    made.dispose()
    assert [each.event for each in facts] == ["missed", "sent", "approved", "approved"]
    assert (facts[0].on, facts[0].recorded) == (date(2026, 3, 2), clock.now())
    assert (row.state, row.final, row.as_of, row.facts) == ("work", False, date(2026, 3, 2), 4)
    assert (due.name, due.due, due.status) == ("work", date(2026, 4, 2), "open")
