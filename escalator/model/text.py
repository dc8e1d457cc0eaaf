"""Text for users, in Dutch and in English. Owns the two languages; never chooses between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages, Dutch first."""

    nl: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en

    def format(self, **values: object) -> Text:
        """Return the text with `{name}` fields filled in, in both languages."""
        return Text(self.nl.format(**values), self.en.format(**values))
