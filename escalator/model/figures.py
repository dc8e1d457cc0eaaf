"""Figures: numbers as people write, compare and read them. Owns the one place where text becomes a number.

Nothing here rounds. A figure computed from counts is a fraction, so that 3 of 29 is compared exactly.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Final

from escalator.model.errors import InputError
from escalator.model.text import Text

Figure = Decimal | Fraction

MOST: Final = Decimal(10) ** 9
FINEST: Final = Decimal("0.000001")
_CUT: Final = Decimal("0.01")
_WRITTEN: Final = re.compile(r"([+-]?[0-9]{1,40})(?:[.,]([0-9]{1,40}))?", re.ASCII)


def figure_of(text: str) -> Decimal:
    """Read a number with a decimal point, or a decimal comma as the Dutch write it: `7.5` and `7,5` are the same.

    Raises:
        InputError: anything else (`NaN`, `1e3`, `1.234,5`), or more digits than any contract has.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        raise InputError(
            Text(
                f"{text.strip()[:40]!r} is geen getal; schrijf bijvoorbeeld 7,5 of 95.",
                f"{text.strip()[:40]!r} is no number; write for example 7.5 or 95.",
            )
        )
    return sound(Decimal(f"{found[1]}.{found[2] or 0}") if found[2] else Decimal(found[1]))


def sound(value: Decimal) -> Decimal:
    """Return a number that can be reported.

    Raises:
        InputError: it is not finite, a billion or more, or has more than six decimals.
    """
    if not value.is_finite() or abs(value) >= MOST or value != value.quantize(FINEST):
        raise InputError(
            Text(
                f"{value} kan niet: hoogstens 9 cijfers vóór en 6 na de komma.",
                f"{value} is impossible: at most 9 digits before and 6 after the point.",
            )
        )
    return value


def order(value: Figure, other: Figure) -> int:
    """Return -1, 0 or 1: whether a figure is below, equal to or above another, exactly."""
    if isinstance(value, Decimal) and isinstance(other, Decimal):
        return int(value.compare(other))
    one, two = Fraction(value), Fraction(other)
    return (one > two) - (one < two)


def percentage(part: int, whole: int) -> Fraction:
    """Return how many percent `part` is of `whole`, exactly."""
    return Fraction(100 * part, whole)


def cut(value: Figure) -> Decimal:
    """Return a reported figure as it is, and a computed one cut off (not rounded) after six decimals."""
    if isinstance(value, Decimal):
        return value
    scaled = value.numerator * int(1 / FINEST) // value.denominator
    return (Decimal(scaled) * FINEST).normalize() + 0


def shown(value: Figure) -> Text:
    """Return a figure as people read it: `7,5` and `7.5`; a computed one that goes on ends in `…`."""
    if isinstance(value, Decimal):
        english = f"{value:f}"
    else:
        whole = cut(value)
        short = whole.quantize(_CUT, ROUND_DOWN)
        english = f"{whole:f}" if Fraction(short) == value else f"{short:f}…"
    return Text(english.replace(".", ","), english)
