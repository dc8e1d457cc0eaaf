"""By when, in words. Owns nothing but the names of what is counted from."""

from __future__ import annotations

from typing import Final

from escalator.ladders.explain.voice import Voice
from escalator.model.due_text import due_told
from escalator.model.rhythm import Due, Side
from escalator.model.text import Text

PERIOD: Final = Text("de periode", "the period")
_ENDS: Final = {
    Side.START: Text("het begin van {0}", "the start of {0}"),
    Side.END: Text("het einde van {0}", "the end of {0}"),
}


def by_when(voice: Voice, due: Due, name: Text, *, whole: bool = False) -> str:
    """Return by when something is due.

    Args:
        voice: the language.
        due: the rule.
        name: what it counts from: a period, the contract, an event.
        whole: whether it counts from that as a whole, which has no begin and end of its own.
    """
    end = _ENDS[due.side]
    at = name if whole else Text(end.nl.format(name.nl), end.en.format(name.en))
    return voice.text(due_told(due, name, at))
