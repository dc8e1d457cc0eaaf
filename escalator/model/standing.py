"""Where a case stands on a day. Owns the answer's shape; never computes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from escalator.model.calendar import ClosedDay
from escalator.model.terms import Reckoning, Term


class Status(StrEnum):
    """What has become of a deadline."""

    OPEN = "open"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """One change to a due day after it was computed: by a party, or because the calendar changed.

    Attributes:
        closed: the day that was closed, where that is what changed it.
    """

    fact: str
    on: date
    before: date | None
    due: date
    reason: str
    closed: ClosedDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Why a deadline is due on its day.

    Attributes:
        anchor: kind of anchor: entry, event, receipt, day, deadline, or `named` for a day a party named.
        anchor_name: the event, data key or deadline counted from.
        fact: id of the fact that gives the anchor its day; None where time itself does (an expiry).
        rule: place in the ladder: the state whose deadline it is, and which of its due rules.
        reckoning: the count itself; None for a day that was named.
        named: the day that a party named; None for a computed day.
        bound: the minimum or maximum term that decided, where one did.
    """

    anchor: str
    anchor_name: str
    fact: str | None
    rule: tuple[str, int]
    reckoning: Reckoning | None = None
    named: date | None = None
    bound: Term | None = None
    adjusted: tuple[Adjusted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline as seen on a day.

    Attributes:
        id: the state's name, with `#2` and so on for its later ones.
        due: the last day in time (Europe/Amsterdam).
        due_at: the last moment in time (aware UTC), for a term in hours only.
        owed_by: the roles that owe it.
        waits_for: the events that meet it.
        expires: whether something follows by itself on the day after.
        provisional: whether the calendar is not yet final for these dates.
        done_on: day it was met; `left_on`: day the case left the state without meeting it.
    """

    id: str
    state: str
    due: date
    status: Status
    owed_by: tuple[str, ...]
    waits_for: tuple[str, ...]
    derivation: Derivation
    due_at: datetime | None = None
    expires: bool = False
    provisional: bool = False
    done_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class RightOpening:
    """One time that a right arose: the day, and the fact it rests on (None where time itself gave it)."""

    on: date
    fact: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRight:
    """A right that has arisen. It stays listed; `in_force` tells whether it was exercised and not lifted since."""

    name: str
    openings: tuple[RightOpening, ...]
    exercised: tuple[str, ...] = ()
    in_force: bool = False

    @property
    def since(self) -> date:
        """The day it first arose."""
        return self.openings[0].on


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move of a case from state to state: by a fact, or by time where `fact` is None."""

    on: date
    fact: str | None
    event: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a case stands on the evening of a day.

    Attributes:
        allowed: the ladder's own events that some role may act on that day with some data; none where nobody asked.
        missing: states whose deadline could not be opened because no fact has named its day.
        approvals: roles that have approved in the current state.
        next_change: the first day on which time alone changes something; None if never.
        unchecked: facts whose event has a checklist that was not, or not wholly, recorded, with the items missing.
        left_out: facts that were impossible by what was known, only ever filled for a view through `known_at`.
    """

    as_of: date
    state: str
    step: int
    final: bool
    since: date
    deadlines: tuple[Deadline, ...] = ()
    rights: tuple[OpenRight, ...] = ()
    allowed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()
    path: tuple[Step, ...] = ()
    next_change: date | None = None
    unchecked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def deadline(self, name: str) -> Deadline | None:
        """Return the deadline with that id, or None."""
        return next((each for each in self.deadlines if each.id == name), None)
