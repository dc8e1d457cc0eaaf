"""How far a case has come: the state of the fold. Owns what must be remembered between two facts; decides nothing.

It can be written to JSON and read back, so that recording a fact need not start from the first one; what is as it was
at the start is left out there, which makes a case a third smaller on disk. Nothing outside this package looks inside;
what others see is a `Standing`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from msgspec import Struct, field

from escalator.model.standing import Adjusted, RightOpening, Status, Step
from escalator.model.terms import Unit, day_of, end_of_day

DAY: Final = timedelta(days=1)


class OpenedDeadline(Struct, kw_only=True, omit_defaults=True):
    """A deadline that a state opened, and what became of it.

    Attributes:
        due: the last day in time; `due_at` the last moment, for a term in hours only.
        rule: which of the due rules of its state.
        why: why it was due on its day when it was last counted (see `dues`); only in a fold from the first fact on.
        anchor: the day that its term is counted from; None for a day that a party named.
        unit: what its term is counted in, or the bound that decided.
        moves: how its due day was moved, in order.
        suspended_on: day its clock was stopped, while it stands still; a clock that stands still never runs out.
        left: working days that were left of it then, where it is counted in those.
        expired: whether time has done what it does to this deadline, which happens once for each due day.
    """

    id: str
    state: str
    due: date
    rule: int = 0
    why: Any = None  # never kept, and so nothing that msgspec would have to read
    anchor: date | None = None
    unit: Unit | None = None
    moves: list[Adjusted] = field(default_factory=list)
    due_at: datetime | None = None
    provisional: bool = False
    done_on: date | None = None
    done_at: datetime | None = None
    left_on: date | None = None
    left_at: datetime | None = None
    suspended_on: date | None = None
    suspended_at: datetime | None = None
    left: int | None = None
    expired: bool = False

    @property
    def closed(self) -> bool:
        """Whether it was met, or the case has left its state."""
        return self.done_on is not None or self.left_on is not None

    @property
    def over_at(self) -> datetime:
        """The moment at which its time is over: the midnight after the due day, or the end of a term in hours."""
        return self.due_at if self.due_at is not None else end_of_day(self.due)

    @property
    def over_on(self) -> date:
        """The first day on the evening of which its time is over."""
        return day_of(self.due_at) if self.due_at is not None else self.due + DAY

    def passed(self, on: date, at: datetime | None = None) -> bool:
        """Whether that day (or moment, for a term in hours) lies after the last one in time."""
        if self.suspended_on is not None:
            return False
        if self.due_at is not None and at is not None:
            return at > self.due_at
        return on > self.due

    def passed_by_evening(self, day: date) -> bool:
        """Whether its time is over on the evening of that day."""
        return self.suspended_on is None and day >= self.over_on

    def status(self, as_of: date) -> Status:
        """What has become of it, seen on the evening of a day."""
        if self.done_on is not None:
            return Status.LATE if self.passed(self.done_on, self.done_at) else Status.MET
        if self.left_on is not None:
            return Status.OVERDUE if self.expired or self.passed(self.left_on, self.left_at) else Status.LAPSED
        if self.suspended_on is not None:
            return Status.SUSPENDED
        return Status.OVERDUE if self.passed_by_evening(as_of) else Status.OPEN


class Occurrence(Struct, omit_defaults=True):
    """One time that an event happened, for the guards that count; data as recorded."""

    event: str
    on: date
    data: dict[str, Any]


class Happened(Struct, omit_defaults=True):
    """The latest time of an event since the case last entered its initial state; without a fact, silence counted."""

    on: date
    fact: str | None
    at: datetime | None = None
    received: date | None = None


class Naming(Struct, omit_defaults=True):
    """A day that a party named under a data key; `place` is the fact's place among those applied."""

    day: date
    fact: str
    place: int


class RightHeld(Struct, omit_defaults=True):
    """A right that has arisen and what was done with it."""

    openings: list[RightOpening] = field(default_factory=list)
    exercised: list[str] = field(default_factory=list)
    in_force: bool = False


class Progress(Struct, kw_only=True, omit_defaults=True):
    """Everything the fold remembers.

    Attributes:
        entered_on: day the current state was entered; `entered_at` the moment, where one is known.
        opened: how many deadlines each state has opened.
        approvals: the roles that have acted an event by several since the state was entered, by event.
        missing: whether the current state waits for a day that nobody has named.
        history: occurrences of the events that guards count.
        since: the place in it at which each state was last entered; 0 where that is left out.
        named, happened: latest named day per key and latest fact per event, since the initial state.
        last: order of the last fact applied.
    """

    state: str
    entered_on: date
    entered_at: datetime | None = None
    entries: dict[str, int] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    deadlines: list[OpenedDeadline] = field(default_factory=list)
    current: int | None = None
    missing: bool = False
    approvals: dict[str, list[str]] = field(default_factory=dict)
    history: list[Occurrence] = field(default_factory=list)
    since: dict[str, int] = field(default_factory=dict)
    named: dict[str, Naming] = field(default_factory=dict)
    happened: dict[str, Happened] = field(default_factory=dict)
    rights: dict[str, RightHeld] = field(default_factory=dict)
    path: list[Step] = field(default_factory=list)
    unchecked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    applied: int = 0
    last: tuple[date, int] | None = None

    def approved(self, event: str) -> list[str]:
        """The roles that have acted that event by several since the state was entered."""
        return self.approvals.get(event, [])

    @property
    def deadline(self) -> OpenedDeadline | None:
        """The deadline of the current state, if it opened one and it still runs."""
        if self.current is None or self.deadlines[self.current].closed:
            return None
        return self.deadlines[self.current]

    def next_change(self, as_of: date) -> date | None:
        """The first day after `as_of` on the evening of which time alone has changed the state or a deadline."""
        running = self.deadline
        if running is None or running.suspended_on is not None or running.passed_by_evening(as_of):
            return None
        return running.over_on

    def latest(self, state: str) -> OpenedDeadline | None:
        """The last deadline that a state opened."""
        return next((each for each in reversed(self.deadlines) if each.state == state), None)
