"""What the use cases need from outside: a clock, and a store of facts. Owns the shape of both; implements neither.

A store works in transactions. In one, reads see what was written before in it; what was written is wholly there once
it has ended well, and not at all otherwise. Lines (of cases, deadlines, rights) are a cache for lists; the facts are
the truth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Literal, Protocol

from escalator.engine.ports.agenda import Agenda
from escalator.engine.ports.fact_store import Facts, Results
from escalator.engine.ports.ledger import Messages
from escalator.engine.ports.records import ClosedDayAdded
from escalator.engine.ports.values import (
    CaseLine,
    Contact,
    Contract,
    DeadlineLine,
    Head,
    RightLine,
    StandingLine,
    StoredCase,
)
from escalator.model.calendar import Calendar
from escalator.model.errors import EscalatorError
from escalator.model.ladder import Ladder
from escalator.model.text import Text

Because = Literal["unable", "unsure", "refused", "newer"]


class StoreProblem(EscalatorError):
    """The database cannot do it: busy, full, read-only, unreachable or of a newer version. Nothing was written.

    Attributes:
        because: `unable` to do anything now, whatever is asked; `unsure`, as it went away while it was to commit, so
            that it may have been written after all; `refused`, what it was given, and nothing else; `newer`, a version
            that this program does not know.
    """

    def __init__(self, text: Text | str, because: Because = "unable") -> None:
        super().__init__(text)
        self.because = because


class Clock(Protocol):
    """What the time is. Nothing else in the project asks the machine."""

    def now(self) -> datetime:
        """Return this moment, aware, in UTC."""
        ...


class Ladders(Protocol):
    """Ladders and calendars as they were when something was opened under them."""

    def add(self, ladder: Ladder, source: str, at: datetime) -> None:
        """Keep a ladder, with the text it came from, unless it is there already."""
        ...

    def get(self, digest: str) -> Ladder:
        """Return a ladder that was kept."""
        ...

    def source(self, digest: str) -> str:
        """Return the text that a ladder came from; empty where it came from none."""
        ...

    def add_calendar(self, calendar: Calendar) -> None:
        """Keep a calendar, unless it is there already."""
        ...

    def calendar(self, name: str, version: str) -> Calendar:
        """Return a calendar that was kept."""
        ...

    def close_day(self, closed: ClosedDayAdded) -> ClosedDayAdded:
        """Keep a closed day; its `id` is given out by the store."""
        ...

    def closed_days(self, contract: str) -> list[ClosedDayAdded]:
        """Return the closed days of a contract and of the whole organisation, in the order they were added."""
        ...

    def last_closed_at(self, contract: str) -> datetime | None:
        """Return when the last of them was added; None where there is none."""
        ...


class Contracts(Protocol):
    """Contracts and who is written to."""

    def add(self, contract: Contract, at: datetime) -> None:
        """Keep a new contract."""
        ...

    def get(self, name: str, *, lock: bool = False, whole: bool = False) -> Contract | None:
        """Return a contract.

        Args:
            name: the contract.
            lock: nobody else writes it or its stream until the transaction ends.
            whole: nor is a fact of one of its cases recorded; with `lock` only.
        """
        ...

    def all(self) -> list[Contract]:
        """Return every contract, by name."""
        ...

    def ids(self) -> list[str]:
        """Return the names of all."""
        ...

    def close(self, name: str, on: date) -> None:
        """Note the day that a contract was closed."""
        ...

    def set_calendar(self, name: str, version: str) -> None:
        """Note the version of the calendar that a contract counts in from now on."""
        ...

    def add_contact(self, contact: Contact) -> Contact:
        """Keep a contact; its `id` is given out by the store."""
        ...

    def contacts(self, name: str) -> list[Contact]:
        """Return a contract's contacts."""
        ...

    def remove_contact(self, number: int) -> None:
        """Forget a contact."""
        ...


class Cases(Protocol):
    """Cases and the lines kept of them."""

    def next_number(self, contract: str, year: int) -> int:
        """Return a number for a new case, never given out before."""
        ...

    def add(
        self, case: CaseLine, head: Head, progress: bytes | None, remind_at: datetime | None, key: str | None
    ) -> None:
        """Keep a new case."""
        ...

    def get(self, name: str, *, lock: bool = False) -> StoredCase | None:
        """Return a case; with `lock`, nobody else can until the transaction ends."""
        ...

    def several(self, names: Sequence[str], *, lock: bool = False) -> dict[str, StoredCase]:
        """Return cases by name, those that there are; with `lock`, nobody else can until the transaction ends."""
        ...

    def heads(self, names: Sequence[str]) -> dict[str, Head]:
        """Return the ends of the streams of cases."""
        ...

    def by_key(self, contract: str, key: str) -> StoredCase | None:
        """Return the case of a contract that was opened with that key."""
        ...

    def update(
        self, name: str, standing: StandingLine, head: Head, progress: bytes | None, remind_at: datetime | None
    ) -> None:
        """Write where a case stands, and the moment at which to remind of it although no deadline runs."""
        ...

    def lines(self, contract: str | None = None) -> Iterator[CaseLine]:
        """Yield every case, or those of a contract, by name."""
        ...

    def near(self, name: str) -> list[str]:
        """Return a few names of cases that come after where `name` would stand, for suggestions."""
        ...

    def counting_over(self, day: date, due_from: date, contract: str | None = None) -> list[str]:
        """Return cases with a deadline that runs until a day or longer, and counts `day` or ends on it."""
        ...

    def reminded_over(self, day: date, now: datetime, contract: str | None = None) -> list[tuple[str, DeadlineLine]]:
        """Return case and line of each deadline spoken of next from now to the end of `day`, and due from then on."""
        ...

    def changing(self, until: date, most: int, contract: str | None = None) -> list[str]:
        """Return cases, or those of a contract, that time changes on or before a day, the earliest first."""
        ...

    def put_deadlines(self, name: str, lines: Iterable[tuple[DeadlineLine, datetime | None]]) -> None:
        """Write deadlines of a case, new or changed, each with the moment at which to remind of it next."""
        ...

    def drop_deadlines(self, name: str, which: Sequence[str] | None = None) -> None:
        """Drop deadlines of a case, or all, because nobody need look at them any more."""
        ...

    def put_rights(self, name: str, lines: Sequence[RightLine]) -> None:
        """Write rights of a case, new or changed."""
        ...

    def forget_lines(self, name: str) -> None:
        """Drop the lines of a case's deadlines and rights, to be written anew."""
        ...

    def deadlines(self, name: str) -> list[DeadlineLine]:
        """Return the deadlines of a case."""
        ...

    def rights(self, name: str) -> list[RightLine]:
        """Return the rights of a case."""
        ...

    def live_deadlines(self, until: date, contract: str | None = None) -> list[tuple[str, str, DeadlineLine]]:
        """Return case, contract and line of each deadline due on or before a day that still matters."""
        ...


class Transaction(Protocol):
    """Everything that is read and written together."""

    @property
    def ladders(self) -> Ladders:
        """Ladders and calendars."""
        ...

    @property
    def contracts(self) -> Contracts:
        """Contracts and their contacts."""
        ...

    @property
    def cases(self) -> Cases:
        """Cases, their deadlines and rights."""
        ...

    @property
    def facts(self) -> Facts:
        """Facts and evidence."""
        ...

    @property
    def results(self) -> Results:
        """Results and proposals."""
        ...

    @property
    def messages(self) -> Messages:
        """Messages and their items."""
        ...

    @property
    def agenda(self) -> Agenda:
        """What is to be reminded of, and when."""
        ...


class Store(Protocol):
    """A database of contracts, cases and facts."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction; within another one of the same thread, a part of it that can fail alone."""
        ...

    def reading(self) -> AbstractContextManager[Transaction]:
        """Begin a transaction that only reads, and sees one moment of the database."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
