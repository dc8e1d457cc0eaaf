"""Approvals by several, who may act, and the checklists that go with an approval."""

from __future__ import annotations

import pytest

from escalator.model.errors import Refusal
from escalator.model.ladder import Ladder
from tests.ladders import (
    CONTRACTOR,
    DIRECTOR,
    MANAGER,
    Case,
    checklist,
    deadline,
    event,
    ladder,
    on,
    refuse,
    state,
    within,
)


def reviewed(*roles: str, when: str | None = None, refused_when: str | None = None) -> Ladder:
    """Return a ladder in which a plan is approved by all of these roles, or sent back."""
    rule = deadline(within("2 weeks"), waits_for=["approved", "rejected"], owed_by=())
    refusals = (refuse(refused_when),) if refused_when else ()
    return ladder(
        [
            state("start", on("sent", "review")),
            state("review", on("approved", "work", when), on("rejected", "start"), on("rate", None), deadline=rule),
            state("work", on("rejected", "start"), on("good", "done")),
        ],
        [
            event("sent", by=[CONTRACTOR]),
            event("approved", by=roles or (MANAGER, DIRECTOR), all_of=True, checklist="smart", refuse=refusals),
            event("rejected", by=[MANAGER, DIRECTOR]),
            event("good"),
            event("rate", checklist=None),
        ],
        checklists=checklist("smart", "specific", "timely"),
    )


def sent(ladder_: Ladder | None = None) -> Case:
    case = Case(ladder_ or reviewed())
    case.record("sent", "2026-03-02", CONTRACTOR)
    return case


def test_an_approval_by_several_takes_effect_with_the_last() -> None:
    case = sent()
    case.record("approved", "2026-03-03", DIRECTOR)
    standing = case.stand("2026-03-03")
    assert (standing.state, standing.approvals) == ("review", (DIRECTOR,))
    assert [each.owed_by for each in standing.deadlines] == [(MANAGER,)]
    case.record("approved", "2026-03-04", MANAGER)
    standing = case.stand("2026-03-04")
    assert (standing.state, standing.approvals) == ("work", ())
    assert [each.owed_by for each in standing.deadlines] == [(MANAGER, DIRECTOR)]


def test_until_anyone_approves_all_of_them_owe_it() -> None:
    assert [each.owed_by for each in sent().stand("2026-03-02").deadlines] == [(MANAGER, DIRECTOR)]


def test_what_is_owed_in_one_round_says_nothing_of_the_round_before() -> None:
    case = sent()
    case.record("rejected", "2026-03-03", DIRECTOR)
    case.record("sent", "2026-03-04", CONTRACTOR)
    case.record("approved", "2026-03-05", MANAGER)
    assert [each.owed_by for each in case.stand("2026-03-05").deadlines] == [(MANAGER, DIRECTOR), (DIRECTOR,)]


def test_the_first_approval_does_not_meet_the_deadline_the_last_one_does() -> None:
    case = sent()
    case.record("approved", "2026-03-03", DIRECTOR)
    assert case.status("review", "2026-03-16") == "open"
    case.record("approved", "2026-03-17", MANAGER)
    assert case.status("review", "2026-03-17") == "late"


def test_a_second_approval_by_the_same_role_is_refused() -> None:
    case = sent()
    case.record("approved", "2026-03-03", DIRECTOR)
    refusal = case.refused("approved", "2026-03-04", DIRECTOR)
    assert refusal.because == "approved_already"
    assert refusal.text.en == "approved: director has approved already. Still to come: manager."
    assert refusal.text.nl == "approved: director heeft al goedgekeurd. Nog te gaan: manager."


def test_an_approval_without_a_role_takes_the_next_that_has_not_approved_for_good() -> None:
    case = sent()
    case.record("approved", "2026-03-03")
    case.record("approved", "2026-03-04")
    assert [each.role for each in case.facts[1:]] == [MANAGER, DIRECTOR]
    assert case.stand("2026-03-04").state == "work"


def test_an_approval_without_a_role_passes_over_one_who_has_approved() -> None:
    case = sent()
    case.record("approved", "2026-03-03", MANAGER)
    case.record("approved", "2026-03-04")
    assert case.facts[-1].role == DIRECTOR


def test_an_approval_recorded_late_comes_where_it_belongs() -> None:
    case = sent()
    case.record("approved", "2026-03-06", MANAGER)
    case.record("approved", "2026-03-03")
    assert case.facts[-1].role == DIRECTOR
    assert [each.on.day for each in case.stand("2026-03-06").path] == [2, 6]


def test_an_approval_recorded_late_that_makes_a_later_one_the_second_is_refused() -> None:
    case = sent()
    case.record("approved", "2026-03-06", MANAGER)
    refusal = case.refused("approved", "2026-03-03", MANAGER)
    assert refusal.because == "conflict"
    assert [each.fact for each in refusal.conflicts] == ["f2"]


def test_approvals_start_anew_each_time_their_state_is_entered() -> None:
    case = sent()
    case.record("approved", "2026-03-03", MANAGER)
    case.record("rejected", "2026-03-04", DIRECTOR)
    case.record("sent", "2026-03-05", CONTRACTOR)
    assert case.stand("2026-03-05").approvals == ()
    case.record("approved", "2026-03-06", MANAGER)
    assert case.stand("2026-03-06").state == "review"
    case.record("approved", "2026-03-07", DIRECTOR)
    assert case.stand("2026-03-07").state == "work"


def test_once_all_have_approved_there_is_nothing_left_to_approve() -> None:
    case = sent(reviewed(when="count(rate) > 0"))
    assert case.refused("approved", "2026-03-03").because == "not_allowed_in_state"
    case.record("rate", "2026-03-03", MANAGER)
    case.record("approved", "2026-03-03")
    case.record("approved", "2026-03-03")
    assert case.refused("approved", "2026-03-04").because == "not_allowed_in_state"


def test_the_condition_on_an_approval_holds_for_each_of_them() -> None:
    case = sent(reviewed(when="role == 'manager' or count(rate) > 0"))
    case.record("approved", "2026-03-03", MANAGER)
    assert case.refused("approved", "2026-03-04", DIRECTOR).because == "not_allowed_in_state"
    case.record("rate", "2026-03-04", MANAGER)
    case.record("approved", "2026-03-04", DIRECTOR)
    assert case.stand("2026-03-04").state == "work"


def test_an_approval_without_a_role_goes_by_the_first_that_is_not_refused() -> None:
    case = sent(reviewed(refused_when="role == 'manager'"))
    case.record("approved", "2026-03-03")
    assert case.facts[-1].role == DIRECTOR
    case.retract("f2")
    case.follow("approved", "2027-03-03")
    assert case.facts[-1].role == DIRECTOR


def test_where_nobody_may_approve_the_first_reason_counts() -> None:
    refusal = sent(reviewed(refused_when="True")).refused("approved", "2026-03-03")
    assert refusal.because == "guard"
    assert refusal.text.en == "True (en)"


def test_an_approval_that_stays_in_its_state_may_be_given_once_by_each() -> None:
    case = Case(
        ladder(
            [state("start", on("approved"), on("good", "done"))],
            [event("approved", by=(MANAGER, DIRECTOR), all_of=True), event("good")],
        )
    )
    case.record("approved", "2026-03-02")
    assert case.stand("2026-03-02").allowed == ("approved", "good")
    case.record("approved", "2026-03-02")
    standing = case.stand("2026-03-02")
    assert (standing.allowed, standing.approvals) == (("good",), (MANAGER, DIRECTOR))
    assert case.refused("approved", "2026-03-03").because == "approved_already"


def test_a_role_that_may_not_act_the_event_is_refused_naming_those_that_may() -> None:
    refusal = sent().refused("approved", "2026-03-03", CONTRACTOR)
    assert refusal.because == "role_not_entitled"
    assert refusal.text.en == "approved: contractor is not entitled. Entitled: manager, director."
    assert refusal.text.nl == "approved: contractor is niet bevoegd. Bevoegd: manager, director."


def test_a_role_that_may_not_act_is_told_so_whatever_the_state() -> None:
    assert Case(reviewed()).refused("approved", "2026-03-03", CONTRACTOR).because == "role_not_entitled"


def test_a_checklist_item_recorded_as_false_refuses_the_approval() -> None:
    case = sent()
    refusal = case.refused(
        "approved", "2026-03-03", MANAGER, checklist={"specific": True, "timely": False, "dear": False}
    )
    assert refusal.because == "checklist_item_false"
    assert refusal.text.en == "approved is refused: the checklist says not fulfilled: dear, timely."
    assert refusal.text.nl == "approved kan niet: op de checklist is niet voldaan aan dear, timely."


def test_items_that_were_not_recorded_are_noted() -> None:
    case = sent()
    first = case.record("approved", "2026-03-03", MANAGER, checklist={"specific": True})
    second = case.record("approved", "2026-03-04", DIRECTOR)
    assert case.stand("2026-03-04").unchecked == {first: ("timely",), second: ("specific", "timely")}


def test_a_checklist_recorded_in_full_leaves_nothing_to_note() -> None:
    case = sent()
    case.record("approved", "2026-03-03", MANAGER, checklist={"specific": True, "timely": True})
    assert case.stand("2026-03-03").unchecked == {}


def test_a_checklist_with_an_event_that_has_none_refuses_nothing() -> None:
    case = sent()
    case.record("rate", "2026-03-03", MANAGER, checklist={"specific": False})
    assert case.stand("2026-03-03").unchecked == {}


def test_an_approval_by_several_without_a_checklist_of_its_own_is_refused_by_a_false_item_too() -> None:
    case = Case(
        ladder([state("start", on("approved", "done"))], [event("approved", by=(MANAGER, DIRECTOR), all_of=True)])
    )
    assert case.refused("approved", "2026-03-03", checklist={"any": False}).because == "checklist_item_false"


@pytest.mark.parametrize("role", [MANAGER, DIRECTOR])
def test_an_event_of_one_side_may_be_acted_by_any_role_of_it(role: str) -> None:
    case = sent()
    case.record("rejected", "2026-03-03", role)
    assert case.stand("2026-03-03").state == "start"


def test_a_refused_approval_leaves_no_trace() -> None:
    case = sent()
    with pytest.raises(Refusal):
        case.follow("approved", "2026-03-03", MANAGER, checklist={"timely": False})
    assert case.stand("2026-03-03").approvals == ()
    assert case.stand("2026-03-03").unchecked == {}


BOARD = (CONTRACTOR, MANAGER, DIRECTOR)


def board(*, also_rejects: bool = False) -> Ladder:
    """Return a ladder in which two of three approve a plan; with `also_rejects` two of three reject it too."""
    rejected = event("rejected", by=BOARD, all_of=True, at_least=2) if also_rejects else event("rejected")
    rule = deadline(within("2 weeks"), waits_for=["approved", "rejected"], owed_by=())
    return ladder(
        [
            state("start", on("sent", "review")),
            state("review", on("approved", "work"), on("rejected", "start"), deadline=rule),
            state("work", on("good", "done")),
        ],
        [event("sent"), event("approved", by=BOARD, all_of=True, at_least=2), rejected, event("good")],
    )


@pytest.mark.parametrize(("first", "second"), [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_two_of_three_suffice_whichever_they_are(first: int, second: int) -> None:
    case = Case(board())
    case.record("sent", "2026-03-02")
    case.record("approved", "2026-03-03", BOARD[first])
    standing = case.stand("2026-03-03")
    assert (standing.state, standing.approvals) == ("review", (BOARD[first],))
    assert [each.owed_by for each in standing.deadlines] == [tuple(role for role in BOARD if role != BOARD[first])]
    case.record("approved", "2026-03-04", BOARD[second])
    assert case.stand("2026-03-04").state == "work"


def test_of_two_of_three_nobody_counts_twice() -> None:
    case = Case(board())
    case.record("sent", "2026-03-02")
    case.record("approved", "2026-03-03", MANAGER)
    with pytest.raises(Refusal, match="has approved already"):
        case.record("approved", "2026-03-04", MANAGER)


def test_who_approves_and_who_rejects_are_counted_apart() -> None:
    case = Case(board(also_rejects=True))
    case.record("sent", "2026-03-02")
    case.record("approved", "2026-03-03", MANAGER)
    case.record("rejected", "2026-03-04", DIRECTOR)
    assert case.stand("2026-03-04").state == "review"
    assert case.stand("2026-03-04").allowed == ("approved", "rejected")
    case.record("rejected", "2026-03-05", CONTRACTOR)
    assert case.stand("2026-03-05").state == "start"
