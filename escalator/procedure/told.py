"""The refusals of the fold, in words. Owns their wording; the fold decides when one is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from escalator.model.errors import InputError, Refusal
from escalator.model.events import Event, Right
from escalator.model.facts import Fact
from escalator.model.standing import Step
from escalator.model.states import DeadlineRule
from escalator.model.text import Text
from escalator.procedure.allowed import allowed

if TYPE_CHECKING:
    from escalator.procedure.fold import Fold
    from escalator.procedure.progress import OpenedDeadline, Progress


def _listed(names: Iterable[str]) -> Text:
    joined = ", ".join(names)
    return Text(joined or "niets", joined or "nothing")


def not_allowed(fold: Fold, event: Event, fact: Fact) -> Refusal:
    """The state does not allow the event; name the state and what it does allow on that day."""
    state, now = fold.progress.state, _listed(allowed(fold, fact.on))
    return Refusal(
        "not_allowed_in_state",
        Text(
            f"{event.id} kan niet op {fact.on}: het dossier staat in {state}. Toegestaan: {now.nl}.",
            f"{event.id} is not allowed on {fact.on}: the case is in {state}. Allowed: {now.en}.",
        ),
    )


def role_not_entitled(event: Event, role: str | None, roles: tuple[str, ...]) -> Refusal:
    """The role may not act the event; name those that may."""
    may = _listed(roles)
    return Refusal(
        "role_not_entitled",
        Text(
            f"{event.id}: {role or 'geen rol'} is niet bevoegd. Bevoegd: {may.nl}.",
            f"{event.id}: {role or 'no role'} is not entitled. Entitled: {may.en}.",
        ),
    )


def approved_already(progress: Progress, event: Event, role: str | None) -> Refusal:
    """The role has approved in this state; name those that have not."""
    left = _listed(each for each in event.roles if each not in progress.approved(event.id))
    return Refusal(
        "approved_already",
        Text(
            f"{event.id}: {role} heeft al goedgekeurd. Nog te gaan: {left.nl}.",
            f"{event.id}: {role} has approved already. Still to come: {left.en}.",
        ),
    )


def checklist_false(event: Event, items: Iterable[str]) -> Refusal:
    """An item of the checklist is recorded as not fulfilled."""
    failed = _listed(items)
    return Refusal(
        "checklist_item_false",
        Text(
            f"{event.id} kan niet: op de checklist is niet voldaan aan {failed.nl}.",
            f"{event.id} is refused: the checklist says not fulfilled: {failed.en}.",
        ),
    )


def due_already(state: str, due: date, rule: DeadlineRule) -> Refusal:
    """The state that would be entered has expired already; a later day must be named, where one can be."""
    keys = _listed(sorted(rule.named))
    hint = Text(f" Noem een latere dag: {keys.nl}.", f" Name a later day: {keys.en}.") if rule.named else Text("", "")
    return Refusal(
        "due_already",
        Text(
            f"de termijn van {state} zou al op {due} zijn verstreken.{hint.nl}",
            f"the term of {state} would have ended on {due} already.{hint.en}",
        ),
    )


def circle(steps: Sequence[Step]) -> InputError:
    """The ladder's expiries lead back to where they began, on one day: its author must mend it."""
    states = " → ".join(dict.fromkeys(step.after for step in steps))
    day = steps[0].on
    return InputError(
        Text(
            f"de ladder draait op {day} in een kring: {states} verlopen elk meteen",
            f"the ladder goes round in a circle on {day}: {states} each expire at once",
        )
    )


def not_adjustable(name: str) -> Refusal:
    """The contract does not let this deadline be moved."""
    return Refusal(
        "not_adjustable",
        Text(
            f"{name} kan volgens het contract niet worden aangepast",
            f"the contract does not let {name} be adjusted",
        ),
    )


def unknown_deadline(name: str, running: OpenedDeadline | None, progress: Progress) -> Refusal:
    """There is no such deadline to adjust now; name the one there is."""
    here = _listed([running.id] if running else [progress.state] if progress.missing else [])
    return Refusal(
        "unknown_deadline",
        Text(
            f"geen lopende termijn {name!r} in {progress.state}. Aan te passen: {here.nl}.",
            f"no running deadline {name!r} in {progress.state}. To be adjusted: {here.en}.",
        ),
    )


def right_not_open(right: Right, on: date) -> Refusal:
    """The right has not arisen."""
    return Refusal(
        "unknown_right",
        Text(
            f"het recht {right.id} is op {on} niet ontstaan. Voorwaarde: {right.condition.nl}",
            f"the right {right.id} has not arisen on {on}. Condition: {right.condition.en}",
        ),
    )


def right_requires(right: Right, key: str) -> Refusal:
    """The exercise lacks what the contract asks for."""
    return Refusal(
        "missing_data",
        Text(f"het recht {right.id} vraagt {key}", f"the right {right.id} needs {key}"),
    )


def right_not_liftable(right: Right) -> Refusal:
    """The right is not of a kind that can be lifted."""
    return Refusal(
        "unknown_right",
        Text(f"het recht {right.id} kan niet worden opgeheven", f"the right {right.id} cannot be lifted"),
    )


def right_not_in_force(right: Right) -> Refusal:
    """The right was not exercised, or was lifted already."""
    return Refusal(
        "unknown_right",
        Text(f"het recht {right.id} is niet in werking", f"the right {right.id} is not in force"),
    )
