"""Recording a fact: the one way in, whatever the entrance. Owns the order of checks and what is written together.

In one transaction: lock the case, check the new fact against all others, append it, write where the case stands. What
is refused has written nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from escalator.engine import chain, checks
from escalator.engine.context import Context
from escalator.engine.lines import Before, all_lines, evening, passes
from escalator.engine.ports import Transaction
from escalator.engine.resuming import freeze, thaw
from escalator.engine.values import Change, Head, Recorded, StoredCase, StoredFact
from escalator.model.errors import UnknownName
from escalator.model.facts import Common, Fact
from escalator.model.standing import Standing
from escalator.model.text import Text
from escalator.procedure.admit import Admitted, admit, admit_next
from escalator.procedure.fold import Fold
from escalator.procedure.machine import EXPIRY, Procedure
from escalator.procedure.stand import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact as it is offered: the fields of a `Fact`, and the key that makes recording it repeatable."""

    event: str
    on: date
    role: str | None = None
    by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    received: date | None = None
    key: str | None = None

    def fact(self, seq: int, recorded: datetime) -> Fact:
        """Return it as the fact with that number."""
        return Fact(
            id=str(seq),
            seq=seq,
            event=self.event,
            on=self.on,
            role=self.role,
            by=self.by,
            data=dict(self.data),
            at=self.at,
            received=self.received,
            recorded=recorded,
        )


def case_named(tx: Transaction, name: str, *, lock: bool = False) -> StoredCase:
    """Return a case.

    Raises:
        UnknownName: there is none of that name.
    """
    found = tx.cases.get(name, lock=lock)
    if found is None:
        raise UnknownName(Text("dossier", "case"), name, tx.cases.near(name))
    return found


def record_in(context: Context, tx: Transaction, case: str, new: NewFact) -> Recorded:
    """Record a fact of a case, within a transaction.

    Raises:
        UnknownName: the case, the event, the role or one of the data keys does not exist.
        Refusal: the fact does not fit; nothing is written.
        InputError: its key was used before for something else.
    """
    stored = case_named(tx, case, lock=True)
    if new.key is not None and (earlier := tx.facts.by_key(stored.line.stream, new.key)) is not None:
        return again(context, tx, stored, new, earlier)
    now = context.clock.now()
    checks.check_days(new.on, new.at, new.received, now, stored.contract_start)
    checks.check_contract(stored.line.contract, stored.contract_closed, new.event)
    procedure = context.procedure(tx, stored.line, stored.contract_calendar)
    return write(context, tx, stored, procedure, new.fact(stored.head.seq + 1, now), new.key)


def again(context: Context, tx: Transaction, stored: StoredCase, new: NewFact, earlier: StoredFact) -> Recorded:
    """The same key: return what was recorded then, if it is the same."""
    procedure = context.procedure(tx, stored.line, stored.contract_calendar)
    checks.check_same(procedure, new.fact(earlier.fact.seq, earlier.fact.recorded), earlier)
    kept, today = stored.progress, context.today()
    return Recorded(stored.line.id, earlier.fact, lambda: _standing(procedure, stored, kept, today), repeated=True)


def write(
    context: Context, tx: Transaction, stored: StoredCase, procedure: Procedure, fact: Fact, key: str | None
) -> Recorded:
    """Check a fact against the ladder, and write it with all that follows; a case with no facts yet is kept with it.

    Raises:
        Refusal, UnknownName: it does not fit; nothing is written.
    """
    case, today = stored.line, checks.day_of(fact.recorded)
    before, admitted = _admit(context, tx, stored, procedure, fact)
    checks.check_person(tx, procedure, stored, admitted)
    kept = freeze(admitted.progress)
    head = Head(fact.seq, chain.link(stored.head.hash, case.stream, admitted.fact, key))
    progress = admitted.progress
    if progress is None or passes(progress, today):
        progress = evening(procedure, case.scope, kept, today, case.opened_on)
    tx.facts.append(case.stream, [StoredFact(admitted.fact, key, head.hash)])
    if before is None:
        lines = all_lines(procedure, progress, today)
        if stored.head.seq:
            tx.cases.forget_lines(case.id)
    else:
        lines = before.changed(procedure, progress, today)
        if lines.standing.final and not case.standing.final:
            tx.cases.rest(case.id)
    if stored.head.seq:
        tx.cases.update(case.id, lines.standing, head, kept)
    else:
        tx.cases.add(replace(case, standing=lines.standing, facts=1), head, kept, key)
    tx.cases.put_deadlines(case.id, lines.deadlines)
    tx.cases.put_rights(case.id, lines.rights)
    recorded = Recorded(case.id, admitted.fact, lambda: _standing(procedure, stored, kept, today))
    _tell(context, procedure, stored, recorded)
    return recorded


def _admit(
    context: Context, tx: Transaction, stored: StoredCase, procedure: Procedure, fact: Fact
) -> tuple[Before | None, Admitted]:
    """Check the fact: from how far the case had come where it comes after all others, else from the first fact."""
    case = stored.line
    if stored.head.seq == 0:
        return None, admit(procedure, (), fact, scope=case.scope)
    if (
        stored.progress is not None
        and case.standing.calendar == procedure.calendar.version
        and fact.event != Common.RETRACTED
    ):
        progress = thaw(procedure, stored.progress)
        if progress.last is None or progress.last < fact.order:
            drifted = passes(progress, case.standing.as_of) and bool(procedure.rules(progress.state, EXPIRY))
            before = None if drifted else Before.of(procedure, progress, case.standing.as_of)
            return before, admit_next(procedure, progress, fact, scope=case.scope)
    first, changes = context.from_the_start(tx, case, stored.contract_calendar)
    facts = [each.fact for each in tx.facts.load(case.stream)]
    return None, admit(first, [*facts, *changes], fact, scope=case.scope)


def _standing(procedure: Procedure, stored: StoredCase, kept: bytes | None, today: date) -> Standing:
    fold = Fold(procedure, stored.line.scope, thaw(procedure, kept) if kept is not None else None)
    fold.start(stored.line.opened_on)
    return standing(fold, today)


def _tell(context: Context, procedure: Procedure, stored: StoredCase, recorded: Recorded) -> None:
    """Tell subscribers, while the transaction can still be undone by what they raise."""
    if not context.subscribers:
        return
    day = checks.day_of(recorded.fact.recorded)
    before = _standing(procedure, stored, stored.progress, day) if stored.head.seq else None
    change = Change(stored.line.id, stored.line.contract, recorded.fact, before, recorded.standing)
    for subscriber in list(context.subscribers):
        subscriber(change)
