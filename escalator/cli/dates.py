"""Days, moments and spans as people write them. Owns the reading; the clock is the caller's.

`2026-03-02`, `2 maart 2026`, `2 mrt 2026`, `2 March 2026`, `vandaag`, `yesterday`. A day of numbers alone is read in
one order only, year first: `02-03-2026` is two days, and nothing here guesses which.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, NoReturn
from zoneinfo import ZoneInfo

from escalator.model.errors import InputError
from escalator.model.text import LANGUAGES, Text

FIRST: Final = date(1970, 1, 1)
LAST: Final = date(2100, 12, 31)
_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_MONTHS_A_YEAR: Final = 12
_AWAY: Final[Mapping[str, int]] = {
    "eergisteren": -2,
    "gisteren": -1,
    "vandaag": 0,
    "morgen": 1,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
}
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_WORDS: Final = re.compile(r"(\d{1,2}) ([a-z]+)\.? (\d{4})", re.ASCII)
_BACKWARD: Final = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}", re.ASCII)
_TIME: Final = re.compile(r"\d\d:\d\d", re.ASCII)
_SPAN: Final = re.compile(r"([1-9]\d{0,3})([dw])", re.ASCII)
_DAYS_IN: Final = {"d": 1, "w": 7}


def day(text: str, today: Callable[[], date]) -> date:
    """Read a day.

    Args:
        text: as typed.
        today: asked for a day relative to it only.

    Raises:
        InputError: it is no day, or no day that a contract can name.
    """
    typed = " ".join(text.lower().split())
    if typed in _AWAY:
        return today() + timedelta(days=_AWAY[typed])
    if found := _ISO.fullmatch(typed):
        return _existing(text, int(found[1]), int(found[2]), int(found[3]))
    if (found := _WORDS.fullmatch(typed)) and (month := _months().get(found[2])):
        return _existing(text, int(found[3]), month, int(found[1]))
    raise _unreadable(text, backward=_BACKWARD.fullmatch(typed) is not None)


def beginning(day: date) -> datetime:
    """Return the first moment of a day in Amsterdam, in UTC."""
    return datetime.combine(day, time.min, _ZONE).astimezone(UTC)


def time_of_day(text: str) -> time:
    """Read a time of day: `08:00`.

    Raises:
        InputError: anything else.
    """
    try:
        return time.fromisoformat(text) if _TIME.fullmatch(text) else _no_time(text)
    except ValueError:
        return _no_time(text)


def _no_time(text: str) -> NoReturn:
    raise InputError(
        Text(
            f"{text[:40]!r} is geen tijd; schrijf bijvoorbeeld 08:00.",
            f"{text[:40]!r} is no time; write for example 08:00.",
        )
    )


def told_moment(named: datetime) -> str:
    """Return a moment in Dutch time: `2026-03-02 14:30`."""
    return named.astimezone(_ZONE).strftime("%Y-%m-%d %H:%M")


def told_span(span: timedelta) -> Text:
    """Return how long something took, in its two largest units: `2 dagen 3 uur`, `4 min 5 s`."""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = (
        (days, Text("dag" if days == 1 else "dagen", "day" if days == 1 else "days")),
        (hours, Text("uur", "h")),
        (minutes, Text("min", "min")),
        (seconds, Text("s", "s")),
    )
    first = next((place for place, (number, _) in enumerate(parts) if number), len(parts) - 1)
    told = [(number, unit) for number, unit in parts[first : first + 2] if number or unit is parts[first][1]]
    return Text(*(" ".join(f"{number} {unit[each]}" for number, unit in told) for each in LANGUAGES))


def moment(text: str) -> datetime:
    """Read a moment, `2026-03-02 14:30`; without a zone it is Dutch time, which must exist and come once.

    Raises:
        InputError: it is no moment, or one that the clock change skips or repeats.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _no_moment(text) from None
    if len(text.strip()) <= len("2026-03-02"):
        raise _no_moment(text)
    if not FIRST <= read.date() <= LAST:
        raise _outside(text)
    if read.tzinfo is not None:
        return read.astimezone(UTC)
    early, late = (read.replace(tzinfo=_ZONE, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early != late:
        raise InputError(
            Text(
                f"{text!r} bestaat niet of komt twee keer: de klok gaat om; noem de zone, {text.strip()}+01:00.",
                f"{text!r} does not exist or comes twice: the clock changes; name the zone, {text.strip()}+01:00.",
            )
        )
    return early


def span(text: str) -> timedelta:
    """Read a number of days or weeks: `14d`, `2w`.

    Raises:
        InputError: anything else.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    if not found:
        raise InputError(
            Text(
                f"{text!r} is geen aantal dagen of weken; schrijf bijvoorbeeld 14d of 2w.",
                f"{text!r} is no number of days or weeks; write for example 14d or 2w.",
            )
        )
    return timedelta(days=int(found[1]) * _DAYS_IN[found[2]])


@cache
def _months() -> Mapping[str, int]:
    """Return the number of each month by name and by its first letters, in both languages."""
    from escalator.model.due_text import MONTHS

    named = {
        name: number
        for number, month in enumerate(MONTHS, 1)
        for long in (month.nl, month.en.lower())
        for name in (long, long[:3])
    }
    return named | {"mrt": 3, "sept": 9}


def _existing(text: str, year: int, month: int, number: int) -> date:
    if not FIRST.year <= year <= LAST.year:
        raise _outside(text)
    if not 1 <= month <= _MONTHS_A_YEAR:
        raise InputError(Text(f"{text!r} bestaat niet: maand {month}.", f"{text!r} does not exist: month {month}."))
    length = monthrange(year, month)[1]
    if not 1 <= number <= length:
        raise InputError(
            Text(
                f"{text!r} bestaat niet: {year}-{month:02} heeft {length} dagen.",
                f"{text!r} does not exist: {year}-{month:02} has {length} days.",
            )
        )
    return date(year, month, number)


def _unreadable(text: str, *, backward: bool) -> InputError:
    why = Text(" (de volgorde is niet zeker)", " (the order is not certain)") if backward else Text("", "")
    return InputError(
        Text(
            f"{text[:40]!r} is geen dag{why.nl}; schrijf bijvoorbeeld 2026-03-02, 2 maart 2026 of gisteren.",
            f"{text[:40]!r} is no day{why.en}; write for example 2026-03-02, 2 March 2026 or yesterday.",
        )
    )


def _outside(text: str) -> InputError:
    return InputError(
        Text(f"{text!r} valt buiten {FIRST} tot en met {LAST}.", f"{text!r} is outside {FIRST} to {LAST}.")
    )


def _no_moment(text: str) -> InputError:
    return InputError(
        Text(
            f"{text[:40]!r} is geen moment; schrijf bijvoorbeeld '2026-03-02 14:30'.",
            f"{text[:40]!r} is no moment; write for example '2026-03-02 14:30'.",
        )
    )
