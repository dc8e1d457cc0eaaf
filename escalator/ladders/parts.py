"""Taking typed parts out of a parsed file. Owns the check of one value at a time; never knows what it is for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from escalator.ladders.findings import Finding, Findings
from escalator.ladders.nodes import Node
from escalator.model.errors import UnknownName
from escalator.model.text import Text

_KEY: Final = Text("sleutel", "key")
_LIST: Final = Text("hier hoort een lijst", "a list is expected here")
_BLOCK: Final = Text("hier hoort een blok met sleutels", "a block with keys is expected here")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(slots=True)
class Parts:
    """One file being taken apart; collects what is not as it should be."""

    tree: Node
    findings: list[Finding] = field(default_factory=list)

    def refusal(self) -> Findings:
        """Return the refusal of the file, with everything that was found, each once."""
        return Findings(list(dict.fromkeys(self.findings)))

    def block(self, node: Node | None) -> Mapping[str, Node]:
        """Return the parts of a block; nothing where there is none."""
        if node is None or node.value is None:
            return {}
        if not isinstance(node.value, dict):
            self.add(node, _BLOCK)
            return {}
        return node.value

    def is_block(self, node: Node) -> bool:
        """Return whether a part is a block; note it if it is not."""
        if not isinstance(node.value, dict):
            self.add(node, _BLOCK)
        return isinstance(node.value, dict)

    def listed(self, node: Node | None) -> tuple[Node, ...]:
        """Return the parts of a list; nothing where there is none."""
        if node is None or node.value is None:
            return ()
        if not isinstance(node.value, tuple):
            self.add(node, _LIST)
            return ()
        return node.value

    def words(self, node: Node | None) -> tuple[tuple[str, Node], ...]:
        """Return a list of words, each with its place."""
        found = []
        for part in self.listed(node):
            if isinstance(part.value, str):
                found.append((part.value, part))
            else:
                self.add(part, Text("hier hoort tekst", "text is expected here"))
        return tuple(found)

    def keys(self, node: Node, allowed: Collection[str]) -> None:
        """Note each key that is not allowed."""
        for key in self.block(node):
            if key not in allowed:
                self.findings.append(Finding(node.key(key), UnknownName(_KEY, key, allowed).text))

    def text(self, node: Node, key: str, *, required: bool = False) -> str | None:
        """Return the text under a key; a whole number is text too."""
        part = node.get(key)
        if part is None or part.value is None:
            if required:
                self.add(node, Text(f"{key} ontbreekt", f"{key} is missing"))
            return None
        if not isinstance(part.value, str | int) or isinstance(part.value, bool) or part.value == "":
            self.add(part, Text(f"{key}: hier hoort tekst", f"{key}: text is expected here"))
            return None
        return str(part.value)

    def day(self, node: Node, key: str, *, required: bool = False) -> date | None:
        """Return the day under a key."""
        text = self.text(node, key, required=required)
        day = _day(text) if text is not None else None
        if text is not None and day is None:
            told = Text(f"{text!r} is geen dag als 2026-03-02", f"{text!r} is no day such as 2026-03-02")
            self.add(node.get(key), told)
        return day

    def moment(self, node: Node, key: str) -> datetime | None:
        """Return the moment under a key, in UTC."""
        text = self.text(node, key)
        moment = _moment(text) if text is not None else None
        if text is not None and moment is None:
            told = Text(
                f"{text!r} is geen moment met tijdzone als 2026-03-02T10:00+01:00",
                f"{text!r} is no moment with its zone such as 2026-03-02T10:00+01:00",
            )
            self.add(node.get(key), told)
        return moment

    def number(self, node: Node, key: str) -> int | None:
        """Return the whole number under a key."""
        part = node.get(key)
        if part is None:
            return None
        if not isinstance(part.value, int) or isinstance(part.value, bool):
            self.add(part, Text(f"{key}: hier hoort een geheel getal", f"{key}: a whole number is expected here"))
            return None
        return part.value

    def flag(self, node: Node, key: str) -> bool:
        """Return whether a key says true; it may be left out."""
        part = node.get(key)
        if part is not None and not isinstance(part.value, bool):
            self.add(part, Text(f"{key}: true of false", f"{key}: true or false"))
        return part is not None and part.value is True

    def known(self, node: Node | None, kind: Text, name: str | None, known: Collection[str]) -> bool:
        """Note a name that does not exist; return whether it is there and does."""
        if name is not None and name not in known:
            self.add(node, UnknownName(kind, name, known).text)
        return name is not None and name in known

    def add(self, node: Node | None, text: Text) -> None:
        """Note a finding at a part, or at the top of the file."""
        self.findings.append(Finding((node or self.tree).place, text))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
