"""Calendars by name: the profiles of the Algemene termijnenwet, and every country that `holidays` knows.

Owns which names there are. It answers nothing about days (the `Calendar` does) and never falls back: a name that it
does not know is an error. `holidays` is loaded only for a country's name, or when days have to be built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from escalator.calendars import atw, countries
from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.errors import UnknownName, nearest
from escalator.model.text import Text

__all__ = ["PROFILES", "calendar", "is_known", "names"]

PROFILES = tuple(atw.PROFILES)
"""The Dutch profiles, best known first."""

_COUNTRY = re.compile(r"[A-Z]{2}(-.+)?")
_KIND = Text(
    "kalender (atw, atw-art3-1, atw-full, een land zoals BE, of een deel ervan zoals GB-ENG)",
    "calendar (atw, atw-art3-1, atw-full, a country like BE, or a part of one like GB-ENG)",
)


def names() -> tuple[str, ...]:
    """Return every name: the profiles, the countries and their parts. Loads `holidays`."""
    return (*PROFILES, *countries.names())


def is_known(name: str) -> bool:
    """Return whether there is a calendar of that name. Loads `holidays` only where it may be a country's."""
    return name in PROFILES or (_COUNTRY.fullmatch(name) is not None and name in names())


def calendar(name: str, closed: Iterable[ClosedDay] = ()) -> Calendar:
    """Return the calendar of that name, with closed days of one's own added.

    Calendars are built once in a process. Where `holidays` need not be loaded at all, keep `Calendar.to_plain`.

    Args:
        name: one of `names`, as it is spelled there.
        closed: the closed days of a contract or an organisation.

    Raises:
        UnknownName: there is no such calendar; the message suggests the nearest.
        InputError: the library has no holidays for it, or a closed day lies outside its years.
    """
    own = tuple(closed)
    return _extended(name, own) if own else _built(name)


@lru_cache(maxsize=64)
def _built(name: str) -> Calendar:
    if name in PROFILES:
        return atw.build(name)
    if not is_known(name):
        raise _unknown(name)
    return countries.build(name)


@lru_cache(maxsize=64)
def _extended(name: str, closed: tuple[ClosedDay, ...]) -> Calendar:
    return _built(name).with_closed(closed)


def _unknown(name: str) -> UnknownName:
    """Suggest the name that differs in capitals alone, else the nearest of all, else what kinds there are."""
    known = names()
    same = [each for each in known if each.casefold() == name.casefold()]
    near = nearest(name, known)
    return UnknownName(_KIND, name, same or ([near] if near else PROFILES))
