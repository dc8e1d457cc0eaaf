"""What the parts of a ladder refer to: sources, readings, roles, events. Owns the check that each exists and is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from escalator.ladders.findings import Finding
from escalator.ladders.nodes import Node
from escalator.model.errors import UnknownName
from escalator.model.facts import ALWAYS_KEYS, COMMON_EVENTS
from escalator.model.ladder import Ladder
from escalator.model.norms import Consequence, Kpi
from escalator.model.obligations import Obligation, Of, Trigger
from escalator.model.rhythm import DueKind
from escalator.model.source import Source
from escalator.model.text import Text

Path = tuple[str | int, ...]
_SECTIONS = (
    "roles", "tracks", "checklists", "tables", "rights", "events", "kpis", "obligations", "permissions", "scorecards",
    "parameters",
)  # fmt: skip


def sources(ladder: Ladder) -> Iterator[tuple[Path, Source]]:
    """Yield every rule of a ladder that must say where it comes from, as its path in the file, with its source."""
    yield ("terms",), ladder.terms_source
    for section in _SECTIONS:
        for name, part in getattr(ladder, section).items():
            yield (section, name), part.source
    for event in ladder.events.values():
        for place, rule in enumerate(event.refuse):
            yield ("events", event.id, "refuse", place), rule.source
        for place, opening in enumerate(event.opens):
            yield ("events", event.id, "opens", place), opening.source
    for state in ladder.states.values():
        for rule in state.transitions:
            yield ("states", state.id, "on", rule.event), rule.source
        if state.deadline:
            yield ("states", state.id, "deadline"), state.deadline.source
            for expiry in state.deadline.expiry:
                yield ("states", state.id, "deadline", "expires"), expiry.source


def every_source(ladder: Ladder) -> Iterator[Source]:
    """Yield every source that is given anywhere in a ladder, also where none is asked for."""
    yield from _inside(ladder)


def _inside(value: object) -> Iterator[Source]:
    if isinstance(value, Source):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _inside(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _inside(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(getattr(value, field.name))


def check(ladder: Ladder, tree: Node, parameters_used: set[str]) -> list[Finding]:
    """Return what refers to nothing, what nothing refers to, and what does not say where it comes from."""
    return [
        *_unsourced(ladder, tree),
        *_readings(ladder, tree),
        *_parameters(ladder, tree, parameters_used),
        *_measured(ladder, tree),
        *_owed(ladder, tree),
        *_unused(ladder, tree),
    ]


def _unsourced(ladder: Ladder, tree: Node) -> Iterator[Finding]:
    for path, source in sources(ladder):
        if not source.clauses and not source.readings:
            shown = ".".join(str(part) for part in path)
            yield Finding(
                tree.find(path),
                Text(
                    f"{shown}: noem de bepaling (clause) of een lezing (reading)",
                    f"{shown}: name the clause, or a reading",
                ),
            )


def _readings(ladder: Ladder, tree: Node) -> Iterator[Finding]:
    cited = {name for source in every_source(ladder) for name in source.readings}
    for name in sorted(cited - set(ladder.readings)):
        yield Finding(_place_of(tree, "reading", name), UnknownName(Text("lezing", "reading"), name, ladder.readings).text)
    for name, reading in ladder.readings.items():
        if name not in cited:
            yield _finding(tree, ("readings", name), f"lezing {name!r} wordt nergens genoemd", f"reading {name!r} is cited nowhere")
        if reading.parameter is not None and reading.parameter not in ladder.parameters:
            problem = UnknownName(Text("parameter", "parameter"), reading.parameter, ladder.parameters)
            yield Finding(tree.find(("readings", name, "parameter")), problem.text)


def _place_of(node: Node, key: str, wanted: str) -> object:
    """Return where a key has a value, or holds it in a list; the top of the file if nowhere."""
    return next(_places(node, key, wanted), node.place)


def _places(node: Node, key: str, wanted: str) -> Iterator[object]:
    if isinstance(node.value, dict):
        for name, part in node.value.items():
            if name == key:
                listed = part.value if isinstance(part.value, tuple) else (part,)
                yield from (each.place for each in listed if isinstance(each, Node) and each.value == wanted)
            yield from _places(part, key, wanted)
    elif isinstance(node.value, tuple):
        for part in node.value:
            yield from _places(part, key, wanted)


def _parameters(ladder: Ladder, tree: Node, used: set[str]) -> Iterator[Finding]:
    """A parameter must be used: as `$name`, or by name in a guard, or it only pretends to change something."""
    in_guards = {name for text in guards(ladder) for name in _names(text)}
    for name in ladder.parameters:
        if name not in used and name not in in_guards:
            yield _finding(tree, ("parameters", name), f"parameter {name!r} wordt nergens gebruikt", f"parameter {name!r} is used nowhere")


def guards(ladder: Ladder) -> Iterator[str]:
    """Yield the text of every guard and named expression of a ladder."""
    yield from ladder.definitions.values()
    for event in ladder.events.values():
        yield from (rule.when for rule in event.refuse)
        yield from (opening.when for opening in event.opens if opening.when)
    for state in ladder.states.values():
        timed = (*state.deadline.expiry, *state.deadline.due) if state.deadline else ()
        yield from (rule.when for rule in (*state.transitions, *timed) if rule.when)


def _names(text: str) -> set[str]:
    try:
        return {node.id for node in ast.walk(ast.parse(text, mode="eval")) if isinstance(node, ast.Name)}
    except (SyntaxError, ValueError):
        return set()


def _measured(ladder: Ladder, tree: Node) -> Iterator[Finding]:
    for kpi in ladder.kpis.values():
        yield from _kpi(ladder, tree, kpi)
    for card in ladder.scorecards.values():
        if card.kpi not in ladder.kpis:
            yield _unknown(tree, ("scorecards", card.id, "kpi"), Text("KPI", "KPI"), card.kpi, ladder.kpis)


def _kpi(ladder: Ladder, tree: Node, kpi: Kpi) -> Iterator[Finding]:
    path: Path = ("kpis", kpi.id)
    if ladder.tracks and kpi.track not in ladder.tracks:
        yield _unknown(tree, (*path, "track"), Text("spoor", "track"), str(kpi.track), ladder.tracks)
    if not ladder.tracks and kpi.track:
        yield _finding(tree, (*path, "track"), "deze ladder kent geen sporen", "this ladder has no tracks")
    for part in kpi.lacks(ladder.kpi_requires):
        told = Text(f"{part} ontbreekt (measurement: requires)", f"{part} is missing (measurement: requires)")
        yield Finding(tree.find(path), Text(f"{kpi.id}: {told.nl}", f"{kpi.id}: {told.en}"))
    if kpi.per_region and not ladder.regions:
        yield _finding(tree, (*path, "per_region"), "deze ladder kent geen regio's", "this ladder has no regions")
    for key, roles in (("measured_by", kpi.measured_by), ("data_by", kpi.data_by)):
        for role in roles:
            if role not in ladder.roles:
                yield _unknown(tree, (*path, key), Text("rol", "role"), role, ladder.roles)
    for when, consequence in (("on_miss", kpi.on_miss), ("on_pass", kpi.on_pass)):
        yield from _consequence(ladder, tree, (*path, when), consequence)


def _consequence(ladder: Ladder, tree: Node, path: Path, consequence: Consequence) -> Iterator[Finding]:
    for event in filter(None, (consequence.event, consequence.feeds)):
        if event not in ladder.events:
            yield _unknown(tree, path, Text("gebeurtenis", "event"), event, ladder.events)
            continue
        known = (*(field.name for field in ladder.events[event].fields), *sorted(ALWAYS_KEYS))
        for key in consequence.data:
            if key not in known:
                yield _unknown(tree, path, Text("sleutel", "key"), key, known)


def _owed(ladder: Ladder, tree: Node) -> Iterator[Finding]:
    for duty in ladder.obligations.values():
        yield from _obligation(ladder, tree, duty)
    for permission in ladder.permissions.values():
        for role in permission.holders:
            if role not in ladder.roles:
                yield _unknown(tree, ("permissions", permission.id, "holders"), Text("rol", "role"), role, ladder.roles)
        for state in permission.in_states:
            if state not in ladder.states:
                yield _unknown(tree, ("permissions", permission.id), Text("toestand", "state"), state, ladder.states)


def _obligation(ladder: Ladder, tree: Node, duty: Obligation) -> Iterator[Finding]:
    path: Path = ("obligations", duty.id)
    for role in (*duty.owed_by, *duty.to, *duty.copies, *duty.with_):
        if role not in ladder.roles:
            yield _unknown(tree, path, Text("rol", "role"), role, ladder.roles)
    for state in (*duty.while_in, *duty.not_while):
        if state not in ladder.states:
            yield _unknown(tree, path, Text("toestand", "state"), state, ladder.states)
    for event in duty.done_by:
        if event not in ladder.events and event not in COMMON_EVENTS:
            yield _unknown(tree, (*path, "done_by"), Text("gebeurtenis", "event"), event, ladder.events)
    if duty.checklist is not None and duty.checklist not in ladder.checklists:
        yield _unknown(tree, (*path, "checklist"), Text("checklist", "checklist"), duty.checklist, ladder.checklists)
    yield from _hangs_on(ladder, tree, path, duty)


def _hangs_on(ladder: Ladder, tree: Node, path: Path, duty: Obligation) -> Iterator[Finding]:
    """What a duty hangs on must exist, or the duty never arises; an event of the contract may have any name."""
    trigger, due = duty.trigger or Trigger(names=(), of=Of.CONTRACT), duty.due
    others = due.names if due and due.kind is DueKind.WITH else ()
    if trigger.of is Of.OBLIGATION:
        others = (*others, *trigger.names)
    events = trigger.names if trigger.of is Of.CASE else ()
    for kind, names, known in (
        (Text("verplichting", "obligation"), others, tuple(ladder.obligations)),
        (Text("gebeurtenis", "event"), events, (*ladder.events, *COMMON_EVENTS)),
        (Text("spoor", "track"), trigger.tracks, tuple(ladder.tracks)),
        (Text("toestand", "state"), trigger.states, tuple(ladder.states)),
    ):
        for name in names:
            if name not in known:
                yield _unknown(tree, path, kind, name, known)


def _unused(ladder: Ladder, tree: Node) -> Iterator[Finding]:
    checklists = {event.checklist for event in ladder.events.values()}
    checklists |= {duty.checklist for duty in ladder.obligations.values()}
    for name in ladder.checklists:
        if name not in checklists:
            yield _finding(tree, ("checklists", name), f"checklist {name!r} wordt nergens gebruikt", f"checklist {name!r} is used nowhere")
    words = {name for text in guards(ladder) for name in _names(text)}
    for section in ("tables", "definitions"):
        for name in getattr(ladder, section):
            if name not in words:
                yield _finding(tree, (section, name), f"{name!r} wordt nergens gebruikt", f"{name!r} is used nowhere")


def _unknown(tree: Node, path: Path, kind: Text, name: str, known: Sequence[str] | dict[str, object]) -> Finding:
    return Finding(tree.find(path), UnknownName(kind, name, known).text)


def _finding(tree: Node, path: Path, nl: str, en: str) -> Finding:
    return Finding(tree.find(path), Text(nl, en))
