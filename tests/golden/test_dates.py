"""Every row and every column of the tables made by an independent method: holidays, working days, months."""

import csv
from datetime import date
from pathlib import Path

import pytest

from escalator.calendars import calendar
from escalator.model.terms import Term, Unit, add, reckon, subtract

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
NAMES = {
    "Bevrijdingsdag (5 mei)": "Bevrijdingsdag",
    "Gelijkgestelde dag (KB)": "Gelijkgestelde dag (koninklijk besluit)",
}
PARAGRAPHS = {"art3lid1": "Atw art. 3 lid 1", "art3lid2": "Atw art. 3 lid 2", "art3lid3": "Atw art. 3 lid 3; Stcrt."}
TAKEN = {"atw-art3-1": {"art3lid1"}, "atw": {"art3lid1", "art3lid2"}, "atw-full": set(PARAGRAPHS)}

Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text: str) -> date:
    return date.fromisoformat(text)


def named(row: Row) -> str:
    """Name a case by what its row counts from."""
    return " ".join([*row.values()][:2])


@pytest.mark.parametrize("profile", TAKEN)
def test_the_closed_days_are_those_of_the_table_and_no_others(profile: str) -> None:
    listed = [row for row in table("holidays.csv") if row["atw_basis"] in TAKEN[profile]]
    within = [one for one in calendar(profile).closed if day("2024-01-01") <= one.day <= day("2035-12-31")]
    if profile == "atw-full":
        assert calendar(profile).horizon == day("2028-12-31")
        assert max(one.day for one in within if "lid 3" in one.source) == day("2028-05-26")
    assert [one.day for one in within] == [day(row["date"]) for row in listed]
    assert [one.reason.nl for one in within] == [NAMES.get(row["name_nl"], row["name_nl"]) for row in listed]


@pytest.mark.parametrize("row", table("holidays.csv"), ids=named)
def test_a_holiday(row: Row) -> None:
    holiday = day(row["date"])
    weekday = holiday.isoweekday() <= 5
    for profile, taken in TAKEN.items():
        chosen = calendar(profile)
        closed = chosen.why_closed(holiday)
        if row["atw_basis"] in taken:
            assert closed is not None
            assert closed.source.startswith(PARAGRAPHS[row["atw_basis"]])
        else:
            assert chosen.is_working(holiday) is weekday
    assert WEEKDAYS[holiday.weekday()] == row["weekday"]
    assert str(int(weekday)) == row["is_weekday"]


@pytest.mark.parametrize("row", table("workday.csv"), ids=named)
def test_a_term_in_working_days(row: Row) -> None:
    start, term = day(row["start_date"]), Term(int(row["n_working_days"]), Unit.WORKING_DAYS)
    due = add(term, start, calendar("atw"), move_end=True)
    assert due == day(row["expected_deadline"])
    assert (WEEKDAYS[start.weekday()], WEEKDAYS[due.weekday()]) == (row["start_weekday"], row["deadline_weekday"])
    assert add(term, start, calendar("atw-art3-1"), move_end=True) == day(row["expected_art3_lid1_only"])
    in_full(row["expected_incl_gelijkgestelde_dagen"], term, start)
    assert calendar("atw").working_days_between(start, due) == term.number
    if calendar("atw").is_working(start):
        assert subtract(term, due, calendar("atw")) == start


@pytest.mark.parametrize("row", table("month.csv"), ids=named)
def test_a_term_in_months(row: Row) -> None:
    start, term = day(row["start_date"]), Term(int(row["n_months"]), Unit.MONTHS)
    found = reckon(term, start, calendar("atw"), move_end=True)
    assert (found.raw, found.due) == (day(row["raw_end_date"]), day(row["end_date"]))
    assert (WEEKDAYS[found.raw.weekday()], WEEKDAYS[found.due.weekday()]) == (row["raw_weekday"], row["end_weekday"])
    assert (str(int(found.raw.day != start.day)), str(int(found.moved))) == (row["clamped"], row["extended"])
    assert add(term, start, calendar("atw-art3-1"), move_end=True) == day(row["end_date_art3_lid1_only"])
    in_full(row["end_date_incl_gelijkgestelde_dagen"], term, start)


def in_full(expected: str, term: Term, start: date) -> None:
    """With the days by decree: the day expected, or a provisional one beyond the horizon."""
    found = reckon(term, start, calendar("atw-full"), move_end=True)
    assert found.provisional is (not expected)
    if expected:
        assert found.due == day(expected)
