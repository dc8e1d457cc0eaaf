"""Measuring: a result is judged, kept for good, and followed by what the ladder says, all in one transaction.

Owns the order of these. What a result says is read in `offered`, what follows is chosen in `following`, and one that
takes the place of another goes through `correcting`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from escalator.engine import checks
from escalator.engine.checks import check_note
from escalator.engine.context import Context, contract_named
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.ports.records import MeasurementLine
from escalator.engine.results import correcting
from escalator.engine.results.book import Book
from escalator.engine.results.following import Acting, Follows, Judged, follow
from escalator.engine.results.given import Given, Measured, Number
from escalator.engine.results.keeping import Entry, again, keep
from escalator.engine.results.offered import offered
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.ladder import Ladder
from escalator.model.norms import Kpi
from escalator.model.periods import Period
from escalator.model.results import Result
from escalator.model.text import Text


def measure(
    context: Context,
    contract: str,
    kpi: str,
    value: Number | None = None,
    *,
    period: str | Period,
    on: date | None = None,
    region: str | None = None,
    judgement: str | None = None,
    checklist: Mapping[str, bool] | None = None,
    parts: Mapping[str, Number] | None = None,
    drawn: int | None = None,
    failing: int | None = None,
    reasons: Mapping[str, int] | None = None,
    clients: int | None = None,
    sample: int | None = None,
    beside: Mapping[str, Number] | None = None,
    note: str = "",
    role: str | None = None,
    by: str = "",
    corrects: int | None = None,
    evidence: Path | str | bytes | None = None,
    data: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Measured:
    """Record a result: judge it by the norm in force, and do what follows.

    Args:
        context: the engine.
        contract: the contract.
        kpi: the KPI, check or indicator.
        value: the number, or text that is read by the norm in force; as `Given`, like the next ones.
        period: what it was measured over, by name.
        on: day it was reported; today where it is not given.
        region: the region, where results are kept by region.
        judgement: the name of a judgement.
        checklist: item: whether it is in order.
        parts: part of a compound norm: its number or judgement.
        drawn: how many were drawn, where the KPI counts.
        failing: how many of those fail.
        reasons: the failing ones by reason.
        clients: clients at the provider.
        sample: how many this result rests on.
        beside: figures kept beside the value.
        note: a remark.
        role: the party that reports it; also the one that acts in the case, where it may.
        by: who records it.
        corrects: number of the result whose place it takes.
        evidence: a file that it rests on: its path or its content.
        data: what the fact of the case carries besides, such as the day to repair by.
        key: makes the recording repeatable: the same key again returns what was recorded then.

    Raises:
        UnknownName: the contract, the KPI, the region, the role or another name does not exist.
        InputError: a number or the period cannot be read, does not fit the KPI, or was measured already.
        Refusal: the day is impossible, or a case refuses what follows; nothing is written.
    """
    given = Given(
        kpi=kpi,
        period=period,
        on=on,
        value=value,
        judgement=judgement,
        region=region,
        checklist=checklist or {},
        parts=parts or {},
        drawn=drawn,
        failing=failing,
        reasons=reasons or {},
        clients=clients,
        sample=sample,
        beside=beside or {},
        note=note,
        corrects=corrects,
        evidence=evidence,
    )
    return measure_together(context, contract, [given], role=role, by=by, data=data, key=key)[0]


def measure_together(
    context: Context,
    contract: str,
    results: Sequence[Given],
    *,
    role: str | None = None,
    by: str = "",
    data: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> list[Measured]:
    """Record results that belong together: KPIs of one track that miss are one case.

    Args:
        context: the engine.
        contract: the contract.
        results: the results.
        role: as `measure`, like the next ones.
        by: who records them.
        data: what the facts of cases carry besides.
        key: makes the recording repeatable.

    Raises:
        UnknownName, InputError, Refusal: as `measure`; then none of them is recorded.
    """
    with context.store.writing() as tx:
        found = contract_named(tx, contract, lock=True)
        keys = [key if key is None or not place else f"{key}#{place + 1}" for place in range(len(results))]
        earlier = [tx.facts.by_key(found.stream, each) if each is not None else None for each in keys]
        book = Book(context, tx, found)
        if all(earlier):
            return [again(book, given, each) for given, each in zip(results, earlier, strict=True) if each]
        if any(earlier):
            raise checks.key_used(key or "", Text("een deel van deze resultaten", "some of these results"))
        return record_results(book, results, Acting(role, by, data or {}), keys)


def record_results(book: Book, results: Sequence[Given], acting: Acting, keys: Sequence[str | None]) -> list[Measured]:
    """Record results in a contract that is locked.

    Raises:
        UnknownName, InputError, Refusal: as `measure`; the transaction is then to be undone.
    """
    judged = [judge(book, given, acting) for given in results]
    _check_twice(judged)
    found = record_judged(book, results, judged, acting, keys)
    book.flush()
    return found


def record_judged(
    book: Book, results: Sequence[Given], judged: Sequence[Judged], acting: Acting, keys: Sequence[str | None]
) -> list[Measured]:
    """Do what follows on results, and put them in line to be written in the book.

    Raises:
        InputError, Refusal: as `measure`; what was written is then to be undone.
    """
    settled = [
        correcting.settle(book, given.corrects, each, acting) if given.corrects is not None else None
        for given, each in zip(results, judged, strict=True)
    ]
    open_ones = [each for each, done in zip(judged, settled, strict=True) if done is None]
    followed = iter(follow(book, open_ones, acting))
    follows = [done or next(followed) for done in settled]
    _check_used(acting, follows)
    found = [keep(book, Entry(*entry), acting) for entry in zip(results, judged, follows, keys, strict=True)]
    for each in found:
        if each.proposal is not None:
            book.tx.results.propose(each.proposal)
    return found


def judge(book: Book, given: Given, acting: Acting) -> Judged:
    """Read and judge a result.

    Raises:
        MeasuredAlready: one counts already that it does not correct.
        UnknownName, InputError, Refusal: as `measure`.
    """
    context, contract = book.context, book.contract
    check_note(given.note)
    old = correcting.corrected(book, given) if given.corrects is not None else None
    on = given.on or (old.on if old else context.today())
    checks.check_days(on, None, None, context.clock.now(), contract.start)
    checks.check_contract(contract.id, contract.closed_on, ContractEvent.MEASURED)
    read = offered(given, book.agreements, on)
    check_role(book.ladder(on), read.kpi, acting.role)
    seen = book.judge(read.kpi, read.result)
    if old is None:
        _check_once(book, read.result)
    else:
        correcting.check_same(old, read.result)
    book.check_later(read.kpi, read.result)
    return Judged(read.kpi, read.result, seen)


def _check_used(acting: Acting, follows: Sequence[Follows]) -> None:
    """Refuse data for a case where nothing is recorded in one."""
    if acting.data and not any(each.fact for each in follows):
        named = ", ".join(acting.data)
        raise InputError(
            Text(
                f"{named}: er volgt geen feit in een dossier waar dit bij hoort ({follows[0].reason.nl}).",
                f"{named}: no fact of a case follows that this belongs to ({follows[0].reason.en}).",
            )
        )


def check_role(ladder: Ladder, kpi: Kpi, role: str | None) -> None:
    """Refuse a role that does not exist, or neither measures the KPI nor stands on the client's side.

    Raises:
        UnknownName: it does not exist.
        Refusal: telling which roles may.
    """
    if role is None:
        return
    if role not in ladder.roles:
        raise UnknownName(Text("rol", "role"), role, ladder.roles)
    entitled = dict.fromkeys((*kpi.measured_by, *kpi.data_by, *ladder.client_roles))
    if role not in entitled:
        named = ", ".join(entitled)
        raise Refusal(
            "role_not_entitled",
            Text(
                f"{kpi.id} wordt gemeten door {named}, niet door {role}", f"{kpi.id} is measured by {named}, not {role}"
            ),
        )


class MeasuredAlready(InputError):
    """A second result over the same period; `line` is the first, and `result` the second.

    Attributes:
        line: where the first is found.
        result: the second, as it was read.
    """

    def __init__(self, line: MeasurementLine, result: Result) -> None:
        self.line = line
        self.result = result
        value = f" ({line.value})" if line.value else ""
        about = f"{line.kpi} {line.region}".strip()
        super().__init__(
            Text(
                f"{about} is over {line.period} al gemeten: resultaat {line.seq} van {line.on}{value}. "
                f"Een verbetering noemt het nummer dat zij vervangt ({line.seq}).",
                f"{about} was measured over {line.period} already: result {line.seq} of {line.on}{value}. "
                f"A correction names the number that it takes the place of ({line.seq}).",
            )
        )


def _check_once(book: Book, result: Result) -> None:
    there = book.counting(result.kpi, result.region or "", result.period.name)
    if there is not None:
        raise MeasuredAlready(there, result)


def _check_twice(judged: Sequence[Judged]) -> None:
    seen: set[tuple[str, str | None, str]] = set()
    for each in judged:
        slot = (each.result.kpi, each.result.region, each.result.period.name)
        if slot in seen:
            raise InputError(
                Text(
                    f"{each.kpi.id} staat er over {each.result.period} twee keer.",
                    f"{each.kpi.id} stands here twice over {each.result.period}.",
                )
            )
        seen.add(slot)
