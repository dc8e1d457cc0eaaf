"""What is kept of a case, worked out and written: after a fact, after time has passed, or anew from its first fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from msgspec import structs

from escalator.engine.cases.folding import refolded
from escalator.engine.cases.lines import Before, Lines, evening, passes
from escalator.engine.cases.planning import plan
from escalator.engine.cases.resuming import Kept
from escalator.engine.context import Context
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Head, StoredCase
from escalator.procedure import snapshot
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import Progress


@dataclass(slots=True)
class Now:
    """A case as it is to be kept.

    Attributes:
        procedure: its ladder in its calendar.
        lines: for lists, on the evening of today.
        progress: how far it has come by then.
        frozen: what its next fact builds on: how far it came with its last.
    """

    procedure: Procedure
    lines: Lines
    progress: Progress
    frozen: bytes | None


def now_of(procedure: Procedure, stored: StoredCase, kept: Kept | None, day: date, before: Before | None = None) -> Now:
    """Return a case as it is to be kept on the evening of a day.

    Args:
        procedure: its ladder in its calendar.
        stored: the case as it was kept.
        kept: how far it has come with its last fact; None where none is in account.
        day: the day.
        before: the lines that may have changed; all are new where it is not given.
    """
    frozen, over = None, []
    if kept is not None:
        frozen = snapshot.freeze(procedure, kept.progress)
    if kept is None or passes(kept.progress, day):
        over = [each for each in kept.since if each.closed] if kept is not None else []
        kept = evening(procedure, stored.line.scope, frozen, day, stored.line.opened_on)
    return Now(procedure, (before or Before()).changed(procedure, over, kept, day), kept.progress, frozen)


def anew(context: Context, tx: Transaction, stored: StoredCase, day: date, upto: str | None = None) -> Now:
    """Return a case as it is to be kept on the evening of a day, worked out from its facts alone.

    Args:
        context, tx: as everywhere.
        stored: the case.
        day: the day.
        upto: the version of the calendar to stop at; the one in force where it is not given.
    """
    fold = refolded(context, tx, stored, upto)
    if fold is None:
        return now_of(context.procedure(tx, stored.line, stored.contract_calendar), stored, None, day)
    return now_of(fold.procedure, stored, Kept(fold.progress), day)


def put(tx: Transaction, stored: StoredCase, now: Now, at: datetime, *, head: Head, key: str | None = None) -> None:
    """Write what is kept of a case.

    Args:
        tx: the transaction.
        stored: the case as it was kept; one without facts is kept for the first time.
        now: as it is to be kept.
        at: the moment from which reminders are planned.
        head: the end of its facts.
        key: what makes opening it repeatable.
    """
    case, lines = stored.line, now.lines
    remind_at, reminders = plan(now.procedure, stored.contract_reminders, lines, now.progress, at)
    if stored.head.seq:
        tx.cases.update(case.id, lines.standing, head, now.frozen, remind_at)
    else:
        first = structs.replace(case, standing=lines.standing, facts=head.seq)
        tx.cases.add(first, head, now.frozen, remind_at, key)
    tx.cases.drop_deadlines(case.id, None if lines.standing.final else lines.over)
    tx.cases.put_deadlines(case.id, zip(lines.deadlines, reminders, strict=True))
    tx.cases.put_rights(case.id, lines.rights)
