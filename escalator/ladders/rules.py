"""The rules of a file's states, one by one, each with its place in the file. Owns how nested rules become flat ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from escalator.ladders.schema.document import Unfolded
from escalator.ladders.schema.states import RuleSpec
from escalator.model.states import Transition

STAY = "stay"
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule and where it was written.

    Attributes:
        path: in the file as unfolded.
        own: the condition written at that path; the rule's own may hold those around it too.
    """

    path: Path
    rule: Transition
    own: str | None

    @property
    def target(self) -> Path:
        """Where the file says what the rule leads to."""
        return (*self.path, "to")


def transitions(file: Unfolded, state: str) -> list[Placed]:
    """Return what events do in a state, in the order in which it is tried; what holds everywhere comes last."""
    part = file.states[state]
    found: list[Placed] = []
    for event, rules in part.on.items():
        found += _flat(event, rules, ("states", state, "on", event))
    if not part.final:
        for event, rules in file.everywhere.items():
            if event not in part.on:
                found += _flat(event, rules, ("everywhere", event))
    return found


def expiries(file: Unfolded, state: str) -> list[Placed]:
    """Return what the expiry of a state's deadline does: go to a state, or what the event does that it counts as."""
    deadline = file.states[state].deadline
    found: list[Placed] = []
    for place, part in enumerate(deadline.expires if deadline else ()):
        path = ("states", state, "deadline", "expires", place)
        if part.counts_as is None:
            rule = Transition(event="expiry", to=part.to, when=part.when, source=part.source)
            found.append(Placed(path, rule, part.when))
        for each in transitions(file, state):
            if each.rule.event == part.counts_as and each.rule.to is not None:
                when = both(part.when, each.rule.when)
                rule = Transition(event=part.counts_as, to=each.rule.to, when=when, source=part.source)
                found.append(Placed(path, rule, when))
    return found


def _flat(event: str, rules: Iterable[RuleSpec], path: Path, outer: str | None = None) -> Iterator[Placed]:
    for place, part in enumerate(rules):
        here, when = (*path, place), both(outer, part.when)
        if part.then:
            yield from _flat(event, part.then, (*here, "then"), when)
        else:
            to = None if part.to == STAY else part.to
            yield Placed(here, Transition(event=event, to=to, when=when, source=part.source), part.when)


def both(one: str | None, other: str | None) -> str | None:
    """Return a condition that holds where both do; None is one that always holds."""
    if one is None or other is None:
        return one or other
    return f"({one}) and ({other})"


def conditions(file: Unfolded, state: str) -> Iterator[tuple[Path, str, str]]:
    """Yield each condition of a state's events where it was written, once: path, event and text."""
    part = file.states[state]
    for event, rules in part.on.items():
        yield from _conditions(event, rules, ("states", state, "on", event))


def everywhere(file: Unfolded) -> Iterator[tuple[Path, str, str]]:
    """Yield each condition of the rules that hold everywhere: path, event and text."""
    for event, rules in file.everywhere.items():
        yield from _conditions(event, rules, ("everywhere", event))


def _conditions(event: str, rules: Iterable[RuleSpec], path: Path) -> Iterator[tuple[Path, str, str]]:
    for place, part in enumerate(rules):
        if part.when is not None:
            yield (*path, place, "when"), event, part.when
        yield from _conditions(event, part.then, (*path, place, "then"))
