"""Norms as a ladder file writes them. Owns the keys of a norm and the value that they become."""

from dataclasses import replace
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from escalator.ladders.schema.bands import BandSpec, Outcome, partition, unique
from escalator.ladders.schema.elements import (
    Choice,
    DayText,
    LabelText,
    Many,
    Name,
    Number,
    Ordinal,
    Sourced,
    Strict,
    exactly_one,
    labelled,
    wrong,
)
from escalator.model.bands import Band, Comparison, Limit
from escalator.model.errors import UnknownName
from escalator.model.norms import Earlier, Improvement, Norm, NormKind, NormVersion, Part, Unit
from escalator.model.text import Text

_LIMITS: Final = {
    "at_least": Comparison.AT_LEAST,
    "more_than": Comparison.MORE_THAN,
    "at_most": Comparison.AT_MOST,
    "less_than": Comparison.LESS_THAN,
    "exactly": Comparison.EXACTLY,
}
_WORDS: Final = {
    "complete": (("complete", "volledig", "complete"), ("incomplete", "onvolledig", "incomplete")),
    "sufficient": (("sufficient", "voldoende", "sufficient"), ("insufficient", "onvoldoende", "insufficient")),
    "met": (("met", "behaald", "met"), ("not_met", "niet behaald", "not met")),
}


def _judgements(value: object) -> object:
    """Return the two outcomes that one of our words stands for; a list goes on as it is."""
    if isinstance(value, str):
        if value not in _WORDS:
            raise wrong(UnknownName(Text("oordeel", "judgement"), value, _WORDS).text)
        return _words(value)
    return tuple(value) if isinstance(value, list) else value


def _words(word: str) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(name=name, label=LabelText(nl=nl, en=en), miss=miss)
        for (name, nl, en), miss in zip(_WORDS[word], (False, True), strict=True)
    )


Judgements = Annotated[
    tuple[Outcome, ...],
    BeforeValidator(_judgements, json_schema_input_type=Literal["complete", "sufficient", "met"] | list[Outcome]),
    Field(min_length=2),
]
"""`complete`, `sufficient` or `met`, each with its opposite; or a list of outcomes of one's own."""


class SimpleNorm(Strict):
    """A norm on one value: limits (all that are given must hold), bands or a judgement."""

    at_least: Number | None = None
    """The value is this or more."""
    more_than: Number | None = None
    """The value is more than this."""
    at_most: Number | None = None
    """The value is this or less."""
    less_than: Number | None = None
    """The value is less than this."""
    exactly: Number | None = None
    """The value is this."""
    bands: Annotated[Many[BandSpec], Field(min_length=2)] | None = None
    """Bands from low to high, each with its name and whether it is a miss."""
    judged: Judgements | None = None
    """A judgement without a number: `complete`, `sufficient`, `met`, or outcomes of one's own."""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        exactly_one(self._kinds(), (*_LIMITS, *self._other_kinds()))
        if self.bands:
            partition(self.bands)
        if outcomes := self.bands or self.judged:
            _decisive(outcomes)
        return self

    @property
    def norm(self) -> Norm:
        """The norm as a value."""
        if self.bands:
            return Norm(kind=NormKind.BANDS, bands=partition(self.bands))
        if self.judged:
            return Norm(kind=NormKind.JUDGED, bands=_outcomes(self.judged))
        return Norm(kind=NormKind.LIMITS, limits=self.limits)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The limits given, as values."""
        given = ((comparison, getattr(self, key)) for key, comparison in _LIMITS.items())
        return tuple(Limit(comparison, value) for comparison, value in given if value is not None)

    def _kinds(self) -> list[str]:
        """Return the kinds of norm that are given; limits together are one."""
        limits = ", ".join(key for key in _LIMITS if getattr(self, key) is not None)
        others = [key for key in self._other_kinds() if getattr(self, key) is not None]
        if "checklist" in others and "judged" in others:
            others.remove("judged")
        return [limits, *others] if limits else others

    @classmethod
    def _other_kinds(cls) -> tuple[str, ...]:
        return tuple(key for key in _KINDS if key in cls.model_fields)


_KINDS: Final = ("bands", "judged", "checklist", "parts", "to_be_determined", "reference")


def _outcomes(judged: tuple[Outcome, ...]) -> tuple[Band, ...]:
    return tuple(outcome.to_model() for outcome in judged)


def _decisive(outcomes: tuple[Outcome, ...]) -> None:
    """Refuse outcomes that share a name, and those that are all a miss or all a pass: such a norm can never act."""
    unique([outcome.name for outcome in outcomes])
    if len({outcome.miss for outcome in outcomes}) == 1:
        raise wrong(
            Text(
                "Minstens één uitkomst mist de norm (miss: true), en minstens één niet.",
                "At least one outcome misses the norm (miss: true), and at least one does not.",
            )
        )


class PartSpec(Strict):
    """One part of a compound norm."""

    label: LabelText
    """What people read."""
    unit: Choice[Unit] | None = None
    """What the value is a number of."""
    norm: SimpleNorm
    """What this part must be."""

    def to_model(self, name: str) -> Part:
        """Return it as a value."""
        return Part(name=name, label=self.label.to_model(), norm=self.norm.norm, unit=self.unit)


class NormSpec(SimpleNorm, Sourced):
    """What a result must be, and from when that counts."""

    improves_on: Choice[Earlier] | None = None
    """The result must also be better than last year's, or than the previous one; without one only the limits count."""
    equal_is_improvement: bool | None = None
    """Whether an equal result is better; it is not unless you say so."""
    lower_is_better: bool | None = None
    """Whether a lower number is the better one; it is not unless you say so."""
    checklist: Annotated[dict[Name, LabelText], Field(min_length=1)] | None = None
    """Items that must all be true. With `judged` beside it, a result may also be judged as a whole in those words."""
    parts: Annotated[dict[Name, PartSpec], Field(min_length=2)] | None = None
    """Parts that must all be met, each with its own norm."""
    to_be_determined: Literal[True] | None = None
    """The norm is still to be set: results are kept, without consequence."""
    reference: Literal[True] | None = None
    """Results serve as reference value: they are kept, without consequence."""
    from_contract_year: Ordinal | None = None
    """The year of the contract from which this norm counts; the first if left out."""
    from_day: DayText | None = None
    """The day from which this norm counts."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.from_contract_year and self.from_day:
            raise wrong(Text("Kies from_contract_year of from_day.", "Choose between from_contract_year and from_day."))
        if self.improves_on and not self.limits:
            raise wrong(Text("improves_on hoort bij een grens als at_least.", "improves_on belongs with at_least."))
        if self.improves_on is None and (self.equal_is_improvement, self.lower_is_better) != (None, None):
            raise wrong(
                Text(
                    "equal_is_improvement en lower_is_better horen bij improves_on.",
                    "equal_is_improvement and lower_is_better belong with improves_on.",
                )
            )
        return self

    @property
    def norm(self) -> Norm:
        """The norm as a value."""
        if self.checklist:
            outcomes = _outcomes(self.judged or _words("met"))
            return Norm(kind=NormKind.CHECKLIST, items=labelled(self.checklist), bands=outcomes)
        if self.parts:
            return Norm(kind=NormKind.PARTS, parts=tuple(part.to_model(name) for name, part in self.parts.items()))
        if self.to_be_determined:
            return Norm(kind=NormKind.TO_BE_DETERMINED)
        if self.reference:
            return Norm(kind=NormKind.REFERENCE)
        return replace(super().norm, improves=self._improves())

    def _improves(self) -> Improvement | None:
        if self.improves_on is None:
            return None
        return Improvement(
            than=self.improves_on,
            equal_counts=bool(self.equal_is_improvement),
            lower_is_better=bool(self.lower_is_better),
        )

    def to_model(self) -> NormVersion:
        """Return it as a value."""
        return NormVersion(
            norm=self.norm,
            from_contract_year=self.from_contract_year or 1,
            from_day=self.from_day,
            source=self.source,
        )
