"""The signs that no text of people may hold, and none is shown with. Owns which they are; refuses nothing itself."""

from __future__ import annotations

import re
from typing import Final

UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"  # commands, turns, halves
)


def unseen(text: str) -> bool:
    """Return whether a text holds a sign that commands a terminal, hides what it says, or cannot be stored."""
    return UNSEEN.search(text) is not None


def printable(text: str) -> str:
    """Return a text without signs that command a terminal; what people typed is shown, never obeyed."""
    return "".join(sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in text)
