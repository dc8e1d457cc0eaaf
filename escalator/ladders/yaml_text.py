"""Reading YAML that nobody has vouched for. Owns the fence around it; never knows what the text is about.

YAML 1.2: only `true` and `false` are booleans, `on`, `no` and `12:30` are text, and so are days. Tags, anchors,
aliases, duplicate keys and merge keys are refused, so that what is read is what is written, once. The tree is built
while the parser goes through the text, so that nothing is ever larger than the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from ruamel.yaml.reader import ReaderError

from escalator.ladders.findings import Finding, Findings, Place
from escalator.ladders.nodes import Node, Scalar
from escalator.model.errors import InputError
from escalator.model.text import Text

MAX_BYTES: Final = 2_000_000
MAX_LINE: Final = 20_000
MAX_DEPTH: Final = 40
MAX_NODES: Final = 200_000
_INTEGER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})", re.ASCII)
_DECIMAL: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,29})\.[0-9]{1,30}", re.ASCII)
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WORDS: Final[dict[str, Scalar]] = {"true": True, "false": False, "": None, "null": None, "~": None}

_ANCHOR: Final = Text(
    "ankers (&) en verwijzingen (*) zijn niet toegestaan; gebruik een cyclus of een parameter",
    "anchors (&) and aliases (*) are not allowed; use a cycle or a parameter",
)
_TAG: Final = Text("tags (!) zijn niet toegestaan", "tags (!) are not allowed")
_TOO_MUCH: Final = Text("te diep of te veel onderdelen", "too deep, or too many parts")
_KEY: Final = Text("een sleutel is een woord", "a key is a word")
_EMPTY: Final = Text("het bestand is leeg", "the file is empty")
_SECOND: Final = Text("één document per bestand", "one document a file")
_QUOTE: Final = Text(
    "tekst met een dubbele punt, of die met een leesteken begint, hoort tussen aanhalingstekens",
    "text with a colon in it, or that begins with a punctuation mark, belongs in quotes",
)
_COLON: Final = Text(
    "een dubbele punt te veel: zet tekst met een dubbele punt tussen aanhalingstekens, of de regel springt verkeerd in",
    "a colon too many: put text with a colon in it in quotes, or the line is indented wrongly",
)
_INDENT: Final = Text(
    "kijk of de regel even ver inspringt als die erboven", "see whether the line is indented as the one above it"
)
_OPENED: Final = Text(
    "een haakje of aanhalingsteken is niet gesloten, hier of op een regel erboven",
    "a bracket or a quotation mark is not closed, here or on a line above",
)
_HINTS: Final = {
    "mapping values": _COLON,
    r"found character '\t'": Text("gebruik spaties, geen tab", "use spaces, no tab"),
    "found character": _QUOTE,
    "expected ',' or '}', but got ':'": _COLON,
    "expected ','": _OPENED,
    "found unexpected end": _OPENED,
    "expected <block end>": _INDENT,
    "could not find expected ':'": _INDENT,
}
"""What the parser's own words come to, for who does not know YAML."""
_ENCODING: Final = Text("geen UTF-8-tekst", "not UTF-8 text")


def read_file(path: Path) -> Node:
    """Read a file.

    Raises:
        InputError: it cannot be opened.
        Findings: it is not text, not YAML, or outside the fence.
    """
    return read(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """Return what a file holds, as far as it may be read: `read` refuses what is longer.

    Raises:
        InputError: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as problem:
        told = getattr(problem, "strerror", None) or str(problem)
        raise InputError(
            Text(f"{path}: kan niet worden gelezen ({told})", f"{path}: cannot be read ({told})")
        ) from None


def read(data: bytes, name: str) -> Node:
    """Read YAML from bytes; `name` is the file named in findings.

    Raises:
        Findings: it is not text, not YAML, or outside the fence.
    """
    text = _decoded(data, name)
    builder = _Builder(name, text)
    try:
        tree = builder.document()
    except MarkedYAMLError as problem:
        raise Findings([*builder.findings, _syntax(problem, name)]) from None
    except ReaderError as problem:
        raise _unprintable(problem, text, name) from None
    except (YAMLError, ValueError) as problem:
        raise _finding(Place(name, 1), Text(f"geen geldige YAML: {problem}", f"not valid YAML: {problem}")) from None
    if builder.findings:
        raise Findings(builder.findings)
    return tree


def _decoded(data: bytes, name: str) -> str:
    if len(data) > MAX_BYTES:
        raise _finding(Place(name), Text(f"groter dan {MAX_BYTES} bytes", f"larger than {MAX_BYTES} bytes"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise _finding(Place(name, line), _ENCODING) from None
    for number, line_text in enumerate(text.split("\n"), 1):
        if len(line_text) > MAX_LINE:
            raise _finding(
                Place(name, number),
                Text(f"regel langer dan {MAX_LINE} tekens", f"line longer than {MAX_LINE} characters"),
            )
    return text.replace("\r\n", "\n")


def _syntax(problem: MarkedYAMLError, name: str) -> Finding:
    mark = problem.problem_mark
    told = " ".join(str(problem.problem).split())
    hint = next((hint for start, hint in _HINTS.items() if told.startswith(start)), None)
    opened = problem.context_mark
    if hint is _COLON and opened is not None and opened.line < mark.line:
        hint = _OPENED
    text = Text(hint.nl, f"{told} ({hint.en})") if hint else Text(told, told)
    return Finding(
        Place(name, mark.line + 1, mark.column + 1),
        Text(f"geen geldige YAML: {text.nl}", f"not valid YAML: {text.en}"),
    )


def _unprintable(problem: ReaderError, text: str, name: str) -> Findings:
    """Tell which sign cannot be in a text, and where: the parser itself only counts signs."""
    before = text[: problem.position]
    place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
    return _finding(place, _control(text[problem.position]))


def _control(sign: str) -> Text:
    code = f"U+{ord(sign):04X}"
    return Text(f"stuurteken {code} is niet toegestaan", f"control character {code} is not allowed")


def _finding(place: Place, text: Text) -> Findings:
    return Findings([Finding(place, text)])


class _Builder:
    """Builds the tree from the parser's events, in one pass, and collects what is wrong with its keys."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.findings: list[Finding] = []
        self._events: Iterator[Event] = self._fenced(text)

    def _fenced(self, text: str) -> Iterator[Event]:
        """Yield the events; refuse, before anything is built, what could grow or hide."""
        yaml = YAML(typ="safe", pure=True)
        yaml.version = (1, 2)
        for count, event in enumerate(yaml.parse(text)):
            if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
                raise _finding(self._place(event), _ANCHOR)
            if getattr(event, "tag", None) is not None:
                raise _finding(self._place(event), _TAG)
            if count > MAX_NODES:
                raise _finding(self._place(event), _TOO_MUCH)
            yield event

    def document(self) -> Node:
        """Return the one document of the stream."""
        next(self._events)
        if not isinstance(next(self._events), DocumentStartEvent):
            raise _finding(Place(self.name, 1), _EMPTY)
        tree = self._node(next(self._events), 1)
        next(self._events)
        after = next(self._events)
        if isinstance(after, DocumentStartEvent):
            raise _finding(self._place(after), _SECOND)
        return tree

    def _node(self, event: Event, depth: int) -> Node:
        place = self._place(event)
        if depth > MAX_DEPTH:
            raise _finding(place, _TOO_MUCH)
        if isinstance(event, MappingStartEvent):
            return self._mapping(place, depth)
        if isinstance(event, ScalarEvent):
            return Node(self._scalar(event, place), place)
        return Node(tuple(self._items(depth)), place)

    def _scalar(self, event: ScalarEvent, place: Place) -> Scalar:
        """Return the value of a scalar; text in quotes or in a block is text, whatever it looks like."""
        text = str(event.value)
        unfit = _UNFIT.search(text)
        if unfit:
            self.findings.append(Finding(place, _control(unfit[0])))
        return text if event.style is not None else _plain(text)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, place: Place, depth: int) -> Node:
        parts: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            at = self._place(event)
            name = self._key(event, depth)
            value = self._node(next(self._events), depth + 1)
            if name in parts:
                self._duplicate(at, name, keys[name].line)
            elif name is not None:
                parts[name], keys[name] = value, at
        return Node(parts, place, keys)

    def _key(self, event: Event, depth: int) -> str | None:
        """Return a key; None for what cannot be one, which is then noted and passed over."""
        if isinstance(event, ScalarEvent) and event.value not in {"", "<<"}:
            return str(event.value)
        self.findings.append(Finding(self._place(event), _KEY))
        if not isinstance(event, ScalarEvent):
            self._node(event, depth + 1)
        return None

    def _duplicate(self, at: Place, name: str, first: int) -> None:
        text = Text(
            f"dubbele sleutel {name!r}, eerder op regel {first}", f"duplicate key {name!r}, first on line {first}"
        )
        self.findings.append(Finding(at, text))

    def _place(self, event: Event) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)


def _plain(text: str) -> Scalar:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
