"""How often and by when, as a ladder file writes it. Owns the keys that every kind of duty and KPI shares."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from escalator.ladders.schema.elements import Choice, Ordinal, Strict, TermText, only_one, read_by, wrong
from escalator.model.errors import InputError
from escalator.model.periods import parse
from escalator.model.rhythm import Due, DueKind, EndOf, NoDay, Rhythm, Side
from escalator.model.text import Text


class MonthName(StrEnum):
    """A month, in English as the file's other words are."""

    JANUARY = "january"
    FEBRUARY = "february"
    MARCH = "march"
    APRIL = "april"
    MAY = "may"
    JUNE = "june"
    JULY = "july"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "october"
    NOVEMBER = "november"
    DECEMBER = "december"

    @property
    def number(self) -> int:
        """January is 1."""
        return list(MonthName).index(self) + 1


_DUTCH: Final = "januari,februari,maart,april,mei,juni,juli,augustus,september,oktober,november,december"
_NUMBERS: Final = {name: at for names in (list(MonthName), _DUTCH.split(",")) for at, name in enumerate(names, 1)}
_LEAP_YEAR: Final = 2024
_DAYS_A_WEEK: Final = 7


def _day_of_year(text: str) -> tuple[int, int]:
    """Return month and day of `1 April`; Dutch names of months are understood too."""
    found = re.fullmatch(r"([1-9]|[12][0-9]|3[01]) ([A-Za-z]+)", text)
    month = _NUMBERS.get(found[2].lower()) if found else None
    if not found or not month or int(found[1]) > monthrange(_LEAP_YEAR, month)[1]:
        raise InputError(
            Text(
                f"{text!r} is geen dag van het jaar; schrijf '1 April'.",
                f"{text!r} is no day of the year; write '1 April'.",
            )
        )
    return month, int(found[1])


_RHYTHMS = Literal[
    "week",
    "month",
    "quarter",
    "four_months",
    "half_year",
    "year",
    "two_years",
    "contract_year",
    "two_contract_years",
    "first_contract_year_then_every_two",
    "to_be_agreed",
]
_REPEATED = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,4} (day|week|month|year)s?$")]
RhythmText = Annotated[Rhythm, PlainValidator(read_by(Rhythm.parse), json_schema_input_type=_RHYTHMS | _REPEATED)]
"""How often: `quarter`, or each so long from the start of the contract: `6 weeks`."""
_DAY_OF_YEAR = Annotated[str, Field(pattern=r"^([1-9]|[12][0-9]|3[01]) [A-Za-z]+$")]
_ANY_START: Final = date(2000, 1, 1)


def _period(text: str) -> str:
    """Return the name of a period, years of a contract included: those are named before any contract begins."""
    return parse(text, _ANY_START).name


DayOfYear = Annotated[tuple[int, int], PlainValidator(read_by(_day_of_year), json_schema_input_type=_DAY_OF_YEAR)]
"""A fixed day of the year: `1 April`."""
PeriodName = Annotated[str, PlainValidator(read_by(_period), json_schema_input_type=str)]
"""A period by its name: `2026-Q1`, `CY1`."""

_RULES: Final[dict[str, Callable[[Any, Side, bool], Due]]] = {
    "within": lambda term, side, move: Due(kind=DueKind.WITHIN, term=term, side=side, move_end=move),
    "by": lambda day, side, _: Due(kind=DueKind.BY, month=day[0], day=day[1], side=side),
    "in_month": lambda month, side, _: Due(kind=DueKind.IN_MONTH, month=month.number, side=side),
    "in_week": lambda week, side, _: Due(kind=DueKind.BY_DAY, day=week * _DAYS_A_WEEK, side=side),
    "by_day": lambda day, side, _: Due(kind=DueKind.BY_DAY, day=day, side=side),
    "at_end_of": lambda end_of, *_: Due(kind=DueKind.END_OF, end_of=end_of),
    "at": lambda side, *_: Due(kind=DueKind.AT, side=side),
    "ahead": lambda term, side, _: Due(kind=DueKind.AHEAD, term=term, side=side),
    "on": lambda day, *_: Due(kind=DueKind.ON, on=day),
    "on_named": lambda names, *_: Due(kind=DueKind.NAMED_DAY, names=names),
    "with_next": lambda name, *_: Due(kind=DueKind.WITH, names=(name,)),
    "no_day": lambda why, *_: Due(kind=DueKind.NO_DAY, why=why),
}
"""What each key that gives a day means: its value, the side it counts from, and whether an end moves."""


class Dated(Strict):
    """Something with a last day in time: exactly one of its keys gives it."""

    AHEAD_OF: ClassVar[Side] = Side.START
    """What `ahead` counts back from unless told otherwise."""
    AFTER: ClassVar[Side] = Side.END
    """What the other keys count from unless told otherwise."""

    move_end: bool | None = None
    """Whether the end of the term in `within` moves off a day that is not worked; as in `terms` unless you say so."""

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        key = only_one(self, self._keys())
        if self.move_end is not None and key != "within":
            raise wrong(Text("move_end hoort bij within.", "move_end belongs with within."))
        if self._side is not None and key not in _SIDED:
            sided = ", ".join(_SIDED)
            raise wrong(Text(f"counted_from hoort bij {sided}.", f"counted_from belongs with {sided}."))
        return self

    def to_due(self, *, move_end: bool = True) -> Due:
        """Return the rule as a value.

        Args:
            move_end: whether the ends of terms move in this ladder, for a rule that does not say so itself.
        """
        key = only_one(self, self._keys())
        usual = self.AHEAD_OF if key == "ahead" else self.AFTER
        moves = move_end if self.move_end is None else self.move_end
        return _RULES[key](getattr(self, key), self._side or usual, moves)

    @property
    def _side(self) -> Side | None:
        side: Side | None = getattr(self, "counted_from", None)
        return side

    @classmethod
    def _keys(cls) -> tuple[str, ...]:
        return tuple(key for key in _RULES if key in cls.model_fields)


_SIDED: Final = ("within", "by", "in_month", "in_week", "by_day", "ahead")


class PeriodDue(Dated):
    """By when, counted from a period."""

    within: TermText | None = None
    """A term after the end of the period; it moves off a day that is not worked."""
    by: DayOfYear | None = None
    """The first such day after the end of the period: `1 April`. It never moves."""
    in_month: Choice[MonthName] | None = None
    """The last day of the first such month after the end of the period. It never moves."""
    in_week: Ordinal | None = None
    """The end of the n-th week after the period: 2 is day 14. It never moves."""
    by_day: Annotated[int, Field(ge=1, le=366)] | None = None
    """The n-th day after the end of the period. It never moves."""
    at_end_of: Choice[EndOf] | None = None
    """The last day of the period itself, or of the week, month, quarter … that follows it. It never moves."""
    at: Choice[Side] | None = None
    """`start` or `end`: the first or the last day of the period."""
    ahead: TermText | None = None
    """So long before the period begins. It never moves."""
    no_day: Choice[NoDay] | None = None
    """There is no day, and why."""
    counted_from: Choice[Side] | None = None
    """Count from the `start` or the `end` of the period; the end unless you say so, for `ahead` the start."""
