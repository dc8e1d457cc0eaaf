"""Conditions in words. Owns the wording of the guard language, in Dutch and in English."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final, TypeGuard

from escalator.ladders.explain.folding import folded, truth
from escalator.ladders.explain.guard_words import A_DAY, COMPARED, DAYS, EQUALS, NAMES, SUMS
from escalator.ladders.explain.voice import Voice
from escalator.model.terms import Term
from escalator.model.text import Text

ALWAYS: Final = ""
"""What a condition is told as when it always holds with the parameters as they are."""
NEVER: Final = None
"""And when it never does."""


def condition(voice: Voice, text: str | None, known: Mapping[str, object] | None = None) -> str | None:
    """Return a condition in words, with the ladder's parameters filled in.

    Args:
        voice: the ladder and the language.
        text: the condition; None for one that always holds.
        known: other names whose value is known, such as the step.

    Returns:
        The words; `ALWAYS` where it always holds, `NEVER` where it never does.
    """
    if text is None:
        return ALWAYS
    tree = folded(voice.ladder, text, known)
    verdict = truth(tree)
    if verdict is not None:
        return ALWAYS if verdict else NEVER
    return Words(voice).of(tree)


class Words:
    """Puts one expression into words; what has no words of its own is shown as it is written."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.nodes: Mapping[type[ast.expr], Callable[..., str]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.BoolOp: self._logic,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._sum,
            ast.Compare: self._comparison,
            ast.IfExp: self._choice,
            ast.Call: self._call,
        }
        self.calls: Mapping[str, Callable[[ast.Call], str]] = {
            "count": self._count,
            "days_with": self._days_with,
            "total": self._total,
            "has": self._has,
            "latest": self._latest,
            "consecutive": self._consecutive,
            "named": self._named,
            "entered": self._entered,
            "lookup": self._lookup,
            "days": self._distance,
            "working_days": self._distance,
            "months": self._distance,
        }

    def of(self, node: ast.expr) -> str:
        """Return an expression in words."""
        return self.nodes[type(node)](node)

    def _constant(self, node: ast.Constant) -> str:
        if isinstance(node.value, bool):
            return self.voice("ja", "yes") if node.value else self.voice("nee", "no")
        if isinstance(node.value, str):
            return f"“{node.value}”"
        shown = str(node.value)
        return shown.replace(".", ",") if self.voice.language == "nl" else shown

    def _name(self, node: ast.Name) -> str:
        if node.id in NAMES:
            return self.voice.text(NAMES[node.id])
        if node.id in self.voice.ladder.definitions:
            return f"“{node.id}”"
        parameter = self.voice.ladder.parameters.get(node.id)
        if parameter is None:
            return self.voice.key(node.id)
        return f"“{self.voice.text(parameter.label)}” ({parameter.value})"

    def _logic(self, node: ast.BoolOp) -> str:
        parts = [self._inner(part) for part in node.values]
        return self.voice.all_of(parts) if isinstance(node.op, ast.And) else self.voice.any_of(parts)

    def _inner(self, node: ast.expr) -> str:
        """Return a part of a longer condition, in brackets where it would else run into its neighbours."""
        told = self.of(node)
        return f"({told})" if isinstance(node, ast.BoolOp | ast.IfExp) else told

    def _unary(self, node: ast.UnaryOp) -> str:
        if isinstance(node.op, ast.USub):
            return f"-{self._inner(node.operand)}"
        if isinstance(node.operand, ast.Name) and node.operand.id == "overdue":
            return self.voice("de termijn is niet verstreken", "the term has not passed")
        return self.voice(f"niet: {self._inner(node.operand)}", f"not: {self._inner(node.operand)}")

    def _sum(self, node: ast.BinOp) -> str:
        word = self.voice.text(SUMS[type(node.op)])
        return f"{self._inner(node.left)} {word} {self._inner(node.right)}"

    def _comparison(self, node: ast.Compare) -> str:
        kind, right = type(node.ops[0]), node.comparators[0]
        if kind is ast.Gt and _is_count(node.left) and isinstance(right, ast.Constant) and right.value == 0:
            told = self._occurrences(node.left)
            return self.voice(f"{told} is gebeurd", f"{told} has happened")
        plain = EQUALS.get(node.left.id) if isinstance(node.left, ast.Name) and kind in {ast.Eq, ast.In} else None
        if plain is not None:
            return self.voice.text(plain).format(self._values(right, node.left))
        days = self._is_day(node.left) and kind in DAYS
        word = self.voice.text((DAYS if days else COMPARED)[kind])
        return f"{self._inner(node.left)} {word} {self._values(right, node.left)}"

    def _values(self, node: ast.expr, beside: ast.expr) -> str:
        values = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
        return self.voice.any_of(self._value(value, beside) for value in values)

    def _is_day(self, node: ast.expr) -> bool:
        """Return whether something is a day; of the parameters only those that are one are left by their name."""
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Name) and node.func.id == "named"
        if not isinstance(node, ast.Name):
            return False
        if node.id in A_DAY or node.id in self.voice.ladder.parameters:
            return True
        fields = (event.field(node.id) for event in self.voice.ladder.events.values())
        return any(field.type == "date" for field in fields if field)

    def _value(self, node: ast.expr, beside: ast.expr) -> str:
        """Return what something is compared with: a name of the ladder by its label."""
        value = node.value if isinstance(node, ast.Constant) else None
        name = _field_of(beside)
        if isinstance(value, str):
            named = {"event": self.voice.event, "state": self.voice.state}.get(name)
            if named:
                return named(value)
            label = self._label(name, value)
            return f"“{self.voice.text(label)}”" if label else f"“{value}”"
        return self._inner(node)

    def _label(self, name: str, value: str) -> Text | None:
        ladder = self.voice.ladder
        if name == "track":
            return ladder.tracks[value].label
        if name == "role":
            return ladder.roles[value].label
        if name == "region":
            return ladder.regions.get(value)
        fields = [event.field(name) for event in ladder.events.values()]
        return next((field.choice_labels[value] for field in fields if field and value in field.choice_labels), None)

    def _choice(self, node: ast.IfExp) -> str:
        yes, test, no = self._inner(node.body), self._inner(node.test), self._inner(node.orelse)
        return self.voice(f"{yes} als {test}, anders {no}", f"{yes} if {test}, else {no}")

    def _call(self, node: ast.Call) -> str:
        return self.calls[ast.unparse(node.func)](node)

    def _count(self, node: ast.Call) -> str:
        told = self._occurrences(node)
        return self.voice(f"het aantal keren {told}", f"the number of times {told}")

    def _days_with(self, node: ast.Call) -> str:
        told = self._occurrences(node)
        return self.voice(f"het aantal dagen met {told}", f"the number of days with {told}")

    def _total(self, node: ast.Call) -> str:
        key = self.voice.key(ast.unparse(node.args[1]))
        told = self._occurrences(ast.Call(node.func, node.args[:1], node.keywords))
        return self.voice(f"{key} bij elkaar opgeteld over {told}", f"{key} added up over {told}")

    def _occurrences(self, node: ast.Call) -> str:
        events = self.voice.any_of(self.voice.event(ast.unparse(each)) for each in node.args)
        limits = [self._limit(each.arg or "", each.value) for each in node.keywords]
        return f"{events} ({', '.join(limits)})" if limits else events

    def _limit(self, name: str, value: ast.expr) -> str:
        shown = str(value.value) if isinstance(value, ast.Constant) else ast.unparse(value)
        if name == "within":
            told = self._term(shown)
            return self.voice(f"in de laatste {told}", f"in the last {told}")
        if name == "same_day":
            return self.voice("op dezelfde dag", "on the same day")
        if name == "since":
            return self._since(shown, quoted=isinstance(value, ast.Constant))
        if isinstance(value, ast.Name) and value.id == name:
            return self.voice(f"met dezelfde {self.voice.key(name)}", f"with the same {self.voice.key(name)}")
        return f"{self.voice.key(name)}: {self._values(value, ast.Name(name))}"

    def _since(self, name: str, *, quoted: bool) -> str:
        if name == "entry":
            return self.voice("sinds het begin van deze toestand", "since this state began")
        if name == "initial":
            return self.voice("sinds het dossier weer aan het begin stond", "since the case was last at its start")
        ladder = self.voice.ladder
        if name in ladder.states and (quoted or name not in ladder.events):
            state = self.voice.state(name)
            return self.voice(f"sinds het begin van {state}", f"since {state} began")
        return self.voice(f"sinds de laatste keer {self.voice.event(name)}", f"since the last {self.voice.event(name)}")

    def _term(self, text: str) -> str:
        parameter = self.voice.ladder.parameters.get(text)
        return self.voice.term(Term.parse(parameter.value if parameter else text))

    def _has(self, node: ast.Call) -> str:
        told = self.of(node.args[0])
        return self.voice(f"{told} is vermeld", f"{told} is given")

    def _latest(self, node: ast.Call) -> str:
        event, key = (ast.unparse(each) for each in node.args)
        return self.voice(
            f"{self.voice.key(key)} van de laatste keer {self.voice.event(event)}",
            f"{self.voice.key(key)} of the last {self.voice.event(event)}",
        )

    def _consecutive(self, node: ast.Call) -> str:
        event = self.voice.event(ast.unparse(node.args[0]))
        return self.voice(
            f"het aantal perioden achter elkaar met {event}", f"the number of periods in a row with {event}"
        )

    def _named(self, node: ast.Call) -> str:
        told = self.voice.key(ast.unparse(node.args[0]))
        return self.voice(f"de genoemde dag {told}", f"the day named as {told}")

    def _entered(self, node: ast.Call) -> str:
        part = node.args[0]
        told = self.voice.state(str(part.value) if isinstance(part, ast.Constant) else ast.unparse(part))
        return self.voice(f"het aantal keren in {told}", f"the number of times in {told}")

    def _lookup(self, node: ast.Call) -> str:
        table, row, column = ast.unparse(node.args[0]), *(self._inner(each) for each in node.args[1:])
        return self.voice(
            f"de waarde in tabel “{table}” op rij {row} en kolom {column}",
            f"the value in table “{table}” at row {row} and column {column}",
        )

    def _distance(self, node: ast.Call) -> str:
        unit = {
            "days": self.voice("dagen", "days"),
            "working_days": self.voice("werkdagen", "working days"),
            "months": self.voice("hele maanden", "whole months"),
        }[ast.unparse(node.func)]
        start, end = (self._inner(each) for each in node.args)
        return self.voice(f"het aantal {unit} van {start} tot {end}", f"the number of {unit} from {start} to {end}")


def _field_of(node: ast.expr) -> str:
    """Return the name whose value something is: a name itself, or the field that `latest` asks for."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "latest":
        return ast.unparse(node.args[1])
    return node.id if isinstance(node, ast.Name) else ""


def _is_count(node: ast.expr) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"count", "days_with"}
