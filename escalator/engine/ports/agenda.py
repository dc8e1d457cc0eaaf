"""What is to be done when: what to remind of, what to compare, what was put aside, and who keeps the clock.

Owns the shape of these and the port that keeps them. All of it follows from facts, and can be worked out anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

from escalator.engine.ports.values import CalendarInForce


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One time that a duty of a contract is owed, kept so that its reminders are found."""

    contract: str
    occurrence: str
    obligation: str
    due: date
    remind_at: datetime | None


class Running(Struct, frozen=True, kw_only=True):
    """A deadline that has not ended, by the lines of its case, with what reminding of it takes beside it.

    Attributes:
        status: on the evening that its case was last written.
        final: whether the case has ended; `closed_on` day its contract was closed, if it was.
        digest: of the ladder that the case was opened under.
        calendar: that its contract counts in now; `reminders` what that has of its own on these, as JSON.
    """

    case: str
    name: str
    state: str
    due: date
    due_at: datetime | None
    status: str
    owed_by: tuple[str, ...]
    contract: str
    digest: str
    final: bool
    closed_on: date | None
    calendar: CalendarInForce
    reminders: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that could not be done, put aside until `next_at` so that it holds up nothing else."""

    subject: str
    why: str
    times: int
    since: datetime
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A process that keeps the clock: when it was last seen, and what its last round was."""

    name: str
    started_at: datetime
    seen_at: datetime
    next_at: datetime | None
    rounds: int


class Agenda(Protocol):
    """What is to be done when."""

    def look_at(self, case: str, at: datetime) -> None:
        """Note that what was told about a case has to be compared with where it stands, from a moment on."""
        ...

    def to_look_at(self, now: datetime, most: int) -> list[str]:
        """Return cases to be compared."""
        ...

    def looked_at(self, case: str) -> None:
        """Note that it was done."""
        ...

    def deadlines_due(self, now: datetime, most: int) -> list[tuple[str, str]]:
        """Return case and deadline of what is to be reminded of."""
        ...

    def running(self, cases: Sequence[str]) -> list[Running]:
        """Return the deadlines of cases that have not ended; nobody else changes those cases meanwhile."""
        ...

    def remind_deadlines(self, at: Mapping[tuple[str, str], datetime | None]) -> None:
        """Note when to remind of deadlines next: by case and deadline."""
        ...

    def cases_due(self, now: datetime, most: int) -> list[str]:
        """Return cases of which to remind although no deadline runs."""
        ...

    def remind_case(self, case: str, at: datetime | None) -> None:
        """Note when to remind of a case next."""
        ...

    def put_duties(self, contract: str, lines: Sequence[DutyLine]) -> None:
        """Keep when to remind of a contract's duties, in place of what was kept."""
        ...

    def duties_due(self, now: datetime, most: int) -> list[DutyLine]:
        """Return duties to be reminded of."""
        ...

    def remind_duty(self, contract: str, occurrence: str, at: datetime | None) -> None:
        """Note when to remind of a duty next."""
        ...

    def contracts_to_plan(self, now: datetime) -> list[str]:
        """Return contracts whose duties have to be worked out anew."""
        ...

    def planned(self, contract: str, facts: int, again_at: datetime) -> None:
        """Note that it was done, with so many facts on record, and when it has to be done again at the latest."""
        ...

    def set_reminders(self, contract: str, agreed: str) -> None:
        """Keep what a contract has of its own on reminders."""
        ...

    def reminders(self, contract: str) -> str | None:
        """Return what a contract has of its own on reminders."""
        ...

    def next_at(self) -> datetime | None:
        """Return the earliest moment at which something here is due."""
        ...

    def put_aside(self, trouble: Trouble) -> None:
        """Keep what could not be done."""
        ...

    def troubles(self) -> list[Trouble]:
        """Return what could not be done."""
        ...

    def solved(self, subject: str) -> None:
        """Note that it could be done after all."""
        ...

    def beat(self, beat: Beat) -> None:
        """Keep that a process is alive."""
        ...

    def beats(self) -> list[Beat]:
        """Return the processes that keep, or kept, the clock."""
        ...

    def stopped(self, name: str) -> None:
        """Note that a process has ended."""
        ...

    def wake(self) -> None:
        """Let every process that keeps the clock know that there is something new."""
        ...
