"""What goes in and out of the use cases: contracts, contacts, cases. Owns their shape; the rules are elsewhere.

What is read or written with every fact is a `Struct`, which is made several times faster than a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from msgspec import Struct

from escalator.model.facts import Fact, Scope
from escalator.model.standing import Deadline, Standing
from escalator.model.text import Language


class Head(Struct, frozen=True):
    """The end of a stream of facts: how many there are, and the hash that the next one builds on."""

    seq: int
    hash: bytes


class CalendarInForce(Struct, frozen=True):
    """The calendar that a contract counts in.

    Attributes:
        name, version: the calendar itself, as it was when the contract was added.
        now: the version with all closed days added since; the same where there are none.
    """

    name: str
    version: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract that is being managed.

    Attributes:
        id: chosen by the user; letters, digits and hyphens.
        ladder, version, digest: the ladder that new cases are opened under.
        start, end: first and last day; the end is None while nobody has said it.
        closed_on: day it was closed; only retractions and evidence are recorded from then on.
        parameters: what it overrides in the ladder.
        language: what its letters and messages are written in.
        head: the end of its own stream of facts.
    """

    id: str
    name: str
    ladder: str
    version: str
    digest: str
    start: date
    end: date | None
    closed_on: date | None
    calendar: CalendarInForce
    parameters: dict[str, str]
    language: Language
    head: Head

    @property
    def stream(self) -> str:
        """The name of its stream of facts."""
        return f"contract:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who is written to in a role of a contract; `added_at` is None where nobody noted it."""

    id: int
    contract: str
    role: str
    name: str
    email: str
    language: Language
    added_at: datetime | None = None


class StandingLine(Struct, frozen=True, kw_only=True):
    """What of a case's standing is kept for lists, as it was on the evening of `as_of`.

    Attributes:
        next_change: the first day on which time alone changes something; None if never.
        calendar: version of the calendar that its deadlines were counted in.
    """

    state: str
    step: int
    final: bool
    since: date
    as_of: date
    next_change: date | None
    calendar: str


class CaseLine(Struct, frozen=True, kw_only=True):
    """A case as it stands in a list.

    Attributes:
        opened_on: day of the fact that opened it.
        opened_at: moment that was recorded (aware UTC).
        opened_in: version of the calendar that its first deadline was counted in.
        facts: how many were recorded, retracted ones too.
    """

    id: str
    contract: str
    ladder: str
    version: str
    digest: str
    scope: Scope
    opened_on: date
    opened_at: datetime
    opened_in: str
    standing: StandingLine
    facts: int

    @property
    def stream(self) -> str:
        """The name of its stream of facts."""
        return f"case:{self.id}"


class StoredCase(Struct, frozen=True, kw_only=True):
    """A case with all that recording a fact needs.

    Attributes:
        progress: what the next fact builds on, as JSON (see `snapshot`); None where no fact is in account.
        contract_calendar: the calendar that its contract counts in now.
        contract_reminders: what its contract has of its own on reminders (see `policy`), as JSON.
        contract_closed: day its contract was closed, if it was.
    """

    line: CaseLine
    head: Head
    progress: bytes | None
    contract_start: date
    contract_closed: date | None
    contract_calendar: CalendarInForce
    contract_reminders: str | None = None


class DeadlineLine(Struct, frozen=True, kw_only=True):
    """A deadline as it is kept for lists while somebody should look at it: until it is met or lapsed, or its case ends.

    Its status is that on the evening that its case was last written.

    Attributes:
        n: how many the case had opened before it.
        counted_from: the day after which a day that is closed, up to the due day, may move it; None where none does.
    """

    id: str
    n: int
    state: str
    due: date
    due_at: datetime | None
    status: str
    owed_by: tuple[str, ...]
    counted_from: date | None
    expires: bool
    provisional: bool
    left_on: date | None


class RightLine(Struct, frozen=True):
    """A right that has arisen, as it is kept for lists."""

    name: str
    since: date
    times: int
    in_force: bool


class StoredFact(Struct, frozen=True):
    """A fact as it stands in its stream, with what makes recording it repeatable and changing it visible."""

    fact: Fact
    key: str | None
    hash: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a fact led to.

    Attributes:
        fact: the fact as it was stored, or as it had been stored before under the same key.
        repeated: whether it was there already, and nothing was written.
    """

    case: str
    fact: Fact
    _stand: Callable[[], Standing] = field(repr=False, compare=False)
    repeated: bool = False

    @property
    def standing(self) -> Standing:
        """Where the case stands now, with this fact; worked out when asked for."""
        return self._stand()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case and where it stands."""

    case: CaseLine
    standing: Standing


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline in a list, with its status on the day asked for, and the case that it belongs to."""

    case: str
    contract: str
    deadline: DeadlineLine


@dataclass(frozen=True, slots=True)
class Explained:
    """A deadline with its derivation, and the facts that it rests on by id: the anchor, and what adjusted it."""

    case: CaseLine
    deadline: Deadline
    facts: dict[str, Fact]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A fact of a case, and the retraction that took it out of account, if one did."""

    fact: Fact
    key: str | None
    retracted_by: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a case, told to subscribers before it is committed.

    Attributes:
        fact: the fact that is being recorded; None where time made the change, or a day that was closed.
        before: where the case stood; None where the fact opens it.
    """

    case: str
    contract: str
    fact: Fact | None
    before: Standing | None
    after: Standing
