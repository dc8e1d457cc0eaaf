"""Days and moments in words, in Dutch and in English, always with the weekday. Owns the wording; reads no clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from escalator.model.due_text import MONTHS
from escalator.model.text import LANGUAGES, Language, Text

_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_DUTCH: Final = "maandag,dinsdag,woensdag,donderdag,vrijdag,zaterdag,zondag"
_ENGLISH: Final = "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday"
WEEKDAYS: Final = tuple(Text(nl, en) for nl, en in zip(_DUTCH.split(","), _ENGLISH.split(","), strict=True))
_AT: Final = Text("{day} om {hour}.{minute} uur", "{day} at {hour}:{minute}")


def day_told(day: date) -> Text:
    """Return a day as it stands in a letter: `donderdag 16 april 2026`, `Thursday 16 April 2026`."""
    nl, en = (_day(day, language) for language in LANGUAGES)
    return Text(nl, en)


def moment_told(moment: datetime) -> Text:
    """Return a moment (aware) in Dutch time: `donderdag 16 april 2026 om 14.30 uur`."""
    local = moment.astimezone(_ZONE)
    day = day_told(local.date())
    hour, minute = f"{local:%H}", f"{local:%M}"
    nl, en = (_AT[each].format(day=day[each], hour=hour, minute=minute) for each in LANGUAGES)
    return Text(nl, en)


def _day(day: date, language: Language) -> str:
    return f"{WEEKDAYS[day.weekday()][language]} {day.day} {MONTHS[day.month - 1][language]} {day.year}"
