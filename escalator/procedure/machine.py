"""A ladder compiled: its guards checked and its states made into one flat `transitions` machine.

Owns the machine, and nothing that belongs to a single case: one machine serves every case of its ladder, in every
thread, because events are fired on small tokens that it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Final, cast

from transitions import EventData, Machine
from transitions import Transition as Passage

from escalator.model.calendar import Calendar
from escalator.model.events import Event
from escalator.model.ladder import Ladder
from escalator.model.states import AnchorKind, DeadlineRule, DueRule, State, Transition
from escalator.model.text import Text
from escalator.procedure.guards import Guard, parse
from escalator.procedure.shared_events import COMMON
from escalator.procedure.view import View
from escalator.procedure.vocabulary import names_for

EXPIRY: Final = "(expiry)"
"""The machine's own event: a state's deadline has expired. No event of a ladder can have that name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A transition with its guard compiled."""

    transition: Transition
    guard: Guard | None

    @property
    def to(self) -> str | None:
        """The state it leads to; None where the state stays."""
        return self.transition.to

    def verdict(self, view: View) -> object:
        """Whether the guard holds: True, False or UNKNOWN."""
        return True if self.guard is None else self.guard.ask(view)


@dataclass(slots=True)
class Turn:
    """One event being weighed: what its guards see, and the rule that was found to hold."""

    view: View
    complete: bool = True
    rule: Rule | None = None


class Token:
    """The small object that an event is fired on; it lives for one event."""

    __slots__ = ("state",)

    def __init__(self, state: str) -> None:
        self.state = state


class _Direct(Passage):
    """A transition of a token: no callbacks wait for it, or for a state to be left or entered; none are looked for."""

    def execute(self, event_data: EventData) -> bool:
        """Carry it out where its condition holds; say whether it did."""
        if not self._eval_conditions(event_data):
            return False
        if self.dest:
            self._change_state(event_data)
        return True

    def _change_state(self, event_data: EventData) -> None:
        cast("Token", event_data.model).state = str(self.dest)


class _TokenMachine(Machine):
    """A machine for tokens."""

    transition_cls = _Direct


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a ladder becomes.

    Attributes:
        rules: by state and event, what the event may do there, in the order in which it is tried.
        refusals: by event, when it is refused and why.
        openings: by event, the rights it opens and when.
        dues: by state, the ways to the due day of its deadline and when each counts.
        counted: the events that guards count.
        anchors: the states with a deadline that another deadline counts from.
    """

    rules: dict[str, dict[str, tuple[Rule, ...]]]
    refusals: dict[str, tuple[tuple[Guard, Text], ...]]
    openings: dict[str, tuple[tuple[str, Guard | None], ...]]
    dues: dict[str, tuple[tuple[DueRule, Guard | None], ...]]
    counted: frozenset[str]
    anchors: frozenset[str]
    machine: Machine


@dataclass(frozen=True, slots=True)
class Procedure:
    """A ladder ready to run in one calendar. Immutable; shared by all cases and threads."""

    ladder: Ladder
    calendar: Calendar
    compiled: Compiled = field(compare=False, repr=False)

    def event(self, name: str) -> Event | None:
        """Return an event of the ladder, or one that every ladder knows."""
        return self.ladder.events.get(name) or COMMON.get(name)

    def state(self, name: str) -> State:
        """Return a state of the ladder."""
        return self.ladder.states[name]

    def deadline_rule(self, state: str) -> DeadlineRule | None:
        """Return the deadline that a state opens, if any."""
        return self.ladder.states[state].deadline

    def rules(self, state: str, event: str) -> tuple[Rule, ...]:
        """Return what an event may do in a state, in the order in which it is tried."""
        return self.compiled.rules[state].get(event, ())

    def fire(self, state: str, event: str, turn: Turn) -> Rule | None:
        """Fire an event on a token in that state; return the rule that held, or None."""
        self.compiled.machine.events[event].trigger(Token(state), turn)
        return turn.rule

    def in_calendar(self, calendar: Calendar) -> Procedure:
        """Return the same procedure in another calendar, without compiling it again."""
        return Procedure(self.ladder, calendar, self.compiled)


def compile_ladder(ladder: Ladder, calendar: Calendar) -> Procedure:
    """Compile a ladder.

    Raises:
        GuardError: for a guard that cannot be accepted; a ladder that was loaded has none.
    """
    guards = _Guards(ladder)
    states, events = ladder.states.values(), ladder.events.values()
    rules = {state.id: _state_rules(state, guards) for state in states}
    return Procedure(
        ladder,
        calendar,
        Compiled(
            rules=rules,
            refusals={
                each.id: tuple((guards.parsed(rule.when, each.id), rule.because) for rule in each.refuse)
                for each in events
            },
            openings={
                each.id: tuple((rule.right, guards.get(rule.when, each.id)) for rule in each.opens) for each in events
            },
            dues={
                each.id: tuple((rule, guards.get(rule.when, None)) for rule in each.deadline.due)
                if each.deadline
                else ()
                for each in states
            },
            counted=frozenset(guards.counted),
            anchors=_anchors(ladder),
            machine=_machine(ladder, rules),
        ),
    )


class _Guards:
    """Compiles the guards of one ladder, and remembers which events they count."""

    def __init__(self, ladder: Ladder) -> None:
        self.counted: set[str] = set()
        self._names = cache(partial(names_for, ladder))

    def parsed(self, text: str, event: str | None) -> Guard:
        """Compile a guard on an event, or on an expiry or a deadline where `event` is None."""
        parsed = parse(text, self._names(event))
        self.counted |= parsed.counts
        return parsed

    def get(self, text: str | None, event: str | None) -> Guard | None:
        """Compile a guard where there is one."""
        return None if text is None else self.parsed(text, event)


def _state_rules(state: State, guards: _Guards) -> dict[str, tuple[Rule, ...]]:
    rules: dict[str, list[Rule]] = {}
    for each in state.transitions:
        rules.setdefault(each.event, []).append(Rule(each, guards.get(each.when, each.event)))
    if state.deadline and state.deadline.expiry:
        rules[EXPIRY] = [Rule(each, guards.get(each.when, None)) for each in state.deadline.expiry]
    return {event: tuple(found) for event, found in rules.items()}


def _anchors(ladder: Ladder) -> frozenset[str]:
    rules = [state.deadline for state in ladder.states.values() if state.deadline]
    return frozenset(due.anchor.name for rule in rules for due in rule.due if due.anchor.kind is AnchorKind.DEADLINE)


def _machine(ladder: Ladder, rules: dict[str, dict[str, tuple[Rule, ...]]]) -> Machine:
    machine = _TokenMachine(
        model=None, states=list(ladder.states), initial=ladder.initial, auto_transitions=False, send_event=False
    )
    for state, events in rules.items():
        for event, found in events.items():
            together = event in ladder.events and ladder.events[event].all_of
            for rule in found:
                _add(machine, state, event, rule)
                if together:
                    _add(machine, state, event, Rule(replace(rule.transition, to=None), rule.guard), complete=False)
    return machine


def _add(machine: Machine, state: str, event: str, rule: Rule, *, complete: bool = True) -> None:
    """Add one rule; `complete=False` is the step of an approval by several in which one is still to come."""

    def holds(turn: Turn) -> bool:
        """Whether the rule holds; the machine asks in order, and carries out the first that does."""
        if turn.complete is not complete or rule.verdict(turn.view) is not True:
            return False
        turn.rule = rule
        return True

    machine.add_transition(event, state, rule.to, conditions=[holds])
