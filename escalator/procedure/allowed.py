"""What may happen next. Owns the question "could some role record this event today, with some data?"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from escalator.model.events import Event, FieldType
from escalator.model.states import AnchorKind
from escalator.procedure.dues import due_by
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
        if _possible(fold, event, rules, on):
            found.append(name)
    return tuple(found)


def _possible(fold: Fold, event: Event, rules: tuple[Rule, ...], on: date) -> bool:
    done = fold.progress.approved(event.id)
    left = [role for role in event.roles if role not in done]
    moves = len(done) + 1 >= event.needed
    views = (fold.view(on, event, data=UNDECIDED, asked=role) for role in left)
    return any(_possible_by(fold, event, rules, view, moves=moves) for view in views)


def _possible_by(fold: Fold, event: Event, rules: tuple[Rule, ...], view: View, *, moves: bool) -> bool:
    """Whether one role may act it; `moves` unless others are still to approve with it."""
    if any(guard.ask(view) is True for guard, _because in fold.procedure.compiled.refusals[event.id]):
        return False
    for rule in rules:
        verdict = rule.verdict(view)
        if verdict is not True and verdict is not UNKNOWN:
            continue
        if not moves or _enterable(fold, event, rule.to, view):
            return True
        if verdict is True:
            return False
    return False


def _enterable(fold: Fold, event: Event, to: str | None, view: View) -> bool:
    """Whether the state can be entered that day: one with an expiry not after its due day, as the event may name it."""
    rule = fold.procedure.deadline_rule(to) if to is not None else None
    if to is None or rule is None or not rule.expiry:
        return True
    days: dict[str | None, bool] = {each.name: each.required for each in event.fields if each.type is FieldType.DATE}
    for place, (each, guard) in enumerate(fold.procedure.compiled.dues[to]):
        verdict = True if guard is None else guard.ask(view)
        if verdict is not True and verdict is not UNKNOWN:
            continue
        if each.day in days or (each.anchor.kind is AnchorKind.DAY and each.anchor.name in days):
            return True  # it can name a day that is late enough
        found = due_by(each, (to, place), view)
        if found is None or days.get(each.named_since) is True:
            continue  # another of the ways to a due day decides
        if not found.passed(view.on, None):
            return True
        if verdict is True and each.named_since not in days:
            return False
    return True
