"""A day closed while a case runs: the deadline that counts over it is counted again, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalator.model.calendar import ClosedDay
from escalator.model.errors import InputError
from escalator.model.standing import Status
from escalator.model.text import Text
from escalator.procedure.fold import Fold
from escalator.procedure.recounting import OWN
from escalator.procedure.snapshot import thaw
from tests.closing import BRIDGE, asked, close, plan
from tests.ladders import (
    WEEK,
    Case,
    Part,
    adjustable,
    day,
    deadline,
    event,
    expires,
    ladder,
    named,
    on,
    planned,
    state,
    within,
)


@pytest.mark.parametrize(
    ("term", "shut", "before", "after"),
    [
        ("10 working days", "2026-03-03", "2026-03-16", "2026-03-17"),  # past when it was closed, and counted over
        ("10 working days", "2026-03-05", "2026-03-16", "2026-03-17"),  # the day itself
        ("10 working days", "2026-03-10", "2026-03-16", "2026-03-17"),
        ("10 working days", "2026-03-16", "2026-03-16", "2026-03-17"),  # the last day in time
        ("9 working days", "2026-03-13", "2026-03-13", "2026-03-16"),  # over a weekend
        ("10 working days", "2026-03-17", "2026-03-16", "2026-03-16"),
        ("10 working days", "2026-03-02", "2026-03-16", "2026-03-16"),  # the day counted from
        ("10 working days", "2026-03-07", "2026-03-16", "2026-03-16"),  # a Saturday
        ("10 working days", "2050-03-07", "2026-03-16", "2026-03-16"),  # beyond the calendar
        ("2 weeks", "2026-03-10", "2026-03-16", "2026-03-16"),
        ("2 weeks", "2026-03-16", "2026-03-16", "2026-03-17"),
        ("12 days", "2026-03-16", "2026-03-16", "2026-03-17"),  # moved off Saturday 14 March, and off Monday
        ("12 days", "2026-03-13", "2026-03-16", "2026-03-16"),
        ("1 month", "2026-04-02", "2026-04-02", "2026-04-03"),
        ("48 hours", "2026-03-04", "2026-03-04", "2026-03-04"),
    ],
)
def test_a_term_that_counts_over_it_ends_a_working_day_later(term: str, shut: str, before: str, after: str) -> None:
    case = asked(within(term))
    assert case.due("plan", "2026-03-03") == before
    close(case, shut, "2026-03-03")
    assert case.due("plan", "2026-03-03") == after


def test_it_moves_once_and_says_why() -> None:
    moved = plan(close(asked(within("10 working days")), "2026-03-10"))
    (change,) = moved.derivation.adjusted
    assert (change.fact, change.on, change.before, change.due) == (
        "closed-day-2",
        day("2026-03-05"),
        day("2026-03-16"),
        day("2026-03-17"),
    )
    assert change.closed == ClosedDay(day("2026-03-10"), BRIDGE, OWN)
    assert change.reason == "2026-03-10: brugdag / bridging day"
    reckoning = moved.derivation.reckoning
    assert reckoning is not None
    assert (reckoning.anchor, reckoning.due) == (day("2026-03-02"), day("2026-03-17"))
    assert change.closed in reckoning.skipped


def test_a_reason_in_one_language_is_said_once() -> None:
    (change,) = plan(
        close(asked(within("10 working days")), "2026-03-10", reason=Text("markt", "markt"))
    ).derivation.adjusted
    assert change.reason == "2026-03-10: markt"


def test_each_closed_day_moves_it_again() -> None:
    case = asked(within("10 working days"))
    close(close(close(case, "2026-03-10"), "2026-03-17", "2026-03-06"), "2026-03-10", "2026-03-06")
    moved = plan(case)
    assert [each.due.day for each in moved.derivation.adjusted] == [17, 18]
    assert (moved.due, moved.status) == (day("2026-03-18"), Status.OPEN)


def test_a_deadline_opened_later_counts_in_the_longer_calendar_from_the_start() -> None:
    case = close(asked(within("10 working days")), "2026-03-10")
    case.record("sent", "2026-03-06")
    case.record("letter", "2026-03-09")
    second = case.stand("2026-03-09").deadline("plan#2")
    assert second is not None
    assert (second.due, second.derivation.adjusted) == (day("2026-03-24"), ())


@pytest.mark.parametrize(("fact", "status"), [("sent", Status.MET), ("withdrawn", Status.LAPSED)], ids=["met", "left"])
def test_what_is_settled_stays(fact: str, status: Status) -> None:
    case = asked(within("10 working days"))
    case.record(fact, "2026-03-04")
    found = plan(close(case, "2026-03-10"))
    assert (found.due, found.status, found.derivation.adjusted) == (day("2026-03-16"), status, ())


def test_what_was_overdue_stays_overdue() -> None:
    case = asked(within("10 working days"))
    assert plan(close(case, "2026-03-16", "2026-03-17"), "2026-03-17").status is Status.OVERDUE
    assert plan(case, "2026-03-17").due == day("2026-03-16")


def test_on_its_last_day_it_still_moves() -> None:
    case = close(asked(within("10 working days")), "2026-03-16", "2026-03-16")
    assert (plan(case, "2026-03-16").due, plan(case, "2026-03-17").status) == (day("2026-03-17"), Status.OPEN)


def test_an_expiry_that_has_taken_effect_is_not_undone_and_one_to_come_is_put_off() -> None:
    rule = within("10 working days")
    late = close(asked(rule, expiry=[expires("check")]), "2026-03-10", "2026-03-17")
    assert (late.stand("2026-03-17").state, plan(late, "2026-03-17").due) == ("check", day("2026-03-16"))
    early = close(asked(rule, expiry=[expires("check")]), "2026-03-10", "2026-03-16")
    assert [early.stand(f"2026-03-{n}").state for n in (17, 18)] == ["plan", "check"]


def test_the_deadline_that_an_expiry_has_opened_by_then_moves() -> None:
    subject = ladder(
        [
            state("start", on("letter", "one")),
            state("one", on("sent", "done"), deadline=deadline(within("2 working days"), expiry=[expires("two")])),
            state("two", on("sent", "done"), deadline=deadline(within("5 working days"))),
        ],
        [event("letter"), event("sent")],
    )
    case = Case(subject)
    case.record("letter", "2026-03-02")
    close(case, "2026-03-10", "2026-03-09")
    assert [(each.id, each.due.day) for each in case.stand("2026-03-09").deadlines] == [("one", 4), ("two", 13)]


def test_a_day_that_a_party_named_stays() -> None:
    assert plan(close(asked(named("plan_by")), "2026-03-20")).due == day("2026-03-20")


def test_a_term_whose_end_does_not_move_stays() -> None:
    assert plan(close(asked(within("2 weeks", move_end=False)), "2026-03-16")).due == day("2026-03-16")


def test_a_day_that_was_adjusted_stays() -> None:
    case = asked(within("10 working days"), adjustable=adjustable())
    case.record("deadline_adjusted", "2026-03-03", deadline="plan", due="2026-03-19", reason="ill")
    found = plan(close(case, "2026-03-19"))
    assert (found.due, len(found.derivation.adjusted)) == (day("2026-03-19"), 1)


def test_a_day_that_was_moved_and_adjusted_after_it_stays() -> None:
    case = close(asked(within("10 working days"), adjustable=adjustable()), "2026-03-10")
    case.record("deadline_adjusted", "2026-03-06", deadline="plan", due="2026-03-19", reason="ill")
    assert plan(close(case, "2026-03-19", "2026-03-06")).due == day("2026-03-19")


@pytest.mark.parametrize(
    ("bounds", "shut", "before", "after"),
    [
        ({"at_most": "10 working days"}, "2026-03-10", "2026-03-16", "2026-03-17"),  # the bound that decides moves
        ({"at_most": "12 days"}, "2026-03-10", "2026-03-16", "2026-03-16"),  # the bound stays, and decides
        ({"at_least": "10 working days"}, "2026-03-03", "2026-04-02", "2026-04-02"),
        ({"at_least": "23 working days"}, "2026-03-10", "2026-04-02", "2026-04-03"),  # from now on it decides
    ],
)
def test_bounds_are_counted_again_too(bounds: dict[str, Part], shut: str, before: str, after: str) -> None:
    case = asked(within("1 month", **bounds))
    assert case.due("plan", "2026-03-03") == before
    was = plan(case)
    close(case, shut)
    assert case.due("plan", "2026-03-06") == after
    if before == after:
        assert plan(case) == was


def test_what_was_known_before_stays_answerable() -> None:
    case = close(asked(within("10 working days")), "2026-03-10")
    assert plan(case, "2026-03-16", "2026-03-04").due == day("2026-03-16")
    assert plan(case, "2026-03-16", "2026-03-05").due == day("2026-03-17")
    assert plan(case, "2026-03-04").due == day("2026-03-16")


def test_a_fact_recorded_later_that_comes_before_it_is_moved_by_it() -> None:
    case = asked(within("10 working days"))
    case.record("sent", "2026-03-03")
    close(case, "2026-03-10")
    case.record("letter", "2026-03-04", recorded="2026-03-09T10:00+01:00")
    second = case.stand("2026-03-09").deadline("plan#2")
    assert second is not None
    assert (second.due, len(second.derivation.adjusted)) == (day("2026-03-19"), 1)
    assert plan(case).derivation.adjusted == ()


def test_a_retraction_after_it_lets_the_deadline_run_again_and_moves_it() -> None:
    case = asked(within("10 working days"))
    sent = case.record("sent", "2026-03-04")
    close(case, "2026-03-10")
    assert plan(case).due == day("2026-03-16")
    case.retract(sent)
    assert plan(case).due == day("2026-03-17")


def test_of_one_day_it_comes_after_what_was_recorded_before() -> None:
    case = asked(within("10 working days"), letter="2026-03-05")
    close(case, "2026-03-10")
    case.record("sent", "2026-03-05")
    case.record("letter", "2026-03-05")
    found = case.stand("2026-03-05")
    assert [(each.id, len(each.derivation.adjusted), each.due.day) for each in found.deadlines] == [
        ("plan", 1, 20),
        ("plan#2", 0, 20),
    ]


def test_it_makes_no_case_begin() -> None:
    case = Case(planned(within("10 working days")))
    close(case, "2026-03-10")
    case.record("letter", "2026-03-09")
    assert [step.on for step in case.stand("2026-03-09").path] == [day("2026-03-09")]
    assert case.due("plan") == "2026-03-24"


def test_a_term_stays_provisional_and_becomes_so_beyond_the_horizon() -> None:
    known = replace(WEEK, horizon=day("2026-03-16"))
    certain = asked(within("10 working days"), calendar=known)
    assert not plan(certain).provisional
    assert plan(close(certain, "2026-03-10")).provisional


def test_a_new_due_day_that_the_calendar_does_not_reach_is_refused() -> None:
    short = replace(WEEK, last=day("2026-03-20"))
    case = close(asked(within("14 working days"), calendar=short), "2026-03-10")
    with pytest.raises(InputError, match="outside"):
        plan(case)


def test_a_case_taken_further_from_what_is_kept_stands_where_its_facts_put_it() -> None:
    case = asked(within("10 working days"), expiry=[expires("check")])
    fold = Fold(case.procedure, case.scope, thaw(case.procedure, case.frozen))
    close(case, "2026-03-10")
    fold.apply(case.facts[-1])
    running = fold.progress.deadline
    assert running is not None
    assert (running.due, tuple(running.moves)) == (plan(case).due, plan(case).derivation.adjusted)
    assert fold.progress.last == (day("2026-03-05"), 2)
    assert fold.procedure.calendar.is_working(day("2026-03-10")) is False
