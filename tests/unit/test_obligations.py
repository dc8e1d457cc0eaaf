"""Duties that recur and duties performed once: when they fall due. Duties as the contracts state them."""

from datetime import date
from typing import Any

import pytest

from escalator.model.occurrence import Agreed, Contract
from escalator.model.rhythm import Due, DueKind
from escalator.model.text import Text
from tests.owing import START, days, duty, owed


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        ({"every": "quarter", "within": "30 days"}, ("2026-Q3", "2026-10-30"), ("2026-Q4", "2027-02-01")),
        (
            {"every": "quarter", "within": "30 days", "move_end": False},
            ("2026-Q3", "2026-10-30"),
            ("2026-Q4", "2027-01-30"),
        ),
        ({"every": "quarter", "within": "10 working days"}, ("2026-Q3", "2026-10-14"), ("2026-Q4", "2027-01-15")),
        ({"every": "year", "by": "1 April"}, ("2026", "2027-04-01"), ("2027", "2028-04-01")),
        ({"every": "year", "by": "31 december"}, ("2026", "2027-12-31"), ("2027", "2028-12-31")),
        ({"every": "year", "in_month": "february"}, ("2026", "2027-02-28"), ("2027", "2028-02-29")),
        ({"every": "half_year", "in_week": 2}, ("2026-H2", "2027-01-14"), ("2027-H1", "2027-07-14")),
        ({"every": "month", "by_day": 15}, ("2026-07", "2026-08-15"), ("2026-08", "2026-09-15")),
        ({"every": "quarter", "at_end_of": "next_month"}, ("2026-Q3", "2026-10-31"), ("2026-Q4", "2027-01-31")),
        ({"every": "quarter", "at_end_of": "period"}, ("2026-Q3", "2026-09-30"), ("2026-Q4", "2026-12-31")),
        ({"every": "quarter", "at_end_of": "next_week"}, ("2026-Q3", "2026-10-04"), ("2026-Q4", "2027-01-03")),
        ({"every": "year", "at_end_of": "next_quarter"}, ("2026", "2027-03-31"), ("2027", "2028-03-31")),
        ({"every": "year", "at_end_of": "next_half_year"}, ("2026", "2027-06-30"), ("2027", "2028-06-30")),
        ({"every": "month", "at_end_of": "next_year"}, ("2026-07", "2026-12-31"), ("2026-08", "2026-12-31")),
        ({"every": "year", "at": "start"}, ("2026", "2026-07-01"), ("2027", "2027-01-01")),
        ({"every": "year", "at": "end"}, ("2026", "2026-12-31"), ("2027", "2027-12-31")),
        ({"every": "year", "ahead": "4 weeks"}, ("2027", "2026-12-04"), ("2028", "2027-12-04")),
        ({"every": "year", "ahead": "1 month", "counted_from": "end"}, ("2026", "2026-11-30"), ("2027", "2027-11-30")),
        (
            {"every": "year", "within": "30 days", "counted_from": "start"},
            ("2026", "2026-07-31"),
            ("2027", "2027-02-01"),
        ),
        (
            {"every": "year", "by": "1 December", "counted_from": "start"},
            ("2026", "2026-12-01"),
            ("2027", "2027-12-01"),
        ),
        (
            {"every": "year", "in_month": "july", "counted_from": "start"},
            ("2026", "2026-07-31"),
            ("2027", "2027-07-31"),
        ),
        ({"every": "year", "by_day": 1, "counted_from": "start"}, ("2026", "2026-07-01"), ("2027", "2027-01-01")),
        ({"every": "two_years", "at_end_of": "period"}, ("2026-2027", "2027-12-31"), ("", "")),
        (
            {"every": "first_contract_year_then_every_two", "at_end_of": "period"},
            ("CY1", "2027-06-30"),
            ("CY2-CY3", "2029-06-30"),
        ),
        ({"every": "two_contract_years", "at_end_of": "period"}, ("CY1-CY2", "2028-06-30"), ("", "")),
        ({"every": "contract_year", "at_end_of": "period"}, ("CY1", "2027-06-30"), ("CY2", "2028-06-30")),
        (
            {"every": "6 weeks", "at_end_of": "period"},
            ("2026-07-01..2026-08-11", "2026-08-11"),
            ("2026-08-12..2026-09-22", "2026-09-22"),
        ),
        (
            {"every": "10 days", "at_end_of": "period"},
            ("2026-07-01..2026-07-10", "2026-07-10"),
            ("2026-07-11..2026-07-20", "2026-07-20"),
        ),
        (
            {"every": "1 year", "at_end_of": "period"},
            ("2026-07-01..2027-06-30", "2027-06-30"),
            ("2027-07-01..2028-06-30", "2028-06-30"),
        ),
    ],
)
def test_a_recurring_duty(rule: dict[str, Any], first: tuple[str, str], second: tuple[str, str]) -> None:
    found = [*days(duty(recurring=rule), until=date(2029, 6, 30)), ("", "")]
    assert (found[0], found[1] if second[0] else second) == (first, second)


def test_months_counted_from_the_31st_do_not_stick_to_a_short_month() -> None:
    contract = Contract(start=date(2027, 1, 31))
    found = owed(duty(recurring={"every": "1 month", "at": "start"}), contract, date(2027, 1, 1), date(2027, 5, 1))
    assert [str(each.due) for each in found] == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_a_named_month_after_a_period_that_ends_in_it_is_that_same_month() -> None:
    contract = Contract(start=date(2026, 2, 11))
    found = days(duty(recurring={"every": "contract_year", "in_month": "february"}), contract, until=date(2027, 12, 1))
    assert found == [("CY1", "2027-02-28")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"every": "contract_year", "by": "1 April"}, [("CY1", "2028-04-01"), ("CY2", "2029-04-01")]),
        ({"every": "half_year", "by": "30 June"}, [("2026-H2", "2027-06-30"), ("2027-H1", "2028-06-30")]),
        ({"every": "half_year", "in_month": "july"}, [("2026-H2", "2027-07-31"), ("2027-H1", "2027-07-31")]),
    ],
)
def test_a_day_of_the_year_that_is_past_by_then_is_that_of_the_next_year(
    rule: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert days(duty(recurring=rule), until=date(2029, 6, 30))[:2] == expected


def test_a_moved_end_is_accounted_for() -> None:
    second = owed(duty(recurring={"every": "quarter", "within": "30 days"}))[1]
    assert second.reckoning is not None
    assert (second.reckoning.anchor, second.reckoning.raw, second.due) == (
        date(2026, 12, 31),
        date(2027, 1, 30),
        date(2027, 2, 1),
    )
    assert [closed.day for closed in second.reckoning.skipped] == [date(2027, 1, 30), date(2027, 1, 31)]
    assert second.id == "report:2026-Q4"
    assert second.counted_from == date(2026, 12, 31)
    assert second.why == Text("binnen 30 dagen na het einde van 2026-Q4", "within 30 days after the end of 2026-Q4")


def test_a_term_that_ends_on_new_years_day_moves_and_a_fixed_day_does_not() -> None:
    moved = duty(recurring={"every": "quarter", "within": "93 days"})
    assert days(moved)[0] == ("2026-Q3", "2027-01-04")
    fixed = duty(recurring={"every": "year", "by": "1 January"})
    assert days(fixed)[0] == ("2026", "2027-01-01")


def test_beyond_the_horizon_a_moving_end_is_provisional_and_a_fixed_day_is_not() -> None:
    for rule, unsure in (({"within": "1 month"}, True), ({"by": "1 April"}, False)):
        found = owed(duty(recurring={"every": "year", **rule}), start=date(2041, 1, 1), until=date(2041, 6, 30))
        assert [each.provisional for each in found] == [unsure]
    counted_back = {"every": "year", "counted_from": "end"}
    for ahead, unsure in (("10 working days", True), ("2 weeks", False)):
        found = owed(duty(recurring={**counted_back, "ahead": ahead}), start=date(2041, 7, 1), until=date(2041, 12, 31))
        assert [each.provisional for each in found] == [unsure]


def test_at_least_twice_a_year_is_two_occurrences() -> None:
    found = owed(duty(recurring={"every": "year", "at_least": 2, "at_end_of": "period"}), until=date(2026, 12, 31))
    assert [each.id for each in found] == ["report:2026", "report:2026#2"]


def test_a_first_period_cut_short_may_be_left_out() -> None:
    contract = Contract(start=date(2026, 8, 15))
    rule = {"every": "quarter", "at_end_of": "period"}
    assert days(duty(recurring=rule), contract)[0] == ("2026-Q3", "2026-09-30")
    assert days(duty(recurring={**rule, "first_period": "whole_only"}), contract)[0] == ("2026-Q4", "2026-12-31")
    whole = {**rule, "first_period": "whole_only"}
    assert days(duty(recurring=whole))[0] == ("2026-Q3", "2026-09-30")


def test_nothing_is_owed_over_periods_that_are_left_out() -> None:
    rule = {"every": "half_year", "at_end_of": "period"}
    assert days(duty(recurring={**rule, "starting": "2027-01-01"}))[0][0] == "2027-H1"
    assert days(duty(recurring={**rule, "from_contract_year": 2}))[0][0] == "2027-H2"
    omitted = duty(recurring={**rule, "except": ["2027-H1", "CY2"]})
    assert [name for name, _ in days(omitted, until=date(2029, 12, 31))] == ["2026-H2", "2028-H2", "2029-H1", "2029-H2"]


def test_nothing_is_owed_over_periods_after_the_contract() -> None:
    contract = Contract(start=START, end=date(2027, 6, 30))
    assert [name for name, _ in days(duty(recurring={"every": "quarter", "within": "30 days"}), contract)] == [
        "2026-Q3",
        "2026-Q4",
        "2027-Q1",
        "2027-Q2",
    ]


def test_a_recurring_duty_without_a_day_belongs_to_the_end_of_its_period() -> None:
    found = owed(duty(recurring={"every": "year", "no_day": "in_time"}), until=date(2027, 12, 31))
    assert [(each.due, each.counted_from) for each in found] == [(None, date(2026, 12, 31)), (None, date(2027, 12, 31))]
    assert found[0].why == Text("tijdig", "in good time")


def test_a_rhythm_still_to_be_agreed_is_listed_until_it_is() -> None:
    survey = duty("survey", recurring={"every": "to_be_agreed", "no_day": "to_be_agreed"})
    assert [(each.id, each.due, each.why.en) for each in owed(survey)] == [
        ("survey", None, "rhythm still to be agreed")
    ]
    yearly = duty(recurring={"every": "year", "by": "1 March"})
    assert yearly.due is not None
    agreed = Contract(start=START, agreed={"survey": Agreed(due=yearly.due, recurrence=yearly.recurrence)})
    assert days(survey, agreed)[0] == ("2026", "2027-03-01")


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ({"on": "2027-07-01"}, "2027-07-01"),
        ({"at": "start"}, "2026-07-01"),
        ({"at": "end"}, "2028-06-30"),
        ({"within": "3 months"}, "2026-10-01"),
        ({"within": "1 month", "counted_from": "end"}, "2028-07-31"),
        ({"ahead": "6 months"}, "2027-12-30"),
        ({"ahead": "1 month", "counted_from": "start"}, "2026-06-01"),
        ({"no_day": "not_stated"}, "None"),
    ],
)
def test_a_duty_that_is_performed_once(rule: dict[str, Any], due: str) -> None:
    contract = Contract(start=START, end=date(2028, 6, 30))
    found = owed(duty("baseline", once=rule), contract, start=date(2026, 1, 1))
    assert [(each.id, str(each.due)) for each in found] == [("baseline", due)]


def test_a_day_before_an_end_that_is_not_known_is_not_known() -> None:
    for rule in ({"ahead": "6 months"}, {"at": "end"}, {"within": "1 month", "counted_from": "end"}):
        assert [each.due for each in owed(duty(once=rule))] == [None]
    assert owed(duty(once={"ahead": "6 months"}))[0].why.en == "6 months before the end of the contract"


def test_what_was_agreed_on_a_single_duty_replaces_its_day() -> None:
    growth = duty("growth_path", once={"no_day": "not_stated"})
    agreed = Agreed(due=Due(kind=DueKind.ON, on=date(2026, 9, 1)))
    found = owed(growth, Contract(start=START, agreed={"growth_path": agreed}))
    assert [(each.due, each.why.nl) for each in found] == [(date(2026, 9, 1), "op 2026-09-01")]
