"""Limits and bands: where a value lies on a scale. Owns the comparing, which never rounds (G11)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from escalator.model.figures import Figure, order
from escalator.model.text import Text


class Comparison(StrEnum):
    """How a value relates to its limit when the norm is met."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"
    EXACTLY = "="


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit that a value must keep to."""

    comparison: Comparison
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One outcome of a norm or scorecard: a stretch of values, or a judgement.

    Attributes:
        lower: where it begins; None for the lowest band, and for a judgement. It ends where the next one begins.
        includes_lower: whether `lower` itself belongs to it (it does unless the contract says otherwise; G11).
        miss: whether the norm is missed in it.
        colour: the colour it is shown in, and that an event may carry.
        consequences: for a scorecard, the names of what follows.
    """

    name: str
    label: Text
    lower: Decimal | None = None
    includes_lower: bool = True
    miss: bool = False
    colour: str = ""
    consequences: tuple[str, ...] = ()


_HOLDS: Final = {
    Comparison.AT_LEAST: (0, 1),
    Comparison.MORE_THAN: (1,),
    Comparison.AT_MOST: (-1, 0),
    Comparison.LESS_THAN: (-1,),
    Comparison.EXACTLY: (0,),
}


def holds(limit: Limit, value: Figure) -> bool:
    """Return whether a value keeps to a limit."""
    return order(value, limit.value) in _HOLDS[limit.comparison]


def band_at(bands: tuple[Band, ...], value: Figure) -> Band:
    """Return the band that a value falls in: the last one whose lower bound admits it.

    Args:
        bands: from low to high; the first has no lower bound.
        value: a number.
    """
    return next(band for band in reversed(bands) if admits(band, value))


def admits(band: Band, value: Figure) -> bool:
    """Return whether a value lies at or above the band's lower bound."""
    return band.lower is None or order(value, band.lower) >= (0 if band.includes_lower else 1)
