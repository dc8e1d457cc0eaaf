"""Time passing: cases that stand elsewhere because a day is over, without anyone having recorded anything.

Where a case stands never depends on this; it only brings up to date what lists show, and tells subscribers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from escalator.engine.context import Context, case_named
from escalator.engine.folding import brought_to
from escalator.engine.lines import deadline_lines, right_lines, standing_line
from escalator.engine.ports import Transaction
from escalator.engine.standings import standing_of
from escalator.engine.values import Change
from escalator.model.errors import EscalatorError

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a round did: the cases brought up to date, and those that could not be, with why."""

    cases: tuple[str, ...]
    failed: dict[str, EscalatorError]


def tick(context: Context) -> Ticked:
    """Bring up to date every case that time has changed, each in its own transaction; one that fails holds up none."""
    today = context.today()
    done: list[str] = []
    failed: dict[str, EscalatorError] = {}
    while page := _next(context, today, set(failed)):
        for case in page:
            try:
                with context.store.writing() as tx:
                    bring_up_to_date(context, tx, case, today)
                done.append(case)
            except EscalatorError as problem:
                failed[case] = problem
    return Ticked(tuple(done), failed)


def _next(context: Context, today: date, failed: set[str]) -> list[str]:
    with context.store.reading() as tx:
        return [case for case in tx.cases.changing(today, PAGE + len(failed)) if case not in failed]


def bring_up_to_date(context: Context, tx: Transaction, case: str, today: date) -> None:
    """Write where a case stands on the evening of a day, if time has changed it since it was written."""
    stored = case_named(tx, case, lock=True)
    kept_on = stored.line.standing
    if kept_on.next_change is None or today < kept_on.next_change:
        return  # another has done it meanwhile
    before = standing_of(context, tx, stored, kept_on.as_of) if context.subscribers else None
    fold, now = brought_to(context, tx, stored, today)
    standing = standing_line(fold.procedure, now.progress, today)
    tx.cases.update(case, standing, stored.head, stored.progress)
    if standing.final:
        tx.cases.rest(case)
    tx.cases.put_deadlines(case, tuple(deadline_lines(fold.procedure, now, today)))
    tx.cases.put_rights(case, right_lines(now.progress))
    if before is not None:
        after = standing_of(context, tx, case_named(tx, case), today)
        for subscriber in list(context.subscribers):
            subscriber(Change(case, stored.line.contract, None, before, after))
