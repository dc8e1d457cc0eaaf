"""Finding results: which there are, and one in full. Reads; never judges again."""

from __future__ import annotations

from escalator.engine.context import Context, contract_named
from escalator.engine.ports.records import MeasurementLine
from escalator.engine.results.given import MeasurementView
from escalator.model.errors import UnknownName
from escalator.model.text import Text


def results(
    context: Context,
    contract: str,
    *,
    kpi: str | None = None,
    region: str | None = None,
    period: str | None = None,
    corrected: bool = False,
) -> list[MeasurementLine]:
    """Return the results of a contract, by period and then as they were recorded.

    Args:
        context: the engine.
        contract: the contract.
        kpi: only those of one KPI.
        region: only those of one region.
        period: only those over one period, by its name.
        corrected: those that count no longer too.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        found = tx.results.all(contract_named(tx, contract).id, kpi)
    return [
        line
        for line in found
        if (corrected or line.counts) and region in {None, line.region} and period in {None, line.period}
    ]


def result(context: Context, contract: str, number: int) -> MeasurementView:
    """Return one result, with the fact that it is.

    Raises:
        UnknownName: there is no such contract or result.
    """
    with context.store.reading() as tx:
        named = contract_named(tx, contract)
        line = tx.results.get(named.id, number)
        stored = tx.facts.at(named.stream, number)
        if line is None or stored is None:
            known = [str(each.seq) for each in tx.results.all(named.id)]
            raise UnknownName(Text("resultaat", "result"), str(number), known)
        return MeasurementView(line, stored.fact)
