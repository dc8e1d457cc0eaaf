"""What happens in every ladder: closing a case, adjusting a deadline, adding evidence."""

from __future__ import annotations

import pytest

from escalator.model.ladder import Ladder
from escalator.model.standing import Adjusted
from tests.ladders import (
    CONTRACTOR,
    DIRECTOR,
    MANAGER,
    Case,
    Part,
    adjustable,
    day,
    deadline,
    event,
    field,
    ladder,
    named,
    on,
    state,
    within,
)


def owed(**more: Part) -> Ladder:
    """Return a ladder whose plan is due on a day that the letter may name, else two weeks after a meeting."""
    rule = deadline(named("by"), waits_for=["sent"], **more)
    return ladder(
        [
            state("start", on("letter", "plan")),
            state("plan", on("sent", "check"), on("letter", "plan"), on("noted"), deadline=rule),
            state("check", on("letter", "plan"), on("good", "done"), deadline=deadline(within("1 week"))),
        ],
        [event("letter", field("by")), *map(event, ("sent", "noted", "good"))],
    )


def lettered(by: str | None = "2026-03-09", **more: Part) -> Case:
    case = Case(owed(**{"adjustable": adjustable(), **more}))
    case.record("letter", "2026-03-02", **({"by": by} if by else {}))
    return case


def adjust(name: str = "plan", due: str = "2026-03-20") -> dict[str, str]:
    return {"deadline": name, "due": due, "reason": "agreed"}


def test_a_case_is_closed_by_the_client_at_any_time() -> None:
    case = lettered()
    closing = case.record("case_closed", "2026-03-03", DIRECTOR, reason="contract ended")
    standing = case.stand("2026-03-03")
    assert (standing.state, standing.final, standing.step) == ("closed", True, 0)
    assert (standing.path[-1].fact, standing.path[-1].event, standing.path[-1].before) == (
        closing,
        "case_closed",
        "plan",
    )
    assert standing.allowed == ()


def test_a_case_may_be_closed_before_anything_happened() -> None:
    case = Case(owed())
    case.record("case_closed", "2026-03-03", MANAGER, reason="a mistake")
    assert case.stand("2026-03-03").state == "closed"


@pytest.mark.parametrize(("on_day", "expected"), [("2026-03-09", "lapsed"), ("2026-03-10", "overdue")])
def test_closing_lets_an_open_deadline_lapse_and_an_overdue_one_stays_so(on_day: str, expected: str) -> None:
    case = lettered()
    case.record("case_closed", on_day, MANAGER, reason="contract ended")
    assert case.status("plan", "2026-12-31") == expected


def test_the_contractor_does_not_close_a_case() -> None:
    refusal = lettered().refused("case_closed", "2026-03-03", CONTRACTOR, reason="x")
    assert refusal.because == "role_not_entitled"
    assert refusal.text.en == "case_closed: contractor is not entitled. Entitled: manager, director."


def test_a_case_that_is_over_is_not_closed_again() -> None:
    case = lettered()
    case.record("case_closed", "2026-03-03", MANAGER, reason="x")
    refusal = case.refused("case_closed", "2026-03-04", MANAGER, reason="x")
    assert refusal.because == "not_allowed_in_state"
    assert refusal.text.en == "case_closed is not allowed on 2026-03-04: the case is in closed. Allowed: nothing."
    assert refusal.text.nl == "case_closed kan niet op 2026-03-04: het dossier staat in closed. Toegestaan: niets."


def test_closing_needs_a_reason() -> None:
    assert lettered().refused("case_closed", "2026-03-03", MANAGER).because == "missing_data"


def test_an_event_that_the_state_does_not_allow_is_refused_naming_those_it_does() -> None:
    refusal = lettered().refused("good", "2026-03-03")
    assert refusal.because == "not_allowed_in_state"
    assert refusal.text.en == "good is not allowed on 2026-03-03: the case is in plan. Allowed: sent, letter, noted."


def test_an_adjustment_moves_the_due_day_and_keeps_why() -> None:
    case = lettered()
    fact = case.record("deadline_adjusted", "2026-03-03", MANAGER, **adjust())
    found = case.stand("2026-03-03").deadline("plan")
    assert found is not None
    assert (found.due, found.status.value, found.provisional) == (day("2026-03-20"), "open", False)
    assert found.derivation.adjusted == (
        Adjusted(fact=fact, on=day("2026-03-03"), before=day("2026-03-09"), due=day("2026-03-20"), reason="agreed"),
    )


def test_a_deadline_may_be_adjusted_more_than_once_and_shortened() -> None:
    case = lettered()
    case.record("deadline_adjusted", "2026-03-03", MANAGER, **adjust())
    case.record("deadline_adjusted", "2026-03-04", MANAGER, **adjust(due="2026-03-05"))
    assert case.due("plan") == "2026-03-05"


def test_a_deadline_that_is_overdue_may_be_adjusted() -> None:
    case = lettered()
    case.record("deadline_adjusted", "2026-03-12", MANAGER, **adjust())
    assert case.status("plan", "2026-03-20") == "open"


def test_a_deadline_is_not_adjusted_to_a_day_before_the_fact() -> None:
    assert (
        lettered().refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due="2026-03-02")).because
        == "day_before_fact"
    )
    lettered().record("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due="2026-03-03"))


def test_a_later_deadline_of_a_state_is_adjusted_by_its_full_name() -> None:
    case = lettered()
    case.record("letter", "2026-03-03")
    refusal = case.refused("deadline_adjusted", "2026-03-04", MANAGER, **adjust())
    assert refusal.because == "unknown_deadline"
    assert refusal.text.en == "no running deadline 'plan' in plan. To be adjusted: plan#2."
    assert refusal.text.nl == "geen lopende termijn 'plan' in plan. Aan te passen: plan#2."
    case.record("deadline_adjusted", "2026-03-04", MANAGER, **adjust("plan#2"))
    assert (case.due("plan"), case.due("plan#2")) == ("2026-03-09", "2026-03-20")


def test_a_deadline_is_adjusted_only_in_the_state_that_opened_it() -> None:
    case = lettered()
    case.record("sent", "2026-03-03")
    refusal = case.refused("deadline_adjusted", "2026-03-04", MANAGER, **adjust())
    assert refusal.because == "unknown_deadline"
    assert refusal.text.en.endswith("To be adjusted: check.")


def test_a_deadline_that_was_met_is_not_adjusted() -> None:
    case = Case(
        ladder(
            [
                state("start", on("letter", "plan")),
                state(
                    "plan",
                    on("sent"),
                    on("good", "done"),
                    deadline=deadline(within("1 week"), waits_for=["sent"], adjustable=adjustable()),
                ),
            ],
            [*map(event, ("letter", "sent", "good"))],
        )
    )
    case.record("letter", "2026-03-02")
    case.record("sent", "2026-03-03")
    refusal = case.refused("deadline_adjusted", "2026-03-04", MANAGER, **adjust())
    assert refusal.text.en == "no running deadline 'plan' in plan. To be adjusted: nothing."


def test_a_deadline_that_the_contract_does_not_let_be_moved_is_not_moved() -> None:
    refusal = lettered(adjustable=None).refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust())
    assert refusal.because == "not_adjustable"
    assert refusal.text.en == "the contract does not let plan be adjusted"
    assert refusal.text.nl == "plan kan volgens het contract niet worden aangepast"


def test_only_those_that_the_contract_names_adjust_a_deadline() -> None:
    case = lettered(adjustable=adjustable(DIRECTOR))
    assert case.refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust()).because == "role_not_entitled"
    case.record("deadline_adjusted", "2026-03-03", **adjust())
    assert case.facts[-1].role == DIRECTOR


@pytest.mark.parametrize(
    ("due", "fits"), [("2026-03-09", False), ("2026-03-10", True), ("2026-04-03", True), ("2026-04-04", False)]
)
def test_an_adjustment_keeps_to_the_bounds_counted_from_its_own_day(due: str, fits: bool) -> None:  # noqa: FBT001 - a row of the table
    case = lettered(adjustable=adjustable(at_least="1 week", at_most="1 month"))
    if fits:
        case.record("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due=due))
    else:
        refusal = case.refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due=due))
        assert refusal.because == "invalid_data"
        assert refusal.text.en == f"new due day {due}: allowed is from 2026-03-10 up to 2026-04-03"
        assert refusal.text.nl == f"nieuwe uiterste dag {due}: toegestaan is van 2026-03-10 tot en met 2026-04-03"


def test_the_bounds_of_an_adjustment_are_counted_in_the_calendar_and_do_not_move() -> None:
    case = lettered(adjustable=adjustable(at_least="5 working days", at_most="10 working days"))
    refusal = case.refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due="2026-03-09"))
    assert refusal.text.en.endswith("allowed is from 2026-03-10 up to 2026-03-17")
    case = lettered(adjustable=adjustable(at_least="4 days", at_most="11 days"))
    refusal = case.refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due="2026-03-06"))
    assert refusal.text.en.endswith("allowed is from 2026-03-07 up to 2026-03-14")


def test_an_adjustment_with_one_bound_tells_the_other_from_the_fact() -> None:
    case = lettered(adjustable=adjustable(at_most="1 week"))
    refusal = case.refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due="2026-03-11"))
    assert refusal.text.en.endswith("allowed is from 2026-03-03 up to 2026-03-10")
    case = lettered(adjustable=adjustable(at_least="1 week"))
    refusal = case.refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust(due="2026-03-08"))
    assert refusal.text.en.endswith("allowed is from 2026-03-10 up to …")
    assert refusal.text.nl.endswith("toegestaan is van 2026-03-10 tot en met …")


def test_a_missing_term_is_set_by_the_states_name() -> None:
    case = lettered(by=None, adjustable=None)
    fact = case.record("deadline_adjusted", "2026-03-03", MANAGER, **adjust())
    standing = case.stand("2026-03-03")
    assert standing.missing == ()
    (found,) = standing.deadlines
    assert (found.id, found.due, found.provisional) == ("plan", day("2026-03-20"), False)
    assert (found.derivation.anchor, found.derivation.anchor_name, found.derivation.fact) == ("adjusted", "", fact)
    assert (found.derivation.named, found.derivation.rule) == (day("2026-03-20"), ("plan", 0))


def test_a_term_that_is_missing_again_is_set_by_either_name_and_numbered() -> None:
    for name in ("plan", "plan#2"):
        case = Case(owed())
        case.record("letter", "2026-03-02")
        case.record("deadline_adjusted", "2026-03-02", MANAGER, **adjust())
        case.record("letter", "2026-03-03")
        assert case.refused("deadline_adjusted", "2026-03-04", MANAGER, **adjust("plan#3")).text.en.endswith(
            "adjusted: plan."
        )
        case.record("deadline_adjusted", "2026-03-04", MANAGER, **adjust(name, "2026-03-23"))
        assert case.due("plan#2") == "2026-03-23"


@pytest.mark.parametrize("name", ["plan#1", "plan#2"])
def test_a_first_missing_term_has_no_number(name: str) -> None:
    assert (
        lettered(by=None).refused("deadline_adjusted", "2026-03-04", MANAGER, **adjust(name)).because
        == "unknown_deadline"
    )


def test_a_term_that_was_set_is_moved_only_where_the_contract_lets_it() -> None:
    case = lettered(by=None, adjustable=None)
    case.record("deadline_adjusted", "2026-03-03", MANAGER, **adjust())
    assert case.refused("deadline_adjusted", "2026-03-04", MANAGER, **adjust()).because == "not_adjustable"


def test_a_deadline_that_does_not_exist_is_not_adjusted() -> None:
    assert (
        lettered().refused("deadline_adjusted", "2026-03-03", MANAGER, **adjust("plna")).because == "unknown_deadline"
    )


@pytest.mark.parametrize("role", [CONTRACTOR, MANAGER, DIRECTOR])
def test_evidence_is_added_by_any_role_at_any_time(role: str) -> None:
    case = lettered()
    case.record("case_closed", "2026-03-03", MANAGER, reason="x")
    before = case.stand("2026-03-04")
    case.record("evidence_added", "2026-03-04", role, note="letter of complaint")
    assert case.stand("2026-03-04") == before


def test_evidence_without_a_role_is_taken_as_of_the_first() -> None:
    case = lettered()
    case.record("evidence_added", "2026-03-04", note="x")
    assert case.facts[-1].role == CONTRACTOR
