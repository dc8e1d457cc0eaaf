"""How often something recurs, and by when. Owns the rules as a ladder states them; `due_days` works the days out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from escalator.model.errors import InputError
from escalator.model.periods import Period, PeriodKind, contract_years, from_to, months_after, periods
from escalator.model.terms import Term, Unit
from escalator.model.text import Text

_DAYS_A_WEEK = 7
_MONTHS_A_YEAR = 12


class RhythmKind(StrEnum):
    """How often, by the word that a ladder uses."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    FOUR_MONTHS = "four_months"
    HALF_YEAR = "half_year"
    YEAR = "year"
    TWO_YEARS = "two_years"
    CONTRACT_YEAR = "contract_year"
    TWO_CONTRACT_YEARS = "two_contract_years"
    FIRST_CONTRACT_YEAR_THEN_EVERY_TWO = "first_contract_year_then_every_two"
    EVERY_TERM = "every_term"
    TO_BE_AGREED = "to_be_agreed"


class FirstPeriod(StrEnum):
    """Whether a first period that the contract's start cuts short counts."""

    PARTIAL = "partial"
    WHOLE_ONLY = "whole_only"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often. `term` is filled only for `every_term`: each so many weeks or months from the contract's start."""

    kind: RhythmKind
    term: Term | None = None

    @classmethod
    def parse(cls, text: str) -> Rhythm:
        """Read a rhythm: one of the words, or a term in days, weeks, months or years that is repeated.

        Raises:
            InputError: anything else, telling what is allowed.
        """
        words = [kind.value for kind in RhythmKind if kind is not RhythmKind.EVERY_TERM]
        if text in words:
            return cls(RhythmKind(text))
        if re.fullmatch(r"[0-9]+ (?:day|week|month|year)s?", text):
            return cls(RhythmKind.EVERY_TERM, Term.parse(text))
        allowed = ", ".join(words)
        raise InputError(
            Text(
                f"{text!r} is geen ritme. Toegestaan: {allowed}, of een termijn als '6 weeks' vanaf het begin.",
                f"{text!r} is no rhythm. Allowed: {allowed}, or a term such as '6 weeks' from the start.",
            )
        )

    def __str__(self) -> str:
        return str(self.term) if self.term else self.kind.value


PERIODS = {
    RhythmKind.WEEK: (PeriodKind.WEEK, 1),
    RhythmKind.MONTH: (PeriodKind.MONTH, 1),
    RhythmKind.QUARTER: (PeriodKind.QUARTER, 1),
    RhythmKind.FOUR_MONTHS: (PeriodKind.FOUR_MONTHS, 1),
    RhythmKind.HALF_YEAR: (PeriodKind.HALF_YEAR, 1),
    RhythmKind.YEAR: (PeriodKind.YEAR, 1),
    RhythmKind.TWO_YEARS: (PeriodKind.YEAR, 2),
    RhythmKind.CONTRACT_YEAR: (PeriodKind.CONTRACT_YEAR, 1),
    RhythmKind.TWO_CONTRACT_YEARS: (PeriodKind.CONTRACT_YEAR, 2),
}
"""The rhythms that are one kind of period: that kind, and how many years to a period."""


def periods_of(rhythm: Rhythm, start: date) -> Iterator[Period]:
    """Return the periods that a rhythm makes of a contract, in order, whole and without end.

    Args:
        rhythm: how often; one that is still to be agreed makes none.
        start: first day of the contract.
    """
    if rhythm.kind is RhythmKind.TO_BE_AGREED:
        return iter(())
    if rhythm.kind is RhythmKind.FIRST_CONTRACT_YEAR_THEN_EVERY_TWO:
        later = (contract_years(number, start, count=2) for number in itertools.count(2, 2))
        return itertools.chain((contract_years(1, start),), later)
    if rhythm.term is not None:
        term = rhythm.term
        return (_stretch(term, start, number) for number in itertools.count())
    kind, years = PERIODS[rhythm.kind]
    return periods(kind, start, count=years)


def _stretch(term: Term, start: date, number: int) -> Period:
    """Return one of the stretches of a term, counted from the start: the end of a short month does not stick."""
    return from_to(_after(term, start, number), _after(term, start, number + 1) - timedelta(days=1))


def _after(term: Term, start: date, times: int) -> date:
    number = term.number * times
    match term.unit:
        case Unit.MONTHS | Unit.YEARS:
            return months_after(start, number * (1 if term.unit is Unit.MONTHS else _MONTHS_A_YEAR))
    return start + timedelta(days=number * (1 if term.unit is Unit.DAYS else _DAYS_A_WEEK))


class DueKind(StrEnum):
    """How the last day in time is found."""

    WITHIN = "within"
    BY = "by"
    IN_MONTH = "in_month"
    BY_DAY = "by_day"
    END_OF = "end_of"
    AT = "at"
    AHEAD = "ahead"
    ON = "on"
    NAMED_DAY = "named_day"
    WITH = "with"
    NO_DAY = "no_day"


class NoDay(StrEnum):
    """Why there is no day."""

    NOT_STATED = "not_stated"
    TO_BE_AGREED = "to_be_agreed"
    AS_SOON_AS_POSSIBLE = "as_soon_as_possible"
    IN_TIME = "in_time"


class EndOf(StrEnum):
    """A stretch of days whose end is the last day in time; such an end never moves (G3)."""

    PERIOD = "period"
    NEXT_WEEK = "next_week"
    NEXT_MONTH = "next_month"
    NEXT_QUARTER = "next_quarter"
    NEXT_HALF_YEAR = "next_half_year"
    NEXT_YEAR = "next_year"


class Side(StrEnum):
    """Which end of a period, or of the contract, is counted from."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """By when. Only the attributes that `kind` speaks of are filled.

    Attributes:
        term: for `within` and `ahead`.
        day, month: for `by` (1 April), `in_month` (the whole month) and `by_day` (the n-th day).
        end_of: for `end_of`.
        on: for `on`: a day.
        names: for `named_day`, keys of the event's data or deadlines, the first of which that is known gives the day;
            for `with`, the obligation whose next day counts.
        why: for `no_day`.
        side: which end of the period or contract `within`, `by`, `in_month`, `by_day` and `ahead` count from, or for
            `at`, is the day itself.
        move_end: whether the end of a term moves off a day that is not worked; `within` only.
    """

    kind: DueKind
    term: Term | None = None
    day: int = 0
    month: int = 0
    end_of: EndOf = EndOf.PERIOD
    on: date | None = None
    names: tuple[str, ...] = ()
    why: NoDay = NoDay.NOT_STATED
    side: Side = Side.END
    move_end: bool = True
