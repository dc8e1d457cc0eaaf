"""The exact commands that a message asks to type. Owns their text; the program's commands are in `escalator.cli`."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from escalator.engine.ports.messages import Action
from escalator.engine.telling.reasons import event_label
from escalator.model.events import Event, Field, FieldType, Right
from escalator.model.ladder import Ladder
from escalator.model.obligations import Obligation
from escalator.model.occurrence import Occurrence
from escalator.model.standing import Deadline
from escalator.model.text import Text

PROGRAM: Final = "escalator"
_MEASURE: Final = "measure:"  # how the duty to measure a KPI is named, see `escalator.model.duties.measuring`
_TO_FILL_IN: Final = {
    FieldType.DATE: "YYYY-MM-DD",
    FieldType.MOMENT: "YYYY-MM-DD HH:MM",
    FieldType.PERIOD: "YYYY-Q1",
    FieldType.BOOLEAN: "yes/no",
    FieldType.MONEY: "0.00",
}


def command(*words: str) -> str:
    """Return a command line, quoted as a shell wants it."""
    return shlex.join((PROGRAM, *words))


def recording(
    case: str, deadline: Deadline, ladder: Ladder, roles: Iterable[str], *, dated: bool = False
) -> Iterator[Action]:
    """Yield what to type once the event has happened that a deadline waits for; the reader's own role goes first.

    Args:
        case: its id.
        deadline: what is waited for.
        ladder: of the case.
        roles: the reader's.
        dated: whether the day on which it happened has to be typed too; today's is the default.
    """
    own = [each for each in roles if each in deadline.owed_by]
    for name in deadline.waits_for:
        event = ladder.events[name]
        may = [each for each in (*own, *deadline.owed_by, *event.roles) if each in event.roles]
        words = ["record", case, name, *_role(may), *_filled_in(event)]
        if dated:
            words += ["--on", _TO_FILL_IN[FieldType.DATE]]
        if deadline.due_at is not None:
            words += ["--at", _TO_FILL_IN[FieldType.MOMENT]]
        yield Action(event_label(name, ladder), command(*words))


def recording_event(case: str, name: str, ladder: Ladder, roles: Sequence[str] = ()) -> Action:
    """Return what to type once an event has happened, acted by the first of `roles`, or of all that may."""
    event = ladder.events[name]
    return Action(event.label, command("record", case, name, *_role(roles or event.roles), *_filled_in(event)))


def performing(contract: str, duty: Obligation, occurrence: Occurrence, roles: Iterable[str]) -> Action:
    """Return what to type once a duty is performed: a result, for a duty to measure."""
    role = _role((*(each for each in roles if each in duty.owed_by), *duty.owed_by))
    if duty.id.startswith(_MEASURE):
        region = occurrence.id.partition("@")[2]
        words = ["measure", contract, duty.id.removeprefix(_MEASURE), "…", "--period", occurrence.period or "…"]
        words += ["--region", region] if region else []
        return Action(Text("resultaat vastleggen", "record the result"), command(*words, *role))
    words = ["obligations", "done", contract, duty.id, "--occurrence", occurrence.id]
    return Action(Text("nagekomen", "performed"), command(*words, *role))


def deciding(contract: str, number: str, event: Event | None) -> tuple[Action, Action]:
    """Return what to type to accept a proposal, and to decline it; the event is the one that it suggests."""
    accept = command("proposals", "accept", contract, number, *(_filled_in(event) if event else ()))
    decline = command("proposals", "decline", contract, number, "--reason", "…")
    return Action(Text("overnemen", "accept"), accept), Action(Text("afwijzen", "decline"), decline)


def exercising(case: str, right: Right, roles: Iterable[str]) -> Action:
    """Return what to type once a right was exercised."""
    own = [each for each in roles if each in right.holders]
    words = ["right", "exercise", case, right.id, *_role((*own, *right.holders))]
    for key in right.requires:
        words += [f"--{key}", _TO_FILL_IN[FieldType.MONEY] if key == "amount" else "…"]
    label = Text(f"recht uitgeoefend: {right.label.nl}", f"right exercised: {right.label.en}")
    return Action(label, command(*words))


def lifting(case: str, right: Right) -> Action:
    """Return what to type once a right was lifted."""
    label = Text(f"recht opgeheven: {right.label.nl}", f"right lifted: {right.label.en}")
    return Action(label, command("right", "lift", case, right.id, *_role(right.holders)))


def showing(case: str) -> Action:
    """Return what to type to see where a case stands."""
    return Action(Text("stand van het dossier", "standing of the case"), command("case", "show", case))


def adding_contact(contract: str, role: str) -> Action:
    """Return what to type to name a contact for a role."""
    words = ("contact", "add", contract, role, "--name", "…", "--email", "…")
    return Action(Text("contactpersoon toevoegen", "add a contact"), command(*words))


def _role(roles: Iterable[str]) -> tuple[str, ...]:
    first = next(iter(roles), None)
    return ("--role", first) if first else ()


def _filled_in(event: Event) -> Iterator[str]:
    for field in event.fields:
        if field.required:
            yield "--set"
            yield f"{field.name}={_example(field)}"


def _example(field: Field) -> str:
    return "/".join(field.choices) if field.choices else _TO_FILL_IN.get(field.type, "…")
