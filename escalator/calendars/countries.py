"""Calendars of countries and their parts, as `holidays` knows them.

Owns what a country's calendar takes from the library and where it stops being certain:

- closed are its public holidays, with the days on which they are observed instead; half days are worked. For the
  Netherlands the optional ones are closed too: they are 5 May (see `library`).
- the weekend is the country's own; where it has changed, the calendar begins with the present one.
- a year with holidays that the library only estimates (by the moon), or that comes after the last decree of worked
  weekend days, lies beyond the horizon; where years before `_CERTAIN_FROM` are estimated, it begins after them.
- what no library can know, such as a day of mourning yet to come, it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from escalator.calendars import library
from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.errors import InputError
from escalator.model.text import Text

if TYPE_CHECKING:
    from holidays import HolidayBase

_CERTAIN_FROM = 2024  # estimates from this year on set the horizon, those before it the beginning
_ESTIMATED = "estimated"
_WEEK = 7


def names() -> Iterator[str]:
    """Yield the name of every country and part: `GB`, `GB-ENG`."""
    for country, parts in library.countries().items():
        yield country
        yield from (f"{country}-{part}" for part in parts)


def build(name: str) -> Calendar:
    """Build the calendar of one of `names`.

    Raises:
        InputError: the library has no holidays for it.
    """
    country, _, part = name.partition("-")
    english = library.days(country, part or None, "en_US")
    if not english:
        raise InputError(
            Text(f"Van {name} zijn geen feestdagen bekend.", f"No holidays are known for {name}."),
        )
    dutch = library.days(country, part or None, "nl") if "nl" in english.supported_languages else english
    weekend = frozenset(day.isoweekday() for day in _last_week(english) if english.is_weekend(day))
    first, horizon = _certain(english)
    first = max(first, _weekend_since(english, weekend))
    return Calendar(
        name=name,
        library=library.release(),
        first=first,
        last=date(max(english.years), 12, 31),
        horizon=horizon,
        closed=tuple(
            ClosedDay(day, Text(dutch[day], english[day]), f"{library.release()}, {name}")
            for day in english
            if day >= first
        ),
        weekend=weekend,
        worked=frozenset(day for day in english.weekend_workdays if first <= day and day.isoweekday() in weekend),
    )


def _last_week(days: HolidayBase) -> list[date]:
    last = date(max(days.years), 12, 31)
    return [last - timedelta(days=back) for back in range(_WEEK)]


def _weekend_since(days: HolidayBase, weekend: frozenset[int]) -> date:
    """Return the first day from which the weekend has always been the present one."""
    day, first = date(max(days.years), 12, 31), date(min(days.years), 1, 1)
    while day > first and days.is_weekend(day - timedelta(days=1)) == ((day.isoweekday() - 2) % _WEEK + 1 in weekend):
        day -= timedelta(days=1)
    return day


def _certain(days: HolidayBase) -> tuple[date, date | None]:
    """Return the first day of the years without estimates, and the last, if there is a last."""
    estimated = {day.year for day, name in days.items() if _ESTIMATED in name}
    first = max((year + 1 for year in estimated if year < _CERTAIN_FROM), default=min(days.years))
    ends = [year - 1 for year in estimated if year >= _CERTAIN_FROM]
    decreed = max((day.year for day in days.weekend_workdays), default=0)
    if decreed >= _CERTAIN_FROM:
        ends.append(decreed)
    return date(first, 1, 1), date(min(ends), 12, 31) if ends else None
