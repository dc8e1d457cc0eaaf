"""Loading ladders: those that ship with the package and those of one's own. Owns the way from name to value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from pydantic import ValidationError

from escalator.ladders import problems
from escalator.ladders.build import build
from escalator.ladders.checks import judge
from escalator.ladders.checks.report import Report
from escalator.ladders.findings import Finding, Findings
from escalator.ladders.mend import mended
from escalator.ladders.nodes import Node, Scalar
from escalator.ladders.schema.document import Unfolded
from escalator.ladders.unfold import Unfolding
from escalator.ladders.yaml_text import read, read_bytes
from escalator.model.errors import UnknownName
from escalator.model.ladder import Ladder
from escalator.model.text import Text

FILE: Final = "ladder.yaml"
_PACKAGED: Final = Path(__file__).resolve().parent.parent / "workflows"
_CHECKOUT: Final = Path(__file__).resolve().parent.parent.parent / "workflows"
_BLOCK: Final = Text("hier hoort een ladder: een blok met sleutels", "a ladder is expected: a block with keys")
NO_OVERRIDES: Final[Mapping[str, Scalar]] = {}


def folder() -> Path:
    """Return the folder with the workflows that ship with the package."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def names() -> tuple[str, ...]:
    """Return the names of the ladders that ship with the package."""
    return tuple(sorted(path.parent.name for path in folder().glob(f"*/{FILE}")))


def path_of(name: str) -> Path:
    """Return the file of a ladder: a shipped one by name, or one's own by path to the file or its folder.

    Raises:
        UnknownName: there is no such ladder.
    """
    if name in names():
        return folder() / name / FILE
    path = Path(name)
    if path.is_dir() and (path / FILE).is_file():
        return path / FILE
    if path.suffix in {".yaml", ".yml", ".json"} and path.is_file():
        return path
    raise UnknownName(Text("ladder", "ladder"), name, names())


@dataclass(frozen=True, slots=True)
class Loaded:
    """A ladder with the file that it was made from, as unfolded: its places, and its parts as written."""

    ladder: Ladder
    file: Unfolded
    tree: Node


def load(name: str, overrides: Mapping[str, Scalar] = NO_OVERRIDES) -> Ladder:
    """Load a ladder, with the parameters that a contract overrides.

    Args:
        name: of a shipped ladder, or the path of one's own.
        overrides: values for the ladder's parameters, by name.

    Raises:
        UnknownName: there is no such ladder.
        Findings: the file is not a ladder; all that is wrong, with file, line and column.
    """
    return load_whole(name, overrides).ladder


def load_whole(name: str, overrides: Mapping[str, Scalar] = NO_OVERRIDES) -> Loaded:
    """Load a ladder with its file.

    Raises:
        UnknownName, Findings: as `load`.
    """
    path = path_of(name)
    return _remembered(read_bytes(path), str(path), overrides)


def parse(text: bytes, name: str, overrides: Mapping[str, Scalar] = NO_OVERRIDES) -> Ladder:
    """Load a ladder from bytes; `name` is the file named in findings.

    Raises:
        Findings: as `load`.
    """
    return _remembered(text, name, overrides).ladder


def _remembered(text: bytes, name: str, overrides: Mapping[str, Scalar]) -> Loaded:
    """Understand the same bytes with the same overrides once in a process."""
    set_values = tuple((key, type(value).__name__, str(value)) for key, value in sorted(overrides.items()))
    key = (hashlib.sha256(text).hexdigest(), name, set_values)
    found = _known.get(key)
    if found is None:
        found = _understood(text, name, overrides)
        while len(_known) >= _MOST:
            _known.pop(next(iter(_known)), None)
        _known[key] = found
    if isinstance(found, Findings):
        raise Findings(found.findings)
    return found


_MOST: Final = 64
_known: Final[dict[tuple[str, str, tuple[tuple[str, str, str], ...]], Loaded | Findings]] = {}


def _understood(text: bytes, name: str, overrides: Mapping[str, Scalar]) -> Loaded | Findings:
    try:
        return understand(_tree(text, name), overrides)
    except Findings as problem:
        return problem


@lru_cache(maxsize=8)
def _tree(text: bytes, name: str) -> Node:
    """Read a file once for all contracts that set values of their own for it."""
    return read(text, name)


def understand(tree: Node, overrides: Mapping[str, Scalar] = NO_OVERRIDES) -> Loaded:
    """Make a ladder of a parsed file.

    Raises:
        Findings: all that is wrong with it.
    """
    if not isinstance(tree.value, dict):
        raise Findings([Finding(tree.place, _BLOCK)])
    unfolding = Unfolding(tree, overrides)
    full = unfolding.full()
    found = unfolding.findings
    try:
        file = Unfolded.model_validate(full.plain())
    except ValidationError as problem:
        known = [("parameters", name) for name in unfolding.wrong]
        found += problems.findings(problem, full, Unfolded, known)
        raise Findings(unfolding.blamed([*found, *_beside(full, problem)])) from None
    ladder = build(file, digest="")
    report = Report(full, file, ladder)
    judge.names(report)
    judge.whole(report, unfolding.used)
    found += report.findings
    if found:
        raise Findings(unfolding.blamed(found))
    return Loaded(replace(ladder, digest=digest(ladder)), file, full)


def _beside(full: Node, problem: ValidationError) -> list[Finding]:
    """Return what is wrong beside the parts that cannot be read, as far as that can be seen."""
    plain, broken = mended(full, problems.broken(problem, full))
    try:
        file = Unfolded.model_validate(plain)
    except ValidationError:
        return []
    report = Report(full, file, build(file, digest=""), broken)
    judge.names(report)
    return report.findings


def digest(ladder: Ladder) -> str:
    """Return the SHA-256 over a ladder as resolved, its own digest left out."""
    return hashlib.sha256(msgspec.json.encode(ladder, order="sorted")).hexdigest()
