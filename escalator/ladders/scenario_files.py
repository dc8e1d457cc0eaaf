"""Scenario files: a ladder's unit tests as text. Owns their format; running them is in `scenarios`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from escalator.ladders.findings import Findings
from escalator.ladders.library import FILE, load
from escalator.ladders.nodes import Node, Scalar
from escalator.ladders.parts import Parts
from escalator.ladders.scenario import Check, ExpectedDeadline, Given, Scenario
from escalator.ladders.values import no_calendar
from escalator.ladders.yaml_text import read_file
from escalator.model.errors import EscalatorError
from escalator.model.facts import ALWAYS_KEYS, COMMON_EVENTS, Fact, Scope
from escalator.model.ladder import Ladder
from escalator.model.standing import Status
from escalator.model.text import Text
from escalator.procedure.shared_events import COMMON

_TOP: Final = (
    "scenario", "ladder", "track", "kpi", "region", "calendar", "parameters", "contract_start", "facts", "checks",
)  # fmt: skip
_OF_FACT: Final = ("on", "event", "id", "role", "by", "at", "received", "recorded", "refused")
_OF_CHECK: Final = ("as_of", "known_at", "state", "step", "deadlines", "only", "rights", "allowed", "missing")
_EVENT: Final = Text("gebeurtenis", "event")


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        InputError: it cannot be opened.
        Findings: it is not a scenario, or names something unknown; all of it, with file, line and column.
    """
    parts = Parts(read_file(path))
    parts.keys(parts.tree, _TOP)
    name = parts.text(parts.tree, "scenario") or path.stem
    ladder = _ladder(parts, path)
    if ladder is None:
        raise parts.refusal()
    reader = _Reader(parts, ladder)
    scenario = Scenario(path, name, ladder, reader.calendar(), reader.scope(), reader.facts(), reader.checks())
    if parts.findings:
        raise parts.refusal()
    return scenario


def _ladder(parts: Parts, path: Path) -> Ladder | None:
    name = parts.text(parts.tree, "ladder", required=True)
    values: dict[str, Scalar] = {}
    for key, part in parts.block(parts.tree.get("parameters")).items():
        if isinstance(part.value, tuple) and all(isinstance(each.value, str) for each in part.value):
            values[key] = ", ".join(str(each.value) for each in part.value)
        elif isinstance(part.value, dict | tuple):
            parts.add(part, Text(f"{key}: hier hoort één waarde", f"{key}: one value is expected here"))
        else:
            values[key] = part.value
    if name is None:
        return None
    try:
        return load(_beside(path, name), values)
    except Findings as problem:
        parts.findings += problem.findings
    except EscalatorError as problem:
        parts.add(parts.tree.get("ladder"), problem.text)
    return None


def _beside(path: Path, name: str) -> str:
    """Return the ladder that the scenario's folder belongs to, if that is the one it names; else the name."""
    for folder in path.resolve().parents[:3]:
        file = folder / FILE
        if file.is_file() and folder.name == name:
            return str(file)
    return name


class _Reader:
    """One scenario being read, now that its ladder is known."""

    def __init__(self, parts: Parts, ladder: Ladder) -> None:
        self.parts = parts
        self.tree = parts.tree
        self.ladder = ladder

    def calendar(self) -> str:
        name = self.parts.text(self.tree, "calendar") or self.ladder.calendar
        unknown = no_calendar(name)
        if unknown:
            self.parts.add(self.tree.get("calendar"), unknown)
        return name

    def scope(self) -> Scope:
        ladder, parts = self.ladder, self.parts
        kpi, track, region = (parts.text(self.tree, key) for key in ("kpi", "track", "region"))
        parts.known(self.tree.get("kpi"), Text("KPI", "KPI"), kpi, ladder.kpis)
        parts.known(self.tree.get("track"), Text("spoor", "track"), track, ladder.tracks)
        parts.known(self.tree.get("region"), Text("regio", "region"), region, ladder.regions)
        implied = ladder.kpis[kpi].track if kpi in ladder.kpis else None
        if track and implied and track != implied:
            told = Text(
                f"{kpi} hoort bij spoor {implied}, niet {track}", f"{kpi} belongs to track {implied}, not {track}"
            )
            parts.add(self.tree.get("kpi"), told)
        if ladder.tracks and not (track or implied):
            listed = ", ".join(ladder.tracks)
            parts.add(self.tree, Text(f"noem track ({listed}) of kpi", f"name track ({listed}) or kpi"))
        start = parts.day(self.tree, "contract_start")
        return Scope(track=track or implied, kpis=(kpi,) if kpi else (), region=region, contract_start=start)

    def facts(self) -> tuple[Given, ...]:
        found: list[Given] = []
        seen: set[str] = set()
        for number, node in enumerate(self.parts.listed(self.tree.get("facts")), 1):
            given = self.fact(number, node)
            if given is None:
                continue
            if given.fact.id in seen:
                told = Text(f"id {given.fact.id!r} is al gebruikt", f"id {given.fact.id!r} is used already")
                self.parts.add(node.get("id"), told)
            seen.add(given.fact.id)
            found.append(given)
        return tuple(found)

    def fact(self, number: int, node: Node) -> Given | None:
        parts = self.parts
        if not parts.is_block(node):
            return None
        event, on = parts.text(node, "event", required=True), parts.day(node, "on", required=True)
        known = (*self.ladder.events, *COMMON_EVENTS)
        if not parts.known(node.get("event"), _EVENT, event, known) or event is None or on is None:
            return None
        fields = {each.name for each in (self.ladder.events.get(event) or COMMON[event]).fields}
        parts.keys(node, (*_OF_FACT, *sorted(fields | ALWAYS_KEYS)))
        role = parts.text(node, "role")
        parts.known(node.get("role"), Text("rol", "role"), role, self.ladder.roles)
        recorded = parts.day(node, "recorded") or on
        if recorded < on:
            told = Text(f"recorded ligt voor on ({on})", f"recorded lies before on ({on})")
            parts.add(node.get("recorded"), told)
        fact = Fact(
            id=parts.text(node, "id") or f"#{number}",
            seq=number,
            event=event,
            on=on,
            recorded=datetime.combine(recorded, time(12), UTC),
            role=role,
            by=parts.text(node, "by") or "",
            at=parts.moment(node, "at"),
            received=parts.day(node, "received"),
            data={key: part.plain() for key, part in node.items() if key not in _OF_FACT},
        )
        return Given(fact, parts.flag(node, "refused"), node.place.line)

    def checks(self) -> tuple[Check, ...]:
        found = [self.check(node) for node in self.parts.listed(self.tree.get("checks"))]
        return tuple(each for each in found if each is not None)

    def check(self, node: Node) -> Check | None:
        parts = self.parts
        if not parts.is_block(node):
            return None
        parts.keys(node, _OF_CHECK)
        as_of = parts.day(node, "as_of", required=True)
        allowed = self.listed(node, "allowed")
        for event in allowed or ():
            parts.known(node.get("allowed"), _EVENT, event, self.ladder.events)
        check = Check(
            as_of=as_of or date.min,
            line=node.place.line,
            known_at=parts.day(node, "known_at"),
            state=parts.text(node, "state"),
            step=parts.number(node, "step"),
            deadlines=self.deadlines(node.get("deadlines")),
            only=parts.flag(node, "only"),
            rights=self.listed(node, "rights"),
            allowed=allowed,
            missing=self.listed(node, "missing"),
        )
        return check if as_of else None

    def listed(self, node: Node, key: str) -> tuple[str, ...] | None:
        part = node.get(key)
        return tuple(word for word, _ in self.parts.words(part)) if part is not None else None

    def deadlines(self, node: Node | None) -> dict[str, ExpectedDeadline]:
        return {name: self.deadline(part) for name, part in self.parts.block(node).items()}

    def deadline(self, node: Node) -> ExpectedDeadline:
        if node.value is None:
            return ExpectedDeadline(absent=True)
        self.parts.keys(node, ("due", "status"))
        status = self.parts.text(node, "status")
        self.parts.known(node.get("status"), Text("status", "status"), status, tuple(each.value for each in Status))
        return ExpectedDeadline(self.parts.day(node, "due"), status)
