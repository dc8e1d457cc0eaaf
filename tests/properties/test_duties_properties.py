"""Occurrences are in order and unique, asking for more days changes none, and no due day precedes its rule."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from escalator.ladders.schema.obligations import ObligationSpec
from escalator.model.calendar import Calendar
from escalator.model.duties import occurrences
from escalator.model.obligations import Obligation, Of
from escalator.model.occurrence import Contract, Happened, Happening, Occurrence, Stay

WEEKDAYS = Calendar(name="weekdays", library="", first=date(2019, 1, 1), last=date(2060, 12, 31))
STARTS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
EVERY = st.sampled_from(
    [
        "week",
        "month",
        "quarter",
        "four_months",
        "half_year",
        "year",
        "two_years",
        "contract_year",
        "two_contract_years",
        "first_contract_year_then_every_two",
        "6 weeks",
        "5 months",
        "20 days",
    ]
)
DUES: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.builds(
        lambda term, side: {"within": term, "counted_from": side},
        st.sampled_from(["30 days", "10 working days", "1 month", "2 weeks"]),
        st.sampled_from(["start", "end"]),
    ),
    st.builds(
        lambda key, side: {**key, "counted_from": side},
        st.sampled_from([{"by": "1 April"}, {"in_month": "february"}, {"in_week": 2}, {"by_day": 15}]),
        st.sampled_from(["start", "end"]),
    ),
    st.sampled_from(["period", "next_week", "next_month", "next_quarter", "next_year"]).map(
        lambda end: {"at_end_of": end}
    ),
    st.sampled_from([{"at": "start"}, {"at": "end"}, {"ahead": "4 weeks"}, {"no_day": "in_time"}]),
)
DUTY: dict[str, Any] = {"label": {"nl": "x", "en": "x"}, "owed_by": "client"}


def recurring(every: str, due: dict[str, object], **keys: object) -> Obligation:
    rule = {"every": every, **due, **keys}
    return ObligationSpec.model_validate({**DUTY, "recurring": rule}).to_model("report")


def check(found: tuple[Occurrence, ...], start: date, until: date) -> None:
    assert list(found) == sorted(found, key=lambda each: (each.day, each.id))
    assert len({each.id for each in found}) == len(found)
    assert all(start <= each.day <= until for each in found)


@settings(max_examples=60)
@given(EVERY, DUES, STARTS, st.integers(0, 900), st.integers(0, 900))
def test_a_wider_window_adds_occurrences_and_changes_none(
    every: str, due: dict[str, object], start: date, first: int, more: int
) -> None:
    duty, contract = recurring(every, due, at_least=2), Contract(start=start)
    from_day = start - timedelta(days=60) + timedelta(days=first)
    until = from_day + timedelta(days=400)
    found = occurrences(duty, from_day, until, contract, WEEKDAYS)
    wider = occurrences(duty, from_day - timedelta(days=more), until + timedelta(days=more), contract, WEEKDAYS)
    check(found, from_day, until)
    check(wider, from_day - timedelta(days=more), until + timedelta(days=more))
    assert found == tuple(each for each in wider if from_day <= each.day <= until)


@settings(max_examples=60)
@given(EVERY, DUES, STARTS)
def test_each_period_is_owed_once_without_a_gap(every: str, due: dict[str, object], start: date) -> None:
    duty, contract = recurring(every, due), Contract(start=start)
    found = occurrences(duty, date(2020, 1, 1), date(2034, 12, 31), contract, WEEKDAYS)
    ends = [each.counted_from for each in found]
    assert ends == sorted(set(ends))
    assert ends[0] >= start
    assert max(later - one for one, later in pairwise(ends)) <= timedelta(days=2 * 366)


@settings(max_examples=60)
@given(EVERY, DUES, STARTS)
def test_what_counts_from_the_end_of_a_period_is_due_after_it(every: str, due: dict[str, object], start: date) -> None:
    duty = recurring(every, due)
    for each in occurrences(duty, start, start + timedelta(days=800), Contract(start=start), WEEKDAYS):
        if due.get("counted_from") == "end" and each.due is not None:
            assert each.due > each.counted_from


@settings(max_examples=60)
@given(STARTS, st.lists(st.tuples(st.integers(0, 700), st.sampled_from(["held", "other"])), max_size=8), st.data())
def test_each_event_makes_one_duty(start: date, events: list[tuple[int, str]], data: st.DataObject) -> None:
    happened = tuple(
        Happening(id=f"f{at}", name=name, on=start + timedelta(days=after)) for at, (after, name) in enumerate(events)
    )
    contract = Contract(start=start, happenings=happened)
    rule = {"event": "held", "within": data.draw(st.sampled_from(["10 working days", "1 month", "3 days"]))}
    duty = ObligationSpec.model_validate({**DUTY, "after": rule}).to_model("minutes")
    until = start + timedelta(days=900)
    found = occurrences(duty, start, until, contract, WEEKDAYS)
    check(found, start, until)
    assert {each.id for each in found} == {f"minutes:{each.id}" for each in happened if each.name == "held"}
    assert all(each.due is not None and each.due > each.counted_from for each in found)
    assert occurrences(duty, start, until, Contract(start=start, happenings=happened[::-1]), WEEKDAYS) == found


@settings(max_examples=60)
@given(STARTS, st.lists(st.integers(0, 700), max_size=10), st.integers(1, 3))
def test_no_period_has_more_requests_owed_than_its_cap(start: date, asked: list[int], most: int) -> None:
    happened = tuple(
        Happening(
            id=f"r{at}", name="overview", on=start + timedelta(days=after), of=Of.OBLIGATION, how=Happened.REQUESTED
        )
        for at, after in enumerate(asked)
    )
    rule = {"within": "1 week", "at_most": most, "every": "quarter"}
    duty = ObligationSpec.model_validate({**DUTY, "on_request": rule}).to_model("overview")
    found = occurrences(duty, start, start + timedelta(days=900), Contract(start=start, happenings=happened), WEEKDAYS)
    assert len(found) == len(asked)
    quarters = [(each.counted_from.year, (each.counted_from.month - 1) // 3) for each in found if not each.excused]
    assert all(quarters.count(each) <= most for each in quarters)
    excused = [(each.counted_from.year, (each.counted_from.month - 1) // 3) for each in found if each.excused]
    assert all(quarters.count(each) == most for each in excused)


@settings(max_examples=60)
@given(EVERY, STARTS, st.integers(0, 400), st.integers(0, 400))
def test_a_duty_is_owed_either_while_or_not_while_a_state_lasts(every: str, start: date, after: int, days: int) -> None:
    first = start + timedelta(days=after)
    stay = Stay(case="c1", state="step1.plan", first=first, last=first + timedelta(days=days))
    contract, until = Contract(start=start, stays=(stay,)), start + timedelta(days=900)
    rule = {"recurring": {"every": every, "at": "end"}}

    def owed(**keys: str) -> set[str]:
        duty = ObligationSpec.model_validate({**DUTY, **rule, **keys}).to_model("report")
        return {each.id for each in occurrences(duty, start, until, contract, WEEKDAYS)}

    always, inside, outside = owed(), owed(while_in="step1.plan"), owed(not_while_in="step1.plan")
    assert inside | outside == always
    assert not inside & outside
