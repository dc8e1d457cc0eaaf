"""Weighing a fact: what it would do, or why it is refused. Owns the order of the checks; changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from escalator.model.errors import Refusal
from escalator.model.events import Event
from escalator.model.facts import Fact
from escalator.procedure import told
from escalator.procedure.data import failing, typed
from escalator.procedure.dues import Due
from escalator.procedure.machine import Turn
from escalator.procedure.view import View

if TYPE_CHECKING:
    from escalator.procedure.fold import Fold


@dataclass(slots=True)
class Move:
    """What a fact, or time, will do: the state it leads to, and the deadline of that state; no state where it stays."""

    view: View
    event: str
    to: str | None
    due: Due | None = None


def weigh(fold: Fold, event: Event, fact: Fact) -> Move:
    """Find what a fact would do.

    Raises:
        Refusal: where the ladder does not allow it.
    """
    procedure, progress = fold.procedure, fold.progress
    if fact.role not in event.roles:
        raise told.role_not_entitled(event, fact.role, event.roles)
    if not procedure.rules(progress.state, event.id):
        raise told.not_allowed(fold, event, fact)
    _check_approval(fold, event, fact)
    view = fold.view(fact.on, event, fact=fact, data=typed(event, fact.data))
    for guard, because in procedure.compiled.refusals[event.id]:
        if guard.ask(view) is True:
            raise Refusal("guard", because)
    complete = not event.all_of or len({*progress.approved(event.id), fact.role}) >= event.needed
    rule = procedure.fire(progress.state, event.id, Turn(view, complete))
    if rule is None:
        raise told.not_allowed(fold, event, fact)
    move = Move(view, event.id, rule.to, fold.due_in(rule.to, view))
    _check_in_time(fold, move, fact)
    return move


def _check_approval(fold: Fold, event: Event, fact: Fact) -> None:
    """Nobody approves twice, or what the checklist says is not fulfilled."""
    if event.all_of and fact.role in fold.progress.approved(event.id):
        raise told.approved_already(fold.progress, event, fact.role)
    failed = failing(fact.data)
    if failed and (event.checklist or event.all_of):
        raise told.checklist_false(event, failed)


def _check_in_time(fold: Fold, move: Move, fact: Fact) -> None:
    """One party's lateness never puts the other in default: refuse to enter a state that has expired already."""
    if move.to is not None and move.due is not None and move.due.passed(fact.on, fact.at):
        rule = fold.procedure.deadline_rule(move.to)
        if rule is not None and rule.expiry:
            raise told.due_already(move.to, move.due.day, rule)
