"""The fact `measured`: a result and its verdict as plain data, and the result back. Owns that form only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from escalator.model.assessing import Assessment
from escalator.model.facts import Fact, Plain
from escalator.model.periods import parse
from escalator.model.results import PartResult, Result

_COUNTS: Final = ("drawn", "failing", "clients", "sample")


def plain_of(result: Result) -> dict[str, Plain]:
    """Return a result as plain data; what was not given is left out."""
    data: dict[str, Plain] = {"kpi": result.kpi, "period": result.period.name}
    if result.region is not None:
        data["region"] = result.region
    if result.value is not None:
        data["value"] = number(result.value)
    if result.judgement is not None:
        data["judgement"] = result.judgement
    for name in _COUNTS:
        count = getattr(result, name)
        if count is not None:
            data[name] = count
    if result.checklist or result.parts or result.reasons or result.beside:
        data |= _mappings(result)
    return data


def _mappings(result: Result) -> dict[str, Plain]:
    found: dict[str, Plain] = {
        "checklist": dict(result.checklist),
        "parts": {name: _part(part) for name, part in result.parts.items()},
        "reasons": dict(result.reasons),
        "beside": {name: number(value) for name, value in result.beside.items()},
    }
    return {name: value for name, value in found.items() if value}


def _part(part: PartResult) -> dict[str, Plain]:
    value: dict[str, Plain] = {"value": number(part.value)} if part.value is not None else {}
    return value | ({"judgement": part.judgement} if part.judgement is not None else {})


def number(value: Decimal) -> str:
    """Return a number as text, never with an exponent; there is one zero."""
    return format(value + 0, "f")


def verdict_of(seen: Assessment) -> dict[str, Plain]:
    """Return a verdict as plain data: the outcome, the band, the number compared and the norm it was judged by."""
    data: dict[str, Plain] = {"verdict": seen.outcome.value}
    if seen.band:
        data["band"] = seen.band
    if seen.colour:
        data["colour"] = seen.colour
    if seen.value is not None:
        data["compared"] = number(seen.value)
    if seen.norm is not None:
        since: dict[str, Plain] = {"since": seen.norm.since.isoformat()}
        data["norm"] = since | ({"fact": seen.norm.fact} if seen.norm.agreed else {})
    return data


def result_of(fact: Fact, start: date) -> Result:
    """Return the result that a fact records.

    Args:
        fact: a `measured`.
        start: first day of the contract.
    """
    data: Mapping[str, Any] = fact.data
    value = data.get("value")
    return Result(
        kpi=data["kpi"],
        period=parse(data["period"], start).clipped(start),
        on=fact.on,
        region=data.get("region"),
        value=None if value is None else Decimal(value),
        judgement=data.get("judgement"),
        checklist=data.get("checklist", {}),
        parts={name: _part_of(part) for name, part in data.get("parts", {}).items()},
        reasons=data.get("reasons", {}),
        beside={name: Decimal(figure) for name, figure in data.get("beside", {}).items()},
        **{name: data.get(name) for name in _COUNTS},
    )


def _part_of(part: Mapping[str, str]) -> PartResult:
    value = part.get("value")
    return PartResult(None if value is None else Decimal(value), part.get("judgement"))
