"""Facts taken back and restored, and what was known on a day."""

from __future__ import annotations

from dataclasses import replace

from escalator.procedure.stand import stand
from tests.ladders import (
    CONTRACTOR,
    MANAGER,
    Case,
    day,
    moment,
    stepped,
    stepping,
)


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
    assert refusal.text.en == "fact_retracted: contractor is not entitled. Entitled: manager, director."


def test_where_no_role_of_the_client_acts_nobody_retracts() -> None:
    ladder_ = stepping()
    roles = {CONTRACTOR: ladder_.roles[CONTRACTOR]}
    events = {each.id: replace(each, roles=(CONTRACTOR,)) for each in ladder_.events.values()}
    case = Case(replace(ladder_, roles=roles, events=events))
    case.record("next", "2026-03-02")
    assert case.refused("fact_retracted", "2026-03-03", **retraction("f1")).because == "role_not_entitled"


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
