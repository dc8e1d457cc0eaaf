"""What the events that every ladder knows do to a case: close, adjust, exercise and lift a right, add evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from escalator.model.errors import Refusal, UnknownName
from escalator.model.events import Right
from escalator.model.facts import Common, Fact
from escalator.model.standing import Derivation
from escalator.model.states import Adjustment
from escalator.model.terms import add
from escalator.model.text import Text
from escalator.procedure import told
from escalator.procedure.clock import keep_left, move
from escalator.procedure.dues import Due, Named
from escalator.procedure.progress import RightHeld
from escalator.procedure.shared_events import COMMON

if TYPE_CHECKING:
    from escalator.procedure.fold import Fold

CLOSED_STATE: Final = "closed"
ADJUSTED_ANCHOR: Final = "adjusted"
"""The anchor of a deadline that was set by hand, because no fact had named its day."""


def _entitled(fold: Fold, fact: Fact) -> tuple[str, ...]:
    """Return the roles that may act a common event."""
    ladder = fold.procedure.ladder
    if fact.event == Common.EVIDENCE:
        return tuple(ladder.roles)
    if fact.event in {Common.RIGHT_EXERCISED, Common.RIGHT_LIFTED}:
        return ladder.rights[str(fact.data["right"])].holders
    if fact.event == Common.ADJUSTED:
        rule = fold.procedure.deadline_rule(fold.progress.state)
        return rule.adjustable.roles if rule and rule.adjustable else ladder.client_roles
    return ladder.client_roles


def _check_role(fold: Fold, fact: Fact) -> None:
    roles = _entitled(fold, fact)
    if fact.role not in roles:
        raise told.role_not_entitled(COMMON[fact.event], fact.role, roles)


def _close(fold: Fold, fact: Fact) -> None:
    _check_role(fold, fact)
    if fold.procedure.state(fold.progress.state).final:
        raise told.not_allowed(fold, COMMON[fact.event], fact)
    fold.go(CLOSED_STATE, fact)


def _adjust(fold: Fold, fact: Fact) -> None:
    _check_role(fold, fact)
    name, due = str(fact.data["deadline"]), date.fromisoformat(str(fact.data["due"]))
    progress = fold.progress
    running = progress.deadline
    if running is not None and name == running.id:
        rule = fold.procedure.deadline_rule(progress.state)
        if rule is None or rule.adjustable is None:
            raise told.not_adjustable(running.id)
        _check_bounds(fold, rule.adjustable, fact, due)
        move(running, due, fact, str(fact.data["reason"]))
        keep_left(running, fold.procedure.calendar)
        running.provisional = False
    elif progress.missing and name in {progress.state, _next_name(fold)}:
        _set(fold, fact, due)
    else:
        raise told.unknown_deadline(name, running, progress)


def _next_name(fold: Fold) -> str:
    opened = fold.progress.opened.get(fold.progress.state, 0)
    return fold.progress.state if opened == 0 else f"{fold.progress.state}#{opened + 1}"


def _set(fold: Fold, fact: Fact, due: date) -> None:
    """Set the term that no fact has named."""
    derivation = Derivation(
        anchor=ADJUSTED_ANCHOR, anchor_name="", fact=fact.id, rule=(fold.progress.state, 0), named=due
    )
    fold.open_deadline(fold.progress.state, Due(due, Named(derivation)))


def _check_bounds(fold: Fold, allowed: Adjustment, fact: Fact, due: date) -> None:
    calendar = fold.procedure.calendar
    first = add(allowed.at_least, fact.on, calendar, move_end=False) if allowed.at_least else None
    last = add(allowed.at_most, fact.on, calendar, move_end=False) if allowed.at_most else None
    if (first and due < first) or (last and due > last):
        raise Refusal(
            "invalid_data",
            Text(
                f"nieuwe uiterste dag {due}: toegestaan is van {first or fact.on} tot en met {last or '…'}",
                f"new due day {due}: allowed is from {first or fact.on} up to {last or '…'}",
            ),
        )


def _held(fold: Fold, fact: Fact) -> tuple[Right, RightHeld]:
    """Return the right that a fact speaks of, if it has arisen and the role holds it."""
    name = str(fact.data["right"])
    right = fold.procedure.ladder.rights.get(name)
    if right is None:
        raise Refusal("unknown_right", UnknownName(Text("recht", "right"), name, fold.procedure.ladder.rights).text)
    _check_role(fold, fact)
    held = fold.progress.rights.get(name)
    if held is None:
        raise told.right_not_open(right, fact.on)
    return right, held


def _exercise(fold: Fold, fact: Fact) -> None:
    right, held = _held(fold, fact)
    for key in right.requires:
        if key not in fact.data:
            raise told.right_requires(right, key)
    held.exercised.append(fact.id)
    held.in_force = True


def _lift(fold: Fold, fact: Fact) -> None:
    right, held = _held(fold, fact)
    if not right.liftable:
        raise told.right_not_liftable(right)
    if not held.in_force:
        raise told.right_not_in_force(right)
    held.in_force = False


def _evidence(fold: Fold, fact: Fact) -> None:
    _check_role(fold, fact)


def _retracted(_fold: Fold, _fact: Fact) -> None:
    """A retraction acts on the list of facts, before the fold; here it only lets time pass."""


Act = Callable[["Fold", Fact], None]
ACTS: Final[Mapping[str, Act]] = {
    Common.CLOSED: _close,
    Common.ADJUSTED: _adjust,
    Common.RIGHT_EXERCISED: _exercise,
    Common.RIGHT_LIFTED: _lift,
    Common.EVIDENCE: _evidence,
    Common.RETRACTED: _retracted,
}
