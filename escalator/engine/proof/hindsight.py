"""A contract as it was known at a moment: the database with everything that was recorded later left out.

Owns that view; duties are worked out on it as on the database itself. Reads; never writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import structs

from escalator.engine.context import contract_named
from escalator.engine.contracts.register import CLOSED
from escalator.engine.ports.records import MeasurementLine
from escalator.engine.ports.store import Ladders, Transaction
from escalator.engine.ports.values import CaseLine, Contract, StoredCase, StoredFact
from escalator.engine.proof.offices import Offices
from escalator.model.facts import retracted


@dataclass(frozen=True, slots=True)
class Then:
    """What a transaction would have read at a moment, of one contract."""

    tx: Transaction
    contract_id: str
    offices: Offices
    at: datetime
    recorded: dict[int, datetime]

    def contract(self) -> Contract:
        """Return the contract: in the calendar of then, and closed only where that was known."""
        found = contract_named(self.tx, self.contract_id)
        closing = [each.fact.recorded for each in self.tx.facts.of_event(found.stream, CLOSED)]
        closed_on = found.closed_on if any(moment <= self.at for moment in closing) else None
        return replace(found, calendar=self.offices.counted_in(found.calendar, self.at), closed_on=closed_on)

    @property
    def ladders(self) -> Ladders:
        """Ladders and calendars; these never change."""
        return self.tx.ladders

    @property
    def cases(self) -> Then:
        """Its cases."""
        return self

    @property
    def facts(self) -> Then:
        """Its facts, and those of its cases."""
        return self

    @property
    def results(self) -> Then:
        """Its results."""
        return self

    def lines(self, contract: str) -> Iterator[CaseLine]:
        """Yield the cases that were on record."""
        return (each for each in self.tx.cases.lines(contract) if each.opened_at <= self.at)

    def get(self, name: str, *, lock: bool = False) -> StoredCase | None:
        """Return a case, in the calendar of then."""
        found = self.tx.cases.get(name, lock=lock)
        if found is None:
            return None
        return structs.replace(found, contract_calendar=self.offices.counted_in(found.contract_calendar, self.at))

    def load(self, stream: str) -> list[StoredFact]:
        """Return the facts of a stream that were on record."""
        return [each for each in self.tx.facts.load(stream) if each.fact.recorded <= self.at]

    def agreed(self, contract: str) -> list[StoredFact]:
        """Return the facts of a contract that are no results and were on record."""
        return [each for each in self.tx.facts.agreed(contract) if each.fact.recorded <= self.at]

    def series(self, contract: str, kpi: str) -> list[MeasurementLine]:
        """Return the results of a KPI that counted."""
        lines = [each for each in self.tx.results.all(contract, kpi) if self.recorded[each.seq] <= self.at]
        out = {int(each) for each in retracted([one.fact for one in self.agreed(contract)])}
        out |= {each.corrects for each in lines if each.corrects is not None and each.seq not in out}
        counting = [each for each in lines if each.seq not in out]
        return sorted(counting, key=lambda each: (each.ends, each.seq))
