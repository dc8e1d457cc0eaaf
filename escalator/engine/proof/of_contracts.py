"""What should have been told of a contract itself, morning by morning: its duties, and proposals that wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, cast

from escalator.engine.context import Context
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.in_force import agreements_of
from escalator.engine.duties.owed import Duty, duties_of
from escalator.engine.ports.ledger import About
from escalator.engine.ports.records import Proposal
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract
from escalator.engine.proof.expecting import Expected, Readers
from escalator.engine.proof.hindsight import Then
from escalator.engine.proof.offices import DAY, Offices, is_spoken_of, was_spoken_of, working
from escalator.model.facts import Fact
from escalator.model.obligations import ObligationKind
from escalator.model.terms import day_of

AHEAD: Final = timedelta(days=62)


@dataclass(slots=True)
class ContractWalk:
    """The mornings of one contract.

    Attributes:
        in_cases: when, and of which day, facts of its cases were recorded; duties hang on those.
        moves: days on which time alone moved one of its cases.
    """

    context: Context
    tx: Transaction
    contract: Contract
    offices: Offices
    readers: Readers
    facts: list[Fact]
    in_cases: list[Fact]
    moves: set[date]
    seen: set[tuple[str, date]] = field(default_factory=set)
    _known: tuple[tuple[object, ...], date, list[Duty]] | None = None

    @classmethod
    def of(
        cls, context: Context, tx: Transaction, contract: Contract, in_cases: list[Fact], moves: set[date]
    ) -> ContractWalk:
        """Return the mornings of a contract, whose cases were walked through already."""
        offices = Offices.of(context, tx, contract, contract.digest)
        readers = Readers(offices.ladder, tuple(tx.contracts.contacts(contract.id)))
        facts = [each.fact for each in tx.facts.load(contract.stream)]
        return cls(context, tx, contract, offices, readers, facts, in_cases, moves)

    def mornings(self, since: date, until: datetime) -> Iterator[Expected]:
        """Yield what should have been told, from a day up to a moment; days before only show what was owed."""
        added = self.facts[0].recorded
        day = min(since, day_of(added))
        while day <= day_of(until):
            at = self.offices.opening(day)
            if at is not None and added <= at <= until:
                found = list(self._on(day, at))
                yield from (each for each in found if day >= since)
            day += DAY

    def told_of(self, about: About, key: str, due: date | None, at: datetime) -> Expected:
        """Return something about this contract, not yet to anybody."""
        known = max((each.recorded for each in (*self.facts, *self.in_cases) if each.recorded <= at), default=at)
        name = self.contract.id
        return Expected(contract=name, case="", about=about, key=key, due=due, role="", at=at, known=known)

    def duties(self, at: datetime) -> dict[str, Duty]:
        """Return the duties by what was known, as far ahead as anybody is reminded; anew where something changed."""
        day = day_of(at)
        every = [*self.facts, *self.in_cases]
        known = sum(each.recorded <= at and each.on <= day for each in every)
        state = (known, sum(move <= day for move in self.moves), self.offices.calendar(at).version)
        ahead = max(AHEAD, 2 * DAY * max(self.offices.policy(None, day).before, default=0))
        if self._known is None or self._known[0] != state or day + ahead > self._known[1]:
            recorded = {each.seq: each.recorded for each in self.facts}
            then = Then(self.tx, self.contract.id, self.offices, at, recorded)
            tx = cast("Transaction", then)  # as much of one as duties are worked out on
            last = day + ahead + AHEAD
            found = duties_of(self.context, tx, agreements_of(self.context, tx, then.contract()), day, last)
            self._known = state, last, found
        return {each.id: each for each in self._known[2]}

    def _on(self, day: date, at: datetime) -> Iterator[Expected]:
        closed = self.contract.closed_on
        if closed is not None and closed <= day:
            return
        policy, calendar = self.offices.policy(None, day), self.offices.calendar(at)
        for duty in self.duties(at - datetime.resolution).values():
            due = duty.due
            if due is None or not waits(duty):
                continue
            if is_spoken_of(policy, due, day, calendar) or (
                (duty.id, due) not in self.seen and was_spoken_of(policy, due, day, calendar)
            ):
                told = self.told_of(About.DUTY, duty.id, due, at)
                yield from self.readers.owing(told, duty.obligation.owed_by, over=day > due)
            self.seen.add((duty.id, due))
        for proposal in self.tx.results.proposals(self.contract.id):
            if self._undecided(proposal, at):
                passed = working(proposal.made_on, day, calendar)
                if passed > 0 and (passed - 1) % policy.overdue_every == 0:
                    told = self.told_of(About.PROPOSAL, str(proposal.seq), proposal.made_on, at)
                    yield from self.readers.deciding(told)

    def _undecided(self, proposal: Proposal, at: datetime) -> bool:
        """Return whether a proposal was on record, and nothing that was recorded by then had settled it."""
        if self.facts[proposal.seq - 1].recorded > at:
            return False
        settled = [each.recorded for each in self.facts if _settles(each, proposal)]
        return min(settled) > at if settled else proposal.status == "waiting"


def waits(duty: Duty) -> bool:
    """Return whether a duty is still to be performed."""
    excused = duty.occurrence.excused is not None
    return duty.done is None and not excused and duty.obligation.kind is not ObligationKind.CONTINUOUS


def _settles(fact: Fact, proposal: Proposal) -> bool:
    match fact.event:
        case ContractEvent.ACCEPTED | ContractEvent.DECLINED:
            return fact.data.get("result") == proposal.seq
        case ContractEvent.RETRACTED:
            return fact.data.get("fact") == str(proposal.seq)
        case ContractEvent.MEASURED:
            return fact.data.get("corrects") == proposal.seq
    return False
