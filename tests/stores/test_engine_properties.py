"""Properties of recording, on any history: what is kept equals what is folded anew, and the order of telling is free.

Histories are made by offering facts at random; what the ladder refuses is part of the history too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalator.engine.engine import Engine
from escalator.ladders import library
from escalator.model.errors import EscalatorError
from escalator.model.events import Event, Field, FieldType
from escalator.model.ladder import Ladder
from escalator.model.standing import Standing
from escalator.testing import Clock
from escalator.testing import engine as in_memory
from tests.stores.desk import improvement

START = date(2026, 3, 2)
LADDERS = ["improvement", *library.names()]
SEEDS = st.integers(0, 2**32 - 1)


def ladder_named(name: str) -> Ladder:
    """Return a shipped ladder, or ours."""
    return improvement() if name == "improvement" else library.load(name)


def value(field: Field, on: date, chance: Random) -> Any:
    """Return a value that fits a field, most of the time."""
    match field.type:
        case FieldType.DATE:
            return on + timedelta(days=chance.randrange(40))
        case FieldType.NUMBER | FieldType.INTEGER | FieldType.MONEY:
            return chance.randrange(10)
        case FieldType.BOOLEAN:
            return chance.random() < 0.5
        case FieldType.CHOICE:
            return field.choices[0] if chance.random() < 0.6 else chance.choice(field.choices)
        case FieldType.PERIOD:
            return chance.choice(["2026-Q1", "2026-Q2", "2026-03"])
        case _:
            return "x"


@dataclass
class History:
    """A case whose facts are offered at random.

    Attributes:
        given: what was taken, as it was offered.
    """

    engine: Engine
    clock: Clock
    ladder: Ladder
    chance: Random
    given: list[dict[str, Any]]
    case: str = ""

    @classmethod
    def begin(cls, name: str, seed: int) -> History:
        """Open a case of a ladder."""
        clock, ladder, chance = Clock(START), ladder_named(name), Random(seed)
        engine = in_memory(clock)
        for contract in ("c", "d"):
            engine.add_contract(contract, ladder, start=date(2026, 1, 1), calendar="atw")
        history = cls(engine, clock, ladder, chance, [])
        while not history.case:
            history.offer(history.fact(ladder.events[chance.choice(ladder.opening)], START))
        return history

    def fact(self, event: Event, on: date) -> dict[str, Any]:
        """Return a fact of an event, by a role that may act it, with some data."""
        wanted = [each for each in event.fields if each.required or self.chance.random() < 0.3]
        return {
            "event": event.id,
            "on": on,
            "role": self.chance.choice(event.roles or (None,)),
            "data": {each.name: value(each, on, self.chance) for each in wanted},
        }

    def offer(self, fact: dict[str, Any]) -> bool:
        """Offer a fact; return whether it was taken."""
        try:
            if self.case:
                self.engine.record(self.case, **fact)
            else:
                track = self.chance.choice(list(self.ladder.tracks) or [None])
                self.case = self.engine.open_case("c", track=track, **fact).case.id
        except EscalatorError:
            return False
        self.given.append(fact)
        return True

    def go_on(self, steps: int, *, late: bool) -> None:
        """Offer that many facts: mostly what is allowed, on days that follow each other or, where `late`, do not."""
        for _ in range(steps):
            self.clock.tick(timedelta(days=self.chance.randrange(1, 9)))
            today = self.engine.today()
            if self.chance.random() < 0.2:
                self.engine.tick()
            on = today - timedelta(days=self.chance.randrange(1, 30)) if late and self.chance.random() < 0.3 else today
            roll = self.chance.random()
            if late and roll < 0.15:
                self.retract(str(self.chance.randrange(1, len(self.engine.history(self.case)) + 1)))
            elif late and roll < 0.25:
                self.offer(
                    {"event": "evidence_added", "on": on, "role": next(iter(self.ladder.roles)), "data": {"note": "x"}}
                )
            else:
                allowed = self.engine.stand(self.case).allowed
                names = allowed if allowed and roll < 0.9 else tuple(self.ladder.events)
                self.offer(self.fact(self.ladder.events[self.chance.choice(names)], on))

    def retract(self, fact: str) -> bool:
        """Retract a fact; return whether that was taken."""
        try:
            self.engine.retract(self.case, fact, reason="x", role=self.ladder.client_roles[0])
        except EscalatorError:
            return False
        return True


@pytest.mark.parametrize("name", LADDERS)
@settings(max_examples=12)
@given(SEEDS)
def test_what_is_kept_is_what_the_facts_say(name: str, seed: int) -> None:
    history = History.begin(name, seed)
    history.go_on(14, late=True)
    assert history.engine.audit().findings == ()
    history.engine.tick()
    assert history.engine.audit().findings == ()


def told(standing: Standing) -> list[object]:
    """Return all of a standing but the numbers of facts, which depend on the order of recording."""
    return [
        standing.state,
        standing.since,
        standing.allowed,
        standing.approvals,
        standing.missing,
        standing.next_change,
        [(each.id, each.due, each.status, each.done_on, each.left_on) for each in standing.deadlines],
        [(each.name, [one.on for one in each.openings], each.in_force) for each in standing.rights],
        [(each.on, each.event, each.before, each.after) for each in standing.path],
        sorted(standing.unchecked.values()),
    ]


@pytest.mark.parametrize("name", LADDERS)
@settings(max_examples=8)
@given(SEEDS)
def test_the_order_of_telling_is_free(name: str, seed: int) -> None:
    history = History.begin(name, seed)
    history.go_on(8, late=False)
    scope = history.engine.case(history.case).case.scope
    opening, *others = history.given
    others.sort(key=lambda _: history.chance.random())
    again = history.engine.open_case("d", track=scope.track, **opening).case.id
    waiting = others
    while waiting:
        history.case, taken = again, len(waiting)
        waiting = [each for each in waiting if not history.offer(each)]
        if len(waiting) == taken:
            break
    if not waiting:
        first, second = (history.engine.stand(each.id) for each in history.engine.cases())
        assert told(second) == told(first)
    assert history.engine.audit().findings == ()


@pytest.mark.parametrize("name", LADDERS)
@settings(max_examples=8)
@given(SEEDS)
def test_what_was_retracted_and_restored_stands_as_before(name: str, seed: int) -> None:
    history = History.begin(name, seed)
    history.go_on(8, late=False)
    before = history.engine.stand(history.case)
    number = len(history.engine.history(history.case))
    fact = str(history.chance.randrange(1, number + 1))
    if history.retract(fact):
        assert history.retract(str(number + 1))
        assert history.engine.stand(history.case) == before
        assert history.engine.stand(history.case, known_at=history.clock.now()) == before
    assert history.engine.audit().findings == ()
