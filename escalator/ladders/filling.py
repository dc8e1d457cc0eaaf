"""Filling in: `$name` for a whole value, `{name}` inside a text. Owns what each name becomes, and which were used."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Final

from escalator.ladders.findings import Finding, Place
from escalator.ladders.nodes import Node
from escalator.model.errors import UnknownName
from escalator.model.text import Text

_LANGUAGES: Final = {"nl", "en"}
_MARK: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


Shown = Callable[[str, str, str], str]
"""What a value reads as inside a text: from its name, the value, and the language."""


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
        shown: Shown | None = None,
    ) -> None:
        self.values = values
        self.findings = findings
        self.rest = rest
        self.wrong = wrong
        self.shown = shown
        self.used: set[str] = set()
        self.uses: dict[Place, str] = {}

    def whole(self, node: Node, language: str = "") -> Node:
        """Return a part of the file with the names in it filled in; a text in the language of the key it stands at."""
        if isinstance(node.value, dict):
            speaks = node.value.keys() <= _LANGUAGES
            return node.with_value({key: self.whole(each, key if speaks else "") for key, each in node.value.items()})
        if isinstance(node.value, tuple):
            return node.with_value(tuple(self.whole(each) for each in node.value))
        if not isinstance(node.value, str):
            return node
        if node.value.startswith("$"):
            return self._value(node, node.value[1:])
        return node.with_value(_MARK.sub(lambda found: self._inside(node, found, language), node.value))

    def _value(self, node: Node, name: str) -> Node:
        found = self.values.get(name)
        if found is None:
            self._unknown(node, name, f"${name}", [f"${each}" for each in self.values])
            return node
        self.used.add(name)
        self.uses[node.place] = name
        return found if self.rest else Node(found.value, node.place)

    def _inside(self, node: Node, found: re.Match[str], language: str) -> str:
        name = found[1]
        value = self.values.get(name)
        if value is None:
            self._unknown(node, name, found[0], [f"{{{each}}}" for each in self.values])
            return found[0]
        self.used.add(name)
        several = value.value if isinstance(value.value, tuple) and not self.rest else (value,)
        if any(isinstance(each.value, bool) or not isinstance(each.value, str | int | Decimal) for each in several):
            told = Text(
                f"{found[0]}: in een tekst past alleen een woord of getal",
                f"{found[0]}: only a word or number fits in a text",
            )
            self.findings.append(Finding(node.place, told))
            return found[0]
        words = [str(each.value) for each in several]
        if self.shown is not None and language:
            words = [self.shown(name, word, language) for word in words]
        return ", ".join(words)

    def _unknown(self, node: Node, name: str, shown: str, known: list[str]) -> None:
        self.used.add(name)
        if not self.rest and name not in self.wrong:
            self.findings.append(Finding(node.place, UnknownName(Text("parameter", "parameter"), shown, known).text))
