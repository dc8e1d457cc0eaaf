"""A case folded anew from its first fact, with the calendars it was counted in. Owns that order; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from escalator.engine.cases.resuming import Kept, thaw
from escalator.engine.context import Context
from escalator.engine.ports.records import ClosedDayAdded
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase
from escalator.model.facts import Common, Fact, retracted
from escalator.procedure.fold import Fold


def refolded(context: Context, tx: Transaction, stored: StoredCase, upto: str | None = None) -> Fold | None:
    """Return a case folded up to its last fact, from its facts alone; None where no fact is in account.

    Args:
        context, tx: as everywhere.
        stored: the case.
        upto: the version of the calendar to stop at; the one in force where it is not given.
    """
    procedure, changes = context.from_the_start(tx, stored.line, stored.contract_calendar, upto)
    facts = [each.fact for each in tx.facts.load(stored.line.stream)]
    out = retracted(facts)
    in_account = [each for each in facts if each.id not in out and each.event != Common.RETRACTED]
    if not in_account:
        return None
    fold = Fold(procedure, stored.line.scope)
    for fact in sorted((*in_account, *changes), key=lambda each: each.order):
        fold.apply(fact)
    return fold


def brought_to(
    context: Context, tx: Transaction, stored: StoredCase, day: date, added: list[ClosedDayAdded] | None = None
) -> tuple[Fold, Kept]:
    """Return how far a case has come by the evening of a day that is not before its last fact.

    Args:
        context, tx: as everywhere.
        stored: the case.
        day: the day.
        added: the closed days of its contract, where the caller has them.
    """
    case = stored.line
    procedure, changes = context.since(tx, case, stored.contract_calendar, added)
    kept = thaw(procedure, stored.progress)
    if kept is not None:
        fold = taken_further(Fold(procedure, case.scope, kept.progress), changes, day)
    else:
        now = context.procedure(tx, case, stored.contract_calendar)
        fold = refolded(context, tx, stored) or Fold(now, case.scope)
    fold.start(case.opened_on)
    fold.advance(day)
    return fold, kept or Kept(fold.progress, resumed=False)


def taken_further(fold: Fold, changes: Iterable[Fact], day: date) -> Fold:
    """Return a fold that came to a case's last fact with the days that were closed since, up to a day."""
    for change in changes:
        if change.on <= day:
            fold.apply(change)
    return fold
