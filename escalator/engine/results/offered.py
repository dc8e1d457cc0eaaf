"""From a result as it is offered to a result. Owns the reading; whether it fits its KPI is for the model to say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final

from escalator.engine.contracts.in_force import Agreements
from escalator.engine.results.given import Given, Number
from escalator.model.assessing import Context, norm_in_force
from escalator.model.due_text import rhythm_told
from escalator.model.entry import Entered, entered
from escalator.model.errors import InputError
from escalator.model.figures import figure_of, sound
from escalator.model.norms import Kpi, Unit
from escalator.model.periods import Period, PeriodKind, parse
from escalator.model.results import PartResult, Result
from escalator.model.rhythm import Rhythm, RhythmKind, periods_of
from escalator.model.text import Text

_MOST: Final = 1_000_000_000
_LISTED: Final = 4
_PLAIN: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_parse: Final = lru_cache(maxsize=4096)(parse)


@dataclass(frozen=True, slots=True)
class Offered:
    """A result that can be read, and the KPI it is of."""

    kpi: Kpi
    result: Result


def offered(given: Given, agreements: Agreements, on: date) -> Offered:
    """Read a result.

    Args:
        given: as it is offered.
        agreements: what is in force in the contract.
        on: day it was reported.

    Raises:
        UnknownName: there is no such KPI.
        InputError: the period or a number cannot be read, or the period is not one that the KPI is measured over.
    """
    start = agreements.contract.start
    period = given.period if isinstance(given.period, Period) else _parse(given.period, start)
    kpi = agreements.kpi_for(given.kpi, period)
    period = period.clipped(start)
    _check_period(kpi, period, start, on)
    said = _said(given, kpi, period, agreements)
    checklist, parts = _flags(given.checklist), {name: _part(value) for name, value in given.parts.items()}
    if (said.judgement and given.judgement) or (said.checklist and checklist) or (said.parts and parts):
        raise InputError(
            Text(f"{kpi.id}: het oordeel staat er twee keer.", f"{kpi.id}: the judgement stands here twice.")
        )
    result = Result(
        kpi=kpi.id,
        period=period,
        on=on,
        region=given.region,
        value=said.value,
        judgement=said.judgement or given.judgement,
        checklist=said.checklist or checklist,
        parts=said.parts or parts,
        drawn=_count("drawn", given.drawn),
        failing=_count("failing", given.failing),
        reasons={name: _count(name, number) or 0 for name, number in given.reasons.items()},
        clients=_count("clients", given.clients),
        sample=_count("sample", given.sample),
        beside={name: figure(number) for name, number in given.beside.items()},
    )
    return Offered(kpi, result)


def figure(number: Number) -> Decimal:
    """Return a number as a decimal.

    Raises:
        InputError: it is none, or a binary float, which is not what was written.
    """
    if isinstance(number, str):
        return figure_of(number)
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise InputError(
            Text(f"{number!r}: geef een getal als tekst of Decimal.", f"{number!r}: give a number as text or Decimal.")
        )
    return sound(Decimal(number))


def _said(given: Given, kpi: Kpi, period: Period, agreements: Agreements) -> Entered:
    """Return what the value says: a number, or text that is read by the norm in force."""
    if given.value is None:
        return Entered()
    if not isinstance(given.value, str):
        return Entered(value=figure(given.value))
    text = given.value.strip()
    text = text.removesuffix("%") if kpi.unit is Unit.PERCENT else text
    if _PLAIN.fullmatch(text):  # a number, whatever the norm asks
        return Entered(value=figure_of(text))
    about = Result(kpi=kpi.id, period=period, on=period.last)
    norm = norm_in_force(kpi, about, Context(start=agreements.contract.start, norm_sets=agreements.norm_sets))
    return entered(text, norm.norm if norm else None)


def _part(value: Number) -> PartResult:
    if not isinstance(value, str):
        return PartResult(value=figure(value))
    try:
        return PartResult(value=figure_of(value))
    except InputError:
        return PartResult(judgement=value.strip())


def _flags(checklist: Mapping[str, bool]) -> dict[str, bool]:
    for name, flag in checklist.items():
        if not isinstance(flag, bool):
            raise InputError(Text(f"{name}: waar of onwaar, niet {flag!r}.", f"{name}: true or false, not {flag!r}."))
    return dict(checklist)


def _count(name: str, number: object) -> int | None:
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < _MOST:
        raise InputError(
            Text(f"{name}: {number!r} is geen aantal (0 of meer).", f"{name}: {number!r} is no count (0 or more).")
        )
    return number


def _check_period(kpi: Kpi, period: Period, start: date, on: date) -> None:
    if period.first > on:
        raise InputError(
            Text(
                f"{period} begint op {period.first}, na de dag van het resultaat ({on}).",
                f"{period} begins on {period.first}, after the day of the result ({on}).",
            )
        )
    if kpi.every is not None and not _in_rhythm(kpi.every, period, start):
        raise _out_of_rhythm(kpi, kpi.every, period, start)


def _in_rhythm(rhythm: Rhythm, period: Period, start: date) -> bool:
    """Return whether a KPI of that rhythm is measured over a period: one of its own, or one with days of its own.

    A rhythm says nothing of what came before the contract; that is refused for that reason.
    """
    if rhythm.kind is RhythmKind.TO_BE_AGREED or period.kind is PeriodKind.FROM_TO or period.last < start:
        return True
    return period.name in _named(rhythm, start, period.last)


@lru_cache(maxsize=1024)
def _named(rhythm: Rhythm, start: date, last: date) -> frozenset[str]:
    return frozenset(each.name for each in _usual(rhythm, start, last))


def _usual(rhythm: Rhythm, start: date, last: date) -> tuple[Period, ...]:
    """Return the periods of a rhythm that begin on or before a day."""
    return tuple(takewhile(lambda each: each.first <= last, periods_of(rhythm, start)))


def _out_of_rhythm(kpi: Kpi, rhythm: Rhythm, period: Period, start: date) -> InputError:
    near = [each.name for each in _usual(rhythm, start, period.last) if each.last >= period.first][-_LISTED:]
    near = near or [each.name for each in islice(periods_of(rhythm, start), 1)]
    told, listed, days = rhythm_told(rhythm), ", ".join(near), f"{period.first}..{period.last}"
    return InputError(
        Text(
            f"{kpi.id} wordt {told.nl} gemeten, niet over {period}. Toegestaan: {listed}, of met eigen dagen: {days}.",
            f"{kpi.id} is measured {told.en}, not over {period}. Allowed: {listed}, or with days of its own: {days}.",
        )
    )
