"""Whether what is agreed later leaves results as they were judged. Owns that check; it tells, and mends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from escalator.engine.contracts.entering import Desk
from escalator.engine.results.book import Recorded, conflicting, judging, recorded
from escalator.model.assessing import assess
from escalator.model.errors import Conflict, InputError
from escalator.model.text import Text


def check_unchanged(desk: Desk, kpis: Iterable[str]) -> None:
    """Refuse what would make results that count come out otherwise; retract those first, and measure anew after.

    Args:
        desk: the contract, with what is agreed in force.
        kpis: the KPIs that it may touch.

    Raises:
        Refusal: with the list of those results.
    """
    conflicts = [found for kpi in kpis for found in _conflicts(desk, recorded(desk.tx, desk.contract, kpi))]
    if conflicts:
        raise conflicting(conflicts)


def _conflicts(desk: Desk, series: Sequence[Recorded]) -> list[Conflict]:
    found = []
    for each in series:
        alike = [other for other in series if other.line.region == each.line.region]
        told = _otherwise(desk, each, alike)
        if told is not None:
            about = " ".join(filter(None, (each.line.kpi, each.line.region, each.line.period)))
            found.append(Conflict(str(each.line.seq), about, each.line.on.isoformat(), told))
    return found


def _otherwise(desk: Desk, each: Recorded, alike: Sequence[Recorded]) -> Text | None:
    """Return how a result would come out, if that is another way than it did."""
    try:
        kpi = desk.agreements.kpi_for(each.line.kpi, each.result.period)
        seen = assess(kpi, each.result, judging(desk.agreements, kpi, each.result, alike))
    except InputError as problem:
        return problem.text
    stored = desk.tx.facts.at(desk.contract.stream, each.line.seq)
    band = stored.fact.data.get("band", "") if stored else ""
    if (seen.outcome.value, seen.band) == (each.line.verdict, band):
        return None
    was, becomes = f"{each.line.verdict} {band}".strip(), f"{seen.outcome} {seen.band}".strip()
    return Text(f"was {was}, wordt {becomes}", f"was {was}, becomes {becomes}")
