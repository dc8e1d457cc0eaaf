"""Retracting a fact of a contract: a result, an agreement, a performance. Owns what can be, and what goes along."""

from __future__ import annotations

from typing import Final

from escalator.engine import checks
from escalator.engine.agreements.unchanged import check_unchanged
from escalator.engine.context import Context, contract_named
from escalator.engine.contracts import register as contracts
from escalator.engine.contracts.entering import Desk, check_role, required
from escalator.engine.contracts.events import RETRACTABLE, ContractEvent
from escalator.engine.contracts.noting import names_of
from escalator.engine.contracts.register import ContractFact
from escalator.engine.results import correcting
from escalator.engine.results.book import Book
from escalator.engine.results.following import Acting
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.facts import Fact
from escalator.model.text import Text

_JUDGED_BY: Final = frozenset({ContractEvent.NORM_SET, ContractEvent.KPI_ADDED, ContractEvent.EXEMPTED})


def retract_fact(
    context: Context, contract: str, number: int, *, reason: str, role: str | None = None, by: str = ""
) -> Fact:
    """Take a fact of a contract out of account from today on.

    A result goes with the fact of the case that rests on it, and with the proposal it made.

    Args:
        context: the engine.
        contract: the contract.
        number: the fact's number.
        reason: why.
        role: the party that retracts it.
        by: the person who does.

    Raises:
        UnknownName: there is no such contract or fact.
        InputError: it cannot be retracted, or no reason is given.
        Refusal: it was retracted already, or something rests on it.
    """
    with context.store.writing() as tx:
        found = contract_named(tx, contract, lock=True)
        checks.check_contract(found.id, found.closed_on, ContractEvent.RETRACTED)
        book = Book(context, tx, found)
        fact = _retractable(book, number)
        desk = Desk(context, tx, found, book.agreements, context.today())
        check_role(desk, role)
        why = required(Text("de reden", "the reason"), reason)
        _take_along(book, fact, why, Acting(role, by))
        new = ContractFact(
            event=str(ContractEvent.RETRACTED), on=desk.on, by=by, role=role, data={"fact": fact.id, "reason": why}
        )
        changed, facts = contracts.append(context, tx, found, [new])
        if fact.event in _JUDGED_BY:
            check_unchanged(desk.with_contract(changed), [str(fact.data["kpi"])])
        return facts[0]


def _retractable(book: Book, number: int) -> Fact:
    stored = book.tx.facts.at(book.contract.stream, number)
    if stored is None:
        known = [fact.id for fact in book.agreements.facts]
        raise UnknownName(Text("feit", "fact"), str(number), known)
    fact = stored.fact
    if fact.event not in RETRACTABLE and fact.event not in names_of(book.agreements):
        raise InputError(
            Text(
                f"Feit {number} ({fact.event}) is niet in te trekken.",
                f"Fact {number} ({fact.event}) cannot be retracted.",
            )
        )
    if fact.event != ContractEvent.MEASURED and fact.id not in {each.id for each in book.agreements.facts}:
        raise retracted_already(number)
    return fact


def _take_along(book: Book, fact: Fact, why: str, acting: Acting) -> None:
    """Take back what rests on a fact: in a case, or as a proposal."""
    if fact.event != ContractEvent.MEASURED:
        correcting.withdraw_proposal(book, fact.seq)
        return
    line = book.tx.results.get(book.contract.id, fact.seq)
    if line is None or not line.counts:
        raise retracted_already(fact.seq)
    correcting.withdraw(book, line, why, acting)


def retracted_already(number: int) -> Refusal:
    """Return the refusal to retract what is out of account."""
    return Refusal(
        "retracted_already",
        Text(f"feit {number} telt al niet meer mee", f"fact {number} is out of account already"),
    )
