"""Where a case stands: the one question that everything else in the project asks.

`stand` is pure: the same facts give the same answer, whenever and wherever it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from escalator.model.errors import EscalatorError
from escalator.model.facts import Common, Fact, Scope, retracted
from escalator.model.standing import Deadline, Derivation, OpenRight, Standing
from escalator.model.terms import day_of
from escalator.procedure.allowed import allowed
from escalator.procedure.fold import Fold
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import OpenedDeadline, Progress

NO_SCOPE: Final = Scope()


def stand(
    procedure: Procedure,
    facts: Sequence[Fact],
    as_of: date,
    known_at: date | datetime | None = None,
    *,
    scope: Scope = NO_SCOPE,
    ahead: bool = True,
) -> Standing:
    """Return where a case stands on the evening of a day.

    Args:
        procedure: the compiled ladder in its calendar.
        facts: all facts of the case, in any order.
        as_of: the day (Europe/Amsterdam); facts and expiries up to and including it count.
        known_at: only what was recorded by then counts; what was impossible by what was known then is left out.
        scope: what the case is about.
        ahead: whether to work out what may be recorded next, which takes about as long as all else.
    """
    known = [fact for fact in facts if known_at is None or _known(fact, known_at)]
    out = retracted(known)
    in_account = sorted(
        (fact for fact in known if fact.id not in out and fact.event != Common.RETRACTED and fact.on <= as_of),
        key=lambda fact: fact.order,
    )
    fold = Fold(procedure, scope)
    left_out = []
    for fact in in_account:
        try:
            fold.apply(fact)
        except EscalatorError:
            if known_at is None:
                raise
            left_out.append(fact.id)
    return standing(fold, as_of, tuple(left_out), ahead=ahead)


def standing(fold: Fold, as_of: date, left_out: tuple[str, ...] = (), *, ahead: bool = True) -> Standing:
    """Return the standing of a fold on the evening of a day on or after its last fact."""
    fold.start(as_of)
    fold.advance(as_of)
    progress, procedure = fold.progress, fold.procedure
    state = procedure.state(progress.state)
    return Standing(
        as_of=as_of,
        state=state.id,
        step=state.step,
        final=state.final,
        since=progress.entered_on,
        deadlines=tuple(_deadline(fold, each, as_of) for each in progress.deadlines),
        rights=tuple(
            OpenRight(name=name, openings=tuple(held.openings), exercised=tuple(held.exercised), in_force=held.in_force)
            for name, held in progress.rights.items()
        ),
        allowed=allowed(fold, as_of) if ahead else (),
        missing=(state.id,) if progress.missing else (),
        approvals=tuple(role for roles in progress.approvals.values() for role in roles),
        path=tuple(progress.path),
        next_change=progress.next_change(as_of),
        unchecked=dict(progress.unchecked),
        left_out=left_out,
    )


def _known(fact: Fact, known_at: date | datetime) -> bool:
    if isinstance(known_at, datetime):
        return fact.recorded <= known_at
    return day_of(fact.recorded) <= known_at


def _deadline(fold: Fold, opened: OpenedDeadline, as_of: date) -> Deadline:
    if opened.why is None:
        message = f"{opened.id}: a fold that was resumed does not know why a deadline is due"
        raise ValueError(message)
    derivation: Derivation = opened.why.derivation
    if opened.moves:
        derivation = replace(derivation, adjusted=tuple(opened.moves))
    rule = fold.procedure.state(opened.state).deadline
    waits_for = rule.waits_for if rule else ()
    return Deadline(
        id=opened.id,
        state=opened.state,
        due=opened.due,
        due_at=opened.due_at,
        status=opened.status(as_of),
        owed_by=owed_by(fold.procedure, fold.progress, opened),
        waits_for=waits_for,
        derivation=derivation,
        expires=bool(rule and rule.expiry),
        provisional=opened.provisional,
        done_on=opened.done_on,
        left_on=opened.left_on,
    )


def owed_by(procedure: Procedure, progress: Progress, opened: OpenedDeadline) -> tuple[str, ...]:
    """Return who owes a deadline: who has not approved yet, where it waits for an approval by several."""
    rule = procedure.deadline_rule(opened.state)
    if rule is None or rule.owed_by:
        return rule.owed_by if rule is not None else ()
    for name in rule.waits_for:
        event = procedure.ladder.events[name]
        if event.all_of:
            done = () if opened.closed else progress.approved(name)
            return tuple([role for role in event.roles if role not in done]) if done else event.roles
    return ()
