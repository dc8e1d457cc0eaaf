"""By when, in words. Owns nothing but the names of what is counted from."""

from __future__ import annotations

from typing import Final

from escalator.ladders.explain.voice import Voice
from escalator.model.due_text import due_told
from escalator.model.rhythm import Due, DueKind, Side
from escalator.model.text import Text

PERIOD: Final = Text("de periode", "the period")
_OF_A_LADDER: Final = (DueKind.ON, DueKind.NAMED_DAY, DueKind.WITH)
"""Ways that speak of a day, or of a part of the ladder by its name."""
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
    if due.kind in _OF_A_LADDER:
        return _named(voice, due)
    end = _ENDS[due.side]
    at = name if whole else Text(end.nl.format(name.nl), end.en.format(name.en))
    return voice.text(due_told(due, name, at))


def _named(voice: Voice, due: Due) -> str:
    ladder = voice.ladder
    if due.on is not None:
        return voice(f"op {voice.day(due.on)}", f"on {voice.day(due.on)}")
    if due.kind is DueKind.WITH:
        others = voice.all_of(f"“{voice.text(ladder.obligations[name].label)}”" for name in due.names)
        return voice(f"samen met {others}", f"together with {others}")
    days = voice.any_of(
        voice(f"de uiterste dag van {voice.state(name)}", f"the due day of {voice.state(name)}")
        if name in ladder.states
        else voice(f"de dag genoemd als {voice.key(name)}", f"the day named as {voice.key(name)}")
        for name in due.names
    )
    return voice(f"op {days}", f"on {days}")
