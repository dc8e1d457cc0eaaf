"""What the engine asks of a store for facts, results and proposals. Owns the questions; a store answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from escalator.engine.ports.records import Evidence, MeasurementLine, Proposal
from escalator.engine.ports.values import (
    StoredFact,
)


class Facts(Protocol):
    """Streams of facts, only ever added to: `case:<id>` and `contract:<id>`."""

    def append(self, stream: str, facts: Sequence[StoredFact]) -> None:
        """Add facts at the end of a stream of a case; the case's own row is updated by `Cases.update`."""
        ...

    def append_to_contract(self, contract: str, facts: Sequence[StoredFact]) -> None:
        """Add facts at the end of a contract's stream, and move its head."""
        ...

    def load(self, stream: str) -> list[StoredFact]:
        """Return all facts of a stream, in the order recorded."""
        ...

    def load_several(self, streams: Sequence[str]) -> dict[str, list[StoredFact]]:
        """Return all facts of each of some streams, in the order recorded."""
        ...

    def of_event(self, stream: str, event: str) -> list[StoredFact]:
        """Return the facts of one event."""
        ...

    def agreed(self, contract: str) -> list[StoredFact]:
        """Return the facts of a contract's stream that are no results, in the order recorded."""
        ...

    def at(self, stream: str, seq: int) -> StoredFact | None:
        """Return the fact with that number."""
        ...

    def keys(self, stream: str, start: str) -> list[str]:
        """Return the keys that facts of a stream were recorded with, of those that begin with `start`."""
        ...

    def by_key(self, stream: str, key: str) -> StoredFact | None:
        """Return the fact that was recorded with that key."""
        ...

    def add_evidence(self, evidence: Evidence, content: bytes) -> None:
        """Keep a file, unless it is there already."""
        ...

    def evidence(self, sha256: str) -> tuple[Evidence, bytes] | None:
        """Return a file."""
        ...


class Results(Protocol):
    """Where results are found, and what they propose."""

    def add(self, lines: Sequence[MeasurementLine]) -> None:
        """Keep where results are found."""
        ...

    def get(self, contract: str, seq: int) -> MeasurementLine | None:
        """Return the result with that number."""
        ...

    def series(self, contract: str, kpi: str, region: str | None = None) -> list[MeasurementLine]:
        """Return the results of a KPI that count, of one region or of all, by the last day of their periods."""
        ...

    def resting_on(self, case: str, fact: int) -> list[MeasurementLine]:
        """Return the results that count and led to a fact of a case."""
        ...

    def leads_to(self, contract: str, seq: int, case: str | None, fact: int | None) -> None:
        """Note the fact of a case that a result led to."""
        ...

    def all(self, contract: str, kpi: str | None = None) -> list[MeasurementLine]:
        """Return results of a contract, those that were corrected too, by period and then by order recorded."""
        ...

    def counting(self, contract: str, kpi: str, region: str, period: str) -> MeasurementLine | None:
        """Return the result that counts."""
        ...

    def corrected(self, contract: str, seq: int) -> None:
        """Note that a result counts no longer."""
        ...

    def propose(self, proposal: Proposal) -> None:
        """Keep a proposal."""
        ...

    def proposal(self, contract: str, seq: int) -> Proposal | None:
        """Return a proposal."""
        ...

    def proposals(self, contract: str | None = None, status: str | None = None) -> list[Proposal]:
        """Return proposals, by contract and number."""
        ...

    def decide(self, proposal: Proposal) -> None:
        """Write the decision on a proposal: its status, case, day, person and reason."""
        ...
