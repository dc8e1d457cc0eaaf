"""Assessing: which norm is in force, what is not judged at all, and what follows on a result."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from escalator.ladders.schema.kpis import KpiSpec, MeasurementSpec
from escalator.ladders.schema.norms import NormSpec
from escalator.model.assessing import Assessment, NormSet, Outcome, assess, norm_in_force
from escalator.model.norms import Consequence, Norm, Telling, Then
from escalator.model.source import Source
from escalator.model.text import Text
from tests.judging import CONTRACT, START, kpi, label, result, verdict

BANDS = [
    {"name": "insufficient", "label": {"nl": "onvoldoende", "en": "insufficient"}, "miss": True, "colour": "red"},
    {"name": "sufficient", "label": {"nl": "voldoende", "en": "sufficient"}, "from": Decimal(65)},
    {"name": "good", "label": {"nl": "goed", "en": "good"}, "from": Decimal(80), "colour": "green"},
]


CHECKLIST = {"checklist": {"correct": {"nl": "correct", "en": "correct"}, "in_time": {"nl": "tijdig", "en": "in time"}}}


PARTS = {
    "parts": {
        "presence": {"label": {"nl": "aanwezig", "en": "present"}, "unit": "percent", "norm": {"exactly": 100}},
        "response": {"label": {"nl": "respons", "en": "response"}, "norm": {"judged": "met"}},
    }
}


STEPPED = [{"at_least": 7}, {"at_least": Decimal("7.5"), "from_contract_year": 2, "clause": "R31"}]


@pytest.mark.parametrize(
    ("period", "outcome"),
    [
        ("2027-Q1", "met"),
        ("2027-Q2", "met"),
        ("2027-Q3", "missed"),
        ("2026-07-01..2027-06-30", "met"),
        ("CY2", "missed"),
    ],
)
def test_a_norm_changes_with_the_contract_year(period: str, outcome: str) -> None:
    assert verdict(kpi(norms=STEPPED), result("7.2", period)) == outcome


def test_the_periods_last_day_decides_unless_the_ladder_says_the_first() -> None:
    of = kpi(norms=STEPPED)
    over = result("7.2", "2027-06-01..2027-07-31")
    assert verdict(of, over) is Outcome.MISSED
    usual = MeasurementSpec.model_validate({"year_of_measurement": "first_day"})
    first = KpiSpec.model_validate({"label": label("x"), "measured_by": "client", "norms": STEPPED})
    assert verdict(first.to_model("satisfaction", usual), over) is Outcome.MET
    assert verdict(first.to_model("satisfaction", usual), result("7.2", "2026")) is Outcome.MET


def test_a_norm_may_begin_on_a_day() -> None:
    of = kpi(norms=[{"reference": True}, {"at_least": 8, "from_day": "2027-01-01"}])
    reference = assess(of, result("7", "2026-Q4"), CONTRACT)
    assert reference.outcome is Outcome.NO_NORM
    assert reference.value == Decimal(7)
    assert reference.reason.en == "No norm yet: year of reference, no norm yet."
    assert reference.consequence == Consequence()
    assert verdict(of, result("7", "2027-Q1")) is Outcome.MISSED


def test_before_its_first_norm_a_kpi_is_only_measured() -> None:
    found = assess(kpi(norms=[{"at_least": 8, "from_contract_year": 2}]), result("7"), CONTRACT)
    assert (found.outcome, found.norm, found.value) == (Outcome.NO_NORM, None, Decimal(7))
    assert found.reason == Text("Er geldt geen norm voor deze periode.", "No norm holds for this period.")


def test_a_norm_still_to_be_determined_has_no_consequence() -> None:
    found = assess(kpi(norm={"to_be_determined": True}), result("7"), CONTRACT)
    assert (found.outcome, found.consequence.then) == (Outcome.NO_NORM, Then.KEEP)
    assert found.reason.nl == "Nog geen norm: nog te bepalen."


def at_least(value: str) -> Norm:
    return NormSpec.model_validate({"at_least": Decimal(value)}).norm


def test_an_agreed_norm_goes_before_the_ladders_from_its_day_on() -> None:
    of = kpi(norms=STEPPED)
    agreed = NormSet(kpi="satisfaction", norm=at_least("6"), from_day=date(2026, 10, 1), fact="f1", note="15 juli")
    context = replace(CONTRACT, norm_sets=(agreed, replace(agreed, kpi="other", norm=at_least("9"))))
    assert verdict(of, result("6.5", "2026-Q3"), context) is Outcome.MISSED
    found = assess(of, result("6.5", "2026-Q4"), context)
    assert found.outcome is Outcome.MET
    assert found.norm is not None
    assert (found.norm.agreed, found.norm.fact, found.norm.since) == (True, "f1", date(2026, 10, 1))
    assert verdict(of, result("6.5", "CY3"), context) is Outcome.MET


def test_an_agreed_norm_may_end_and_the_last_agreed_counts() -> None:
    of = kpi(norms=STEPPED)
    one = NormSet(kpi="satisfaction", norm=at_least("6"), from_day=date(2026, 10, 1), until=date(2026, 12, 31))
    context = replace(CONTRACT, norm_sets=(one,))
    assert verdict(of, result("6.5", "2026-12"), context) is Outcome.MET
    assert verdict(of, result("6.5", "2027-01"), context) is Outcome.MISSED
    again = replace(one, norm=at_least("9"))
    assert verdict(of, result("6.5", "2026-12"), replace(CONTRACT, norm_sets=(one, again))) is Outcome.MISSED
    before = replace(one, norm=at_least("9"), from_day=date(2026, 8, 1))
    assert verdict(of, result("6.5", "2026-12"), replace(CONTRACT, norm_sets=(one, before))) is Outcome.MET


def test_the_norm_in_force_names_its_clause() -> None:
    of = kpi(norms=STEPPED)
    first, second = (norm_in_force(of, result("7", period), CONTRACT) for period in ("2026-Q4", "CY2"))
    assert first is not None
    assert second is not None
    assert (first.source, first.since) == (Source(("X1",)), START)
    assert (second.source, second.since) == (Source(("R31",)), date(2027, 7, 1))
    assert second.told == Text("ten minste 7,5", "at least 7.5")


@pytest.mark.parametrize(
    ("norm", "nl", "en"),
    [
        (
            {"bands": BANDS},
            "voldoende (ten minste 65%) of goed (ten minste 80%)",
            "sufficient (at least 65%) or good (at least 80%)",
        ),
        (
            {"bands": [{**BANDS[1], "from": None}, {**BANDS[0], "above": Decimal(5), "name": "bad"}]},
            "voldoende",
            "sufficient",
        ),
        (
            {"bands": [{**BANDS[0]}, {**BANDS[1], "from": None, "above": Decimal(5)}]},
            "voldoende (meer dan 5%)",
            "sufficient (more than 5%)",
        ),
        ({"judged": "complete"}, "volledig", "complete"),
        (CHECKLIST, "correct, tijdig", "correct, in time"),
        (PARTS, "aanwezig: precies 100%; respons: behaald", "present: exactly 100%; response: met"),
        ({"more_than": Decimal("7.5")}, "meer dan 7,5%", "more than 7.5%"),
    ],
)
def test_a_norm_is_told_in_words(norm: dict[str, object], nl: str, en: str) -> None:
    found = norm_in_force(kpi(norm=norm, unit="percent"), result(), CONTRACT)
    assert found is not None
    assert found.told == Text(nl, en)


def test_too_few_clients_is_exempt_and_too_small_a_sample_is_not_assessed() -> None:
    of = kpi(norm={"at_least": 7}, minimum={"clients": 10, "sample": 10})
    few = assess(of, result("5", clients=9, sample=9), CONTRACT)
    assert (few.outcome, few.reason.en) == (Outcome.EXEMPT, "Exempt: 9 clients, fewer than 10.")
    small = assess(of, result("5", clients=10, sample=9), CONTRACT)
    assert (small.outcome, small.reason.en) == (Outcome.NOT_ASSESSED, "Not assessed: a sample of 9, fewer than 10.")
    assert {each.consequence.then for each in (few, small)} == {Then.KEEP}
    assert verdict(of, result("5", clients=10, sample=10)) is Outcome.MISSED


def test_a_minimum_whose_number_is_not_given_is_taken_for_granted_and_said() -> None:
    of = kpi(norm={"at_least": 7}, minimum={"clients": 10, "sample": 5})
    found = assess(of, result("5"), CONTRACT)
    assert found.outcome is Outcome.MISSED
    assert [note.en for note in found.notes] == [
        "Not given: number of clients; taken to be at least 10.",
        "Not given: sample; taken to be at least 5.",
    ]
    assert assess(of, result("5", clients=10, sample=5), CONTRACT).notes == ()


def test_a_result_outside_the_rhythm_says_so() -> None:
    of = kpi(norm={"at_least": 7}, every="year")
    notes = assess(of, result("5", "2026-Q4"), CONTRACT).notes
    assert notes == (Text("Gemeten over 2026-Q4; het ritme is year.", "Measured over 2026-Q4; the rhythm is year."),)
    for period in ("2026", "2026-07-01..2026-12-31"):
        assert assess(of, result("5", period), CONTRACT).notes == ()
    assert assess(kpi(norm={"at_least": 7}, every="to_be_agreed"), result("5"), CONTRACT).notes == ()


EXEMPT = [
    {"of": "measuring", "periods": ["2026-Q3"], "clause": "X2"},
    {"of": "consequence", "periods": ["2026-Q4"], "clause": "R16", "reading": "plan_only"},
    {"of": "consequence", "contract_years": [2], "clause": "X4"},
]


def test_exempt_from_measuring_is_not_judged_and_exempt_from_the_consequence_is() -> None:
    of = kpi(norm={"at_least": 7}, exempt=EXEMPT)
    spared = assess(of, result("5", "2026-Q3"), CONTRACT)
    assert (spared.outcome, spared.consequence.then, spared.norm) == (Outcome.EXEMPT, Then.KEEP, None)
    for period, source in (("2026-Q4", "R16, plan_only"), ("CY2", "X4")):
        mild = assess(of, result("5", period), CONTRACT)
        assert (mild.outcome, mild.consequence.then) == (Outcome.MISSED, Then.KEEP)
        assert mild.notes[-1].en == f"Without consequence in this period ({source})."
    assert assess(of, result("8", "2026-Q4"), CONTRACT).consequence.feeds == "norm_met"
    assert assess(of, result("5", "2027-Q1"), CONTRACT).consequence.then is Then.OPEN


def test_a_miss_and_a_pass_have_their_own_consequence() -> None:
    of = kpi(norm={"at_least": 7})
    miss, met = (assess(of, result(value), CONTRACT) for value in ("6", "7"))
    assert miss.consequence == Consequence(
        then=Then.OPEN, event="norm_missed", feeds="norm_missed", data={"period": Telling.PERIOD}
    )
    assert miss.data == {"period": "2026-Q4"}
    assert met.consequence == Consequence(then=Then.FEED, feeds="norm_met")
    assert met.data == {}


def test_the_event_carries_what_of_the_assessment_there_is() -> None:
    data = {key: key for key in ("kpi", "period", "region", "value", "band", "colour")}
    on_miss = {"then": "propose", "event": "shortcoming_recorded", "feeds": "nothing", "data": data}
    of = kpi(norm={"bands": BANDS}, on_miss=on_miss, per_region=True)
    found = assess(of, result("12.50", region="north"), CONTRACT)
    assert (found.consequence.then, found.consequence.event, found.consequence.feeds) == (
        Then.PROPOSE,
        "shortcoming_recorded",
        "",
    )
    assert found.data == {
        "kpi": "satisfaction",
        "period": "2026-Q4",
        "region": "north",
        "value": "12.50",
        "band": "insufficient",
        "colour": "red",
    }
    plain = kpi(norm={"at_least": 50}, on_miss=on_miss)
    assert set(assess(plain, result("12"), CONTRACT).data) == {"kpi", "period", "value"}


def test_an_indicator_informs_and_nothing_follows() -> None:
    found = assess(kpi(kind="indicator", norm={"at_least": 7}), result("5"), CONTRACT)
    assert (found.outcome, found.consequence.then) == (Outcome.MISSED, Then.KEEP)
    assert assess(kpi(kind="indicator"), result("5"), CONTRACT).outcome is Outcome.NO_NORM


def test_an_assessment_is_a_plain_value() -> None:
    found = assess(kpi(norm={"at_least": 7}), result("8"), CONTRACT)
    assert isinstance(found, Assessment)
    assert found == assess(kpi(norm={"at_least": 7}), result("8"), CONTRACT)
