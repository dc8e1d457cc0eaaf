"""A case written anew from its first fact, where what is kept of it no longer serves. Owns what is written then."""

from __future__ import annotations

from datetime import date, datetime

from escalator.engine.cases.folding import refolded
from escalator.engine.cases.lines import Before, Lines, evening, passes
from escalator.engine.cases.planning import planned
from escalator.engine.cases.resuming import Kept, Settled, settle
from escalator.engine.context import Context
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase


def anew(
    context: Context, tx: Transaction, stored: StoredCase, day: date, *, at: datetime, upto: str | None = None
) -> tuple[Lines, bytes | None, Settled]:
    """Return all that is to be kept of a case on the evening of a day, worked out from its facts alone.

    Args:
        context, tx: as everywhere.
        stored: the case.
        day: the day.
        at: the moment from which reminders are planned.
        upto: the version of the calendar to stop at; the one in force where it is not given.
    """
    case, fold = stored.line, refolded(context, tx, stored, upto)
    procedure = fold.procedure if fold is not None else context.procedure(tx, case, stored.contract_calendar)
    now = Kept(fold.progress) if fold is not None else None
    frozen, settled = settle(procedure, now) if now is not None else (None, Settled())
    if now is None or passes(now.progress, day):
        now = evening(procedure, case.scope, frozen, day, case.opened_on)
    lines = Before().changed(procedure, settled, now, day)
    return planned(procedure, stored.contract_reminders, lines, now.progress, at), frozen, settled


def rewrite(tx: Transaction, stored: StoredCase, lines: Lines, frozen: bytes | None, settled: Settled) -> None:
    """Write all that is kept of a case anew."""
    case = stored.line.id
    tx.cases.update(case, lines.standing, stored.head, frozen)
    tx.cases.forget_lines(case)
    tx.cases.put_deadlines(case, lines.deadlines)
    tx.cases.put_rights(case, lines.rights)
    tx.cases.add_steps(case, settled.first_step, settled.steps)
