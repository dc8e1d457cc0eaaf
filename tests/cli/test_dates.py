"""Days and moments as people type them: every day can be typed in every form, and nothing else is taken for one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalator.cli import dates
from escalator.model.due_text import MONTHS
from escalator.model.errors import InputError
from escalator.model.text import LANGUAGES, Language, Text

TODAY = date(2026, 3, 2)
DAYS = st.dates(dates.FIRST, dates.LAST)


def read(text: str) -> date:
    return dates.day(text, lambda: TODAY)


@given(DAYS)
def test_a_day_in_numbers_is_itself(day: date) -> None:
    assert read(day.isoformat()) == day


@given(
    DAYS,
    st.sampled_from(LANGUAGES),
    st.sampled_from([3, 99]),
    st.sampled_from([str.upper, str]),
    st.sampled_from(".  "),
)
def test_a_day_in_words_is_itself(
    day: date, language: Language, size: int, case: Callable[[str], str], end: str
) -> None:
    word = case(MONTHS[day.month - 1][language][:size])
    typed = f" {day.day}  {word}{end} {day.year}"
    assert read(typed) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2 maart 2026", date(2026, 3, 2)),
        ("2 mrt 2026", date(2026, 3, 2)),
        ("2 mrt. 2026", date(2026, 3, 2)),
        ("2 March 2026", date(2026, 3, 2)),
        ("02 mei 2026", date(2026, 5, 2)),
        ("9 sept 2026", date(2026, 9, 9)),
        ("1 okt 2026", date(2026, 10, 1)),
        ("2026-3-2", date(2026, 3, 2)),
        ("vandaag", TODAY),
        ("today", TODAY),
        ("gisteren", date(2026, 3, 1)),
        ("Yesterday", date(2026, 3, 1)),
        ("eergisteren", date(2026, 2, 28)),
        ("morgen", date(2026, 3, 3)),
        ("29 februari 2028", date(2028, 2, 29)),
    ],
)
def test_forms_that_people_use(typed: str, day: date) -> None:
    assert read(typed) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-02-30", "2026-02 heeft 28 dagen"),
        ("2026-02-29", "2026-02 heeft 28 dagen"),
        ("31 april 2026", "2026-04 heeft 30 dagen"),
        ("2026-13-01", "maand 13"),
        ("2026-00-01", "maand 0"),
        ("2026-01-00", "2026-01 heeft 31 dagen"),
        ("31-02-2026", "de volgorde is niet zeker"),
        ("02-03-2026", "de volgorde is niet zeker"),
        ("2/3/26", "de volgorde is niet zeker"),
        ("0001-01-01", "valt buiten"),
        ("9999-12-31", "valt buiten"),
        ("2101-01-01", "valt buiten"),
        ("1 januari 0001", "valt buiten"),
        ("overmorgen over een jaar", "is geen dag"),
        ("2 foo 2026", "is geen dag"),
        ("20260302", "is geen dag"),
        ("2026-03-02T10:00", "is geen dag"),
        ("２０２６-03-02", "is geen dag"),  # noqa: RUF001 - digits of another script on purpose
        ("", "is geen dag"),
        ("x" * 100_000, "is geen dag"),
    ],
)
def test_what_is_no_day_is_told_once_and_clearly(typed: str, said: str) -> None:
    with pytest.raises(InputError) as told:
        read(typed)
    assert said in told.value.text.nl
    assert len(told.value.text.nl) < 200
    assert told.value.text.nl != told.value.text.en


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    try:
        found = read(text)
    except InputError:
        return
    assert dates.FIRST <= found <= dates.LAST


def test_the_clock_is_asked_for_relative_days_only() -> None:
    def broken() -> date:
        raise AssertionError

    assert dates.day("2026-03-02", broken) == TODAY


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-03-02 14:30", datetime(2026, 3, 2, 13, 30, tzinfo=UTC)),
        ("2026-07-02T14:30", datetime(2026, 7, 2, 12, 30, tzinfo=UTC)),
        ("2026-07-02T14:30Z", datetime(2026, 7, 2, 14, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_dutch_time(typed: str, moment: datetime) -> None:
    assert dates.moment(typed) == moment


@pytest.mark.parametrize(
    "typed", ["2026-03-29 02:30", "2026-10-25 02:30", "2026-03-02", "morgen", "", "9999-01-01 10:00"]
)
def test_a_moment_that_is_none_or_two_is_refused(typed: str) -> None:
    with pytest.raises(InputError):
        dates.moment(typed)


@given(st.integers(1, 9999))
def test_a_span_in_weeks_is_seven_times_one_in_days(number: int) -> None:
    assert dates.span(f"{number}w") == dates.span(f"{number}d") * 7 == timedelta(weeks=number)


@pytest.mark.parametrize("typed", ["14", "0d", "-3d", "14m", "d", "99999d", "1.5w"])
def test_a_span_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="14d"):
        dates.span(typed)


@pytest.mark.parametrize(
    ("took", "nl", "en"),
    [
        (timedelta(), "0 s", "0 s"),
        (timedelta(seconds=4.4), "4 s", "4 s"),
        (timedelta(minutes=3, seconds=20), "3 min 20 s", "3 min 20 s"),
        (timedelta(hours=4), "4 uur", "4 h"),
        (timedelta(days=1, hours=2, minutes=30), "1 dag 2 uur", "1 day 2 h"),
        (timedelta(days=9), "9 dagen", "9 days"),
    ],
)
def test_how_long_something_took_is_told_in_its_two_largest_units(took: timedelta, nl: str, en: str) -> None:
    assert dates.told_span(took) == Text(nl, en)
