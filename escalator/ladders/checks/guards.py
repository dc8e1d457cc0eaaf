"""Conditions: their names, their types, and whether what they compare with can ever be. Owns no language."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from escalator.ladders import rules
from escalator.ladders.checks.report import STATE, Path, Report
from escalator.model.errors import UnknownName
from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.terms import Term, Unit
from escalator.model.text import Text
from escalator.procedure.guards import GuardError, parse
from escalator.procedure.vocabulary import STANDARD, names_for

_COUNTING: Final = ("count", "days_with", "total")
_OF_A_DEADLINE: Final = frozenset({"overdue", "due"})
_VALUE: Final = Text("waarde", "value")


def check(report: Report) -> None:
    """Check every condition where it was written, and each rule's conditions together."""
    ladder = report.ladder
    for event in ladder.events.values():
        for place, refusal in enumerate(event.refuse):
            _condition(report, ("events", event.id, "refuse", place, "when"), refusal.when, event.id)
        for place, opening in enumerate(event.opens):
            _condition(report, ("events", event.id, "opens", place, "when"), opening.when, event.id)
    for path, name, text in rules.everywhere(report.file):
        _condition(report, path, text, name)
    for state in report.file.states:
        for path, name, text in rules.conditions(report.file, state):
            if _condition(report, path, text, name):
                _about_a_deadline(report, path, text, state)
        _together(report, state)
        deadline = ladder.states[state].deadline
        for place, due in enumerate(deadline.due if deadline else ()):
            _condition(report, ("states", state, "deadline", "due", place, "when"), due.when, None)
    _definitions(report)


def _condition(report: Report, path: Path, text: str | None, event: str | None) -> bool:
    """Check one condition, unless it speaks of a part that could not be read; return whether it was read."""
    if text is None:
        return True
    if report.unread & {event, *names(report.ladder, text)}:
        return False
    problem = _unreadable(report.ladder, text, event)
    if problem:
        report.add(
            path,
            f"{text}: {problem.text.nl} (teken {problem.column})",
            f"{text}: {problem.text.en} (character {problem.column})",
        )
        return False
    for told in _impossible(report.ladder, text, event):
        report.add(path, f"{text}: {told.nl}", f"{text}: {told.en}")
    return True


def _unreadable(ladder: Ladder, text: str, event: str | None) -> GuardError | None:
    try:
        parse(text, names_for(ladder, event))
    except GuardError as problem:
        return problem
    return None


def _together(report: Report, state: str) -> None:
    """Check what conditions around a rule make of it together, and those of an expiry, which carries no data."""
    for each in rules.transitions(report.file, state):
        if each.rule.when != each.own and each.rule.when is not None and not report.unread:
            problem = _unreadable(report.ladder, each.rule.when, each.rule.event)
            if problem and not _unreadable(report.ladder, each.own or "True", each.rule.event):
                report.add(each.path, problem.text.nl, problem.text.en)
    for each in rules.expiries(report.file, state):
        if _condition(report, (*each.path, "when"), each.own, None) and each.own:
            _about_a_deadline(report, each.path, each.own, state)


def _about_a_deadline(report: Report, path: Path, text: str, state: str) -> None:
    """A state without a deadline is never overdue."""
    deadline = report.file.states[state].deadline
    asked = _OF_A_DEADLINE & set(names(report.ladder, text))
    if deadline is None and asked:
        told = ", ".join(sorted(asked))
        report.add(
            path,
            f"{text}: {state} heeft geen termijn, dus {told} zegt hier niets",
            f"{text}: {state} has no deadline, so {told} says nothing here",
        )


def _definitions(report: Report) -> None:
    """A named expression may use the data of any event that uses it, so those are tried in turn."""
    ladder = report.ladder
    for name, text in ladder.definitions.items():
        if report.unread & set(names(ladder, text)):
            continue
        problems = []
        for event in (None, *ladder.events):
            try:
                parse(text, names_for(ladder, event), None)
            except GuardError as problem:
                problems.append(problem)
        path = ("definitions", name)
        if len(problems) <= len(ladder.events):
            for told in _impossible(ladder, text, None):
                report.add(path, told.nl, told.en)
        else:
            first = problems[0]
            report.add(
                path,
                f"{first.text.nl} (teken {first.column})",
                f"{first.text.en} (character {first.column})",
            )


def names(ladder: Ladder, text: str) -> Iterator[str]:
    """Yield the names in a condition, those of the named expressions it uses written out."""
    seen: set[str] = set()
    waiting = [text]
    while waiting:
        for node in ast.walk(_tree(waiting.pop())):
            if isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                yield node.id
                if node.id in ladder.definitions and node.id not in STANDARD:
                    waiting.append(ladder.definitions[node.id])


def _tree(text: str) -> ast.AST:
    try:
        return ast.parse(text.strip().replace("\n", " "), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _impossible(ladder: Ladder, text: str, event: str | None) -> Iterator[Text]:
    """Tell what a condition compares with that can never be: a misspelt track, colour or state."""
    values = _values(ladder, event)
    for node in ast.walk(_tree(text)):
        if isinstance(node, ast.Compare):
            yield from _compared(node, values)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _COUNTING:
            yield from _counted(node, ladder)


def _values(ladder: Ladder, event: str | None) -> dict[str, tuple[str, ...]]:
    """Return the names whose values are known beforehand, with those values."""
    known: dict[str, tuple[str, ...]] = {
        "track": tuple(ladder.tracks),
        "region": tuple(ladder.regions),
        "role": tuple(ladder.roles),
        "state": tuple(ladder.states),
        "event": tuple(ladder.events),
    }
    known |= {each.id: each.choices for each in ladder.parameters.values() if each.type == "choice"}
    if event is not None:
        known |= _choices(ladder, event)
    return known


def _choices(ladder: Ladder, event: str) -> dict[str, tuple[str, ...]]:
    fields = ladder.events[event].fields if event in ladder.events else ()
    return {each.name: each.choices for each in fields if each.type is FieldType.CHOICE}


def _compared(node: ast.Compare, values: Mapping[str, tuple[str, ...]]) -> Iterator[Text]:
    sides = (node.left, *node.comparators)
    named = [side.id for side in sides if isinstance(side, ast.Name) and side.id in values]
    for name in named:
        for side in sides:
            for part in side.elts if isinstance(side, ast.List | ast.Tuple) else [side]:
                yield from _never(part, name, values[name])


def _counted(node: ast.Call, ladder: Ladder) -> Iterator[Text]:
    """Check what a count filters on, and that its window is not in hours: facts are counted by day."""
    events = [each.id for each in node.args if isinstance(each, ast.Name)]
    for keyword in node.keywords:
        for event in events:
            choices = _choices(ladder, event).get(keyword.arg or "")
            for part in keyword.value.elts if isinstance(keyword.value, ast.List | ast.Tuple) else [keyword.value]:
                yield from _never(part, str(keyword.arg), choices) if choices else ()
        if keyword.arg == "within":
            yield from _in_hours(keyword.value, ladder)


def _in_hours(node: ast.expr, ladder: Ladder) -> Iterator[Text]:
    held = ladder.parameters[node.id].value if isinstance(node, ast.Name) and node.id in ladder.parameters else None
    term = Term.parse(str(node.value if isinstance(node, ast.Constant) else held))
    if term.unit is Unit.HOURS:
        yield Text(f"{term.told('nl')}: hier telt een termijn in dagen", f"{term}: a term counts in days here")


def _never(part: ast.expr, name: str, allowed: tuple[str, ...]) -> Iterator[Text]:
    if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value not in allowed:
        kind = STATE if name == "state" else _VALUE
        problem = UnknownName(kind, part.value, allowed)
        yield Text(f"{name}: {problem.text.nl}", f"{name}: {problem.text.en}")
