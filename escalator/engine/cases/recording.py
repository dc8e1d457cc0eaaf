"""Recording a fact: the one way in, whatever the entrance. Owns the order of checks and what is written together.

In one transaction: lock the case, check the new fact against all others, append it, write where the case stands. What
is refused has written nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field

from escalator.engine import chain, checks
from escalator.engine.cases.lines import Before, passes
from escalator.engine.cases.resuming import Kept, thaw
from escalator.engine.cases.rewriting import Now, now_of, put
from escalator.engine.cases.standings import standing_of
from escalator.engine.context import Context, case_named
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Change, Head, Recorded, StoredCase, StoredFact
from escalator.model.facts import Common, Fact, retracted
from escalator.model.standing import Standing, Status
from escalator.model.terms import day_of
from escalator.procedure.admit import admit, admit_next
from escalator.procedure.machine import EXPIRY, Procedure


class NewFact(Struct, frozen=True, kw_only=True):
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


class Fitting(Struct, frozen=True):
    """A fact that fits.

    Attributes:
        fact: with its role and data settled.
        kept: how far the case has come with it; None where no fact is in account any more.
        before: the lines that it may change; None where all are to be written anew.
    """

    fact: Fact
    kept: Kept | None
    before: Before | None


def record_in(context: Context, tx: Transaction, case: str, new: NewFact) -> Recorded:
    """Record a fact of a case, within a transaction.

    Raises:
        UnknownName: the case, the event, the role or one of the data keys does not exist.
        Refusal: the fact does not fit; nothing is written.
        InputError: its key was used before for something else.
    """
    stored = case_named(tx, case, lock=True)
    procedure = context.procedure(tx, stored.line, stored.contract_calendar)
    if new.key is not None and (earlier := tx.facts.by_key(stored.line.stream, new.key)) is not None:
        checks.check_same(procedure, new.fact(earlier.fact.seq, earlier.fact.recorded), earlier)
        return Recorded(case, earlier.fact, lambda: _stand_now(context, case), repeated=True)
    now = context.moment(tx, stored.line.contract, stored.contract_calendar)
    checks.check_days(new.on, new.at, new.received, now, stored.contract_start)
    checks.check_contract(stored.line.contract, stored.contract_closed, new.event)
    return write(context, tx, stored, procedure, new.fact(stored.head.seq + 1, now), key=new.key)


def write(
    context: Context, tx: Transaction, stored: StoredCase, procedure: Procedure, fact: Fact, *, key: str | None
) -> Recorded:
    """Check a fact against the ladder, and write it with all that follows; a case with no facts yet is kept with it.

    Raises:
        Refusal, UnknownName: it does not fit; nothing is written.
        InputError: who records it, or its key, is no name.
    """
    checks.check_names(fact.by, key)
    case = stored.line.id
    fitting = _fit(context, tx, stored, procedure, fact)
    before = _stand_before(context, tx, stored, day_of(fact.recorded)) if context.subscribers else None
    _write(tx, stored, procedure, fitting, key)
    recorded = Recorded(case, fitting.fact, lambda: _stand_now(context, case))
    if context.subscribers:
        change = Change(case, stored.line.contract, fitting.fact, before, recorded.standing)
        for subscriber in list(context.subscribers):
            subscriber(change)
    return recorded


def _fit(context: Context, tx: Transaction, stored: StoredCase, procedure: Procedure, fact: Fact) -> Fitting:
    """Check the fact: from how far the case had come where it comes after all others, else from the first fact."""
    case = stored.line
    kept = _resumable(stored, procedure, fact)
    if kept is not None:
        checks.check_next_person(tx, procedure, stored, kept.progress, fact)
        before = Before.of(kept.progress, case.standing.as_of)
        admitted = admit_next(procedure, kept.progress, fact, scope=case.scope)
        return Fitting(admitted.fact, kept, before)
    first, changes = context.from_the_start(tx, case, stored.contract_calendar)
    facts = [each.fact for each in tx.facts.load(case.stream)] if stored.head.seq else []
    admitted = admit(first, [*facts, *(changes if _left(facts, fact) else ())], fact, scope=case.scope)
    checks.check_person(procedure, facts, admitted)
    return Fitting(admitted.fact, Kept(admitted.progress) if admitted.progress is not None else None, None)


def _left(facts: Sequence[Fact], new: Fact) -> bool:
    """Return whether a fact is in account once the new one is in; closed days alone make no case."""
    out = retracted([*facts, new] if new.event == Common.RETRACTED else facts)
    return new.event != Common.RETRACTED or any(each.id not in out and each.event != Common.RETRACTED for each in facts)


def _resumable(stored: StoredCase, procedure: Procedure, fact: Fact) -> Kept | None:
    """Return how far a case had come, if a fact can build on it."""
    standing = stored.line.standing
    if fact.event == Common.RETRACTED or standing.calendar != procedure.calendar.version:
        return None
    kept = thaw(procedure, stored.progress)
    if kept is None or kept.progress.last is None or fact.order <= kept.progress.last:
        return None
    # Lines that tell of an expiry are not taken back one by one, should the fact undo it.
    expired = passes(kept.progress, standing.as_of) and procedure.rules(kept.progress.state, EXPIRY)
    return None if expired else kept


def _write(tx: Transaction, stored: StoredCase, procedure: Procedure, fitting: Fitting, key: str | None) -> None:
    case, fact, kept = stored.line, fitting.fact, fitting.kept
    today = day_of(fact.recorded)
    now = now_of(procedure, stored, kept, today, fitting.before)
    if stored.head.seq and fitting.before is None:
        tx.cases.forget_lines(case.id)
    head = Head(fact.seq, chain.link(stored.head.hash, case.stream, fact, key))
    put(tx, stored, now, fact.recorded, head=head, key=key)
    tx.facts.append(case.stream, [StoredFact(fact, key, head.hash)])
    if _is_news(fitting, now, today):
        tx.agenda.look_at(case.id, fact.recorded)


def _is_news(fitting: Fitting, now: Now, today: date) -> bool:
    """Return whether what was told of a case may be wrong now, or something is to be told in a message of its own."""
    if now.lines.rights or (fitting.before is None and fitting.fact.seq > 1):
        return True
    moves = (*now.progress.path, *(fitting.kept.progress.path if fitting.kept is not None else ()))
    return any(step.fact is None for step in moves) or _told_otherwise(fitting, today)


def _told_otherwise(fitting: Fitting, today: date) -> bool:
    """Return whether the deadline that ran has moved, or turns out to have been met although it passed."""
    ran = fitting.before.running if fitting.before is not None else None
    if ran is None or fitting.kept is None:
        return False
    now = next(each for each in fitting.kept.since if each.id == ran.id)
    return ran.due != now.due or (ran.due < today and now.status(today) is Status.MET)


def _stand_now(context: Context, case: str) -> Standing:
    with context.store.reading() as tx:
        return standing_of(context, tx, case_named(tx, case), context.today())


def _stand_before(context: Context, tx: Transaction, stored: StoredCase, day: date) -> Standing | None:
    return standing_of(context, tx, stored, day) if stored.head.seq else None
