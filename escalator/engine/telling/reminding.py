"""Reminding: putting on record who is told of what, and when to do so next.

What goes out is put on record a little ahead of its moment, so that one message a day holds all that concerns a
person; it is written by what is true when it is sent (see `letters`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from escalator.engine.cases.planning import AHEAD, runs
from escalator.engine.cases.standings import standing_of
from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.ports.ledger import About
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase
from escalator.engine.telling.owing import News, Owing, Read
from escalator.model.standing import Deadline, Standing, Status
from escalator.model.terms import day_of


@dataclass(frozen=True, slots=True)
class Reminding:
    """Putting reminders on record in one transaction; what they have in common is read once."""

    context: Context
    tx: Transaction
    now: datetime
    read: Read = field(default_factory=Read)

    def deadline(self, named: tuple[str, str]) -> int:
        """Put on record what is to be told of a deadline, and when to do so next; return how much that is."""
        tx, now, (case, name) = self.tx, self.now, named
        stored = case_named(tx, case, lock=True)
        standing = standing_of(self.context, tx, stored, self.context.today())
        deadline = standing.deadline(name)
        if deadline is None or not runs(deadline) or standing.final or stored.contract_closed:
            tx.agenda.remind_deadline(case, name, None)
            return 0
        owing = Owing.of_case(self.context, tx, stored, now, self.read)
        policy = owing.policy(deadline.state)
        slot, following = policy.slots(deadline.due, owing.calendar, now + AHEAD)
        tx.agenda.remind_deadline(case, name, following - AHEAD)
        return _tell_deadline(owing, deadline, slot, stored) if slot is not None else 0

    def case(self, case: str) -> int:
        """The same for a case that waits although no deadline runs: for an event, a day, a right to be lifted."""
        tx, now = self.tx, self.now
        stored = case_named(tx, case, lock=True)
        standing = standing_of(self.context, tx, stored, self.context.today())
        owing = Owing.of_case(self.context, tx, stored, now, self.read)
        policy = owing.policy(None)
        news = waiting_for(owing, standing)
        if not news or stored.contract_closed:
            tx.agenda.remind_case(case, None)
            return 0
        slot, following = policy.rounds(standing.since, owing.calendar, now + AHEAD)
        tx.agenda.remind_case(case, following - AHEAD)
        roles = owing.ladder.client_roles
        must = () if any(each.role in roles for each in owing.contacts) else roles[:1]
        return sum(owing.remind(replace(each, slot=slot), must, roles, policy) for each in news) if slot else 0


def _tell_deadline(owing: Owing, deadline: Deadline, slot: datetime, stored: StoredCase) -> int:
    news = News(About.DEADLINE, stored.line.id, deadline.id, slot, deadline.due, deadline.due_at)
    over = day_of(slot) > deadline.due
    roles = (*deadline.owed_by, *(owing.other_side(deadline.owed_by) if over else ()))
    return owing.remind(news, deadline.owed_by, roles, owing.policy(deadline.state))


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
        for each in tx.cases.deadlines(line.id):
            tx.agenda.remind_deadline(line.id, each.id, now)
