"""The subject of a message: short, the most urgent first, one line whatever people have typed. Owns nothing else."""

from __future__ import annotations

from collections import Counter
from typing import Final

from escalator.delivery import phrases
from escalator.delivery.plain import one_line
from escalator.engine.ports.messages import Item, Letter, MessageKind
from escalator.model.text import Language

LONGEST: Final = 150
_COUNTED: Final = frozenset({MessageKind.DIGEST, MessageKind.REMINDER})


def subject(letter: Letter, ordered: list[Item]) -> str:
    """Return the subject of a letter.

    Args:
        letter: with at least one item.
        ordered: its items, the most urgent first.
    """
    language = letter.recipient.language
    if len(ordered) == 1:
        return _short(_one(ordered[0], language))
    if letter.kind not in _COUNTED:
        return _short(f"{phrases.TITLES[letter.kind][language]} ({len(ordered)})")
    counted = _counts(ordered, language)
    contracts = {item.contract for item in ordered}
    return _short(f"{one_line(ordered[0].contract_name)}: {counted}" if len(contracts) == 1 else counted)


def _one(item: Item, language: Language) -> str:
    return f"{phrases.BADGES[item.kind][language]}: {one_line(item.label[language])} ({item.case or item.contract})"


def _counts(ordered: list[Item], language: Language) -> str:
    numbers = Counter(phrases.BADGES[item.kind][language].lower() for item in ordered)
    return ", ".join(f"{number} {badge}" for badge, number in numbers.items())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
