"""What measuring in one contract needs, read once however many results come in, and what is still to be written.

A book lives in one transaction. It is changed only after everything that could refuse a result has not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from escalator.engine.context import Context, case_named
from escalator.engine.contracts import register as contracts
from escalator.engine.contracts.in_force import Agreements, agreements_of
from escalator.engine.contracts.register import ContractFact
from escalator.engine.ports.records import MeasurementLine
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CaseLine, Contract, StoredFact
from escalator.engine.results.measured import result_of
from escalator.model.assessing import Assessment, Outcome, assess
from escalator.model.assessing import Context as Judging
from escalator.model.errors import Conflict, Refusal
from escalator.model.facts import Fact
from escalator.model.ladder import CasePer, Ladder
from escalator.model.norms import Kind, Kpi
from escalator.model.results import Result
from escalator.model.text import Text

JUDGED: Final = (Outcome.MET, Outcome.MISSED)
Slot = tuple[str, str, str]
"""KPI, region and period: what one result counts for."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A result that counts, with where it is found."""

    line: MeasurementLine
    result: Result


class Book:
    """One contract, in one transaction, while results come in.

    Attributes:
        contract: with its head as it will be once all that waits is written.
        agreements: what is in force in it.
    """

    def __init__(self, context: Context, tx: Transaction, contract: Contract) -> None:
        self.context = context
        self.tx = tx
        self.contract = contract
        self.agreements: Agreements = agreements_of(context, tx, contract)
        self._facts: list[ContractFact] = []
        self._lines: dict[Slot, MeasurementLine] = {}
        self._cases: dict[str, dict[str, CaseLine]] | None = None
        self._series: dict[tuple[str, str], list[Recorded]] = {}
        self._compares: dict[str, bool] = {}
        self._judging: dict[tuple[str, date], Judging] = {}

    @property
    def next(self) -> int:
        """The number of the next fact."""
        return self.contract.head.seq + len(self._facts) + 1

    def ladder(self, day: date) -> Ladder:
        """Return the ladder in force on a day."""
        return self.agreements.ladder(day)

    def counting(self, kpi: str, region: str, period: str) -> MeasurementLine | None:
        """Return the result that counts for a KPI, region and period."""
        waiting = self._lines.get((kpi, region, period))
        return waiting or self.tx.results.counting(self.contract.id, kpi, region, period)

    def results_of(self, kpi: str, region: str) -> list[MeasurementLine]:
        """Return the results of a KPI and region that count, by the last day of their periods."""
        self.flush()
        return self.tx.results.series(self.contract.id, kpi, region)

    def judge(self, kpi: Kpi, result: Result) -> Assessment:
        """Judge a result by what is in force for it.

        Raises:
            InputError: it does not fit the KPI or its norm.
        """
        if self._improves(kpi):
            earlier = self._earlier(kpi, result.region or "")
            return assess(kpi, result, judging(self.agreements, kpi, result, earlier))
        same = (kpi.id, result.period.last)
        if same not in self._judging:
            self._judging[same] = judging(self.agreements, kpi, result, ())
        return assess(kpi, result, self._judging[same])

    def check_later(self, kpi: Kpi, result: Result) -> None:
        """Refuse a result that would change what later ones, that were compared without it, came to.

        Raises:
            Refusal: with the list of those.
        """
        series = self._earlier(kpi, result.region or "")
        if not series:
            return
        later = [each for each in series if each.result.period.last > result.period.last]
        others = [each for each in series if each.result.period.name != result.period.name]
        after = [*others, Recorded(_NOWHERE, result)]
        conflicts = []
        for each in later:
            of = self.agreements.kpi_for(kpi.id, each.result.period)
            seen = assess(of, each.result, judging(self.agreements, of, each.result, after))
            if seen.outcome.value != each.line.verdict:
                conflicts.append(conflict(each.line, seen))
        if conflicts:
            raise conflicting(conflicts)

    def add(self, kpi: Kpi, fact: ContractFact, line: MeasurementLine, result: Result) -> None:
        """Put a result in line to be written."""
        self._facts.append(fact)
        self._lines[line.kpi, line.region, line.period] = line
        if self._improves(kpi):
            series = self._earlier(kpi, line.region)
            series[:] = [each for each in series if each.result.period.name != line.period]
            series.append(Recorded(line, result))

    def drop(self, line: MeasurementLine) -> None:
        """Note that a result counts no longer."""
        self.flush()
        self.tx.results.corrected(self.contract.id, line.seq)
        series = self._series.get((line.kpi, line.region), [])
        series[:] = [each for each in series if each.line.seq != line.seq]

    def flush(self) -> list[Fact]:
        """Write what waits; return the facts."""
        if not self._facts:
            return []
        self.contract, facts = contracts.append(self.context, self.tx, self.contract, self._facts)
        self.tx.results.add(list(self._lines.values()))
        self._facts.clear()
        self._lines.clear()
        return facts

    def by_key(self, key: str) -> StoredFact | None:
        """Return the fact of the contract that was recorded with a key."""
        if any(each.key == key for each in self._facts):
            self.flush()
        return self.tx.facts.by_key(self.contract.stream, key)

    def undo(self, contract: Contract) -> None:
        """Forget what was read and put in line since the contract was as given; nothing had been in line then."""
        self.contract = contract
        self._facts.clear()
        self._lines.clear()
        self._series.clear()
        self._cases = None

    def covering(self, kpi: Kpi, region: str | None, on: date) -> Iterator[CaseLine]:
        """Yield the cases that a result is about, the last opened first: those that run, or ran after that day.

        A case that had ended by then is over; one that was opened later is rather begun earlier than a second one.
        """
        per = self.ladder(on).case_per
        cases = self._all_cases()
        listed = cases.values() if per is CasePer.CONTRACT else [cases.get(kpi.id, {}), cases.get("", {})]
        found = {name: case for group in listed for name, case in group.items()}
        for case in sorted(found.values(), key=_opened, reverse=True):
            ended = case.standing.final and case.standing.since <= on
            if not ended and (per is CasePer.CONTRACT or self._about(case, kpi, region)):
                yield case

    def noted(self, case: str) -> None:
        """Look anew at a case that a fact was recorded in."""
        self._list(case_named(self.tx, case).line, self._all_cases())

    def _about(self, case: CaseLine, kpi: Kpi, region: str | None) -> bool:
        scope = case.scope
        if scope.region is not None and scope.region != region:
            return False
        if scope.kpis:
            return kpi.id in scope.kpis
        others = [each for each in self.agreements.ladder(date.max).kpis.values() if each.kind is Kind.KPI]
        return scope.track == kpi.track and [each.id for each in others if each.track == kpi.track] == [kpi.id]

    def _all_cases(self) -> dict[str, dict[str, CaseLine]]:
        """Return the cases by KPI, those that name none under an empty name; and by their own name."""
        if self._cases is None:
            self._cases = {}
            for line in self.tx.cases.lines(self.contract.id):
                self._list(line, self._cases)
        return self._cases

    @staticmethod
    def _list(line: CaseLine, cases: dict[str, dict[str, CaseLine]]) -> None:
        for kpi in line.scope.kpis or ("",):
            cases.setdefault(kpi, {})[line.id] = line

    def _improves(self, kpi: Kpi) -> bool:
        """Return whether any norm of a KPI compares with earlier results."""
        if kpi.id not in self._compares:
            self._compares[kpi.id] = self.agreements.improves(kpi)
        return self._compares[kpi.id]

    def _earlier(self, kpi: Kpi, region: str) -> list[Recorded]:
        """Return the results that a norm may compare with; none where no norm does."""
        if not self._improves(kpi):
            return []
        found = self._series.get((kpi.id, region))
        if found is None:
            found = self._series[kpi.id, region] = recorded(self.tx, self.contract, kpi.id, region)
        return found


def recorded(tx: Transaction, contract: Contract, kpi: str, region: str | None = None) -> list[Recorded]:
    """Return the results of a KPI that count, as they were reported."""
    found = []
    for line in tx.results.series(contract.id, kpi, region):
        stored = tx.facts.at(contract.stream, line.seq)
        if stored is not None:
            found.append(Recorded(line, result_of(stored.fact, contract.start)))
    return found


def judging(agreements: Agreements, kpi: Kpi, result: Result, earlier: Sequence[Recorded]) -> Judging:
    """Return what a result is judged with."""
    return Judging(
        start=agreements.contract.start,
        regions=tuple(agreements.ladder(result.period.last).regions),
        norm_sets=tuple(each for each in agreements.norm_sets if each.kpi == kpi.id),
        earlier=tuple(each.result for each in earlier),
    )


def conflict(line: MeasurementLine, seen: Assessment) -> Conflict:
    """Return that a result, judged already, would come out otherwise."""
    reason = Text(f"was {line.verdict}, wordt {seen.outcome}", f"was {line.verdict}, becomes {seen.outcome}")
    return Conflict(
        str(line.seq),
        f"{line.kpi} {line.period}{f' {line.region}' if line.region else ''}",
        line.on.isoformat(),
        reason,
    )


def conflicting(conflicts: Sequence[Conflict]) -> Refusal:
    """Return the refusal of what would make results that were judged already come out otherwise."""
    nl = "; ".join(f"{each.event} (nr. {each.fact}): {each.reason.nl}" for each in conflicts)
    en = "; ".join(f"{each.event} (no. {each.fact}): {each.reason.en}" for each in conflicts)
    return Refusal(
        "conflict",
        Text(
            f"geweigerd: resultaten die al beoordeeld zijn zouden anders uitvallen; trek die eerst in. {nl}",
            f"refused: results judged already would come out otherwise; retract those first. {en}",
        ),
        tuple(conflicts),
    )


def _opened(case: CaseLine) -> tuple[date, int, str]:
    return (case.opened_on, len(case.id), case.id)


_NOWHERE: Final = MeasurementLine(
    contract="",
    seq=0,
    kpi="",
    region="",
    period="",
    starts=date.min,
    ends=date.min,
    on=date.min,
    value=None,
    verdict="",
)
"""Where a result that is not yet recorded is found."""
