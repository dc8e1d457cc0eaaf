"""Writing a judged result down, with all that followed on it, and finding it again by its key. Judges nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from escalator.engine import checks
from escalator.engine.cases import evidence
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.register import ContractFact
from escalator.engine.ports.records import MeasurementLine, Proposal
from escalator.engine.ports.values import StoredFact
from escalator.engine.results.book import Book
from escalator.engine.results.following import Acting, Follows, Judged
from escalator.engine.results.given import Did, Given, Measured
from escalator.engine.results.measured import number, plain_of, result_of, verdict_of
from escalator.engine.results.offered import offered
from escalator.engine.results.scoring import scored
from escalator.model.assessing import Outcome
from escalator.model.facts import Plain
from escalator.model.results import Result
from escalator.model.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A result as it was offered, its verdict, what followed, and the key that makes recording it repeatable."""

    given: Given
    judged: Judged
    follows: Follows
    key: str | None


def keep(book: Book, entry: Entry, acting: Acting) -> Measured:
    """Put a result in line to be written."""
    result, seen, follows = entry.judged.result, entry.judged.seen, entry.follows
    fact = follows.fact
    line = MeasurementLine(
        contract=book.contract.id,
        seq=book.next,
        kpi=result.kpi,
        region=result.region or "",
        period=result.period.name,
        starts=result.period.first,
        ends=result.period.last,
        on=result.on,
        value=_value(seen.value, result),
        verdict=seen.outcome.value,
        corrects=entry.given.corrects,
        case=follows.case if fact else None,
        case_seq=fact.seq if fact else None,
    )
    data = plain_of(result) | verdict_of(seen) | _besides(book, entry)
    measured = ContractFact(
        event=str(ContractEvent.MEASURED), on=result.on, by=acting.by, role=acting.role, data=data, key=entry.key
    )
    book.add(entry.judged.kpi, measured, line, result)
    return Measured(
        line=line,
        assessment=seen,
        did=follows.did,
        reason=follows.reason,
        case=follows.case,
        fact=fact,
        proposal=_proposal(book, line, entry.judged, follows),
        scores=scored(book.ladder(result.period.last), line, result),
    )


def _value(compared: Decimal | None, result: Result) -> str | None:
    value = compared if compared is not None else result.value
    return None if value is None else number(value)


def _besides(book: Book, entry: Entry) -> dict[str, Plain]:
    """Return what a result's fact carries beside the result and its verdict."""
    given, follows = entry.given, entry.follows
    data: dict[str, Plain] = {"did": follows.did.value}
    if follows.case is not None and follows.fact is not None:
        data |= {"case": follows.case, "fact": follows.fact.id}
    if given.note:
        data["note"] = given.note
    if given.corrects is not None:
        data["corrects"] = given.corrects
    if given.evidence is not None:
        data["file"] = evidence.keep(book.context, book.tx, given.evidence).sha256
    return data


def _proposal(book: Book, line: MeasurementLine, judged: Judged, follows: Follows) -> Proposal | None:
    if follows.did is not Did.PROPOSED:
        return None
    told = Text(
        f"{judged.kpi.label.nl}, {line.period}: {judged.seen.reason.nl}",
        f"{judged.kpi.label.en}, {line.period}: {judged.seen.reason.en}",
    )
    return Proposal(
        contract=line.contract,
        seq=line.seq,
        event=follows.event,
        case=follows.case,
        data=judged.seen.data,
        reason=told,
        made_on=book.context.today(),
    )


def again(book: Book, given: Given, stored: StoredFact) -> Measured:
    """Return what was recorded under a key, if what is offered now is the same.

    Raises:
        InputError: it is not.
    """
    fact, contract = stored.fact, book.contract
    line = book.tx.results.get(contract.id, fact.seq) if fact.event == ContractEvent.MEASURED else None
    if line is None:
        raise checks.key_used(stored.key or "", Text(fact.event, fact.event))
    then = result_of(fact, contract.start)
    read = offered(given, book.agreements, given.on or fact.on)
    if read.result != then or given.corrects != line.corrects or given.note != fact.data.get("note", ""):
        raise checks.key_used(stored.key or "", Text(f"resultaat {line.seq}", f"result {line.seq}"))
    seen = replace(book.judge(read.kpi, then), outcome=Outcome(line.verdict))
    there = Text(f"al vastgelegd als resultaat {line.seq}", f"recorded already as result {line.seq}")
    in_case = book.tx.facts.at(f"case:{line.case}", line.case_seq) if line.case and line.case_seq else None
    return Measured(
        line=line,
        assessment=seen,
        did=Did(str(fact.data["did"])),
        reason=there,
        case=line.case,
        fact=in_case.fact if in_case else None,
        proposal=book.tx.results.proposal(contract.id, line.seq),
        scores=scored(book.ladder(then.period.last), line, then),
        repeated=True,
    )
