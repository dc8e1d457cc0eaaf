"""Days as they stand in files: `2026-03-02`, `2 maart 2026`, `2 March 2026`. Owns that reading; guesses no order."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from escalator.model.due_text import MONTHS
from escalator.model.errors import InputError
from escalator.model.text import Text

FIRST: Final = date(1970, 1, 1)
LAST: Final = date(2100, 12, 31)
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WORDS: Final = re.compile(r"(\d{1,2}) ([a-z]+)\.? (\d{4})", re.ASCII)
_SHORT: Final = {"mrt": 3, "sept": 9}
_NAMED: Final = _SHORT | {
    name: number
    for number, month in enumerate(MONTHS, 1)
    for long in (month.nl, month.en.lower())
    for name in (long, long[:3])
}


@lru_cache(maxsize=4096)
def day_of_text(text: str) -> date:
    """Read a day.

    Raises:
        InputError: it is none, does not exist, or is not one that a contract can name.
    """
    typed = " ".join(text.lower().split())
    found = _ISO.fullmatch(typed)
    words = _WORDS.fullmatch(typed)
    try:
        if found:
            return _within(date(int(found[1]), int(found[2]), int(found[3])))
        if words and words[2] in _NAMED:
            return _within(date(int(words[3]), _NAMED[words[2]], int(words[1])))
    except ValueError:
        pass
    raise InputError(
        Text(
            f"{text[:40]!r} is geen dag; schrijf 2026-03-02 of 2 maart 2026.",
            f"{text[:40]!r} is no day; write 2026-03-02 or 2 March 2026.",
        )
    )


def _within(day: date) -> date:
    if not FIRST <= day <= LAST:
        raise ValueError
    return day
