"""The ladder as a graph: where a case can come, and what can have happened by then. Owns reachability only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.states import Transition


class Graph:
    """The moves of a ladder, conditions left aside."""

    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder

    @cached_property
    def initial(self) -> tuple[str, ...]:
        """The states marked as initial; one, in a ladder that is right."""
        return tuple(state.id for state in self.ladder.states.values() if state.initial)

    def moves(self, state: str) -> Iterator[Transition]:
        """Yield what can happen in a state: events, and the expiry of its deadline."""
        found = self.ladder.states[state]
        yield from found.transitions
        yield from found.deadline.expiry if found.deadline else ()

    def next(self, state: str) -> set[str]:
        """Return the states that one move leads to."""
        return {rule.to for rule in self.moves(state) if rule.to in self.ladder.states and rule.to is not None}

    def reached(self, starts: Iterable[str], *, without: str | None = None) -> set[str]:
        """Return the states that can be reached, those to start from included.

        Args:
            starts: the states to start from.
            without: a state that is not gone through.
        """
        found: set[str] = set()
        waiting = list(starts)
        while waiting:
            state = waiting.pop()
            if state not in found:
                found.add(state)
                waiting += self.next(state) if state != without else ()
        return found

    def happened_before(self, events: Iterable[str], state: str) -> bool:
        """Return whether one of the events can have happened when a state is entered, since the initial state.

        The event that enters the state counts. What happened before the case was in its initial state does not.
        """
        wanted = set(events)
        initial = self.initial[0] if self.initial else None
        for name in self.ladder.states:
            for rule in self.ladder.states[name].transitions:
                if rule.event in wanted and self._leads(name, rule.to, state, initial):
                    return True
        return False

    def _leads(self, name: str, to: str | None, state: str, initial: str | None) -> bool:
        if to is not None:
            return to in self.ladder.states and (to == state or state in self.reached([to], without=initial))
        return name != initial and state in self.reached(self.next(name), without=initial)

    def visited_before(self, earlier: str, state: str) -> bool:
        """Return whether a state can have been entered before another one is."""
        return state in self.reached(self.next(earlier))

    def naming(self, key: str) -> tuple[str, ...]:
        """Return the events whose data names a day under that key."""
        return tuple(
            event.id
            for event in self.ladder.events.values()
            if any(field.name == key and field.type is FieldType.DATE for field in event.fields)
        )

    def rounds(self) -> list[tuple[str, ...]]:
        """Return the circles that time alone can go round in, each as its states in order."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for state in self.ladder.states:
            for circle in self._circles((state,)):
                found.setdefault(frozenset(circle), circle)
        return list(found.values())

    def _circles(self, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for to in self._by_time(path[-1]):
            if to == path[0]:
                yield path
            elif to not in path:
                yield from self._circles((*path, to))

    def _by_time(self, state: str) -> set[str]:
        """Return where an expiry leads that is not bounded by how often the case has come there."""
        deadline = self.ladder.states[state].deadline if state in self.ladder.states else None
        expiry = deadline.expiry if deadline else ()
        return {rule.to for rule in expiry if rule.to is not None and "entered(" not in (rule.when or "")}
