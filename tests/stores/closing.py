"""What closing a day is held against: due days, and all that is kept of cases. It tests nothing itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from escalator.engine.engine import Engine
from escalator.model.text import Text
from tests.stores.desk import Desk

BRIDGE = Text("brugdag", "bridging day")
SHUT = date(2026, 3, 10)


def due(desk: Desk, case: str, name: str = "plan", **more: Any) -> date:
    found = desk.stand(case, **more).deadline(name)
    assert found is not None
    return found.due


def lines_kept(engine: Engine) -> dict[str, tuple[object, ...]]:
    """Return all that is kept of each case."""
    with engine.store.reading() as tx:
        return {
            line.id: (
                tx.cases.get(line.id),
                tx.cases.deadlines(line.id),
                tx.cases.rights(line.id),
            )
            for line in tx.cases.lines()
        }


def sound(engine: Engine) -> bool:
    """Say whether an audit finds nothing."""
    return engine.audit().findings == ()
