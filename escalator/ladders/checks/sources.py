"""Where rules come from, and what nothing refers to: sources, readings, parameters, lists that are used nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from escalator.ladders import rules
from escalator.ladders.checks.guards import names as names_in
from escalator.ladders.checks.report import CHECKLIST, Path, Report
from escalator.ladders.citations import places, readings_of
from escalator.model.errors import UnknownName
from escalator.model.ladder import Ladder
from escalator.model.obligations import Of
from escalator.model.source import Source
from escalator.model.text import Text

_SECTIONS: Final = (
    "roles", "tracks", "checklists", "tables", "rights", "events", "kpis", "obligations", "permissions", "scorecards",
    "parameters",
)  # fmt: skip


def names(report: Report) -> None:
    """Check that each rule says where it comes from, and that each reading and parameter it names exists."""
    for path, source in sources(report):
        if not source.clauses and not source.readings:
            shown = ".".join(str(part) for part in path)
            report.add(
                path,
                f"{shown}: noem de bepaling (clause) of een lezing (reading)",
                f"{shown}: name the clause, or a reading",
            )
    ladder = report.ladder
    for name in sorted(readings_of(ladder) - set(ladder.readings)):
        report.unknown.add("reading")
        problem = UnknownName(Text("lezing", "reading"), name, ladder.readings)
        for place in places(report.tree, "reading", name):
            report.note(place, problem.text)
    for name, reading in ladder.readings.items():
        path = ("readings", name, "parameter")
        report.known(path, Text("parameter", "parameter"), reading.parameters, ladder.parameters)


def sources(report: Report) -> Iterator[tuple[Path, Source]]:
    """Yield every rule of a file that must say where it comes from, as its path, with its source."""
    ladder = report.ladder
    yield ("terms",), ladder.terms_source
    for section in _SECTIONS:
        for name, part in getattr(ladder, section).items():
            yield (section, name.partition(".")[0]), part.source
    for event in ladder.events.values():
        for place, refusal in enumerate(event.refuse):
            yield ("events", event.id, "refuse", place), refusal.source
        for place, opening in enumerate(event.opens):
            yield ("events", event.id, "opens", place), opening.source
    for state in report.file.states:
        yield from _of_state(report, state)


def _of_state(report: Report, state: str) -> Iterator[tuple[Path, Source]]:
    for each in rules.transitions(report.file, state):
        yield each.path, each.rule.source
    deadline = report.ladder.states[state].deadline
    if deadline:
        yield ("states", state, "deadline"), deadline.source
        if deadline.adjustable and not deadline.source.clauses:
            yield ("states", state, "deadline", "adjustable"), deadline.adjustable.source
    for each in rules.expiries(report.file, state):
        yield each.path, each.rule.source


def whole(report: Report, filled: set[str]) -> None:
    """Check that nothing is there that nothing uses.

    Args:
        report: what is checked.
        filled: the parameters that were filled in somewhere.
    """
    ladder = report.ladder
    cited = readings_of(ladder)
    words = {name for text in guards(ladder) for name in names_in(ladder, text)}
    for name in ladder.readings:
        if name not in cited and "reading" not in report.unknown:
            report.add(
                ("readings", name), f"lezing {name!r} wordt nergens genoemd", f"reading {name!r} is cited nowhere"
            )
    checklists = {event.checklist for event in ladder.events.values()}
    checklists |= {duty.checklist for duty in ladder.obligations.values()}
    _unused(report, "parameters", ladder.parameters, filled | words)
    _unused(report, "contract_events", ladder.contract_events, _of_the_contract(ladder))
    if CHECKLIST.en not in report.unknown:
        _unused(report, "checklists", ladder.checklists, checklists)
    _unused(report, "tables", ladder.tables, words)
    _unused(report, "definitions", ladder.definitions, words)


def _of_the_contract(ladder: Ladder) -> set[str]:
    """Return the events of the contract that a duty or a permission hangs on."""
    triggers = [duty.trigger for duty in ladder.obligations.values() if duty.trigger]
    hung = {name for trigger in triggers if trigger.of is Of.CONTRACT for name in trigger.names}
    return hung | {rule.event for permission in ladder.permissions.values() for rule in permission.arises}


def _unused(report: Report, section: str, declared: Iterable[str], used: Collection[str | None]) -> None:
    for name in declared:
        if name not in used:
            report.add((section, name), f"{name!r} wordt nergens gebruikt", f"{name!r} is used nowhere")


def guards(ladder: Ladder) -> Iterator[str]:
    """Yield the text of every condition of a ladder's rules; named expressions count where a rule uses them."""
    for event in ladder.events.values():
        yield from (rule.when for rule in event.refuse)
        yield from (opening.when for opening in event.opens if opening.when)
    for state in ladder.states.values():
        expiry = state.deadline.expiry if state.deadline else ()
        due = state.deadline.due if state.deadline else ()
        yield from (rule.when for rule in (*state.transitions, *expiry) if rule.when)
        yield from (rule.when for rule in due if rule.when)
