"""Proposals: what a result or a late report suggests, for the contract manager to decide. Owns the deciding.

An accepted one does what the ladder would do at once where it does not leave the choice to a person; a declined one
says why. Both are facts of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from escalator.engine.cases import recording
from escalator.engine.checks import check_contract, check_days, check_note
from escalator.engine.context import Context, contract_named
from escalator.engine.contracts import register as contracts
from escalator.engine.contracts.entering import required
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.register import ContractFact
from escalator.engine.ports.records import Proposal
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract
from escalator.engine.results import measuring
from escalator.engine.results.book import Book
from escalator.engine.results.following import Acting, Judged, new_fact, open_with
from escalator.engine.results.given import Decided, Given
from escalator.engine.results.measured import result_of
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.facts import Fact, Plain
from escalator.model.text import Text

WAITING: Final = "waiting"
_STATUSES: Final = (WAITING, "accepted", "declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class _Decision:
    """A decision on a proposal: what it is, on which day, by whom and why."""

    status: str
    on: date
    by: str
    why: str


def proposals(context: Context, contract: str | None = None, *, status: str | None = WAITING) -> list[Proposal]:
    """Return proposals, by contract and number.

    Args:
        context: the engine.
        contract: only those of one contract.
        status: waiting, accepted, declined or withdrawn; None for all.

    Raises:
        UnknownName: there is no such contract or status.
    """
    if status is not None and status not in _STATUSES:
        raise UnknownName(Text("status", "status"), status, _STATUSES)
    with context.store.reading() as tx:
        if contract is not None:
            contract_named(tx, contract)
        return tx.results.proposals(contract, status)


def accept(
    context: Context,
    contract: str,
    number: int,
    *,
    also: Sequence[int] = (),
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    data: Mapping[str, Any] | None = None,
    note: str = "",
) -> Decided:
    """Accept a proposal: open the case, or record the fact in the one that waits.

    Args:
        context: the engine.
        contract: the contract.
        number: number of the proposal: that of its result.
        also: others that the new case is about too.
        on: day of the decision, which is the day of the case's fact; today where it is not given.
        role: the party that decides; the client's first that may, where it is not given.
        by: the person who decides.
        data: what the case's fact carries besides.
        note: why.

    Raises:
        UnknownName: there is no such contract or proposal.
        InputError: it was decided already.
        Refusal: the case refuses the fact; nothing is written.
    """
    check_note(note)
    with context.store.writing() as tx:
        book, day = _book(context, tx, contract, on)
        found = [_waiting(tx, contract, each) for each in dict.fromkeys((number, *also))]
        acting = Acting(role, by, {**({"reason": note} if note else {}), **(data or {})})
        if found[0].event == ContractEvent.MEASURED:
            return _measure(book, found[0], Acting(role, by, data or {}), day, note)
        judged = [_judged(book, each, day) for each in found]
        case, fact = _act(book, found, judged, acting)
        decision = _Decision("accepted", day, by, note)
        decided = [_decide(book, each, decision, (case, fact)) for each in found]
        for each in decided:
            tx.results.leads_to(contract, each.seq, case, fact.seq)
        return Decided(proposal=decided[0], case=case, fact=fact)


def decline(
    context: Context, contract: str, number: int, *, reason: str, on: date | None = None, by: str = ""
) -> Proposal:
    """Decline a proposal.

    Args:
        context: the engine.
        contract: the contract.
        number: number of the proposal: that of its result.
        reason: why.
        on: day of the decision; today where it is not given.
        by: the person who decides.

    Raises:
        UnknownName: there is no such contract or proposal.
        InputError: it was decided already, or no reason is given.
    """
    with context.store.writing() as tx:
        book, day = _book(context, tx, contract, on)
        found = _waiting(tx, contract, number)
        why = required(Text("de reden", "the reason"), reason)
        return _decide(book, found, _Decision("declined", day, by, why), None)


def _book(context: Context, tx: Transaction, contract: str, on: date | None) -> tuple[Book, date]:
    found: Contract = contract_named(tx, contract, lock=True)
    day = on or context.today()
    check_days(day, None, None, context.clock.now(), found.start)
    check_contract(found.id, found.closed_on, ContractEvent.ACCEPTED)
    return Book(context, tx, found), day


def _waiting(tx: Transaction, contract: str, number: int) -> Proposal:
    found = tx.results.proposal(contract, number)
    if found is None:
        waiting = [str(each.seq) for each in tx.results.proposals(contract, WAITING)]
        raise UnknownName(Text("voorstel", "proposal"), str(number), waiting)
    if found.status != WAITING:
        raise InputError(
            Text(
                f"Over voorstel {number} is al beslist: {found.status} op {found.decided_on}.",
                f"Proposal {number} was decided already: {found.status} on {found.decided_on}.",
            )
        )
    return found


def _judged(book: Book, proposal: Proposal, day: date) -> Judged:
    """Return the result that a proposal is about, as it was judged, on the day of the decision."""
    stored = book.tx.facts.at(book.contract.stream, proposal.seq)
    if stored is None:
        message = f"a proposal rests on a fact, and {proposal.seq} is none"
        raise LookupError(message)
    result = result_of(stored.fact, book.contract.start)
    if day < result.on:
        raise InputError(Text(f"Het resultaat is pas van {result.on}.", f"The result is only of {result.on}."))
    kpi = book.agreements.kpi_for(result.kpi, result.period)
    return Judged(kpi, replace(result, on=day), book.judge(kpi, result))


def _act(book: Book, found: Sequence[Proposal], judged: Sequence[Judged], acting: Acting) -> tuple[str, Fact]:
    """Record the fact in the case that runs by now, else open one.

    Raises:
        Refusal: the case that runs does not take it.
    """
    first = judged[0]
    follows = first.seen.consequence
    case = next(book.covering(first.kpi, first.result.region, first.result.on), None)
    if case is None:
        if len({(each.kpi.track, each.result.region, each.seen.consequence.event) for each in judged}) > 1:
            raise InputError(
                Text(
                    "Deze voorstellen horen niet bij één dossier: neem ze los aan.",
                    "These proposals do not belong in one case: accept them apart.",
                )
            )
        opened = open_with(book, judged, follows.event, acting)
        if opened.case is None or opened.fact is None:
            message = "a case that is opened has a fact"
            raise LookupError(message)
        return opened.case, opened.fact
    ladder = book.context.ladder(book.tx, case.digest)
    event = found[0].event if found[0].case == case.id else follows.feeds or follows.event
    recorded = recording.record_in(book.context, book.tx, case.id, new_fact(book, event, judged, acting, ladder))
    return case.id, recorded.fact


def _measure(book: Book, proposal: Proposal, acting: Acting, day: date, note: str) -> Decided:
    """Accept that a late report fails its KPI: that is a result of its own."""
    told = proposal.data
    given = Given(kpi=told["kpi"], period=told["period"], on=day, judgement=told["judgement"], note=note)
    if book.counting(given.kpi, "", told["period"]) is not None:
        raise Refusal(
            "not_allowed_in_state",
            Text(
                f"{given.kpi} is over {told['period']} al gemeten: verbeter dat resultaat, of wijs het voorstel af",
                f"{given.kpi} was measured over {told['period']} already: correct that result, or decline the proposal",
            ),
        )
    [measured] = measuring.record_results(book, [given], acting, [None])
    led_to = (measured.case, measured.fact) if measured.case and measured.fact else None
    decided = _decide(book, proposal, _Decision("accepted", day, acting.by, note), led_to)
    return Decided(proposal=decided, case=measured.case, fact=measured.fact, measured=measured)


def _decide(book: Book, proposal: Proposal, decision: _Decision, led_to: tuple[str, Fact] | None) -> Proposal:
    """Write a decision: as a fact, and with the proposal."""
    data: dict[str, Plain] = {"result": proposal.seq}
    data |= {"reason": decision.why} if decision.why else {}
    data |= {"case": led_to[0], "fact": led_to[1].id} if led_to else {}
    event = ContractEvent.ACCEPTED if decision.status == "accepted" else ContractEvent.DECLINED
    fact = ContractFact(event=str(event), on=decision.on, by=decision.by, data=data)
    book.contract, _ = contracts.append(book.context, book.tx, book.contract, [fact])
    decided = replace(
        proposal,
        status=decision.status,
        case=led_to[0] if led_to else proposal.case,
        decided_on=decision.on,
        decided_by=decision.by,
        why=decision.why,
    )
    book.tx.results.decide(decided)
    return decided
