"""Facts in their order: late ones, retractions, conflicts, and what was known on a day."""

from __future__ import annotations

import pytest

from escalator.model.errors import Refusal, UnknownName
from escalator.model.ladder import Ladder
from escalator.procedure.stand import stand
from tests.ladders import (
    CONTRACTOR,
    MANAGER,
    Case,
    day,
    deadline,
    event,
    field,
    ladder,
    moment,
    named,
    on,
    state,
    within,
)


def stepping() -> Ladder:
    """Return a ladder of three steps, each left by the event `next`."""
    return ladder(
        [
            state("start", on("next", "one"), on("skip", "two")),
            state(
                "one",
                on("next", "two"),
                on("back", "start"),
                deadline=deadline(named("by"), within("1 week"), waits_for=["next"]),
            ),
            state("two", on("next", "done"), on("back", "one"), on("noted"), on("skip", "done")),
        ],
        [event("next", field("by")), event("skip"), event("back"), event("noted")],
    )


def stepped(*facts: tuple[str, str]) -> Case:
    case = Case(stepping())
    for name, on_day in facts:
        case.record(name, on_day)
    return case


def test_a_case_without_facts_stands_at_the_start() -> None:
    standing = stepped().stand("2026-03-02")
    assert (standing.state, standing.step, standing.final, standing.since) == ("start", 0, False, day("2026-03-02"))
    assert (standing.path, standing.deadlines, standing.rights, standing.left_out) == ((), (), (), ())


def test_facts_take_effect_in_the_order_of_their_days() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    assert [(str(each.on), each.after) for each in case.stand("2026-03-06").path] == [
        ("2026-03-02", "one"),
        ("2026-03-06", "two"),
    ]


def test_a_late_fact_is_slotted_in_where_it_belongs() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-20"))
    assert case.status("one", "2026-03-31") == "late"
    case.record("back", "2026-03-03")
    assert case.stand("2026-03-31").state == "one"
    assert [(str(each.on), each.after) for each in case.stand("2026-03-31").path] == [
        ("2026-03-02", "one"),
        ("2026-03-03", "start"),
        ("2026-03-20", "one"),
    ]


def test_on_one_day_facts_take_effect_in_the_order_recorded() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-02"))
    case.record("back", "2026-03-02")
    assert [each.after for each in case.stand("2026-03-02").path] == ["one", "two", "one"]


def test_a_fact_of_a_later_day_does_not_count_yet() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    assert case.stand("2026-03-01").state == "start"
    assert case.stand("2026-03-02").state == "one"
    assert case.stand("2026-03-05").state == "one"
    assert case.stand("2026-03-06").state == "two"


def test_the_order_in_which_facts_are_handed_over_does_not_matter() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"), ("next", "2026-03-09"))
    assert stand(case.procedure, case.facts[::-1], day("2026-03-31")) == case.stand("2026-03-31")


def test_a_late_fact_that_makes_later_ones_impossible_is_refused_with_all_of_them() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"), ("noted", "2026-03-09"), ("noted", "2026-03-10"))
    refusal = case.refused("skip", "2026-03-07")
    assert refusal.because == "conflict"
    assert [(each.fact, each.event, each.on) for each in refusal.conflicts] == [
        ("f3", "noted", "2026-03-09"),
        ("f4", "noted", "2026-03-10"),
    ]
    told = "noted is not allowed on 2026-03-09: the case is in done. Allowed: nothing."
    assert refusal.conflicts[0].reason.en == told
    assert refusal.text.en.startswith(
        "refused: facts already recorded would become impossible. "
        f"noted of 2026-03-09 (f3): {told}; noted of 2026-03-10 (f4): "
    )
    assert refusal.text.nl.startswith(
        "geweigerd: feiten die al zijn vastgelegd zouden onmogelijk worden. noted van 2026-03-09 (f3): noted kan niet"
    )


def test_a_fact_that_is_itself_impossible_is_refused_for_its_own_reason() -> None:
    case = stepped(("next", "2026-03-02"))
    assert case.refused("noted", "2026-03-03").because == "not_allowed_in_state"


def test_a_retraction_takes_a_fact_out_of_account() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    case.retract("f2")
    assert case.stand("2026-03-31").state == "one"


def test_a_retraction_counts_whatever_its_own_day_is() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    case.retract("f2", "2026-12-31")
    assert case.stand("2026-03-06").state == "one"


def test_retracting_the_only_fact_brings_the_case_back_to_its_start() -> None:
    case = stepped(("next", "2026-03-02"))
    case.retract("f1")
    assert case.stand("2026-03-31").state == "start"
    assert case.progress is None


def test_retracting_a_retraction_restores_the_fact_and_so_on() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    retraction = case.retract("f2")
    second = case.retract(retraction)
    assert case.stand("2026-03-31").state == "two"
    case.retract(second)
    assert case.stand("2026-03-31").state == "one"


def test_a_fact_may_be_retracted_again_once_it_was_restored() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    case.retract(case.retract("f2"))
    case.retract("f2")
    assert case.stand("2026-03-31").state == "one"


def retraction(fact: str) -> dict[str, str]:
    return {"fact": fact, "reason": "wrong"}


def test_what_does_not_exist_is_not_retracted() -> None:
    refusal = stepped(("next", "2026-03-02")).refused("fact_retracted", "2026-03-03", MANAGER, **retraction("f9"))
    assert refusal.because == "unknown_fact"
    assert refusal.text.en == "no fact 'f9' in this case"
    assert refusal.text.nl == "geen feit 'f9' in dit dossier"


def test_what_was_retracted_is_not_retracted_again() -> None:
    case = stepped(("next", "2026-03-02"))
    case.retract("f1")
    refusal = case.refused("fact_retracted", "2026-03-03", MANAGER, **retraction("f1"))
    assert refusal.because == "retracted_already"
    assert refusal.text.en == "fact 'f1' is retracted already"
    assert refusal.text.nl == "feit 'f1' is al ingetrokken"


def test_a_retraction_that_was_retracted_is_not_retracted_again() -> None:
    case = stepped(("next", "2026-03-02"))
    first = case.retract("f1")
    case.retract(first)
    assert case.refused("fact_retracted", "2026-03-03", MANAGER, **retraction(first)).because == "retracted_already"


def test_a_fact_that_others_rest_on_is_not_retracted() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"), ("noted", "2026-03-09"), ("next", "2026-03-10"))
    refusal = case.refused("fact_retracted", "2026-03-11", MANAGER, **retraction("f2"))
    assert refusal.because == "conflict"
    assert [each.fact for each in refusal.conflicts] == ["f3"]


def test_a_retraction_that_would_restore_an_impossible_fact_is_refused() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    first = case.retract("f2")
    case.record("back", "2026-03-05")
    case.record("next", "2026-03-05")
    case.record("next", "2026-03-05")
    case.record("next", "2026-03-05")
    refusal = case.refused("fact_retracted", "2026-03-31", MANAGER, **retraction(first))
    assert [each.fact for each in refusal.conflicts] == ["f2"]


def test_only_the_client_retracts() -> None:
    refusal = stepped(("next", "2026-03-02")).refused("fact_retracted", "2026-03-03", CONTRACTOR, **retraction("f1"))
    assert refusal.because == "role_not_entitled"


def test_a_retraction_without_a_role_is_the_clients() -> None:
    case = stepped(("next", "2026-03-02"))
    case.retract("f1")
    assert case.facts[-1].role == MANAGER


def test_a_case_seen_as_it_was_known_then() -> None:
    case = stepped(("next", "2026-03-02"))
    case.record("next", "2026-03-06", recorded="2026-03-20T12:00+01:00")
    assert case.stand("2026-03-31", known_at="2026-03-01").state == "start"
    assert case.stand("2026-03-31", known_at="2026-03-19").state == "one"
    assert case.stand("2026-03-31", known_at="2026-03-20").state == "two"
    assert case.stand("2026-03-05", known_at="2026-03-20").state == "one"


def test_what_was_known_before_a_retraction_stays_answerable() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    case.retract("f2", "2026-03-25")
    assert case.stand("2026-03-06", known_at="2026-03-24").state == "two"
    assert case.stand("2026-03-06", known_at="2026-03-25").state == "one"


def test_the_day_on_which_something_was_known_is_a_dutch_one() -> None:
    case = stepped(("next", "2026-03-02"))
    case.record("next", "2026-03-06", recorded="2026-03-20T23:30+00:00")  # half past midnight in Amsterdam
    assert case.stand("2026-03-31", known_at="2026-03-20").state == "one"
    assert case.stand("2026-03-31", known_at="2026-03-21").state == "two"


def test_what_was_known_may_be_asked_for_a_moment() -> None:
    case = stepped(("next", "2026-03-02"))
    case.record("next", "2026-03-06", recorded="2026-03-20T12:00+01:00")
    for at, expected in (("2026-03-20T11:59+01:00", "one"), ("2026-03-20T12:00+01:00", "two")):
        assert stand(case.procedure, case.facts, day("2026-03-31"), moment(at)).state == expected


def test_a_fact_that_was_impossible_by_what_was_known_then_is_left_out() -> None:
    case = stepped(("next", "2026-03-02"))
    case.record("next", "2026-03-06", recorded="2026-03-20T12:00+01:00")
    case.record("noted", "2026-03-09", recorded="2026-03-10T12:00+01:00")
    known = case.stand("2026-03-31", known_at="2026-03-10")
    assert (known.state, known.left_out) == ("one", ("f3",))
    assert case.stand("2026-03-31", known_at="2026-03-20").left_out == ()


def test_seen_with_all_that_is_known_nothing_is_left_out_unseen() -> None:
    case = stepped(("next", "2026-03-02"))
    case.record("next", "2026-03-06")
    case.record("noted", "2026-03-09")
    with pytest.raises(Refusal):
        stand(case.procedure, [case.facts[0], case.facts[2]], day("2026-03-31"))


def test_the_path_tells_each_move_with_its_fact() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"))
    first, second = case.stand("2026-03-31").path
    assert (first.on, first.fact, first.event, first.before, first.after) == (
        day("2026-03-02"),
        "f1",
        "next",
        "start",
        "one",
    )
    assert (second.before, second.after) == ("one", "two")


def test_entering_the_initial_state_again_forgets_the_days_named() -> None:
    case = stepped()
    case.record("next", "2026-03-02", by="2026-03-31")
    case.record("back", "2026-03-03")
    case.record("next", "2026-03-04")
    assert case.due("one#2") == "2026-03-11"


def test_a_standing_tells_since_when_the_case_is_in_its_state() -> None:
    case = stepped(("next", "2026-03-02"), ("next", "2026-03-06"), ("noted", "2026-03-09"))
    assert case.stand("2026-03-31").since == day("2026-03-06")


def test_a_deadline_that_does_not_exist_is_none() -> None:
    assert stepped().stand("2026-03-02").deadline("one") is None


def test_an_unknown_event_in_stored_facts_is_told_not_passed_over() -> None:
    case = stepped(("next", "2026-03-02"))
    strange = case.fact("nxt", "2026-03-03", MANAGER, {})
    with pytest.raises(UnknownName) as caught:
        stand(case.procedure, [*case.facts, strange], day("2026-03-31"))
    assert caught.value.text.en == "Unknown event: 'nxt'. Did you mean 'next'?"
    assert "case_closed" in caught.value.known
