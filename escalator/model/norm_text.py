"""Norms in words, in Dutch and in English. Owns the wording only."""

from __future__ import annotations

from typing import Final

from escalator.model.bands import Band, Comparison
from escalator.model.figures import Figure, shown
from escalator.model.norms import Earlier, Improvement, Norm, NormKind, Unit
from escalator.model.text import Text

_COMPARED: Final = {
    Comparison.AT_LEAST: Text("ten minste {0}", "at least {0}"),
    Comparison.MORE_THAN: Text("meer dan {0}", "more than {0}"),
    Comparison.AT_MOST: Text("hoogstens {0}", "at most {0}"),
    Comparison.LESS_THAN: Text("minder dan {0}", "less than {0}"),
    Comparison.EXACTLY: Text("precies {0}", "exactly {0}"),
}
_UNITS: Final = {
    Unit.PERCENT: Text("{0}%", "{0}%"),
    Unit.HOURS: Text("{0} uur", "{0} hours"),
    Unit.DAYS: Text("{0} dagen", "{0} days"),
    Unit.WORKING_DAYS: Text("{0} werkdagen", "{0} working days"),
    Unit.WEEKS: Text("{0} weken", "{0} weeks"),
    Unit.EURO: Text("EUR {0}", "EUR {0}"),
}
_PLAIN: Final = Text("{0}", "{0}")
_EARLIER: Final = {
    Earlier.LAST_YEAR: Text("vorig jaar", "last year"),
    Earlier.PREVIOUS: Text("de vorige keer", "the previous time"),
}
_OPEN: Final = {
    NormKind.TO_BE_DETERMINED: Text("nog te bepalen", "still to be determined"),
    NormKind.REFERENCE: Text("referentiejaar, nog geen norm", "year of reference, no norm yet"),
}


def norm_told(norm: Norm, unit: Unit | None = None) -> Text:
    """Return what a norm asks, in words."""
    match norm.kind:
        case NormKind.LIMITS:
            limits = [filled(_COMPARED[limit.comparison], with_unit(limit.value, unit)) for limit in norm.limits]
            return joined([*limits, *_improving(norm.improves)], Text(" en ", " and "))
        case NormKind.BANDS:
            return joined([_band_told(band, unit) for band in norm.bands if not band.miss], Text(" of ", " or "))
        case NormKind.JUDGED:
            return joined([band.label for band in norm.bands if not band.miss], Text(" of ", " or "))
        case NormKind.CHECKLIST:
            return joined(list(norm.items.values()), Text(", ", ", "))
        case NormKind.PARTS:
            told = [(part.label, norm_told(part.norm, part.unit)) for part in norm.parts]
            return joined([Text(f"{one.nl}: {two.nl}", f"{one.en}: {two.en}") for one, two in told], Text("; ", "; "))
    return _OPEN[norm.kind]


def with_unit(value: Figure, unit: Unit | None) -> Text:
    """Return a figure with its unit: `95%`, `7,5`."""
    return filled(_UNITS.get(unit, _PLAIN) if unit else _PLAIN, shown(value))


def filled(text: Text, part: Text) -> Text:
    """Return a text with `{0}` filled in, each language with its own."""
    return Text(text.nl.format(part.nl), text.en.format(part.en))


def joined(texts: list[Text], by: Text) -> Text:
    """Return texts joined, each language with its own word between them."""
    return Text(by.nl.join(text.nl for text in texts), by.en.join(text.en for text in texts))


def _band_told(band: Band, unit: Unit | None) -> Text:
    if band.lower is None:
        return band.label
    start = Comparison.AT_LEAST if band.includes_lower else Comparison.MORE_THAN
    bound = filled(_COMPARED[start], with_unit(band.lower, unit))
    return Text(f"{band.label.nl} ({bound.nl})", f"{band.label.en} ({bound.en})")


def _improving(improves: Improvement | None) -> list[Text]:
    if improves is None:
        return []
    earlier = _EARLIER[improves.than]
    if improves.equal_counts:
        return [filled(Text("niet slechter dan {0}", "no worse than {0}"), earlier)]
    return [filled(Text("beter dan {0}", "better than {0}"), earlier)]
