"""Scorecards as a ladder file writes them: what scores lead to beside the ladder. Owns the section `scorecards`."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from escalator.ladders.schema.bands import ScoreBand, partition
from escalator.ladders.schema.elements import Choice, LabelText, Many, Name, Number, Sourced, labelled, wrong
from escalator.model.errors import UnknownName
from escalator.model.norms import Scorecard, ScoreConsequence, Weight
from escalator.model.text import Text


class ScoreConsequenceSpec(Sourced):
    """What follows on a score."""

    label: LabelText
    """What people read."""
    weight: Choice[Weight]
    """Whether it is a `bonus`, a `malus`, only to be considered (`consider`), or `none` of these."""
    themes: dict[Name, LabelText] = Field(default_factory=dict)
    """By theme (agreement, cooperation, reference, payment …) what happens, in words."""

    def to_model(self, name: str) -> ScoreConsequence:
        """Return it as a value."""
        return ScoreConsequence(
            name=name,
            label=self.label.to_model(),
            weight=self.weight,
            themes=labelled(self.themes),
            source=self.source,
        )


class ScorecardSpec(Sourced):
    """What the scores of a KPI lead to."""

    label: LabelText
    """What people read."""
    kpi: Name
    """The KPI whose value it weighs."""
    target: Number | None = None
    """The score aimed at."""
    bands: Annotated[Many[ScoreBand], Field(min_length=2)]
    """Bands from low to high, each with what follows."""
    consequences: dict[Name, ScoreConsequenceSpec] = Field(default_factory=dict)
    """What may follow, by name."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        partition(self.bands)
        named = [name for band in self.bands for name in band.consequences]
        for name in named:
            if name not in self.consequences:
                raise wrong(UnknownName(Text("gevolg", "consequence"), name, self.consequences).text)
        for name in self.consequences:
            if name not in named:
                raise wrong(Text(f"Gevolg {name} volgt nergens op.", f"Consequence {name} follows on no band."))
        return self

    def to_model(self, name: str) -> Scorecard:
        """Return it as a value."""
        return Scorecard(
            id=name,
            label=self.label.to_model(),
            kpi=self.kpi,
            bands=partition(self.bands),
            consequences={key: each.to_model(key) for key, each in self.consequences.items()},
            target=self.target,
            source=self.source,
        )
