"""Scenario files: a ladder's unit tests as text. Owns their format; running them is in `scenarios`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from escalator import calendars
from escalator.ladders.findings import Finding, Findings
from escalator.ladders.library import FILE, load
from escalator.ladders.nodes import Node
from escalator.ladders.yaml_text import read_file
from escalator.model.errors import EscalatorError, UnknownName
from escalator.model.facts import ALWAYS_KEYS, COMMON_EVENTS, Fact, Scope
from escalator.model.ladder import Ladder
from escalator.model.text import Text
from escalator.procedure.shared_events import COMMON

_TOP: Final = (
    "scenario",
    "ladder",
    "track",
    "kpi",
    "region",
    "calendar",
    "parameters",
    "contract_start",
    "facts",
    "checks",
)
_OF_FACT: Final = ("on", "event", "id", "role", "by", "at", "received", "recorded", "refused")
_OF_CHECK: Final = ("as_of", "known_at", "state", "step", "deadlines", "only", "rights", "allowed", "missing")
_KEY: Final = Text("sleutel", "key")


@dataclass(frozen=True, slots=True)
class Given:
    """A fact as a scenario gives it, and whether it must be refused."""

    fact: Fact
    refused: bool
    line: int


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold on the evening of a day; only what is named in `expected` is compared."""

    as_of: date
    known_at: date | None
    expected: Mapping[str, Any]
    line: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, its names checked against its ladder."""

    file: Path
    name: str
    ladder: Ladder
    calendar: str
    scope: Scope
    facts: tuple[Given, ...]
    checks: tuple[Check, ...]


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        InputError: it cannot be opened.
        Findings: it is not a scenario, or names something unknown; all of it, with file, line and column.
    """
    tree = read_file(path)
    reader = _Reader(tree, path)
    scenario = reader.scenario()
    if reader.findings or scenario is None:
        raise Findings(list(dict.fromkeys(reader.findings)))
    return scenario


@dataclass(slots=True)
class _Reader:
    tree: Node
    path: Path
    findings: list[Finding] = field(default_factory=list)

    def scenario(self) -> Scenario | None:
        if not isinstance(self.tree.value, dict):
            self.add(
                self.tree,
                Text("hier hoort een scenario: een blok met sleutels", "a scenario is expected: a block with keys"),
            )
            return None
        self.keys(self.tree, _TOP)
        name = self.text(self.tree, "scenario", required=True)
        ladder = self.ladder()
        if ladder is None:
            return None
        facts = tuple(
            each for number, node in enumerate(self.listed("facts"), 1) if (each := self.fact(ladder, number, node))
        )
        checks = tuple(each for node in self.listed("checks") if (each := self.check(node)))
        self.unique(facts)
        return Scenario(self.path, name or "", ladder, self.calendar(ladder), self.scope(ladder), facts, checks)

    def ladder(self) -> Ladder | None:
        name = self.text(self.tree, "ladder", required=True)
        if name is None:
            return None
        overrides = self.tree.get("parameters")
        values = (
            {key: node.value for key, node in overrides.items() if not isinstance(node.value, dict | tuple)}
            if overrides
            else {}
        )
        try:
            beside = self.path.resolve().parent.parent / FILE
            if beside.is_file() and beside.parent.name == name:
                return load(str(beside), values)
            return load(name, values)
        except Findings as problem:
            self.findings += problem.findings
        except EscalatorError as problem:
            self.add(self.tree.get("ladder") or self.tree, problem.text)
        return None

    def calendar(self, ladder: Ladder) -> str:
        name = self.text(self.tree, "calendar") or ladder.calendar
        if not calendars.is_known(name):
            self.unknown(self.tree.get("calendar") or self.tree, Text("kalender", "calendar"), name, calendars.names())
        return name

    def scope(self, ladder: Ladder) -> Scope:
        kpi, track, region = (self.text(self.tree, key) for key in ("kpi", "track", "region"))
        if kpi is not None and kpi not in ladder.kpis:
            self.unknown(self.tree.get("kpi"), Text("KPI", "KPI"), kpi, ladder.kpis)
        if track is not None and track not in ladder.tracks:
            self.unknown(self.tree.get("track"), Text("spoor", "track"), track, ladder.tracks)
        if region is not None and region not in ladder.regions:
            self.unknown(self.tree.get("region"), Text("regio", "region"), region, ladder.regions)
        implied = ladder.kpis[kpi].track if kpi in ladder.kpis else None
        if track and implied and track != implied:
            self.add(
                self.tree.get("kpi"),
                Text(
                    f"{kpi} hoort bij spoor {implied}, niet {track}", f"{kpi} belongs to track {implied}, not {track}"
                ),
            )
        if ladder.tracks and not (track or implied):
            listed = ", ".join(ladder.tracks)
            self.add(self.tree, Text(f"noem track ({listed}) of kpi", f"name track ({listed}) or kpi"))
        start = self.day(self.tree, "contract_start")
        return Scope(track=track or implied, kpis=(kpi,) if kpi else (), region=region, contract_start=start)

    def fact(self, ladder: Ladder, number: int, node: Node) -> Given | None:
        if not isinstance(node.value, dict):
            self.add(node, Text("een feit is een blok met on en event", "a fact is a block with on and event"))
            return None
        event, on = self.text(node, "event", required=True), self.day(node, "on", required=True)
        if event is None or on is None:
            return None
        if event not in ladder.events and event not in COMMON_EVENTS:
            self.unknown(node.get("event"), Text("gebeurtenis", "event"), event, (*ladder.events, *COMMON_EVENTS))
            return None
        known = {each.name for each in (ladder.events.get(event) or COMMON[event]).fields}
        self.keys(node, (*_OF_FACT, *sorted(known | ALWAYS_KEYS)))
        role = self.text(node, "role")
        if role is not None and role not in ladder.roles:
            self.unknown(node.get("role"), Text("rol", "role"), role, ladder.roles)
        recorded = self.day(node, "recorded") or on
        if recorded < on:
            self.add(node.get("recorded"), Text(f"recorded ligt voor on ({on})", f"recorded lies before on ({on})"))
        fact = Fact(
            id=self.text(node, "id") or f"#{number}",
            seq=number,
            event=event,
            on=on,
            recorded=datetime.combine(recorded, time(12), UTC),
            role=role,
            by=self.text(node, "by") or "",
            at=self.moment(node, "at"),
            received=self.day(node, "received"),
            data={key: part.plain() for key, part in node.items() if key not in _OF_FACT},
        )
        return Given(fact, self.flag(node, "refused"), node.place.line)

    def check(self, node: Node) -> Check | None:
        if not isinstance(node.value, dict):
            self.add(node, Text("een controle is een blok met as_of", "a check is a block with as_of"))
            return None
        self.keys(node, _OF_CHECK)
        as_of = self.day(node, "as_of", required=True)
        known_at = self.day(node, "known_at")
        expected = {key: part.plain() for key, part in node.items() if key not in {"as_of", "known_at"}}
        self.deadlines(node.get("deadlines"))
        for key in ("rights", "allowed", "missing"):
            part = node.get(key)
            if part is not None and not isinstance(part.value, tuple):
                self.add(part, Text("hier hoort een lijst", "a list is expected here"))
        return Check(as_of, known_at, expected, node.place.line) if as_of else None

    def deadlines(self, node: Node | None) -> None:
        if node is None:
            return
        if not isinstance(node.value, dict):
            self.add(
                node, Text("hier horen termijnen: naam: {due, status}", "deadlines are expected: name: {due, status}")
            )
        for _name, part in node.items():
            if isinstance(part.value, dict):
                self.keys(part, ("due", "status"))
                self.day(part, "due")
                status = self.text(part, "status")
                allowed = ("open", "overdue", "met", "late", "lapsed", "suspended")
                if status is not None and status not in allowed:
                    self.unknown(part.get("status"), Text("status", "status"), status, allowed)
            elif part.value is not None:
                self.add(part, Text("hier hoort {due, status}", "{due, status} is expected here"))

    def unique(self, facts: tuple[Given, ...]) -> None:
        seen: set[str] = set()
        for number, each in enumerate(facts):
            if each.fact.id in seen:
                node = self.listed("facts")[number]
                self.add(
                    node.get("id") or node,
                    Text(f"id {each.fact.id!r} is al gebruikt", f"id {each.fact.id!r} is used already"),
                )
            seen.add(each.fact.id)

    def listed(self, key: str) -> tuple[Node, ...]:
        node = self.tree.get(key)
        if node is None or node.value is None:
            return ()
        if not isinstance(node.value, tuple):
            self.add(node, Text("hier hoort een lijst", "a list is expected here"))
            return ()
        return node.value

    def keys(self, node: Node, allowed: Collection[str]) -> None:
        for key, part in node.items():
            if key not in allowed:
                place = node.keys[key] if node.keys else part.place
                self.findings.append(Finding(place, UnknownName(_KEY, key, allowed).text))

    def text(self, node: Node, key: str, *, required: bool = False) -> str | None:
        part = node.get(key)
        if part is None or part.value is None:
            if required:
                self.add(node, Text(f"{key} ontbreekt", f"{key} is missing"))
            return None
        if not isinstance(part.value, str | int) or isinstance(part.value, bool):
            self.add(part, Text(f"{key}: hier hoort tekst", f"{key}: text is expected here"))
            return None
        return str(part.value)

    def day(self, node: Node, key: str, *, required: bool = False) -> date | None:
        text = self.text(node, key, required=required)
        if text is None:
            return None
        try:
            if len(text) != len("2026-03-02"):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            self.add(
                node.get(key), Text(f"{text!r} is geen dag als 2026-03-02", f"{text!r} is no day such as 2026-03-02")
            )
            return None

    def moment(self, node: Node, key: str) -> datetime | None:
        text = self.text(node, key)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                raise ValueError
        except ValueError:
            self.add(
                node.get(key), Text(f"{text!r} is geen moment met tijdzone", f"{text!r} is no moment with its zone")
            )
            return None
        return moment.astimezone(UTC)

    def flag(self, node: Node, key: str) -> bool:
        part = node.get(key)
        if part is not None and not isinstance(part.value, bool):
            self.add(part, Text(f"{key}: true of false", f"{key}: true or false"))
        return part is not None and part.value is True

    def unknown(self, node: Node | None, kind: Text, name: str, known: Collection[str]) -> None:
        self.add(node, UnknownName(kind, name, known).text)

    def add(self, node: Node | None, text: Text) -> None:
        self.findings.append(Finding((node or self.tree).place, text))
