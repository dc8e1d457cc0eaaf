"""What a guard can see: one event on one day in one case. Owns the reading; never changes anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from msgspec import Struct, field

from escalator.model.calendar import Calendar
from escalator.model.events import Event
from escalator.model.facts import Fact, Scope
from escalator.model.ladder import Ladder, Table
from escalator.model.periods import contract_year
from escalator.procedure.guards.values import UNKNOWN, Value
from escalator.procedure.progress import Happened, Naming, Progress

Day = tuple[date, Mapping[str, Value]]


class _Undecided(Mapping[str, Value]):
    """The data of a fact that might still be recorded: every field is unknown."""

    def __getitem__(self, _name: str) -> Value:
        return UNKNOWN

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


UNDECIDED: Final[Mapping[str, Value]] = _Undecided()


class View(Struct, kw_only=True):
    """One event looked at in the light of a case.

    Attributes:
        on: the day of the event, or the day for which is asked what may happen.
        event: the event; None for an expiry.
        fact: the fact; None for an expiry, and where is asked what may happen.
        data: the event's data, typed; `UNDECIDED` where is asked what may happen.
        moment: the moment at which time itself acts; None unless it does.
        asked: the role of which is asked whether it may act.
    """

    ladder: Ladder
    calendar: Calendar
    scope: Scope
    progress: Progress
    on: date
    event: Event | None = None
    fact: Fact | None = None
    data: Mapping[str, Value] = field(default_factory=dict)
    moment: datetime | None = None
    asked: str | None = None

    @property
    def asking(self) -> bool:
        """Whether this looks at an event that might still be recorded."""
        return self.data is UNDECIDED

    @property
    def at(self) -> datetime | None:
        """The moment of the fact, where one was recorded, or at which time itself acts."""
        return self.fact.at if self.fact else self.moment

    @property
    def role(self) -> str | None:
        """The role that acts, or of which is asked whether it may."""
        return self.fact.role if self.fact is not None else self.asked

    @property
    def received(self) -> Value:
        """The day that the other party received what the fact tells of; unknown where that may still be recorded."""
        if self.fact is not None:
            return self.fact.received
        return UNKNOWN if self.asking else None

    @property
    def overdue(self) -> Value:
        """Whether the deadline of the current state has passed and is not met.

        Unknown where is asked what may happen on the last day of a term in hours: it depends on the moment.
        """
        running = self.progress.deadline
        if running is None:
            return False
        if self.asking and running.due_at is not None and running.over_on == self.on:
            return running.suspended_on is None and UNKNOWN
        return self.moment is not None or running.passed(self.on, self.at)

    @property
    def due(self) -> date | None:
        """The due day of the current state's deadline."""
        running = self.progress.deadline
        return running.due if running else None

    @property
    def contract_year(self) -> int | None:
        """The contract year of the day, from 1."""
        start = self.scope.contract_start
        return contract_year(self.on, start) if start else None

    def table(self, name: str) -> Table:
        """Return a lookup table of the ladder."""
        return self.ladder.tables[name]

    def entries(self, state: str) -> int:
        """How often the case has entered that state."""
        return self.progress.entries.get(state, 0)

    def named(self, key: str) -> Value:
        """The day that counts under that key; unknown where the event asked about could name another."""
        if self.asking and self.event is not None and self.event.field(key) is not None:
            return UNKNOWN
        naming = self.naming(key)
        return naming.day if naming else None

    def naming(self, key: str) -> Naming | None:
        """The naming that counts under that key: this fact's, or the latest before it."""
        if self.fact is not None and isinstance(own := self.data.get(key), date):
            return Naming(own, self.fact.id, self.progress.applied)
        return self.progress.named.get(key)

    def occurrences(self, events: frozenset[str], start: int = 0) -> list[Day]:
        """The times that one of the events happened, in order and from a place in the history, this one included."""
        history = self.progress.history
        found: list[Day] = [(each.on, each.data) for each in history[start:] if each.event in events]
        if self.event is not None and self.event.id in events:
            found.append((self.on, self.data))
        return found

    def since_state(self, state: str) -> int:
        """The place in the history at which the case last entered a state; 0 where it never did."""
        return self.progress.since.get(state, 0)

    def since_event(self, event: str) -> int:
        """The place in the history just after the last time of an event before this one; 0 where there was none."""
        return max((place for place, each in enumerate(self.progress.history, 1) if each.event == event), default=0)

    def happened(self, event: str) -> Happened | None:
        """The latest fact of an event since the initial state, this one included."""
        if self.event is None or self.event.id != event:
            return self.progress.happened.get(event)
        if self.fact is None:
            return Happened(self.on, None, self.moment)
        return Happened(self.on, self.fact.id, self.fact.at, self.fact.received)
