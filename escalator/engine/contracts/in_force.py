"""What is in force in a contract on a day: its ladder, and what the parties agreed since. Reads; never writes.

Everything here follows from the facts of the contract that are no results, less what was retracted (G12). A case keeps
the ladder it was opened under; a result takes what is in force for its period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import msgspec

from escalator.engine.context import Context
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract
from escalator.model.assessing import NormSet
from escalator.model.errors import UnknownName
from escalator.model.facts import Fact, retracted
from escalator.model.ladder import Ladder
from escalator.model.norms import Exemption, Kpi, Norm, NormKind
from escalator.model.occurrence import Agreed
from escalator.model.periods import Period
from escalator.model.text import Text

KPI: Final = Text("KPI", "KPI")
MEASURE: Final = "measure:"
"""What the name of the duty to measure a KPI begins with; the KPI's own follows."""


@dataclass(frozen=True, slots=True)
class Version:
    """A ladder from a day on, with the KPIs, exemptions and rhythms that were agreed."""

    since: date
    ladder: Ladder


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """What a contract says, all of it together.

    Attributes:
        versions: its ladder, from the contract's start, and as parameters changed it since.
        facts: those in account that are no results, in the order recorded.
        agreed: rhythms that were open, by obligation; those of KPIs by the duty to measure them.
    """

    contract: Contract
    versions: tuple[Version, ...]
    facts: tuple[Fact, ...]
    norm_sets: tuple[NormSet, ...] = ()
    agreed: Mapping[str, Agreed]

    def ladder(self, day: date) -> Ladder:
        """Return the ladder in force on a day."""
        first, *later = self.versions
        return next((each.ladder for each in reversed(later) if each.since <= day), first.ladder)

    def contract_on(self, day: date) -> Contract:
        """Return the contract with the ladder under which a case is opened on a day."""
        digest = self.ladder(day).digest
        return self.contract if digest == self.contract.digest else replace(self.contract, digest=digest)

    def kpi(self, name: str, day: date) -> Kpi:
        """Return a KPI as it stands on a day.

        Raises:
            UnknownName: there is none.
        """
        kpis = self.ladder(day).kpis
        if name not in kpis:
            raise UnknownName(KPI, name, kpis)
        return kpis[name]

    def kpi_for(self, name: str, period: Period) -> Kpi:
        """Return a KPI as it stands for a result over a period."""
        return self.kpi(name, period.last)

    def improves(self, kpi: Kpi) -> bool:
        """Return whether any norm of a KPI compares with earlier results."""
        norms = [each.norm for each in kpi.norms] + [each.norm for each in self.norm_sets if each.kpi == kpi.id]
        return any(norm.kind is NormKind.LIMITS and norm.improves is not None for norm in norms)

    def of_event(self, *events: str) -> Iterator[Fact]:
        """Yield the facts of these events that are in account."""
        return (fact for fact in self.facts if fact.event in events)


def agreements_of(context: Context, tx: Transaction, contract: Contract, without: str = "") -> Agreements:
    """Return what is in force in a contract.

    Args:
        context: the engine.
        tx: the transaction.
        contract: the contract.
        without: number of a fact to leave out of account, as if it had been retracted.
    """
    stored = [each.fact for each in tx.facts.agreed(contract.id)]
    out = retracted(stored) | {without}
    facts = tuple(each for each in stored if each.id not in out and each.event != ContractEvent.RETRACTED)
    return agreements(contract, facts, _ladders(context, tx, contract, facts))


def agreements(contract: Contract, facts: tuple[Fact, ...], ladders: Sequence[Version]) -> Agreements:
    """Return what follows from a contract's facts, and the ladders that its parameters make."""
    added = {each.id: each for each in map(_kpi, _of(facts, ContractEvent.KPI_ADDED))}
    exempted = [(str(fact.data["kpi"]), _exemption(fact)) for fact in _of(facts, ContractEvent.EXEMPTED)]
    rhythms = {str(fact.data["of"]): _agreed(fact) for fact in _of(facts, ContractEvent.RHYTHM_SET)}
    return Agreements(
        contract=contract,
        versions=tuple(Version(each.since, _with(each.ladder, added, exempted, rhythms)) for each in ladders),
        facts=facts,
        norm_sets=tuple(map(_norm_set, _of(facts, ContractEvent.NORM_SET))),
        agreed=rhythms,
    )


def _ladders(context: Context, tx: Transaction, contract: Contract, facts: Sequence[Fact]) -> list[Version]:
    """Return the ladders of a contract: the last change of a parameter lists all later ones."""
    found = [Version(contract.start, context.ladder(tx, contract.digest))]
    last: Any = next(
        (fact.data["versions"] for fact in reversed(facts) if fact.event == ContractEvent.PARAMETER_SET), ()
    )
    return found + [Version(date.fromisoformat(since), context.ladder(tx, digest)) for since, digest in last]


def _with(
    ladder: Ladder, added: Mapping[str, Kpi], exempted: Sequence[tuple[str, Exemption]], rhythms: Mapping[str, Agreed]
) -> Ladder:
    if not (added or exempted or rhythms):
        return ladder
    kpis = {**ladder.kpis, **added}
    for name, exemption in exempted:
        if name in kpis:
            kpis[name] = replace(kpis[name], exemptions=(*kpis[name].exemptions, exemption))
    for name, agreed in rhythms.items():
        kpi = kpis.get(name.removeprefix(MEASURE)) if name.startswith(MEASURE) else None
        if kpi is not None and agreed.recurrence:
            kpis[kpi.id] = replace(kpi, every=agreed.recurrence.every, due=agreed.due)
    return replace(ladder, kpis=kpis)


def _of(facts: Sequence[Fact], event: ContractEvent) -> Iterator[Fact]:
    return (fact for fact in facts if fact.event == event)


def _kpi(fact: Fact) -> Kpi:
    return msgspec.convert(fact.data["definition"], Kpi)


def _exemption(fact: Fact) -> Exemption:
    return msgspec.convert(fact.data["exemption"], Exemption)


def _agreed(fact: Fact) -> Agreed:
    return msgspec.convert(fact.data["agreed"], Agreed)


def _norm_set(fact: Fact) -> NormSet:
    data: Mapping[str, Any] = fact.data
    until = data.get("until")
    return NormSet(
        kpi=data["kpi"],
        norm=msgspec.convert(data["norm"], Norm),
        from_day=date.fromisoformat(data["since"]),
        until=date.fromisoformat(until) if until else None,
        fact=fact.id,
        note=data["note"],
    )
