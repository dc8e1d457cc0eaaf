"""What measuring takes and gives: a result as offered, and what came of it. Owns their shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from escalator.engine.ports.records import MeasurementLine, Proposal
from escalator.model.assessing import Assessment
from escalator.model.bands import Band
from escalator.model.facts import Fact
from escalator.model.norms import ScoreConsequence
from escalator.model.periods import Period
from escalator.model.text import Text

Number: TypeAlias = str | Decimal | int
"""A number as people give it: text may have a decimal comma; never a binary float."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A result as it is offered.

    Attributes:
        period: its name, as `escalator.model.periods` lists them.
        on: day it was reported; today where it is not given, or the day of the result that it corrects.
        value: a number; or text that is read by the norm in force: `7,5`, `voldoende`, `correct=ja; complete=nee`.
        checklist: item: whether it is in order.
        parts: part of a compound norm: its number or judgement.
        drawn, failing: how many were drawn and how many fail, where the KPI counts; `reasons` splits those failing.
        clients: clients at the provider; `sample` how many this result rests on.
        beside: figures kept beside the value.
        corrects: number of the result whose place it takes.
        evidence: a file that it rests on: its path or its content.
    """

    kpi: str
    period: str | Period
    on: date | None = None
    value: Number | None = None
    judgement: str | None = None
    region: str | None = None
    checklist: Mapping[str, bool] = field(default_factory=dict)
    parts: Mapping[str, Number] = field(default_factory=dict)
    drawn: int | None = None
    failing: int | None = None
    reasons: Mapping[str, int] = field(default_factory=dict)
    clients: int | None = None
    sample: int | None = None
    beside: Mapping[str, Number] = field(default_factory=dict)
    note: str = ""
    corrects: int | None = None
    evidence: Path | str | bytes | None = None


class Did(StrEnum):
    """What a result led to."""

    OPENED = "opened"
    FED = "fed"
    PROPOSED = "proposed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a score leads to by a scorecard; nothing of it moves a case.

    Attributes:
        result: number of the result.
        consequences: empty where nothing follows.
    """

    scorecard: str
    label: Text
    kpi: str
    period: str
    result: int
    value: Decimal
    band: Band
    consequences: tuple[ScoreConsequence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What recording a result led to.

    Attributes:
        line: where the result is found; its `seq` is its number.
        reason: what followed, or why nothing did.
        case, fact: the case it opened or fed, and the fact recorded there.
        proposal: what waits for the contract manager.
        repeated: whether it was there already under the same key, and nothing was written.
    """

    line: MeasurementLine
    assessment: Assessment
    did: Did
    reason: Text
    case: str | None = None
    fact: Fact | None = None
    proposal: Proposal | None = None
    scores: tuple[Scored, ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class MeasurementView:
    """A result: where it is found, and the fact that it is."""

    line: MeasurementLine
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What accepting a proposal led to: a fact in a case, or a result."""

    proposal: Proposal
    case: str | None = None
    fact: Fact | None = None
    measured: Measured | None = None
