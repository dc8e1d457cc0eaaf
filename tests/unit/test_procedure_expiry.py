"""What time does by itself: expiries, one after another, with conditions, and silence that counts as an event."""

from __future__ import annotations

import pytest

from escalator.model.errors import InputError
from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.standing import Step
from escalator.model.states import AnchorKind, DueRule, Transition
from tests.ladders import (
    MANAGER,
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
    right,
    state,
    within,
)


def expiring(*expiry: Transition, due: DueRule | None = None, **more: Part) -> Ladder:
    """Return a ladder whose plan is due a week after `letter`, and then something happens."""
    rule = deadline(due or within("1 week"), waits_for=["sent"], expiry=expiry, **more)
    return ladder(
        [
            state("start", on("letter", "plan"), on("meeting")),
            state("plan", on("sent", "check"), on("noted"), on("letter", "plan"), deadline=rule),
            state("check", on("good", "done"), on("letter", "plan"), on("noted")),
            state("default", on("good", "done"), on("noted"), rights=["remedies"]),
        ],
        [
            event("letter", field("by"), field("score", FieldType.NUMBER)),
            *map(event, ("sent", "noted", "good", "meeting")),
        ],
        [right("remedies")],
    )


def after_letter(*expiry: Transition, **more: Part) -> Case:
    """Return a case whose plan is due on Monday 9 March."""
    case = Case(expiring(*expiry, **more))
    case.record("letter", "2026-03-02")
    return case


def test_an_expiry_takes_effect_on_the_day_after_the_due_day() -> None:
    case = after_letter(expires("default"))
    assert case.stand("2026-03-09").state == "plan"
    standing = case.stand("2026-03-10")
    assert (standing.state, standing.since) == ("default", day("2026-03-10"))
    assert standing.path[-1] == Step(on=day("2026-03-10"), fact=None, event="expiry", before="plan", after="default")
    assert case.status("plan", "2026-03-10") == "overdue"
    assert case.stand("2026-03-10").deadlines[0].left_on == day("2026-03-10")


def test_a_deadline_tells_that_something_follows() -> None:
    assert [each.expires for each in after_letter(expires("default")).stand("2026-03-02").deadlines] == [True]


def test_an_expiry_opens_the_rights_of_the_state_it_leads_to() -> None:
    (found,) = after_letter(expires("default")).stand("2026-03-10").rights
    assert (found.name, found.since, found.openings[0].fact, found.openings[0].state) == (
        "remedies", day("2026-03-10"), None, "default",
    )  # fmt: skip


def test_a_fact_of_the_due_day_comes_before_the_expiry() -> None:
    case = after_letter(expires("default"))
    case.record("sent", "2026-03-09")
    assert case.stand("2026-12-31").state == "check"


def test_the_expiry_comes_before_a_fact_of_the_day_after() -> None:
    case = after_letter(expires("default"))
    assert case.refused("sent", "2026-03-10").because == "not_allowed_in_state"
    case.record("good", "2026-03-10")
    assert [each.after for each in case.stand("2026-03-10").path] == ["plan", "default", "done"]


def test_a_fact_that_stays_does_not_keep_the_state_from_expiring() -> None:
    case = after_letter(expires("default"))
    case.record("noted", "2026-03-09")
    assert case.stand("2026-03-10").state == "default"


def test_a_deadline_that_was_met_does_not_expire() -> None:
    ladder_ = expiring(expires("default"))
    rule = deadline(within("1 week"), waits_for=["noted"], expiry=[expires("default")])
    plan = state("plan", on("noted"), deadline=rule)
    case = Case(
        ladder(
            [ladder_.states["start"], plan, ladder_.states["default"]], ladder_.events.values(), ladder_.rights.values()
        )
    )
    case.record("letter", "2026-03-02")
    case.record("noted", "2026-03-09")
    assert case.stand("2026-12-31").state == "plan"


def test_without_an_expiry_nothing_happens_by_itself() -> None:
    case = after_letter()
    assert case.stand("2027-03-02").state == "plan"
    assert case.status("plan", "2027-03-02") == "overdue"


def test_expiries_follow_one_another() -> None:
    first = deadline(within("1 week"), expiry=[expires("second")])
    second = deadline(within("2 days"), expiry=[expires("third")])
    case = Case(
        ladder(
            [
                state("start", on("letter", "first")),
                state("first", on("good", "done"), deadline=first),
                state("second", on("good", "done"), deadline=second),
                state("third", on("good", "done")),
            ],
            [event("letter"), event("good")],
        )
    )
    case.record("letter", "2026-03-02")
    standing = case.stand("2026-12-31")
    assert [(str(each.on), each.after) for each in standing.path] == [
        ("2026-03-02", "first"),
        ("2026-03-10", "second"),
        ("2026-03-13", "third"),
    ]
    assert [str(each.due) for each in standing.deadlines] == ["2026-03-09", "2026-03-12"]
    assert standing.deadlines[1].derivation.fact is None
    assert case.stand("2026-03-10").next_change == day("2026-03-13")


def test_a_state_that_is_over_when_it_is_entered_expires_on_the_day_it_is_entered() -> None:
    stale = deadline(within("1 day", AnchorKind.EVENT, "letter"), expiry=[expires("third")])
    case = Case(
        ladder(
            [
                state("start", on("letter", "first")),
                state("first", on("good", "done"), deadline=deadline(within("1 week"), expiry=[expires("second")])),
                state("second", on("good", "done"), deadline=stale),
                state("third", on("good", "done")),
            ],
            [event("letter"), event("good")],
        )
    )
    case.record("letter", "2026-03-02")
    standing = case.stand("2026-03-10")
    assert [(str(each.on), each.after) for each in standing.path[1:]] == [
        ("2026-03-10", "second"),
        ("2026-03-10", "third"),
    ]
    assert standing.since == day("2026-03-10")
    assert [each.status.value for each in standing.deadlines] == ["overdue", "overdue"]


def test_a_term_that_renews_itself_does_so_for_as_long_as_it_takes() -> None:
    case = after_letter(expires("plan"), due=within("1 week", move_end=False))
    standing = case.stand("2029-03-02")  # 1096 days later; a week and the day after make eight
    assert standing.deadlines[-1].id == f"plan#{1096 // 8 + 1}"


def test_expiries_that_go_round_in_a_circle_on_one_day_are_told_to_the_author() -> None:
    stale = within("1 day", AnchorKind.EVENT, "letter")
    case = Case(
        ladder(
            [
                state("start", on("letter", "first")),
                state("first", on("good", "done"), deadline=deadline(stale, expiry=[expires("second")])),
                state("second", on("good", "done"), deadline=deadline(stale, expiry=[expires("first")])),
            ],
            [event("letter"), event("good")],
        )
    )
    case.record("letter", "2026-03-02")
    assert case.stand("2026-03-03").state == "first"
    with pytest.raises(InputError) as caught:
        case.stand("2026-03-04")
    assert caught.value.text.en == (
        "the ladder goes round in a circle on 2026-03-04: second → first each expire at once"
    )
    assert caught.value.text.nl == "de ladder draait op 2026-03-04 in een kring: second → first verlopen elk meteen"


def test_the_first_expiry_whose_condition_holds_takes_effect() -> None:
    rules = (expires("check", "count(meeting) > 1"), expires("default"))
    case = Case(expiring(*rules))
    case.record("meeting", "2026-03-01")
    case.record("letter", "2026-03-02")
    assert case.stand("2026-03-10").state == "default"
    case.record("meeting", "2026-03-01")
    assert case.stand("2026-03-10").state == "check"


def test_a_condition_that_does_not_hold_at_that_moment_is_not_asked_again() -> None:
    case = after_letter(expires("default", "count(noted) > 0"))
    case.record("noted", "2026-03-11")
    assert case.stand("2026-12-31").state == "plan"
    assert case.status("plan", "2026-12-31") == "overdue"


def test_a_condition_is_asked_as_of_the_moment_of_expiry() -> None:
    case = after_letter(expires("default", "overdue and days(due, on) == 1"))
    case.record("noted", "2026-03-09")
    assert case.stand("2026-04-01").state == "default"


def test_after_an_adjustment_the_condition_is_asked_on_the_new_day() -> None:
    case = after_letter(expires("default", "count(noted) > 0"), adjustable=adjustable())
    case.record("noted", "2026-03-11")
    case.record("deadline_adjusted", "2026-03-12", MANAGER, deadline="plan", due="2026-03-20", reason="agreed")
    assert case.status("plan", "2026-03-20") == "open"
    assert case.stand("2026-03-20").next_change == day("2026-03-21")
    assert case.stand("2026-03-21").state == "default"


def test_an_extension_before_the_due_day_moves_the_expiry() -> None:
    case = after_letter(expires("default"), adjustable=adjustable())
    case.record("deadline_adjusted", "2026-03-09", MANAGER, deadline="plan", due="2026-03-20", reason="agreed")
    assert case.stand("2026-03-20").state == "plan"
    assert case.stand("2026-03-21").state == "default"


def test_an_expiry_may_be_called_after_an_event_of_the_ladder() -> None:
    case = after_letter(expires("default", counts_as="noted"))
    assert case.stand("2026-03-10").path[-1].event == "noted"


def test_a_state_that_has_expired_already_is_not_entered_by_a_fact() -> None:
    case = Case(expiring(expires("default"), due=within("1 week", AnchorKind.EVENT, "meeting")))
    case.record("meeting", "2026-03-02")
    refusal = case.refused("letter", "2026-03-10")
    assert refusal.because == "due_already"
    assert refusal.text.en == "the term of plan would have ended on 2026-03-09 already."
    assert refusal.text.nl == "de termijn van plan zou al op 2026-03-09 zijn verstreken."
    case.record("letter", "2026-03-09")
    assert case.stand("2026-03-10").state == "default"


def test_it_is_entered_where_the_fact_names_a_later_day() -> None:
    case = Case(expiring(expires("default"), due=named("by")))
    case.record("letter", "2026-03-02", by="2026-03-05")
    case.record("sent", "2026-03-03")
    refusal = case.refused("letter", "2026-03-06")
    assert refusal.text.en.endswith("would have ended on 2026-03-05 already. Name a later day: by.")
    assert refusal.text.nl.endswith("zou al op 2026-03-05 zijn verstreken. Noem een latere dag: by.")
    case.record("letter", "2026-03-06", by="2026-03-06")
    assert case.due("plan#2") == "2026-03-06"


def test_without_an_expiry_a_state_may_be_entered_after_its_due_day() -> None:
    case = Case(expiring(due=within("1 week", AnchorKind.EVENT, "meeting")))
    case.record("meeting", "2026-03-02")
    case.record("letter", "2026-03-20")
    assert case.status("plan", "2026-03-20") == "overdue"


def test_the_next_change_is_the_day_after_the_due_day_also_where_nothing_follows() -> None:
    for case in (after_letter(), after_letter(expires("default"))):
        assert case.stand("2026-03-02").next_change == day("2026-03-10")
        assert case.stand("2026-03-09").next_change == day("2026-03-10")
        assert case.stand("2026-03-10").next_change is None


def test_a_case_without_a_running_deadline_changes_by_itself_never() -> None:
    case = Case(expiring())
    assert case.stand("2026-03-02").next_change is None
    case.record("letter", "2026-03-02")
    case.record("sent", "2026-03-03")
    assert case.stand("2026-03-03").next_change is None
