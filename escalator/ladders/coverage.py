"""What the scenarios of a ladder exercise, and what none of them does. Owns the comparison; never judges a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from escalator.ladders.library import Loaded
from escalator.ladders.scenario import Scenario
from escalator.ladders.scenarios import look, procedure_of, record
from escalator.model.facts import COMMON_EVENTS, Common, Fact, Scope, retracted
from escalator.model.standing import Standing
from escalator.model.text import Text
from escalator.procedure.fold import Fold
from escalator.procedure.machine import Procedure


class Kind(StrEnum):
    """What can be exercised."""

    TRANSITION = "transition"
    EVENT = "event"
    EXPIRY = "expiry"
    DEADLINE = "deadline"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One part of a ladder that a scenario can exercise.

    Attributes:
        state: the state that it belongs to; empty for a right, and for a rule that holds everywhere.
        name: the event, or the right; for a deadline, which of the ways to its due day, from 1.
        to: the state that it leads to; empty where the case stays.
    """

    kind: Kind
    state: str
    name: str
    to: str = ""

    @property
    def text(self) -> Text:
        """The part in words."""
        match self.kind:
            case Kind.TRANSITION | Kind.EVENT:
                where = Text(self.state or "overal", self.state or "everywhere")
                moves = Text(f" → {self.to}", f" → {self.to}") if self.to else Text(" (blijft)", " (stays)")
                if self.kind is Kind.EVENT:
                    moves = Text("", "")
                return Text(f"{where.nl}: {self.name}{moves.nl}", f"{where.en}: {self.name}{moves.en}")
            case Kind.EXPIRY:
                return Text(f"{self.state}: afloop → {self.to}", f"{self.state}: expiry → {self.to}")
            case Kind.DEADLINE:
                return Text(
                    f"termijn van {self.state}, manier {self.name}", f"deadline of {self.state}, way {self.name}"
                )
        return Text(f"recht {self.name}", f"right {self.name}")


def parts(loaded: Loaded) -> set[Part]:
    """Return everything in a ladder that a scenario can exercise.

    Of an event that holds everywhere, each rule counts once, wherever it acts, and the event once in each state.
    """
    found = {Part(Kind.RIGHT, "", name) for name in loaded.ladder.rights}
    for state in loaded.ladder.states.values():
        for rule in state.transitions:
            if _everywhere(loaded, state.id, rule.event):
                found |= {
                    Part(Kind.TRANSITION, "", rule.event, rule.to or ""),
                    Part(Kind.EVENT, state.id, rule.event),
                }
            else:
                found.add(Part(Kind.TRANSITION, state.id, rule.event, rule.to or ""))
        if state.deadline:
            found |= {Part(Kind.EXPIRY, state.id, "", rule.to or "") for rule in state.deadline.expiry}
            found |= {Part(Kind.DEADLINE, state.id, str(number)) for number, _ in enumerate(state.deadline.due, 1)}
    return found


def _everywhere(loaded: Loaded, state: str, event: str) -> bool:
    return event in loaded.file.everywhere and event not in loaded.file.states[state].on


def exercised(scenario: Scenario) -> set[Part]:
    """Return what a scenario exercises."""
    procedure = procedure_of(scenario)
    facts, _ = record(procedure, scenario)
    found = set(_moves(procedure, facts, scenario.scope))
    for check in scenario.checks:
        found |= set(_seen(look(procedure, scenario, facts, check)))
    return found


def missing(loaded: Loaded, scenarios: Iterable[Scenario]) -> list[Part]:
    """Return what no scenario exercises, in order."""
    found: set[Part] = set()
    for scenario in scenarios:
        found |= exercised(scenario)
    for part in [each for each in found if each.kind is Kind.TRANSITION]:
        found |= {Part(Kind.TRANSITION, "", part.name, part.to), Part(Kind.EVENT, part.state, part.name)}
    return sorted(parts(loaded) - found)


def _seen(standing: Standing) -> Iterator[Part]:
    for step in standing.path:
        kind = Kind.EXPIRY if step.fact is None else Kind.TRANSITION
        yield Part(kind, step.before, "" if kind is Kind.EXPIRY else step.event, step.after)
    for deadline in standing.deadlines:
        state, place = deadline.derivation.rule
        yield Part(Kind.DEADLINE, state, str(place + 1))
    for right in standing.rights:
        yield Part(Kind.RIGHT, "", right.name)


def _moves(procedure: Procedure, facts: list[Fact], scope: Scope) -> Iterator[Part]:
    """Yield what each event did, those that leave the state as it is included."""
    out = retracted(facts)
    fold = Fold(procedure, scope)
    for fact in sorted(facts, key=lambda each: each.order):
        if fact.id in out or fact.event == Common.RETRACTED:
            continue
        fold.apply(fact)
        last = fold.progress.path[-1] if fold.progress.path else None
        moved = last is not None and last.fact == fact.id
        if not moved and fact.event not in COMMON_EVENTS:
            yield Part(Kind.TRANSITION, fold.progress.state, fact.event)
