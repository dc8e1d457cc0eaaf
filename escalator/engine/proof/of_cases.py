"""What should have been told of a case, morning by morning, from facts alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from escalator.engine.context import Context
from escalator.engine.ports.ledger import About
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract, StoredCase
from escalator.engine.proof.expecting import Expected, Readers
from escalator.engine.proof.offices import DAY, Offices, is_spoken_of, was_spoken_of, working
from escalator.model.facts import Fact
from escalator.model.standing import Deadline, Standing, Status
from escalator.model.terms import day_of, end_of_day
from escalator.procedure.machine import Procedure
from escalator.procedure.stand import stand


@dataclass(slots=True)
class Walk:
    """The mornings of one case."""

    procedure: Procedure
    stored: StoredCase
    facts: list[Fact]
    offices: Offices
    readers: Readers
    seen: set[tuple[str, date]] = field(default_factory=set)
    told: set[tuple[About, str, date]] = field(default_factory=set)
    moves: set[date] = field(default_factory=set)
    _known: tuple[int, Standing] | None = None

    @classmethod
    def of(cls, context: Context, tx: Transaction, contract: Contract, stored: StoredCase) -> Walk:
        """Return the mornings of a case, from its facts and from what was agreed and closed meanwhile."""
        procedure, changes = context.from_the_start(tx, stored.line, stored.contract_calendar)
        facts = [each.fact for each in tx.facts.load(stored.line.stream)]
        offices = Offices.of(context, tx, contract, stored.line.digest)
        readers = Readers(offices.ladder, tuple(tx.contracts.contacts(contract.id)))
        return cls(procedure, stored, [*facts, *changes], offices, readers)

    def mornings(self, since: date, until: datetime) -> Iterator[Expected]:
        """Yield what should have been told, from a day up to a moment; days before only show what was running."""
        day = min(since, day_of(self.stored.line.opened_at))
        while day <= day_of(until):
            at = self.offices.opening(day)
            if at is not None and self.stored.line.opened_at <= at <= until:
                found = list(self._on(day, at))
                yield from (each for each in found if day >= since)
            day += DAY

    def standing(self, at: datetime) -> Standing | None:
        """Return where the case stood by what was known; worked out anew where that, or time, may have changed it."""
        day, known = day_of(at), sum(fact.recorded <= at for fact in self.facts)
        if self._known is not None:
            count, found = self._known
            if count == known and found.as_of <= day and (found.next_change is None or day < found.next_change):
                return found
        if not any(fact.recorded <= at and fact.on <= day for fact in self.facts):
            return None
        found = stand(self.procedure, self.facts, day, at, scope=self.stored.line.scope)
        self.moves |= {step.on for step in found.path if step.fact is None}
        self._known = known, found
        return found

    def told_of(self, about: About, key: str, due: date | None, at: datetime) -> Expected:
        """Return something about this case, not yet to anybody."""
        line = self.stored.line
        known = max((fact.recorded for fact in self.facts if fact.recorded <= at), default=at)
        return Expected(
            contract=line.contract, case=line.id, about=about, key=key, due=due, role="", at=at, known=known
        )

    def _on(self, day: date, at: datetime) -> Iterator[Expected]:
        standing, closed = self.standing(at - datetime.resolution), self.stored.contract_closed
        if standing is None or (closed is not None and closed <= day):
            return
        yield from self._formal(standing, at)
        runs = [each for each in standing.deadlines if each.left_on is None and each.done_on is None]
        if not standing.final:
            for deadline in runs:
                if deadline.status is not Status.SUSPENDED:
                    yield from self._reminded(deadline, day, at)
        yield from self._waiting(standing, day, at, runs=bool(runs))

    def _reminded(self, deadline: Deadline, day: date, at: datetime) -> Iterator[Expected]:
        policy, calendar = self.offices.policy(deadline.state, day), self.offices.calendar(at)
        due, first = deadline.due, (deadline.id, deadline.due) not in self.seen
        self.seen.add((deadline.id, due))
        if is_spoken_of(policy, due, day, calendar) or (first and was_spoken_of(policy, due, day, calendar)):
            told = self.told_of(About.DEADLINE, deadline.id, due, at)
            yield from self.readers.owing(told, deadline.owed_by, over=day > due)

    def _waiting(self, standing: Standing, day: date, at: datetime, *, runs: bool) -> Iterator[Expected]:
        """Yield what waits although no deadline runs: for an event, for a day, for a right to be lifted."""
        calendar, every = self.offices.calendar(at), self.offices.policy(None, day).overdue_every
        passed = working(standing.since, day, calendar)
        for about, key in _waits_for(standing, runs=runs, initial=self.offices.ladder.initial):
            first = (key, standing.since) not in self.seen
            self.seen.add((key, standing.since))
            if passed >= every and (first or passed % every == 0):
                yield from self.readers.deciding(self.told_of(about, key, standing.since, at))

    def _formal(self, standing: Standing, at: datetime) -> Iterator[Expected]:
        from_day = day_of(self.stored.line.opened_at)
        for step in standing.path:
            if step.fact is None and (step.on >= from_day or step is standing.path[-1]):
                for each in standing.deadlines:
                    passed = each.left_on == step.on and each.state == step.before and each.done_on is None
                    if passed and self._new(About.EXPIRED, each.id, each.due):
                        told = self.told_of(About.EXPIRED, each.id, each.due, at)
                        yield from self._to(told, each.owed_by, self.readers.other_side(each.owed_by), step.on)
        for right in standing.rights:
            holders = self.offices.ladder.rights[right.name].holders
            for opening in right.openings:
                if opening.on >= from_day and self._new(About.RIGHT, right.name, opening.on):
                    yield from self._to(self.told_of(About.RIGHT, right.name, opening.on, at), holders, (), opening.on)

    def _to(self, told: Expected, roles: tuple[str, ...], others: tuple[str, ...], on: date) -> Iterator[Expected]:
        """Yield a formal message: its first role must be told; the others where they had a contact by that day."""
        return self.readers.of(told, roles[:1], (*roles, *others), min(end_of_day(on - DAY), told.at))

    def _new(self, about: About, key: str, on: date) -> bool:
        known = (about, key, on) in self.told
        self.told.add((about, key, on))
        return not known


def _waits_for(standing: Standing, *, runs: bool, initial: str) -> list[tuple[About, str]]:
    if standing.final:
        return [(About.IN_FORCE, right.name) for right in standing.rights if right.in_force]
    if standing.missing:
        return [(About.MISSING, name) for name in standing.missing]
    return [] if runs or standing.state == initial else [(About.WAITING, standing.state)]
