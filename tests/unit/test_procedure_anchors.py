"""When a deadline is due: what its term counts from, what a party may name, and which rule decides."""

from __future__ import annotations

import pytest

from escalator.model.states import AnchorKind, DueRule
from tests.ladders import (
    Case,
    Part,
    named,
    planned,
    within,
)


def due_after_letter(*due: DueRule, on_day: str = "2026-03-02", **data: str) -> str:
    case = Case(planned(*due))
    case.record("letter", on_day, **data)
    return case.due("plan")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("1 working day", "2026-03-03"),
        ("5 working days", "2026-03-09"),
        ("2 days", "2026-03-04"),
        ("5 days", "2026-03-09"),  # Saturday 7 March moves to Monday
        ("2 weeks", "2026-03-16"),
        ("1 month", "2026-04-02"),
        ("1 year", "2027-03-02"),
    ],
)
def test_a_term_counts_from_the_day_the_state_is_entered(term: str, expected: str) -> None:
    assert due_after_letter(within(term)) == expected


def test_an_end_in_the_weekend_stays_where_the_rule_says_so() -> None:
    assert due_after_letter(within("5 days", move_end=False)) == "2026-03-07"


def test_a_term_counts_from_the_latest_fact_of_an_event() -> None:
    case = Case(planned(within("10 days", AnchorKind.EVENT, "meeting")))
    case.record("meeting", "2026-03-02")
    case.record("meeting", "2026-03-03")
    case.record("letter", "2026-03-10")
    assert case.due("plan") == "2026-03-13"


def test_a_term_may_count_from_the_event_that_enters_the_state() -> None:
    assert due_after_letter(within("10 days", AnchorKind.EVENT, "letter")) == "2026-03-12"


def test_a_term_from_an_event_that_has_not_happened_opens_no_deadline() -> None:
    case = Case(planned(within("10 days", AnchorKind.EVENT, "meeting")))
    case.record("letter", "2026-03-02")
    standing = case.stand("2026-03-02")
    assert (standing.deadlines, standing.missing) == ((), ("plan",))


def test_an_event_from_before_the_case_last_began_anew_does_not_count() -> None:
    case = Case(planned(within("10 days", AnchorKind.EVENT, "meeting"), named("plan_by")))
    case.record("meeting", "2026-03-02", plan_by="2026-04-01")
    case.record("letter", "2026-03-03")
    case.record("withdrawn", "2026-03-04")
    case.record("letter", "2026-03-05")
    assert case.stand("2026-03-05").missing == ("plan",)


def test_a_term_counts_from_the_day_of_receipt() -> None:
    case = Case(planned(within("10 days", AnchorKind.RECEIPT, "letter")))
    case.record("letter", "2026-03-02", received="2026-03-03")
    assert case.due("plan") == "2026-03-13"


def test_where_no_receipt_was_recorded_the_day_of_the_fact_counts() -> None:
    assert due_after_letter(within("10 days", AnchorKind.RECEIPT, "letter")) == "2026-03-12"


def test_a_receipt_known_earlier_counts_later() -> None:
    case = Case(planned(within("10 days", AnchorKind.RECEIPT, "meeting")))
    case.record("meeting", "2026-03-02", received="2026-03-06")
    case.record("letter", "2026-03-09")
    assert case.due("plan") == "2026-03-16"


def test_without_receipt_and_without_fact_there_is_no_deadline() -> None:
    case = Case(planned(within("10 days", AnchorKind.RECEIPT, "meeting")))
    case.record("letter", "2026-03-09")
    assert case.stand("2026-03-09").missing == ("plan",)


def test_a_term_counts_from_a_day_that_was_named() -> None:
    rule = within("10 days", AnchorKind.DAY, "cure_by")
    assert due_after_letter(rule, cure_by="2026-03-20") == "2026-03-30"


def test_a_term_from_a_day_that_nobody_named_opens_no_deadline() -> None:
    case = Case(planned(within("10 days", AnchorKind.DAY, "cure_by")))
    case.record("letter", "2026-03-02", plan_by="2026-03-20")
    assert case.stand("2026-03-02").missing == ("plan",)


def test_a_term_counts_from_the_due_day_of_another_deadline() -> None:
    case = Case(planned(within("10 days", AnchorKind.DEADLINE, "answered")))
    case.record("answer", "2026-03-02")
    case.record("letter", "2026-03-03")
    assert (case.due("answered"), case.due("plan")) == ("2026-03-05", "2026-03-16")


def test_a_term_counts_from_the_latest_such_deadline() -> None:
    case = Case(planned(within("10 days", AnchorKind.DEADLINE, "answered")))
    for answered, letter in (("2026-03-02", "2026-03-03"), ("2026-03-10", "2026-03-11")):
        case.record("answer", answered)
        case.record("letter", letter)
        case.record("withdrawn", letter)
    assert (case.due("answered#2"), case.due("plan#2")) == ("2026-03-13", "2026-03-23")


def test_a_term_from_a_deadline_that_was_never_opened_opens_none() -> None:
    case = Case(planned(within("10 days", AnchorKind.DEADLINE, "answered")))
    case.record("letter", "2026-03-03")
    assert case.stand("2026-03-03").missing == ("plan",)


def test_a_named_day_is_taken_as_it_is() -> None:
    assert due_after_letter(named("plan_by"), plan_by="2026-03-07") == "2026-03-07"


def test_a_day_named_by_any_earlier_event_counts_and_the_latest_of_them() -> None:
    case = Case(planned(named("plan_by")))
    case.record("meeting", "2026-03-02", plan_by="2026-03-20")
    case.record("meeting", "2026-03-03", plan_by="2026-03-21")
    case.record("letter", "2026-03-04")
    assert case.due("plan") == "2026-03-21"


def test_the_event_that_enters_the_state_names_the_latest_day() -> None:
    case = Case(planned(named("plan_by")))
    case.record("meeting", "2026-03-02", plan_by="2026-03-20")
    case.record("letter", "2026-03-04", plan_by="2026-03-18")
    assert case.due("plan") == "2026-03-18"


def test_a_day_named_later_neither_moves_nor_opens_a_deadline() -> None:
    case = Case(planned(named("plan_by")))
    case.record("letter", "2026-03-02")
    case.record("noted", "2026-03-03", plan_by="2026-03-20")
    assert case.stand("2026-03-03").deadlines == ()
    case.record("letter", "2026-03-04")
    case.record("noted", "2026-03-05", plan_by="2026-03-25")
    assert case.due("plan") == "2026-03-20"


def test_the_first_rule_that_yields_a_day_counts() -> None:
    rules = (named("plan_by"), within("2 weeks"))
    assert due_after_letter(*rules, plan_by="2026-03-05") == "2026-03-05"
    assert due_after_letter(*rules) == "2026-03-16"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ((named("plan_by", when="entered('plan') == 0"), within("2 weeks")), "2026-03-20"),
        ((named("plan_by", when="entered('plan') > 0"), within("2 weeks")), "2026-03-16"),
        ((within("1 week", when="count(letter) == 2"), within("2 weeks", when="count(letter) == 1")), "2026-03-16"),
        ((within("1 week", when="role == 'manager'"),), "2026-03-09"),
        ((within("1 week", when="received == on"), within("2 weeks")), "2026-03-16"),
    ],
)
def test_a_way_to_a_due_day_is_passed_over_where_its_condition_does_not_hold(
    rules: tuple[DueRule, ...], expected: str
) -> None:
    assert due_after_letter(*rules, plan_by="2026-03-20") == expected


def test_a_bound_that_ends_in_the_weekend_is_compared_where_it_moves_to() -> None:
    case = Case(planned(within("2 weeks", at_most="12 days")))
    case.record("letter", "2026-03-02")
    found = case.stand("2026-03-02").deadline("plan")
    assert found is not None
    assert (str(found.due), found.derivation.bound) == ("2026-03-16", None)


def test_a_bound_stays_in_the_weekend_where_the_rule_says_so() -> None:
    assert due_after_letter(within("10 days", at_least="12 days", move_end=False)) == "2026-03-14"


def test_where_no_condition_holds_there_is_no_deadline() -> None:
    case = Case(planned(within("1 week", when="overdue")))
    case.record("letter", "2026-03-02")
    assert case.stand("2026-03-02").missing == ("plan",)


SINCE = (named("plan_by", since="cure_by"), within("2 weeks"))


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ([{"plan_by": "2026-03-20"}], "2026-03-20"),
        ([{"plan_by": "2026-03-20", "cure_by": "2026-04-01"}], "2026-03-20"),
        ([{"cure_by": "2026-04-01"}, {"plan_by": "2026-03-20"}], "2026-03-20"),
        ([{"plan_by": "2026-03-20"}, {"cure_by": "2026-04-01"}], "2026-03-18"),
        ([{"plan_by": "2026-03-20"}, {"cure_by": "2026-04-01"}, {"plan_by": "2026-03-21"}], "2026-03-21"),
        ([{"cure_by": "2026-04-01"}], "2026-03-18"),
        ([{}, {"plan_by": "2026-03-20"}, {"cure_by": "2026-04-01"}], "2026-03-18"),
    ],
)
def test_a_named_day_counts_only_since_another_was_named(meetings: list[dict[str, str]], expected: str) -> None:
    case = Case(planned(*SINCE))
    for data in meetings:
        case.record("meeting", "2026-03-02", **data)
    case.record("letter", "2026-03-04")
    assert case.due("plan") == expected


def test_a_day_named_together_with_the_other_counts_on_entry_too() -> None:
    assert due_after_letter(*SINCE, plan_by="2026-03-20", cure_by="2026-04-01") == "2026-03-20"


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"at_least": "2 weeks"}, "2026-03-16"),
        ({"at_least": "10 working days"}, "2026-03-16"),
        ({"at_least": "1 week"}, "2026-03-12"),
        ({"at_most": "1 week"}, "2026-03-09"),
        ({"at_most": "2 weeks"}, "2026-03-12"),
        ({"at_least": "1 week", "at_most": "2 weeks"}, "2026-03-12"),
        ({"at_least": "12 days"}, "2026-03-16"),  # the minimum ends on a Saturday, and moves on
        ({"at_least": "2 weeks", "at_most": "1 week"}, "2026-03-09"),  # where they clash the maximum decides
    ],
)
def test_a_computed_day_keeps_to_its_minimum_and_maximum(bounds: dict[str, Part], expected: str) -> None:
    assert due_after_letter(within("10 days", **bounds)) == expected
