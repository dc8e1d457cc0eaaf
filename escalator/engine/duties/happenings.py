"""What duties hang on, taken from the facts: what was done, planned and asked for, and where cases stood.

Owns that translation; `escalator.model.duties` works out what is owed. Reads; never writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from escalator.engine.context import Context, case_named
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.in_force import Agreements
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CaseLine
from escalator.model.facts import Common, Fact, retracted
from escalator.model.obligations import Of
from escalator.model.occurrence import Happened, Happening, Stay
from escalator.procedure.fold import Fold
from escalator.procedure.progress import Progress

_OF_DUTIES: Final = {
    ContractEvent.PERFORMED: Happened.DONE,
    ContractEvent.PLANNED: Happened.PLANNED,
    ContractEvent.REQUESTED: Happened.REQUESTED,
}
_ISO: Final = len("2026-03-02")


@dataclass(frozen=True, slots=True)
class InCase:
    """A fact of a case, in the order it took effect."""

    case: str
    fact: Fact
    region: str | None = None

    @property
    def happening(self) -> str:
        """The id of what duties hang on."""
        return f"{self.case}/{self.fact.id}"


@dataclass(frozen=True, slots=True)
class Known:
    """All that duties of a contract hang on, up to a day.

    Attributes:
        in_cases: the facts of its cases that are in account, each case's in order.
    """

    happenings: tuple[Happening, ...]
    stays: tuple[Stay, ...]
    in_cases: tuple[InCase, ...]


def known(context: Context, tx: Transaction, agreements: Agreements, as_of: date, *, in_cases: bool = True) -> Known:
    """Return what duties of a contract hang on.

    Args:
        context: the engine.
        tx: the transaction.
        agreements: what is in force in the contract.
        as_of: facts of later days do not count.
        in_cases: whether any hang on what happens in cases; they are not read for nothing.
    """
    facts = [fact for fact in agreements.facts if fact.on <= as_of]
    happenings = list(_of_contract(facts))
    stays: list[Stay] = []
    found: list[InCase] = []
    for line in tx.cases.lines(agreements.contract.id) if in_cases else ():
        case = _Case(context, tx, line, as_of)
        happenings += case.happenings
        stays += case.stays
        found += case.facts
    return Known(tuple(happenings), tuple(stays), tuple(found))


def _of_contract(facts: Iterable[Fact]) -> Iterator[Happening]:
    plans: dict[str, int] = {}
    for fact in facts:
        how = _OF_DUTIES.get(ContractEvent(fact.event)) if fact.event in _OF_DUTIES else None
        name, of = _named(fact)
        day = date.fromisoformat(str(fact.data["day"])) if how is Happened.PLANNED else fact.on
        yield Happening(id=fact.id, name=name, on=day, of=of, how=how or Happened.DONE, days=_days(fact.data))
        plans[name] = plans.get(name, 0) + (1 if how is Happened.PLANNED else 0)
        if how in (None, Happened.DONE):
            if plans[name]:
                plans[name] -= 1
            else:  # what was done unannounced was planned for that day
                yield Happening(id=fact.id, name=name, on=day, of=of, how=Happened.PLANNED, days=_days(fact.data))


def _named(fact: Fact) -> tuple[str, Of]:
    """Return what a fact of a contract is about: an obligation, or an event of the contract."""
    if fact.event not in _OF_DUTIES:
        return fact.event, Of.CONTRACT
    if "event" in fact.data:
        return str(fact.data["event"]), Of.CONTRACT
    return str(fact.data["obligation"]), Of.OBLIGATION


def _days(data: Mapping[str, object]) -> dict[str, date]:
    """Return the days that a fact's data names."""
    found = {}
    for name, value in data.items():
        if isinstance(value, str) and len(value) == _ISO and value[4] == value[7] == "-":
            try:
                found[name] = date.fromisoformat(value)
            except ValueError:
                continue
    return found


class _Case:
    """A case folded from its first fact, with what each of them found."""

    def __init__(self, context: Context, tx: Transaction, line: CaseLine, as_of: date) -> None:
        self.line = line
        self.facts: list[InCase] = []
        self.happenings: list[Happening] = []
        stored = case_named(tx, line.id)
        procedure, changes = context.from_the_start(tx, line, stored.contract_calendar)
        self._fold = Fold(procedure, line.scope)
        every = [*(each.fact for each in tx.facts.load(line.stream)), *changes]
        self._run([fact for fact in every if fact.on <= as_of], {fact.id for fact in changes}, as_of)
        self.stays = list(self._stays())

    def _run(self, facts: list[Fact], silent: set[str], as_of: date) -> None:
        out = retracted(facts)
        found: list[tuple[Fact, str, list[str]]] = []
        for fact in sorted(facts, key=lambda each: each.order):
            if fact.id in out or fact.event == Common.RETRACTED:
                continue
            self._fold.apply(fact)
            if fact.id not in silent:
                found.append((fact, self._state_before(fact), [each.id for each in self._progress.deadlines]))
        self._fold.start(self.line.opened_on)
        self._fold.advance(max(as_of, self.line.opened_on))
        dues = {each.id: (each.state, each.due) for each in self._progress.deadlines}
        for fact, state, open_then in found:
            self.facts.append(InCase(self.line.id, fact, self.line.scope.region))
            named = {
                name: due for each in open_then for name, due in ((dues[each][0], dues[each][1]), (each, dues[each][1]))
            }
            self.happenings.append(
                Happening(
                    id=self.facts[-1].happening,
                    name=fact.event,
                    on=fact.on,
                    track=self.line.scope.track or "",
                    state=state,
                    days=named | _days(fact.data),
                )
            )

    @property
    def _progress(self) -> Progress:
        return self._fold.progress

    def _state_before(self, fact: Fact) -> str:
        """Return where the case stood when the fact came that was applied just now."""
        path = self._progress.path
        return path[-1].before if path and path[-1].fact == fact.id else self._progress.state

    def _stays(self) -> Iterator[Stay]:
        path, ladder = self._progress.path, self._fold.procedure.ladder
        state, since = ladder.initial, self.line.opened_on
        for step in path:
            yield Stay(case=self.line.id, state=state, first=since, last=step.on)
            state, since = step.after, step.on
        yield Stay(case=self.line.id, state=state, first=since)
