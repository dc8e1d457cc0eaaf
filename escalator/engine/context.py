"""What every use case works with: the store, the clock, ladders compiled in their calendars. Owns the caches.

Everything kept here never changes once made (a ladder by its digest, a calendar by its version), so threads share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce

from msgspec import structs

from escalator.engine.ports.channel import Channel, Compose
from escalator.engine.ports.ledger import MAIL, MessageStatus
from escalator.engine.ports.messages import Item
from escalator.engine.ports.records import ClosedDayAdded
from escalator.engine.ports.store import Clock, Store, Transaction
from escalator.engine.ports.values import CalendarInForce, CaseLine, Change, Contract, StoredCase
from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.errors import UnknownName
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.terms import day_of
from escalator.model.text import Language, Text
from escalator.procedure.machine import Procedure, compile_ladder
from escalator.procedure.recounting import OWN, closed, closed_day_fact

LoadLadder = Callable[[str, Mapping[str, str]], tuple[Ladder, str]]
"""From a name or path and the parameters overridden, to the ladder and the text it came from."""
ResolveLadder = Callable[[str, str, Mapping[str, str]], Ladder]
"""From a ladder's name, the text it came from and the parameters overridden, to the ladder."""
BuildCalendar = Callable[[str], Calendar]
Feed = Callable[[Iterable[Item], datetime, Language, str], bytes]
"""From items with due days, the moment, the language and a name, to a calendar file."""


@dataclass(frozen=True, slots=True)
class Outlets:
    """The ways out: a channel to people under `mail`, endpoints by their names, and what writes messages and feeds."""

    channels: dict[str, Channel]
    compose: Compose
    feed: Feed | None = None


@dataclass(slots=True)
class Context:
    """What every use case works with.

    Attributes:
        outlets: where messages go out; None where this process sends none.
        process: a name for this process, that no other has at the same time.
        unwritten: how tries at messages ended that the database could not take yet; written before anything else is
            sent, so that a database that is away for a moment has no message repeated. Each returns how that ended.
    """

    store: Store
    clock: Clock
    load: LoadLadder
    build: BuildCalendar
    digest: Callable[[Ladder], str]
    resolve: ResolveLadder
    outlets: Outlets | None = None
    process: str = ""
    subscribers: list[Callable[[Change], object]] = field(default_factory=list)
    unwritten: list[Callable[[Transaction], list[MessageStatus]]] = field(default_factory=list, repr=False)
    _ladders: dict[str, Ladder] = field(default_factory=dict, repr=False)
    _calendars: dict[tuple[str, str], Calendar] = field(default_factory=dict, repr=False)
    _procedures: dict[tuple[str, str], Procedure] = field(default_factory=dict, repr=False)

    @property
    def endpoints(self) -> tuple[str, ...]:
        """The names of the channels that reach no person."""
        return tuple(name for name in self.outlets.channels if name != MAIL) if self.outlets else ()

    def today(self) -> date:
        """Return the day it is in Europe/Amsterdam."""
        return day_of(self.clock.now())

    def ladder(self, tx: Transaction, digest: str) -> Ladder:
        """Return a ladder as it was when something was opened under it."""
        found = self._ladders.get(digest)
        if found is None:
            found = self._ladders[digest] = tx.ladders.get(digest)
        return found

    def calendar(self, tx: Transaction, contract: str, used: CalendarInForce) -> Calendar:
        """Return the calendar that a contract counts in now."""
        found = self._calendars.get((used.name, used.now))
        if found is None:
            days = tx.ladders.closed_days(contract) if used.now != used.version else []
            found, _ = _closings(self._base(tx, used), days, used.now, used.now)
            self._calendars[used.name, used.now] = found
        return found

    def with_closed_days(self, tx: Transaction, contract: Contract) -> Contract:
        """Return a new contract with its calendar as it stands now: all closed days count from its start."""
        now = self._base(tx, contract.calendar)
        days = tx.ladders.closed_days(contract.id)
        if days:
            now = extended(now, days)
        self._calendars[now.name, now.version] = now
        return replace(contract, calendar=structs.replace(contract.calendar, now=now.version))

    def _base(self, tx: Transaction, used: CalendarInForce) -> Calendar:
        found = self._calendars.get((used.name, used.version))
        if found is None:
            found = self._calendars[used.name, used.version] = tx.ladders.calendar(used.name, used.version)
        return found

    def procedure(self, tx: Transaction, case: CaseLine, used: CalendarInForce) -> Procedure:
        """Return the ladder of a case, compiled, in the calendar that its contract counts in now."""
        return self.compiled(tx, case.digest, case.contract, used)

    def compiled(self, tx: Transaction, digest: str, contract: str, used: CalendarInForce) -> Procedure:
        """Return a ladder, compiled, in a calendar; each ladder is compiled once."""
        found = self._procedures.get((digest, used.now))
        if found is None:
            first = next((each for (known, _), each in list(self._procedures.items()) if known == digest), None)
            calendar = self.calendar(tx, contract, used)
            found = first.in_calendar(calendar) if first else compile_ladder(self.ladder(tx, digest), calendar)
            self._procedures[digest, used.now] = found
        return found

    def from_the_start(
        self, tx: Transaction, case: CaseLine, used: CalendarInForce, upto: str | None = None
    ) -> tuple[Procedure, list[Fact]]:
        """Return what a case is folded anew with: its ladder in the calendar of its opening, and what changed since.

        Args:
            tx: the transaction.
            case: the case.
            used: the calendar that its contract counts in now.
            upto: the version of the calendar to stop at; the one in force where it is not given.
        """
        procedure, last = self.procedure(tx, case, used), upto or used.now
        if case.opened_in == last == used.now:
            return procedure, []
        told = [each.fact.recorded for each in tx.facts.load(case.stream)]
        days = tx.ladders.closed_days(case.contract)
        calendar, since = _closings(self._base(tx, used), days, case.opened_in, last)
        changes = [closing(each, sum(at <= each.added_at for at in told)) for each in since]
        return procedure.in_calendar(calendar), changes

    def since(
        self, tx: Transaction, case: CaseLine, used: CalendarInForce, added: list[ClosedDayAdded] | None = None
    ) -> tuple[Procedure, list[Fact]]:
        """Return what a case is taken further with: its ladder in the calendar it was kept in, and what changed since.

        Args:
            tx, case, used: as for `from_the_start`.
            added: the closed days of its contract, where the caller has them.
        """
        procedure, kept_in = self.procedure(tx, case, used), case.standing.calendar
        if kept_in == used.now:
            return procedure, []
        days = tx.ladders.closed_days(case.contract) if added is None else added
        calendar, since = _closings(self._base(tx, used), days, kept_in, used.now)
        return procedure.in_calendar(calendar), [closing(each, case.facts) for each in since]

    def moment(self, tx: Transaction, contract: str, used: CalendarInForce) -> datetime:
        """Return the moment at which something is recorded in a contract: now, after all days that were closed."""
        now = self.clock.now()
        last = tx.ladders.last_closed_at(contract) if used.now != used.version else None
        return now if last is None else max(now, last + datetime.resolution)


def _closings(
    base: Calendar, added: list[ClosedDayAdded], first: str, last: str
) -> tuple[Calendar, list[ClosedDayAdded]]:
    """Return one version of a calendar, and the days that were closed between that and another one."""
    days, calendar = iter(added), base
    while calendar.version != first and (each := next(days, None)) is not None:
        calendar = closed(calendar, closed_day(each))
    since, now = [], calendar
    while now.version != last and (each := next(days, None)) is not None:
        now = closed(now, closed_day(each))
        since.append(each)
    return calendar, since


def extended(calendar: Calendar, added: list[ClosedDayAdded]) -> Calendar:
    """Return a calendar with closed days of one's own, in the order they were added."""
    return reduce(closed, (closed_day(each) for each in added), calendar)


def closed_day(added: ClosedDayAdded) -> ClosedDay:
    """Return a closed day as calendars have it."""
    return ClosedDay(added.day, added.reason, OWN)


def closing(added: ClosedDayAdded, facts: int) -> Fact:
    """Return a closed day as the fold takes it; `facts` is how many facts the case had when it was added."""
    return closed_day_fact(added.id, added.day, added.reason, added.added_at, facts)


def case_named(tx: Transaction, name: str, *, lock: bool = False) -> StoredCase:
    """Return a case.

    Raises:
        UnknownName: there is none of that name.
    """
    found = tx.cases.get(name, lock=lock)
    if found is None:
        raise UnknownName(Text("dossier", "case"), name, tx.cases.near(name))
    return found


def contract_named(tx: Transaction, name: str, *, lock: bool = False) -> Contract:
    """Return a contract.

    Raises:
        UnknownName: there is none of that name.
    """
    found = tx.contracts.get(name, lock=lock)
    if found is None:
        raise UnknownName(Text("contract", "contract"), name, tx.contracts.ids())
    return found
