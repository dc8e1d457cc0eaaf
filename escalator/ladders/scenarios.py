"""Running scenarios: facts in, expectations out, in memory. Owns the comparison; the format is in `scenario_files`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from escalator import calendars
from escalator.ladders.scenario_files import Check, Given, Scenario, read_scenario
from escalator.model.errors import InputError, Refusal
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.standing import Standing
from escalator.model.text import Text
from escalator.procedure.admit import admit
from escalator.procedure.machine import Procedure, compile_ladder
from escalator.procedure.stand import stand

SUFFIXES: Final = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one scenario; no failures means that every check holds."""

    file: Path
    scenario: str
    failures: tuple[Text, ...]

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return not self.failures


def files(paths: Iterable[Path]) -> list[Path]:
    """Return the scenario files at these paths; of a folder, all those in a `scenarios` folder below it, or in itself.

    Raises:
        InputError: a path does not exist, or a folder holds no scenario.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if each.suffix in SUFFIXES and _is_scenario(each, path)]
            if not inside:
                raise InputError(Text(f"{path}: geen scenario's gevonden", f"{path}: no scenarios found"))
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise InputError(Text(f"{path}: bestaat niet", f"{path}: does not exist"))
    return list(dict.fromkeys(found))


def _is_scenario(path: Path, root: Path) -> bool:
    if path.name in {"ladder.yaml", "clauses.yaml"}:
        return False
    return path.parent in {root, *()} or "scenarios" in path.parts[len(root.parts) :] or "scenarios" in root.parts


def run_file(path: Path) -> Outcome:
    """Run one scenario file.

    Raises:
        InputError, Findings: it cannot be read, or names something unknown.
    """
    return run(read_scenario(path))


@lru_cache(maxsize=64)
def _procedure(digest: str, calendar: str, ladder: _Same) -> Procedure:
    return compile_ladder(ladder.ladder, calendars.calendar(calendar))


@dataclass(frozen=True)
class _Same:
    """A ladder that is the same as another with its digest; a ladder itself cannot be hashed."""

    ladder: Ladder

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.ladder.digest == self.ladder.digest

    def __hash__(self) -> int:
        return hash(self.ladder.digest)


def run(scenario: Scenario) -> Outcome:
    """Run one scenario."""
    ladder = scenario.ladder
    procedure = _procedure(ladder.digest, scenario.calendar, _Same(ladder))
    facts: list[Fact] = []
    failures: list[Text] = []
    for given in scenario.facts:
        failures += _record(procedure, scenario, facts, given)
    for check in scenario.checks:
        seen = stand(procedure, facts, check.as_of, check.known_at, scope=scenario.scope)
        failures += _compare(check, seen)
    return Outcome(scenario.file, scenario.name, tuple(failures))


def _record(procedure: Procedure, scenario: Scenario, facts: list[Fact], given: Given) -> list[Text]:
    """Record a fact; return what is not as the scenario says."""
    shown = f"{given.fact.event} {given.fact.on}"
    try:
        admitted = admit(procedure, facts, given.fact, scope=scenario.scope, assume_role=True)
    except Refusal as refusal:
        if given.refused:
            return []
        return [
            Text(
                f"regel {given.line}: {shown} is geweigerd: {refusal.text.nl}",
                f"line {given.line}: {shown} was refused: {refusal.text.en}",
            )
        ]
    if given.refused:
        return [
            Text(
                f"regel {given.line}: {shown}: verwacht geweigerd, werkelijk aanvaard",
                f"line {given.line}: {shown}: expected refused, actual accepted",
            )
        ]
    facts.append(admitted.fact)
    return []


def _compare(check: Check, seen: Standing) -> list[Text]:
    found: list[Text] = []
    where = f"{check.as_of}" + (f" / {check.known_at}" if check.known_at else "")
    for name, expected, actual in _pairs(check.expected, seen):
        if expected != actual:
            found.append(
                Text(
                    f"regel {check.line}, op {where}: {name}: verwacht {expected}, werkelijk {actual}",
                    f"line {check.line}, as of {where}: {name}: expected {expected}, actual {actual}",
                )
            )
    return found


def _pairs(expected: Mapping[str, Any], seen: Standing) -> Iterable[tuple[str, Any, Any]]:
    """Yield each expectation with what is, in the same form."""
    for key in ("state", "step"):
        if key in expected:
            yield key, expected[key], getattr(seen, key)
    for key, actual in (
        ("rights", [each.name for each in seen.rights]),
        ("allowed", seen.allowed),
        ("missing", seen.missing),
    ):
        if key in expected:
            yield key, sorted(expected[key]), sorted(actual)
    deadlines = expected.get("deadlines") or {}
    for name, wanted in deadlines.items():
        yield from _deadline(name, wanted, seen)
    if expected.get("only"):
        yield (
            "deadlines",
            sorted(name for name, wanted in deadlines.items() if wanted is not None),
            sorted(each.id for each in seen.deadlines),
        )


def _deadline(name: str, wanted: Mapping[str, Any] | None, seen: Standing) -> Iterable[tuple[str, Any, Any]]:
    deadline = seen.deadline(name)
    if deadline is None or wanted is None:
        yield name, wanted, deadline and {"due": deadline.due.isoformat(), "status": deadline.status.value}
        return
    if "due" in wanted:
        yield f"{name} due", str(wanted["due"]), deadline.due.isoformat()
    if "status" in wanted:
        yield f"{name} status", wanted["status"], deadline.status.value
