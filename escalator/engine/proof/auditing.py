"""The audit: is every fact as it was recorded, and does every case stand where its facts put it? Changes nothing.

Nothing that is kept is believed: chains are hashed anew, cases folded anew, files hashed anew. For each case, contract
and file the first difference is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from escalator.engine import chain
from escalator.engine.cases.rewriting import anew
from escalator.engine.cases.standings import standing_of
from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Head, StandingLine, StoredCase, StoredFact
from escalator.engine.proof import kept
from escalator.model.errors import EscalatorError
from escalator.model.facts import Common
from escalator.model.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded, or not as it follows from what was.

    Attributes:
        subject: the case, contract, ladder or file.
        what: the first difference found.
    """

    subject: str
    what: Text


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at, and what was found; no findings is what is hoped for."""

    contracts: int
    cases: int
    facts: int
    findings: tuple[Finding, ...]


def audit(context: Context, contract: str | None = None) -> Audit:
    """Verify everything in the database, or everything of one contract.

    Raises:
        UnknownName: there is no such contract.
    """
    findings: list[Finding] = []
    with context.store.reading() as tx:
        chosen = tx.contracts.ids() if contract is None else [contract_named(tx, contract).id]
    facts = sum(_look(context, name, _of_contract, findings) for name in chosen)
    cases = [each for name in chosen for each in _cases_of(context, name, findings)]
    facts += sum(_look(context, name, _of_case, findings) for name in cases)
    return Audit(len(chosen), len(cases), facts, tuple(findings))


UNREADABLE: Final = (
    *(EscalatorError, msgspec.MsgspecError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)
"""What reading a row that somebody has spoiled may raise."""
Look = Callable[[Context, Transaction, str], tuple[int, Text | None]]


def _look(context: Context, subject: str, at: Look, findings: list[Finding]) -> int:
    """Look at one thing, at one moment of the database; return how many facts it has."""
    with context.store.reading() as tx:
        try:
            facts, found = at(context, tx, subject)
        except UNREADABLE as problem:
            facts, found = 0, _told(problem)
    if found is not None:
        findings.append(Finding(subject, found))
    return facts


def _cases_of(context: Context, contract: str, findings: list[Finding]) -> list[str]:
    """Return the names of a contract's cases, if they can be read."""
    with context.store.reading() as tx:
        try:
            return [each.id for each in tx.cases.lines(contract)]
        except UNREADABLE as problem:
            findings.append(Finding(contract, _told(problem)))
            return []


def _told(problem: Exception) -> Text:
    if isinstance(problem, EscalatorError):
        return problem.text
    what = f"{type(problem).__name__}: {problem}"
    return Text(f"niet te lezen: {what}", f"it cannot be read: {what}")


def _of_contract(context: Context, tx: Transaction, name: str) -> tuple[int, Text | None]:
    contract = contract_named(tx, name)
    facts = tx.facts.load(contract.stream)
    found = _broken(contract.stream, chain.start_of_contract(contract), facts, contract.head)
    return len(facts), found or kept.of_contract(context, tx, contract, facts)


def _of_case(context: Context, tx: Transaction, name: str) -> tuple[int, Text | None]:
    stored = case_named(tx, name)
    case, calendar = stored.line, stored.contract_calendar
    facts = tx.facts.load(case.stream)
    start = chain.start_of_case(name, case.contract, case.digest, (calendar.name, case.opened_in), case.scope)
    found = _broken(case.stream, start, facts, stored.head)
    found = found or next(_missing_files(tx, facts), None) or kept.of_case(context, tx, case, facts)
    found = found or _standing_elsewhere(context, tx, stored)
    return len(facts), found


def _broken(stream: str, start: bytes, facts: list[StoredFact], head: Head) -> Text | None:
    """Hash a stream anew; name the first fact that does not fit."""
    link = start
    for place, each in enumerate(facts, 1):
        link = chain.link(link, stream, each.fact, each.key)
        if each.fact.seq != place or link != each.hash:
            return Text(
                f"feit {each.fact.seq} ({each.fact.event}) is niet zoals het is vastgelegd, of er ontbreekt een eerder",
                f"fact {each.fact.seq} ({each.fact.event}) is not as it was recorded, or one before it is missing",
            )
    if (len(facts), link) != (head.seq, head.hash):
        return Text(
            f"er zijn {head.seq} feiten vastgelegd, en er staan er {len(facts)}",
            f"{head.seq} facts were recorded, and there are {len(facts)}",
        )
    return None


def _missing_files(tx: Transaction, facts: list[StoredFact]) -> Iterator[Text]:
    for each in facts:
        name = each.fact.data.get("file")
        if (
            each.fact.event == Common.EVIDENCE
            and isinstance(name, str)
            and len(name) == len(hashlib.sha256().hexdigest())
        ):
            file = tx.facts.evidence(name)
            if file is None or hashlib.sha256(file[1]).hexdigest() != name:
                yield Text(
                    f"het bewijsstuk bij feit {each.fact.seq} ontbreekt of is gewijzigd",
                    f"the evidence with fact {each.fact.seq} is missing or has been changed",
                )


def _standing_elsewhere(context: Context, tx: Transaction, stored: StoredCase) -> Text | None:
    """Fold a case anew; name the first thing that is kept otherwise."""
    case, day = stored.line, stored.line.standing.as_of
    now = anew(context, tx, stored, day, upto=case.standing.calendar)
    right = now.lines
    kept_deadlines = {line.id: line for line in tx.cases.deadlines(case.id)}
    for what, stands, found in (
        *_pairs(case.standing, right.standing),
        *((f"deadline {line.id}", kept_deadlines.pop(line.id, None), line) for line in right.deadlines),
        ("deadlines", sorted(kept_deadlines), []),
        ("rights", sorted(tx.cases.rights(case.id), key=str), sorted(right.rights, key=str)),
        ("progress", stored.progress or now.frozen, now.frozen),
    ):
        if stands != found:
            return kept.difference(what, stands, found)
    return _calendar_missed(context, tx, stored)


def _calendar_missed(context: Context, tx: Transaction, stored: StoredCase) -> Text | None:
    """A calendar that changed since a case was written must have moved nothing in it; look whether that is so."""
    day, due = stored.line.standing.as_of, {line.id: line.due for line in tx.cases.deadlines(stored.line.id)}
    if stored.line.standing.calendar == stored.contract_calendar.now:
        return None
    now = standing_of(context, tx, stored, max(day, context.today()))
    moved = next((each for each in now.deadlines if due.get(each.id, each.due) != each.due), None)
    if moved is None:
        return None
    told = f"{moved.id}: {due[moved.id]}, {moved.due}"
    return Text(f"een gesloten dag is niet verwerkt: {told}", f"a closed day was not taken up: {told}")


def _pairs(stands: StandingLine, found: StandingLine) -> Iterator[kept.Pair]:
    for name in stands.__struct_fields__:
        if name != "calendar":  # that version was given, not worked out
            yield name, getattr(stands, name), getattr(found, name)
