"""Finding and loading ladders: those shipped with the package and those of one's own. Owns the way from name to value."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from pydantic import ValidationError

from escalator.ladders import checks, problems, references
from escalator.ladders.build import build
from escalator.ladders.findings import Finding, Findings
from escalator.ladders.nodes import Node, Scalar
from escalator.ladders.schema.document import Unfolded
from escalator.ladders.unfold import Unfolding
from escalator.ladders.yaml_text import read, read_file
from escalator.model.errors import UnknownName
from escalator.model.ladder import Ladder
from escalator.model.text import Text

FILE: Final = "ladder.yaml"
_PACKAGED: Final = Path(__file__).resolve().parent.parent / "workflows"
_CHECKOUT: Final = Path(__file__).resolve().parent.parent.parent / "workflows"
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


def load(name: str, overrides: Mapping[str, Scalar] = NO_OVERRIDES) -> Ladder:
    """Load a ladder, with the parameters that a contract overrides.

    Args:
        name: of a shipped ladder, or the path of one's own.
        overrides: values for the ladder's parameters, by name.

    Raises:
        UnknownName: there is no such ladder.
        Findings: the file is not a ladder; all that is wrong, with file, line and column.
    """
    return _loaded(path_of(name), tuple(sorted(overrides.items())))


@lru_cache(maxsize=64)
def _loaded(path: Path, overrides: tuple[tuple[str, Scalar], ...]) -> Ladder:
    return understand(read_file(path), dict(overrides))


def parse(text: bytes, name: str, overrides: Mapping[str, Scalar] = NO_OVERRIDES) -> Ladder:
    """Load a ladder from bytes; `name` is the file named in findings.

    Raises:
        Findings: as `load`.
    """
    return understand(read(text, name), overrides)


def understand(tree: Node, overrides: Mapping[str, Scalar]) -> Ladder:
    """Make a ladder of a parsed file.

    Raises:
        Findings: all that is wrong with it.
    """
    if not isinstance(tree.value, dict):
        raise Findings([Finding(tree.place, Text("hier hoort een ladder: een blok met sleutels", "a ladder is expected: a block with keys"))])
    unfolding = Unfolding(tree, overrides)
    full = unfolding.full()
    try:
        file = Unfolded.model_validate(full.plain())
    except ValidationError as problem:
        raise Findings([*unfolding.findings, *problems.findings(problem, full, Unfolded)]) from None
    ladder = build(file, digest="")
    found = [*unfolding.findings, *checks.check(ladder, full), *references.check(ladder, full, unfolding.used)]
    if found:
        raise Findings(list(dict.fromkeys(found)))
    return replace(ladder, digest=digest(ladder))


def digest(ladder: Ladder) -> str:
    """Return the SHA-256 over a ladder as resolved, its own digest left out."""
    return hashlib.sha256(msgspec.json.encode(ladder, order="sorted")).hexdigest()
