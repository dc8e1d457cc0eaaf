"""A workflow as a whole: its ladder, its clause index and its scenarios. Owns what is checked together."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from escalator.ladders import clauses, scenario_files
from escalator.ladders.findings import Finding, Findings, Place
from escalator.ladders.library import FILE, load_whole, path_of
from escalator.ladders.scenarios import CLAUSES, files
from escalator.model.errors import EscalatorError

SCENARIOS: Final = "scenarios"


def check(name: str) -> tuple[Finding, ...]:
    """Return what is wrong with a workflow: a shipped one by name, or one's own by path.

    A path to a single file that is not in a folder of its own is checked as a ladder alone.

    Raises:
        UnknownName: there is no such ladder.
    """
    path = path_of(name)
    return check_folder(path.parent) if path.name == FILE else tuple(_of_ladder(path))


def check_folder(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong with a workflow: its ladder, its clause index if it has one, and its scenarios.

    Args:
        folder: holds `ladder.yaml`, and may hold `clauses.yaml` and `scenarios/`.
    """
    found = _of_ladder(folder / FILE)
    if found:
        return tuple(found)
    index = folder / CLAUSES
    if index.is_file():
        found += _of_clauses(folder, index)
    if (folder / SCENARIOS).is_dir():
        found += _of_scenarios(folder / SCENARIOS)
    return tuple(dict.fromkeys(found))


def _of_ladder(path: Path) -> list[Finding]:
    try:
        load_whole(str(path))
    except EscalatorError as problem:
        return _findings(problem, path)
    return []


def _of_clauses(folder: Path, index: Path) -> list[Finding]:
    try:
        return clauses.check(load_whole(str(folder / FILE)), clauses.read_clauses(index))
    except EscalatorError as problem:
        return _findings(problem, index)


def _of_scenarios(folder: Path) -> list[Finding]:
    found: list[Finding] = []
    try:
        paths = files([folder])
    except EscalatorError as problem:
        return _findings(problem, folder)
    for path in paths:
        try:
            scenario_files.read_scenario(path)
        except EscalatorError as problem:
            found += _findings(problem, path)
    return found


def _findings(problem: EscalatorError, path: Path) -> list[Finding]:
    """Return a problem as findings; one without a place of its own is at the file."""
    return list(problem.findings) if isinstance(problem, Findings) else [Finding(Place(str(path)), problem.text)]
