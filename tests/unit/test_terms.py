"""Terms: how they are written, what they end on, and the moments at which days end."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from escalator.calendars import calendar
from escalator.model.calendar import ClosedDay
from escalator.model.errors import InputError
from escalator.model.terms import Reckoning, Term, Unit, add, reckon, subtract
from escalator.model.text import Text

ATW = calendar("atw")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CURACAO = timezone(timedelta(hours=-4))


def day(text: str) -> date:
    return date.fromisoformat(text)


def told(refused: pytest.ExceptionInfo[InputError]) -> tuple[str, str]:
    return refused.value.told("nl"), refused.value.told("en")


# --- how a term is written ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "term", "dutch"),
    [
        ("1 working day", Term(1, Unit.WORKING_DAYS), "1 werkdag"),
        ("10 working days", Term(10, Unit.WORKING_DAYS), "10 werkdagen"),
        ("1 day", Term(1, Unit.DAYS), "1 dag"),
        ("30 days", Term(30, Unit.DAYS), "30 dagen"),
        ("1 week", Term(1, Unit.WEEKS), "1 week"),
        ("2 weeks", Term(2, Unit.WEEKS), "2 weken"),
        ("1 month", Term(1, Unit.MONTHS), "1 maand"),
        ("18 months", Term(18, Unit.MONTHS), "18 maanden"),
        ("1 year", Term(1, Unit.YEARS), "1 jaar"),
        ("2 years", Term(2, Unit.YEARS), "2 jaar"),
        ("1 hour", Term(1, Unit.HOURS), "1 uur"),
        ("48 hours", Term(48, Unit.HOURS), "48 uur"),
    ],
)
def test_a_term_is_read_and_told(written: str, term: Term, dutch: str) -> None:
    assert Term.parse(written) == term
    assert (str(term), term.told("en"), term.told("nl")) == (written, written, dutch)


def test_singular_and_plural_are_read_alike() -> None:
    assert Term.parse("2 month") == Term.parse("2 months")
    assert str(Term.parse("1 weeks")) == "1 week"


@pytest.mark.parametrize(
    "written",
    [
        *["", "10", "days", "ten days", "10 werkdagen", "10days", "10  days", " 10 days", "10 days ", "10 days\n"],
        *["10 Days", "-1 days", "1.5 days", "1e3 days", "\u0661 day", "10 working", "100000 days", "1 fortnight"],
    ],
)
def test_anything_else_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(InputError) as refused:
        Term.parse(written)
    units = "working days, days, weeks, months, years, hours"
    assert told(refused) == (
        f"{written!r} is geen termijn; schrijf bijvoorbeeld '10 working days' ({units}).",
        f"{written!r} is not a term; write for example '10 working days' ({units}).",
    )


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        (Unit.WORKING_DAYS, 13_000),
        (Unit.DAYS, 18_300),
        (Unit.WEEKS, 2_600),
        (Unit.MONTHS, 600),
        (Unit.YEARS, 50),
        (Unit.HOURS, 8_784),
    ],
)
def test_a_term_has_a_least_and_a_most(unit: Unit, most: int) -> None:
    assert (Term(1, unit).number, Term(most, unit).number) == (1, most)
    for number in (0, -1, most + 1):
        with pytest.raises(InputError, match=f"is 1 to {most}, not {number}"):
            Term(number, unit)


@pytest.mark.parametrize("number", [True, 1.0, "1"])
def test_a_term_is_a_whole_number(number: int) -> None:
    with pytest.raises(InputError) as refused:
        Term(number, Unit.DAYS)
    assert told(refused) == (
        f"Een termijn in dagen is 1 tot en met 18300, niet {number}.",
        f"A term in days is 1 to 18300, not {number}.",
    )


# --- what a term ends on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "written", "raw", "due"),
    [
        ("2026-03-02", "10 working days", "2026-03-16", "2026-03-16"),
        ("2026-04-02", "1 working day", "2026-04-07", "2026-04-07"),  # Good Friday, a weekend, Easter Monday
        ("2026-04-24", "2 working days", "2026-04-29", "2026-04-29"),  # King's Day
        ("2026-05-04", "1 working day", "2026-05-06", "2026-05-06"),  # 5 May, in a year that is no fifth one
        ("2026-03-06", "1 day", "2026-03-07", "2026-03-09"),
        ("2026-03-02", "30 days", "2026-04-01", "2026-04-01"),
        ("2026-03-23", "2 weeks", "2026-04-06", "2026-04-07"),
        ("2026-04-30", "2 weeks", "2026-05-14", "2026-05-15"),  # Ascension Day
        ("2026-01-31", "1 month", "2026-02-28", "2026-03-02"),
        ("2026-03-31", "1 month", "2026-04-30", "2026-04-30"),
        ("2026-11-30", "1 month", "2026-12-30", "2026-12-30"),
        ("2026-12-31", "1 month", "2027-01-31", "2027-02-01"),
        ("2026-12-31", "2 months", "2027-02-28", "2027-03-01"),
        ("2027-11-30", "3 months", "2028-02-29", "2028-02-29"),
        ("2028-02-29", "3 months", "2028-05-29", "2028-05-29"),  # no end-of-month stickiness: ECLI:NL:HR:2017:2225
        ("2028-02-29", "1 year", "2029-02-28", "2029-02-28"),
        ("2024-02-29", "4 years", "2028-02-29", "2028-02-29"),
        ("2026-03-28", "1 day", "2026-03-29", "2026-03-30"),  # the day of 23 hours
        ("2026-10-24", "1 day", "2026-10-25", "2026-10-26"),  # the day of 25 hours
    ],
)
def test_the_last_day_of_a_term(start: str, written: str, raw: str, due: str) -> None:
    term = Term.parse(written)
    assert add(term, day(start), ATW, move_end=True) == day(due)
    assert add(term, day(start), ATW, move_end=False) == day(raw)
    moved, stays = (reckon(term, day(start), ATW, move_end=move) for move in (True, False))
    assert (moved.raw, moved.due, moved.moved) == (day(raw), day(due), raw != due)
    assert (stays.raw, stays.due, stays.moved) == (day(raw), day(raw), False)


@pytest.mark.parametrize(
    ("end", "written", "start"),
    [
        ("2026-03-16", "10 working days", "2026-03-02"),
        ("2026-04-07", "1 working day", "2026-04-02"),
        ("2026-04-07", "1 day", "2026-04-06"),  # never moved
        ("2026-03-20", "2 weeks", "2026-03-06"),
        ("2026-03-31", "1 month", "2026-02-28"),
        ("2026-01-31", "2 months", "2025-11-30"),
        ("2027-01-31", "1 month", "2026-12-31"),
        ("2028-02-29", "1 year", "2027-02-28"),
    ],
)
def test_counting_back(end: str, written: str, start: str) -> None:
    assert subtract(Term.parse(written), day(end), ATW) == day(start)


def test_a_derivation_in_working_days_lists_what_does_not_count() -> None:
    found = reckon(Term(2, Unit.WORKING_DAYS), day("2026-04-02"), ATW, move_end=True)
    assert found == Reckoning(
        anchor=day("2026-04-02"),
        term=Term(2, Unit.WORKING_DAYS),
        raw=day("2026-04-08"),
        due=day("2026-04-08"),
        calendar="atw",
        calendar_version=ATW.version,
        skipped=(
            ClosedDay(day("2026-04-03"), Text("Goede Vrijdag", "Good Friday"), "Atw art. 3 lid 2"),
            ClosedDay(day("2026-04-04"), Text("zaterdag", "Saturday"), "weekend"),
            ClosedDay(day("2026-04-05"), Text("zondag", "Sunday"), "weekend"),
            ClosedDay(day("2026-04-06"), Text("Tweede Paasdag", "Easter Monday"), "Atw art. 3 lid 1"),
        ),
        moved=False,
        provisional=False,
    )


def test_a_derivation_in_months_lists_only_the_days_moved_over() -> None:
    found = reckon(Term(1, Unit.MONTHS), day("2026-03-04"), ATW, move_end=True)
    assert [one.reason.en for one in found.skipped] == ["Saturday", "Sunday", "Easter Monday"]
    assert reckon(Term(1, Unit.MONTHS), day("2026-03-04"), ATW, move_end=False).skipped == ()
    assert reckon(Term(1, Unit.MONTHS), day("2026-03-09"), ATW, move_end=True).skipped == ()


def test_the_first_days_of_a_calendar_can_be_moved_over() -> None:
    """The New Year's Day of 1966 is the first day that the calendar knows."""
    assert reckon(Term(1, Unit.DAYS), day("1965-12-31"), ATW, move_end=True).due == day("1966-01-03")


@pytest.mark.parametrize(
    ("start", "written", "move_end", "provisional"),
    [
        ("2028-12-22", "1 week", True, False),
        ("2028-12-29", "1 working day", True, True),
        ("2028-12-29", "1 working day", False, True),
        ("2028-12-30", "1 day", True, True),  # the Sunday itself is known, the day that it moves to is not
        ("2029-03-01", "1 month", True, True),
        ("2029-03-01", "1 month", False, False),  # rests on no closed day
    ],
)
def test_beyond_the_horizon_it_is_provisional(start: str, written: str, *, move_end: bool, provisional: bool) -> None:
    found = reckon(Term.parse(written), day(start), calendar("atw-full"), move_end=move_end)
    assert found.provisional is provisional
    assert not reckon(Term.parse(written), day(start), ATW, move_end=move_end).provisional


def test_what_moves_by_a_closed_day_and_what_does_not() -> None:
    bridge = ClosedDay(day("2026-05-15"), Text("brugdag", "bridging day"), "besluit college")
    closed = ATW.with_closed([bridge])
    for written, start, before, after in [
        ("1 working day", "2026-05-13", "2026-05-15", "2026-05-18"),
        ("10 working days", "2026-05-13", "2026-05-29", "2026-06-01"),
        ("2 weeks", "2026-04-30", "2026-05-15", "2026-05-18"),
        ("1 month", "2026-04-15", "2026-05-15", "2026-05-18"),
        ("10 working days", "2026-05-15", "2026-06-01", "2026-06-01"),
        ("1 month", "2026-04-16", "2026-05-18", "2026-05-18"),
    ]:
        assert add(Term.parse(written), day(start), ATW, move_end=True) == day(before)
        assert add(Term.parse(written), day(start), closed, move_end=True) == day(after)
        explained = bridge in reckon(Term.parse(written), day(start), closed, move_end=True).skipped
        assert explained is (before != after)


@pytest.mark.parametrize("written", ["1 day", "1 week", "1 month", "1 year"])
def test_a_moment_is_no_anchor(written: str) -> None:
    for count in (add, reckon):
        with pytest.raises(InputError, match="is a moment; a day is wanted here"):
            count(Term.parse(written), datetime(2026, 3, 2, 23, 30, tzinfo=UTC), ATW, move_end=False)
    with pytest.raises(InputError, match="is a moment; a day is wanted here"):
        subtract(Term.parse(written), datetime(2026, 3, 2, 23, 30, tzinfo=UTC), ATW)


@pytest.mark.parametrize("written", ["1 day", "1 week", "1 month", "1 year", "12 months"])
def test_the_years_are_1_to_9999(written: str) -> None:
    term = Term.parse(written)
    for ask, start in (
        (lambda: add(term, date.max, ATW, move_end=False), "9999-12-31"),
        (lambda: reckon(term, date.max, ATW, move_end=False), "9999-12-31"),
        (lambda: subtract(term, date.min, ATW), "0001-01-01"),
    ):
        with pytest.raises(InputError) as refused:
            ask()
        assert told(refused) == (
            f"Geteld vanaf {start} valt dit buiten de jaren 1 tot en met 9999.",
            f"Counted from {start} this is outside the years 1 to 9999.",
        )


@pytest.mark.parametrize("start", ["0001-01-01", "2100-12-10", "9999-01-01"])
@pytest.mark.parametrize("written", ["30 working days", "30 days", "1 month"])
def test_a_calendar_moves_no_end_that_it_does_not_know(start: str, written: str) -> None:
    for ask in (add, reckon):
        with pytest.raises(InputError, match="is outside it"):
            ask(Term.parse(written), day(start), ATW, move_end=True)


# --- hours and moments ----------------------------------------------------------------------------------------------
