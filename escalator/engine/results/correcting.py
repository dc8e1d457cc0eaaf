"""Correcting and retracting results: what rested on one is taken back with it, or the conflict is told.

Owns what becomes of the fact, or the proposal, that a result led to. Facts are never changed: a correction is a result
of its own that names the one it takes the place of.
"""

from __future__ import annotations

from dataclasses import replace

from escalator.engine.cases import recording
from escalator.engine.cases.recording import NewFact
from escalator.engine.context import case_named
from escalator.engine.ports.records import MeasurementLine
from escalator.engine.results.book import Book, conflict, conflicting, judging, recorded
from escalator.engine.results.following import Acting, Follows, Judged, role_for
from escalator.engine.results.given import Did, Given
from escalator.model.assessing import Outcome, assess
from escalator.model.errors import InputError, UnknownName
from escalator.model.facts import ALWAYS_KEYS, Common, Fact, retracted
from escalator.model.norms import Then
from escalator.model.results import Result
from escalator.model.text import Text


def corrected(book: Book, given: Given) -> MeasurementLine:
    """Return the result that another takes the place of.

    Raises:
        UnknownName: there is no such result.
        InputError: it counts no longer.
    """
    book.flush()
    number = given.corrects or 0
    found = book.tx.results.get(book.contract.id, number)
    if found is None:
        known = book.tx.results.series(book.contract.id, given.kpi)
        raise UnknownName(Text("resultaat", "result"), str(number), [str(each.seq) for each in known])
    if not found.counts:
        raise InputError(
            Text(
                f"Resultaat {number} telt al niet meer: het is verbeterd of ingetrokken.",
                f"Result {number} counts no longer: it was corrected or retracted.",
            )
        )
    return found


def check_same(old: MeasurementLine, result: Result) -> None:
    """Refuse a correction that is about something else.

    Raises:
        InputError: telling what it must be about.
    """
    if (old.kpi, old.region, old.period) != (result.kpi, result.region or "", result.period.name):
        about = " ".join(filter(None, (old.kpi, old.region, old.period)))
        raise InputError(
            Text(
                f"Resultaat {old.seq} gaat over {about}; een verbetering ook. Trek het anders in en meet opnieuw.",
                f"Result {old.seq} is about {about}; so is a correction. Or else retract it and measure anew.",
            )
        )


def settle(book: Book, number: int, judged: Judged, acting: Acting) -> Follows | None:
    """Take the old result out of account with what rests on it; return what follows where that stays as it is.

    Raises:
        Refusal: what happened since rests on the fact that would be retracted; nothing is written.
    """
    old = book.tx.results.get(book.contract.id, number)
    if old is None:
        message = f"result {number} was found before"
        raise LookupError(message)
    book.drop(old)
    if old.case is None or old.case_seq is None:
        withdraw_proposal(book, old.seq)
        return None
    fact = _fact_in_account(book, old.case, old.case_seq)
    if fact is None:
        return None
    stays = _stays(judged, fact)
    if stays or _shared(book, old):
        did = Did.OPENED if fact.seq == 1 and stays else Did.FED if stays else Did.KEPT
        told = Text(
            f"feit {fact.id} in dossier {old.case} blijft staan", f"fact {fact.id} of case {old.case} stays as it is"
        )
        return Follows(did=did, reason=told, case=old.case, fact=fact if stays else None)
    why = Text(f"resultaat {old.seq} is verbeterd", f"result {old.seq} was corrected")[book.contract.language]
    _retract(book, old.case, fact, why, acting)
    return None


def withdraw(book: Book, line: MeasurementLine, reason: str, acting: Acting) -> None:
    """Take a result out of account, with what rests on it.

    Raises:
        Refusal: what happened since rests on it, or results judged since were compared with it.
    """
    _check_without(book, line)
    book.drop(line)
    withdraw_proposal(book, line.seq)
    if line.case is None or line.case_seq is None or _shared(book, line):
        return
    fact = _fact_in_account(book, line.case, line.case_seq)
    if fact is not None:
        _retract(book, line.case, fact, reason, acting)


def _stays(judged: Judged, fact: Fact) -> bool:
    """Return whether the fact that rested on the old result is the very one that the new result leads to."""
    follows = judged.seen.consequence
    told = {key: value for key, value in fact.data.items() if key not in ALWAYS_KEYS}
    if judged.seen.outcome not in (Outcome.MET, Outcome.MISSED) or follows.then in (Then.KEEP, Then.PROPOSE):
        return False
    wanted = {follows.feeds} if judged.seen.outcome is Outcome.MET else {follows.event, follows.feeds}
    same_data = all(told.get(key) == value for key, value in judged.seen.data.items())
    return fact.event in wanted and same_data and fact.on == judged.result.on


def _shared(book: Book, old: MeasurementLine) -> bool:
    """Return whether the fact rests on another result too, measured together with this one."""
    if old.case is None or old.case_seq is None:
        return False
    return any(each.verdict == old.verdict for each in book.tx.results.resting_on(old.case, old.case_seq))


def _fact_in_account(book: Book, case: str, number: int) -> Fact | None:
    facts = [each.fact for each in book.tx.facts.load(f"case:{case}")]
    out = retracted(facts)
    return next((fact for fact in facts if fact.seq == number and fact.id not in out), None)


def _retract(book: Book, case: str, fact: Fact, reason: str, acting: Acting) -> None:
    ladder = book.context.ladder(book.tx, case_named(book.tx, case).line.digest)
    role = role_for(ladder, fact.event, acting.role)
    role = role if role in ladder.client_roles else None
    new = NewFact(
        event=Common.RETRACTED,
        on=book.context.today(),
        role=role,
        by=acting.by,
        data={"fact": fact.id, "reason": reason},
    )
    recording.record_in(book.context, book.tx, case, new)
    book.noted(case)


def withdraw_proposal(book: Book, number: int) -> None:
    """Withdraw the proposal that a fact gave rise to, if it still waits."""
    proposal = book.tx.results.proposal(book.contract.id, number)
    if proposal is not None and proposal.status == "waiting":
        today = book.context.today()
        book.tx.results.decide(replace(proposal, status="withdrawn", decided_on=today))


def _check_without(book: Book, line: MeasurementLine) -> None:
    """Refuse to take out of account a result that later ones were compared with, where that changes their verdict."""
    day = line.ends
    kpi = book.agreements.kpi(line.kpi, day)
    if not book.agreements.improves(kpi):
        return
    left = [each for each in recorded(book.tx, book.contract, line.kpi, line.region) if each.line.seq != line.seq]
    conflicts = []
    for each in left:
        of = book.agreements.kpi_for(line.kpi, each.result.period)
        seen = assess(of, each.result, judging(book.agreements, of, each.result, left))
        if seen.outcome.value != each.line.verdict:
            conflicts.append(conflict(each.line, seen))
    if conflicts:
        raise conflicting(conflicts)
