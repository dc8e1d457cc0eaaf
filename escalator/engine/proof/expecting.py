"""What should have been told, worked out day by day from facts alone: the independent clock of the proof.

It shares nothing with `planning`, `policy.slots` and `reconciling`, which decide what is told: it walks through the
mornings one by one, asks what was known on each, and counts working days by looking at each day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec

from escalator.engine.context import Context, extended
from escalator.engine.policy import Policy, policy_of
from escalator.engine.ports.ledger import About
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract, StoredCase
from escalator.model.calendar import Calendar
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.standing import Deadline, Standing, Status
from escalator.model.terms import day_of
from escalator.procedure.machine import Procedure
from escalator.procedure.stand import stand

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expected:
    """Something that a role should have been told in the morning of a day.

    Attributes:
        at: the moment.
        holds: how much was known then; what is known later may make it void.
    """

    case: str
    about: About
    key: str
    due: date
    role: str
    at: datetime
    holds: int


@dataclass(slots=True)
class Walk:
    """The mornings of one case."""

    ladder: Ladder
    procedure: Procedure
    stored: StoredCase
    facts: list[Fact]
    policies: list[tuple[datetime, str | None]]
    calendars: list[tuple[datetime, Calendar]]
    seen: set[tuple[str, date]] = field(default_factory=set)
    told: set[tuple[About, str, date]] = field(default_factory=set)
    _known: tuple[int, Standing] | None = None

    def mornings(self, since: date, until: datetime) -> Iterator[Expected]:
        """Yield what should have been told, from a day up to a moment; days before only show what was running."""
        day = min(since, day_of(self.stored.line.opened_at))
        while day <= day_of(until):
            at = self._opening(day)
            if at is not None and at <= until:
                found = list(self._on(day, at))
                yield from (each for each in found if day >= since)
            day += DAY

    def _opening(self, day: date) -> datetime | None:
        """Return when offices open on a day; None where they do not, or the case was not on record by then."""
        at = policy_of(self.ladder, None, self._agreed(day)).opening(day)
        works = self._calendar(at).is_working(day)
        return at if works and self.stored.line.opened_at <= at else None

    def _agreed(self, day: date) -> str | None:
        moment = Policy().opening(day)
        return [agreed for since, agreed in self.policies if since <= moment][-1]

    def _calendar(self, at: datetime) -> Calendar:
        return [calendar for since, calendar in self.calendars if since <= at][-1]

    def _on(self, day: date, at: datetime) -> Iterator[Expected]:
        known = sum(fact.recorded <= at for fact in self.facts)
        standing = self._standing(day, at, known)
        closed = self.stored.contract_closed
        if standing is None or (closed is not None and closed <= day):
            return
        yield from self._formal(standing, at, known)
        for deadline in standing.deadlines if not standing.final else ():
            if deadline.left_on is None and deadline.done_on is None and deadline.status is not Status.SUSPENDED:
                yield from self._reminded(deadline, day, at, known)

    def _standing(self, day: date, at: datetime, known: int) -> Standing | None:
        """Return where the case stood by what was known; worked out anew where that, or time, may have changed it."""
        if self._known is not None:
            count, found = self._known
            if count == known and (found.next_change is None or day < found.next_change):
                return found
        if not any(fact.recorded <= at and fact.on <= day for fact in self.facts):
            return None
        found = stand(self.procedure, self.facts, day, at, scope=self.stored.line.scope)
        self._known = known, found
        return found

    def _reminded(self, deadline: Deadline, day: date, at: datetime, known: int) -> Iterator[Expected]:
        policy = policy_of(self.ladder, deadline.state, self._agreed(day))
        calendar, due = self._calendar(at), deadline.due
        first = (deadline.id, due) not in self.seen
        self.seen.add((deadline.id, due))
        spoken = _is_spoken_of(policy, due, day, calendar)
        if spoken or (first and _was_spoken_of(policy, due, day, calendar)):
            for role in deadline.owed_by:
                yield Expected(self.stored.line.id, About.DEADLINE, deadline.id, due, role, at, known)

    def _formal(self, standing: Standing, at: datetime, known: int) -> Iterator[Expected]:
        case, from_day = self.stored.line.id, day_of(self.stored.line.opened_at)
        for step in standing.path:
            if step.fact is None and (step.on >= from_day or step is standing.path[-1]):
                for each in standing.deadlines:
                    passed = each.left_on == step.on and each.state == step.before and each.done_on is None
                    if passed and self._new(About.EXPIRED, each.id, each.due):
                        for role in each.owed_by[:1]:
                            yield Expected(case, About.EXPIRED, each.id, each.due, role, at, known)
        for right in standing.rights:
            for opening in right.openings:
                if opening.on >= from_day and self._new(About.RIGHT, right.name, opening.on):
                    holder = self._holder(right.name)
                    yield Expected(case, About.RIGHT, right.name, opening.on, holder, at, known)

    def _new(self, about: About, key: str, on: date) -> bool:
        known = (about, key, on) in self.told
        self.told.add((about, key, on))
        return not known

    def _holder(self, right: str) -> str:
        return self.ladder.rights[right].holders[0]


def _is_spoken_of(policy: Policy, due: date, day: date, calendar: Calendar) -> bool:
    """Return whether a deadline is spoken of on a day: counted by looking at each day in between."""
    if day <= due:
        left = _left(day, due, calendar)
        return left in policy.before if left else policy.on_day or (day < due and 1 in policy.before)
    late = _working(due, day, calendar)
    return late > 0 and (late - 1) % policy.overdue_every == 0


def _left(day: date, due: date, calendar: Calendar) -> int:
    """Return how many working days come before the last one in time: 0 on that day itself."""
    last = due
    while not calendar.is_working(last):
        last -= DAY
    # A due day that is no working day itself is one working day further away than the last working day before it.
    return _working(day, last, calendar) + (last not in {due, day})


def _working(after: date, until: date, calendar: Calendar) -> int:
    """Return how many working days follow a day, up to and including another."""
    found, day = 0, after + DAY
    while day <= until:
        found += calendar.is_working(day)
        day += DAY
    return found


def _was_spoken_of(policy: Policy, due: date, day: date, calendar: Calendar) -> bool:
    """Return whether a deadline that was not known yet should have been spoken of before a day."""
    longest = max((*policy.before, 1))
    start = due
    passed = 0
    while passed < longest:
        start -= DAY
        passed += calendar.is_working(start)
    each = start
    while each < day:
        if calendar.is_working(each) and _is_spoken_of(policy, due, each, calendar):
            return True
        each += DAY
    return False


def walk(context: Context, tx: Transaction, contract: Contract, stored: StoredCase) -> Walk:
    """Return the mornings of a case, from its facts and from what was agreed and closed meanwhile."""
    procedure, changes = context.from_the_start(tx, stored.line, stored.contract_calendar)
    facts = [each.fact for each in tx.facts.load(stored.line.stream)]
    agreed = [each.fact for each in tx.facts.of_event(contract.stream, "reminders_set")]
    start = datetime.min.replace(tzinfo=stored.line.opened_at.tzinfo)
    base = tx.ladders.calendar(contract.calendar.name, contract.calendar.version)
    closed = tx.ladders.closed_days(contract.id)
    calendars = [(start, base), *((each.added_at, extended(base, closed[: n + 1])) for n, each in enumerate(closed))]
    return Walk(
        ladder=context.ladder(tx, stored.line.digest),
        procedure=procedure,
        stored=stored,
        facts=[*facts, *changes],
        policies=[(start, None), *((each.recorded, _json(each)) for each in agreed)],
        calendars=calendars,
    )


def _json(fact: Fact) -> str:
    return msgspec.json.encode(fact.data).decode()
