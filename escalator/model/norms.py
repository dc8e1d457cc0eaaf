"""Norms and KPIs as a ladder states them. Owns their shape; `escalator.model.assessing` judges results by them.

A norm is one value with a kind. Numbers are decimals as the contract states them; nothing here rounds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from escalator.model.bands import Band, Limit, band_at
from escalator.model.rhythm import Due, FirstPeriod, Rhythm
from escalator.model.source import NO_SOURCE, Source
from escalator.model.text import Text


class NormKind(StrEnum):
    """How a norm is stated."""

    LIMITS = "limits"
    BANDS = "bands"
    JUDGED = "judged"
    CHECKLIST = "checklist"
    PARTS = "parts"
    TO_BE_DETERMINED = "to_be_determined"
    REFERENCE = "reference"


class Earlier(StrEnum):
    """Which earlier result a norm compares with."""

    LAST_YEAR = "last_year"
    PREVIOUS = "previous_result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """That a result must be better than an earlier one. Without an earlier one only the limits count.

    Attributes:
        than: last year's result, or the one before.
        equal_counts: whether an equal result is an improvement.
        lower_is_better: whether a lower number is the better one.
    """

    than: Earlier = Earlier.LAST_YEAR
    equal_counts: bool = False
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """What a result must be.

    Attributes:
        limits: for `limits`: all must hold.
        improves: for `limits`: it must also be better than an earlier result.
        bands: for `bands`, from low to high without gaps; for `judged`, the judgements allowed.
        items: for `checklist`, by name: all must be true.
        parts: for `parts`: all must be met.
    """

    kind: NormKind
    limits: tuple[Limit, ...] = ()
    improves: Improvement | None = None
    bands: tuple[Band, ...] = ()
    items: dict[str, Text] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


class Unit(StrEnum):
    """What a value is a number of."""

    PERCENT = "percent"
    GRADE = "grade"
    SCORE = "score"
    NUMBER = "number"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    EURO = "euro"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a compound norm, with a norm of its own (limits, bands or judged)."""

    name: str
    label: Text
    norm: Norm
    unit: Unit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NormVersion:
    """A norm and when it begins to count: from a year of the contract, or from a day."""

    norm: Norm
    from_contract_year: int = 1
    from_day: date | None = None
    source: Source = NO_SOURCE


class Kind(StrEnum):
    """What is measured: a KPI, an indicator without consequence, a check, or a KPI yet to be agreed."""

    KPI = "kpi"
    INDICATOR = "indicator"
    CHECK = "check"
    PLANNED = "planned"


class Then(StrEnum):
    """What a miss or a pass does."""

    OPEN = "open"
    PROPOSE = "propose"
    FEED = "feed"
    KEEP = "keep"


class Telling(StrEnum):
    """What of an assessment can go into an event's data."""

    KPI = "kpi"
    PERIOD = "period"
    REGION = "region"
    VALUE = "value"
    BAND = "band"
    COLOUR = "colour"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows on a result.

    Attributes:
        then: open a case or feed the one that waits; propose to the contract manager; only feed; only keep.
        event: the event that opens a case; empty for none.
        feeds: the event recorded in a case that waits for an evaluation of the KPI; empty for none.
        data: key of the event's data: what of the assessment goes into it.
    """

    then: Then = Then.KEEP
    event: str = ""
    feeds: str = ""
    data: dict[str, Telling] = field(default_factory=dict)


class From(StrEnum):
    """What a period is exempt from."""

    MEASURING = "measuring"
    CONSEQUENCE = "consequence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Periods that are not measured, or whose miss has no consequence.

    Attributes:
        periods: names of periods.
        contract_years: ordinals of years of the contract.
    """

    of: From
    periods: tuple[str, ...] = ()
    contract_years: tuple[int, ...] = ()
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """That a percentage may be computed from how many were drawn and how many fail.

    Attributes:
        failing: whether the value is the share that fails; else the share that does not.
        reasons: reasons for failing, which may be counted apart.
        counted: the reasons that count; empty means all.
    """

    failing: bool = False
    reasons: dict[str, Text] = field(default_factory=dict)
    counted: tuple[str, ...] = ()


class YearOf(StrEnum):
    """Which day of its period decides the contract year and the norm of a result (G13)."""

    LAST_DAY = "last_day"
    FIRST_DAY = "first_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """Something that is measured by agreement.

    Attributes:
        definition: what is counted, in words; `method` how.
        measured_by: roles that measure; `data_by` roles that deliver the figures, where others do.
        every: how often; None where it is not said.
        due: by when the result is to be there, counted from its period.
        first_period: whether a first period that the contract's start cuts short is measured.
        starting: periods that end before this day are not measured.
        track: the ladder's track that a miss belongs to.
        scale: lowest and highest value possible, where there are such.
        per_region: whether each region has its own result.
        minimum_clients: with fewer clients at the provider it is not measured (exempt).
        minimum_sample: with fewer in the sample a result is not assessed.
        beside: figures kept beside the value, by name.
        compares: `value`, `lowest` (of the figures beside it) or the name of one of those.
        norms: versions in any order; none means measured without a norm.
        all_must_miss: a case about several KPIs is missed only once all are, and met once one is.
    """

    id: str
    label: Text
    kind: Kind = Kind.KPI
    theme: Text | None = None
    definition: Text | None = None
    method: Text | None = None
    measured_by: tuple[str, ...] = ()
    data_by: tuple[str, ...] = ()
    every: Rhythm | None = None
    due: Due | None = None
    first_period: FirstPeriod = FirstPeriod.PARTIAL
    starting: date | None = None
    unit: Unit | None = None
    track: str | None = None
    scale: tuple[Decimal | None, Decimal | None] = (None, None)
    per_region: bool = False
    minimum_clients: int | None = None
    minimum_sample: int | None = None
    counts: Counts | None = None
    beside: dict[str, Text] = field(default_factory=dict)
    compares: str = "value"
    norms: tuple[NormVersion, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    on_miss: Consequence = Consequence()
    on_pass: Consequence = Consequence()
    year_of: YearOf = YearOf.LAST_DAY
    all_must_miss: bool = False
    source: Source = NO_SOURCE

    def lacks(self, required: tuple[str, ...]) -> tuple[str, ...]:
        """Return which of the required parts are not stated; only a KPI owes them, nothing else that is measured."""
        if self.kind is not Kind.KPI:
            return ()
        return tuple(part for part in required if getattr(self, part) in (None, Consequence()))


class Weight(StrEnum):
    """Whether a scorecard's consequence favours, burdens, or is only to be considered."""

    BONUS = "bonus"
    MALUS = "malus"
    CONSIDER = "consider"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreConsequence:
    """What follows on a score: by theme (agreement, payment …) what happens, in words."""

    name: str
    label: Text
    weight: Weight
    themes: dict[str, Text] = field(default_factory=dict)
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """What scores lead to, beside the ladder: nothing here moves a case.

    Attributes:
        kpi: the KPI whose value it weighs.
        target: the score aimed at.
        bands: from low to high without gaps.
    """

    id: str
    label: Text
    kpi: str
    bands: tuple[Band, ...]
    consequences: dict[str, ScoreConsequence]
    target: Decimal | None = None
    source: Source = NO_SOURCE

    def at(self, score: Decimal) -> tuple[Band, tuple[ScoreConsequence, ...]]:
        """Return the band that a score falls in, and its consequences."""
        band = band_at(self.bands, score)
        return band, tuple(self.consequences[name] for name in band.consequences)
