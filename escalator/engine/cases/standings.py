"""Where a case stands on a day, from its facts. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from escalator.engine.context import Context
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase
from escalator.model.facts import Fact
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


def standing_by(context: Context, tx: Transaction, stored: StoredCase, facts: Sequence[Fact], as_of: date) -> Standing:
    """Return the same for who tells people of a case: from facts that were read, and not what may be recorded next.

    Args:
        context, tx, stored, as_of: as above.
        facts: all that the case has.
    """
    procedure, changes = context.from_the_start(tx, stored.line, stored.contract_calendar)
    return stand(procedure, [*facts, *changes], as_of, scope=stored.line.scope, ahead=False)
