"""The audit: is every fact as it was recorded, and does every case stand where its facts put it? Changes nothing.

Nothing that is kept is believed: chains are hashed anew, cases folded anew, files hashed anew. For each case, contract
and file the first difference is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from escalator.engine import chain
from escalator.engine.cases.rewriting import anew
from escalator.engine.cases.standings import standing_from_facts
from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract, Head, StoredCase, StoredFact
from escalator.model.errors import EscalatorError
from escalator.model.facts import Common
from escalator.model.text import Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


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
        chosen = tx.contracts.all() if contract is None else [contract_named(tx, contract)]
        names = [each.id for one in chosen for each in tx.cases.lines(one.id)]
    facts = 0
    for one in chosen:
        facts += _look(context, one.id, _of_contract, findings)
    for name in names:
        facts += _look(context, name, _of_case, findings)
    return Audit(len(chosen), len(names), facts, tuple(findings))


Look = Callable[[Context, Transaction, str], tuple[int, Text | None]]


def _look(context: Context, subject: str, at: Look, findings: list[Finding]) -> int:
    """Look at one thing, at one moment of the database; return how many facts it has."""
    with context.store.reading() as tx:
        try:
            facts, found = at(context, tx, subject)
        except (EscalatorError, LookupError, ValueError) as problem:
            told = problem.text if isinstance(problem, EscalatorError) else Text(str(problem), str(problem))
            facts, found = 0, told
    if found is not None:
        findings.append(Finding(subject, found))
    return facts


def _of_contract(context: Context, tx: Transaction, name: str) -> tuple[int, Text | None]:
    contract = contract_named(tx, name)
    facts = tx.facts.load(contract.stream)
    found = _broken(contract.stream, chain.start_of_contract(contract), facts, contract.head)
    return len(facts), found or _changed_ladder(context, tx, contract)


def _changed_ladder(context: Context, tx: Transaction, contract: Contract) -> Text | None:
    if context.digest(tx.ladders.get(contract.digest)) == contract.digest:
        return None
    return Text("de bewaarde ladder is gewijzigd", "the ladder that was kept has been changed")


def _of_case(context: Context, tx: Transaction, name: str) -> tuple[int, Text | None]:
    stored = case_named(tx, name)
    case, calendar = stored.line, stored.contract_calendar
    facts = tx.facts.load(case.stream)
    start = chain.start_of_case(name, case.contract, case.digest, (calendar.name, case.opened_in), case.scope)
    found = _broken(case.stream, start, facts, stored.head)
    found = found or next(_missing_files(tx, facts), None) or _standing_elsewhere(context, tx, stored)
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
            kept = tx.facts.evidence(name)
            if kept is None or hashlib.sha256(kept[1]).hexdigest() != name:
                yield Text(
                    f"het bewijsstuk bij feit {each.fact.seq} ontbreekt of is gewijzigd",
                    f"the evidence with fact {each.fact.seq} is missing or has been changed",
                )


def _standing_elsewhere(context: Context, tx: Transaction, stored: StoredCase) -> Text | None:
    """Fold a case anew; name the first thing that is kept otherwise."""
    case, day = stored.line, stored.line.standing.as_of
    now, upto = context.clock.now(), case.standing.calendar
    right, frozen, settled = anew(context, tx, stored, day, at=now, upto=upto)
    kept_deadlines = {line.id: line for line in tx.cases.deadlines(case.id)}
    for what, kept, found in (
        *_pairs(case.standing, right.standing),
        *((f"deadline {line.id}", kept_deadlines.pop(line.id, None), line) for line in right.deadlines),
        ("deadlines", sorted(kept_deadlines), []),
        ("rights", sorted(tx.cases.rights(case.id), key=str), sorted(right.rights, key=str)),
        ("steps", tx.cases.steps(case.id), list(settled.steps)),
        ("progress", stored.progress, frozen),
    ):
        if kept != found:
            return Text(
                f"{what}: bewaard is {kept}, uit de feiten volgt {found}",
                f"{what}: kept is {kept}, the facts say {found}",
            )
    return _calendar_missed(context, tx, stored)


def _calendar_missed(context: Context, tx: Transaction, stored: StoredCase) -> Text | None:
    """A calendar that changed since a case was written must have moved nothing in it; look whether that is so."""
    day, kept = stored.line.standing.as_of, {line.id: line.due for line in tx.cases.deadlines(stored.line.id)}
    if stored.line.standing.calendar == stored.contract_calendar.now:
        return None
    now = standing_from_facts(context, tx, stored, max(day, context.today()))
    moved = next((each for each in now.deadlines if kept.get(each.id, each.due) != each.due), None)
    if moved is None:
        return None
    told = f"{moved.id}: {kept[moved.id]}, {moved.due}"
    return Text(f"een gesloten dag is niet verwerkt: {told}", f"a closed day was not taken up: {told}")


def _pairs(kept: DataclassInstance, found: DataclassInstance) -> Iterator[tuple[str, Any, Any]]:
    for each in fields(kept):
        if each.compare and each.name != "calendar":  # that version was given, not worked out
            yield each.name, getattr(kept, each.name), getattr(found, each.name)
