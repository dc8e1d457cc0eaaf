"""Where a case stands on a day: from what is kept of it where that will do, else from its facts. Writes nothing."""

from __future__ import annotations

from datetime import date, datetime

from escalator.engine.cases.folding import taken_further
from escalator.engine.cases.resuming import thaw, whole
from escalator.engine.context import Context
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase
from escalator.model.standing import Standing
from escalator.procedure.fold import Fold
from escalator.procedure.stand import stand, standing


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
    case = stored.line
    if known_at is None:
        procedure, changes = context.since(tx, case, stored.contract_calendar)
        kept = thaw(procedure, stored.progress)
        if kept is not None and kept.progress.last is not None and kept.progress.last[0] <= as_of:
            settled = tx.cases.settled(case.id) if kept.settled else ()
            progress = whole(kept, settled, tx.cases.steps(case.id) if kept.steps else ())
            return standing(taken_further(Fold(procedure, case.scope, progress), changes, as_of), as_of)
    return standing_from_facts(context, tx, stored, as_of, known_at)


def standing_from_facts(
    context: Context, tx: Transaction, stored: StoredCase, as_of: date, known_at: date | datetime | None = None
) -> Standing:
    """Return the same, worked out from the case's first fact."""
    first, changes = context.from_the_start(tx, stored.line, stored.contract_calendar)
    facts = [each.fact for each in tx.facts.load(stored.line.stream)]
    return stand(first, [*facts, *changes], as_of, known_at, scope=stored.line.scope)
