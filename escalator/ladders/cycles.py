"""Cycles: a series of states used in several steps, written out. Owns names such as `step1.plan` and `.plan`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from escalator.ladders.filling import Filling
from escalator.ladders.findings import Finding, Findings
from escalator.ladders.nodes import Node
from escalator.model.errors import UnknownName
from escalator.model.text import Text

MAX_NODES: Final = 200_000
"""How many parts all cycles written out may have together; a few lines could ask for billions."""
_TOO_MUCH: Final = Text("de cycli worden samen te groot", "the cycles become too large together")
_BLOCK: Final = Text("hier hoort een blok met sleutels", "a block with keys is expected here")


class Cycles:
    """The cycles of one file being written out; collects what is wrong with them."""

    def __init__(self, section: Node | None) -> None:
        self.findings: list[Finding] = []
        self.known = self._block(section)
        self._unused = dict(self.known)
        self._left = MAX_NODES

    def out(self, states: Node) -> Node:
        """Return the states with each use of a cycle written out."""
        parts: dict[str, Node] = {}
        keys = dict(states.keys or {})
        for name, state in states.items():
            written = self._used(name, state) if state.get("cycle") else {name: state}
            for full_name, part in written.items():
                if full_name in parts:
                    self._add(state, Text(f"toestand {full_name!r} staat er al", f"state {full_name!r} exists already"))
                parts[full_name] = part
                keys.setdefault(full_name, part.place)
        for name, cycle in self._unused.items():
            self._add(cycle, Text(f"cyclus {name!r} wordt nergens gebruikt", f"cycle {name!r} is used nowhere"))
        return Node(parts, states.place, keys)

    def _used(self, name: str, use: Node) -> dict[str, Node]:
        wanted = use.get("cycle") or use
        cycle = self.known.get(str(wanted.value))
        self._keys(use, ("cycle", "with"))
        if cycle is None:
            self._add(wanted, UnknownName(Text("cyclus", "cycle"), str(wanted.value), self.known).text)
            return {}
        self._unused.pop(str(wanted.value), None)
        self._keys(cycle, ("states",))
        states = self._block(cycle.get("states") or cycle)
        filling = Filling(self._block(use.get("with")), self.findings, rest=True)
        written = {f"{name}.{part}": self._relative(filling.whole(state), name) for part, state in states.items()}
        for argument, node in filling.values.items():
            if argument not in filling.used:
                self._add(
                    node, Text(f"${argument} komt in de cyclus niet voor", f"${argument} does not occur in the cycle")
                )
        return written

    def _relative(self, node: Node, name: str) -> Node:
        """Write out `.plan` as the cycle's own state, under `to` and in what a term counts from."""
        self._left -= 1
        if self._left < 0:
            raise Findings([Finding(node.place, _TOO_MUCH)])
        if isinstance(node.value, dict):
            return node.with_value({key: self._target(key, each, name) for key, each in node.value.items()})
        if isinstance(node.value, tuple):
            return node.with_value(tuple(self._relative(each, name) for each in node.value))
        return node

    def _target(self, key: str, node: Node, name: str) -> Node:
        if key in {"to", "deadline"} and isinstance(node.value, str) and node.value.startswith("."):
            return node.with_value(f"{name}{node.value}")
        return self._relative(node, name)

    def _keys(self, node: Node, allowed: tuple[str, ...]) -> None:
        for key in node.keys or ():
            if key not in allowed:
                self.findings.append(Finding(node.key(key), UnknownName(Text("sleutel", "key"), key, allowed).text))

    def _block(self, node: Node | None) -> Mapping[str, Node]:
        if node is not None and not isinstance(node.value, dict):
            self._add(node, _BLOCK)
        return dict(node.items()) if node else {}

    def _add(self, node: Node, text: Text) -> None:
        self.findings.append(Finding(node.place, text))
