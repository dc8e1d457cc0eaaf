"""The states: one to start in, a way to each, rules that can act, deadlines that can have a day."""

from __future__ import annotations

from typing import Final

from escalator.ladders import rules
from escalator.ladders.build import CLOSED
from escalator.ladders.checks.graph import Graph
from escalator.ladders.checks.report import EVENT, RIGHT, STATE, Path, Report
from escalator.ladders.rules import STAY, Placed
from escalator.model.states import AnchorKind, DeadlineRule, DueRule
from escalator.model.text import Text

_DAY: Final = Text("dag die een gebeurtenis noemt", "day named by an event")


def names(report: Report) -> None:
    """Check that everything a state speaks of exists."""
    for state in report.ladder.states.values():
        path: Path = ("states", state.id)
        report.known((*path, "rights"), RIGHT, state.rights, report.ladder.rights)
        if state.id in report.file.states:
            for each in rules.transitions(report.file, state.id):
                _rule(report, each)
        if state.deadline:
            _deadline(report, state.id, state.deadline)


def _rule(report: Report, each: Placed) -> None:
    report.known(each.path, EVENT, [each.rule.event], report.ladder.events)
    _target(report, each.target, each.rule.to)


def _target(report: Report, path: Path, to: str | None) -> None:
    if to is not None and to.startswith("."):
        report.unknown.add(STATE.en)
        report.add(
            path,
            f"{to!r}: een naam met een punt ervoor bestaat alleen in een cyclus",
            f"{to!r}: a name with a dot in front exists in a cycle only",
        )
    elif to is not None:
        report.known(path, STATE, [to], (*report.ladder.states, STAY))


def _deadline(report: Report, state: str, rule: DeadlineRule) -> None:
    path: Path = ("states", state, "deadline")
    here = {each.event for each in report.ladder.states[state].transitions}
    for key in ("waits_for", "suspended_by", "resumed_by"):
        for event in getattr(rule, key):
            if report.known((*path, key), EVENT, [event], report.ladder.events) and event not in here:
                report.add((*path, key), f"{event} kan in {state} niet gebeuren", f"{event} cannot happen in {state}")
    report.roles((*path, "owed_by"), rule.owed_by)
    if rule.adjustable:
        report.roles((*path, "adjustable", "by"), rule.adjustable.roles, acting=True)
    written = report.file.states[state].deadline
    for place, part in enumerate(written.expires if written else ()):
        _expiry(report, (*path, "expires", place), part.to, part.counts_as, state)


def _expiry(report: Report, path: Path, to: str | None, counts_as: str | None, state: str) -> None:
    _target(report, (*path, "to"), to)
    if counts_as is None or not report.known((*path, "counts_as"), EVENT, [counts_as], report.ladder.events):
        return
    rules_here = [each for each in report.ladder.states[state].transitions if each.event == counts_as]
    if not any(each.to for each in rules_here):
        report.add(
            (*path, "counts_as"),
            f"{counts_as} leidt vanuit {state} nergens heen",
            f"{counts_as} leads nowhere from {state}",
        )


def whole(report: Report) -> None:
    """Check what only shows when all parts can be read: ways in and out, rules that can act, days that can be there."""
    if report.unknown & {STATE.en, EVENT.en}:
        return
    graph = Graph(report.ladder)
    if len(graph.initial) != 1:
        told = ", ".join(graph.initial) or "-"
        report.add(
            ("states",), f"precies één toestand is initial; nu: {told}", f"exactly one state is initial; now: {told}"
        )
        return
    _reachable(report, graph)
    for state in report.ladder.states.values():
        if not state.final and not any(rule.to for rule in graph.moves(state.id)):
            report.add(("states", state.id), f"{state.id} heeft geen uitweg", f"{state.id} has no way out")
        if state.id in report.file.states:
            _overtaken(report, rules.transitions(report.file, state.id))
            _overtaken(report, rules.expiries(report.file, state.id), several=True)
        if state.deadline:
            _days(report, graph, state.id, state.deadline)
    for circle in graph.rounds():
        told = " → ".join((*circle, circle[0]))
        report.add(
            ("states", circle[0], "deadline", "expires"),
            f"zonder dat er iets gebeurt gaat het eeuwig rond: {told}; begrens het met entered()",
            f"with nothing happening it goes round for ever: {told}; bound it with entered()",
        )


def _reachable(report: Report, graph: Graph) -> None:
    reached = graph.reached(graph.initial)
    for state in report.ladder.states.values():
        if state.id not in reached and state.id != CLOSED:
            report.add(("states", state.id), f"{state.id} kan nooit worden bereikt", f"{state.id} can never be reached")
    if not any(state.final for state in report.ladder.states.values() if state.id in reached):
        report.add(("states",), "geen eindtoestand kan worden bereikt", "no final state can be reached")


def _overtaken(report: Report, placed: list[Placed], *, several: bool = False) -> None:
    """A rule after one that always holds never has its turn."""
    closed: set[str] = set()
    for each in placed:
        event = "expiry" if several else each.rule.event
        if event in closed:
            report.add(
                each.path,
                "deze regel komt nooit aan bod: een eerdere geldt altijd",
                "this rule can never act: an earlier one always holds",
            )
        if each.rule.when is None:
            closed.add(event)


def _days(report: Report, graph: Graph, state: str, rule: DeadlineRule) -> None:
    """Each way to a due day can yield one: what it counts from can have happened when the state is entered."""
    for place, due in enumerate(rule.due):
        path: Path = ("states", state, "deadline", "due", place)
        for key, day in (("day", due.day), ("named_since", due.named_since), ("from", _counted_from(due))):
            if day is not None:
                _named(report, graph, (*path, key), day, state)
        _anchored(report, graph, path, state, due)
        always = due.term is not None and due.anchor.kind is AnchorKind.ENTRY and due.when is None
        if always and place < len(rule.due) - 1:
            report.add(
                (*path[:-1], place + 1),
                "deze regel komt nooit aan bod: een eerdere geldt altijd",
                "this rule can never act: an earlier one always holds",
            )


def _counted_from(due: DueRule) -> str | None:
    return due.anchor.name if due.anchor.kind is AnchorKind.DAY else None


def _named(report: Report, graph: Graph, path: Path, day: str, state: str) -> None:
    days = {field.name for event in report.ladder.events.values() for field in event.fields if field.type == "date"}
    if report.known(path, _DAY, [day], days) and not graph.happened_before(graph.naming(day), state):
        report.add(
            path,
            f"niets wat voor {state} gebeurt noemt {day}",
            f"nothing that happens before {state} names {day}",
        )


def _anchored(report: Report, graph: Graph, path: Path, state: str, due: DueRule) -> None:
    kind, name = due.anchor.kind, due.anchor.name
    if kind in {AnchorKind.EVENT, AnchorKind.RECEIPT}:
        if report.known((*path, "from"), EVENT, [name], report.ladder.events) and not graph.happened_before(
            [name], state
        ):
            report.add(
                (*path, "from"), f"{name} kan voor {state} niet gebeuren", f"{name} cannot happen before {state}"
            )
    elif kind is AnchorKind.DEADLINE:
        with_deadline = [each.id for each in report.ladder.states.values() if each.deadline]
        if report.known((*path, "from"), STATE, [name], with_deadline) and not graph.visited_before(name, state):
            report.add((*path, "from"), f"{name} komt nooit voor {state}", f"{name} never comes before {state}")
