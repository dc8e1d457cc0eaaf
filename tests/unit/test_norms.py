"""Norms: what each kind makes of a result. KPIs as the contracts state them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from escalator.model.assessing import Context, Outcome, assess, norm_in_force
from escalator.model.errors import InputError
from escalator.model.results import PartResult
from escalator.model.text import Text
from tests.judging import CONTRACT, kpi, label, result, verdict

BANDS = [
    {"name": "insufficient", "label": {"nl": "onvoldoende", "en": "insufficient"}, "miss": True, "colour": "red"},
    {"name": "sufficient", "label": {"nl": "voldoende", "en": "sufficient"}, "from": Decimal(65)},
    {"name": "good", "label": {"nl": "goed", "en": "good"}, "from": Decimal(80), "colour": "green"},
]


@pytest.mark.parametrize(
    ("norm", "below", "at", "above"),
    [
        ("at_least", "missed", "met", "met"),
        ("more_than", "missed", "missed", "met"),
        ("at_most", "met", "met", "missed"),
        ("less_than", "met", "missed", "missed"),
        ("exactly", "missed", "met", "missed"),
    ],
)
def test_a_limit_is_kept_or_not(norm: str, below: str, at: str, above: str) -> None:
    of = kpi(norm={norm: 65})
    assert [verdict(of, result(value)) for value in ("64.999999", "65", "65.000001")] == [below, at, above]


def test_a_value_is_compared_as_reported() -> None:
    found = assess(kpi(norm={"at_least": 65}, unit="percent"), result("64.96"), CONTRACT)
    assert found.outcome is Outcome.MISSED
    assert found.reason == Text("64,96% voldoet niet aan: ten minste 65%.", "64.96% does not meet: at least 65%.")
    assert found.value == Decimal("64.96")


def test_several_limits_hold_together() -> None:
    of = kpi(norm={"at_least": 18, "at_most": 22})
    assert [verdict(of, result(value)) for value in ("17", "18", "22", "23")] == ["missed", "met", "met", "missed"]
    assert assess(of, result("20"), CONTRACT).reason.en == "20 meets: at least 18 and at most 22."


@pytest.mark.parametrize(
    ("value", "band", "outcome"),
    [
        ("0", "insufficient", "missed"),
        ("64.999999", "insufficient", "missed"),
        ("65", "sufficient", "met"),
        ("79.999999", "sufficient", "met"),
        ("80", "good", "met"),
        ("100", "good", "met"),
    ],
)
def test_a_band_includes_its_lower_bound_not_its_upper(value: str, band: str, outcome: str) -> None:
    found = assess(kpi(norm={"bands": BANDS}, unit="percent"), result(value), CONTRACT)
    assert (found.band, found.outcome) == (band, outcome)


def test_a_band_may_be_stated_to_exclude_its_lower_bound() -> None:
    of = kpi(norm={"bands": [{**BANDS[0], "up_to": Decimal("3.2")}, {"name": "fine", "label": label("fine")}]})
    assert [verdict(of, result(value)) for value in ("3.2", "3.200001")] == ["missed", "met"]
    assert assess(of, result("4"), CONTRACT).reason.en == "4 is fine."


def test_a_band_may_be_named_instead_of_a_number_and_must_fit_it() -> None:
    of = kpi(norm={"bands": BANDS})
    assert verdict(of, result(judgement="onvoldoende")) is Outcome.MISSED
    assert verdict(of, result("70", judgement="sufficient")) is Outcome.MET
    with pytest.raises(InputError, match="comes to sufficient; the judgement good does not fit"):
        assess(of, result("70", judgement="good"), CONTRACT)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("complete", "met"),
        ("Volledig", "met"),
        ("ja", "met"),
        ("yes", "met"),
        ("incomplete", "missed"),
        ("onvolledig", "missed"),
        ("nee", "missed"),
        (" no ", "missed"),
    ],
)
def test_a_judgement_is_understood(said: str, outcome: str) -> None:
    assert verdict(kpi(norm={"judged": "complete"}), result(judgement=said)) == outcome


def test_a_judgement_must_be_one_that_the_norm_knows() -> None:
    of = kpi(norm={"judged": "sufficient"})
    with pytest.raises(InputError, match=r"Unknown judgement: 'insuficient'\. Did you mean 'insufficient'"):
        assess(of, result(judgement="insuficient"), CONTRACT)
    with pytest.raises(InputError, match="needs a judgement: sufficient, insufficient"):
        assess(of, result("80"), CONTRACT)


def test_yes_means_nothing_where_two_judgements_pass() -> None:
    outcomes = [{"name": name, "label": label(name), "miss": name == "red"} for name in ("green", "yellow", "red")]
    of = kpi(norm={"judged": outcomes})
    assert verdict(of, result(judgement="no")) is Outcome.MISSED
    with pytest.raises(InputError, match="Unknown judgement"):
        assess(of, result(judgement="yes"), CONTRACT)


def test_a_number_beside_a_judgement_is_kept_and_not_compared() -> None:
    found = assess(kpi(norm={"judged": "sufficient"}, unit="percent"), result("12", judgement="sufficient"), CONTRACT)
    assert (found.outcome, found.value, found.band) == (Outcome.MET, Decimal(12), "sufficient")
    assert found.reason == Text("Beoordeeld als voldoende.", "Judged sufficient.")


CHECKLIST = {"checklist": {"correct": {"nl": "correct", "en": "correct"}, "in_time": {"nl": "tijdig", "en": "in time"}}}


def test_all_items_of_a_checklist_must_be_true() -> None:
    of = kpi(norm=CHECKLIST)
    fine = assess(of, result(checklist={"correct": True, "in_time": True}), CONTRACT)
    assert (fine.outcome, fine.band, fine.reason.nl) == (Outcome.MET, "met", "Alle punten zijn in orde.")
    late = assess(of, result(checklist={"correct": True, "in_time": False}), CONTRACT)
    assert (late.outcome, late.band) == (Outcome.MISSED, "not_met")
    assert late.reason == Text("Niet in orde: tijdig.", "Not in order: in time.")


def test_a_checklist_is_judged_whole_or_item_by_item_and_both_agree() -> None:
    of = kpi(norm={**CHECKLIST, "judged": "sufficient"})
    whole = assess(of, result(judgement="insufficient"), CONTRACT)
    assert whole.outcome is Outcome.MISSED
    assert [note.en for note in whole.notes] == ["Judged as a whole; the items are not recorded."]
    items = {"correct": True, "in_time": True}
    assert verdict(of, result(judgement="sufficient", checklist=items)) is Outcome.MET
    with pytest.raises(InputError, match="comes to sufficient"):
        assess(of, result(judgement="insufficient", checklist=items), CONTRACT)


def test_a_checklist_leaves_no_item_open() -> None:
    of = kpi(norm=CHECKLIST)
    with pytest.raises(InputError, match="not judged yet: in_time"):
        assess(of, result(checklist={"correct": True}), CONTRACT)
    with pytest.raises(InputError, match=r"Unknown item: 'intime'\. Did you mean 'in_time'"):
        assess(of, result(checklist={"correct": True, "intime": True}), CONTRACT)
    with pytest.raises(InputError, match="needs a judgement: met, not_met"):
        assess(of, result(), CONTRACT)


PARTS = {
    "parts": {
        "presence": {"label": {"nl": "aanwezig", "en": "present"}, "unit": "percent", "norm": {"exactly": 100}},
        "response": {"label": {"nl": "respons", "en": "response"}, "norm": {"judged": "met"}},
    }
}


def test_all_parts_of_a_compound_norm_must_be_met() -> None:
    of = kpi(norm=PARTS)
    full, part = PartResult(value=Decimal(100)), PartResult(value=Decimal(99))
    yes, no = PartResult(judgement="yes"), PartResult(judgement="no")
    found = [verdict(of, result(parts={"presence": one, "response": two})) for one in (full, part) for two in (yes, no)]
    assert found == ["met", "missed", "missed", "missed"]
    assert assess(of, result(parts={"presence": part, "response": yes}), CONTRACT).reason == Text(
        "aanwezig: 99% voldoet niet aan: precies 100%. respons: Beoordeeld als behaald.",
        "present: 99% does not meet: exactly 100%. response: Judged met.",
    )


def test_a_compound_norm_wants_all_its_parts_and_nothing_else() -> None:
    of = kpi(norm=PARTS)
    with pytest.raises(InputError, match=r"satisfaction.response needs a judgement"):
        assess(of, result(parts={"presence": PartResult(value=Decimal(100))}), CONTRACT)
    with pytest.raises(InputError, match=r"satisfaction.presence needs a number"):
        assess(of, result(parts={"response": PartResult(judgement="yes")}), CONTRACT)
    with pytest.raises(InputError, match="Unknown part: 'presense'"):
        assess(of, result(parts={"presense": PartResult(value=Decimal(100))}), CONTRACT)
    for given in (result("100"), result(judgement="yes")):
        with pytest.raises(InputError, match="has parts: presence, response"):
            assess(of, given, CONTRACT)


def test_what_a_norm_does_not_know_is_refused() -> None:
    of = kpi(norm={"at_least": 7})
    for given, problem in (
        (result(), "needs a number"),
        (result("8", judgement="good"), "needs a number"),
        (result("8", checklist={"correct": True}), "Unknown item"),
        (result("8", parts={"presence": PartResult()}), "Unknown part"),
    ):
        with pytest.raises(InputError, match=problem):
            assess(of, given, CONTRACT)


def earlier(*given: tuple[str, str]) -> Context:
    return replace(CONTRACT, earlier=tuple(result(value, period) for value, period in given))


BETTER = {"at_least": Decimal(6), "improves_on": "last_year"}


@pytest.mark.parametrize(
    ("norm", "value", "outcome"),
    [
        (BETTER, "6.9", "missed"),
        (BETTER, "7", "missed"),
        (BETTER, "7.1", "met"),
        ({**BETTER, "equal_is_improvement": True}, "7", "met"),
        ({**BETTER, "equal_is_improvement": True}, "6.9", "missed"),
        ({"at_most": Decimal(9), "improves_on": "last_year", "lower_is_better": True}, "6.9", "met"),
        ({"at_most": Decimal(9), "improves_on": "last_year", "lower_is_better": True}, "7.1", "missed"),
        ({**BETTER, "at_least": Decimal(8)}, "7.5", "missed"),
    ],
)
def test_better_than_last_year(norm: dict[str, object], value: str, outcome: str) -> None:
    assert verdict(kpi(norm=norm), result(value, "2027"), earlier(("7", "2026"))) == outcome


def test_an_improvement_is_told() -> None:
    found = assess(kpi(norm=BETTER, unit="grade"), result("7", "2027"), earlier(("7.0", "2026")))
    assert found.reason == Text(
        "7 voldoet aan: ten minste 6. Vergeleken met 7,0 (2026): geen verbetering.",
        "7 meets: at least 6. Compared with 7.0 (2026): no improvement.",
    )
    assert found.norm is not None
    assert found.norm.told == Text("ten minste 6 en beter dan vorig jaar", "at least 6 and better than last year")
    equal = norm_in_force(kpi(norm={**BETTER, "equal_is_improvement": True}), result("7"), CONTRACT)
    assert equal is not None
    assert equal.told.en == "at least 6 and no worse than last year"


def test_the_first_time_only_the_limit_counts() -> None:
    found = assess(kpi(norm=BETTER), result("6", "2027"), CONTRACT)
    assert found.outcome is Outcome.MET
    assert [note.en for note in found.notes] == ["No earlier result to compare with."]
    assert verdict(kpi(norm=BETTER), result("5.9", "2027"), CONTRACT) is Outcome.MISSED


def test_last_year_is_the_same_part_of_last_year_else_its_last_result() -> None:
    of = kpi(norm=BETTER)
    known = earlier(("8", "2026-Q4"), ("6.5", "2026-Q3"), ("9", "2027-Q1"), ("9", "2025"))
    assert verdict(of, result("7", "2027-Q3"), known) is Outcome.MET
    assert verdict(of, result("7", "2027-Q2"), known) is Outcome.MISSED
    assert verdict(of, result("7", "2027-Q4"), known) is Outcome.MISSED
    assert "No earlier result" in str(assess(of, result("7", "2029"), known).notes)


def test_of_two_results_over_one_period_the_last_recorded_counts() -> None:
    of = kpi(norm=BETTER)
    assert verdict(of, result("7", "2027"), earlier(("8", "2026"), ("6", "2026"))) is Outcome.MET
    assert verdict(of, result("7", "2027"), earlier(("6", "2026"), ("8", "2026"))) is Outcome.MISSED
    first = replace(result("6", "2026"), on=date(2027, 2, 1))
    then = replace(CONTRACT, earlier=(first, result("8", "2026")))
    assert verdict(of, result("7", "2027"), then) is Outcome.MET


def test_the_previous_result_may_be_of_any_time() -> None:
    of = kpi(norm={**BETTER, "improves_on": "previous_result"})
    known = earlier(("8", "2026-Q4"), ("6.5", "2027-Q1"))
    assert verdict(of, result("7", "2029"), known) is Outcome.MET
    assert verdict(of, result("7", "2027-Q1"), known) is Outcome.MISSED
    told = norm_in_force(of, result("7"), CONTRACT)
    assert told is not None
    assert told.told.nl == "ten minste 6 en beter dan de vorige keer"


def test_earlier_results_of_another_kpi_region_or_too_small_a_sample_do_not_count() -> None:
    of = kpi(norm=BETTER, per_region=True, minimum={"sample": 10})
    here = result("7", "2027", region="north", sample=20)
    others = (
        replace(result("9", "2026", region="south", sample=20)),
        replace(result("9", "2026", region="north", sample=20), kpi="other"),
        replace(result("9", "2026", region="north", sample=9)),
        replace(result(None, "2026", region="north", sample=20)),
    )
    assert verdict(of, here, replace(CONTRACT, earlier=others)) is Outcome.MET
    same = replace(result("9", "2026", region="north", sample=10))
    assert verdict(of, here, replace(CONTRACT, earlier=(*others, same))) is Outcome.MISSED
