"""Terms in hours, moments and days: counted in UTC, told in Amsterdam."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import msgspec
import pytest

from escalator.calendars import calendar
from escalator.model.errors import InputError
from escalator.model.terms import Term, Unit, add, add_hours, day_of, end_of_day, reckon, subtract

ATW = calendar("atw")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CURACAO = timezone(timedelta(hours=-4))


def day(text: str) -> date:
    return date.fromisoformat(text)


def told(refused: pytest.ExceptionInfo[InputError]) -> tuple[str, str]:
    return refused.value.told("nl"), refused.value.told("en")


# --- how a term is written ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "written", "later"),
    [
        (datetime(2026, 3, 2, 9, 0, tzinfo=AMSTERDAM), "2 hours", datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=AMSTERDAM), "24 hours", datetime(2026, 3, 29, 11, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, 0, tzinfo=AMSTERDAM), "24 hours", datetime(2026, 10, 25, 10, 0, tzinfo=UTC)),
        (
            datetime(2026, 12, 31, 23, 59, 59, 5, tzinfo=UTC),
            "48 hours",
            datetime(2027, 1, 2, 23, 59, 59, 5, tzinfo=UTC),
        ),
    ],
)
def test_hours_are_counted_in_utc(moment: datetime, written: str, later: datetime) -> None:
    assert add_hours(Term.parse(written), moment) == later
    assert add_hours(Term.parse(written), moment).tzinfo is UTC


def test_hours_count_from_moments_and_days_from_days() -> None:
    with pytest.raises(InputError) as refused:
        add_hours(Term(2, Unit.DAYS), datetime(2026, 3, 2, tzinfo=UTC))
    assert told(refused) == ("2 dagen telt vanaf een dag, niet vanaf een moment.", "2 days counts from a day.")
    for count in (add, reckon):
        with pytest.raises(InputError) as refused:
            count(Term(2, Unit.HOURS), day("2026-03-02"), ATW, move_end=True)
        assert told(refused) == ("2 uur telt vanaf een moment, niet vanaf een dag.", "2 hours counts from a moment.")
    with pytest.raises(InputError, match="counts from a moment"):
        subtract(Term(2, Unit.HOURS), day("2026-03-02"), ATW)


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC), "2026-03-02"),
        (datetime(2026, 3, 2, 23, 0, tzinfo=UTC), "2026-03-03"),
        (datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC), "2026-07-01"),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), "2026-07-02"),
        (datetime(2026, 7, 1, 20, 0, tzinfo=CURACAO), "2026-07-02"),
        (datetime(2026, 7, 1, 0, 0, tzinfo=AMSTERDAM), "2026-07-01"),
    ],
)
def test_a_moment_falls_on_a_day_in_amsterdam(moment: datetime, local: str) -> None:
    assert day_of(moment) == day(local)


@pytest.mark.parametrize(
    ("last", "midnight"),
    [
        ("2026-03-02", datetime(2026, 3, 2, 23, 0, tzinfo=UTC)),
        ("2026-03-28", datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),
        ("2026-03-29", datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),  # 23 hours later
        ("2026-10-24", datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
        ("2026-10-25", datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),  # 25 hours later
        ("2026-12-31", datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_the_next_midnight_in_amsterdam(last: str, midnight: datetime) -> None:
    assert end_of_day(day(last)) == midnight
    assert end_of_day(day(last)).tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001 - what is refused here
    asks: list[Callable[[], object]] = [lambda: day_of(naive), lambda: add_hours(Term(2, Unit.HOURS), naive)]
    for ask in asks:
        with pytest.raises(InputError) as refused:
            ask()
        assert told(refused) == ("2026-03-02 12:00:00 heeft geen tijdzone.", "2026-03-02 12:00:00 has no time zone.")


def test_the_end_of_time_is_refused() -> None:
    last = datetime.max.replace(tzinfo=UTC)
    asks: list[tuple[Callable[[], object], date]] = [
        (lambda: day_of(last), last),
        (lambda: add_hours(Term(1, Unit.HOURS), last), last),
        (lambda: end_of_day(date.max), date.max),
    ]
    for ask, start in asks:
        with pytest.raises(InputError) as refused:
            ask()
        assert told(refused)[1] == f"Counted from {start} this is outside the years 1 to 9999."


def test_a_moment_has_no_end_of_day() -> None:
    with pytest.raises(InputError, match="is a moment; a day is wanted here"):
        end_of_day(datetime(2026, 3, 2, 12, 0, tzinfo=UTC))


# --- kept and read back ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        Term(10, Unit.WORKING_DAYS),
        ATW.closed[0],
        reckon(Term(10, Unit.WORKING_DAYS), day("2026-04-02"), ATW, move_end=True),
        reckon(Term(1, Unit.MONTHS), day("2029-03-04"), calendar("atw-full"), move_end=True),
    ],
)
def test_values_survive_being_stored(value: object) -> None:
    assert msgspec.json.decode(msgspec.json.encode(value), type=type(value)) == value
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=type(value)) == value


def test_a_stored_term_is_as_strict_as_a_written_one() -> None:
    with pytest.raises(InputError, match="is 1 to 50, not 51"):
        msgspec.json.decode(b'{"number": 51, "unit": "years"}', type=Term)
