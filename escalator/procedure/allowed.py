"""What may happen next. Owns the question "could some role record this event today, with some data?"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from escalator.model.events import Event
from escalator.procedure.guards import UNKNOWN
from escalator.procedure.machine import EXPIRY, Rule
from escalator.procedure.view import UNDECIDED, View

if TYPE_CHECKING:
    from escalator.procedure.fold import Fold


def allowed(fold: Fold, on: date) -> tuple[str, ...]:
    """Return the ladder's own events that some role may act on that day with some data, in the ladder's order."""
    procedure = fold.procedure
    found = []
    for name, rules in procedure.compiled.rules[fold.progress.state].items():
        if name == EXPIRY:
            continue
        event = procedure.ladder.events[name]
        if event.roles and _possible(fold, event, rules, fold.view(on, event, data=UNDECIDED)):
            found.append(name)
    return tuple(found)


def _possible(fold: Fold, event: Event, rules: tuple[Rule, ...], view: View) -> bool:
    if any(guard.ask(view) is True for guard in fold.procedure.compiled.refusals[event.id]):
        return False
    for rule in rules:
        verdict = rule.verdict(view)
        if verdict is UNKNOWN and _enterable(fold, event, rule.to, view):
            return True
        if verdict is True:
            return _enterable(fold, event, rule.to, view)
    return False


def _enterable(fold: Fold, event: Event, to: str | None, view: View) -> bool:
    """Whether the state can be entered that day: one with an expiry not after its due day."""
    rule = fold.procedure.deadline_rule(to) if to is not None else None
    if rule is None or not rule.expiry or any(each.name in rule.named for each in event.fields):
        return True
    due = fold.due_in(to, view)
    return due is None or view.on <= due.day
