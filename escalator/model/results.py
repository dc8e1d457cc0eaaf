"""Results: what was measured over a period. Owns their shape and whether one fits its KPI; never judges them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from escalator.model.bands import Band
from escalator.model.errors import InputError, UnknownName
from escalator.model.figures import Figure, order, percentage, shown, sound
from escalator.model.norms import Counts, Kind, Kpi
from escalator.model.periods import Period
from escalator.model.text import Text

YES = frozenset({"ja", "yes", "true", "waar"})
NO = frozenset({"nee", "no", "false", "onwaar"})


@dataclass(frozen=True, slots=True)
class PartResult:
    """The result of one part of a compound norm: a number or a judgement."""

    value: Decimal | None = None
    judgement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result, as reported.

    Attributes:
        on: day it was reported (Europe/Amsterdam).
        value: the number, where there is one. `drawn` and `failing` give it instead where the KPI counts.
        judgement: the name of a judgement or band.
        checklist: item: whether it is in order.
        parts: part of a compound norm: its result.
        reasons: reason for failing: how many.
        clients: clients at the provider; `sample` how many this result rests on.
        beside: figures kept beside the value.
    """

    kpi: str
    period: Period
    on: date
    region: str | None = None
    value: Decimal | None = None
    judgement: str | None = None
    checklist: dict[str, bool] = field(default_factory=dict)
    parts: dict[str, PartResult] = field(default_factory=dict)
    drawn: int | None = None
    failing: int | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    clients: int | None = None
    sample: int | None = None
    beside: dict[str, Decimal] = field(default_factory=dict)


def check(kpi: Kpi, result: Result, *, start: date, regions: Iterable[str] = ()) -> None:
    """Refuse a result that does not fit its KPI.

    Args:
        kpi: what was measured.
        result: what was reported.
        start: first day of the contract.
        regions: the ladder's regions.

    Raises:
        InputError: telling what is wrong and what would be allowed.
    """
    if kpi.kind is Kind.PLANNED:
        raise InputError(
            Text(
                f"{kpi.id} is nog niet bepaald; voeg de KPI eerst toe aan het contract.",
                f"{kpi.id} is still to be determined; add the KPI to the contract first.",
            )
        )
    if result.period.last < start:
        raise InputError(
            Text(
                f"{result.period} ligt vóór het begin van het contract ({start}).",
                f"{result.period} is before the start of the contract ({start}).",
            )
        )
    _check_region(kpi, result.region, tuple(regions))
    _check_counts(kpi, result)
    _check_numbers(kpi, result)


def figure(kpi: Kpi, result: Result) -> Figure | None:
    """Return the number that is compared with the norm, or None where the result has none.

    It is the value, or what the KPI compares instead; computed from counts where those were given.
    """
    if kpi.compares == "lowest":
        return min(result.beside.values(), default=None)
    if kpi.compares != "value":
        return result.beside.get(kpi.compares)
    if kpi.counts is None or not result.drawn:
        return result.value
    failing = _failing(kpi.counts, result)
    return percentage(failing if kpi.counts.failing else result.drawn - failing, result.drawn)


def judgement_of(outcomes: Iterable[Band], text: str) -> str:
    """Return the name of the outcome that people mean: by name or label in either language, or by yes and no.

    Raises:
        UnknownName: none of these.
    """
    word, known = text.strip().lower(), tuple(outcomes)
    for outcome in known:
        if word in (outcome.name, outcome.label.nl.lower(), outcome.label.en.lower()):
            return outcome.name
    asked = [outcome for outcome in known if (word in YES and not outcome.miss) or (word in NO and outcome.miss)]
    if len(asked) == 1:
        return asked[0].name
    raise UnknownName(Text("oordeel", "judgement"), text, [outcome.name for outcome in known])


def known(kind: Text, given: Iterable[str], allowed: Iterable[str]) -> None:
    """Refuse the first name that is not allowed, with the nearest one that is."""
    names = tuple(allowed)
    for name in given:
        if name not in names:
            raise UnknownName(kind, name, names)


def _check_region(kpi: Kpi, region: str | None, regions: tuple[str, ...]) -> None:
    if not kpi.per_region and region is not None:
        raise InputError(Text(f"{kpi.id} kent geen regio's.", f"{kpi.id} has no regions."))
    if kpi.per_region and region is None:
        named = ", ".join(sorted(regions))
        raise InputError(
            Text(f"{kpi.id} is per regio: noem er een ({named}).", f"{kpi.id} is per region: name one ({named}).")
        )
    if region is not None:
        known(Text("regio", "region"), (region,), regions)


def _check_numbers(kpi: Kpi, result: Result) -> None:
    for value in (result.value, *(part.value for part in result.parts.values()), *result.beside.values()):
        if value is not None:
            sound(value)
    lowest, highest = kpi.scale
    given = figure(kpi, result)
    if given is None:
        return
    if (lowest is not None and order(given, lowest) < 0) or (highest is not None and order(given, highest) > 0):
        low, high = (Text("…", "…") if bound is None else shown(bound) for bound in kpi.scale)
        told = shown(given)
        raise InputError(
            Text(
                f"{kpi.id}: {told.nl} valt buiten de schaal van {low.nl} tot en met {high.nl}.",
                f"{kpi.id}: {told.en} is outside the scale of {low.en} to {high.en}.",
            )
        )


def _check_counts(kpi: Kpi, result: Result) -> None:
    known(Text("getal", "figure"), result.beside, kpi.beside)
    numbers = {"drawn": result.drawn, "failing": result.failing, "clients": result.clients, "sample": result.sample}
    for name, number in {**numbers, **result.reasons}.items():
        if number is not None and number < 0:
            raise InputError(Text(f"{name} kan niet {number} zijn.", f"{name} cannot be {number}."))
    if result.drawn is None and result.failing is None and not result.reasons:
        return
    if kpi.counts is None or result.value is not None or result.drawn is None:
        raise InputError(
            Text(
                f"{kpi.id}: geef een waarde, of (waar de KPI telt) drawn en failing; niet beide.",
                f"{kpi.id}: give a value, or (where the KPI counts) drawn and failing; not both.",
            )
        )
    _check_failing(kpi.counts, result, result.drawn)


def _check_failing(counts: Counts, result: Result, drawn: int) -> None:
    known(Text("reden", "reason"), result.reasons, counts.reasons)
    total = sum(result.reasons.values()) if result.reasons else result.failing
    if total is None or total > drawn or result.failing not in (None, total):
        raise InputError(
            Text(
                f"Van {drawn} getrokken kunnen er niet {result.failing} niet voldoen ({_split(result.reasons)}).",
                f"Of {drawn} drawn, {result.failing} cannot be failing ({_split(result.reasons)}).",
            )
        )
    if counts.counted and not result.reasons and total:
        named = ", ".join(counts.reasons)
        raise InputError(Text(f"Splits failing naar reden: {named}.", f"Split failing by reason: {named}."))


def _failing(counts: Counts, result: Result) -> int:
    if not result.reasons:
        return result.failing or 0
    return sum(number for reason, number in result.reasons.items() if reason in (counts.counted or result.reasons))


def _split(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{reason}: {number}" for reason, number in reasons.items()) or "-"
