"""Results: whether one fits its KPI, and which number it comes to."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from escalator.ladders.schema.kpis import KpiSpec
from escalator.model.assessing import Context, Outcome, assess
from escalator.model.errors import InputError
from escalator.model.norms import Kpi
from escalator.model.periods import parse
from escalator.model.results import Result, check, figure

START = date(2026, 7, 1)
CONTRACT = Context(start=START, regions=("north", "south"))
LABEL = {"nl": "x", "en": "x"}
REASONS = {"client": LABEL, "provider": LABEL, "team": LABEL}


def kpi(**keys: Any) -> Kpi:
    entry = {"label": LABEL, "measured_by": "client", "norm": {"more_than": 10}, "unit": "percent", **keys}
    return KpiSpec.model_validate(entry).to_model("files")


def result(value: str | None = None, **keys: Any) -> Result:
    number = None if value is None else Decimal(value)
    return Result(**{"kpi": "files", "period": parse("2026-Q4"), "on": date(2027, 1, 15), "value": number, **keys})


def refused(of: Kpi, given: Result) -> str:
    with pytest.raises(InputError) as found:
        check(of, given, start=START, regions=("north", "south"))
    assert found.value.told("nl") != found.value.told("en")
    return found.value.told("en")


def test_a_kpi_still_to_be_determined_cannot_be_measured() -> None:
    planned = KpiSpec.model_validate({"label": LABEL, "kind": "planned"}).to_model("kpi_3")
    assert "kpi_3 is still to be determined" in refused(planned, result("5"))


def test_a_period_before_the_contract_is_refused() -> None:
    assert "2026-Q2 is before the start of the contract (2026-07-01)" in refused(
        kpi(), result("5", period=parse("2026-Q2"))
    )
    check(kpi(), result("5", period=parse("2026")), start=START)


def test_a_region_is_asked_for_where_results_are_per_region() -> None:
    of = kpi(per_region=True)
    check(of, result("5", region="north"), start=START, regions=("north", "south"))
    assert refused(of, result("5")) == "files is per region: name one (north, south)."
    assert "Unknown region: 'nort'. Did you mean 'north'?" in refused(of, result("5", region="nort"))
    assert refused(kpi(), result("5", region="north")) == "files has no regions."


def test_a_value_stays_on_the_scale() -> None:
    check(kpi(), result("0"), start=START)
    check(kpi(), result("100"), start=START)
    assert refused(kpi(), result("100.01")) == "files: 100.01 is outside the scale of 0 to 100."
    assert refused(kpi(), result("-1")) == "files: -1 is outside the scale of 0 to 100."
    grade = kpi(unit="grade", scale={"from": 1})
    check(grade, result("11"), start=START)
    assert refused(grade, result("0.9")) == "files: 0.9 is outside the scale of 1 to …."
    check(kpi(unit="grade"), result("-5"), start=START)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+12", "1.0000001"])
def test_a_number_that_cannot_be_is_refused_wherever_it_stands(value: str) -> None:
    of = kpi(beside={"user": LABEL})
    assert "at most 9 digits" in refused(of, result(value))
    assert "at most 9 digits" in refused(of, result("5", beside={"user": Decimal(value)}))


def test_only_figures_that_the_kpi_keeps_stand_beside_it() -> None:
    of = kpi(beside={"user": LABEL})
    check(of, result("5", beside={"user": Decimal(7)}), start=START)
    assert "Unknown figure: 'usr'. Did you mean 'user'?" in refused(of, result("5", beside={"usr": Decimal(7)}))


@pytest.mark.parametrize("key", ["clients", "sample", "drawn", "failing"])
def test_no_count_is_negative(key: str) -> None:
    of = kpi(counts={"share": "failing"})
    assert refused(of, result(None, **{"drawn": 5, "failing": 1, key: -1})) == f"{key} cannot be -1."


def test_a_share_is_computed_from_counts() -> None:
    failing, passing = kpi(counts={"share": "failing"}), kpi(counts={"share": "passing"})
    drawn = result(drawn=29, failing=3)
    assert figure(failing, drawn) == Fraction(300, 29)
    assert figure(passing, drawn) == Fraction(2600, 29)
    assert figure(failing, result("12.5")) == Decimal("12.5")
    assert figure(failing, result(drawn=5, failing=0)) == 0


def test_more_than_ten_percent_of_the_files() -> None:
    check_files = kpi(kind="check", counts={"share": "failing"}, norm={"at_most": 10})
    at_limit = assess(check_files, result(drawn=30, failing=3), CONTRACT)
    assert at_limit.outcome is Outcome.MET
    over = assess(check_files, result(drawn=29, failing=3), CONTRACT)
    assert (over.outcome, over.value) == (Outcome.MISSED, Decimal("10.344827"))
    assert over.reason.nl == "10,34…% voldoet niet aan: hoogstens 10%."


def test_nothing_drawn_is_not_assessed() -> None:
    none = assess(kpi(counts={"share": "failing"}), result(drawn=0, failing=0), CONTRACT)
    assert (none.outcome, none.reason.en) == (Outcome.NOT_ASSESSED, "Not assessed: none drawn.")


def test_counts_are_given_whole_and_instead_of_a_value() -> None:
    of = kpi(counts={"share": "failing"})
    for given in (result("5", drawn=10, failing=1), result(failing=1), result(reasons={"client": 1})):
        assert "give a value, or (where the KPI counts) drawn and failing; not both" in refused(of, given)
    assert "not both" in refused(kpi(), result(drawn=10, failing=1))
    assert refused(of, result(drawn=10)) == "Of 10 drawn, None cannot be failing (-)."
    assert refused(of, result(drawn=10, failing=11)) == "Of 10 drawn, 11 cannot be failing (-)."


def test_only_the_reasons_that_count_are_counted() -> None:
    of = kpi(counts={"share": "passing", "reasons": REASONS, "counted": ["provider", "team"]})
    split = result(drawn=20, failing=6, reasons={"client": 3, "provider": 2, "team": 1})
    check(of, split, start=START)
    assert figure(of, split) == 85
    everyone = kpi(counts={"share": "passing", "reasons": REASONS})
    assert figure(everyone, split) == 70
    assert figure(everyone, result(drawn=20, failing=6)) == 70
    check(of, result(drawn=20, failing=0), start=START)
    check(of, result(drawn=20, reasons={"client": 3}), start=START)


def test_the_reasons_must_be_known_and_add_up() -> None:
    of = kpi(counts={"share": "passing", "reasons": REASONS, "counted": ["provider"]})
    assert "Unknown reason: 'clint'" in refused(of, result(drawn=20, reasons={"clint": 1}))
    assert refused(of, result(drawn=20, failing=5, reasons={"client": 3})) == (
        "Of 20 drawn, 5 cannot be failing (client: 3)."
    )
    assert "cannot be failing (client: 15, team: 6)" in refused(of, result(drawn=20, reasons={"client": 15, "team": 6}))
    assert refused(of, result(drawn=20, failing=2)) == "Split failing by reason: client, provider, team."
    assert refused(of, result(drawn=20, reasons={"client": -1})) == "client cannot be -1."


def test_what_is_compared_may_be_a_figure_beside_the_value() -> None:
    beside = {"user": LABEL, "orderer": LABEL}
    scores = {"user": Decimal(8), "orderer": Decimal(6)}
    assert figure(kpi(beside=beside), result("7", beside=scores)) == 7
    assert figure(kpi(beside=beside, compares="lowest"), result("7", beside=scores)) == 6
    assert figure(kpi(beside=beside, compares="user"), result("7", beside=scores)) == 8
    assert figure(kpi(beside=beside, compares="user"), result("7")) is None
    assert figure(kpi(beside=beside, compares="lowest"), result("7")) is None
    with pytest.raises(InputError, match="needs a number"):
        assess(kpi(beside=beside, compares="user"), result("7"), CONTRACT)
