"""The public face: each name that is promised is there, is the one that type checkers see, and says what it is."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import escalator
from escalator.engine.engine import Engine


def _seen_by_type_checkers() -> Iterator[tuple[str, Any]]:
    """Yield the names imported for types alone, and what they are."""
    tree = ast.parse(Path(escalator.__file__).read_text(encoding="utf-8"))
    (block,) = (each for each in tree.body if isinstance(each, ast.If) and ast.unparse(each.test) == "TYPE_CHECKING")
    for line in block.body:
        assert isinstance(line, ast.ImportFrom)
        assert line.module is not None
        for each in line.names:
            yield each.asname or each.name, getattr(import_module(line.module), each.name)


SEEN = dict(_seen_by_type_checkers())


def ours_in(kind: Any) -> Iterator[type]:
    """Yield the classes of this project that a type is made of."""
    for part in get_args(kind):
        yield from ours_in(part)
    if inspect.isclass(kind) and kind.__module__.startswith("escalator."):
        yield kind


def test_what_is_promised_is_what_type_checkers_see() -> None:
    assert set(escalator.__all__) == set(SEEN)
    assert dir(escalator) == escalator.__all__


@pytest.mark.parametrize("name", sorted(SEEN))
def test_a_name_is_there_and_is_that_one(name: str) -> None:
    assert getattr(escalator, name) is SEEN[name]
    assert (inspect.getdoc(SEEN[name]) or "").strip(), f"{name} does not say what it is"


NEVER_REFUSES = {"close", "contracts", "status", "subscribe", "together"}
USE_CASES = {name: each for name, each in vars(Engine).items() if inspect.isfunction(each) and name[0] != "_"}


@pytest.mark.parametrize("name", sorted(USE_CASES))
def test_what_a_use_case_gives_has_a_public_name(name: str) -> None:
    given = set(ours_in(get_type_hints(USE_CASES[name])["return"]))
    assert given <= set(SEEN.values())


@pytest.mark.parametrize("name", sorted(set(USE_CASES) - NEVER_REFUSES))
def test_a_use_case_that_can_refuse_says_what_it_raises(name: str) -> None:
    told = inspect.getdoc(USE_CASES[name]) or ""
    assert "Raises:" in told or "; as `" in told


def test_another_name_is_an_error_like_any_modules() -> None:
    with pytest.raises(AttributeError, match="module 'escalator' has no attribute 'opne'"):
        _ = escalator.opne  # type: ignore[attr-defined]  # that is the point


def test_importing_it_loads_neither_the_database_nor_the_holidays() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, escalator; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert not {"sqlalchemy", "sqlmodel", "holidays", "pydantic", "transitions"} & set(loaded)
