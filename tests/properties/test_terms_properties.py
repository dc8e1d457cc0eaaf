"""Terms against walking from day to day, in any calendar."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from escalator.calendars import calendar
from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.terms import Term, Unit, add, add_hours, day_of, end_of_day, reckon, subtract
from escalator.model.text import Text

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
ATW = calendar("atw")

days = st.dates(FIRST, LAST)
inside = st.dates(date(2027, 7, 1), date(2028, 6, 30))  # at least half a year from both ends
anywhere = st.dates(date(1970, 1, 1), date(2090, 12, 31))
moments = st.datetimes(
    datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2200-01-01"), timezones=st.timezones()
)
counts = st.integers(1, 60)
terms = st.builds(Term, counts, st.sampled_from([Unit.WORKING_DAYS, Unit.DAYS])) | st.builds(
    Term, st.integers(1, 5), st.sampled_from([Unit.WEEKS, Unit.MONTHS])
)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar that still works on enough days."""
    weekend = draw(st.frozensets(st.integers(1, 7), max_size=3))
    weekend_days = [day for day in walk(FIRST - DAY, LAST) if day.isoweekday() in weekend]
    return Calendar(
        name="any",
        library="",
        first=FIRST,
        last=LAST,
        horizon=draw(st.none() | days),
        closed=tuple(closed(day) for day in draw(st.lists(days, max_size=30))),
        weekend=weekend,
        worked=frozenset(draw(st.lists(st.sampled_from(weekend_days), max_size=5))) if weekend_days else frozenset(),
    )


def closed(day: date) -> ClosedDay:
    return ClosedDay(day, Text("dicht", "shut"), "eigen")


def walk(start: date, end: date) -> list[date]:
    """Return the days after `start`, up to and including `end`."""
    return [start + DAY * number for number in range(1, (end - start).days + 1)]


def works(chosen: Calendar, day: date) -> bool:
    """Return whether a day is worked, from what the calendar is made of and nothing else."""
    shut = day.isoweekday() in chosen.weekend and day not in chosen.worked
    return not shut and all(one.day != day for one in chosen.closed)


def nth_working(chosen: Calendar, start: date, n: int, step: timedelta) -> date:
    day = start
    while n:
        day += step
        n -= works(chosen, day)
    return day


@given(calendars(), days)
def test_each_day_is_worked_or_has_a_reason(chosen: Calendar, day: date) -> None:
    why = chosen.why_closed(day)
    assert chosen.is_working(day) is works(chosen, day) is (why is None)
    assert why is None or why.day == day


@given(calendars(), inside, counts)
def test_working_days_are_the_ones_met_on_a_walk(chosen: Calendar, start: date, n: int) -> None:
    due = chosen.add_working_days(start, n)
    assert due == nth_working(chosen, start, n, DAY)
    assert chosen.subtract_working_days(start, n) == nth_working(chosen, start, n, -DAY)
    assert chosen.working_days_between(start, due) == n
    assert [one.day for one in chosen.closed_between(start, due)] == [
        day for day in walk(start, due) if not works(chosen, day)
    ]


@given(calendars(), inside)
def test_the_nearest_working_day_is_the_one_met_on_a_walk(chosen: Calendar, day: date) -> None:
    assert chosen.next_working(day) == nth_working(chosen, day - DAY, 1, DAY)
    assert chosen.previous_working(day) == nth_working(chosen, day + DAY, 1, -DAY)


@given(calendars(), inside, counts)
def test_subtracting_what_was_added_gives_the_start_back(chosen: Calendar, start: date, n: int) -> None:
    working = chosen.next_working(start)
    assert chosen.subtract_working_days(chosen.add_working_days(working, n), n) == working
    assert chosen.add_working_days(chosen.subtract_working_days(working, n), n) == working


@given(calendars())
def test_any_calendar_survives_being_stored(chosen: Calendar) -> None:
    back = Calendar.from_plain(chosen.to_plain())
    assert back == chosen
    assert back.closed == chosen.closed
    assert (back.weekend, back.worked, back.horizon) == (chosen.weekend, chosen.worked, chosen.horizon)


@given(terms, calendars(), inside, st.booleans())
def test_the_derivation_and_the_answer_are_one(term: Term, chosen: Calendar, start: date, move_end: bool) -> None:  # noqa: FBT001 - given
    found = reckon(term, start, chosen, move_end=move_end)
    assert found.due == add(term, start, chosen, move_end=move_end)
    assert (found.anchor, found.term) == (start, term)
    assert (found.calendar, found.calendar_version) == (chosen.name, chosen.version)
    assert start < found.raw <= found.due
    assert found.moved is (found.raw != found.due)
    for skipped in found.skipped:
        assert start < skipped.day < found.due
        assert chosen.why_closed(skipped.day) == skipped
    if term.unit is Unit.WORKING_DAYS:
        assert len(found.skipped) == (found.due - start).days - term.number
    else:
        assert len(found.skipped) == (found.due - found.raw).days
    if move_end or term.unit is Unit.WORKING_DAYS:
        assert works(chosen, found.due)
        assert found.provisional is chosen.is_provisional(found.due)
    else:
        assert not found.moved
        assert not found.provisional


@given(terms, calendars(), inside, st.integers(0, 40), st.booleans())
def test_a_later_start_never_ends_earlier(
    term: Term,
    chosen: Calendar,
    start: date,
    later: int,
    move_end: bool,  # noqa: FBT001 - given
) -> None:
    ends = [add(term, day, chosen, move_end=move_end) for day in (start, start + DAY * later)]
    assert ends == sorted(ends)


@given(counts, counts, st.sampled_from(list(Unit)[:5]), anywhere)
def test_a_longer_term_never_ends_earlier(one: int, other: int, unit: Unit, start: date) -> None:
    assume(unit is not Unit.YEARS or max(one, other) <= 9)
    ends = [add(Term(number, unit), start, ATW, move_end=True) for number in sorted((one, other))]
    assert ends == sorted(ends)


@given(terms, anywhere, st.integers(-10, 200), st.booleans())
def test_a_closed_day_moves_only_what_it_must(
    term: Term,
    start: date,
    distance: int,
    move_end: bool,  # noqa: FBT001 - given
) -> None:
    extra = closed(start + DAY * distance)
    before = reckon(term, start, ATW, move_end=move_end)
    after = reckon(term, start, ATW.with_closed([extra]), move_end=move_end)
    counted = start if term.unit is Unit.WORKING_DAYS else before.due - DAY
    touched = counted < extra.day <= before.due and ATW.is_working(extra.day)
    if touched and (move_end or term.unit is Unit.WORKING_DAYS):
        assert after.due == ATW.add_working_days(before.due, 1)
        assert extra in after.skipped
    else:
        assert after.due == before.due


@given(st.integers(1, 600), anywhere)
def test_months_keep_the_day_number_or_end_with_the_month(number: int, start: date) -> None:
    assume(start.year + number / 12 < 9999)
    end = add(Term(number, Unit.MONTHS), start, ATW, move_end=False)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == number
    assert end.day == start.day or (end.day < start.day and (end + DAY).day == 1)


@given(st.integers(1, 50), anywhere)
def test_a_year_is_twelve_months_and_a_week_is_seven_days(number: int, start: date) -> None:
    for one, other in (
        (Term(number, Unit.YEARS), Term(12 * number, Unit.MONTHS)),
        (Term(number, Unit.WEEKS), Term(7 * number, Unit.DAYS)),
    ):
        assert add(one, start, ATW, move_end=False) == add(other, start, ATW, move_end=False)
        assert subtract(one, start, ATW) == subtract(other, start, ATW)


@given(st.integers(1, 18_300), st.integers(1, 600), st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_counting_back_is_never_moved(days_back: int, months_back: int, end: date) -> None:
    assert subtract(Term(days_back, Unit.DAYS), end, ATW) == end - DAY * days_back
    start = subtract(Term(months_back, Unit.MONTHS), end, ATW)
    assert add(Term(months_back, Unit.MONTHS), start, ATW, move_end=False) <= end
    assert add(Term(months_back, Unit.MONTHS), start + DAY, ATW, move_end=False) >= end


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_ends_where_the_next_one_begins(day: date) -> None:
    midnight = end_of_day(day)
    assert day_of(midnight) == day + DAY
    assert day_of(midnight - timedelta(microseconds=1)) == day


@given(moments, st.integers(1, 8784))
def test_an_hour_is_an_hour_in_every_zone(moment: datetime, hours: int) -> None:
    later = add_hours(Term(hours, Unit.HOURS), moment)
    assert later - moment.astimezone(UTC) == timedelta(hours=hours)
    assert day_of(moment) == day_of(moment.astimezone(UTC))
