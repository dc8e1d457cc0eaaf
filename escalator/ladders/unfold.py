"""Unfolding: parameters filled in, cycles written out. Owns the step from the text as written to the text in full.

It works on nodes, so that a finding about what a cycle became still points at the line that was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import ValidationError

from escalator.ladders.cycles import Cycles
from escalator.ladders.filling import Filling
from escalator.ladders.findings import Finding, Place
from escalator.ladders.nodes import Node, Scalar
from escalator.ladders.problems import told
from escalator.ladders.schema.parameters import ParameterSpec
from escalator.ladders.shown import shown
from escalator.ladders.values import no_calendar, value_of, values_of
from escalator.model.errors import InputError, UnknownName
from escalator.model.text import Text

PARAMETER: Final = Text("parameter", "parameter")
NOT_FILLED: Final = ("parameters", "format", "ladder", "version")
"""Sections that `$names` have no place in."""


def _choices(given: object) -> list[str]:
    """Return the names of choices, written as a list or each with its label."""
    return [str(each) for each in given] if isinstance(given, list | dict) else []


class Unfolding:
    """One file being unfolded; collects findings, which parameters were used, and which have no right value."""

    def __init__(self, tree: Node, overrides: Mapping[str, Scalar]) -> None:
        self.tree = tree
        self.overrides = overrides
        self.findings: list[Finding] = []
        self.used: set[str] = set()
        self.wrong: set[str] = set()
        self.uses: dict[Place, str] = {}

    def full(self) -> Node:
        """Return the tree with every `$name` filled in and every cycle written out; `cycles` itself is gone."""
        parts = dict(self.tree.items())
        section = parts.get("parameters")
        known = dict(section.items()) if section else {}
        if section is not None and known:
            parts["parameters"] = section.with_value({name: self._held(name, part) for name, part in known.items()})
        for name in self.overrides:
            if name not in known:
                self._add(section or self.tree, UnknownName(PARAMETER, name, known).text)
        cycles, states = parts.pop("cycles", None), parts.get("states")
        if states is not None and isinstance(states.value, dict):
            written = Cycles(cycles)
            parts["states"] = written.out(states)
            self.findings += written.findings
        section, roles = parts.get("parameters"), parts.get("roles")

        def as_read(name: str, value: str, language: str) -> str:
            parameter = section.get(name) if section else None
            return shown(parameter, value, language, roles) if parameter else value

        filling = Filling(self._values(section), self.findings, wrong=self.wrong, shown=as_read)
        full = {name: part if name in NOT_FILLED else filling.whole(part) for name, part in parts.items()}
        self.used, self.uses = filling.used, filling.uses
        return self.tree.with_value(full)

    def blamed(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return findings with those at the uses of a value that a contract sets told once, as that value's fault."""
        found: list[Finding] = []
        told: set[str] = set()
        for finding in findings:
            name = self.uses.get(finding.place)
            if name not in self.overrides:
                found.append(finding)
            elif name is not None and name not in told:
                told.add(name)
                found.append(self._fault(name, finding))
        return found

    def _fault(self, name: str, finding: Finding) -> Finding:
        nl = f"parameter {name}, afwijkende waarde, gebruikt op regel {finding.place.line}: {finding.text.nl}"
        en = f"parameter {name}, value set for the contract, used on line {finding.place.line}: {finding.text.en}"
        return Finding(self.tree.find(("parameters", name, "value")), Text(nl, en))

    def _values(self, section: Node | None) -> dict[str, Node]:
        found = {name: part.get("value") for name, part in section.items()} if section else {}
        return {name: value for name, value in found.items() if value is not None and name not in self.wrong}

    def _held(self, name: str, part: Node) -> Node:
        """Return a parameter with the value that holds: its own, or the one that the contract sets if that is right."""
        value = part.get("value")
        if value is None or not isinstance(part.value, dict):
            return part
        problem = self._refused(part)
        if problem is not None:
            self.wrong.add(name)
            self._add(value, Text(f"parameter {name}: {problem.nl}", f"parameter {name}: {problem.en}"))
        if name not in self.overrides:
            return part
        kind, choices, many = part.get("type"), part.get("choices"), part.get("many")
        allowed = _choices(choices.plain() if choices else None)
        try:
            word, given = str(kind.value if kind else ""), self.overrides[name]
            if many is not None and many.value is True:
                listed = tuple(Node(each, value.place) for each in values_of(word, given, allowed))
                new = value.with_value(listed)
            else:
                new = value.with_value(value_of(word, given, allowed))
        except InputError as refused:
            problem, held = refused.text, part
        else:
            held = part.with_value({**part.value, "value": new})
            problem = self._refused(held)
        if problem is None:
            return held
        shown = Text(f"parameter {name}, afwijkende waarde", f"parameter {name}, value set for the contract")
        self._add(value, Text(f"{shown.nl}: {problem.nl}", f"{shown.en}: {problem.en}"))
        return part

    def _refused(self, part: Node) -> Text | None:
        """Tell what is wrong with a parameter's value; None if nothing is, or if more is wrong than its value."""
        try:
            spec = ParameterSpec.model_validate(part.plain())
        except ValidationError as problem:
            errors = problem.errors(include_url=False)
            return told(errors[0], (), ParameterSpec) if errors[0]["type"] == "rule" else None
        return next(filter(None, (self._unknown(spec, str(each)) for each in spec.values)), None)

    def _unknown(self, spec: ParameterSpec, value: str) -> Text | None:
        if spec.type == "choice" and value not in spec.choices:
            return UnknownName(Text("keuze", "choice"), value, spec.choices).text
        if spec.type == "calendar":
            return no_calendar(value)
        roles = self.tree.get("roles")
        if spec.type == "role" and roles is not None and roles.get(value) is None:
            return UnknownName(Text("rol", "role"), value, dict(roles.items())).text
        return None

    def _add(self, node: Node, text: Text) -> None:
        self.findings.append(Finding(node.place, text))
