"""Deadlines: how each explains itself, how they are numbered, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalator.model.standing import Derivation
from escalator.model.states import AnchorKind, DueRule
from escalator.model.terms import Term
from escalator.procedure.fold import Fold
from escalator.procedure.machine import Token, Turn
from tests.ladders import (
    DIRECTOR,
    MANAGER,
    WEEK,
    Case,
    adjustable,
    day,
    deadline,
    event,
    ladder,
    named,
    on,
    planned,
    state,
    with_closed,
    within,
)


def derived(case: Case, name: str = "plan") -> Derivation:
    found = case.stand("2026-12-31").deadline(name)
    assert found is not None
    return found.derivation


def test_the_bound_that_decided_is_kept_with_its_own_reckoning() -> None:
    case = Case(planned(within("10 days", at_least="2 weeks")))
    case.record("letter", "2026-03-02")
    derivation = derived(case)
    assert derivation.bound == Term.parse("2 weeks")
    assert derivation.reckoning is not None
    assert derivation.reckoning.term == Term.parse("2 weeks")


def test_a_bound_that_did_not_decide_is_not_kept() -> None:
    case = Case(planned(within("2 weeks", at_least="14 days", at_most="14 days")))
    case.record("letter", "2026-03-02")
    assert derived(case).bound is None


def test_a_counted_day_tells_the_fact_the_rule_and_the_days_skipped() -> None:
    case = Case(
        planned(named("plan_by"), within("5 working days", AnchorKind.EVENT, "meeting")), with_closed("2026-03-05")
    )
    meeting = case.record("meeting", "2026-03-02")
    case.record("letter", "2026-03-03")
    found = derived(case)
    assert (found.anchor, found.anchor_name, found.fact, found.rule) == ("event", "meeting", meeting, ("plan", 1))
    assert found.reckoning is not None
    assert [str(each.day) for each in found.reckoning.skipped] == ["2026-03-05", "2026-03-07", "2026-03-08"]
    assert found.named is None


def test_a_day_from_entry_tells_the_fact_that_entered() -> None:
    case = Case(planned(within("5 days")))
    letter = case.record("letter", "2026-03-03")
    assert (derived(case).anchor, derived(case).anchor_name, derived(case).fact) == ("entry", "", letter)


def test_a_named_day_tells_who_named_it() -> None:
    case = Case(planned(named("plan_by")))
    meeting = case.record("meeting", "2026-03-02", plan_by="2026-03-20")
    case.record("letter", "2026-03-03")
    found = derived(case)
    assert (found.anchor, found.anchor_name, found.fact, found.rule) == ("named", "plan_by", meeting, ("plan", 0))
    assert (found.named, found.reckoning) == (day("2026-03-20"), None)


def test_a_day_counted_from_a_named_day_or_a_receipt_tells_the_fact() -> None:
    for rule in (within("5 days", AnchorKind.DAY, "cure_by"), within("5 days", AnchorKind.RECEIPT, "meeting")):
        case = Case(planned(rule))
        meeting = case.record("meeting", "2026-03-02", cure_by="2026-03-20")
        case.record("letter", "2026-03-03")
        assert derived(case).fact == meeting


@pytest.mark.parametrize(
    "rule",
    [
        named("plan_by"),
        within("5 days", AnchorKind.DAY, "plan_by"),
        within("5 days", AnchorKind.EVENT, "letter"),
        within("5 days", AnchorKind.RECEIPT, "letter"),
    ],
)
def test_a_day_that_rests_on_the_fact_that_enters_tells_that_fact(rule: DueRule) -> None:
    case = Case(planned(rule))
    letter = case.record("letter", "2026-03-02", plan_by="2026-03-20")
    assert derived(case).fact == letter


def test_a_day_counted_from_a_deadline_rests_on_no_single_fact() -> None:
    case = Case(planned(within("10 days", AnchorKind.DEADLINE, "answered")))
    case.record("answer", "2026-03-02")
    case.record("letter", "2026-03-03")
    assert (derived(case).anchor, derived(case).anchor_name, derived(case).fact) == ("deadline", "answered", None)


def test_later_deadlines_of_a_state_are_numbered_and_an_entry_that_opened_none_does_not_count() -> None:
    case = Case(planned(named("plan_by")))
    case.record("letter", "2026-03-02")
    case.record("letter", "2026-03-03", plan_by="2026-03-20")
    case.record("letter", "2026-03-04")
    case.record("sent", "2026-03-05")
    case.record("letter", "2026-03-06")
    assert [each.id for each in case.stand("2026-03-06").deadlines] == ["plan", "plan#2", "plan#3"]


@pytest.mark.parametrize(
    ("event_name", "on_day", "as_of", "expected"),
    [
        (None, None, "2026-03-05", "open"),
        (None, None, "2026-03-06", "open"),
        (None, None, "2026-03-07", "overdue"),
        ("sent", "2026-03-06", "2026-03-06", "met"),
        ("sent", "2026-03-06", "2026-04-01", "met"),
        ("sent", "2026-03-07", "2026-03-07", "late"),
        ("letter", "2026-03-06", "2026-03-30", "lapsed"),
        ("letter", "2026-03-07", "2026-03-30", "overdue"),
        ("noted", "2026-03-05", "2026-03-05", "open"),
        ("noted", "2026-03-05", "2026-03-09", "overdue"),
    ],
)
def test_what_becomes_of_a_deadline(event_name: str | None, on_day: str | None, as_of: str, expected: str) -> None:
    case = Case(planned(named("plan_by"), within("1 year")))
    case.record("letter", "2026-03-02", plan_by="2026-03-06")
    if event_name and on_day:
        case.record(event_name, on_day)
    assert case.status("plan", as_of) == expected


def test_a_deadline_tells_when_it_was_met_and_when_it_was_left() -> None:
    case = Case(planned(within("2 weeks")))
    case.record("letter", "2026-03-02")
    case.record("letter", "2026-03-03")
    case.record("sent", "2026-03-04")
    first, second = case.stand("2026-03-04").deadlines
    assert (first.done_on, first.left_on) == (None, day("2026-03-03"))
    assert (second.done_on, second.left_on) == (day("2026-03-04"), None)


def test_an_event_that_it_waits_for_meets_it_also_where_the_case_stays() -> None:
    rule = deadline(within("2 weeks"), waits_for=["noted"], expiry=[])
    case = Case(
        ladder(
            [state("start", on("letter", "plan")), state("plan", on("noted"), on("letter", "plan"), deadline=rule)],
            [event("letter"), event("noted")],
        )
    )
    case.record("letter", "2026-03-02")
    case.record("noted", "2026-03-03")
    assert case.status("plan", "2026-12-31") == "met"
    case.record("noted", "2026-12-30")
    assert case.status("plan", "2026-12-31") == "met"
    case.record("letter", "2026-12-31")
    assert case.status("plan", "2026-12-31") == "met"


def test_a_deadline_tells_who_owes_it_what_it_waits_for_and_whether_something_follows() -> None:
    case = Case(planned(within("2 weeks")))
    case.record("letter", "2026-03-02")
    (found,) = case.stand("2026-03-02").deadlines
    assert (found.state, found.owed_by, found.waits_for) == ("plan", ("contractor",), ("sent",))
    assert (found.expires, found.due_at) == (False, None)


def test_a_deadline_that_nobody_in_particular_owes_is_owed_by_nobody() -> None:
    case = Case(planned(within("2 weeks"), owed_by=()))
    case.record("letter", "2026-03-02")
    assert [each.owed_by for each in case.stand("2026-03-02").deadlines] == [()]


def test_a_standing_tells_for_which_day_it_is() -> None:
    assert Case(planned(within("2 weeks"))).stand("2026-03-02").as_of == day("2026-03-02")


def test_a_day_beyond_the_calendars_horizon_is_provisional() -> None:
    known = replace(WEEK, horizon=day("2026-03-12"))
    for term, expected in (("1 week", False), ("10 days", False), ("11 days", True)):
        case = Case(planned(within(term)), known)
        case.record("letter", "2026-03-02")
        (found,) = case.stand("2026-03-02").deadlines
        assert found.provisional is expected


def test_a_named_day_is_never_provisional() -> None:
    case = Case(planned(named("plan_by")), replace(WEEK, horizon=day("2026-03-12")))
    case.record("letter", "2026-03-02", plan_by="2026-06-01")
    assert [each.provisional for each in case.stand("2026-03-02").deadlines] == [False]


def test_what_counts_from_a_provisional_day_is_provisional() -> None:
    rule = within("10 days", AnchorKind.DEADLINE, "answered", move_end=False)
    case = Case(planned(rule), replace(WEEK, horizon=day("2026-03-04")))
    case.record("answer", "2026-03-02")
    case.record("letter", "2026-03-03")
    assert [each.provisional for each in case.stand("2026-03-03").deadlines] == [True, True]


def test_a_term_in_working_days_skips_closed_days_of_ones_own() -> None:
    case = Case(planned(within("5 working days")), with_closed("2026-03-04"))
    case.record("letter", "2026-03-02")
    assert case.due("plan") == "2026-03-10"


def test_the_same_procedure_runs_in_another_calendar_without_being_compiled_again() -> None:
    case = Case(planned(within("5 working days")))
    other = Case(case.procedure.in_calendar(with_closed("2026-03-04")))
    assert other.procedure.compiled is case.procedure.compiled
    for each in (case, other):
        each.record("letter", "2026-03-02")
    assert (case.due("plan"), other.due("plan")) == ("2026-03-09", "2026-03-10")


def test_a_missing_term_is_told_until_the_state_is_left() -> None:
    case = Case(planned(named("plan_by")))
    case.record("letter", "2026-03-02")
    assert case.stand("2026-03-02").missing == ("plan",)
    case.record("sent", "2026-03-03")
    assert case.stand("2026-03-03").missing == ()


def test_what_time_an_initial_state_would_count_from_nobody_knows() -> None:
    case = Case(
        ladder(
            [state("start", on("letter", "done"), deadline=deadline(within("2 days"), adjustable=adjustable()))],
            [event("letter")],
        )
    )
    assert case.stand("2026-03-02").missing == ("start",)
    case.record("deadline_adjusted", "2026-03-02", MANAGER, deadline="start", due="2026-03-05", reason="agreed")
    assert case.due("start") == "2026-03-05"


def test_any_role_of_the_client_may_set_a_missing_term() -> None:
    case = Case(planned(named("plan_by")))
    case.record("letter", "2026-03-02")
    case.record("deadline_adjusted", "2026-03-03", DIRECTOR, deadline="plan", due="2026-03-09", reason="agreed")
    assert case.due("plan") == "2026-03-09"


def test_the_machine_leads_where_the_ladder_says() -> None:
    case = Case(planned(within("2 weeks")))
    case.record("letter", "2026-03-02")
    fold = Fold(case.procedure, case.scope, case.progress)
    for name, expected in (("sent", "check"), ("noted", "plan"), ("withdrawn", "start")):
        token = Token("plan")
        view = fold.view(day("2026-03-03"), case.procedure.ladder.events[name])
        assert case.procedure.compiled.machine.events[name].trigger(token, Turn(view))
        assert token.state == expected
