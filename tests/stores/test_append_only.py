"""Facts are only ever added: the database itself refuses to change or remove them, whoever asks."""

from __future__ import annotations

import pytest

from escalator.engine.ports.store import StoreProblem
from escalator.storage.store import DatabaseStore
from tests.ladders import CONTRACTOR
from tests.stores.desk import Desk


@pytest.mark.parametrize("table", ["escalator_facts", "escalator_evidence"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET {column} = {column}"])
def test_the_database_refuses(desk: Desk, table: str, sql: str) -> None:
    case = desk.open()
    desk.record(case, "evidence_added", "2026-03-02", CONTRACTOR, data={"note": "x"}, evidence=b"text")
    assert isinstance(desk.engine.store, DatabaseStore)
    column = {"escalator_facts": "event", "escalator_evidence": "name"}[table]
    statement = sql.format(table, column=column)
    with pytest.raises(StoreProblem, match="facts are never changed"), desk.engine.store.writing() as rows:
        rows.cases.near("")
        rows.session.driver.run([(statement, ())])
    assert desk.engine.audit().findings == ()
