"""One language to speak in, and the labels of one ladder. Owns small wording: lists, names, sources, days, amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from escalator.model.day_text import day_told
from escalator.model.ladder import Ladder
from escalator.model.source import Source
from escalator.model.states import Transition
from escalator.model.terms import Term
from escalator.model.text import Language, Text
from escalator.procedure.shared_events import COMMON


@dataclass(frozen=True, slots=True)
class Voice:
    """Says things about a ladder in one language."""

    ladder: Ladder
    language: Language

    def __call__(self, nl: str, en: str) -> str:
        """Return the text of the language spoken."""
        return nl if self.language == "nl" else en

    def text(self, text: Text) -> str:
        """Return a text in the language spoken."""
        return text[self.language]

    def term(self, term: Term) -> str:
        """Return a term: `10 werkdagen`."""
        return term.told(self.language)

    def day(self, day: date) -> str:
        """Return a day with its weekday."""
        return self.text(day_told(day))

    def amount(self, amount: Decimal, currency: str) -> str:
        """Return an amount: `EUR 500,00`, `EUR 500.00`."""
        shown = f"{amount:.2f}"
        return f"{currency} {shown.replace('.', ',') if self.language == 'nl' else shown}"

    def all_of(self, parts: Iterable[str]) -> str:
        """Return parts joined by `and`."""
        return self._joined(parts, self("en", "and"))

    def any_of(self, parts: Iterable[str]) -> str:
        """Return parts joined by `or`."""
        return self._joined(parts, self("of", "or"))

    def _joined(self, parts: Iterable[str], word: str) -> str:
        *before, last = [*parts] or [""]
        return f"{', '.join(before)} {word} {last}" if before else last

    def role(self, name: str) -> str:
        """Return a role by its label."""
        role = self.ladder.roles.get(name)
        return self.text(role.label) if role else name

    def roles(self, names: Iterable[str], *, every: bool = False) -> str:
        """Return roles by their labels; with `every`, all of them are meant."""
        told = [self.role(name) for name in names]
        return self.all_of(told) if every else self.any_of(told)

    def event(self, name: str) -> str:
        """Return an event by its label, in quotes."""
        event = self.ladder.events.get(name) or COMMON.get(name)
        return f"“{self.text(event.label)}”" if event else name

    def state(self, name: str) -> str:
        """Return a state by its label, in quotes."""
        state = self.ladder.states.get(name)
        return f"“{self.text(state.label)}”" if state else name

    def key(self, name: str) -> str:
        """Return the label of a data key, in quotes: that of the first event that has it."""
        fields = (event.field(name) for event in self.ladder.events.values())
        label = next((field.label for field in fields if field), None)
        return f"“{self.text(label)}”" if label else name

    def contract_event(self, name: str) -> str:
        """Return something of the contract by its label, in quotes, or by its name."""
        label = self.ladder.contract_events.get(name)
        return f"“{self.text(label)}” (`{name}`)" if label else f"`{name}`"

    def choice(self, name: str, labels: Mapping[str, Text]) -> str:
        """Return a value that can be chosen with its label: `partial (part of it)`, or by its name alone."""
        return f"“{self.text(labels[name])}” (`{name}`)" if name in labels else f"`{name}`"

    def source(self, source: Source) -> str:
        """Return where a rule comes from: ` [H34; lezing report_anchor]`; nothing where it does not say."""
        parts = [*source.clauses, *(self(f"lezing {name}", f"reading {name}") for name in source.readings)]
        return f" [{', '.join(parts)}]" if parts else ""

    def everywhere(self) -> list[Transition]:
        """Return the rules that every state has that is no end; with one such state there are none to tell apart."""
        first, *others = [state.transitions for state in self.ladder.states.values() if not state.final]
        return [each for each in first if all(each in other for other in others)] if others else []
