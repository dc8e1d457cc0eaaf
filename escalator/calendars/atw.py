"""The profiles of the Algemene termijnenwet (Atw): which days its article 3 closes, and by which paragraph.

`holidays` finds the days (Easter, and the King's Day that moves to 26 April); this module owns their paragraphs, and
the days equated by royal decree, which no formula gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from escalator.calendars import library
from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.text import Text

# What the library calls the day: what we call it, and the paragraph of art. 3. A name that is not here stops the
# building: better no calendar than one that lost a day with a new release. The two Sundays need no article 3.
_STATUTE = {
    "Nieuwjaarsdag": (Text("Nieuwjaarsdag", "New Year's Day"), 1),
    "Goede vrijdag": (Text("Goede Vrijdag", "Good Friday"), 2),
    "Eerste paasdag": None,
    "Tweede paasdag": (Text("Tweede Paasdag", "Easter Monday"), 1),
    "Koninginnedag": (Text("Koninginnedag", "Queen's Day"), 1),
    "Koningsdag": (Text("Koningsdag", "King's Day"), 1),
    "Bevrijdingsdag": (Text("Bevrijdingsdag", "Liberation Day"), 1),
    "Hemelvaartsdag": (Text("Hemelvaartsdag", "Ascension Day"), 1),
    "Eerste pinksterdag": None,
    "Tweede pinksterdag": (Text("Tweede Pinksterdag", "Whit Monday"), 1),
    "Eerste kerstdag": (Text("Eerste Kerstdag", "Christmas Day"), 1),
    "Tweede kerstdag": (Text("Tweede Kerstdag", "Second Day of Christmas"), 1),
}

# Art. 3 lid 3: days equated by royal decree, decree by decree. The next one extends both this and the horizon.
_DECREES = {
    "Stcrt. 2022, 7812": (
        date(2023, 4, 28),
        date(2023, 5, 19),
        date(2024, 5, 10),
        date(2024, 12, 27),
        date(2025, 5, 30),
    ),
    "Stcrt. 2025, 24713": (
        date(2026, 1, 2),
        date(2026, 5, 15),
        date(2027, 5, 7),
        date(2028, 4, 28),
        date(2028, 5, 26),
    ),
}
_DECREES_FIRST, _DECREES_HORIZON = date(2023, 1, 1), date(2028, 12, 31)
_EQUATED = Text("Gelijkgestelde dag (koninklijk besluit)", "Day equated by royal decree")

_DECREE = 3  # the paragraph of article 3 that allows decrees

# Profile: the paragraphs of article 3 that it takes in.
PROFILES = {
    "atw": frozenset({1, 2}),
    "atw-art3-1": frozenset({1}),
    "atw-full": frozenset({1, 2, _DECREE}),
}


def build(profile: str) -> Calendar:
    """Build one of `PROFILES`.

    `atw` and `atw-art3-1` have no horizon: the statute gives their days for every year. `atw-full` begins with the
    first decree listed here and is certain until the last one ends; later deadlines are provisional.
    """
    paragraphs = PROFILES[profile]
    by_decree = _DECREE in paragraphs
    first = _DECREES_FIRST if by_decree else date(library.FIRST_YEAR, 1, 1)
    closed = [*_by_statute(first.year, paragraphs), *(_by_decree() if by_decree else ())]
    return Calendar(
        name=profile,
        library=library.release(),
        first=first,
        last=date(library.LAST_YEAR, 12, 31),
        horizon=_DECREES_HORIZON if by_decree else None,
        closed=tuple(closed),
    )


def _by_statute(first_year: int, paragraphs: frozenset[int]) -> Iterator[ClosedDay]:
    found = library.days("NL", None, "nl")
    for day in found:
        named = [known for known in (_STATUTE[name] for name in found.get_list(day)) if known]
        if day.year >= first_year and named and named[0][1] in paragraphs:
            reason = Text(" / ".join(text.nl for text, _ in named), " / ".join(text.en for text, _ in named))
            yield ClosedDay(day, reason, f"Atw art. 3 lid {named[0][1]}")


def _by_decree() -> Iterator[ClosedDay]:
    for decree, equated in _DECREES.items():
        yield from (ClosedDay(day, _EQUATED, f"Atw art. 3 lid {_DECREE}; {decree}") for day in equated)
