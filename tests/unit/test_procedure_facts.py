"""Facts in their order: late ones, retractions, conflicts, and what was known on a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalator.model.errors import Refusal, UnknownName
from escalator.procedure.stand import stand
from tests.ladders import (
    MANAGER,
    Case,
    day,
    event,
    ladder,
    on,
    right,
    state,
    stepped,
)


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
        "refused: facts already recorded would become impossible.\n"
        f"  noted of 2026-03-09 (f3): {told}\n  noted of 2026-03-10 (f4): "
    )
    assert refusal.text.nl == (
        "geweigerd: feiten die al zijn vastgelegd zouden onmogelijk worden.\n"
        "  noted van 2026-03-09 (f3): noted kan niet op 2026-03-09: het dossier staat in done. Toegestaan: niets.\n"
        "  noted van 2026-03-10 (f4): noted kan niet op 2026-03-10: het dossier staat in done. Toegestaan: niets."
    )


def test_a_fact_that_is_itself_impossible_is_refused_for_its_own_reason() -> None:
    case = stepped(("next", "2026-03-02"))
    assert case.refused("noted", "2026-03-03").because == "not_allowed_in_state"


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


def test_a_case_begins_with_its_first_fact_also_where_that_leaves_it_where_it_is() -> None:
    case = Case(ladder([replace(state("start", on("noted")), rights=("stop",))], [event("noted")], [right("stop")]))
    case.record("noted", "2026-03-02")
    case.record("noted", "2026-03-04")
    standing = case.stand("2026-03-31")
    assert standing.since == day("2026-03-02")
    assert [str(each.since) for each in standing.rights] == ["2026-03-02"]


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
    assert caught.value.text.nl == "Gebeurtenis 'nxt' is niet bekend. Bedoelde u 'next'?"
    assert "case_closed" in caught.value.known
