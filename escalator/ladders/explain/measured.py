"""What is measured, in words: KPIs with their norms and what follows on them, and scorecards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from escalator.ladders.explain.page import Page
from escalator.ladders.explain.times import PERIOD, by_when
from escalator.ladders.explain.voice import Voice
from escalator.model.bands import Band
from escalator.model.due_text import rhythm_told
from escalator.model.norm_text import norm_told, with_unit
from escalator.model.norms import Consequence, From, Kind, Kpi, NormKind, NormVersion, Scorecard, Then, Unit, Weight
from escalator.model.rhythm import FirstPeriod
from escalator.model.text import Text

_KINDS = {
    Kind.KPI: Text("KPI", "KPI"),
    Kind.INDICATOR: Text("indicator, zonder gevolg", "indicator, without consequence"),
    Kind.CHECK: Text("controle", "check"),
    Kind.PLANNED: Text("nog af te spreken", "yet to be agreed"),
}
_WEIGHTS = {
    Weight.BONUS: Text("bonus", "bonus"),
    Weight.MALUS: Text("malus", "malus"),
    Weight.CONSIDER: Text("wordt overwogen", "is considered"),
    Weight.NONE: Text("zonder bonus of malus", "neither bonus nor malus"),
}


def write(page: Page, voice: Voice) -> None:
    """Write KPIs and scorecards."""
    if voice.ladder.kpis:
        page.heading(2, voice("KPI's en andere metingen", "KPIs and other measurements"))
        for kpi in voice.ladder.kpis.values():
            _kpi(page, voice, kpi)
    if voice.ladder.scorecards:
        page.heading(2, voice("Scorekaarten", "Scorecards"))
        for card in voice.ladder.scorecards.values():
            _scorecard(page, voice, card)


def _kpi(page: Page, voice: Voice, kpi: Kpi) -> None:
    page.heading(3, f"{voice.text(kpi.label)} (`{kpi.id}`)")
    track = voice.ladder.tracks.get(kpi.track or "")
    page.point(voice.text(_KINDS[kpi.kind]) + voice.source(kpi.source))
    texts = (
        (voice("Thema", "Theme"), kpi.theme),
        (voice("Spoor", "Track"), track.label if track else None),
        (voice("Wat telt", "What counts"), kpi.definition),
        (voice("Methode", "Method"), kpi.method),
    )
    for name, text in texts:
        if text:
            page.point(f"{name}: {voice.text(text)}")
    for told in (*_measured(voice, kpi), *_norms(voice, kpi), *_follows(voice, kpi)):
        page.point(told)


def _measured(voice: Voice, kpi: Kpi) -> Iterator[str]:
    if kpi.measured_by:
        figures = voice.roles(kpi.data_by, every=True)
        data = voice(f", met gegevens van {figures}", f", with figures from {figures}") if kpi.data_by else ""
        who = voice.roles(kpi.measured_by, every=True)
        yield voice(f"Gemeten door {who}{data}", f"Measured by {who}{data}")
    yield from _when(voice, kpi)
    if kpi.per_region:
        yield voice("Per regio een eigen resultaat", "Each region has its own result")
    if kpi.minimum_clients:
        least = kpi.minimum_clients
        yield voice(f"Niet gemeten bij minder dan {least} cliënten", f"Not measured with fewer than {least} clients")
    if kpi.minimum_sample:
        least = kpi.minimum_sample
        yield voice(f"Niet beoordeeld bij een steekproef onder {least}", f"Not assessed on a sample below {least}")
    yield from _figures(voice, kpi)


def _when(voice: Voice, kpi: Kpi) -> Iterator[str]:
    if kpi.every:
        often = voice.text(rhythm_told(kpi.every))
        by = f", {by_when(voice, kpi.due, PERIOD)}" if kpi.due else ""
        yield voice(f"Hoe vaak: {often}{by}", f"How often: {often}{by}")
    if kpi.starting:
        yield voice(f"Gemeten vanaf {voice.day(kpi.starting)}", f"Measured from {voice.day(kpi.starting)}")
    if kpi.first_period is FirstPeriod.WHOLE_ONLY:
        yield voice(
            "Een onvolledige eerste periode wordt niet gemeten", "A first period that is cut short is not measured"
        )


def _figures(voice: Voice, kpi: Kpi) -> Iterator[str]:
    """Tell what a result is made of: its scale, counts, and what is kept beside it."""
    low, high = kpi.scale
    if low is not None and high is not None and kpi.unit is not Unit.PERCENT:
        ends = [voice.text(with_unit(each, None)) for each in (low, high)]
        yield voice(f"Schaal: {ends[0]} tot en met {ends[1]}", f"Scale: {ends[0]} to {ends[1]}")
    if kpi.counts:
        share = voice("dat niet voldoet", "that fails") if kpi.counts.failing else voice("dat voldoet", "that passes")
        reasons = [voice.text(kpi.counts.reasons[name]) for name in kpi.counts.counted if name in kpi.counts.reasons]
        only = voice(f"; alleen {voice.all_of(reasons)}", f"; only {voice.all_of(reasons)}") if reasons else ""
        yield voice(
            f"Te berekenen uit aantallen: het deel {share}{only}", f"Computed from counts: the share {share}{only}"
        )
    if kpi.beside:
        beside = voice.all_of(voice.text(label) for label in kpi.beside.values())
        yield voice(f"Ernaast bewaard: {beside}", f"Kept beside it: {beside}")
    if kpi.compares == "lowest":
        yield voice("Vergeleken wordt het laagste daarvan", "The lowest of those is compared")
    elif kpi.compares in kpi.beside:
        told = voice.text(kpi.beside[kpi.compares])
        yield voice(f"Vergeleken wordt: {told}", f"What is compared: {told}")


def _norms(voice: Voice, kpi: Kpi) -> Iterator[str]:
    for version in kpi.norms:
        when = _from(voice, version)
        told = voice.text(norm_told(version.norm, kpi.unit))
        yield voice(f"Norm{when}: {told}", f"Norm{when}: {told}") + voice.source(version.source)
        if version.norm.kind is NormKind.BANDS:
            bands = "; ".join(_bands(voice, version.norm.bands, kpi.unit))
            yield voice(f"Banden: {bands}", f"Bands: {bands}")
    for exemption in kpi.exemptions:
        parts = [*exemption.periods, *(f"CY{year}" for year in exemption.contract_years)]
        what = (
            voice("niet gemeten", "not measured")
            if exemption.of is From.MEASURING
            else voice("een misser heeft geen gevolg", "a miss has no consequence")
        )
        yield voice(f"Over {voice.all_of(parts)}: {what}", f"Over {voice.all_of(parts)}: {what}") + voice.source(
            exemption.source
        )


def _from(voice: Voice, version: NormVersion) -> str:
    if version.from_day:
        return voice(f" vanaf {voice.day(version.from_day)}", f" from {voice.day(version.from_day)}")
    if version.from_contract_year > 1:
        year = version.from_contract_year
        return voice(f" vanaf contractjaar {year}", f" from contract year {year}")
    return ""


def _bands(voice: Voice, bands: Sequence[Band], unit: Unit | None) -> Iterator[str]:
    """Yield each band with its bounds: `voldoende vanaf 65%, onder 80%`."""
    for band, above in zip(bands, (*bands[1:], None), strict=True):
        ends = []
        if band.lower is not None:
            word = voice("vanaf", "from") if band.includes_lower else voice("boven", "above")
            ends.append(f"{word} {voice.text(with_unit(band.lower, unit))}")
        if above is not None and above.lower is not None:
            word = voice("onder", "below") if above.includes_lower else voice("tot en met", "up to and including")
            ends.append(f"{word} {voice.text(with_unit(above.lower, unit))}")
        yield f"{voice.text(band.label)} {', '.join(ends)}".strip()


def _follows(voice: Voice, kpi: Kpi) -> Iterator[str]:
    for first, consequence in (
        (voice("Niet gehaald", "Missed"), kpi.on_miss),
        (voice("Gehaald", "Met"), kpi.on_pass),
    ):
        if consequence.then is not Then.KEEP:
            yield f"{first}: {_consequence(voice, consequence)}"


def _consequence(voice: Voice, what: Consequence) -> str:
    opens = voice(f"opent een dossier met {voice.event(what.event)}", f"opens a case with {voice.event(what.event)}")
    feeds = voice(
        f"in een dossier dat op een beoordeling wacht: {voice.event(what.feeds)}",
        f"in a case that waits for an evaluation: {voice.event(what.feeds)}",
    )
    if what.then is Then.FEED:
        return feeds
    told = f"{opens}; {feeds}" if what.feeds else opens
    if what.feeds == what.event:
        told = voice(
            f"{opens}, of telt zo in een dossier dat op een beoordeling wacht",
            f"{opens}, or counts as that in a case that waits for an evaluation",
        )
    if what.then is Then.PROPOSE:
        return voice(
            f"voorstel aan de contractmanager, die beslist ({told})", f"proposed to the contract manager ({told})"
        )
    return told


def _scorecard(page: Page, voice: Voice, card: Scorecard) -> None:
    unit = voice.ladder.kpis[card.kpi].unit
    page.heading(3, f"{voice.text(card.label)} (`{card.id}`)")
    page.point(voice(f"Weegt KPI `{card.kpi}`", f"Weighs KPI `{card.kpi}`") + voice.source(card.source))
    if card.target is not None:
        told = voice.text(with_unit(card.target, unit))
        page.point(voice(f"Streefwaarde: {told}", f"Target: {told}"))
    for band, shown in zip(card.bands, _bands(voice, card.bands, unit), strict=True):
        follows = [voice.text(card.consequences[name].label) for name in band.consequences]
        told = voice.all_of(follows) if follows else voice("geen gevolg", "no consequence")
        page.point(f"{shown}: {told}")
    for each in card.consequences.values():
        themes = [f"{voice.text(text)} (`{name}`)" for name, text in each.themes.items()]
        page.point(f"{voice.text(each.label)} ({voice.text(_WEIGHTS[each.weight])}){voice.source(each.source)}", themes)
