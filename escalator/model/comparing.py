"""Comparing a result with one norm. Owns what each kind of norm makes of it; never looks at what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from escalator.model.bands import Band, band_at, holds
from escalator.model.errors import InputError
from escalator.model.figures import Figure, order, shown
from escalator.model.norm_text import filled, joined, norm_told, with_unit
from escalator.model.norms import Earlier, Improvement, Kpi, Norm, NormKind, Unit
from escalator.model.periods import months_after
from escalator.model.results import PartResult, Result, figure, judgement_of, known
from escalator.model.text import Text

_A_YEAR_EARLIER: Final = -12
_PART, _ITEM = Text("onderdeel", "part"), Text("punt", "item")
_ITEMS_UNKNOWN = Text(
    "Als geheel beoordeeld; de punten zijn niet vastgelegd.", "Judged as a whole; the items are not recorded."
)


@dataclass(frozen=True, slots=True)
class Found:
    """What comparing found: whether the norm is met, why, and in which band."""

    met: bool
    reason: Text
    band: Band | None = None
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Given:
    """A number, a judgement or both, and whose they are."""

    name: str
    unit: Unit | None
    value: Figure | None
    judgement: str | None


def compare(kpi: Kpi, result: Result, norm: Norm, earlier: Iterable[Result] = ()) -> Found:
    """Return what a norm makes of a result.

    Args:
        kpi: what was measured.
        result: what was reported; it fits the KPI.
        norm: one that can be compared with: neither still to be determined nor for reference.
        earlier: results that it may have to improve on, in the order recorded.

    Raises:
        InputError: the result lacks what the norm needs, or has what it does not know.
    """
    known(_PART, result.parts, [part.name for part in norm.parts])
    known(_ITEM, result.checklist, norm.items)
    given = _Given(kpi.id, kpi.unit, figure(kpi, result), result.judgement)
    match norm.kind:
        case NormKind.PARTS:
            return _parts(norm, given, result)
        case NormKind.CHECKLIST:
            return _checklist(norm, given, result)
    found = _simple(norm, given)
    if norm.improves is None or given.value is None:
        return found
    return _improved(found, given.value, norm.improves, earlier_figure(kpi, result, norm.improves.than, earlier))


def earlier_figure(kpi: Kpi, result: Result, than: Earlier, earlier: Iterable[Result]) -> tuple[Figure, str] | None:
    """Return the number that a result is compared with, and over which period; None where there is none.

    Last year's is that of the same part of last year, else the last of that year (by the period's last day).
    """
    last = result.period.last
    same = months_after(last, _A_YEAR_EARLIER)
    found = [
        ((than is Earlier.LAST_YEAR and same in each.period, each.period.last, each.on), value, each.period.name)
        for each in earlier
        if (each.kpi, each.region) == (result.kpi, result.region) and each.period.last < last
        if than is Earlier.PREVIOUS or each.period.last.year == last.year - 1
        if (value := figure(kpi, each)) is not None
    ]
    # Of results over one period the last reported counts, and of those reported on one day the last recorded.
    return max(reversed(found), key=lambda each: each[0])[1:] if found else None


def _simple(norm: Norm, given: _Given) -> Found:
    match norm.kind:
        case NormKind.LIMITS:
            return _limits(norm, given)
        case NormKind.BANDS if given.value is not None:
            return _band(norm, given, given.value)
    return _judged(norm, given)


def _limits(norm: Norm, given: _Given) -> Found:
    if given.value is None or given.judgement is not None:
        raise InputError(Text(f"{given.name} vraagt een getal.", f"{given.name} needs a number."))
    met = all(holds(limit, given.value) for limit in norm.limits)
    asked, told = norm_told(replace(norm, improves=None), given.unit), with_unit(given.value, given.unit)
    if met:
        return Found(met, Text(f"{told.nl} voldoet aan: {asked.nl}.", f"{told.en} meets: {asked.en}."))
    return Found(met, Text(f"{told.nl} voldoet niet aan: {asked.nl}.", f"{told.en} does not meet: {asked.en}."))


def _band(norm: Norm, given: _Given, value: Figure) -> Found:
    band, told = band_at(norm.bands, value), with_unit(value, given.unit)
    _agrees(norm, given, band)
    return Found(not band.miss, Text(f"{told.nl} is {band.label.nl}.", f"{told.en} is {band.label.en}."), band)


def _judged(norm: Norm, given: _Given) -> Found:
    """Return the outcome that a person chose; a number beside it is kept, not compared."""
    if given.judgement is None:
        allowed = ", ".join(band.name for band in norm.bands)
        raise InputError(
            Text(f"{given.name} vraagt een oordeel: {allowed}.", f"{given.name} needs a judgement: {allowed}.")
        )
    chosen = judgement_of(norm.bands, given.judgement)
    band = next(band for band in norm.bands if band.name == chosen)
    return Found(not band.miss, filled(Text("Beoordeeld als {0}.", "Judged {0}."), band.label), band)


def _checklist(norm: Norm, given: _Given, result: Result) -> Found:
    if not result.checklist:
        return replace(_judged(norm, given), notes=(_ITEMS_UNKNOWN,))
    missing = ", ".join(item for item in norm.items if item not in result.checklist)
    if missing:
        raise InputError(
            Text(f"{given.name}: nog niet beoordeeld: {missing}.", f"{given.name}: not judged yet: {missing}.")
        )
    failing = [label for item, label in norm.items.items() if not result.checklist[item]]
    band = next(band for band in norm.bands if band.miss == bool(failing))
    _agrees(norm, given, band)
    if not failing:
        return Found(not failing, Text("Alle punten zijn in orde.", "All items are in order."), band)
    told = filled(Text("Niet in orde: {0}.", "Not in order: {0}."), joined(failing, Text(", ", ", ")))
    return Found(not failing, told, band)


def _parts(norm: Norm, given: _Given, result: Result) -> Found:
    if given.judgement is not None or given.value is not None:
        named = ", ".join(part.name for part in norm.parts)
        raise InputError(Text(f"{given.name} heeft onderdelen: {named}.", f"{given.name} has parts: {named}."))
    reasons, met = [], True
    for part in norm.parts:
        one = result.parts.get(part.name, PartResult())
        found = _simple(part.norm, _Given(f"{given.name}.{part.name}", part.unit, one.value, one.judgement))
        met = met and found.met
        reasons.append(Text(f"{part.label.nl}: {found.reason.nl}", f"{part.label.en}: {found.reason.en}"))
    return Found(met, joined(reasons, Text(" ", " ")))


def _agrees(norm: Norm, given: _Given, band: Band) -> None:
    """Refuse a judgement that says otherwise than the number or the items do."""
    if given.judgement is not None and judgement_of(norm.bands, given.judgement) != band.name:
        raise InputError(
            Text(
                f"{given.name} komt uit op {band.name}; het oordeel {given.judgement} past daar niet bij.",
                f"{given.name} comes to {band.name}; the judgement {given.judgement} does not fit that.",
            )
        )


def _improved(found: Found, value: Figure, improves: Improvement, before: tuple[Figure, str] | None) -> Found:
    if before is None:
        note = Text("Geen eerder resultaat om mee te vergelijken.", "No earlier result to compare with.")
        return replace(found, notes=(note,))
    old, period = shown(before[0]), before[1]
    step = order(value, before[0]) * (-1 if improves.lower_is_better else 1)
    better = step > 0 or (step == 0 and improves.equal_counts)
    told = _VERDICT[better]
    reason = Text(
        f"{found.reason.nl} Vergeleken met {old.nl} ({period}): {told.nl}.",
        f"{found.reason.en} Compared with {old.en} ({period}): {told.en}.",
    )
    return replace(found, met=found.met and better, reason=reason)


_VERDICT: Final = {True: Text("een verbetering", "an improvement"), False: Text("geen verbetering", "no improvement")}
