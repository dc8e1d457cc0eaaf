"""Admitting a fact: its names, its role, its days; and a fact that comes after all others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.ladder import Ladder, Role, Side
from escalator.procedure.admit import admit, admit_next, candidates, event_of
from tests.ladders import (
    CONTRACTOR,
    DIRECTOR,
    MANAGER,
    Case,
    deadline,
    event,
    expires,
    field,
    happened,
    label,
    ladder,
    on,
    refuse,
    right,
    state,
    within,
)
from tests.ladders import day as day_


def small() -> Ladder:
    """Return a ladder with an event of the contractor, one of the client's side, and one that may be refused."""
    two = (MANAGER, DIRECTOR)
    rule = deadline(within("1 week"), waits_for=["approved"], expiry=[expires("review")])
    return ladder(
        [
            state("start", on("sent", "review"), on("judged")),
            state("review", on("approved", "done"), on("judged"), deadline=rule, rights=["stop"]),
        ],
        [
            event("sent", by=[CONTRACTOR]),
            event("judged", field("by"), by=two, refuse=(refuse("has(by) and named(by) == on"),)),
            event("approved", by=two, all_of=True),
        ],
        [right("stop", holders=two)],
    )


def test_an_unknown_event_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        Case(small()).record("snet", "2026-03-02")
    assert caught.value.text.en == "Unknown event: 'snet'. Did you mean 'sent'?"
    assert caught.value.text.nl == "Gebeurtenis 'snet' is niet bekend. Bedoelde u 'sent'?"
    assert {"sent", "judged", "approved", "case_closed", "fact_retracted"} <= set(caught.value.known)


def test_an_unknown_role_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        Case(small()).record("sent", "2026-03-02", "contracter")
    assert caught.value.text.en == "Unknown role: 'contracter'. Did you mean 'contractor'?"
    assert caught.value.text.nl == "Rol 'contracter' is niet bekend. Bedoelde u 'contractor'?"


def test_without_a_role_the_only_one_that_may_act_is_taken() -> None:
    case = Case(small())
    admitted = admit(case.procedure, [], happened(1, "sent", day_("2026-03-02")), scope=case.scope)
    assert admitted.fact.role == CONTRACTOR


@pytest.mark.parametrize(
    ("name", "data", "listed"),
    [
        ("judged", {}, "manager, director"),
        ("case_closed", {"reason": "x"}, "manager, director"),
        ("evidence_added", {"note": "x"}, "contractor, manager, director"),
        ("right_exercised", {"right": "stop"}, "manager, director"),
        ("right_exercised", {"right": "unknown"}, "manager, director"),
        ("deadline_adjusted", {"deadline": "x", "due": "2026-04-01", "reason": "x"}, "manager, director"),
    ],
)
def test_where_several_may_act_the_fact_must_say_who_did(name: str, data: dict[str, str], listed: str) -> None:
    case = Case(small())
    with pytest.raises(Refusal) as caught:
        admit(case.procedure, [], case.fact(name, "2026-03-02", None, data), scope=case.scope)
    assert caught.value.because == "role_not_entitled"
    assert caught.value.text.en == f"{name}: name the role that acted: {listed}"
    assert caught.value.text.nl == f"{name}: noem de rol die handelde: {listed}"


def test_an_approval_by_several_need_not_say_who_gave_it() -> None:
    case = Case(small())
    case.record("sent", "2026-03-02")
    new = case.fact("approved", "2026-03-03", None, {})
    assert admit(case.procedure, case.facts, new, scope=case.scope).fact.role == MANAGER


def test_a_role_may_be_assumed_where_several_may_act() -> None:
    case = Case(small())
    new = case.fact("judged", "2026-03-02", None, {})
    assert admit(case.procedure, [], new, scope=case.scope, assume_role=True).fact.role == MANAGER


def test_an_event_that_nobody_may_act_is_refused() -> None:
    nobody = ladder([state("start", on("dreamt", "done"))], [event("dreamt", by=())])
    refusal = Case(nobody).refused("dreamt", "2026-03-02")
    assert refusal.because == "role_not_entitled"
    assert refusal.text.en == "dreamt: no role is not entitled. Entitled: nothing."
    assert refusal.text.nl == "dreamt: geen rol is niet bevoegd. Bevoegd: niets."
    assert Case(nobody).stand("2026-03-02").allowed == ()


def test_an_event_that_nobody_may_act_is_refused_where_it_would_follow_too() -> None:
    case = Case(ladder([state("start", on("dreamt", "done"), on("woken"))], [event("dreamt", by=()), event("woken")]))
    case.record("woken", "2026-03-02")
    with pytest.raises(Refusal, match="dreamt: no role is not entitled"):
        case.follow("dreamt", "2026-03-03")


def test_what_a_case_is_about_counts_for_a_fact_that_follows() -> None:
    case = Case(
        ladder([state("start", on("woken"), on("told", "done", "track == 'core'"))], [event("woken"), event("told")]),
        track="core",
    )
    case.record("woken", "2026-03-02")
    case.follow("told", "2026-03-03", MANAGER)
    assert case.stand("2026-03-03").state == "done"
    case.retract("f1")
    assert case.stand("2026-03-03").state == "done"
    case.retract(case.facts[-1].id)
    assert case.stand("2026-03-03").state == "done"


def test_roles_that_only_receive_are_not_among_the_clients() -> None:
    receiving = small()
    roles = {**receiving.roles, "board": Role(id="board", label=label("board"), side=Side.CLIENT, acts=False)}
    case = Case(replace(receiving, roles=roles))
    assert case.refused("case_closed", "2026-03-02", "board", reason="x").because == "role_not_entitled"


def test_a_condition_under_which_an_event_is_refused_tells_its_reason() -> None:
    refusal = Case(small()).refused("judged", "2026-03-02", MANAGER, by="2026-03-02")
    assert refusal.because == "guard"
    assert (refusal.text.nl, refusal.text.en) == (
        "has(by) and named(by) == on (nl)", "has(by) and named(by) == on (en)",
    )  # fmt: skip


def test_the_moment_of_a_fact_lies_on_its_day_in_amsterdam() -> None:
    case = Case(small())
    case.record("sent", "2026-03-02", at="2026-03-01T23:30+00:00")
    refusal = case.refused("judged", "2026-03-02", MANAGER, at="2026-03-02T23:30+00:00")
    assert refusal.because == "invalid_data"
    assert refusal.text.en == "judged: the moment is on 2026-03-03, not on 2026-03-02"
    assert refusal.text.nl == "judged: het moment valt op 2026-03-03, niet op 2026-03-02"


def test_a_fact_is_not_received_before_its_day() -> None:
    case = Case(small())
    case.record("sent", "2026-03-02", received="2026-03-02")
    refusal = case.refused("judged", "2026-03-02", MANAGER, received="2026-03-01")
    assert refusal.because == "day_before_fact"
    assert refusal.text.en == "judged: received on 2026-03-01, before the day of the fact itself (2026-03-02)"
    assert refusal.text.nl == "judged: ontvangen op 2026-03-01, voor de dag van het feit zelf (2026-03-02)"


@pytest.mark.parametrize("on_day", ["0001-01-01", "2019-12-31", "2041-01-01", "9999-12-31"])
def test_a_day_that_the_calendar_does_not_reach_is_refused(on_day: str) -> None:
    with pytest.raises(InputError) as caught:
        Case(small()).record("sent", on_day)
    assert f"{on_day} is outside it" in caught.value.text.en


def test_a_fact_is_stored_with_its_data_in_one_form() -> None:
    case = Case(small())
    case.record("judged", "2026-03-02", MANAGER, by=day_("2026-03-20"), note="x")
    assert case.facts[0].data == {"by": "2026-03-20", "note": "x"}


def test_a_fact_that_follows_gives_what_recomputing_gives() -> None:
    case, other = Case(small()), Case(small())
    for each in (case, other):
        each.record("sent", "2026-03-02")
    for name, on_day, role in (
        ("judged", "2026-03-03", MANAGER),
        ("approved", "2026-03-04", None),
        ("approved", "2026-03-05", None),
    ):
        case.follow(name, on_day, role)
        other.record(name, on_day, role)
    assert case.frozen == other.frozen
    assert case.facts == other.facts


def test_who_has_approved_is_looked_up_after_time_has_passed() -> None:
    case, other = Case(small()), Case(small())
    for each in (case, other):
        each.record("sent", "2026-03-02")
        each.record("approved", "2026-03-03", MANAGER)
    case.follow("approved", "2026-03-20")  # the term has run out since, and approvals start anew
    other.record("approved", "2026-03-20")
    assert [each.facts[-1].role for each in (case, other)] == [MANAGER, MANAGER]
    assert case.frozen == other.frozen


def test_a_refused_fact_that_follows_leaves_no_trace() -> None:
    case = Case(small())
    case.record("sent", "2026-03-02")
    assert case.progress is not None
    before = repr(case.progress)
    for name, role in (("sent", CONTRACTOR), ("approved", CONTRACTOR), ("judged", None)):
        with pytest.raises(Refusal):
            admit_next(case.procedure, case.progress, case.fact(name, "2026-03-03", role, {}), scope=case.scope)
    assert repr(case.progress) == before


def test_a_fact_that_does_not_come_after_all_others_does_not_follow() -> None:
    case = Case(small())
    case.record("sent", "2026-03-02")
    assert case.progress is not None
    earlier = case.fact("judged", "2026-03-01", MANAGER, {})
    again = replace(case.fact("judged", "2026-03-02", MANAGER, {}), seq=1)
    taken_back = case.fact("fact_retracted", "2026-03-09", MANAGER, {"fact": "f1", "reason": "x"})
    for new in (earlier, again, taken_back):
        with pytest.raises(ValueError, match=f"fact {new.id} does not come after"):
            admit_next(case.procedure, case.progress, new, scope=case.scope)


def test_a_role_that_was_given_is_the_only_candidate() -> None:
    case = Case(small())
    assert list(candidates(case.procedure, case.fact("judged", "2026-03-02", DIRECTOR, {}))) == [DIRECTOR]


def test_the_events_of_every_ladder_are_known_by_name() -> None:
    assert event_of(Case(small()).procedure, "evidence_added").label.en == "evidence added"
