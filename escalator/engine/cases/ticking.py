"""Time passing: cases that stand elsewhere because a day is over, without anyone having recorded anything.

Where a case stands never depends on this; it only brings up to date what lists show, and tells subscribers.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from escalator.engine.cases.folding import brought_to
from escalator.engine.cases.lines import Lines, deadline_lines, right_lines, standing_line
from escalator.engine.cases.rewriting import Now, anew, put
from escalator.engine.cases.standings import standing_of
from escalator.engine.context import Context, case_named
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Change, StoredCase
from escalator.model.terms import end_of_day
from escalator.procedure.progress import DAY


class Passed(Enum):
    """What time has done to a case.

    Attributes:
        NOTHING: not a thing since it was last written.
        MARKED: a deadline has passed, and nothing follows by itself.
        MOVED: it may stand elsewhere, or a right may have arisen.
    """

    NOTHING = "nothing"
    MARKED = "marked"
    MOVED = "moved"


def bring_up_to_date(context: Context, tx: Transaction, case: str, today: date) -> bool:
    """Write where a case stands on the evening of a day; return False if time has not changed it since.

    Where time has moved it, the next round compares it with what was told.
    """
    passed = pass_time(context, tx, case_named(tx, case, lock=True), today)
    if passed is Passed.MOVED:
        tx.agenda.look_at(case, context.clock.now())
    return passed is not Passed.NOTHING


def pass_time(context: Context, tx: Transaction, stored: StoredCase, today: date) -> Passed:
    """Write where a case, which is locked, stands on the evening of a day; return what time has done to it."""
    case, kept_on = stored.line.id, stored.line.standing
    if kept_on.next_change is None or today < kept_on.next_change:
        return Passed.NOTHING  # another has done it meanwhile
    before = standing_of(context, tx, stored, kept_on.as_of) if context.subscribers else None
    changed_at = end_of_day(kept_on.next_change - DAY)  # what was missed since then is told at once
    if kept_on.calendar == stored.contract_calendar.now:
        passed = _bring(context, tx, stored, today, changed_at)
    else:
        tx.cases.forget_lines(case)
        put(tx, stored, anew(context, tx, stored, today), changed_at, head=stored.head)
        passed = Passed.MOVED
    if before is not None:
        after = standing_of(context, tx, case_named(tx, case), today)
        for subscriber in list(context.subscribers):
            subscriber(Change(case, stored.line.contract, None, before, after))
    return passed


def _bring(context: Context, tx: Transaction, stored: StoredCase, today: date, changed_at: datetime) -> Passed:
    """Write what time has changed since the last fact; what its next fact builds on stays as it is."""
    fold, kept = brought_to(context, tx, stored, today)
    found = deadline_lines(fold.procedure, kept, today)
    lines = Lines(
        standing_line(fold.procedure, kept.progress, today),
        found,
        [each.id for each in kept.since if each.id not in {line.id for line in found}],
        right_lines(kept.progress),
    )
    put(tx, stored, Now(fold.procedure, lines, kept.progress, stored.progress), changed_at, head=stored.head)
    return Passed.MOVED if lines.over or any(line.expires for line in found) else Passed.MARKED
