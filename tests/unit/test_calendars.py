"""Calendars by name: article 3 of the Algemene termijnenwet against an Easter of our own, and other countries."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import holidays
import pytest

from escalator.calendars import PROFILES, calendar, is_known, names
from escalator.model.calendar import ClosedDay
from escalator.model.errors import InputError, UnknownName
from escalator.model.text import Text

YEARS = range(1966, 2101)
DECREED = {
    "Stcrt. 2022, 7812": ["2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"],
    "Stcrt. 2025, 24713": ["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"],
}


def easter(year: int) -> date:
    """Return Easter Sunday by the rule of 1876 (Butcher), which shares nothing with the library's."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    week = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * week) // 433
    month = (h + week - 7 * m + 90) // 25
    return date(year, month, (h + week - 7 * m + 33 * month + 19) % 32)


def royal_birthday(year: int) -> date:
    """Return King's Day, before 2014 Queen's Day: not on a Sunday."""
    if year >= 2014:
        return date(year, 4, 26 if date(year, 4, 27).weekday() == 6 else 27)
    if date(year, 4, 30).weekday() != 6:
        return date(year, 4, 30)
    return date(year, 4, 29) if year >= 1980 else date(year, 5, 1)


def paragraph_1(year: int) -> Iterator[date]:
    yield date(year, 1, 1)
    yield from (easter(year) + timedelta(days=days) for days in (1, 39, 50))
    yield royal_birthday(year)
    if year >= 1982 or year % 5 == 0:  # every year since it is in the statute
        yield date(year, 5, 5)
    yield from (date(year, 12, 25), date(year, 12, 26))


def test_article_3_paragraph_1() -> None:
    expected = {day for year in YEARS for day in paragraph_1(year)}
    assert [one.day for one in calendar("atw-art3-1").closed] == sorted(expected)
    assert {one.source for one in calendar("atw-art3-1").closed} == {"Atw art. 3 lid 1"}


def test_atw_adds_good_friday_and_nothing_else() -> None:
    added = set(calendar("atw").closed) - set(calendar("atw-art3-1").closed)
    assert {one.day for one in added} == {easter(year) - timedelta(days=2) for year in YEARS}
    assert {(one.reason, one.source) for one in added} == {(Text("Goede Vrijdag", "Good Friday"), "Atw art. 3 lid 2")}


def test_atw_full_adds_the_days_by_decree_and_nothing_else() -> None:
    added = set(calendar("atw-full").closed) - set(calendar("atw").closed)
    assert {(str(one.day), one.source) for one in added} == {
        (day, f"Atw art. 3 lid 3; {decree}") for decree, days in DECREED.items() for day in days
    }
    assert {one.day for one in calendar("atw").closed if one.day >= date(2023, 1, 1)} < {
        one.day for one in calendar("atw-full").closed
    }


def test_what_the_profiles_cover() -> None:
    for name in ("atw", "atw-art3-1"):
        assert (calendar(name).first, calendar(name).last) == (date(1966, 1, 1), date(2100, 12, 31))
        assert calendar(name).horizon is None
    full = calendar("atw-full")
    assert (full.first, full.last, full.horizon) == (date(2023, 1, 1), date(2100, 12, 31), date(2028, 12, 31))
    assert {calendar(name).library for name in PROFILES} == {"holidays 0.109"}
    assert {name: calendar(name).name for name in PROFILES} == {name: name for name in PROFILES}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("day", [date(1, 1, 1), date(1965, 12, 31), date(2101, 1, 1), date(9999, 12, 31)])
def test_beyond_the_years_of_the_library_nothing_is_guessed(profile: str, day: date) -> None:
    with pytest.raises(InputError, match="is outside it"):
        calendar(profile).is_working(day)


@pytest.mark.parametrize(
    ("day", "nl", "en"),
    [
        ("2026-01-01", "Nieuwjaarsdag", "New Year's Day"),
        ("2026-04-06", "Tweede Paasdag", "Easter Monday"),
        ("2013-04-30", "Koninginnedag", "Queen's Day"),
        ("2025-04-26", "Koningsdag", "King's Day"),
        ("2026-05-05", "Bevrijdingsdag", "Liberation Day"),
        ("2016-05-05", "Bevrijdingsdag / Hemelvaartsdag", "Liberation Day / Ascension Day"),
        ("2026-05-14", "Hemelvaartsdag", "Ascension Day"),
        ("2026-05-25", "Tweede Pinksterdag", "Whit Monday"),
        ("2026-12-25", "Eerste Kerstdag", "Christmas Day"),
        ("2026-12-26", "Tweede Kerstdag", "Second Day of Christmas"),
    ],
)
def test_the_days_have_their_names(day: str, nl: str, en: str) -> None:
    closed = calendar("atw").why_closed(date.fromisoformat(day))
    assert closed == ClosedDay(date.fromisoformat(day), Text(nl, en), "Atw art. 3 lid 1")


def test_days_by_decree_say_so() -> None:
    closed = calendar("atw-full").why_closed(date(2026, 1, 2))
    assert closed is not None
    assert closed.reason == Text("Gelijkgestelde dag (koninklijk besluit)", "Day equated by royal decree")


# --- countries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["GB-ENG", "US", "BE", "DE-BY", "HU", "BN", "SA", "TW"])
def test_a_country_works_on_the_days_that_the_library_says(name: str) -> None:
    built, (country, _, part) = calendar(name), name.partition("-")
    years = range(built.first.year, built.last.year + 1)
    library = holidays.country_holidays(country, part or None, years=years)
    days = (built.first + timedelta(days=number) for number in range((built.last - built.first).days + 1))
    assert [day for day in days if built.is_working(day) is not library.is_working_day(day)] == []
    assert built.name == name


def test_bank_holidays_in_england() -> None:
    year = [one for one in calendar("GB-ENG").closed if one.day.year == 2027]
    assert [(one.day.month, one.day.day) for one in year] == [
        *[(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30)],
        *[(12, 25), (12, 26), (12, 27), (12, 28)],  # both Christmas days in a weekend: two days instead
    ]
    assert year[1] == ClosedDay(date(2027, 3, 26), Text("Good Friday", "Good Friday"), "holidays 0.109, GB-ENG")
    assert calendar("GB-ENG").horizon is None


def test_a_country_with_dutch_names_has_them() -> None:
    closed = calendar("BE").why_closed(date(2026, 7, 21))
    assert closed is not None
    assert closed.reason == Text("Nationale feestdag", "National Day")


def test_the_netherlands_as_a_country_close_on_5_may_every_year() -> None:
    netherlands = calendar("NL")
    assert not any(netherlands.is_working(date(year, 5, 5)) for year in range(1982, 2101))
    days = (date(2023, 1, 1) + timedelta(days=number) for number in range(366 * 12))
    assert [day for day in days if netherlands.is_working(day) is not calendar("atw").is_working(day)] == []


def test_a_calendar_begins_with_the_present_weekend() -> None:
    emirates, arabia, monday_to_saturday = calendar("AE"), calendar("SA"), calendar("HK")
    assert (emirates.first, emirates.weekend) == (date(2022, 1, 1), frozenset({6, 7}))
    assert (arabia.first, arabia.weekend) == (date(2013, 6, 28), frozenset({5, 6}))
    assert monday_to_saturday.weekend == frozenset({7})


def test_weekend_days_worked_by_decree_are_worked() -> None:
    assert calendar("HU").is_working(date(2026, 8, 8))
    assert calendar("HU").horizon == date(2026, 12, 31)
    assert calendar("BG").horizon is None, "a custom that ended sets no horizon"


@pytest.mark.parametrize(
    ("name", "first", "horizon"),
    [("TR", 1966, 2032), ("AE", 2022, 2026), ("IN", 2001, 2026), ("SA", 2013, 2025), ("MA", 2024, 2023)],
)
def test_estimates_lie_beyond_the_horizon(name: str, first: int, horizon: int) -> None:
    built = calendar(name)
    assert (built.first.year, built.horizon) == (first, date(horizon, 12, 31))
    assert not [one for one in built.closed if "estimated" in one.reason.en and not built.is_provisional(one.day)]


def test_a_country_without_holidays_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        calendar("BV")
    assert refused.value.told("nl") == "Van BV zijn geen feestdagen bekend."
    assert refused.value.told("en") == "No holidays are known for BV."


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("atw-ful", "'atw-full'"),
        ("atw ", "'atw'"),
        ("ATW", ": atw."),
        ("gb-eng", ": GB-ENG."),
        ("GB-ENGL", "'GB-ENG'"),
        ("NLD", "'NL'"),
        ("maandag tot vrijdag", "atw, atw-art3-1, atw-full"),
        ("", "atw, atw-art3-1, atw-full"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(name: str, suggested: str) -> None:
    assert not is_known(name)
    with pytest.raises(UnknownName) as refused:
        calendar(name)
    for language in ("nl", "en"):
        assert suggested in refused.value.told(language)
        assert "GB-ENG" in refused.value.told(language)


def test_every_name_is_known() -> None:
    known = names()
    assert known[:3] == PROFILES == ("atw", "atw-art3-1", "atw-full")
    assert {"NL", "BE", "GB", "GB-ENG", "US", "US-CA", "DE-BY"} < set(known)
    assert len(set(known)) == len(known)
    assert all(is_known(name) for name in ("atw", "atw-full", "GB-ENG", "US"))


def test_own_closed_days_are_added_on_request() -> None:
    bridge = ClosedDay(date(2026, 5, 15), Text("brugdag", "bridging day"), "besluit college")
    assert calendar("atw", [bridge]).why_closed(bridge.day) == bridge
    assert calendar("atw", [bridge]) == calendar("atw").with_closed([bridge])
    assert calendar("atw").is_working(bridge.day)


def test_a_calendar_is_built_once() -> None:
    bridge = ClosedDay(date(2026, 5, 15), Text("brugdag", "bridging day"), "besluit college")
    assert calendar("atw") is calendar("atw", [])
    assert calendar("atw", [bridge]) is calendar("atw", iter([bridge]))


def test_a_stored_calendar_does_not_load_the_library() -> None:
    program = """
import json, sys
from datetime import date
from escalator.calendars import calendar, is_known
from escalator.model.calendar import Calendar
assert is_known("atw") and not is_known("atww")
assert Calendar.from_plain(json.load(sys.stdin)).add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
assert "holidays" not in sys.modules
calendar("atw")
assert "holidays" in sys.modules
"""
    stored = json.dumps(calendar("atw").to_plain())
    subprocess.run([sys.executable, "-c", program], input=stored, text=True, check=True)
