"""What is kept beside a contract's facts, held against them: its row, its ladder, its calendar, its results.

Each is there to be found quickly; the facts, in their chain, are what counts. Owns what must agree; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, TypeAlias

from escalator.engine import chain
from escalator.engine.context import Context, closed_day
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.register import ADDED, CLOSED
from escalator.engine.ports.records import MeasurementLine
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CaseLine, Contract, StoredFact
from escalator.engine.results.measured import result_of
from escalator.model.facts import Fact
from escalator.model.text import Text
from escalator.procedure.recounting import closed

Pair: TypeAlias = tuple[str, Any, Any]
"""What it is about, what is kept, and what follows from the facts."""


def difference(what: str, kept: object, found: object) -> Text:
    """Return in words that something is kept otherwise than it follows from the facts."""
    return Text(
        f"{what}: bewaard is {kept}, uit de feiten volgt {found}", f"{what}: kept is {kept}, the facts say {found}"
    )


def of_contract(context: Context, tx: Transaction, contract: Contract, stored: Sequence[StoredFact]) -> Text | None:
    """Return the first thing of a contract that is kept otherwise than its facts say."""
    facts = [each.fact for each in stored]
    if context.digest(tx.ladders.get(contract.digest)) != contract.digest:
        return Text("de bewaarde ladder is gewijzigd", "the ladder that was kept has been changed")
    return _first(*_registered(tx, contract, facts), *_calendar(tx, contract), *_results(tx, contract, facts))


def of_case(context: Context, tx: Transaction, case: CaseLine, facts: Sequence[StoredFact]) -> Text | None:
    """Return the first thing of a case's opening that is kept otherwise than its facts say."""
    first, ladder = facts[0].fact, context.ladder(tx, case.digest)
    return _first(
        ("opened_on", case.opened_on, first.on),
        ("opened_at", case.opened_at, first.recorded),
        ("ladder", (case.ladder, case.version), (ladder.id, ladder.version)),
    )


def _first(*pairs: Pair) -> Text | None:
    return next((difference(*each) for each in pairs if each[1] != each[2]), None)


def _registered(tx: Transaction, contract: Contract, facts: Sequence[Fact]) -> Iterator[Pair]:
    added = next((each.data for each in facts if each.event == ADDED), {})
    end = contract.end.isoformat() if contract.end else None
    yield "name", contract.name, added.get("name")
    yield "start", contract.start.isoformat(), added.get("start")
    yield "end", end, added.get("end")
    yield "ladder", (contract.ladder, contract.version), (added.get("ladder"), added.get("version"))
    yield "calendar", contract.calendar.name, added.get("calendar")
    yield "parameters", contract.parameters, added.get("parameters")
    yield "closed_on", contract.closed_on, next((each.on for each in facts if each.event == CLOSED), None)
    if "text" in added:
        yield "text", chain.of_text(tx.ladders.source(contract.digest)), added["text"]


def _calendar(tx: Transaction, contract: Contract) -> Iterator[Pair]:
    """Build the calendar anew; a contract that is closed stopped at one of the days, others go on to the last."""
    used = contract.calendar
    days = map(closed_day, tx.ladders.closed_days(contract.id))
    versions = [each.version for each in accumulate(days, closed, initial=tx.ladders.calendar(used.name, used.version))]
    if contract.closed_on is None or used.now not in versions:
        yield "calendar_now", used.now, versions[-1]


def _results(tx: Transaction, contract: Contract, facts: Sequence[Fact]) -> Iterator[Pair]:
    kept = {line.seq: line for line in tx.results.all(contract.id)}
    measured = {each.seq: each for each in facts if each.event == ContractEvent.MEASURED}
    out = {int(str(each.data["fact"])) for each in facts if each.event == ContractEvent.RETRACTED}
    out |= {int(str(each.data["corrects"])) for each in measured.values() if "corrects" in each.data}
    yield "results", sorted(kept), sorted(measured)
    for seq, fact in measured.items() if kept.keys() == measured.keys() else ():
        yield f"result {seq}", _told(kept[seq]), _of_fact(contract, fact, counts=seq not in out)


Result: TypeAlias = tuple[object, ...]


def _told(line: MeasurementLine) -> Result:
    days = (line.starts, line.ends, line.on)
    return (line.kpi, line.region, line.period, *days, line.value, line.verdict, line.corrects, line.counts)


def _of_fact(contract: Contract, fact: Fact, *, counts: bool) -> Result:
    result, data = result_of(fact, contract.start), fact.data
    days = (result.period.first, result.period.last, result.on)
    value = data.get("compared", data.get("value"))
    about = (result.kpi, result.region or "", result.period.name, *days)
    return (*about, value, data["verdict"], data.get("corrects"), counts)
