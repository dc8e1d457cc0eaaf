"""The only way to `holidays`: which countries it knows, and the days of one of them.

Owns the traps of that library: categories and languages by name, years in advance, estimates shown. Loading it takes
longer than everything else a command does, so it happens inside the functions.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_YEAR, LAST_YEAR = 1966, 2100  # beyond these the library knows no holidays of most countries, and does not say so

# The closed days of a country are its `public` ones. The Dutch 5 May is among the `optional` ones, but for every fifth
# year; the statute closes it every year.
_CATEGORIES = {"NL": ("public", "optional")}


def release() -> str:
    """Return the library's name and release, which calendars carry."""
    from holidays.version import __version__

    return f"holidays {__version__}"


@cache
def countries() -> dict[str, tuple[str, ...]]:
    """Return every country by its ISO 3166 code, with the codes of its parts."""
    import holidays

    return {code: tuple(parts) for code, parts in holidays.list_supported_countries(include_aliases=False).items()}


def days(country: str, part: str | None, language: str) -> HolidayBase:
    """Return the days of a country or a part of it, all years filled in, so that reading them changes nothing.

    Args:
        country: a code out of `countries`.
        part: one of its parts, or None.
        language: the library's code for the language of the names; a country without it keeps its own.
    """
    import holidays

    kind = type(holidays.country_holidays(country))
    shown: dict[str, Any] = {
        option: True for option in kind.get_supported_options() if option.endswith("_show_estimated")
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # India's years: those outside are estimates, and so marked
        return holidays.country_holidays(
            country,
            part,
            years=range(max(kind.start_year, FIRST_YEAR), min(kind.end_year, LAST_YEAR) + 1),
            expand=False,
            language=language,
            categories=_CATEGORIES.get(country, ("public",)),
            **shown,
        )
