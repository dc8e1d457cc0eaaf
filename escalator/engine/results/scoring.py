"""What scores lead to by a contract's scorecards. Reads; nothing here moves a case."""

from __future__ import annotations

from escalator.engine.context import Context, contract_named
from escalator.engine.contracts.in_force import agreements_of
from escalator.engine.ports.records import MeasurementLine
from escalator.engine.results.book import recorded
from escalator.engine.results.given import Scored
from escalator.model.ladder import Ladder
from escalator.model.norms import Scorecard
from escalator.model.results import Result


def scored(ladder: Ladder, line: MeasurementLine, result: Result) -> tuple[Scored, ...]:
    """Return what a result leads to by the scorecards that weigh it; nothing for one without a number."""
    return tuple(_scored(card, line, result) for card in ladder.scorecards.values() if _weighs(card, result))


def _weighs(card: Scorecard, result: Result) -> bool:
    return card.kpi == result.kpi and result.value is not None


def _scored(card: Scorecard, line: MeasurementLine, result: Result) -> Scored:
    if result.value is None:
        message = "a score is a number"
        raise LookupError(message)
    band, consequences = card.at(result.value)
    return Scored(
        scorecard=card.id,
        label=card.label,
        kpi=card.kpi,
        period=line.period,
        result=line.seq,
        value=result.value,
        band=band,
        consequences=consequences,
    )


def scores(context: Context, contract: str) -> list[Scored]:
    """Return what the latest score leads to by each scorecard of a contract.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        named = contract_named(tx, contract)
        ladder = agreements_of(context, tx, named).ladder(context.today())
        found = []
        for card in ladder.scorecards.values():
            weighed = [each for each in recorded(tx, named, card.kpi) if _weighs(card, each.result)]
            found += [_scored(card, each.line, each.result) for each in weighed[-1:]]
        return found
