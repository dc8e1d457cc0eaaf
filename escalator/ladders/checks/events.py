"""Events, their data, rights, lists and parameters: whether each can do what it is there for."""

from __future__ import annotations

from typing import Final

from escalator.ladders.checks.report import CHECKLIST, EVENT, RIGHT, Path, Report
from escalator.ladders.values import no_calendar
from escalator.model.events import Event
from escalator.model.facts import ALWAYS_KEYS, COMMON_EVENTS
from escalator.procedure.guards.functions import FUNCTIONS
from escalator.procedure.vocabulary import STANDARD

_OF_EVERY_FACT: Final = frozenset(
    {"on", "event", "role", "id", "by", "at", "recorded", "received", "refused", "checklist", "note"}
)


def names(report: Report) -> None:
    """Check that everything events and rights speak of exists, and that no name means two things."""
    for event in report.ladder.events.values():
        _event(report, event)
    for right in report.ladder.rights.values():
        report.roles(("rights", right.id, "holders"), right.holders, acting=True)
        if not right.holders:
            report.add(("rights", right.id, "holders"), "niemand houdt dit recht", "nobody holds this right")
    for table in report.ladder.tables.values():
        if len({len(row) for row in table.rows}) != 1:
            report.add(("tables", table.id), "alle rijen zijn even lang", "all rows have the same length")
    for parameter in report.ladder.parameters:
        _own(report, ("parameters", parameter), parameter)
    for name in report.ladder.definitions:
        _own(report, ("definitions", name), name)
    unknown = no_calendar(report.ladder.calendar)
    if unknown:
        report.add(("terms", "calendar"), unknown.nl, unknown.en)


def _event(report: Report, event: Event) -> None:
    path: Path = ("events", event.id)
    if event.id in COMMON_EVENTS or event.id == "expiry":
        report.add(path, "deze gebeurtenis kent elke ladder al", "every ladder knows this event already")
    if not event.roles:
        report.add(path, "niemand mag deze gebeurtenis vastleggen", "nobody may record this event")
    report.roles((*path, "by"), event.roles, acting=True)
    if event.at_least is not None and event.at_least > len(event.roles):
        count = len(event.roles)
        report.add(
            (*path, "at_least"), f"er zijn maar {count} rollen die dit mogen", f"only {count} roles may act this"
        )
    if event.checklist is not None:
        report.known((*path, "checklist"), CHECKLIST, [event.checklist], report.ladder.checklists)
    for place, opening in enumerate(event.opens):
        report.known((*path, "opens", place, "right"), RIGHT, [opening.right], report.ladder.rights)
    for field in event.fields:
        if field.name in _OF_EVERY_FACT or field.name in STANDARD:
            report.add(
                (*path, "data", field.name),
                f"{field.name!r} is al iets van elk feit of elk dossier; kies een andere naam",
                f"{field.name!r} is something of every fact or case already; choose another name",
            )


def _own(report: Report, path: Path, name: str) -> None:
    """A parameter or named expression shares its name with nothing that a condition may use."""
    fields = {field.name for event in report.ladder.events.values() for field in event.fields} - ALWAYS_KEYS
    twice = name in report.ladder.definitions and name in report.ladder.parameters
    if name in STANDARD or name in FUNCTIONS or name in fields or twice:
        report.add(
            path,
            f"{name!r} betekent in een voorwaarde al iets anders; kies een andere naam",
            f"{name!r} means something else in a condition already; choose another name",
        )


def whole(report: Report) -> None:
    """Check that each event can happen and each right can arise somewhere."""
    if report.unknown & {EVENT.en, RIGHT.en}:
        return
    ladder = report.ladder
    happening = {each.event for state in ladder.states.values() for each in state.transitions}
    for event in ladder.events.values():
        if event.id not in happening:
            report.add(("events", event.id), f"{event.id} kan nergens gebeuren", f"{event.id} can happen nowhere")
    opened = {right for state in ladder.states.values() for right in state.rights}
    opened |= {opening.right for event in ladder.events.values() for opening in event.opens}
    for name in ladder.rights:
        if name not in opened:
            report.add(("rights", name), f"het recht {name} kan nooit ontstaan", f"the right {name} can never arise")
