"""Filling in: `$name` for a whole value, `{name}` inside a text. Owns what each name becomes, and which were used."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from escalator.ladders.findings import Finding, Place
from escalator.ladders.nodes import Node
from escalator.model.errors import UnknownName
from escalator.model.text import Text

_MARK: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class Filling:
    """Fills names in.

    With `rest`, what is filled in stands for names of a cycle: it keeps its own places, and names that are not known
    stay, because they are filled in later. Without, it stands for parameters, and a finding points at its
    use; names in `wrong` have no right value: that is told elsewhere, once.
    """

    def __init__(
        self,
        values: Mapping[str, Node],
        findings: list[Finding],
        *,
        rest: bool = False,
        wrong: Collection[str] = (),
    ) -> None:
        self.values = values
        self.findings = findings
        self.rest = rest
        self.wrong = wrong
        self.used: set[str] = set()
        self.uses: dict[Place, str] = {}

    def whole(self, node: Node) -> Node:
        """Return a part of the file with the names in it filled in."""
        if isinstance(node.value, dict):
            return node.with_value({key: self.whole(each) for key, each in node.value.items()})
        if isinstance(node.value, tuple):
            return node.with_value(tuple(self.whole(each) for each in node.value))
        if not isinstance(node.value, str):
            return node
        if node.value.startswith("$"):
            return self._value(node, node.value[1:])
        return node.with_value(_MARK.sub(lambda found: self._inside(node, found), node.value))

    def _value(self, node: Node, name: str) -> Node:
        found = self.values.get(name)
        if found is None:
            self._unknown(node, name, f"${name}", [f"${each}" for each in self.values])
            return node
        self.used.add(name)
        self.uses[node.place] = name
        return found if self.rest else Node(found.value, node.place)

    def _inside(self, node: Node, found: re.Match[str]) -> str:
        name = found[1]
        value = self.values.get(name)
        if value is None:
            self._unknown(node, name, found[0], [f"{{{each}}}" for each in self.values])
            return found[0]
        self.used.add(name)
        if isinstance(value.value, tuple) and not self.rest:
            return ", ".join(str(each.value) for each in value.value)
        if isinstance(value.value, bool) or not isinstance(value.value, str | int | Decimal):
            told = Text(
                f"{found[0]}: in een tekst past alleen een woord of getal",
                f"{found[0]}: only a word or number fits in a text",
            )
            self.findings.append(Finding(node.place, told))
            return found[0]
        return str(value.value)

    def _unknown(self, node: Node, name: str, shown: str, known: list[str]) -> None:
        self.used.add(name)
        if not self.rest and name not in self.wrong:
            self.findings.append(Finding(node.place, UnknownName(Text("parameter", "parameter"), shown, known).text))
