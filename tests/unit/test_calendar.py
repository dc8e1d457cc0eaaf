"""One calendar, made by hand: what it answers, what it refuses, and that it survives being stored."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.errors import InputError
from escalator.model.text import Text

EASTER_MONDAY = ClosedDay(date(2026, 4, 6), Text("Tweede Paasdag", "Easter Monday"), "Atw art. 3 lid 1")
BRIDGE = ClosedDay(date(2026, 4, 10), Text("brugdag", "bridging day"), "besluit college")
MARKET = ClosedDay(date(2026, 4, 11), Text("marktdag", "market day"), "besluit college")


APRIL = Calendar(  # from a Wednesday to a Thursday
    name="april", library="", first=date(2026, 4, 1), last=date(2026, 4, 30), closed=(EASTER_MONDAY,)
)


def told(refused: pytest.ExceptionInfo[InputError]) -> tuple[str, str]:
    return refused.value.told("nl"), refused.value.told("en")


def test_weekends_and_closed_days_are_not_worked() -> None:
    worked = [day for day in range(1, 31) if APRIL.is_working(date(2026, 4, day))]
    assert worked == [1, 2, 3, 7, 8, 9, 10, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 27, 28, 29, 30]


def test_it_says_why_a_day_is_closed() -> None:
    assert APRIL.why_closed(date(2026, 4, 6)) == EASTER_MONDAY
    assert APRIL.why_closed(date(2026, 4, 4)) == ClosedDay(date(2026, 4, 4), Text("zaterdag", "Saturday"), "weekend")
    assert APRIL.why_closed(date(2026, 4, 12)) == ClosedDay(date(2026, 4, 12), Text("zondag", "Sunday"), "weekend")
    assert APRIL.why_closed(date(2026, 4, 1)) is None
    assert APRIL.why_closed(date(2026, 4, 7)) is None


def test_a_holiday_in_a_weekend_is_told_as_the_holiday() -> None:
    assert replace(APRIL, closed=(MARKET,)).why_closed(MARKET.day) == MARKET


@pytest.mark.parametrize(("day", "following", "preceding"), [(2, 2, 2), (3, 3, 3), (4, 7, 3), (6, 7, 3), (7, 7, 7)])
def test_the_nearest_working_day(day: int, following: int, preceding: int) -> None:
    assert APRIL.next_working(date(2026, 4, day)) == date(2026, 4, following)
    assert APRIL.previous_working(date(2026, 4, day)) == date(2026, 4, preceding)


@pytest.mark.parametrize(("start", "n", "due"), [(1, 1, 2), (3, 1, 7), (4, 1, 7), (5, 2, 8), (6, 1, 7), (1, 20, 30)])
def test_counting_starts_the_day_after(start: int, n: int, due: int) -> None:
    assert APRIL.add_working_days(date(2026, 4, start), n) == date(2026, 4, due)


@pytest.mark.parametrize(("end", "n", "start"), [(2, 1, 1), (7, 1, 3), (6, 1, 3), (5, 2, 2), (30, 20, 1)])
def test_counting_back_starts_the_day_before(end: int, n: int, start: int) -> None:
    assert APRIL.subtract_working_days(date(2026, 4, end), n) == date(2026, 4, start)


def test_working_days_are_counted_without_the_first_day_and_with_the_last() -> None:
    assert APRIL.working_days_between(date(2026, 4, 1), date(2026, 4, 30)) == 20
    assert APRIL.working_days_between(date(2026, 4, 2), date(2026, 4, 3)) == 1
    assert APRIL.working_days_between(date(2026, 4, 3), date(2026, 4, 6)) == 0
    assert APRIL.working_days_between(date(2026, 4, 9), date(2026, 4, 7)) == 0


def test_the_days_skipped_come_with_their_reasons() -> None:
    skipped = APRIL.closed_between(date(2026, 4, 3), date(2026, 4, 7))
    assert [(one.day.day, one.reason.nl) for one in skipped] == [(4, "zaterdag"), (5, "zondag"), (6, "Tweede Paasdag")]
    assert [one.day.day for one in APRIL.closed_between(date(2026, 4, 4), date(2026, 4, 5))] == [5]
    assert APRIL.closed_between(date(2026, 4, 7), date(2026, 4, 3)) == ()


def test_another_weekend_and_a_weekend_day_that_is_worked() -> None:
    gulf = replace(APRIL, weekend=frozenset({5, 6}), closed=(), worked=frozenset({date(2026, 4, 10)}))
    assert [day for day in range(1, 13) if not gulf.is_working(date(2026, 4, day))] == [3, 4, 11]
    assert gulf.with_closed([BRIDGE]).why_closed(BRIDGE.day) == BRIDGE
    assert not replace(APRIL, weekend=frozenset({1, 7})).is_working(date(2026, 4, 13))


@pytest.mark.parametrize("weekend", [range(8), range(1, 8), [0], [8]])
def test_a_weekend_that_leaves_nothing_is_refused(weekend: list[int]) -> None:
    with pytest.raises(InputError) as refused:
        replace(APRIL, weekend=frozenset(weekend))
    found = sorted(weekend)
    assert told(refused) == (f"Een weekend {found} kan niet.", f"A weekend {found} is impossible.")


# --- outside what it knows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2026, 3, 31), date(2026, 5, 1), date(9999, 12, 31)])
def test_a_day_that_it_does_not_know_is_refused(day: date) -> None:
    known, calendar = date(2026, 4, 15), APRIL
    for ask in (
        lambda: calendar.is_working(day),
        lambda: calendar.why_closed(day),
        lambda: calendar.next_working(day),
        lambda: calendar.previous_working(day),
        lambda: calendar.add_working_days(day, 1),
        lambda: calendar.subtract_working_days(day, 1),
        lambda: calendar.working_days_between(day, known),
        lambda: calendar.working_days_between(known, day),
        lambda: calendar.closed_between(day, known),
        lambda: calendar.closed_between(known, day),
        lambda: calendar.with_closed([ClosedDay(day, Text("dicht", "shut"), "eigen")]),
        lambda: replace(APRIL, worked=frozenset({day})),
    ):
        with pytest.raises(InputError) as refused:
            ask()
        assert told(refused) == (
            f"Kalender april loopt van 2026-04-01 tot en met 2026-04-30; {day} valt daarbuiten.",
            f"Calendar april runs from 2026-04-01 to 2026-04-30; {day} is outside it.",
        )


@pytest.mark.parametrize("n", [21, 10**6])
def test_an_answer_that_it_does_not_know_is_refused(n: int) -> None:
    with pytest.raises(InputError) as refused:
        APRIL.add_working_days(date(2026, 4, 1), n)
    assert told(refused) == (
        f"Kalender april loopt van 2026-04-01 tot en met 2026-04-30; werkdag {n} na 2026-04-01 valt daarbuiten.",
        f"Calendar april runs from 2026-04-01 to 2026-04-30; working day {n} after 2026-04-01 is outside it.",
    )
    with pytest.raises(InputError, match="; working day 1 after 2026-04-30 is outside it"):
        APRIL.add_working_days(APRIL.last, 1)
    with pytest.raises(InputError) as refused:
        APRIL.subtract_working_days(date(2026, 4, 30), n)
    assert f"werkdag {n} vóór 2026-04-30 valt daarbuiten" in told(refused)[0]
    assert f"working day {n} before 2026-04-30 is outside it" in told(refused)[1]


def test_no_working_day_is_left_at_either_end() -> None:
    shut = replace(APRIL, first=date(2026, 4, 4), last=date(2026, 4, 6))
    with pytest.raises(InputError) as refused:
        shut.next_working(date(2026, 4, 5))
    assert "de eerste werkdag vanaf 2026-04-05 valt daarbuiten" in told(refused)[0]
    assert "the first working day from 2026-04-05 is outside it" in told(refused)[1]
    with pytest.raises(InputError) as refused:
        shut.previous_working(date(2026, 4, 5))
    assert "de laatste werkdag tot en met 2026-04-05 valt daarbuiten" in told(refused)[0]
    assert "the last working day up to 2026-04-05 is outside it" in told(refused)[1]


@pytest.mark.parametrize("n", [0, -1])
def test_less_than_one_working_day_is_refused(n: int) -> None:
    for count in (APRIL.add_working_days, APRIL.subtract_working_days):
        with pytest.raises(InputError) as refused:
            count(date(2026, 4, 15), n)
        assert told(refused) == (
            f"{n} werkdagen kan niet; 1 is het minste.",
            f"{n} working days is impossible; 1 is the least.",
        )


def test_a_moment_is_no_day() -> None:
    moment, calendar = datetime(2026, 4, 15, 23, 30, tzinfo=UTC), APRIL
    for ask in (
        calendar.is_working,
        calendar.next_working,
        lambda at: calendar.add_working_days(at, 1),
        lambda at: calendar.subtract_working_days(at, 1),
    ):
        with pytest.raises(InputError) as refused:
            ask(moment)
        assert told(refused) == (
            "2026-04-15 23:30:00+00:00 is een moment; hier hoort een dag.",
            "2026-04-15 23:30:00+00:00 is a moment; a day is wanted here.",
        )


def test_a_day_beyond_the_horizon_is_provisional() -> None:
    known = replace(APRIL, horizon=date(2026, 4, 15))
    assert [known.is_provisional(date(2026, 4, day)) for day in (1, 15, 16)] == [False, False, True]
    assert not APRIL.is_provisional(date(2026, 4, 30))


# --- closed days of one's own, versions, storage --------------------------------------------------------------------


def test_own_closed_days_are_added() -> None:
    own = APRIL.with_closed([MARKET, BRIDGE])
    assert own.closed == (EASTER_MONDAY, BRIDGE, MARKET)
    assert own.add_working_days(date(2026, 4, 9), 1) == date(2026, 4, 13)
    assert (own.name, own.first, own.last) == ("april", APRIL.first, APRIL.last)
    assert APRIL.closed == (EASTER_MONDAY,)


def test_a_day_that_is_closed_already_keeps_its_reason() -> None:
    assert APRIL.with_closed([ClosedDay(EASTER_MONDAY.day, Text("dicht", "shut"), "eigen")]) == APRIL
    assert APRIL.with_closed([]) == APRIL


@pytest.mark.parametrize(
    "change",
    [
        {"name": "mei"},
        {"library": "holidays 0.110"},
        {"first": date(2026, 4, 2)},
        {"last": date(2026, 4, 29)},
        {"horizon": date(2026, 4, 29)},
        {"closed": ()},
        {"closed": (EASTER_MONDAY, BRIDGE)},
        {"closed": (ClosedDay(EASTER_MONDAY.day, Text("Paasmaandag", "Easter Monday"), EASTER_MONDAY.source),)},
        {"closed": (ClosedDay(EASTER_MONDAY.day, Text("Tweede Paasdag", "Paschal Monday"), EASTER_MONDAY.source),)},
        {"closed": (ClosedDay(EASTER_MONDAY.day, EASTER_MONDAY.reason, "cao"),)},
        {"weekend": frozenset({7})},
        {"worked": frozenset({date(2026, 4, 4)})},
    ],
)
def test_whatever_an_answer_depends_on_changes_the_version(change: dict[str, Any]) -> None:
    assert replace(APRIL, **change).version != APRIL.version
    assert replace(APRIL, **change) != APRIL


def test_the_same_days_make_the_same_calendar() -> None:
    one, other = replace(APRIL, closed=(EASTER_MONDAY, BRIDGE)), replace(APRIL, closed=(BRIDGE, EASTER_MONDAY))
    assert one == other
    assert len({one, other}) == 1
    assert one.version == "a3c752d42101"
    assert one != "april"


def test_it_can_be_stored_and_read_back() -> None:
    kept = replace(APRIL, horizon=date(2026, 4, 20), worked=frozenset({date(2026, 4, 12)})).with_closed([BRIDGE])
    back = Calendar.from_plain(json.loads(json.dumps(kept.to_plain())))
    assert back == kept
    assert (back.closed, back.worked, back.weekend, back.horizon) == (
        kept.closed,
        kept.worked,
        kept.weekend,
        kept.horizon,
    )
    assert Calendar.from_plain(APRIL.to_plain()).horizon is None


@pytest.mark.parametrize(
    "damage",
    [
        {"name": "mei"},
        {"first": "2026-04-31"},
        {"last": 5},
        {"closed": [["2026-04-06", "dicht"]]},
        {"closed": [["2027-04-06", "dicht", "shut", ""]]},
        {"weekend": None},
        {"version": "000000000000"},
    ],
)
def test_damage_to_a_stored_calendar_is_found(damage: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refused:
        Calendar.from_plain({**APRIL.to_plain(), **damage})
    assert told(refused) == ("De bewaarde kalender is beschadigd.", "The stored calendar is damaged.")


@pytest.mark.parametrize("key", sorted(APRIL.to_plain()))
def test_an_incomplete_stored_calendar_is_refused(key: str) -> None:
    plain = APRIL.to_plain()
    del plain[key]
    with pytest.raises(InputError, match="damaged"):
        Calendar.from_plain(plain)


def test_threads_that_ask_a_new_calendar_at_once_get_the_same_answers() -> None:
    century = replace(APRIL, first=date(1966, 1, 1), last=date(2100, 12, 31))
    with ThreadPoolExecutor(8) as threads:
        answers = threads.map(lambda _: century.closed_between(date(2026, 4, 3), date(2026, 4, 7)), range(32))
        assert {[one.day.day for one in answer] == [4, 5, 6] for answer in answers} == {True}
