"""Closed days of an organisation or a contract, added while cases run. Owns which deadlines they move.

A closed day counts from the moment it is added: for deadlines that run then, and for those opened later. Only cases
with a deadline that it moves are written; the others take it up with their next fact. What time has changed until then
is written first, so that no deadline that runs is overlooked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from msgspec import structs

from escalator.engine.cases import ticking
from escalator.engine.cases.folding import brought_to
from escalator.engine.cases.replanning import Longer, remind_earlier
from escalator.engine.cases.resuming import Kept
from escalator.engine.cases.rewriting import now_of, put
from escalator.engine.cases.standings import standing_of
from escalator.engine.checks import check_contract, check_note
from escalator.engine.context import Context, case_named, closed_day, closing, contract_named
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.register import ContractFact, append
from escalator.engine.ports.records import ClosedDayAdded
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Change, Contract, StoredCase
from escalator.model.errors import InputError
from escalator.model.facts import Plain
from escalator.model.terms import day_of
from escalator.model.text import Text
from escalator.procedure.machine import Procedure
from escalator.procedure.recounting import closed

_PAGE: Final = 500


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
        day: the day that is not worked; one that is past counts for what runs over it still.
        reason: why, for whoever contests a date.
        contract: the contract it is agreed for; the whole organisation where it is not given.
        by: who adds it.

    Raises:
        UnknownName: there is no such contract.
        Refusal: the contract is closed.
        InputError: no reason is given, the day is no working day already, or a calendar does not reach a new due day.
    """
    told = _checked(reason)
    with context.store.writing() as tx:
        contracts = _locked(tx, contract)
        now = context.clock.now()
        added = ClosedDayAdded(id=0, contract=contract or "", day=day, reason=told, by=by, added_at=now)
        working = _working(context, tx, contracts, added)
        _bring_up_to_date(context, tx, contract)
        cases = tx.cases.counting_over(day, day_of(now), contract)
        added = tx.ladders.close_day(added)
        longer = {each.id: _take_up(context, tx, each, added) for each in working}
        found = [_recount(context, tx, each, added, longer) for each in cases]
        moved = tuple(each for each in found if each is not None)
        remind_earlier(context, tx, added, longer, {(each.case, each.deadline) for each in moved})
        return ClosedDayEffect(added, moved)


def _checked(reason: Text | str) -> Text:
    told = Text(reason, reason) if isinstance(reason, str) else reason
    if not told.nl.strip() or not told.en.strip():
        raise InputError(Text("Een gesloten dag heeft een reden nodig.", "A closed day needs a reason."))
    for words in (told.nl, told.en):
        check_note(words)
    return told


def _locked(tx: Transaction, contract: str | None) -> list[Contract]:
    """Return the contract that is named, or all that are not closed; in none of them is a fact recorded meanwhile."""
    names = [contract_named(tx, contract).id] if contract is not None else tx.contracts.ids()
    found = [each for name in names if (each := tx.contracts.get(name, lock=True, whole=True)) is not None]
    if contract is not None:
        check_contract(contract, found[0].closed_on, ContractEvent.CLOSED_DAY)
    return [each for each in found if each.closed_on is None]


def _working(context: Context, tx: Transaction, contracts: Sequence[Contract], added: ClosedDayAdded) -> list[Contract]:
    """Return the contracts in which a day is a working day; refuse it where it is one in none of them."""
    earlier = next((each for each in tx.ladders.closed_days(added.contract) if each.day == added.day), None)
    if earlier is not None:
        why = earlier.reason
        raise InputError(Text(f"{added.day} is al gesloten: {why.nl}.", f"{added.day} is closed already: {why.en}."))
    day, calendars = closed_day(added), {each.id: context.calendar(tx, each.id, each.calendar) for each in contracts}
    found = [each for each in contracts if closed(calendars[each.id], day) != calendars[each.id]]
    shut = calendars[contracts[0].id].why_closed(added.day) if contracts and not found else None
    if shut is not None:
        why = shut.reason
        raise InputError(
            Text(f"{added.day} is al geen werkdag: {why.nl}.", f"{added.day} is no working day: {why.en}.")
        )
    return found


def _bring_up_to_date(context: Context, tx: Transaction, contract: str | None) -> None:
    """Write what time has changed until today, so that the lines show every deadline that runs."""
    today = context.today()
    while names := tx.cases.changing(today, _PAGE, contract):
        for name in names:
            ticking.bring_up_to_date(context, tx, name, today)


def _take_up(context: Context, tx: Transaction, contract: Contract, added: ClosedDayAdded) -> Longer:
    """Let a contract count in the longer calendar from now on, and note that in its stream."""
    now = context.with_closed_days(tx, contract).calendar
    tx.contracts.set_calendar(contract.id, now.now)
    reason = added.reason
    data: dict[str, Plain] = {
        "day": added.day.isoformat(),
        "nl": reason.nl,
        "en": reason.en,
        "whole": not added.contract,
    }
    noted = ContractFact(event=ContractEvent.CLOSED_DAY, on=day_of(added.added_at), by=added.by, data=data)
    append(context, tx, contract, [noted])
    return Longer(contract.calendar, now, tx.ladders.closed_days(contract.id))


def _recount(
    context: Context, tx: Transaction, case: str, added: ClosedDayAdded, longer: Mapping[str, Longer]
) -> Moved | None:
    """Take a case further with a closed day; write it, if its deadline has moved."""
    stored, today = case_named(tx, case, lock=True), day_of(added.added_at)
    change = longer.get(stored.line.contract)
    if change is None:
        return None
    fold, now = brought_to(context, tx, stored, today, change.days)
    running = fold.progress.deadline
    move = running.moves[-1] if running is not None and running.moves else None
    if running is None or move is None or move.fact != closing(added, 0).id:
        return None
    stood = structs.replace(stored, contract_calendar=change.before)
    before = standing_of(context, tx, stood, today) if context.subscribers else None
    _write(tx, stored, fold.procedure, now, added)
    if before is not None:
        after = standing_of(context, tx, case_named(tx, case), today)
        for subscriber in list(context.subscribers):
            subscriber(Change(case, stored.line.contract, None, before, after))
    return Moved(case, running.id, move.before or move.due, move.due)


def _write(tx: Transaction, stored: StoredCase, procedure: Procedure, kept: Kept, added: ClosedDayAdded) -> None:
    """Write what is kept of a case whose deadline has moved."""
    case, at = stored.line.id, added.added_at
    if not kept.resumed:
        tx.cases.forget_lines(case)  # nothing says which lines are there
    put(tx, stored, now_of(procedure, stored, kept, day_of(at)), at, head=stored.head)
    tx.agenda.look_at(case, at)
