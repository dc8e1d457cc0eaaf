"""Reading YAML that nobody has vouched for. Owns the fence around it; never knows what the text is about.

YAML 1.2: only `true` and `false` are booleans, `on`, `no` and `12:30` are text, and so are days. Tags, aliases,
duplicate keys and merge keys are refused, so that what is read is what is written, once.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from escalator.ladders.findings import Finding, Findings, Place
from escalator.ladders.nodes import Node, Scalar
from escalator.model.errors import InputError
from escalator.model.text import Text

MAX_BYTES: Final = 2_000_000
MAX_LINE: Final = 20_000
MAX_DEPTH: Final = 40
MAX_NODES: Final = 200_000
_INTEGER = re.compile(r"[-+]?[0-9]{1,30}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,30}\.[0-9]{1,30}")


def read_file(path: Path) -> Node:
    """Read a file.

    Raises:
        InputError: it cannot be opened.
        Findings: it is not text, not YAML, or outside the fence.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as problem:
        told = problem.strerror or str(problem)
        raise InputError(Text(f"{path}: kan niet worden gelezen ({told})", f"{path}: cannot be read ({told})")) from None
    return read(data, str(path))


def read(data: bytes, name: str) -> Node:
    """Read YAML from bytes; `name` is the file named in findings."""
    text = _decoded(data, name)
    try:
        _fenced(text, name)
        node = _yaml().compose(text)
    except MarkedYAMLError as problem:
        raise Findings([_syntax(problem, name)]) from None
    except (YAMLError, ValueError, RecursionError) as problem:
        raise _finding(Place(name, 1), Text(f"geen geldige YAML: {problem}", f"not valid YAML: {problem}")) from None
    if node is None:
        raise _finding(Place(name, 1), Text("het bestand is leeg", "the file is empty"))
    findings: list[Finding] = []
    tree = _Tree(name, findings).node(node)
    if findings:
        raise Findings(findings)
    return tree


def _yaml() -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    return yaml


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise _finding(
            Place(name), Text(f"groter dan {MAX_BYTES} bytes", f"larger than {MAX_BYTES} bytes")
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise _finding(Place(name, line), Text("geen UTF-8-tekst", "not UTF-8 text")) from None
    for number, line_text in enumerate(text.split("\n"), 1):
        if len(line_text) > MAX_LINE:
            raise _finding(
                Place(name, number),
                Text(f"regel langer dan {MAX_LINE} tekens", f"line longer than {MAX_LINE} characters"),
            )
    return text.replace("\r\n", "\n")


def _fenced(text: str, name: str) -> None:
    """Refuse, before anything is built, what could grow or hide: aliases, anchors, tags, depth and sheer number."""
    depth = 0
    documents = 0
    for count, event in enumerate(_yaml().parse(text)):
        place = Place(name, event.start_mark.line + 1, event.start_mark.column + 1)
        kind = type(event).__name__
        depth += kind.endswith("StartEvent")
        depth -= kind.endswith("EndEvent")
        documents += kind == "DocumentStartEvent"
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise _finding(
                place,
                Text(
                    "ankers (&) en verwijzingen (*) zijn niet toegestaan; gebruik een cyclus of een parameter",
                    "anchors (&) and aliases (*) are not allowed; use a cycle or a parameter",
                ),
            )
        if isinstance(event, NodeEvent) and _tagged(event):
            raise _finding(place, Text("tags (!) zijn niet toegestaan", "tags (!) are not allowed"))
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise _finding(place, Text("te diep of te veel onderdelen", "too deep, or too many parts"))
        if documents > 1:
            raise _finding(place, Text("één document per bestand", "one document a file"))


def _tagged(event: Any) -> bool:
    tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
    return tag is not None and str(tag) not in {"", "None", "!"}


def _syntax(problem: MarkedYAMLError, name: str) -> Finding:
    mark = problem.problem_mark or problem.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name, 1)
    told = " ".join(str(problem.problem or problem).split())
    return Finding(place, Text(f"geen geldige YAML: {told}", f"not valid YAML: {told}"))


def _finding(place: Place, text: Text) -> Findings:
    return Findings([Finding(place, text)])


class _Tree:
    """Turns the parser's nodes into ours and collects what is wrong with them."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        self.name = name
        self.findings = findings

    def node(self, found: Any) -> Node:
        place = Place(self.name, found.start_mark.line + 1, found.start_mark.column + 1)
        if isinstance(found, MappingNode):
            return self.mapping(found, place)
        if isinstance(found, SequenceNode):
            return Node(tuple(self.node(each) for each in found.value), place)
        return Node(self.scalar(found, place), place)

    def mapping(self, found: MappingNode, place: Place) -> Node:
        parts: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in found.value:
            at = Place(self.name, key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(key, ScalarNode) or key.value == "<<":
                self.add(at, Text("een sleutel is een woord", "a key is a word"))
                continue
            name = str(key.value)
            if name in parts:
                first = keys[name].line
                self.add(at, Text(f"dubbele sleutel {name!r}, eerder op regel {first}", f"duplicate key {name!r}, first on line {first}"))
                continue
            parts[name], keys[name] = self.node(value), at
        return Node(parts, place, keys)

    def scalar(self, found: ScalarNode, place: Place) -> Scalar:
        text = str(found.value)
        if found.style is not None:
            return text
        if text in {"true", "false"}:
            return text == "true"
        if text in {"", "null", "~"}:
            return None
        try:
            if _INTEGER.fullmatch(text):
                return int(text) if not _leading_zero(text) else text
            if _DECIMAL.fullmatch(text):
                return Decimal(text)
        except (ValueError, InvalidOperation):  # pragma: no cover (the patterns admit only what these read)
            self.add(place, Text(f"onleesbaar getal {text}", f"unreadable number {text}"))
        return text

    def add(self, place: Place, text: Text) -> None:
        self.findings.append(Finding(place, text))


def _leading_zero(text: str) -> bool:
    digits = text.lstrip("+-")
    return len(digits) > 1 and digits.startswith("0")
