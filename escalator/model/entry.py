"""What people enter for a result or a norm, as text from a command line, a form or a table. Owns the reading only.

Whether what was read fits its KPI is for `results` and `comparing` to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from escalator.model.bands import Comparison, Limit
from escalator.model.errors import InputError
from escalator.model.figures import figure_of
from escalator.model.norms import Norm, NormKind
from escalator.model.results import NO, YES, PartResult, known
from escalator.model.text import Text

_NUMBER: Final = re.compile(r"[-+]?[0-9.,]*[0-9][0-9.,]*", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What was entered, as the attributes of a `Result` of the same names."""

    value: Decimal | None = None
    judgement: str | None = None
    checklist: dict[str, bool] = field(default_factory=dict)
    parts: dict[str, PartResult] = field(default_factory=dict)


def entered(text: str, norm: Norm | None) -> Entered:
    """Read a result: a number, a judgement, or `item=ja; item=nee` and `part=99,5; part=98` for several.

    Args:
        text: as entered; numbers with a decimal point or comma.
        norm: the norm in force, which tells what is expected; None where there is none.

    Raises:
        InputError: it can be none of these.
    """
    if norm is not None and norm.kind is NormKind.LIMITS:
        return Entered(value=figure_of(text))
    if norm is not None and "=" in text:
        return _assigned(text, norm)
    if _NUMBER.fullmatch(text.strip()):
        return Entered(value=figure_of(text))
    return Entered(judgement=text.strip())


def stated(text: str, like: Norm | None = None) -> Norm:
    """Read a norm of one limit: `>= 7,5`, `< 10`, `= 100`; or a bare number, compared as the norm so far is.

    Args:
        text: as entered.
        like: the norm so far.

    Raises:
        InputError: no number, or a bare one where the norm so far is not one limit.
    """
    bare = text.strip()
    sign = next((each for each in Comparison if bare.startswith(each)), None)
    if sign:
        return Norm(kind=NormKind.LIMITS, limits=(Limit(sign, figure_of(bare.removeprefix(sign))),))
    if like is None or len(like.limits) != 1:
        raise InputError(
            Text(
                f"{bare[:40]!r}: schrijf ook hoe vergeleken wordt, bijvoorbeeld '>= 7,5'.",
                f"{bare[:40]!r}: write how to compare too, for example '>= 7.5'.",
            )
        )
    limit = Limit(like.limits[0].comparison, figure_of(bare))
    return Norm(kind=NormKind.LIMITS, limits=(limit,), improves=like.improves)


def _assigned(text: str, norm: Norm) -> Entered:
    pairs: dict[str, str] = {}
    for each in filter(str.strip, text.split(";")):
        name, equals, value = (piece.strip() for piece in each.partition("="))
        if not equals or not value or name in pairs:
            raise InputError(
                Text(
                    f"{each.strip()[:40]!r}: schrijf naam=waarde, elke naam één keer, gescheiden door ';'.",
                    f"{each.strip()[:40]!r}: write name=value, each name once, separated by ';'.",
                )
            )
        pairs[name] = value
    if norm.kind is NormKind.PARTS:
        known(Text("onderdeel", "part"), pairs, [part.name for part in norm.parts])
        return Entered(parts={name: _part(value) for name, value in pairs.items()})
    known(Text("punt", "item"), pairs, norm.items)
    return Entered(checklist={name: _yes_or_no(value) for name, value in pairs.items()})


def _part(text: str) -> PartResult:
    if _NUMBER.fullmatch(text):
        return PartResult(value=figure_of(text))
    return PartResult(judgement=text)


def _yes_or_no(text: str) -> bool:
    word = text.lower()
    if word not in YES | NO:
        raise InputError(Text(f"{text[:40]!r}: schrijf ja of nee.", f"{text[:40]!r}: write yes or no."))
    return word in YES
