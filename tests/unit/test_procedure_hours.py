"""Terms in hours: counted between moments, over changes of the clock, and seen on the evening of a day."""

from __future__ import annotations

import pytest

from escalator.model.ladder import Ladder
from escalator.model.states import AnchorKind, DueRule
from tests.ladders import Case, Part, adjustable, day, deadline, event, expires, field, ladder, named, on, state, within


def alarmed(rule: DueRule, **more: Part) -> Ladder:
    """Return a ladder in which `alarm` opens a term in hours, after which `silence` and a term of two hours follow."""
    return ladder(
        [
            state("start", on("alarm", "response"), on("call", "asked")),
            state("asked", on("alarm", "response"), deadline=deadline(within("3 hours"))),
            state(
                "response",
                on("arrived", "done"),
                on("noted"),
                on("excused", "done", "not overdue"),
                on("pressed", None, "overdue"),
                deadline=deadline(rule, waits_for=["arrived"], **more),
            ),
            state(
                "silence", on("arrived", "done"), deadline=deadline(within("2 hours"), expiry=[expires("escalated")])
            ),
            state("escalated", on("arrived", "done"), on("noted")),
        ],
        [
            event("alarm", field("by")),
            event("call"),
            event("arrived"),
            event("noted"),
            event("excused"),
            event("pressed"),
        ],
    )


def due_at(case: Case, name: str = "response") -> str:
    found = case.stand("2026-12-31").deadline(name)
    assert found is not None
    assert found.due_at is not None
    return found.due_at.isoformat(timespec="minutes")


def alarm(on_day: str, at: str | None = None, term: str = "2 hours", **more: Part) -> Case:
    case = Case(alarmed(within(term), **more))
    case.record("alarm", on_day, **({"at": at} if at else {}))
    return case


@pytest.mark.parametrize(
    ("on_day", "at", "term", "due", "expected"),
    [
        ("2026-03-02", "2026-03-02T10:00+01:00", "2 hours", "2026-03-02", "2026-03-02T11:00+00:00"),
        ("2026-03-02", "2026-03-02T23:00+01:00", "2 hours", "2026-03-03", "2026-03-03T00:00+00:00"),
        ("2026-03-02", "2026-03-02T22:00+01:00", "2 hours", "2026-03-02", "2026-03-02T23:00+00:00"),
        ("2026-03-02", "2026-03-02T22:00+01:00", "26 hours", "2026-03-03", "2026-03-03T23:00+00:00"),
        # in the night of 29 March 2026 the clock skips an hour, on 25 October it takes one again
        ("2026-03-28", "2026-03-28T12:00+01:00", "24 hours", "2026-03-29", "2026-03-29T11:00+00:00"),
        ("2026-03-29", "2026-03-29T01:30+01:00", "1 hour", "2026-03-29", "2026-03-29T01:30+00:00"),
        ("2026-10-24", "2026-10-24T12:00+02:00", "24 hours", "2026-10-25", "2026-10-25T10:00+00:00"),
        ("2026-10-25", "2026-10-25T02:30+02:00", "1 hour", "2026-10-25", "2026-10-25T01:30+00:00"),
        ("2026-10-24", "2026-10-24T23:30+02:00", "24 hours", "2026-10-25", "2026-10-25T21:30+00:00"),
    ],
)
def test_hours_run_from_the_recorded_moment(on_day: str, at: str, term: str, due: str, expected: str) -> None:
    case = alarm(on_day, at, term)
    assert case.due("response") == due
    assert due_at(case) == expected


@pytest.mark.parametrize(
    ("on_day", "term", "due", "expected"),
    [
        ("2026-03-02", "2 hours", "2026-03-03", "2026-03-03T01:00+00:00"),
        ("2026-03-02", "24 hours", "2026-03-03", "2026-03-03T23:00+00:00"),
        ("2026-03-28", "24 hours", "2026-03-30", "2026-03-29T23:00+00:00"),  # 29 March has 23 hours
        ("2026-10-24", "24 hours", "2026-10-25", "2026-10-25T22:00+00:00"),  # 25 October has 25
    ],
)
def test_without_a_moment_hours_run_from_the_end_of_the_day(on_day: str, term: str, due: str, expected: str) -> None:
    case = alarm(on_day, None, term)
    assert case.due("response") == due
    assert due_at(case) == expected


def test_a_term_that_ends_at_midnight_is_due_on_the_day_that_ends() -> None:
    case = alarm("2026-03-02", "2026-03-02T22:00+01:00")
    assert case.due("response") == "2026-03-02"
    assert case.status("response", "2026-03-02") == "open"
    assert case.status("response", "2026-03-03") == "overdue"
    assert case.stand("2026-03-02").next_change == day("2026-03-03")


def test_on_the_evening_of_its_last_day_a_term_in_hours_is_over() -> None:
    case = alarm("2026-03-02", "2026-03-02T23:00+01:00")
    assert case.status("response", "2026-03-02") == "open"
    assert case.stand("2026-03-02").next_change == day("2026-03-03")
    assert case.status("response", "2026-03-03") == "overdue"
    assert case.stand("2026-03-03").next_change is None


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T12:00+01:00", "met"),
        ("2026-03-02T12:01+01:00", "late"),
        ("2026-03-02T11:59+01:00", "met"),
        (None, "met"),  # the moment is not known: the day itself is in time
    ],
)
def test_the_last_moment_is_still_in_time(at: str | None, expected: str) -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00")
    case.record("arrived", "2026-03-02", **({"at": at} if at else {}))
    assert case.status("response", "2026-03-02") == expected


def test_without_a_moment_the_day_after_is_late() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00")
    case.record("arrived", "2026-03-03")
    assert case.status("response", "2026-03-03") == "late"


def test_hours_count_from_the_moment_of_another_event() -> None:
    case = Case(alarmed(within("2 hours", AnchorKind.EVENT, "call")))
    case.record("call", "2026-03-02", at="2026-03-02T10:00+01:00")
    case.record("alarm", "2026-03-02", at="2026-03-02T10:30+01:00")
    assert due_at(case) == "2026-03-02T11:00+00:00"


def test_hours_count_from_the_moment_of_the_event_itself() -> None:
    case = Case(alarmed(within("2 hours", AnchorKind.EVENT, "alarm")))
    case.record("alarm", "2026-03-02", at="2026-03-02T10:00+01:00")
    assert due_at(case) == "2026-03-02T11:00+00:00"


def test_hours_count_from_the_end_of_another_term_in_hours() -> None:
    case = Case(alarmed(within("2 hours", AnchorKind.DEADLINE, "asked")))
    case.record("call", "2026-03-02", at="2026-03-02T10:00+01:00")
    case.record("alarm", "2026-03-02", at="2026-03-02T10:30+01:00")
    assert due_at(case) == "2026-03-02T14:00+00:00"


@pytest.mark.parametrize(
    "rule", [within("2 hours", AnchorKind.DAY, "by"), within("2 hours", AnchorKind.RECEIPT, "alarm")]
)
def test_hours_count_from_the_end_of_a_named_day_and_of_a_day_of_receipt(rule: DueRule) -> None:
    case = Case(alarmed(rule))
    case.record("alarm", "2026-03-02", at="2026-03-02T10:00+01:00", by="2026-03-04", received="2026-03-04")
    assert due_at(case) == "2026-03-05T01:00+00:00"


def test_a_term_in_hours_explains_itself() -> None:
    found = alarm("2026-03-02", "2026-03-02T23:00+01:00").stand("2026-03-02").deadline("response")
    assert found is not None
    reckoning = found.derivation.reckoning
    assert reckoning is not None
    assert (reckoning.anchor, str(reckoning.term), reckoning.raw, reckoning.due) == (
        day("2026-03-02"), "2 hours", day("2026-03-03"), day("2026-03-03"),
    )  # fmt: skip
    assert (reckoning.calendar, reckoning.skipped, reckoning.moved, reckoning.provisional) == ("week", (), False, False)
    assert len(reckoning.calendar_version) == 12
    assert found.provisional is False


ESCALATING: dict[str, Part] = {"expiry": [expires("silence")]}


def test_an_expiry_comes_at_the_end_of_the_hours() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00", **ESCALATING)
    standing = case.stand("2026-03-02")
    assert [(each.on, each.event, each.after) for each in standing.path[1:]] == [
        (day("2026-03-02"), "expiry", "silence"),
        (day("2026-03-02"), "expiry", "escalated"),
    ]
    assert [(each.id, each.status.value) for each in standing.deadlines] == [
        ("response", "overdue"),
        ("silence", "overdue"),
    ]


def test_what_follows_an_expiry_counts_from_its_moment() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00", **ESCALATING)
    assert due_at(case, "silence") == "2026-03-02T13:00+00:00"


def test_what_follows_the_expiry_of_a_day_counts_from_the_first_moment_after_it() -> None:
    case = Case(alarmed(named("by"), **ESCALATING))
    case.record("alarm", "2026-03-02", by="2026-03-04")
    assert case.stand("2026-03-05").path[1].on == day("2026-03-05")
    assert due_at(case, "silence") == "2026-03-05T01:00+00:00"


def test_an_expiry_comes_before_a_fact_of_a_later_moment() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00", **ESCALATING)
    case.record("arrived", "2026-03-02", at="2026-03-02T12:30+01:00")
    assert [(each.before, each.after) for each in case.stand("2026-03-02").path] == [
        ("start", "response"), ("response", "silence"), ("silence", "done"),
    ]  # fmt: skip


def test_one_expiry_after_another_comes_before_a_fact_of_a_later_moment() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00", **ESCALATING)
    case.record("noted", "2026-03-02", at="2026-03-02T14:01+01:00")
    assert case.stand("2026-03-02").state == "escalated"


def test_a_fact_of_the_last_moment_comes_before_the_expiry() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00", **ESCALATING)
    case.record("arrived", "2026-03-02", at="2026-03-02T12:00+01:00")
    assert [each.after for each in case.stand("2026-03-02").path] == ["response", "done"]


def test_a_fact_of_the_last_day_without_a_moment_comes_before_the_expiry() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00", **ESCALATING)
    case.record("arrived", "2026-03-02")
    assert case.stand("2026-03-02").state == "done"


def test_leaving_after_the_last_moment_leaves_the_deadline_overdue_and_before_it_lapsed() -> None:
    for at, expected in (("2026-03-02T12:00+01:00", "lapsed"), ("2026-03-02T12:01+01:00", "overdue")):
        case = alarm("2026-03-02", "2026-03-02T10:00+01:00")
        case.record("case_closed", "2026-03-02", "manager", at=at, reason="done with")
        assert case.status("response", "2026-03-02") == expected


def test_whether_it_is_overdue_depends_on_the_moment() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00")
    assert case.refused("pressed", "2026-03-02", at="2026-03-02T12:00+01:00").because == "not_allowed_in_state"
    case.record("pressed", "2026-03-02", at="2026-03-02T12:01+01:00")
    assert case.refused("excused", "2026-03-02", at="2026-03-02T12:01+01:00").because == "not_allowed_in_state"


def test_on_the_last_day_both_what_needs_it_overdue_and_what_needs_it_not_may_still_happen() -> None:
    case = alarm("2026-03-02", "2026-03-02T23:00+01:00")
    assert case.stand("2026-03-02").allowed == ("arrived", "noted", "excused")
    assert case.stand("2026-03-03").allowed == ("arrived", "noted", "excused", "pressed")
    assert case.stand("2026-03-04").allowed == ("arrived", "noted", "pressed")


def test_a_state_whose_hours_have_run_out_is_not_entered_by_a_fact() -> None:
    rule = within("2 hours", AnchorKind.EVENT, "call")
    case = Case(alarmed(rule, **ESCALATING))
    case.record("call", "2026-03-02", at="2026-03-02T10:00+01:00")
    refusal = case.refused("alarm", "2026-03-02", at="2026-03-02T12:01+01:00")
    assert refusal.because == "due_already"
    case.record("alarm", "2026-03-02", at="2026-03-02T12:00+01:00")
    assert case.stand("2026-03-02").path[1].after == "response"


def test_without_a_moment_the_last_day_may_still_be_entered() -> None:
    case = Case(alarmed(within("2 hours", AnchorKind.EVENT, "call"), **ESCALATING))
    case.record("call", "2026-03-02", at="2026-03-02T10:00+01:00")
    case.record("alarm", "2026-03-02")
    assert case.facts[-1].event == "alarm"


def test_an_adjusted_term_in_hours_ends_with_a_day() -> None:
    case = alarm("2026-03-02", "2026-03-02T10:00+01:00", adjustable=adjustable(), **ESCALATING)
    case.record(
        "deadline_adjusted",
        "2026-03-02",
        at="2026-03-02T11:00+01:00",
        deadline="response",
        due="2026-03-04",
        reason="x",
    )
    found = case.stand("2026-03-04").deadline("response")
    assert found is not None
    assert (found.due, found.due_at, found.status.value) == (day("2026-03-04"), None, "open")
    assert case.stand("2026-03-05").path[1].on == day("2026-03-05")
