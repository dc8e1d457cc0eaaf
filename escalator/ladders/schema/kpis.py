"""KPIs as a ladder file writes them, and what their results lead to. Owns the sections `measurement` and `kpis`."""

from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from escalator.ladders.schema.due import PeriodDue, PeriodName, RhythmText
from escalator.ladders.schema.elements import (
    Choice,
    DayText,
    LabelText,
    Many,
    Name,
    Names,
    Number,
    Ordinal,
    Sourced,
    Strict,
    labelled,
    told,
    wrong,
)
from escalator.ladders.schema.norms import NormSpec
from escalator.model.errors import UnknownName
from escalator.model.norms import Consequence, Counts, Exemption, From, Kind, Kpi, Telling, Then, Unit, YearOf
from escalator.model.rhythm import FirstPeriod
from escalator.model.text import Text

_ALL: Final = "all"


class ConsequenceSpec(Strict):
    """What a result does."""

    then: Choice[Then]
    """`open` a case or feed the one that waits, `propose` to the contract manager, only `feed`, or only `keep` it."""
    event: Name | None = None
    """For `open` and `propose`: the event that opens a case."""
    feeds: Name | Literal["nothing"] | None = None
    """The event for a case that waits for an evaluation of this KPI. Left out, the same `event`; or `nothing`."""
    data: dict[Name, Choice[Telling]] = Field(default_factory=dict)
    """What that event carries: for each key of its data, what of the assessment goes there."""

    @model_validator(mode="after")
    def _acts(self) -> Self:
        opens = self.then in (Then.OPEN, Then.PROPOSE)
        if opens != bool(self.event) or (self.then is Then.FEED and not self._fed) or (self.keeps and self._fed):
            raise wrong(
                Text(
                    "open en propose hebben een event, feed heeft feeds, keep heeft geen van beide.",
                    "open and propose have an event, feed has feeds, keep has neither.",
                )
            )
        return self

    @property
    def keeps(self) -> bool:
        """Whether the result is only kept."""
        return self.then is Then.KEEP

    @property
    def _fed(self) -> str:
        fed = self.event if self.feeds is None else self.feeds
        return "" if fed is None or fed == "nothing" else fed

    def to_model(self) -> Consequence:
        """Return it as a value."""
        return Consequence(then=self.then, event=self.event or "", feeds=self._fed, data=dict(self.data))


class MeasurementSpec(Strict):
    """What holds for every KPI that does not say otherwise."""

    on_miss: ConsequenceSpec | None = None
    """What a miss does."""
    on_pass: ConsequenceSpec | None = None
    """What a pass does."""
    year_of_measurement: Choice[YearOf] = YearOf.LAST_DAY
    """Which day of its period decides the contract year, and so the norm, of a result."""
    missed_if: Literal["any", "all"] = "any"
    """When a case about several KPIs has missed: if any of them has, or only if all have; else it is met."""
    requires: Many[Literal["theme", "definition", "method", "every", "unit", "on_miss"]] = ()
    """What every KPI must state, beside who measures and the norm; also one that a contract adds."""


class Scale(Strict):
    """The lowest and highest value possible."""

    from_: Number | None = Field(None, alias="from")
    """The lowest; this value included."""
    to: Number | None = None
    """The highest; this value included."""


class Minimum(Strict):
    """Numbers below which nothing is judged."""

    clients: Annotated[int, Field(ge=1)] | None = None
    """With fewer clients at the provider, it is exempt."""
    sample: Annotated[int, Field(ge=1)] | None = None
    """With fewer in the sample, a result is not assessed."""


class CountsSpec(Strict):
    """That the percentage may be given as counts: how many were drawn, how many fail."""

    share: Literal["passing", "failing"]
    """Which share is the value."""
    reasons: dict[Name, LabelText] = Field(default_factory=dict)
    """Reasons for failing, which a result may split the failing ones by."""
    counted: Names = ()
    """The reasons that count; `all`, as when left out, whatever the reason."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        for name in self._only:
            if name not in self.reasons:
                raise wrong(UnknownName(Text("reden", "reason"), name, self.reasons).text)
        return self

    def to_model(self) -> Counts:
        """Return it as a value."""
        return Counts(failing=self.share == "failing", reasons=labelled(self.reasons), counted=self._only)

    @property
    def _only(self) -> tuple[str, ...]:
        """The reasons that count where not all do; a word for all lets a parameter choose."""
        return () if self.counted == (_ALL,) else self.counted


class ExemptionSpec(Sourced):
    """Periods that are not measured, or whose miss has no consequence."""

    of: Choice[From]
    """`measuring`, or only the `consequence` of a miss."""
    periods: Many[PeriodName] | None = None
    """Periods by name."""
    contract_years: Many[Ordinal] | None = None
    """Years of the contract."""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.periods and not self.contract_years:
            raise wrong(Text("Noem periods of contract_years.", "Name periods or contract_years."))
        return self

    def to_model(self) -> Exemption:
        """Return it as a value."""
        years = self.contract_years or ()
        return Exemption(of=self.of, periods=self.periods or (), contract_years=years, source=self.source)


class KpiSpec(Sourced):
    """Something that is measured by agreement."""

    label: LabelText
    """What people read."""
    kind: Choice[Kind] = Kind.KPI
    """A `kpi`; an `indicator` (informs, without consequence); a `check` (of files); or `planned`: yet to be agreed."""
    theme: LabelText | None = None
    """The theme, result area or success factor that it belongs to."""
    track: Name | None = None
    """The track that a miss belongs to, where the ladder has tracks."""
    definition: LabelText | None = None
    """What is counted, exactly."""
    method: LabelText | None = None
    """How it is measured."""
    measured_by: Names = ()
    """The role, or roles, that measure."""
    data_by: Names = ()
    """The role, or roles, that deliver the figures, where others than those that measure."""
    every: RhythmText | None = None
    """How often."""
    due: PeriodDue | None = None
    """By when the result of a period is to be there."""
    first_period: Choice[FirstPeriod] = FirstPeriod.PARTIAL
    """Whether a first period that the start of the contract cuts short is measured: `partial` or `whole_only`."""
    starting: DayText | None = None
    """Periods that end before this day are not measured."""
    unit: Choice[Unit] | None = None
    """What the value is a number of."""
    scale: Scale | None = None
    """The lowest and highest value possible; 0 to 100 for a percentage unless you say otherwise."""
    per_region: bool = False
    """Whether each region of the ladder has its own result."""
    minimum: Minimum | None = None
    """Numbers below which nothing is judged."""
    counts: CountsSpec | None = None
    """That the percentage may be given as counts."""
    beside: dict[Name, LabelText] = Field(default_factory=dict)
    """Figures that are kept beside the value."""
    compares: Name = "value"
    """What is compared with the norm: the `value`, the `lowest` of the figures beside it, or one of those by name."""
    norm: NormSpec | None = None
    """What a result must be."""
    norms: Many[NormSpec] | None = None
    """Several norms, each with the contract year or day from which it counts."""
    exempt: Many[ExemptionSpec] | None = None
    """Periods that are exempt."""
    on_miss: ConsequenceSpec | None = None
    """What a miss does, where it differs from `measurement`."""
    on_pass: ConsequenceSpec | None = None
    """What a pass does, where it differs from `measurement`."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.norm and self.norms:
            raise wrong(Text("Kies norm of norms.", "Choose between norm and norms."))
        if self.kind in (Kind.KPI, Kind.CHECK) and not (self.measured_by and (self.norm or self.norms)):
            raise wrong(
                Text(
                    "Wie meet (measured_by) en de norm horen erbij; een norm die er nog niet is, is to_be_determined.",
                    "It needs who measures (measured_by) and a norm; one that is still to come is to_be_determined.",
                )
            )
        if not self.every and {"due", "first_period", "starting"} & self.model_fields_set:
            raise wrong(
                Text(
                    "due, first_period en starting gaan over perioden: noem every.",
                    "due, first_period and starting are about periods: name every.",
                )
            )
        if self.compares not in ("value", "lowest", *self.beside) or (self.compares == "lowest" and not self.beside):
            raise wrong(UnknownName(Text("getal", "figure"), self.compares, ("value", "lowest", *self.beside)).text)
        return self

    def to_model(self, name: str, measurement: MeasurementSpec | None = None, *, move_end: bool = True) -> Kpi:
        """Return it as a value.

        Args:
            name: its key in the file.
            measurement: what holds for every KPI that does not say otherwise.
            move_end: whether the ends of terms move in this ladder.
        """
        usual = measurement or MeasurementSpec()
        acts = self.kind in (Kind.KPI, Kind.CHECK)
        minimum = self.minimum or Minimum()
        norms = self.norms or ((self.norm,) if self.norm else ())
        return Kpi(
            id=name,
            label=self.label.to_model(),
            kind=self.kind,
            theme=told(self.theme),
            definition=told(self.definition),
            method=told(self.method),
            measured_by=self.measured_by,
            data_by=self.data_by,
            every=self.every,
            due=self.due.to_due(move_end=move_end) if self.due else None,
            first_period=self.first_period,
            starting=self.starting,
            unit=self.unit,
            track=self.track,
            scale=self._scale,
            per_region=self.per_region,
            minimum_clients=minimum.clients,
            minimum_sample=minimum.sample,
            counts=self.counts.to_model() if self.counts else None,
            beside=labelled(self.beside),
            compares=self.compares,
            norms=tuple(norm.to_model() for norm in norms),
            exemptions=tuple(each.to_model() for each in self.exempt or ()),
            on_miss=_consequence(self.on_miss or (usual.on_miss if acts else None)),
            on_pass=_consequence(self.on_pass or (usual.on_pass if acts else None)),
            year_of=usual.year_of_measurement,
            all_must_miss=usual.missed_if == "all",
            source=self.source,
        )

    @property
    def _scale(self) -> tuple[Decimal | None, Decimal | None]:
        if self.scale:
            return self.scale.from_, self.scale.to
        return (Decimal(0), Decimal(100)) if self.unit is Unit.PERCENT else (None, None)


def _consequence(spec: ConsequenceSpec | None) -> Consequence:
    return spec.to_model() if spec else Consequence()
