"""What the parties agree while a contract runs: it counts from its day, and changes nothing that was judged before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did
from escalator.ladders import library
from escalator.model.bands import Comparison, Limit
from escalator.model.errors import EscalatorError, InputError, Refusal, UnknownName
from escalator.model.figures import figure_of
from escalator.model.norms import Consequence, Norm, NormKind
from escalator.model.text import Text
from escalator.testing import Clock
from tests.measuring import Measuring

JULY = date(2026, 7, 1)


@pytest.fixture
def haarlem(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "haarlem")


@pytest.fixture
def west(engine: Engine, clock: Clock) -> Measuring:
    return Measuring(engine, clock, "westfriesland")


KLACHTEN: dict[str, Any] = {
    "label": Text("Klachten", "Complaints"),
    "definition": "klachten per half jaar",
    "method": "telling",
    "measured_by": "contractor",
    "norm": "<= 10",
    "since": JULY,
    "every": "half_year",
    "unit": "number",
}


def test_a_norm_counts_from_its_day_for_the_period_s_last_day(haarlem: Measuring) -> None:
    fact = haarlem.engine.set_norm(
        "haarlem", "satisfaction", "7,5", since=date(2027, 1, 1), note="kwartaalgesprek", by="A. Jansen", key="n-1"
    )
    assert (fact.event, fact.by, fact.data["note"]) == ("norm_set", "A. Jansen", "kwartaalgesprek")
    first = haarlem.measure("haarlem", "satisfaction", "7,2", "2026", "2027-02-01")
    second = haarlem.measure("haarlem", "satisfaction", "7,2", "2027", "2028-02-01")
    assert [each.line.verdict for each in (first, second)] == ["met", "missed"]
    assert second.assessment.norm is not None
    assert (second.assessment.norm.agreed, second.assessment.norm.fact) == (True, fact.id)
    norm = haarlem.engine.result("haarlem", second.line.seq).fact.data["norm"]
    assert norm == {"fact": fact.id, "since": "2027-01-01"}


def test_a_norm_holds_until_its_last_day(haarlem: Measuring) -> None:
    haarlem.engine.set_norm(
        "haarlem", "attendance", _parts("90"), since=date(2026, 3, 1), until=date(2026, 3, 31), note="verhuizing"
    )
    found = [
        haarlem.measure("haarlem", "attendance", "presence=95; response=100", month, "2026-06-01").line.verdict
        for month in ("2026-02", "2026-03", "2026-04")
    ]
    assert found == ["missed", "met", "missed"]


def _parts(presence: str) -> Norm:
    from escalator.model.norms import Part  # noqa: PLC0415 - only here

    limit = Norm(kind=NormKind.LIMITS, limits=(Limit(Comparison.AT_LEAST, figure_of(presence)),))
    parts = tuple(Part(name=name, label=Text(name, name), norm=limit) for name in ("presence", "response"))
    return Norm(kind=NormKind.PARTS, parts=parts)


def test_a_norm_that_would_change_a_verdict_is_refused_with_the_list(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "satisfaction", "7,2", "2026", "2027-02-01")
    set_norm = haarlem.engine.set_norm
    said = haarlem.refused(Refusal, set_norm, "haarlem", "satisfaction", "7,5", since=JULY, note="x")
    assert "satisfaction 2026 (nr. 2): was met, wordt missed" in said
    set_norm("haarlem", "satisfaction", "7,1", since=JULY, note="x")  # the verdict stays what it was


def test_retracting_a_norm_is_refused_where_results_rest_on_it(haarlem: Measuring) -> None:
    fact = haarlem.engine.set_norm("haarlem", "satisfaction", "6", since=JULY, note="x")
    done = haarlem.measure("haarlem", "satisfaction", "6,5", "2026", "2027-02-01")
    said = haarlem.refused(Refusal, haarlem.engine.retract_fact, "haarlem", int(fact.id), reason="x")
    assert "wordt missed" in said
    haarlem.engine.retract_fact("haarlem", done.line.seq, reason="x")
    haarlem.engine.retract_fact("haarlem", int(fact.id), reason="x")
    assert haarlem.measure("haarlem", "satisfaction", "6,5", "2026", "2027-02-01").line.verdict == "missed"
    haarlem.refused(Refusal, haarlem.engine.retract_fact, "haarlem", int(fact.id), reason="x")


@pytest.mark.parametrize(
    ("kpi", "norm", "more", "said"),
    [
        ("satisfactio", "7", {}, "Bedoelde u 'satisfaction'?"),
        ("satisfaction", "zeven", {}, "geen getal"),
        ("satisfaction", ">= 1e3", {}, "geen getal"),
        ("attendance", "7", {}, "hoe vergeleken wordt"),
        ("satisfaction", "7", {"note": " "}, "ontbreekt"),
        ("satisfaction", "7", {"since": date(2025, 12, 31)}, "begint op 2026-01-01"),
        ("satisfaction", "7", {"until": date(2026, 6, 30)}, "kan niet"),
        ("satisfaction", "7", {"on": date(2030, 1, 1)}, "toekomst"),
        ("satisfaction", "7", {"role": "contract_manger"}, "Bedoelde u 'contract_manager'?"),
        ("satisfaction", Norm(kind=NormKind.LIMITS), {}, "vraagt niets"),
        ("satisfaction", Norm(kind=NormKind.BANDS), {}, "vraagt niets"),
    ],
)
def test_a_norm_that_cannot_be_is_refused(
    haarlem: Measuring, kpi: str, norm: str | Norm, more: dict[str, Any], said: str
) -> None:
    given = {"since": JULY, "note": "overleg", **more}
    assert said in haarlem.refused(EscalatorError, haarlem.engine.set_norm, "haarlem", kpi, norm, **given)


def test_a_norm_for_a_kpi_that_is_not_there_yet_is_refused(west: Measuring) -> None:
    said = west.refused(InputError, west.engine.set_norm, "westfriesland", "kpi_3", ">= 80", since=JULY, note="x")
    assert "kpi_3 is nog niet bepaald: voeg de KPI toe." in said


def test_agreeing_again_under_the_same_key_changes_nothing(haarlem: Measuring, west: Measuring) -> None:
    acts: list[tuple[Measuring, Any, tuple[str, ...], dict[str, Any]]] = [
        (haarlem, haarlem.engine.set_norm, ("haarlem", "satisfaction", "8"), {"since": JULY, "note": "x"}),
        (haarlem, haarlem.engine.exempt, ("haarlem", "sroi"), {"periods": ["CY1"], "note": "x"}),
        (haarlem, haarlem.engine.set_parameter, ("haarlem", "plan_within", "1 week"), {"since": JULY, "note": "x"}),
        (west, west.engine.add_kpi, ("westfriesland", "kpi_3"), KLACHTEN),
    ]
    for number, (desk, act, named, given) in enumerate(acts):
        first = act(*named, **given, key=f"k{number}")
        before = desk.everything()
        assert act(*named, **given, key=f"k{number}") == first
        assert desk.everything() == before
        desk.refused(InputError, act, *named, **{**given, "by": "another"}, key=f"k{number}")


def test_a_planned_kpi_is_added_and_measured(west: Measuring) -> None:
    west.refused(InputError, west.measure, "westfriesland", "kpi_3", "11", "2026-H2", "2027-01-10")
    fact = west.engine.add_kpi("westfriesland", "kpi_3", **KLACHTEN)
    assert fact.event == "kpi_added"
    missed = west.measure("westfriesland", "kpi_3", "11", "2026-H2", "2027-01-10")
    early = west.measure("westfriesland", "kpi_3", "11", "2026-H1", "2026-07-10")
    assert [(each.line.verdict, each.did) for each in (missed, early)] == [
        ("missed", Did.PROPOSED),
        ("no_norm", Did.KEPT),
    ]
    assert "kpi_3" in west.engine.ladder_of("westfriesland").kpis
    case = west.engine.open_case(
        "westfriesland", kpis=["kpi_3"], event="shortcoming_found", role="contract_manager", on=date(2027, 2, 1)
    )
    assert case.case.scope.kpis == ("kpi_3",)
    said = west.refused(Refusal, west.engine.retract_fact, "westfriesland", int(fact.id), reason="x")
    assert "kpi_3 2026-H2" in said


@pytest.mark.parametrize(
    ("kpi", "more", "said"),
    [
        ("delivery_time", {}, "in gebruik"),
        ("Klachten", {}, "kleine letters"),
        ("klachten", {"measured_by": "contracter"}, "Bedoelde u 'contractor'?"),
        ("klachten", {"measured_by": ()}, "measured_by"),
        ("klachten", {"unit": "percentage"}, "percent"),
        ("klachten", {"track": "x"}, "Spoor"),
        ("klachten", {"like": "delivery"}, "delivery_time"),
        ("klachten", {"definition": ""}, "definitie ontbreekt"),
        ("klachten", {"norm": "10"}, "hoe vergeleken wordt"),
        ("klachten", {"every": "soms"}, "geen ritme"),
    ],
)
def test_a_kpi_that_cannot_be_is_refused(west: Measuring, kpi: str, more: dict[str, Any], said: str) -> None:
    given = {**KLACHTEN, **more}
    assert said in west.refused(EscalatorError, west.engine.add_kpi, "westfriesland", kpi, **given)


def test_a_kpi_takes_a_track_and_its_consequences_from_another(haarlem: Measuring) -> None:
    given = {**KLACHTEN, "unit": "percent", "norm": None}
    said = haarlem.refused(UnknownName, haarlem.engine.add_kpi, "haarlem", "klachten", **given)
    assert "core" in said
    haarlem.engine.add_kpi("haarlem", "klachten", **{**given, "norm": ">= 90"}, track="theme", like="sroi")
    done = haarlem.measure("haarlem", "klachten", "89", "2026-H2", "2027-01-10")
    assert haarlem.cases("haarlem")[0].scope.track == "theme"
    assert done.did is Did.OPENED
    haarlem.refused(InputError, haarlem.measure, "haarlem", "klachten", "101", "2027-H1", "2027-07-10")


def test_a_parameter_changes_the_cases_opened_from_its_day_on(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "compliance", "95", "CY1", "2026-06-30")
    haarlem.engine.set_parameter("haarlem", "plan_within", "5 working days", since=JULY, note="nota 3")
    haarlem.measure("haarlem", "promises", "70", "CY1", "2026-07-01")
    haarlem.measure("haarlem", "sroi", "1", "CY1", "2026-06-30")
    dues = [haarlem.engine.stand(each.id).deadlines[0].due for each in haarlem.cases("haarlem")]
    assert dues == [date(2026, 7, 14), date(2026, 7, 8), date(2026, 7, 14)]
    by_hand = haarlem.engine.open_case("haarlem", kpis=["satisfaction"], role="contract_manager", on=date(2026, 7, 1))
    assert by_hand.standing.deadlines[0].due == date(2026, 7, 8)
    assert haarlem.engine.ladder_of("haarlem").parameters["plan_within"].value == "5 working days"
    assert haarlem.engine.audit().findings == ()


def test_later_parameters_add_to_earlier_ones(haarlem: Measuring) -> None:
    engine = haarlem.engine
    engine.set_parameter("haarlem", "satisfaction_norm", "8", since=date(2028, 1, 1), note="x")
    engine.set_parameter("haarlem", "promises_norm", "90", since=date(2027, 1, 1), note="x")
    found = [
        (kpi, period, haarlem.measure("haarlem", kpi, value, period, "2029-02-01").line.verdict)
        for kpi, value, period in (
            ("satisfaction", "7,5", "2027"),
            ("satisfaction", "7,5", "2028"),
            ("promises", "85", "CY1"),
            ("promises", "85", "CY2-CY3"),
        )
    ]
    assert [verdict for *_, verdict in found] == ["met", "missed", "met", "missed"]


@pytest.mark.parametrize(
    ("name", "value", "more", "said"),
    [
        ("plan_withing", "1 week", {}, "Bedoelde u 'plan_within'?"),
        ("plan_within", "weldra", {}, "weldra"),
        ("calendar", "GB-ENG", {}, "kalender"),
        ("plan_within", "1 week", {"note": ""}, "ontbreekt"),
        ("plan_within", "1 week", {"since": date(2025, 1, 1)}, "voor het contract"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused(
    haarlem: Measuring, name: str, value: str, more: dict[str, Any], said: str
) -> None:
    given = {"since": JULY, "note": "x", **more}
    assert said in haarlem.refused(EscalatorError, haarlem.engine.set_parameter, "haarlem", name, value, **given)


def test_a_ladder_that_came_from_no_text_has_no_parameters(engine: Engine, clock: Clock) -> None:
    desk = Measuring(engine, clock)
    of_its_own = replace(library.load("haarlem"), version="1.0-own", digest="")
    engine.add_contract("own", of_its_own, start=date(2026, 1, 1))
    said = desk.refused(InputError, engine.set_parameter, "own", "plan_within", "1 week", since=JULY, note="x")
    assert "heeft geen tekst, en dus geen parameters" in said


def test_a_parameter_that_would_change_a_verdict_is_refused(haarlem: Measuring) -> None:
    haarlem.measure("haarlem", "satisfaction", "7,2", "2026", "2027-02-01")
    act = haarlem.engine.set_parameter
    assert "nr. 2" in haarlem.refused(Refusal, act, "haarlem", "satisfaction_norm", "8", since=JULY, note="x")


def test_an_exempt_period_is_not_measured_and_one_without_consequence_does_nothing(haarlem: Measuring) -> None:
    engine = haarlem.engine
    engine.exempt("haarlem", "satisfaction", contract_years=[1], note="overgang")
    engine.exempt("haarlem", "satisfaction", of="consequence", periods=["2027"], note="overgang")
    found = [haarlem.measure("haarlem", "satisfaction", "6", year, "2029-02-01") for year in ("2026", "2027", "2028")]
    assert [(each.line.verdict, each.did) for each in found] == [
        ("exempt", Did.KEPT),
        ("missed", Did.KEPT),
        ("missed", Did.OPENED),
    ]
    haarlem.refused(Refusal, engine.exempt, "haarlem", "satisfaction", periods=["2028"], note="te laat")


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"periods": ["soms"]},
        {"contract_years": [0]},
        {"of": "alles", "periods": ["2026"]},
        {"periods": ["2026"], "note": ""},
    ],
)
def test_an_exemption_that_cannot_be_is_refused(haarlem: Measuring, more: dict[str, Any]) -> None:
    given = {"note": "x", **more}
    haarlem.refused(InputError, haarlem.engine.exempt, "haarlem", "satisfaction", **given)


def test_a_kpi_may_be_agreed_before_its_norm_is(west: Measuring) -> None:
    west.engine.add_kpi("westfriesland", "kpi_3", **{**KLACHTEN, "norm": None})
    measured = west.measure("westfriesland", "kpi_3", "11", "2026-H2", "2027-01-10")
    assert (measured.line.verdict, measured.did) == ("no_norm", Did.KEPT)


def test_a_kpi_says_whose_consequences_it_shares_where_they_differ(engine: Engine, clock: Clock) -> None:
    desk, ladder = Measuring(engine, clock), library.load("westfriesland")
    kpis = dict(ladder.kpis)
    kpis["response_time"] = replace(kpis["response_time"], on_pass=Consequence())
    engine.add_contract("own", replace(ladder, kpis=kpis, digest=""), start=date(2026, 1, 1))
    assert "(like): delivery_time, response_time" in desk.refused(
        InputError, engine.add_kpi, "own", "klachten", **KLACHTEN
    )
    engine.add_kpi("own", "klachten", **KLACHTEN, like="response_time")
    assert engine.ladder_of("own").kpis["klachten"].on_pass == Consequence()
