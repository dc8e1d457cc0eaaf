"""A ladder as a Mermaid state diagram. Owns the drawing's text: states with their deadlines, events, expiries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from escalator.ladders.build import CLOSED
from escalator.ladders.explain.conditions import NEVER, condition
from escalator.ladders.explain.voice import Voice
from escalator.model.ladder import Ladder
from escalator.model.states import State, Transition
from escalator.model.text import Language

_RESERVED: Final = frozenset({"as", "class", "classdef", "direction", "end", "note", "state", "style", "default"})
_EVERYWHERE: Final = "everywhere"
_CODES: Final = {"#": "#35;", '"': "#quot;", ";": "#59;", "<": "#lt;", ">": "#gt;", "%": "#37;"}
_BREAK: Final = "<br/>"


def diagram(ladder: Ladder, language: Language) -> str:
    """Return a `stateDiagram-v2`, with labels in that language.

    An event that holds everywhere is drawn once, from a box of its own. What leaves the state as it is, and what can
    never happen with the parameters as they are, is not drawn.
    """
    return "\n".join(_Drawing(Voice(ladder, language)).lines()) + "\n"


class _Drawing:
    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.states = voice.ladder.states
        self.ids = _ids(self.states)
        self.shared = [rule for rule in voice.everywhere() if rule.to]

    def lines(self) -> Iterator[str]:
        """Yield the drawing line by line."""
        yield "stateDiagram-v2"
        drawn = [state for state in self.states.values() if state.id != CLOSED or self._led_to(CLOSED)]
        for state in drawn:
            yield f'    state "{self._box(state)}" as {self.ids[state.id]}'
        if self.shared:
            yield f'    state "{_coded(self.voice("in elke toestand", "in every state"))}" as {_EVERYWHERE}'
        for state in drawn:
            if state.initial:
                yield f"    [*] --> {self.ids[state.id]}"
            yield from self._arrows(self.ids[state.id], self._moves(state))
            if state.final:
                yield f"    {self.ids[state.id]} --> [*]"
        shared = [(rule.to or "", self._told(rule, {})) for rule in self.shared]
        yield from self._arrows(_EVERYWHERE, [(to, told) for to, told in shared if told])

    def _led_to(self, name: str) -> bool:
        """Whether the ladder itself leads to a state; every case may be closed, and that is not drawn."""
        return any(rule.to == name for state in self.states.values() for rule in state.transitions)

    def _box(self, state: State) -> str:
        """Return what stands in a state's box: its label, and its deadline in short."""
        lines = [self.voice.text(state.label)]
        if state.deadline:
            voice = self.voice
            ways = [
                voice.term(due.term) if due.term else voice("genoemde dag", "named day") for due in state.deadline.due
            ]
            told = voice.any_of(dict.fromkeys(ways))
            lines.append(voice(f"termijn: {told}", f"deadline: {told}"))
        return _BREAK.join(map(_coded, lines))

    def _moves(self, state: State) -> Iterator[tuple[str, str]]:
        """Yield where a case can go from a state, and why."""
        known = {"step": state.step, "state": state.id}
        for rule in state.transitions:
            told = self._told(rule, known)
            if rule.to and rule not in self.shared and told:
                yield rule.to, told
        for rule in state.deadline.expiry if state.deadline else ():
            if rule.to and condition(self.voice, rule.when, known) is not NEVER:
                passed = self.voice("termijn verstreken", "deadline passed")
                counts = rule.event in self.voice.ladder.events
                yield rule.to, f"{passed} = {self._label(rule.event)}" if counts else passed

    def _told(self, rule: Transition, known: dict[str, object]) -> str:
        """Return an event by its label, marked where it is conditional; empty where it can never happen."""
        when = condition(self.voice, rule.when, known)
        if when is NEVER:
            return ""
        return f"{self._label(rule.event)}{f' [{when}]' if when else ''}"

    def _label(self, event: str) -> str:
        return self.voice.text(self.voice.ladder.events[event].label)

    def _arrows(self, start: str, moves: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield one arrow for each state that is led to, with all that leads there."""
        why: dict[str, dict[str, None]] = {}
        for to, told in moves:
            why.setdefault(to, {})[_coded(told).replace(":", "#58;")] = None
        for to, reasons in why.items():
            yield f"    {start} --> {self.ids[to]} : {_BREAK.join(reasons)}"


def _ids(names: Iterable[str]) -> dict[str, str]:
    """Return a name for each state that Mermaid can take: letters, digits and `_`, each once."""
    found: dict[str, str] = {}
    taken = {_EVERYWHERE}
    for name in names:
        short = name.replace(".", "_")
        while short in taken or short.lower() in _RESERVED:
            short += "_"
        taken.add(short)
        found[name] = short
    return found


def _coded(text: str) -> str:
    """Return a text in which no sign means something to Mermaid."""
    return "".join(_CODES.get(sign, sign) for sign in " ".join(text.split()))
