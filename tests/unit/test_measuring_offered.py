"""Reading what is offered: results, rows and days, from whatever people and programs write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did, Given
from escalator.engine.sheets.columns import Column, column_of, columns_of
from escalator.engine.sheets.days import day_of_text
from escalator.engine.sheets.rows import Defaults, read
from escalator.engine.sheets.sheet import Cell, Row
from escalator.model.errors import EscalatorError, InputError, Refusal
from escalator.model.periods import from_to, parse
from escalator.model.text import Text
from escalator.testing import Clock, engine
from tests.measuring import REPORT, Measuring, Part


@pytest.fixture
def opened() -> Iterator[Engine]:
    with engine(Clock(date(2029, 12, 31))) as each:
        yield each


@pytest.fixture
def desk(opened: Engine) -> Measuring:
    return Measuring(opened, Clock(date(2029, 12, 31)), "haarlem", "zaanstreek", "rijk-reintegratie")


@pytest.mark.parametrize(
    ("kpi", "value", "stored"),
    [
        ("compliance", "95%", "95"),
        ("compliance", " 95,50 % ", "95.50"),
        ("compliance", "+95", "95"),
        ("compliance", 95, "95"),
        ("compliance", Decimal("95.5"), "95.5"),
        ("compliance", Decimal("9.5E+1"), "95"),
        ("compliance", "007", "7"),
        ("compliance", "-0", "0"),
    ],
)
def test_a_number_is_kept_as_it_was_meant(desk: Measuring, kpi: str, value: Part, stored: str) -> None:
    done = desk.measure("haarlem", kpi, value, "CY1", "2026-04-07")
    assert desk.engine.result("haarlem", done.line.seq).fact.data["value"] == stored


@pytest.mark.parametrize(("kpi", "value"), [("satisfaction", "7%"), ("compliance", "%"), ("compliance", "95 procent")])
def test_a_percentage_is_of_a_kpi_in_percent(desk: Measuring, kpi: str, value: str) -> None:
    desk.refused(
        InputError, desk.measure, "haarlem", kpi, value, "CY1" if kpi == "compliance" else "2026", "2026-04-07"
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"presence": "100", "response": "99,5"},
        {"presence": 100, "response": Decimal("99.5")},
    ],
)
def test_parts_are_numbers_in_any_form(desk: Measuring, parts: dict[str, Part]) -> None:
    done = desk.measure("haarlem", "attendance", None, "2026-03", "2026-04-07", parts=parts)
    data = desk.engine.result("haarlem", done.line.seq).fact.data
    assert (done.line.verdict, data["parts"]) == (
        "missed",
        {"presence": {"value": "100"}, "response": {"value": "99.5"}},
    )
    again = desk.engine.measure("haarlem", "attendance", period="2026-03", parts=parts, corrects=done.line.seq)
    assert again.line.verdict == "missed"


def test_a_part_that_is_no_number_is_a_judgement(desk: Measuring) -> None:
    desk.refused(
        InputError, desk.measure, "haarlem", "attendance", None, "2026-03", "2026-04-07", parts={"presence": "goed"}
    )


def test_a_period_may_be_a_period(desk: Measuring) -> None:
    first = desk.engine.measure("haarlem", "reporting", "volledig", period=parse("2026-Q1"), on=date(2026, 4, 7))
    days = from_to(date(2026, 4, 1), date(2026, 4, 6))
    second = desk.engine.measure("haarlem", "reporting", "ja", period=days, on=date(2026, 4, 7))
    assert [each.line.period for each in (first, second)] == ["2026-Q1", "2026-04-01..2026-04-06"]


def test_a_first_period_begins_with_the_contract(desk: Measuring) -> None:
    line = desk.measure("zaanstreek", "care_start", "85", "2026", "2027-03-01", region="zaanstad_wormerland").line
    assert (line.starts, line.ends) == (date(2026, 7, 1), date(2026, 12, 31))


def test_a_judgement_stands_in_one_place(desk: Measuring) -> None:
    act = desk.measure
    twice = {"checklist": dict.fromkeys(REPORT, True)}
    said = desk.refused(
        InputError, act, "rijk-reintegratie", "management_report", "correct=ja", "2026-Q1", "2026-05-01", **twice
    )
    assert "twee keer" in said
    desk.refused(InputError, act, "haarlem", "reporting", "volledig", "2026-Q1", "2026-05-01", judgement="complete")


def test_a_role_that_neither_measures_nor_is_the_client_s_may_not_report(desk: Measuring) -> None:
    act = desk.measure
    said = desk.refused(
        Refusal,
        act,
        "zaanstreek",
        "file_check",
        None,
        "2026-10-01..2026-10-01",
        "2026-10-02",
        drawn=9,
        failing=0,
        role="provider",
    )
    assert "file_check wordt gemeten door contract_manager" in said


def test_a_result_keeps_the_file_that_it_rests_on(desk: Measuring, tmp_path: Path) -> None:
    (tmp_path / "enquete.txt").write_text("zeven en een half", encoding="utf-8")
    done = desk.measure("haarlem", "satisfaction", "7,5", "2026", "2026-12-01", evidence=tmp_path / "enquete.txt")
    digest = str(desk.engine.result("haarlem", done.line.seq).fact.data["file"])
    assert desk.engine.evidence(digest)[1] == b"zeven en een half"
    desk.refused(InputError, desk.measure, "haarlem", "sroi", "7,5", "CY1", "2026-12-01", evidence=b"\x00\x01")
    report = desk.engine.fulfil(
        "haarlem", "quarterly_report", period="2026-Q1", on=date(2026, 4, 7), evidence=b"report"
    )
    assert desk.engine.evidence(str(report.fact.data["file"]))[1] == b"report"


def test_results_are_found_by_kpi_region_and_period(desk: Measuring) -> None:
    for kpi, value, period in (
        ("compliance", "95", "CY1"),
        ("satisfaction", "8", "2026"),
        ("satisfaction", "8", "2027"),
    ):
        desk.measure("haarlem", kpi, value, period, "2028-04-07")
    find = desk.engine.results
    assert [each.period for each in find("haarlem", kpi="satisfaction")] == ["2026", "2027"]
    assert [each.kpi for each in find("haarlem", period="CY1")] == ["compliance"]
    assert find("haarlem", region="x") == []
    assert "Toegestaan: 2, 3, 4" in desk.refused(InputError, desk.engine.result, "haarlem", 1)


def test_a_case_for_each_kpi_where_the_contract_says_so(opened: Engine, desk: Measuring) -> None:
    opened.add_contract("apart", "haarlem", start=date(2026, 1, 1), parameters={"count_per": "kpi"})
    given = [Given(kpi=kpi, value="70", period="CY1", on=date(2026, 4, 7)) for kpi in ("compliance", "promises")]
    found = opened.measure_together("apart", given, key="both")
    assert [(each.did, each.case) for each in found] == [(Did.OPENED, "apart-2026-1"), (Did.OPENED, "apart-2026-2")]
    assert [each.repeated for each in opened.measure_together("apart", given, key="both")] == [True, True]
    more = [*given, Given(kpi="sroi", value="7", period="CY1", on=date(2026, 4, 7))]
    assert "een deel" in desk.refused(InputError, opened.measure_together, "apart", more, key="both")


DEFAULTS = Defaults("haarlem", date(2026, 4, 7))


def row(**cells: Cell) -> Given:
    """Read a row of a contract's own table."""
    columns = [Column(name) for name in cells]
    return read(Row(2, tuple(cells.values())), columns, DEFAULTS).given


def test_cells_are_read_as_their_column_asks() -> None:
    found = row(
        kpi="x", period=Decimal(2026), value=True, clients=Decimal(12), sample="9", beside="a=7,5", reasons="b=2"
    )
    assert (found.period, found.value, found.clients, found.sample) == ("2026", "ja", 12, 9)
    assert (found.beside, found.reasons, found.on) == ({"a": Decimal("7.5")}, {"b": 2}, date(2026, 4, 7))
    assert row(kpi="x", period="CY1", value=False).value == "nee"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"kpi": "x"}, "leeg: period"),
        ({"kpi": None, "period": "CY1"}, "leeg: kpi"),
        ({"kpi": date(2026, 1, 1), "period": "CY1"}, "kpi: hier hoort tekst"),
        ({"kpi": Decimal("1.5"), "period": "CY1"}, "kpi: hier hoort tekst"),
        ({"kpi": "x", "period": date(2026, 3, 1)}, "het rekenblad heeft er een datum van gemaakt"),
        ({"kpi": "x", "period": "CY1", "value": date(2026, 3, 1)}, "is een datum"),
        ({"kpi": "x", "period": "CY1", "on": Decimal(46083)}, "46083 is geen dag"),
        ({"kpi": "x", "period": "CY1", "clients": "12,5"}, "geen aantal"),
        ({"kpi": "x", "period": "CY1", "clients": Decimal(-1)}, "geen aantal"),
        ({"kpi": "x", "period": "CY1", "clients": Decimal("1.5")}, "geen aantal"),
        ({"kpi": "x", "period": "CY1", "beside": "a=1; a=2"}, "naam=getal"),
        ({"kpi": "x", "period": "CY1", "beside": "a"}, "naam=getal"),
        ({"kpi": "x", "period": "CY1", "beside": "a=x"}, "geen getal"),
        ({"kpi": "x", "period": "CY1", "reasons": "a=1,5"}, "geen aantal"),
    ],
)
def test_a_cell_that_cannot_be_is_told(cells: dict[str, Cell], said: str) -> None:
    with pytest.raises(InputError) as caught:
        row(**cells)
    assert said in caught.value.told("nl")


def test_a_row_that_its_file_could_not_give_is_told() -> None:
    with pytest.raises(InputError, match="broken"):
        read(Row(2, (), Text("kapot", "broken")), [Column.KPI], DEFAULTS)
    with pytest.raises(InputError, match="cell 2 has no column"):
        read(Row(2, ("x", "y")), [Column.KPI], DEFAULTS)
    assert read(Row(2, ("x", "CY1", " ")), [Column.KPI, Column.PERIOD], replace(DEFAULTS, by="A")).by == "A"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2 maart 2026", date(2026, 3, 2)),
        ("02 MRT. 2026", date(2026, 3, 2)),
        ("2 March 2026", date(2026, 3, 2)),
        ("31 december 2026", date(2026, 12, 31)),
        ("2 sept 2026", date(2026, 9, 2)),
    ],
)
def test_a_day_is_read_in_both_languages(text: str, expected: date) -> None:
    assert day_of_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2-3-2026",
        "02-03-2026",
        "3/2/2026",
        "2026-02-30",
        "31-02-2026",
        "0001-01-01",
        "9999-12-31",
        "2 foo 2026",
        "gisteren",
        "2026-3-2",
        "٢٠٢٦-٠٣-٠٢",
    ],
)
def test_a_day_is_never_guessed(text: str) -> None:
    with pytest.raises(InputError, match="is no day"):
        day_of_text(text)


def test_headings_are_known_by_their_words() -> None:
    assert [column_of(each) for each in ("Waarde", " VALUE", "result", "niet_voldaan", "Cliënten", "x")] == [
        Column.VALUE, Column.VALUE, Column.VALUE, Column.FAILING, Column.CLIENTS, None,
    ]  # fmt: skip
    assert columns_of(["kpi", "", "period", "drawn"], [Column.CONTRACT, Column.ON])[1] is None
    with pytest.raises(InputError, match=r"missing: contract, periode|period, datum|on, waarde|value / oordeel"):
        columns_of(["kpi"])


def test_errors_are_told_in_both_languages(desk: Measuring) -> None:
    with pytest.raises(EscalatorError) as caught:
        desk.measure("haarlem", "compliance", "95", "2026-Q1", "2026-04-07")
    assert "wordt in het eerste contractjaar" in caught.value.told("nl")
    assert "is measured in the first contract year" in caught.value.told("en")
