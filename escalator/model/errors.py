"""The errors a user can cause. Owns their wording's shape; never decides when one occurs.

Everything here is a user's mistake: an entrance turns it into one message with exit code 2 or a 4xx. A defect of
the program is never one of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

from escalator.model.text import Language, Text

Because = Literal[
    "unknown_event",
    "not_allowed_in_state",
    "role_not_entitled",
    "missing_data",
    "invalid_data",
    "day_before_fact",
    "future",
    "before_contract",
    "approved_already",
    "checklist_item_false",
    "guard",
    "due_already",
    "unknown_deadline",
    "not_adjustable",
    "unknown_right",
    "unknown_fact",
    "retracted_already",
    "conflict",
]


_LISTED: Final = 20


class EscalatorError(Exception):
    """A mistake of a user of the software, told in Dutch and English.

    Attributes:
        text: the whole message, in both languages.
    """

    def __init__(self, text: Text | str) -> None:
        self.text = Text(text, text) if isinstance(text, str) else text
        super().__init__(self.text.en)

    def told(self, language: Language) -> str:
        """Return the message in one language."""
        return self.text[language]


class InputError(EscalatorError):
    """Input that cannot be read or is out of bounds: a date, a number, a file, an option."""


class UnknownName(InputError):
    """A name that does not exist; the message suggests the nearest ones and lists what is allowed."""

    def __init__(self, kind: Text, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(sorted(known))
        near = nearest(name, self.known)
        if near:
            super().__init__(
                Text(
                    f"{_capital(kind.nl)} {name!r} is niet bekend. Bedoelde u {near!r}?",
                    f"Unknown {kind.en}: {name!r}. Did you mean {near!r}?",
                )
            )
        else:
            listed = ", ".join((*self.known[:_LISTED], *(["…"] if self.known[_LISTED:] else [])))
            allowed = Text(f" Toegestaan: {listed}.", f" Allowed: {listed}.") if listed else Text("", "")
            super().__init__(
                Text(
                    f"{_capital(kind.nl)} {name!r} is niet bekend.{allowed.nl}",
                    f"Unknown {kind.en}: {name!r}.{allowed.en}",
                )
            )


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact already recorded that a new one would make impossible."""

    fact: str
    event: str
    on: str
    reason: Text


class Refusal(EscalatorError):
    """A fact that the ladder refuses; nothing is recorded.

    Attributes:
        because: the kind of reason, stable for programs.
        conflicts: facts already recorded that would become impossible, where that is the reason.
    """

    def __init__(self, because: Because, text: Text, conflicts: tuple[Conflict, ...] = ()) -> None:
        super().__init__(text)
        self.because = because
        self.conflicts = conflicts


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `name`, or None when none is near."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
