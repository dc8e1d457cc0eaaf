"""Where a case stands on a day, from its facts. Writes nothing."""

from __future__ import annotations

from datetime import date, datetime

from escalator.engine.context import Context
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase
from escalator.model.standing import Standing
from escalator.procedure.stand import stand


def standing_of(
    context: Context, tx: Transaction, stored: StoredCase, as_of: date, known_at: date | datetime | None = None
) -> Standing:
    """Return where a case stands on the evening of a day.

    Args:
        context, tx: as everywhere.
        stored: the case.
        as_of: the day.
        known_at: only what was recorded by then counts.
    """
    procedure, changes = context.from_the_start(tx, stored.line, stored.contract_calendar)
    facts = [each.fact for each in tx.facts.load(stored.line.stream)]
    return stand(procedure, [*facts, *changes], as_of, known_at, scope=stored.line.scope)
