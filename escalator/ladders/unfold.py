"""Unfolding: parameters filled in, cycles written out. Owns the step from the text as written to the text in full.

It works on nodes, so that a finding about what a cycle became still points at the line that was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from escalator.ladders.findings import Finding
from escalator.ladders.nodes import Node, Scalar
from escalator.model.errors import UnknownName
from escalator.model.text import Text

PARAMETER = Text("parameter", "parameter")


class Unfolding:
    """One file being unfolded; collects findings and which parameters and cycles were used."""

    def __init__(self, tree: Node, overrides: Mapping[str, Scalar]) -> None:
        self.tree = tree
        self.overrides = overrides
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.cycles_used: set[str] = set()

    def full(self) -> Node:
        """Return the tree with every `$name` filled in and every cycle written out; `cycles` itself is gone."""
        parameters = self._parameters()
        parts = dict(self.tree.items())
        states, cycles = parts.get("states"), parts.pop("cycles", None)
        if states is not None and isinstance(states.value, dict):
            parts["states"] = self._states(states, cycles)
        self._unused_cycles(cycles)
        full = {
            name: part if name == "parameters" else self._filled(part, parameters) for name, part in parts.items()
        }
        if "parameters" in full:
            full["parameters"] = self._overridden(full["parameters"])
        return self.tree.with_value(full)

    def _parameters(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        section = self.tree.get("parameters")
        for name, part in section.items() if section else ():
            value = part.get("value")
            if value is not None:
                found[name] = value.with_value(self.overrides[name]) if name in self.overrides else value
        for name in self.overrides:
            if name not in found:
                self._add(section or self.tree, UnknownName(PARAMETER, name, found).text)
        return found

    def _overridden(self, section: Node) -> Node:
        """Return the parameters with the values that hold, so that the ladder tells them."""
        if not isinstance(section.value, dict):
            return section
        parts: dict[str, Node] = {}
        for name, part in section.value.items():
            value = part.get("value")
            if name in self.overrides and isinstance(part.value, dict) and value is not None:
                part = part.with_value({**part.value, "value": value.with_value(self.overrides[name])})  # noqa: PLW2901
            parts[name] = part
        return section.with_value(parts)

    def _states(self, states: Node, cycles: Node | None) -> Node:
        parts: dict[str, Node] = {}
        keys = dict(states.keys or {})
        for name, state in states.items():
            written = self._cycle(name, state, cycles) if state.get("cycle") else {name: state}
            for full_name, part in written.items():
                if full_name in parts:
                    self._add(state, Text(f"toestand {full_name!r} staat er al", f"state {full_name!r} exists already"))
                parts[full_name] = part
                keys.setdefault(full_name, part.place)
        return Node(parts, states.place, keys)

    def _cycle(self, name: str, use: Node, cycles: Node | None) -> dict[str, Node]:
        wanted = use.get("cycle")
        known = dict(cycles.items()) if cycles else {}
        cycle = known.get(str(wanted.value)) if wanted else None
        if wanted is None or cycle is None:
            self._add(wanted or use, UnknownName(Text("cyclus", "cycle"), str(wanted.value if wanted else ""), known).text)
            return {}
        self.cycles_used.add(str(wanted.value))
        for key, part in use.items():
            if key not in {"cycle", "with"}:
                self._add(part, UnknownName(Text("sleutel", "key"), key, ("cycle", "with")).text)
        given = use.get("with")
        arguments = dict(given.items()) if given else {}
        inner = cycle.get("states")
        known_states = dict(inner.items()) if inner else {}
        unused = set(arguments)
        written = {
            f"{name}.{part}": _relative(self._filled(state, arguments, unused, keep=True), name)
            for part, state in known_states.items()
        }
        for argument in sorted(unused):
            self._add(arguments[argument], Text(f"${argument} komt in de cyclus niet voor", f"${argument} does not occur in the cycle"))
        return written

    def _filled(
        self, node: Node, values: Mapping[str, Node], unused: set[str] | None = None, *, keep: bool = False
    ) -> Node:
        """Fill in `$name` where it is a whole value, and `{name}` inside text; with `keep`, leave unknown ones."""
        if isinstance(node.value, dict):
            return node.with_value({key: self._filled(each, values, unused, keep=keep) for key, each in node.value.items()})
        if isinstance(node.value, tuple):
            return node.with_value(tuple(self._filled(each, values, unused, keep=keep) for each in node.value))
        if not isinstance(node.value, str):
            return node
        if node.value.startswith("$"):
            return self._value(node, node.value[1:], values, unused, keep=keep)
        return node.with_value(_in_text(node.value, values, unused if keep else self.used, discard=keep))

    def _value(
        self, node: Node, name: str, values: Mapping[str, Node], unused: set[str] | None, *, keep: bool
    ) -> Node:
        found = values.get(name)
        if found is None:
            if not keep:
                self._add(node, UnknownName(PARAMETER, f"${name}", [f"${each}" for each in values]).text)
            return node
        if unused is None:
            self.used.add(name)
            return found.with_value(found.value) if found.keys else Node(found.value, node.place)
        unused.discard(name)
        return found

    def _unused_cycles(self, cycles: Node | None) -> None:
        for name, part in cycles.items() if cycles else ():
            if name not in self.cycles_used:
                self._add(part, Text(f"cyclus {name!r} wordt nergens gebruikt", f"cycle {name!r} is used nowhere"))

    def _add(self, node: Node, text: Text) -> None:
        self.findings.append(Finding(node.place, text))


def _in_text(text: str, values: Mapping[str, Node], marks: set[str] | None, *, discard: bool) -> str:
    for name, node in values.items():
        mark = "{" + name + "}"
        if mark in text and isinstance(node.value, str | int | Decimal) and not isinstance(node.value, bool):
            text = text.replace(mark, str(node.value))
            if marks is not None:
                marks.discard(name) if discard else marks.add(name)
    return text


def _relative(node: Node, name: str) -> Node:
    """Write out `.plan` as the cycle's own state, under `to` and in what a term counts from."""
    if isinstance(node.value, dict):
        parts = {}
        for key, each in node.value.items():
            own = key in {"to", "deadline"} and isinstance(each.value, str) and each.value.startswith(".")
            parts[key] = each.with_value(f"{name}{each.value}") if own else _relative(each, name)
        return node.with_value(parts)
    if isinstance(node.value, tuple):
        return node.with_value(tuple(_relative(each, name) for each in node.value))
    return node
