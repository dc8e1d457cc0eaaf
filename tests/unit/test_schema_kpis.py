"""KPIs, norms and scorecards in a ladder file: what is refused, in both languages, and what the rest becomes."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from pydantic import ValidationError

from escalator.ladders.schema.kpis import KpiSpec, MeasurementSpec
from escalator.ladders.schema.norms import NormSpec, PartSpec
from escalator.ladders.schema.scorecards import ScorecardSpec
from escalator.model.norms import Consequence, Kind, Kpi, NormKind, Scorecard, Then, Weight
from escalator.model.text import Text

LABEL = {"nl": "x", "en": "x"}
KPI: dict[str, Any] = {"label": LABEL, "clause": "X1", "measured_by": "client", "norm": {"at_least": 7}}


def problems(spec: type[KpiSpec | NormSpec | MeasurementSpec | ScorecardSpec | PartSpec], entry: object) -> list[str]:
    """Return what is wrong, in English; each of our own messages must be there in Dutch too."""
    with pytest.raises(ValidationError) as found:
        spec.model_validate(entry)
    for each in found.value.errors():
        assert each["type"] != "rule" or each["ctx"]["nl"] != each["ctx"]["en"]
    return [each["msg"] for each in found.value.errors()]


def band(name: str, **keys: object) -> dict[str, object]:
    return {"name": name, "label": LABEL, **keys}


@pytest.mark.parametrize(
    ("norm", "problem"),
    [
        ({}, "Exactly one of these belongs here: at_least, more_than, at_most, less_than, exactly, bands, judged"),
        ({"at_least": 7, "judged": "complete"}, "Found: at_least, judged."),
        ({"to_be_determined": True, "reference": True}, "Found: to_be_determined, reference."),
        ({"at_least": True}, "True is no number"),
        ({"at_least": "7"}, "'7' is no number"),
        ({"at_least": 7.5}, "7.5 is no number"),
        ({"at_least": Decimal("NaN")}, "at most 9 digits before and 6 after"),
        ({"at_least": Decimal("1E+9")}, "at most 9 digits before and 6 after"),
        ({"at_least": 7, "from_contract_year": 2, "from_day": "2027-01-01"}, "Choose between from_contract_year"),
        ({"at_least": 7, "from_day": "2027-02-30"}, "'2027-02-30' is no day; write 2026-07-01."),
        ({"at_least": 7, "from_day": "20270201"}, "'20270201' is no day"),
        ({"at_least": 7, "from_day": 20270201}, "20270201 must be text."),
        ({"judged": "complete", "improves_on": "last_year"}, "improves_on belongs with at_least."),
        ({"at_least": 7, "equal_is_improvement": False}, "belong with improves_on"),
        ({"at_least": 7, "lower_is_better": True}, "belong with improves_on"),
        ({"judged": "sufficent"}, "Unknown judgement: 'sufficent'. Did you mean 'sufficient'?"),
        ({"judged": {"a": 1}}, "Input should be a valid tuple"),
        ({"judged": [band("a", miss=True)]}, "at least 2 items"),
        ({"judged": [band("a"), band("b")]}, "At least one outcome misses the norm"),
        ({"judged": [band("a", miss=True), band("b", miss=True)]}, "and at least one does not"),
        ({"judged": [band("a", miss=True), band("a")]}, "'a' stands here twice."),
        (
            {"bands": [band("a", miss=True), band("b", **{"from": 1}), band("b", **{"from": 2})]},
            "'b' stands here twice.",
        ),
        ({"bands": [band("a", miss=True), band("b")]}, "The bound between a and b must be stated once"),
        ({"bands": [band("a", miss=True, below=2), band("b", **{"from": 3})]}, "The bound between a and b"),
        ({"bands": [band("a", miss=True, up_to=2), band("b", **{"from": 2})]}, "The bound between a and b"),
        ({"bands": [band("a", miss=True, below=2, up_to=2), band("b")]}, "The bound between a and b"),
        (
            {"bands": [band("a", miss=True, **{"from": 0}), band("b", **{"from": 3})]},
            "The lowest band has no lower bound",
        ),
        ({"bands": [band("a", miss=True), band("b", up_to=9, **{"from": 3})]}, "the highest no upper one"),
        (
            {"bands": [band("a", miss=True), band("b", **{"from": 5}), band("c", **{"from": 3})]},
            "The bands do not run from low to high.",
        ),
        (
            {"bands": [band("a", miss=True), band("b", **{"from": 5}), band("c", **{"from": 5})]},
            "The bands do not run from low to high.",
        ),
        ({"checklist": {}}, "at least 1 item"),
        ({"parts": {"a": {"label": LABEL, "norm": {"at_least": 1}}}}, "at least 2 items"),
        ({"at_leats": 7}, "Extra inputs are not permitted"),
    ],
)
def test_a_norm_that_cannot_be_is_refused(norm: dict[str, object], problem: str) -> None:
    assert any(problem in each for each in problems(NormSpec, norm))


def test_a_part_has_a_norm_of_its_own() -> None:
    assert "Exactly one of these" in problems(PartSpec, {"label": LABEL, "norm": {}})[0]
    assert "Extra inputs" in problems(PartSpec, {"label": LABEL, "norm": {"checklist": {"a": LABEL}}})[0]


def test_a_bound_may_be_stated_on_both_sides() -> None:
    bands = [band("a", miss=True, below=2), band("b", up_to=2, **{"from": 2}), band("c", above=2)]
    norm = NormSpec.model_validate({"bands": bands}).norm
    assert [(each.name, each.lower, each.includes_lower) for each in norm.bands] == [
        ("a", None, True),
        ("b", 2, True),
        ("c", 2, False),
    ]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"norm": None}, "It needs who measures (measured_by) and a norm"),
        ({"measured_by": []}, "It needs who measures (measured_by) and a norm"),
        ({"kind": "check", "norm": None}, "It needs who measures (measured_by) and a norm"),
        ({"norms": [{"at_least": 7}]}, "Choose between norm and norms."),
        ({"norm": None, "norms": []}, "at least 1 item"),
        ({"due": {"within": "1 month"}}, "due, first_period and starting are about periods: name every."),
        ({"every": "monthly"}, "'monthly' is no rhythm. Allowed: week, month, quarter"),
        ({"every": "0 weeks"}, "A term in weeks is 1 to 2600, not 0."),
        ({"every": 3}, "3 must be text."),
        ({"compares": "lowest"}, "Unknown figure: 'lowest'"),
        ({"compares": "usr", "beside": {"user": LABEL}}, "Unknown figure: 'usr'. Did you mean 'user'?"),
        ({"counts": {"share": "failing", "counted": ["client"]}}, "Unknown reason: 'client'"),
        ({"exempt": [{"of": "measuring"}]}, "Name periods or contract_years."),
        ({"exempt": [{"of": "measuring", "periods": ["2026-Q5"]}]}, "'2026-Q5' is no period."),
        ({"exempt": [{"of": "plan", "periods": ["2026-Q1"]}]}, "Input should be 'measuring' or 'consequence'"),
        ({"on_miss": {"then": "open"}}, "open and propose have an event, feed has feeds, keep has neither."),
        ({"on_miss": {"then": "keep", "event": "norm_missed"}}, "keep has neither."),
        ({"on_miss": {"then": "keep", "feeds": "norm_missed"}}, "keep has neither."),
        ({"on_miss": {"then": "feed"}}, "feed has feeds"),
        ({"on_miss": {"then": "feed", "feeds": "nothing"}}, "feed has feeds"),
        ({"on_miss": {"then": "feed", "event": "norm_missed"}}, "open and propose have an event"),
        ({"on_miss": {"then": "open", "event": "x", "data": {"colour": "color"}}}, "Input should be 'kpi', 'period'"),
        ({"label": "Tevredenheid"}, "Input should be a valid dictionary"),
        ({"label": {"nl": "x"}}, "Field required"),
        ({"label": {"nl": "", "en": "x"}}, "at least 1 character"),
        ({"track": "Core"}, "String should match pattern"),
        ({"track": "core\n"}, "String should match pattern"),
        ({"minimum": {"clients": 0}}, "greater than or equal to 1"),
        ({"per_region": "yes"}, "Input should be a valid boolean"),
    ],
)
def test_a_kpi_that_cannot_be_is_refused(keys: dict[str, object], problem: str) -> None:
    assert any(problem in each for each in problems(KpiSpec, {**KPI, **keys}))


def test_only_a_planned_kpi_or_an_indicator_may_lack_a_norm() -> None:
    planned = KpiSpec.model_validate({"label": LABEL, "clause": "W15", "kind": "planned"}).to_model("kpi_3")
    assert (planned.kind, planned.norms, planned.measured_by) == (Kind.PLANNED, (), ())
    assert KpiSpec.model_validate({"label": LABEL, "kind": "indicator"}).to_model("spend").norms == ()


def test_what_holds_for_every_kpi_holds_unless_one_says_otherwise() -> None:
    usual = MeasurementSpec.model_validate(
        {
            "on_miss": {"then": "propose", "event": "shortcoming_found", "feeds": "norm_missed"},
            "on_pass": {"then": "feed", "feeds": "norm_met"},
        }
    )
    plain = KpiSpec.model_validate(KPI).to_model("a", usual)
    assert plain.on_miss == Consequence(then=Then.PROPOSE, event="shortcoming_found", feeds="norm_missed")
    assert plain.on_pass == Consequence(then=Then.FEED, feeds="norm_met")
    own = {"on_miss": {"then": "open", "event": "shortcoming_found", "feeds": "nothing"}, "on_pass": {"then": "keep"}}
    other = KpiSpec.model_validate({**KPI, **own}).to_model("b", usual)
    assert other.on_miss == Consequence(then=Then.OPEN, event="shortcoming_found")
    assert other.on_pass == Consequence()
    silent = KpiSpec.model_validate({**KPI, "kind": "indicator"}).to_model("c", usual)
    assert (silent.on_miss, silent.on_pass) == (Consequence(), Consequence())
    assert KpiSpec.model_validate(KPI).to_model("d").on_miss == Consequence()


@pytest.mark.parametrize(
    ("keys", "scale"),
    [
        ({"unit": "percent"}, (Decimal(0), Decimal(100))),
        ({"unit": "percent", "scale": {"from": 0}}, (Decimal(0), None)),
        ({"unit": "grade"}, (None, None)),
        ({"scale": {"from": 1, "to": 10}}, (Decimal(1), Decimal(10))),
    ],
)
def test_a_percentage_runs_from_0_to_100_unless_said_otherwise(keys: dict[str, object], scale: object) -> None:
    assert KpiSpec.model_validate({**KPI, **keys}).to_model("a").scale == scale


def test_terms_move_as_the_ladder_says_unless_the_kpi_says_otherwise() -> None:
    def moves(due: dict[str, object], *, ladder: bool) -> bool:
        found = KpiSpec.model_validate({**KPI, "every": "year", "due": due}).to_model("a", move_end=ladder).due
        assert found is not None
        return found.move_end

    assert [moves({"within": "1 month"}, ladder=ladder) for ladder in (True, False)] == [True, False]
    assert [moves({"within": "1 month", "move_end": False}, ladder=ladder) for ladder in (True, False)] == [
        False,
        False,
    ]
    assert [moves({"within": "1 month", "move_end": True}, ladder=ladder) for ladder in (True, False)] == [True, True]


SCORECARD: dict[str, Any] = {
    "label": LABEL,
    "clause": ["C44", "C45"],
    "kpi": "score",
    "target": Decimal("3.5"),
    "bands": [
        band("under", up_to=3, consequences=["malus", "dissolution"]),
        band("minimum", up_to=Decimal("3.2"), consequences="malus"),
        band("agreed"),
        band("over", consequences="bonus", **{"from": 4}),
    ],
    "consequences": {
        "bonus": {"label": LABEL, "weight": "bonus", "themes": {"payment": {"nl": "eerder", "en": "earlier"}}},
        "malus": {"label": LABEL, "weight": "malus"},
        "dissolution": {"label": LABEL, "weight": "consider", "clause": "C47"},
    },
}


@pytest.mark.parametrize(
    ("score", "name", "weights"),
    [
        ("1", "under", [Weight.MALUS, Weight.CONSIDER]),
        ("3", "under", [Weight.MALUS, Weight.CONSIDER]),
        ("3.01", "minimum", [Weight.MALUS]),
        ("3.2", "minimum", [Weight.MALUS]),
        ("3.21", "agreed", []),
        ("3.99", "agreed", []),
        ("4", "over", [Weight.BONUS]),
        ("5", "over", [Weight.BONUS]),
    ],
)
def test_a_score_has_its_consequences(score: str, name: str, weights: list[Weight]) -> None:
    card = ScorecardSpec.model_validate(SCORECARD).to_model("performance")
    found, consequences = card.at(Decimal(score))
    assert (found.name, [each.weight for each in consequences]) == (name, weights)


def test_a_scorecard_is_whole() -> None:
    card = ScorecardSpec.model_validate(SCORECARD).to_model("performance")
    assert (card.id, card.kpi, card.target, card.source.clauses) == (
        "performance",
        "score",
        Decimal("3.5"),
        ("C44", "C45"),
    )
    assert card.consequences["bonus"].themes == {"payment": Text("eerder", "earlier")}
    unknown = {**SCORECARD, "bands": [band("low", below=3, consequences="malsu"), band("high")]}
    assert "Unknown consequence: 'malsu'. Did you mean 'malus'?" in problems(ScorecardSpec, unknown)[0]
    idle = {**SCORECARD, "bands": [band("low", below=3, consequences=["malus", "bonus"]), band("high")]}
    assert problems(ScorecardSpec, idle) == ["Consequence dissolution follows on no band."]


def test_what_a_file_becomes_can_be_stored_and_read_back() -> None:
    entry = {
        **KPI,
        "every": "first_contract_year_then_every_two",
        "due": {"by": "1 April"},
        "beside": {"user": LABEL},
        "exempt": [{"of": "measuring", "contract_years": [1]}],
        "counts": {"share": "passing", "reasons": {"client": LABEL}},
        "norm": None,
        "norms": [
            {"at_least": Decimal("7.5"), "improves_on": "last_year"},
            {
                "parts": {
                    "a": {"label": LABEL, "norm": {"judged": "met"}},
                    "b": {"label": LABEL, "norm": {"exactly": 1}},
                }
            },
        ],
    }
    kpi = KpiSpec.model_validate(entry).to_model("a")
    assert msgspec.json.decode(msgspec.json.encode(kpi), type=Kpi) == kpi
    assert [version.norm.kind for version in kpi.norms] == [NormKind.LIMITS, NormKind.PARTS]
    card = ScorecardSpec.model_validate(SCORECARD).to_model("performance")
    assert msgspec.json.decode(msgspec.json.encode(card), type=Scorecard) == card
