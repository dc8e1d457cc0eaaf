"""Rows of results and proposals, to and from values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from escalator.engine.ports.records import MeasurementLine, Proposal
from escalator.model.text import Text
from escalator.storage.session import Session
from escalator.storage.statement import Row


class ResultRows:
    """Where results are found, and what they propose, in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, lines: Sequence[MeasurementLine]) -> None:
        """Keep where results are found."""
        self._session.write_many("measurement_add", [_values(line) for line in lines])

    def get(self, contract: str, seq: int) -> MeasurementLine | None:
        """Return the result with that number."""
        row = self._session.row("measurement", contract_id=contract, seq=seq)
        return _line(row) if row else None

    def series(self, contract: str, kpi: str, region: str | None = None) -> list[MeasurementLine]:
        """Return the results of a KPI that count, of one region or of all, by the last day of their periods."""
        rows = self._session.rows("measurements_counting", contract_id=contract, kpi=kpi, region=region)
        return [_line(row) for row in rows]

    def resting_on(self, case: str, fact: int) -> list[MeasurementLine]:
        """Return the results that count and led to a fact of a case."""
        return [_line(row) for row in self._session.rows("measurements_resting", case_id=case, case_seq=fact)]

    def leads_to(self, contract: str, seq: int, case: str | None, fact: int | None) -> None:
        """Note the fact of a case that a result led to."""
        self._session.write("measurement_rests", contract=contract, number=seq, case_id=case, case_seq=fact)

    def all(self, contract: str, kpi: str | None = None) -> list[MeasurementLine]:
        """Return results of a contract, those that were corrected too, by period and then by order recorded."""
        if kpi is None:
            return [_line(row) for row in self._session.rows("measurements", contract_id=contract)]
        return [_line(row) for row in self._session.rows("measurements_of", contract_id=contract, kpi=kpi)]

    def counting(self, contract: str, kpi: str, region: str, period: str) -> MeasurementLine | None:
        """Return the result that counts."""
        row = self._session.row("measurement_counting", contract_id=contract, kpi=kpi, region=region, period=period)
        return _line(row) if row else None

    def corrected(self, contract: str, seq: int) -> None:
        """Note that a result counts no longer."""
        self._session.write("measurement_corrected", contract_id=contract, seq=seq)

    def propose(self, proposal: Proposal) -> None:
        """Keep a proposal."""
        self._session.write(
            "proposal_add",
            contract_id=proposal.contract,
            seq=proposal.seq,
            event=proposal.event,
            case_id=proposal.case,
            data=msgspec.json.encode(proposal.data, order="sorted").decode(),
            reason_nl=proposal.reason.nl,
            reason_en=proposal.reason.en,
            status=proposal.status,
            made_on=proposal.made_on,
            decided_on=proposal.decided_on,
            decided_by=proposal.decided_by,
            why=proposal.why,
        )

    def proposal(self, contract: str, seq: int) -> Proposal | None:
        """Return a proposal."""
        row = self._session.row("proposal", contract_id=contract, seq=seq)
        return _proposal(row) if row else None

    def proposals(self, contract: str | None = None, status: str | None = None) -> list[Proposal]:
        """Return proposals, by contract and number."""
        return [_proposal(row) for row in self._session.rows("proposals", contract_id=contract, status=status)]

    def decide(self, proposal: Proposal) -> None:
        """Write the decision on a proposal: its status, case, day, person and reason."""
        self._session.write(
            "proposal_decide",
            contract=proposal.contract,
            number=proposal.seq,
            status=proposal.status,
            case_id=proposal.case,
            decided_on=proposal.decided_on,
            decided_by=proposal.decided_by,
            why=proposal.why,
        )


def _values(line: MeasurementLine) -> dict[str, Any]:
    return {
        "contract_id": line.contract,
        "seq": line.seq,
        "kpi": line.kpi,
        "region": line.region,
        "period": line.period,
        "starts": line.starts,
        "ends": line.ends,
        "on": line.on,
        "value": line.value,
        "verdict": line.verdict,
        "counts": line.counts,
        "corrects": line.corrects,
        "case_id": line.case,
        "case_seq": line.case_seq,
    }


def _line(row: Row) -> MeasurementLine:
    (contract, seq, kpi, region, period, starts, ends, on, value, verdict, counts, corrects, case, case_seq) = row
    return MeasurementLine(
        contract=contract,
        seq=seq,
        kpi=kpi,
        region=region,
        period=period,
        starts=starts,
        ends=ends,
        on=on,
        value=value,
        verdict=verdict,
        counts=counts,
        corrects=corrects,
        case=case,
        case_seq=case_seq,
    )


def _proposal(row: Row) -> Proposal:
    (contract, seq, event, case, data, nl, en, status, made_on, decided_on, decided_by, why) = row
    return Proposal(
        contract=contract,
        seq=seq,
        event=event,
        case=case,
        data=msgspec.json.decode(data, type=dict[str, str]),
        reason=Text(nl, en),
        made_on=made_on,
        status=status,
        decided_on=decided_on,
        decided_by=decided_by,
        why=why,
    )
