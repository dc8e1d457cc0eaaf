"""A day closed while a clock stands still, or after it runs again: what was left of the term is left still."""

from __future__ import annotations

import pytest

from escalator.model.standing import Status
from tests.closing import close, plan
from tests.ladders import Case, adjustable, day, deadline, event, ladder, on, state, within


def suspendable(term: str) -> Case:
    rule = deadline(
        within(term), waits_for=["sent"], suspended_by=["halt"], resumed_by=["resume"], adjustable=adjustable()
    )
    subject = ladder(
        [
            state("start", on("letter", "plan")),
            state("plan", on("sent", "done"), on("halt"), on("resume"), deadline=rule),
        ],
        [event("letter"), event("sent"), event("halt"), event("resume")],
    )
    case = Case(subject)
    case.record("letter", "2026-03-02")
    case.record("halt", "2026-03-04")
    return case


def test_a_clock_that_stands_still_does_not_move_and_loses_no_working_day() -> None:
    case = close(suspendable("10 working days"), "2026-03-10")
    assert (plan(case).due, plan(case).status) == (day("2026-03-16"), Status.SUSPENDED)
    case.record("resume", "2026-03-06")
    assert plan(case).due == day("2026-03-19")  # eight working days after 6 March, the tenth left out


def test_an_adjustment_while_it_stands_still_says_how_much_is_left() -> None:
    case = suspendable("10 working days")
    case.record("deadline_adjusted", "2026-03-05", deadline="plan", due="2026-03-18", reason="ill")
    close(case, "2026-03-10")
    case.record("resume", "2026-03-06")
    assert plan(case).due == day("2026-03-23")


@pytest.mark.parametrize(
    ("term", "shut", "before", "after"),
    [
        ("10 working days", "2026-03-12", "2026-03-18", "2026-03-19"),
        ("10 working days", "2026-03-06", "2026-03-18", "2026-03-18"),  # the day of resuming does not count
        ("2 weeks", "2026-03-18", "2026-03-18", "2026-03-19"),
        ("2 weeks", "2026-03-12", "2026-03-18", "2026-03-18"),
    ],
)
def test_a_term_that_runs_again_counts_from_the_day_it_resumed(term: str, shut: str, before: str, after: str) -> None:
    case = suspendable(term)
    case.record("resume", "2026-03-06")
    assert plan(case).due == day(before)
    found = plan(close(case, shut, "2026-03-06"))
    assert found.due == day(after)
    assert [bool(each.closed) for each in found.derivation.adjusted] == [False, *([True] if before != after else [])]


def test_a_second_closed_day_after_resuming_moves_it_on() -> None:
    case = suspendable("10 working days")
    case.record("resume", "2026-03-06")
    close(close(case, "2026-03-12", "2026-03-06"), "2026-03-19", "2026-03-06")
    assert plan(case).due == day("2026-03-20")
