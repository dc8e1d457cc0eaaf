"""What scores lead to by a contract's scorecards. Reads; nothing here moves a case."""

from __future__ import annotations

from decimal import Decimal

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
    cards = [card for card in ladder.scorecards.values() if card.kpi == result.kpi]
    return () if result.value is None else tuple(_scored(card, line, result.value) for card in cards)


def _scored(card: Scorecard, line: MeasurementLine, value: Decimal) -> Scored:
    band, consequences = card.at(value)
    return Scored(
        scorecard=card.id,
        label=card.label,
        kpi=card.kpi,
        period=line.period,
        result=line.seq,
        value=value,
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
            weighed = [(each.line, each.result.value) for each in recorded(tx, named, card.kpi)]
            found += [_scored(card, line, value) for line, value in weighed if value is not None][-1:]
        return found
