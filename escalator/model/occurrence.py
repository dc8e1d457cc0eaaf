"""What duties hang on, and the times that they are owed. Owns these shapes; `duties` works the occurrences out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from escalator.model.obligations import Obligation, Of, Recurrence
from escalator.model.rhythm import Due
from escalator.model.terms import Reckoning
from escalator.model.text import Text


class Happened(StrEnum):
    """How something stands: it was done, is planned, or was asked for."""

    DONE = "done"
    PLANNED = "planned"
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that duties hang on.

    Attributes:
        id: stable and unique; part of the ids of what follows from it.
        name: of an event, or of an obligation that was performed, planned or asked for.
        on: the day (Europe/Amsterdam).
        track, state: of the case, before the event took effect.
        days: days that go with it, by name: those in the event's data, and due days of the case's deadlines.
    """

    id: str
    name: str
    on: date
    of: Of = Of.CASE
    how: Happened = Happened.DONE
    track: str = ""
    state: str = ""
    days: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """That a case stood in a state, from its first day to its last; None while it still does."""

    case: str
    state: str
    first: date
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the parties agreed on a duty whose rhythm or day was open; it takes the place of the ladder's."""

    due: Due
    recurrence: Recurrence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What of a contract decides when duties fall due.

    Attributes:
        start, end: its first and last day; no end is known where it is None.
        happenings: in the order recorded.
        stays: where its cases stood.
        agreed: by obligation.
        obligations: all of the ladder's, for those that go together with another.
    """

    start: date
    end: date | None = None
    happenings: tuple[Happening, ...] = ()
    stays: tuple[Stay, ...] = ()
    agreed: dict[str, Agreed] = field(default_factory=dict)
    obligations: dict[str, Obligation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that a duty is owed.

    Attributes:
        id: obligation and period, or obligation and what it hangs on; with `#2` and so on for a later one of a period.
        due: the last day in time (Europe/Amsterdam); None where there is none, or not yet: see `why`.
        counted_from: the day it counts from.
        why: the rule in words.
        period: name of the period, for one that recurs.
        reckoning: the count, for a term after something.
        provisional: whether the calendar is not yet final for the due day.
        excused: why it is not owed after all: a request beyond the cap.
    """

    id: str
    obligation: str
    due: date | None
    counted_from: date
    why: Text
    period: str = ""
    reckoning: Reckoning | None = None
    provisional: bool = False
    excused: Text | None = None

    @property
    def day(self) -> date:
        """The day that it belongs to."""
        return self.due or self.counted_from
