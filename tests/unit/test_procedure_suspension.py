"""Terms that stand still for a while: what was left of them runs on when they resume."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalator.model.errors import InputError
from escalator.model.ladder import Ladder
from escalator.model.states import DueRule
from tests.ladders import (
    WEEK,
    Case,
    Part,
    adjustable,
    day,
    deadline,
    event,
    expires,
    field,
    ladder,
    named,
    on,
    state,
    within,
)


def suspendable(*due: DueRule, **more: Part) -> Ladder:
    """Return a ladder whose plan is asked for with `letter`; `halt` stops its clock, `resume` starts it again."""
    rule = deadline(*due, waits_for=["sent"], suspended_by=["halt"], resumed_by=["resume"], **more)
    there = (on("sent", "check"), on("halt"), on("resume"), on("gone", "check"), on("pressed", None, "overdue"))
    return ladder(
        [
            state("start", on("letter", "plan"), on("resume")),
            state("plan", *there, deadline=rule),
            state("check", on("good", "done")),
        ],
        [event("letter", field("by")), *map(event, ("sent", "halt", "resume", "gone", "pressed", "good"))],
    )


def halted(due: DueRule, *facts: tuple[str, str], letter: str = "2026-03-02", **more: Part) -> Case:
    case = Case(suspendable(due, **more))
    case.record("letter", letter)
    for name, on_day in facts:
        case.record(name, on_day)
    return case


@pytest.mark.parametrize(
    ("term", "halt", "resume", "expected"),
    [
        # working days: due Monday 16 March; what is left is counted from the day of resuming
        ("10 working days", "2026-03-04", "2026-03-11", "2026-03-23"),
        ("10 working days", "2026-03-06", "2026-03-09", "2026-03-17"),
        ("10 working days", "2026-03-07", "2026-03-08", "2026-03-16"),  # a weekend stops nothing
        ("10 working days", "2026-03-02", "2026-03-02", "2026-03-16"),
        ("10 working days", "2026-03-16", "2026-04-01", "2026-04-01"),  # nothing was left but the day itself
        ("10 working days", "2026-03-13", "2026-04-04", "2026-04-06"),
        # calendar days: due Thursday 12 March, moved by as many days
        ("10 days", "2026-03-04", "2026-03-09", "2026-03-17"),
        ("10 days", "2026-03-04", "2026-03-06", "2026-03-16"),  # Saturday 14 March moves on
        ("10 days", "2026-03-12", "2026-03-13", "2026-03-13"),
        ("10 days", "2026-03-04", "2026-03-04", "2026-03-12"),
        ("1 month", "2026-03-04", "2026-03-05", "2026-04-03"),
    ],
)
def test_what_was_left_of_a_term_runs_on(term: str, halt: str, resume: str, expected: str) -> None:
    assert halted(within(term), ("halt", halt), ("resume", resume)).due("plan") == expected


def test_an_end_in_the_weekend_stays_where_the_rule_says_so() -> None:
    case = halted(within("10 days", move_end=False), ("halt", "2026-03-04"), ("resume", "2026-03-06"))
    assert case.due("plan") == "2026-03-14"


def test_a_named_day_moves_by_as_many_days_and_stays_where_it_falls() -> None:
    case = Case(suspendable(named("by")))
    case.record("letter", "2026-03-02", by="2026-03-12")
    case.record("halt", "2026-03-04")
    case.record("resume", "2026-03-06")
    assert case.due("plan") == "2026-03-14"


def test_a_term_may_be_suspended_more_than_once() -> None:
    facts = [("halt", "2026-03-03"), ("resume", "2026-03-05"), ("halt", "2026-03-09"), ("resume", "2026-03-10")]
    case = halted(within("10 working days"), *facts)
    assert case.due("plan") == "2026-03-19"
    found = case.stand("2026-03-31").deadline("plan")
    assert found is not None
    assert [(each.fact, each.before, each.due, each.reason) for each in found.derivation.adjusted] == [
        ("f3", day("2026-03-16"), day("2026-03-18"), "resumed"),
        ("f5", day("2026-03-18"), day("2026-03-19"), "resumed"),
    ]
    assert found.derivation.adjusted[0].on == day("2026-03-05")


def test_a_second_halt_while_halted_changes_nothing() -> None:
    case = halted(within("10 working days"), ("halt", "2026-03-04"), ("halt", "2026-03-06"), ("resume", "2026-03-11"))
    assert case.due("plan") == "2026-03-23"


def test_resuming_what_runs_changes_nothing() -> None:
    case = halted(within("10 working days"), ("resume", "2026-03-04"))
    assert case.due("plan") == "2026-03-16"
    found = case.stand("2026-03-04").deadline("plan")
    assert found is not None
    assert found.derivation.adjusted == ()


def test_resuming_in_a_state_without_a_deadline_changes_nothing() -> None:
    case = Case(suspendable(within("10 days")))
    case.record("resume", "2026-03-02")
    assert case.stand("2026-03-02").deadlines == ()


def test_halting_a_term_that_no_day_was_named_for_changes_nothing() -> None:
    case = halted(named("by"), ("halt", "2026-03-04"), ("resume", "2026-03-05"))
    assert case.stand("2026-03-05").deadlines == ()


def test_a_term_that_is_overdue_is_not_suspended() -> None:
    case = halted(within("1 week"), ("halt", "2026-03-10"), ("resume", "2026-03-20"))
    assert case.due("plan") == "2026-03-09"
    assert case.status("plan", "2026-03-12") == "overdue"


def test_a_term_may_still_be_suspended_on_its_last_day() -> None:
    assert halted(within("1 week"), ("halt", "2026-03-09")).status("plan", "2026-12-31") == "suspended"


def test_while_it_is_suspended_a_term_never_runs_out() -> None:
    case = halted(within("1 week"), ("halt", "2026-03-09"), expiry=[expires("check")])
    standing = case.stand("2026-12-31")
    assert (standing.state, standing.next_change) == ("plan", None)
    assert "pressed" not in standing.allowed
    assert case.refused("pressed", "2026-12-31").because == "not_allowed_in_state"


def test_a_resumed_term_runs_out_on_its_new_day() -> None:
    case = halted(within("1 week"), ("halt", "2026-03-09"), ("resume", "2026-03-20"), expiry=[expires("check")])
    assert case.stand("2026-03-20").next_change == day("2026-03-21")
    assert case.stand("2026-03-20").state == "plan"
    assert case.stand("2026-03-21").state == "check"


def test_delivery_while_the_clock_stands_still_is_in_time() -> None:
    case = halted(within("1 week"), ("halt", "2026-03-06"), ("sent", "2026-05-01"))
    assert case.status("plan", "2026-05-01") == "met"


def test_leaving_while_the_clock_stands_still_lets_the_term_lapse() -> None:
    case = halted(within("1 week"), ("halt", "2026-03-06"), ("gone", "2026-05-01"))
    assert case.status("plan", "2026-05-01") == "lapsed"


def test_an_adjusted_day_is_never_shortened_by_a_suspension() -> None:
    case = halted(within("10 working days"), adjustable=adjustable())
    case.record("deadline_adjusted", "2026-03-03", deadline="plan", due="2026-03-15", reason="a Sunday, as agreed")
    case.record("halt", "2026-03-13")
    case.record("resume", "2026-03-13")
    assert case.due("plan") == "2026-03-15"


def test_a_term_may_be_adjusted_while_it_is_suspended() -> None:
    case = halted(within("10 days"), ("halt", "2026-03-04"), adjustable=adjustable())
    case.record("deadline_adjusted", "2026-03-05", deadline="plan", due="2026-03-20", reason="agreed")
    assert case.status("plan", "2026-04-30") == "suspended"
    case.record("resume", "2026-03-06")
    assert case.due("plan") == "2026-03-23"  # 22 March is a Sunday


@pytest.mark.parametrize("term", ["5 days", "5 working days"])
def test_a_term_that_moves_beyond_the_horizon_becomes_provisional(term: str) -> None:
    case = Case(suspendable(within(term)), replace(WEEK, horizon=day("2026-03-12")))
    case.record("letter", "2026-03-02")
    assert [each.provisional for each in case.stand("2026-03-02").deadlines] == [False]
    case.record("halt", "2026-03-04")
    case.record("resume", "2026-03-20")
    assert [each.provisional for each in case.stand("2026-03-20").deadlines] == [True]


def test_a_named_day_that_moves_beyond_the_horizon_stays_certain() -> None:
    case = Case(suspendable(named("by")), replace(WEEK, horizon=day("2026-03-12")))
    case.record("letter", "2026-03-02", by="2026-03-12")
    case.record("halt", "2026-03-04")
    case.record("resume", "2026-03-20")
    assert [each.provisional for each in case.stand("2026-03-20").deadlines] == [False]


HOURS = [
    # stopped at, resumed at, and the last moment of a term of ten hours from 10:00 on the first day
    ("2026-03-02T12:00+01:00", "2026-03-02T13:30+01:00", "2026-03-02T20:30+00:00"),
    ("2026-03-02T12:00+01:00", "2026-03-04T12:00+01:00", "2026-03-04T19:00+00:00"),
    ("2026-03-02T12:00+01:00", "2026-03-02T12:00+01:00", "2026-03-02T19:00+00:00"),
]


@pytest.mark.parametrize(("stopped", "resumed", "expected"), HOURS)
def test_hours_stand_still_between_the_recorded_moments(stopped: str, resumed: str, expected: str) -> None:
    case = Case(suspendable(within("10 hours")))
    case.record("letter", "2026-03-02", at="2026-03-02T10:00+01:00")
    case.record("halt", stopped[:10], at=stopped)
    case.record("resume", resumed[:10], at=resumed)
    found = case.stand(resumed[:10]).deadline("plan")
    assert found is not None
    assert found.due_at is not None
    assert found.due_at.isoformat(timespec="minutes") == expected
    assert found.due == day(expected[:10])


@pytest.mark.parametrize(
    ("halt", "resume", "expected"),
    [
        ("2026-03-02", "2026-03-03", "2026-03-04T19:00+00:00"),  # two days: both of them may be whole
        ("2026-03-02", "2026-03-02", "2026-03-03T19:00+00:00"),
        ("2026-03-28", "2026-03-30", "2026-03-31T18:00+00:00"),  # of the days 28 to 30 March one has 23 hours
        ("2026-10-24", "2026-10-25", "2026-10-26T20:00+00:00"),  # and 25 October has 25
    ],
)
def test_hours_without_recorded_moments_stand_still_for_whole_days_of_the_calendar(
    halt: str, resume: str, expected: str
) -> None:
    case = Case(suspendable(within("10 hours")))
    summer = halt.startswith("2026-10")
    case.record("letter", halt, at=f"{halt}T{'11' if summer else '10'}:00+0{2 if summer else 1}:00")
    case.record("halt", halt)
    case.record("resume", resume)
    found = case.stand(resume).deadline("plan")
    assert found is not None
    assert found.due_at is not None
    assert found.due_at.isoformat(timespec="minutes") == expected


def test_hours_that_have_run_out_are_not_suspended_later_that_day() -> None:
    for at, expected in (("2026-03-02T12:00+01:00", "suspended"), ("2026-03-02T12:01+01:00", "overdue")):
        case = Case(suspendable(within("2 hours")))
        case.record("letter", "2026-03-02", at="2026-03-02T10:00+01:00")
        case.record("halt", "2026-03-02", at=at)
        assert case.status("plan", "2026-03-05") == expected


def test_hours_that_stand_still_do_not_run_out_before_a_later_fact() -> None:
    case = Case(suspendable(within("2 hours"), expiry=[expires("check")]))
    case.record("letter", "2026-03-02", at="2026-03-02T10:00+01:00")
    case.record("halt", "2026-03-02", at="2026-03-02T11:00+01:00")
    case.record("sent", "2026-03-05", at="2026-03-05T11:00+01:00")
    assert case.status("plan", "2026-03-05") == "met"


def test_what_the_calendar_does_not_reach_is_refused_and_leaves_the_term_suspended() -> None:
    calendar = replace(WEEK, last=day("2026-04-01"))
    case = Case(suspendable(within("10 working days")), calendar)
    case.record("letter", "2026-03-02")
    case.record("halt", "2026-03-04")
    assert case.progress is not None
    before = repr(case.progress)
    with pytest.raises(InputError):
        case.record("resume", "2026-03-31")
    with pytest.raises(InputError):
        case.follow("resume", "2026-03-31")
    assert repr(case.progress) == before
    assert case.status("plan", "2026-03-31") == "suspended"
