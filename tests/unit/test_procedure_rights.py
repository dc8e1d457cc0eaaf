"""Rights: when they arise, who may exercise and lift them, and what an exercise must carry."""

from __future__ import annotations

from decimal import Decimal

import pytest

from escalator.model.errors import UnknownName
from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.standing import OpenRight, RightOpening
from tests.ladders import CONTRACTOR, DIRECTOR, MANAGER, Case, day, event, field, ladder, on, opens, right, state


def entitling() -> Ladder:
    """Return a ladder in which a miss opens a fine, and the second one a right to stop."""
    return ladder(
        [
            state("start", on("missed", "late"), on("noted")),
            state("late", on("missed", "late"), on("noted"), on("good", "done"), rights=["stop", "third_party"]),
        ],
        [
            event("missed", opens=(opens("fine", "count(missed) > 1"), opens("hearing"))),
            event("noted", field("score", FieldType.NUMBER), opens=(opens("fine", "score < 3"),)),
            event("good"),
        ],
        [
            right("stop", liftable=True),
            right("third_party", requires=("grounds", "amount"), holders=(MANAGER, CONTRACTOR)),
            right("fine", amount=Decimal(500)),
            right("hearing", holders=(CONTRACTOR,)),
        ],
    )


def missed(*days: str) -> Case:
    case = Case(entitling())
    for each in days or ("2026-03-02",):
        case.record("missed", each)
    return case


def rights(case: Case, as_of: str = "2026-12-31") -> dict[str, OpenRight]:
    return {each.name: each for each in case.stand(as_of).rights}


def test_a_state_opens_its_rights_each_time_it_is_entered() -> None:
    found = rights(missed("2026-03-02", "2026-03-09"))["stop"]
    assert found.openings == (
        RightOpening(day("2026-03-02"), "f1", "late"),
        RightOpening(day("2026-03-09"), "f2", "late"),
    )
    assert found.since == day("2026-03-02")
    assert (found.exercised, found.in_force) == ((), False)


def test_an_event_opens_a_right_where_its_condition_holds() -> None:
    assert "fine" not in rights(missed("2026-03-02"))
    found = rights(missed("2026-03-02", "2026-03-09", "2026-03-16"))["fine"]
    assert [str(each.on) for each in found.openings] == ["2026-03-09", "2026-03-16"]


def test_a_right_opened_by_an_event_tells_the_state_it_arose_in() -> None:
    assert rights(missed())["hearing"].openings == (RightOpening(day("2026-03-02"), "f1", "start"),)


def test_an_event_that_leaves_the_state_unchanged_opens_rights_too() -> None:
    case = missed()
    case.record("noted", "2026-03-03", score="3")
    assert "fine" not in rights(case)
    case.record("noted", "2026-03-04", score="2.9")
    assert rights(case)["fine"].since == day("2026-03-04")


def test_what_a_fact_does_not_tell_opens_no_right() -> None:
    case = missed()
    case.record("noted", "2026-03-03")
    assert "fine" not in rights(case)


def test_a_right_stays_listed_once_opened() -> None:
    case = missed()
    case.record("good", "2026-03-03")
    assert list(rights(case)) == ["hearing", "stop", "third_party"]


def test_a_right_is_listed_from_the_day_it_arose() -> None:
    assert rights(missed("2026-03-02"), "2026-03-01") == {}


def test_a_right_is_exercised_as_often_as_needed_in_any_state() -> None:
    case = missed()
    first = case.record("right_exercised", "2026-03-03", MANAGER, right="stop")
    case.record("good", "2026-03-04")
    second = case.record("right_exercised", "2026-03-05", MANAGER, right="stop")
    found = rights(case)["stop"]
    assert (found.exercised, found.in_force) == ((first, second), True)


def test_a_right_that_has_not_arisen_is_not_exercised() -> None:
    refusal = missed().refused("right_exercised", "2026-03-03", MANAGER, right="fine")
    assert refusal.because == "unknown_right"
    assert refusal.text.en == "the right fine has not arisen on 2026-03-03. Condition: condition (en)"
    assert refusal.text.nl == "het recht fine is op 2026-03-03 niet ontstaan. Voorwaarde: condition (nl)"


def test_a_right_is_not_exercised_before_it_arose() -> None:
    case = missed()
    assert case.refused("right_exercised", "2026-03-01", MANAGER, right="stop").because == "unknown_right"


def test_an_unknown_right_is_told_with_the_nearest() -> None:
    refusal = missed().refused("right_exercised", "2026-03-03", MANAGER, right="stpo")
    assert refusal.because == "unknown_right"
    assert refusal.text.en == "Unknown right: 'stpo'. Did you mean 'stop'?"
    assert refusal.text.nl == "Recht 'stpo' is niet bekend. Bedoelde u 'stop'?"


@pytest.mark.parametrize("name", ["right_exercised", "right_lifted"])
def test_only_its_holder_exercises_or_lifts_a_right(name: str) -> None:
    refusal = missed().refused(name, "2026-03-03", DIRECTOR, right="stop")
    assert refusal.because == "role_not_entitled"
    assert refusal.text.en == f"{name}: director is not entitled. Entitled: manager."


def test_a_right_may_be_held_by_the_contractor() -> None:
    case = missed()
    case.record("right_exercised", "2026-03-03", CONTRACTOR, right="hearing")
    assert rights(case)["hearing"].in_force


def test_without_a_role_the_only_holder_exercises_it() -> None:
    case = missed()
    case.record("right_exercised", "2026-03-03", right="hearing")
    assert case.facts[-1].role == CONTRACTOR


@pytest.mark.parametrize(
    ("data", "lacking"),
    [({}, "grounds"), ({"amount": "5"}, "grounds"), ({"grounds": "late twice"}, "amount")],
)
def test_an_exercise_carries_what_the_contract_asks_for(data: dict[str, str], lacking: str) -> None:
    refusal = missed().refused("right_exercised", "2026-03-03", MANAGER, right="third_party", **data)
    assert refusal.because == "missing_data"
    assert refusal.text.en == f"the right third_party needs {lacking}"
    assert refusal.text.nl == f"het recht third_party vraagt {lacking}"


def test_an_exercise_with_all_that_is_asked_for_is_recorded() -> None:
    case = missed()
    case.record("right_exercised", "2026-03-03", MANAGER, right="third_party", grounds="late", amount="EUR 5")
    assert case.facts[-1].data == {"amount": "5.00", "grounds": "late", "right": "third_party"}


def test_a_right_is_lifted_once_after_it_was_exercised() -> None:
    case = missed()
    case.record("right_exercised", "2026-03-03", MANAGER, right="stop")
    case.record("right_lifted", "2026-03-04", MANAGER, right="stop")
    assert rights(case)["stop"].in_force is False
    refusal = case.refused("right_lifted", "2026-03-05", MANAGER, right="stop")
    assert refusal.because == "unknown_right"
    assert refusal.text.en == "the right stop is not in force"
    assert refusal.text.nl == "het recht stop is niet in werking"


def test_a_right_exercised_again_may_be_lifted_again() -> None:
    case = missed()
    for name in ("right_exercised", "right_lifted", "right_exercised", "right_lifted"):
        case.record(name, "2026-03-03", MANAGER, right="stop")
    assert len(rights(case)["stop"].exercised) == 2


def test_a_right_that_was_not_exercised_is_not_lifted() -> None:
    assert missed().refused("right_lifted", "2026-03-03", MANAGER, right="stop").because == "unknown_right"


def test_a_right_of_another_kind_is_never_lifted() -> None:
    case = missed()
    case.record("right_exercised", "2026-03-03", CONTRACTOR, right="hearing")
    refusal = case.refused("right_lifted", "2026-03-04", CONTRACTOR, right="hearing")
    assert refusal.because == "unknown_right"
    assert refusal.text.en == "the right hearing cannot be lifted"
    assert refusal.text.nl == "het recht hearing kan niet worden opgeheven"


def test_a_right_falls_with_the_fact_it_rests_on() -> None:
    case = missed("2026-03-02", "2026-03-09")
    case.retract("f2")
    assert "fine" not in rights(case)


def test_a_fact_that_an_exercised_right_rests_on_is_not_retracted() -> None:
    case = missed("2026-03-02", "2026-03-09")
    exercised = case.record("right_exercised", "2026-03-10", MANAGER, right="fine")
    refusal = case.refused("fact_retracted", "2026-03-11", MANAGER, fact="f2", reason="wrong")
    assert [each.fact for each in refusal.conflicts] == [exercised]


def test_data_that_no_exercise_has_are_refused() -> None:
    with pytest.raises(UnknownName):
        missed().record("right_exercised", "2026-03-03", MANAGER, right="stop", colour="red")
