"""Assessing a result by the norm in force. Owns the verdict and its reasons; never records anything or opens a case."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from escalator.model.comparing import Found, compare
from escalator.model.figures import cut
from escalator.model.norm_text import norm_told
from escalator.model.norms import Consequence, Exemption, From, Kpi, Norm, NormKind, NormVersion, Telling, Unit, YearOf
from escalator.model.periods import PeriodKind, contract_year, contract_years
from escalator.model.results import Result, check, figure
from escalator.model.rhythm import PERIODS
from escalator.model.source import NO_SOURCE, Source
from escalator.model.text import Text


class Outcome(StrEnum):
    """What a result comes to."""

    MET = "met"
    MISSED = "missed"
    NOT_ASSESSED = "not_assessed"
    EXEMPT = "exempt"
    NO_NORM = "no_norm"


@dataclass(frozen=True, slots=True, kw_only=True)
class NormSet:
    """A norm that the parties agreed on during the contract (`norm_set`).

    Attributes:
        from_day: first day it counts; it goes before the ladder's own norms until `until`, where that is given.
        fact: id of the contract fact that it rests on.
        note: the consultation, in words.
    """

    kpi: str
    norm: Norm
    from_day: date
    until: date | None = None
    fact: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What of the contract a result is judged with.

    Attributes:
        start: first day of the contract.
        regions: the ladder's regions.
        norm_sets: norms agreed on, in the order recorded.
        earlier: results of the contract, in any order and of any KPI (G10: across cases).
    """

    start: date
    regions: tuple[str, ...] = ()
    norm_sets: tuple[NormSet, ...] = ()
    earlier: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The norm that a result was judged by.

    Attributes:
        unit: what its values are numbers of.
        since: first day it counts.
        agreed: whether it was agreed during the contract; then `fact` tells where, else `source` does.
    """

    norm: Norm
    since: date
    unit: Unit | None = None
    agreed: bool = False
    fact: str = ""
    source: Source = NO_SOURCE

    @property
    def told(self) -> Text:
        """What it asks, in words."""
        return norm_told(self.norm, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The verdict on a result.

    Attributes:
        value: the number compared; one computed from counts is cut off after six decimals.
        band: the band or judgement it fell in; empty where the norm has none.
        reason: why, in words.
        notes: what else a reader must know.
        consequence: what follows; `keep` where nothing does.
        data: what the event that follows carries.
    """

    kpi: str
    period: str
    outcome: Outcome
    reason: Text
    region: str | None = None
    norm: Applied | None = None
    value: Decimal | None = None
    band: str = ""
    colour: str = ""
    notes: tuple[Text, ...] = ()
    consequence: Consequence = field(default_factory=Consequence)
    data: dict[str, str] = field(default_factory=dict)


def assess(kpi: Kpi, result: Result, context: Context) -> Assessment:
    """Judge a result by the norm in force for its period.

    Args:
        kpi: what was measured.
        result: what was reported; compared as it is, without rounding (G11).
        context: the contract's start, agreed norms and earlier results.

    Raises:
        InputError: the result does not fit the KPI or its norm.
    """
    check(kpi, result, start=context.start, regions=context.regions)
    unfit = _unfit(kpi, result, context.start)
    if unfit:
        outcome, why = unfit
        return Assessment(kpi=kpi.id, period=result.period.name, region=result.region, outcome=outcome, reason=why)
    norm = norm_in_force(kpi, result, context)
    if norm is None or norm.norm.kind in (NormKind.TO_BE_DETERMINED, NormKind.REFERENCE):
        return _seen(kpi, result, norm, Found(met=True, reason=_no_norm(norm)), Outcome.NO_NORM)
    earlier = [each for each in context.earlier if not _unfit(kpi, each, context.start)]
    found = compare(kpi, result, norm.norm, earlier)
    seen = _seen(kpi, result, norm, found, Outcome.MET if found.met else Outcome.MISSED)
    return _followed(kpi, seen, _exempt(kpi, result, From.CONSEQUENCE, context.start))


def norm_in_force(kpi: Kpi, result: Result, context: Context) -> Applied | None:
    """Return the norm for a result's period: what was agreed last, else the ladder's latest; None before the first.

    The period's last day decides, or its first where the ladder says so (G12, G13).
    """
    day = _deciding_day(kpi, result, context.start)
    agreed = [each for each in context.norm_sets if each.kpi == kpi.id and each.from_day <= day]
    agreed = [each for each in agreed if each.until is None or day <= each.until]
    if agreed:
        last = max(reversed(agreed), key=lambda each: each.from_day)  # of one day, the last recorded
        return Applied(norm=last.norm, since=last.from_day, unit=kpi.unit, agreed=True, fact=last.fact)
    begun = [(_since(version, context.start), version) for version in kpi.norms]
    begun = [(since, version) for since, version in begun if since <= day]
    if not begun:
        return None
    since, latest = max(reversed(begun), key=lambda each: each[0])
    source = kpi.source if latest.source == NO_SOURCE else latest.source
    return Applied(norm=latest.norm, since=since, unit=kpi.unit, source=source)


def _since(version: NormVersion, start: date) -> date:
    return version.from_day or contract_years(version.from_contract_year, start).first


def _deciding_day(kpi: Kpi, result: Result, start: date) -> date:
    return result.period.last if kpi.year_of is YearOf.LAST_DAY else max(result.period.first, start)


def _unfit(kpi: Kpi, result: Result, start: date) -> tuple[Outcome, Text] | None:
    """Return why a result is not judged at all, or None if it is."""
    if _exempt(kpi, result, From.MEASURING, start):
        return Outcome.EXEMPT, Text("Vrijgesteld van meting in deze periode.", "Exempt from measuring in this period.")
    clients, sample = kpi.minimum_clients, kpi.minimum_sample
    if clients and result.clients is not None and result.clients < clients:
        return Outcome.EXEMPT, Text(
            f"Vrijgesteld: {result.clients} cliënten, minder dan {clients}.",
            f"Exempt: {result.clients} clients, fewer than {clients}.",
        )
    if sample and result.sample is not None and result.sample < sample:
        return Outcome.NOT_ASSESSED, Text(
            f"Niet beoordeeld: steekproef van {result.sample}, minder dan {sample}.",
            f"Not assessed: a sample of {result.sample}, fewer than {sample}.",
        )
    if result.drawn == 0:
        return Outcome.NOT_ASSESSED, Text("Niet beoordeeld: niets getrokken.", "Not assessed: none drawn.")
    return None


def _exempt(kpi: Kpi, result: Result, of: From, start: date) -> Exemption | None:
    if not kpi.exemptions:
        return None
    year = contract_year(max(_deciding_day(kpi, result, start), start), start)
    name = result.period.name
    found = (each for each in kpi.exemptions if each.of is of)
    return next((each for each in found if name in each.periods or year in each.contract_years), None)


def _no_norm(norm: Applied | None) -> Text:
    if norm is None:
        return Text("Er geldt geen norm voor deze periode.", "No norm holds for this period.")
    return Text(f"Nog geen norm: {norm.told.nl}.", f"No norm yet: {norm.told.en}.")


def _seen(kpi: Kpi, result: Result, norm: Applied | None, found: Found, outcome: Outcome) -> Assessment:
    value, band = figure(kpi, result), found.band
    return Assessment(
        kpi=kpi.id,
        period=result.period.name,
        region=result.region,
        outcome=outcome,
        reason=found.reason,
        norm=norm,
        value=None if value is None else cut(value),
        band=band.name if band else "",
        colour=band.colour if band else "",
        notes=(*_notes(kpi, result), *found.notes),
    )


def _followed(kpi: Kpi, seen: Assessment, spared: Exemption | None) -> Assessment:
    """Return the verdict with what follows on it."""
    if spared and seen.outcome is Outcome.MISSED:
        clauses = ", ".join((*spared.source.clauses, *spared.source.readings))
        note = Text(f"Zonder gevolg in deze periode ({clauses}).", f"Without consequence in this period ({clauses}).")
        return replace(seen, notes=(*seen.notes, note))
    follows = kpi.on_pass if seen.outcome is Outcome.MET else kpi.on_miss
    return replace(seen, consequence=follows, data=_data(seen, follows)) if follows != _NOTHING else seen


def _data(seen: Assessment, follows: Consequence) -> dict[str, str]:
    """Return what the event that follows carries; what the assessment does not have is left out."""
    told = {
        Telling.KPI: seen.kpi,
        Telling.PERIOD: seen.period,
        Telling.REGION: seen.region,
        Telling.VALUE: None if seen.value is None else str(seen.value),
        Telling.BAND: seen.band,
        Telling.COLOUR: seen.colour,
    }
    return {key: value for key, telling in follows.data.items() if (value := told[telling])}


def _notes(kpi: Kpi, result: Result) -> tuple[Text, ...]:
    """Return what is taken for granted: minimums whose number was not given, and a period outside the rhythm."""
    notes = []
    if kpi.minimum_clients and result.clients is None:
        notes.append(_taken(Text("aantal cliënten", "number of clients"), kpi.minimum_clients))
    if kpi.minimum_sample and result.sample is None:
        notes.append(_taken(Text("steekproef", "sample"), kpi.minimum_sample))
    usual = PERIODS.get(kpi.every.kind) if kpi.every else None
    if usual and result.period.kind not in (usual[0], PeriodKind.FROM_TO):
        notes.append(
            Text(
                f"Gemeten over {result.period}; het ritme is {kpi.every}.",
                f"Measured over {result.period}; the rhythm is {kpi.every}.",
            )
        )
    return tuple(notes)


def _taken(what: Text, least: int) -> Text:
    return Text(
        f"Niet opgegeven: {what.nl}; aangenomen dat het er ten minste {least} zijn.",
        f"Not given: {what.en}; taken to be at least {least}.",
    )


_NOTHING: Final = Consequence()
