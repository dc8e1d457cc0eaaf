"""Periods tile time, whatever the contract's start; their names are theirs alone."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from escalator.model.errors import InputError
from escalator.model.periods import PeriodKind, contract_year, contract_years, from_to, parse, period_of, periods

KINDS = st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.FROM_TO])
DAYS = st.dates(date(1970, 1, 1), date(2300, 1, 1))
ONE = timedelta(days=1)


@given(KINDS, DAYS, DAYS)
def test_every_day_lies_in_one_period_of_a_kind(kind: PeriodKind, day: date, start: date) -> None:
    assume(start <= day)
    period = period_of(kind, day, start)
    assert day in period
    assert period_of(kind, period.first, start) == period == period_of(kind, period.last, start)


@given(KINDS, DAYS, st.integers(1, 3))
def test_the_periods_of_a_contract_tile_time(kind: PeriodKind, start: date, count: int) -> None:
    found = list(islice(periods(kind, start, count=count), 12))
    assert found[0].first <= start <= found[0].last
    for one, two in pairwise(found):
        assert two.first == one.last + ONE
        assert one.next(start) == two
        assert two.previous(start) == one
    assert len({period.name for period in found}) == 12


@given(KINDS, DAYS, st.integers(1, 3), st.integers(0, 30))
def test_a_name_comes_back_as_the_same_period(kind: PeriodKind, start: date, count: int, skip: int) -> None:
    period = next(islice(periods(kind, start, count=count), skip, None))
    assert parse(period.name, start) == period
    assert parse(period.clipped(start).name, start) == period


@given(DAYS, DAYS)
def test_days_of_their_own_come_back(first: date, last: date) -> None:
    assume(first <= last)
    period = from_to(first, last)
    assert parse(period.name) == period
    assert first in period
    assert last + ONE not in period


@given(DAYS, st.integers(0, 40_000))
def test_the_contract_year_is_the_one_that_holds_the_day(start: date, after: int) -> None:
    day = start + timedelta(days=after)
    number = contract_year(day, start)
    assert day in contract_years(number, start)
    assert contract_years(1, start).first == start
    assert contract_years(1, start, count=number).last == contract_years(number, start).last


@given(st.text(st.sampled_from("0123456789-QTHWCY."), max_size=24))
def test_text_is_a_period_with_that_very_name_or_is_refused(text: str) -> None:
    try:
        period = parse(text, date(2026, 7, 1))
    except InputError:
        return
    assert period.name == text


@given(KINDS, DAYS, DAYS)
def test_a_clipped_period_keeps_its_name_and_its_end(kind: PeriodKind, start: date, day: date) -> None:
    period = period_of(kind, day, min(day, start))
    clipped = period.clipped(start)
    assert (clipped.name, clipped.last) == (period.name, period.last)
    assert clipped.first == (start if period.first < start <= period.last else period.first)


@pytest.mark.parametrize("kind", list(PeriodKind)[:-1])
def test_every_kind_is_tried(kind: PeriodKind) -> None:
    assert next(periods(kind, date(2026, 7, 1))).kind is kind
