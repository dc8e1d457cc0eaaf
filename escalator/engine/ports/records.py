"""What is kept beside cases: closed days, results, proposals and evidence, as values. Owns their shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from escalator.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDayAdded:
    """A closed day of a contract, or of the whole organisation where `contract` is empty."""

    id: int
    contract: str
    day: date
    reason: Text
    by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementLine:
    """Where a result is found: it is the fact with this number in its contract's stream.

    Attributes:
        starts, ends: first and last day of its period.
        value: as text, a decimal; None where the result is no number.
        verdict: the assessment's outcome.
        counts: False once another result corrects it.
        corrects: number of the result that it corrects.
        case, case_seq: the case it opened or fed, and the fact there.
    """

    contract: str
    seq: int
    kpi: str
    region: str
    period: str
    starts: date
    ends: date
    on: date
    value: str | None
    verdict: str
    counts: bool = True
    corrects: int | None = None
    case: str | None = None
    case_seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A step that a result suggests and a person decides on.

    Attributes:
        seq: number of the fact in the contract's stream that gave rise to it.
        event: what would be recorded, with `data`; in `case`, or in a new one where that is None.
        status: waiting, accepted, declined, or withdrawn because its result no longer counts.
    """

    contract: str
    seq: int
    event: str
    case: str | None
    data: dict[str, str]
    reason: Text
    made_on: date
    status: str = "waiting"
    decided_on: date | None = None
    decided_by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that was kept, by the SHA-256 of its content."""

    sha256: str
    size: int
    media_type: str
    name: str
    stored_at: datetime
