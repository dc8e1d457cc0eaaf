"""Reminding: putting on record who is told of what, and when to do so next.

What goes out is put on record a little ahead of its moment, so that one message a day holds all that concerns a
person; it is written by what is true when it is sent (see `letters`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from msgspec import structs

from escalator.engine.cases.planning import AHEAD, RUNNING, runs
from escalator.engine.cases.standings import standing_by
from escalator.engine.context import Context, contract_named
from escalator.engine.ports.agenda import Running
from escalator.engine.ports.ledger import About
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase
from escalator.engine.telling.owing import Draft, News, Owing, Read, Shared, owe
from escalator.model.standing import Standing, Status
from escalator.model.terms import day_of


@dataclass(frozen=True, slots=True)
class Reminding:
    """Putting reminders on record in one transaction; what they have in common is read once, and written together.

    Attributes:
        running: the deadlines to be reminded of, as the lines of their cases have them: time and facts keep those up
            to date, and what a letter says is worked out anew when it is sent.
        cases: those of which to remind although no deadline runs.
        drafts: what is to be put on record.
        next_at: when to remind of each deadline next.
    """

    context: Context
    tx: Transaction
    now: datetime
    running: Mapping[tuple[str, str], Running] = field(default_factory=dict)
    cases: Mapping[str, StoredCase] = field(default_factory=dict)
    read: Read = field(default_factory=Read)
    owing: dict[Shared, Owing] = field(default_factory=dict)
    drafts: list[Draft] = field(default_factory=list)
    next_at: dict[tuple[str, str], datetime | None] = field(default_factory=dict)

    @classmethod
    def of_cases(cls, context: Context, tx: Transaction, now: datetime, names: Sequence[str]) -> Self:
        """Begin for cases of which to remind although no deadline runs."""
        return cls(context, tx, now, cases=tx.cases.several(names, lock=True))

    @classmethod
    def of_deadlines(
        cls, context: Context, tx: Transaction, now: datetime, deadlines: Sequence[tuple[str, str]]
    ) -> Self:
        """Begin for deadlines, by case and name, that may have ended meanwhile."""
        found = tx.agenda.running([case for case, _ in deadlines])
        return cls(context, tx, now, {(each.case, each.name): each for each in found})

    def deadline(self, named: tuple[str, str]) -> None:
        """See what is to be told of a deadline, and when to do so next."""
        found = self.running.get(named)
        self.next_at[named] = self._remind(found) if found is not None else None

    def _remind(self, found: Running) -> datetime | None:
        if found.status not in RUNNING or found.final or found.closed_on is not None:
            return None
        owing = self._owing((found.contract, found.digest, found.calendar, found.reminders))
        policy = owing.policy(found.state)
        slot, following = policy.slots(found.due, owing.calendar, self.now + AHEAD)
        if slot is not None:
            over = day_of(slot) > found.due
            news = News(About.DEADLINE, found.case, found.name, slot, found.due, found.due_at)
            roles = (*found.owed_by, *(owing.other_side(found.owed_by) if over else ()))
            self.drafts.extend(owing.reminders(news, found.owed_by, roles, policy))
        return following - AHEAD

    def _owing(self, shared: Shared) -> Owing:
        found = self.owing.get(shared)
        if found is None:
            found = self.owing[shared] = Owing.of_cases(self.context, self.tx, self.now, self.read, shared)
        return found

    def case(self, case: str) -> None:
        """The same for a case that waits although no deadline runs: for an event, a day, a right to be lifted."""
        tx, now, stored = self.tx, self.now, self.cases[case]
        facts = [each.fact for each in tx.facts.load(stored.line.stream)]
        standing = standing_by(self.context, tx, stored, facts, day_of(now))
        owing = Owing.of_case(self.context, tx, stored, now, self.read)
        policy = owing.policy(None)
        news = waiting_for(owing, standing)
        if not news or stored.contract_closed:
            tx.agenda.remind_case(case, None)
            return
        slot, following = policy.rounds(standing.since, owing.calendar, now + AHEAD)
        tx.agenda.remind_case(case, following - AHEAD)
        if slot is not None:
            roles = owing.ladder.client_roles
            must = () if any(each.role in roles for each in owing.contacts) else roles[:1]
            for each in news:
                self.drafts.extend(owing.reminders(structs.replace(each, slot=slot), must, roles, policy))

    def put(self) -> int:
        """Write all that was found; return how much is to be told that was not on record yet."""
        self.tx.agenda.remind_deadlines(self.next_at)
        return owe(self.tx, self.drafts)


def waiting_for(owing: Owing, standing: Standing) -> list[News]:
    """Return what a case waits for although no deadline runs."""
    case, since = owing.case, standing.since
    moment = owing.now
    if standing.final:
        names = [right.name for right in standing.rights if right.in_force]
        return [News(About.IN_FORCE, case, name, moment, since) for name in names]
    if standing.missing:
        return [News(About.MISSING, case, name, moment, since) for name in standing.missing]
    running = any(runs(each) or each.status is Status.SUSPENDED for each in standing.deadlines)
    initial = owing.ladder.states[standing.state].initial
    return [] if running or initial else [News(About.WAITING, case, standing.state, moment, since)]


def planned_anew(tx: Transaction, contract: str, now: datetime) -> None:
    """Look at every reminder of a contract again, because its policy or its calendar has changed."""
    found = contract_named(tx, contract, lock=True)
    for line in tx.cases.lines(found.id):
        kept = [(line.id, each.id) for each in tx.cases.deadlines(line.id)]
        tx.agenda.remind_deadlines(dict.fromkeys(kept, now))
