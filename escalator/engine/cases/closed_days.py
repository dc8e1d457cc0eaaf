"""Closed days of an organisation or a contract, added while cases run. Owns which deadlines they move.

A closed day counts from the moment it is added: for deadlines that run then, and for those opened later. Only cases
with a deadline that it moves are written; the others take it up with their next fact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from escalator.engine.cases import ticking
from escalator.engine.cases.rewriting import anew, rewrite
from escalator.engine.cases.standings import standing_of
from escalator.engine.checks import check_note
from escalator.engine.context import Context, case_named, contract_named, extended
from escalator.engine.contracts.register import ContractFact, append
from escalator.engine.ports.records import ClosedDayAdded
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Change, Contract, DeadlineLine
from escalator.model.errors import InputError
from escalator.model.facts import Plain
from escalator.model.standing import Standing
from escalator.model.text import Text
from escalator.procedure.recounting import CLOSED_DAY


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that a closed day moved."""

    case: str
    deadline: str
    before: date
    due: date


@dataclass(frozen=True, slots=True)
class ClosedDayEffect:
    """A closed day that was added, and the deadlines it moved."""

    closed: ClosedDayAdded
    moved: tuple[Moved, ...]


def closed_days(context: Context, contract: str | None = None) -> list[ClosedDayAdded]:
    """Return the closed days of the organisation, or those that count for a contract, in the order they were added.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        return tx.ladders.closed_days(contract_named(tx, contract).id if contract is not None else "")


def add_closed_day(
    context: Context, day: date, reason: Text | str, *, contract: str | None = None, by: str = ""
) -> ClosedDayEffect:
    """Add a closed day, and count the deadlines that run over it again.

    Args:
        context: the engine.
        day: the day that is not worked.
        reason: why, for whoever contests a date.
        contract: the contract it is agreed for; the whole organisation where it is not given.
        by: who adds it.

    Raises:
        UnknownName: there is no such contract.
        InputError: no reason is given, the day is closed already, or a calendar does not reach it.
    """
    told = Text(reason, reason) if isinstance(reason, str) else reason
    if not told.nl.strip() or not told.en.strip():
        raise InputError(Text("Een gesloten dag heeft een reden nodig.", "A closed day needs a reason."))
    for words in (told.nl, told.en):
        check_note(words)
    with context.store.writing() as tx:
        names = [contract_named(tx, contract).id] if contract is not None else tx.contracts.ids()
        contracts = [found for name in names if (found := tx.contracts.get(name, lock=True, whole=True))]
        _check_new(tx, day, contract or "")
        _bring_up_to_date(context, tx, {each.id for each in contracts})
        closed = _add(tx, ClosedDayAdded(
            id=0, contract=contract or "", day=day, reason=told, by=by, added_at=context.clock.now()
        ))  # fmt: skip
        cases = {case: _standing(context, tx, case) for case in tx.cases.counting_over(day, contract)}
        for each in contracts:
            _take_up(context, tx, each, closed)
        moved = [_recount(context, tx, case, before) for case, before in cases.items()]
        return ClosedDayEffect(closed, tuple(one for each in moved for one in each))


def _check_new(tx: Transaction, day: date, contract: str) -> None:
    earlier = next((each for each in tx.ladders.closed_days(contract) if each.day == day), None)
    if earlier is not None:
        raise InputError(
            Text(f"{day} is al gesloten: {earlier.reason.nl}.", f"{day} is closed already: {earlier.reason.en}.")
        )


def _bring_up_to_date(context: Context, tx: Transaction, contracts: set[str]) -> None:
    """Write what time has changed until today, so that the lines show every deadline that runs."""
    today = context.today()
    for line in [each for name in contracts for each in tx.cases.lines(name)]:
        if line.standing.next_change is not None and line.standing.next_change <= today:
            ticking.bring_up_to_date(context, tx, line.id, today)


def _add(tx: Transaction, closed: ClosedDayAdded) -> ClosedDayAdded:
    tx.ladders.close_day(closed)
    kept = next(each for each in reversed(tx.ladders.closed_days(closed.contract)) if each.day == closed.day)
    return replace(closed, id=kept.id)


def _take_up(context: Context, tx: Transaction, contract: Contract, closed: ClosedDayAdded) -> None:
    """Let a contract count in the longer calendar from now on, and note that in its stream."""
    base = tx.ladders.calendar(contract.calendar.name, contract.calendar.version)
    now = extended(base, tx.ladders.closed_days(contract.id))
    tx.contracts.set_calendar(contract.id, now.version)
    reason = closed.reason
    data: dict[str, Plain] = {
        "day": closed.day.isoformat(),
        "nl": reason.nl,
        "en": reason.en,
        "whole": not closed.contract,
    }
    noted = ContractFact(event=CLOSED_DAY, on=context.today(), by=closed.by, data=data)
    append(context, tx, contract, [noted])


def _standing(context: Context, tx: Transaction, case: str) -> Standing | None:
    """Return where a case stands before its calendar changes, if somebody wants to know."""
    return standing_of(context, tx, case_named(tx, case), context.today()) if context.subscribers else None


def _recount(context: Context, tx: Transaction, case: str, before: Standing | None) -> list[Moved]:
    """Fold a case anew; write it, if one of its deadlines has moved."""
    stored, now = case_named(tx, case, lock=True), context.clock.now()
    lines, frozen, settled = anew(context, tx, stored, context.today(), at=now)
    kept = {line.id: line for line in tx.cases.deadlines(case)}
    moved = [_moved(case, kept[line.id], line) for line in lines.deadlines if line.id in kept]
    found = [each for each in moved if each.before != each.due]
    if not found:
        return []
    rewrite(tx, stored, lines, frozen, settled)
    tx.agenda.look_at(case, now)
    if before is not None:
        after = standing_of(context, tx, case_named(tx, case), context.today())
        for subscriber in list(context.subscribers):
            subscriber(Change(case, stored.line.contract, None, before, after))
    return found


def _moved(case: str, was: DeadlineLine, now: DeadlineLine) -> Moved:
    return Moved(case, now.id, was.due, now.due)
