"""Nothing that a file holds makes the loader do anything but understand it, or say with its place what is wrong."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalator.ladders import clauses, library
from escalator.ladders.explain import explain
from escalator.ladders.findings import Findings
from escalator.ladders.nodes import Node
from escalator.ladders.scenario_files import read_scenario
from escalator.ladders.scenarios import run
from escalator.ladders.yaml_text import read
from escalator.model.errors import InputError
from tests.small_ladder import TEXT

ROOT = Path(__file__).parents[2]
LADDERS = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("workflows/*/ladder.yaml"))]
SCENARIO = (ROOT / "workflows/zaanstreek/scenarios").glob("*.yaml")
SCENARIOS = [path.read_text(encoding="utf-8") for path in sorted(SCENARIO)]
INDEX = (ROOT / "workflows/westfriesland/clauses.yaml").read_text(encoding="utf-8")

MARKS = (
    "on no null true 1 -1 7.5 1e999 NaN 12:30 2026-02-30 9999-12-31 $x {x} .x &a *a !t << | > %Y --- ... { } [ ] : #"
)
CODE = [
    "'",
    '"',
    "\\",
    "\t",
    "count(",
    "entered('x') > 1",
    "__import__('os')",
    "../x",
    "stay",
    "approvers",
    "é",
    "\u2028",
    "😀",
]
words = st.sampled_from([*MARKS.split(), *CODE])
scalars = st.one_of(words, st.integers(-(10**12), 10**12), st.booleans(), st.none(), st.text(max_size=8))
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def judged(act: Callable[[], object]) -> None:
    """Do something that may only succeed, or be refused with findings that have a place and two languages."""
    problem: InputError | None = None
    try:
        act()
    except InputError as refused:
        problem = refused
    if isinstance(problem, Findings):
        assert problem.findings
        for finding in problem.findings:
            assert finding.place.file
            assert finding.text.nl
            assert 0 < len(finding.text.en) < 2_000
    assert problem is None or problem.told("nl")


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    judged(lambda: library.parse(data, "f.yaml"))


@given(st.lists(words | st.text(max_size=5), max_size=40).map(" ".join))
def test_any_text_that_looks_like_yaml(text: str) -> None:
    judged(lambda: library.parse(text.encode("utf-8", "surrogatepass"), "f.yaml"))


@given(
    st.lists(
        st.sampled_from(["a:", "- ", "  ", "\n", "b", "{", "}", "[", "]", ",", '"', "? ", "|\n", "#"]), max_size=30
    )
)
def test_what_is_read_says_where_each_part_stands(parts: list[str]) -> None:
    text = "".join(parts)

    def places(node: Node) -> None:
        lines = text.split("\n")
        assert 1 <= node.place.line <= len(lines) + 1
        assert node.place.column >= 1
        for inner in node.value.values() if isinstance(node.value, dict) else ():
            places(inner)
        for inner in node.value if isinstance(node.value, tuple) else ():
            places(inner)

    judged(lambda: places(read(text.encode(), "f.yaml")))


@cache
def paths(text: str) -> list[tuple[str | int, ...]]:
    """Return the path of every part of a file."""
    found: list[tuple[str | int, ...]] = []

    def walk(node: Node, path: tuple[str | int, ...]) -> None:
        found.append(path)
        items = (
            node.value.items()
            if isinstance(node.value, dict)
            else enumerate(node.value)
            if isinstance(node.value, tuple)
            else ()
        )
        for key, inner in items:
            walk(inner, (*path, key))

    walk(tree(text), ())
    return found


@cache
def tree(text: str) -> Node:
    """Return a file read, once."""
    return read(text.encode(), "f")


def replaced(node: Node, path: tuple[str | int, ...], part: Node | None, name: str | None = None) -> Node:
    """Return a tree with the part at a path replaced, renamed, or left out where there is none."""
    if not path:
        return part or node.with_value(None)
    key, *rest = path
    if isinstance(node.value, dict):
        items: list[tuple[str, Node]] = []
        for each, inner in node.value.items():
            if each != key:
                items.append((each, inner))
            elif rest:
                items.append((each, replaced(inner, tuple(rest), part, name)))
            elif part is not None:
                items.append((name or each, part))
        return node.with_value(dict(items))
    assert isinstance(node.value, tuple)
    listed = list(node.value)
    if rest or part is not None:
        listed[int(key)] = replaced(listed[int(key)], tuple(rest), part, name) if rest else part or listed[int(key)]
    else:
        del listed[int(key)]
    return node.with_value(tuple(listed))


def as_node(value: Any, place: Node) -> Node:
    if isinstance(value, dict):
        return Node({key: as_node(each, place) for key, each in value.items()}, place.place)
    if isinstance(value, list):
        return Node(tuple(as_node(each, place) for each in value), place.place)
    return Node(value, place.place)


places = st.integers(0, 10**6)
"""Which part of a file: taken modulo how many there are."""


def path_at(text: str, place: int) -> tuple[str | int, ...]:
    found = paths(text)
    return found[place % len(found)]


@pytest.mark.parametrize("text", [TEXT, *LADDERS], ids=["small", *sorted(library.names())])
@settings(max_examples=40)
@given(
    st.tuples(places, places),
    st.sampled_from(["value", "gone", "other", "renamed"]),
    values,
    st.text("ab.-", min_size=1),
)
def test_a_ladder_with_one_part_changed(text: str, spots: tuple[int, int], how: str, value: Any, name: str) -> None:
    place, other = spots
    whole, where = tree(text), path_at(text, place)
    parts = {
        "value": as_node(value, whole),
        "gone": None,
        "other": at(whole, path_at(text, other)),
        "renamed": at(whole, where),
    }
    judged(lambda: explained(replaced(whole, where, parts[how], name if how == "renamed" else None)))


def at(node: Node, path: tuple[str | int, ...]) -> Node:
    for key in path:
        inner = node.child(key)
        assert inner is not None
        node = inner
    return node


def explained(node: Node) -> None:
    """Understand a file, and put it into words if it can be."""
    ladder = library.understand(node).ladder
    assert explain(ladder, "nl")


@given(st.dictionaries(st.sampled_from(["answer_within", "strict", "x"]), scalars, max_size=3))
def test_anything_set_for_a_contract(overrides: dict[str, Any]) -> None:
    judged(lambda: library.parse(TEXT.encode(), "f.yaml", overrides))


@settings(max_examples=100)
@given(st.sampled_from(SCENARIOS), places, values)
def test_a_scenario_with_one_part_changed(text: str, place: int, value: Any) -> None:
    whole = tree(text)
    changed = replaced(whole, path_at(text, place), as_node(value, whole))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.json"
        path.write_text(as_json(changed), encoding="utf-8", errors="surrogatepass")
        judged(lambda: run(read_scenario(path)))


def as_json(node: Node) -> str:
    """Return a tree as JSON, which the reader takes for YAML."""
    return json.dumps(node.plain(), default=str)


@settings(max_examples=50)
@given(places, values)
def test_a_clause_index_with_one_part_changed(place: int, value: Any) -> None:
    whole = tree(INDEX)
    changed = replaced(whole, path_at(INDEX, place), as_node(value, whole))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clauses.yaml"
        path.write_text(as_json(changed), encoding="utf-8", errors="surrogatepass")
        judged(lambda: clauses.check(library.load_whole("westfriesland"), clauses.read_clauses(path)))
