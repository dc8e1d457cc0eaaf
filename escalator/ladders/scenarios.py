"""Running scenarios: facts in, expectations out, in memory. Owns the comparison; the format is in `scenario_files`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from escalator import calendars
from escalator.ladders.library import FILE
from escalator.ladders.scenario import Check, ExpectedDeadline, Given, Scenario
from escalator.ladders.scenario_files import read_scenario
from escalator.model.errors import EscalatorError, InputError
from escalator.model.facts import Fact
from escalator.model.standing import Standing
from escalator.model.text import Text
from escalator.procedure.admit import admit
from escalator.procedure.machine import Procedure, compile_ladder
from escalator.procedure.stand import stand

SUFFIXES: Final = (".yaml", ".yml", ".json")
CLAUSES: Final = "clauses.yaml"
_FOLDER: Final = "scenarios"
_LOOKS_LIKE_ONE: Final = re.compile(rb"""^[ \t{]*["']?scenario["']?[ \t]*:""", re.MULTILINE)
_BEGINNING: Final = 4_000


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
    """Return the scenario files at these paths; of a folder, those in it and those below it that are scenarios.

    Raises:
        InputError: a path does not exist, or a folder holds no scenario.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if _is_scenario(each, path)]
            if not inside:
                raise InputError(Text(f"{path}: geen scenario's gevonden", f"{path}: no scenarios found"))
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise InputError(Text(f"{path}: bestaat niet", f"{path}: does not exist"))
    return list(dict.fromkeys(found))


def _is_scenario(path: Path, root: Path) -> bool:
    """Whether a file is meant as a scenario: by its place, or, further down, because it says that it is one."""
    below = path.relative_to(root).parts[:-1]
    if path.suffix not in SUFFIXES or path.name in {FILE, CLAUSES} or not path.is_file():
        return False
    if any(part.startswith(".") for part in below):
        return False
    if not below or _FOLDER in below:
        return True
    with path.open("rb") as file:
        return _LOOKS_LIKE_ONE.search(file.read(_BEGINNING)) is not None


def run_file(path: Path) -> Outcome:
    """Run one scenario file.

    Raises:
        InputError, Findings: it cannot be read, or names something unknown.
    """
    return run(read_scenario(path))


def run(scenario: Scenario) -> Outcome:
    """Run one scenario."""
    procedure = procedure_of(scenario)
    facts, failures = record(procedure, scenario)
    for check in scenario.checks:
        failures += _compare(check, look(procedure, scenario, facts, check))
    return Outcome(scenario.file, scenario.name, tuple(failures))


def look(procedure: Procedure, scenario: Scenario, facts: list[Fact], check: Check) -> Standing:
    """Return where the scenario's case stands, as a check looks at it."""
    return stand(procedure, facts, check.as_of, check.known_at, scope=scenario.scope)


_MOST: Final = 64
_compiled: Final[dict[tuple[str, str], Procedure]] = {}


def procedure_of(scenario: Scenario) -> Procedure:
    """Return the scenario's ladder, compiled once in a process."""
    key = (scenario.ladder.digest, scenario.calendar)
    found = _compiled.get(key)
    if found is None:
        found = compile_ladder(scenario.ladder, calendars.calendar(scenario.calendar))
        while len(_compiled) >= _MOST:
            _compiled.pop(next(iter(_compiled)), None)
        _compiled[key] = found
    return found


def record(procedure: Procedure, scenario: Scenario) -> tuple[list[Fact], list[Text]]:
    """Record the facts in the order of the list; return those accepted, and what is not as the scenario says."""
    facts: list[Fact] = []
    failures: list[Text] = []
    for given in scenario.facts:
        failures += _record(procedure, scenario, facts, given)
    return facts, failures


def _record(procedure: Procedure, scenario: Scenario, facts: list[Fact], given: Given) -> list[Text]:
    shown = f"{given.fact.event} {given.fact.on}"
    try:
        admitted = admit(procedure, facts, given.fact, scope=scenario.scope, assume_role=True)
    except EscalatorError as refusal:
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
    where = f"{check.as_of}" + (f" / {check.known_at}" if check.known_at else "")
    return [
        Text(
            f"regel {check.line}, op {where}: {name}: verwacht {_shown(expected)}, werkelijk {_shown(actual)}",
            f"line {check.line}, as of {where}: {name}: expected {_shown(expected)}, actual {_shown(actual)}",
        )
        for name, expected, actual in _pairs(check, seen)
        if expected != actual
    ]


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "-"
    return "-" if value is None else str(value)


def _pairs(check: Check, seen: Standing) -> Iterator[tuple[str, object, object]]:
    """Yield each expectation with what is, in the same form."""
    if check.state is not None:
        yield "state", check.state, seen.state
    if check.step is not None:
        yield "step", check.step, seen.step
    for name, wanted in check.deadlines.items():
        yield from _deadline(name, wanted, seen)
    if check.only:
        named = [name for name, wanted in check.deadlines.items() if not wanted.absent]
        yield "deadlines", sorted(named), sorted(each.id for each in seen.deadlines)
    lists: tuple[tuple[str, tuple[str, ...] | None, Iterable[str]], ...] = (
        ("rights", check.rights, (each.name for each in seen.rights)),
        ("allowed", check.allowed, seen.allowed),
        ("missing", check.missing, seen.missing),
    )
    for key, expected, actual in lists:
        if expected is not None:
            yield key, sorted(expected), sorted(actual)


def _deadline(name: str, wanted: ExpectedDeadline, seen: Standing) -> Iterator[tuple[str, object, object]]:
    deadline = seen.deadline(name)
    if deadline is None or wanted.absent:
        told = None if wanted.absent else " ".join(filter(None, (str(wanted.due or ""), wanted.status))) or "due"
        yield name, told, deadline and f"{deadline.due} {deadline.status}"
        return
    if wanted.due is not None:
        yield f"{name} due", wanted.due, deadline.due
    if wanted.status is not None:
        yield f"{name} status", wanted.status, deadline.status.value
