"""Importing: each row is recorded like any result, all of them or none, and a second time changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did
from escalator.model.errors import InputError, UnknownName
from escalator.testing import Clock
from tests.importing import GOOD, Import, workbook, written
from tests.measuring import REGION, Part


@pytest.fixture
def haarlem(engine: Engine, clock: Clock) -> Import:
    return Import(engine, clock, "haarlem")


def test_a_file_is_recorded_like_results_one_by_one(haarlem: Import, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    done = haarlem.take(written(tmp_path, GOOD), by="A. Jansen", progress=lambda *each: told.append(each))
    assert (done.rows, done.recorded, done.repeated, done.problem_count, done.dry_run) == (3, 3, 0, 0, False)
    assert done.did == {Did.OPENED: 1, Did.KEPT: 2}
    assert [(row, each.case) for row, each in done.acted] == [(2, "haarlem-2026-1")]
    assert told == [(3, 3)]
    found = [(each.kpi, each.on, each.value, each.case) for each in haarlem.engine.results("haarlem")]
    assert found == [
        ("compliance", date(2026, 4, 7), "95", "haarlem-2026-1"),
        ("satisfaction", date(2026, 5, 2), "7.5", None),
        ("sroi", date(2026, 4, 8), "5.0", None),
    ]
    facts = haarlem.engine.contract_facts("haarlem", "measured")
    assert [(each.by, each.data.get("note")) for each in facts] == [
        ("A. Jansen", "eerste; meting"), ("A. Jansen", None), ("A. Jansen", "café"),
    ]  # fmt: skip
    assert haarlem.engine.audit().findings == ()


def test_the_same_file_again_changes_nothing_and_says_so(haarlem: Import, tmp_path: Path) -> None:
    haarlem.take(written(tmp_path, GOOD))
    before = haarlem.everything()
    for name, content in (
        ("again.csv", GOOD),
        ("other.csv", GOOD.replace(";", "\t").replace('"eerste\t meting"', "eerste; meting")),
    ):
        done = haarlem.take(written(tmp_path, content, name=name))
        assert (done.rows, done.recorded, done.repeated, done.problem_count) == (3, 0, 3, 0)
        assert haarlem.everything() == before


def test_a_dry_run_judges_everything_and_writes_nothing(haarlem: Import, tmp_path: Path) -> None:
    seen: list[object] = []
    haarlem.engine.subscribe(seen.append)
    before = haarlem.everything()
    done = haarlem.take(written(tmp_path, GOOD), dry_run=True)
    assert (done.rows, done.recorded, done.dry_run) == (3, 3, True)
    assert done.did == {Did.OPENED: 1, Did.KEPT: 2}
    assert (haarlem.everything(), seen) == (before, [])


BAD = """\
contract,kpi,period,on,value
haarlem,compliance,CY1,2026-04-07,95
haarlem,complianc,CY1,2026-04-07,95
haarlem,promises,CY1,2026-04-07,NaN
harlem,promises,CY1,2026-04-07,90
haarlem,promises,CY1,2026-04-07,90
haarlem,promises,CY1,2026-04-08,91
haarlem,,CY1,2026-04-08,91
haarlem,sroi,CY1,2030-01-01,5
haarlem,sroi,CY1,31-12-2026,5
haarlem,sroi,CY1,2026-02-30,5
"""


def test_one_bad_row_and_nothing_is_recorded(haarlem: Import, tmp_path: Path) -> None:
    problems = haarlem.problems(written(tmp_path, BAD))
    assert [row for row, _ in problems] == [3, 4, 5, 7, 8, 9, 10, 11]
    said = dict(problems)
    assert "Bedoelde u 'compliance'?" in said[3]
    assert "Bedoelde u 'haarlem'?" in said[5]
    assert said[7].startswith("promises is over CY1 al gemeten")
    assert said[8] == "leeg: kpi"
    assert "toekomst" in said[9]


def test_the_good_rows_alone_where_that_is_asked_for(haarlem: Import, tmp_path: Path) -> None:
    done = haarlem.take(written(tmp_path, BAD), partial=True)
    assert (done.rows, done.recorded, done.problem_count) == (10, 2, 8)
    assert [(each.kpi, each.value) for each in haarlem.engine.results("haarlem")] == [
        ("compliance", "95"), ("promises", "90"),
    ]  # fmt: skip
    mended = BAD.replace("complianc,", "compliance,").replace("NaN", "90").replace("harlem,", "haarlem,")
    again = haarlem.take(written(tmp_path, mended), partial=True)
    assert (again.recorded, again.repeated) == (0, 5)
    assert haarlem.engine.audit().findings == ()


def test_a_row_that_a_case_refuses_is_undone_alone(haarlem: Import, tmp_path: Path) -> None:
    haarlem.measure("haarlem", "attendance", "presence=99; response=100", "2026-03", "2026-04-07")
    haarlem.record("haarlem-2026-1", "plan_submitted", "2026-04-14")
    rows = """\
kpi;periode;datum;waarde
promises;CY1;2026-04-10;91
attendance;2026-02;2026-04-06;presence=100; response=98
sroi;CY1;2026-04-10;1
"""
    quoted = rows.replace("presence=100; response=98", '"presence=100; response=98"')
    done = haarlem.take(written(tmp_path, quoted), contract="haarlem", partial=True)
    assert [
        (each.row, "plan_submitted" in each.text.nl or "norm_missed" in each.text.nl) for each in done.problems
    ] == [(3, True)]
    assert (done.recorded, [each.kpi for each in haarlem.engine.results("haarlem")]) == (
        2, ["promises", "sroi", "attendance"],
    )  # fmt: skip
    assert [each.id for each in haarlem.cases("haarlem")] == ["haarlem-2026-1", "haarlem-2026-2"]
    assert haarlem.engine.audit().findings == ()


def test_rows_correct_earlier_ones_and_carry_their_own_keys(haarlem: Import, tmp_path: Path) -> None:
    rows = """\
contract;kpi;periode;datum;waarde;corrigeert;sleutel;rol;door
haarlem;compliance;CY1;2026-04-07;95;;audit-1;contract_manager;A. Jansen
haarlem;compliance;CY1;2026-04-07;100;2;audit-2;contract_manager;B. Bakker
"""
    done = haarlem.take(written(tmp_path, rows))
    assert (done.recorded, done.problem_count) == (2, 0)
    assert [(each.seq, each.value, each.corrects) for each in haarlem.engine.results("haarlem")] == [(3, "100", 2)]
    assert haarlem.state("haarlem-2026-1") == "monitoring"
    [first, second] = haarlem.engine.contract_facts("haarlem", "measured")
    assert [(each.role, each.by) for each in (first, second)] == [
        ("contract_manager", "A. Jansen"), ("contract_manager", "B. Bakker"),
    ]  # fmt: skip
    assert haarlem.take(written(tmp_path, rows, name="again.csv")).repeated == 2
    other = haarlem.problems(written(tmp_path, rows.replace(";95;", ";96;").replace("audit-2", "audit-3")))
    assert "De sleutel 'audit-1' is al gebruikt" in other[0][1]


def test_counts_minimums_regions_and_figures_beside_come_in_too(engine: Engine, clock: Clock, tmp_path: Path) -> None:
    desk = Import(engine, clock, "zaanstreek")
    rows = f"""\
KPI,Regio,Periode,On,Waarde,Cliënten,Steekproef,Getrokken,Niet voldaan,Redenen,Daarnaast
client_satisfaction,{REGION},2026,2027-03-01,"8,4",40,12,,,,
result_achieved,{REGION},2026,2027-03-01,,40,20,20,,client=3; provider=5,
care_start,{REGION},2026,2027-03-01,79.9,9,,,,,"from_arrival=70,5; from_referral=60"
"""
    done = desk.take(written(tmp_path, rows), contract="zaanstreek")
    assert (done.problem_count, done.did) == (0, {Did.PROPOSED: 2, Did.KEPT: 1})
    found = {each.kpi: (each.verdict, each.value) for each in engine.results("zaanstreek")}
    assert found == {
        "client_satisfaction": ("missed", "8.4"),
        "result_achieved": ("missed", "60"),
        "care_start": ("exempt", "79.9"),
    }
    assert len(engine.proposals()) == 2


def test_several_contracts_in_one_file(engine: Engine, clock: Clock, tmp_path: Path) -> None:
    desk = Import(engine, clock, "haarlem", "housing-matrix", "rijk-reintegratie")
    rows = """\
contract;kpi;periode;datum;waarde;oordeel
haarlem;reporting;2026-Q1;2026-04-30;;onvolledig
housing-matrix;score;2026-Q1;2026-04-03;3,1;geel
rijk-reintegratie;management_report;2026-Q1;2026-05-01;;onvoldoende
housing-matrix;score;2026-Q2;2026-07-03;3,1;rood
"""
    done = desk.take(written(tmp_path, rows))
    assert (done.problem_count, done.did) == (0, {Did.OPENED: 3, Did.FED: 1})
    assert [each.contract for each in engine.cases()] == ["haarlem", "housing-matrix", "rijk-reintegratie"]


@pytest.mark.parametrize(
    ("more", "rows"),
    [
        ({}, "contract;kpi;periode;waarde\nhaarlem;sroi;CY1;5\n"),
        ({"on": date(2026, 4, 7)}, "kpi;periode;waarde\nsroi;CY1;5\n"),
        ({"on": date(2026, 4, 7), "contract": "haarlem"}, "kpi;waarde\nsroi;5\n"),
        ({"on": date(2026, 4, 7), "contract": "haarlem"}, "kpi;periode\nsroi;CY1\n"),
        ({}, GOOD.replace("toelichting", "uitleg")),
        ({}, GOOD.replace("toelichting", "Waarde")),
        ({}, "een;twee;drie\n1;2;3\n"),
    ],
)
def test_a_missing_or_unknown_column_is_one_error_that_names_those_allowed(
    haarlem: Import, tmp_path: Path, more: dict[str, Part], rows: str
) -> None:
    said = haarlem.refused(InputError, haarlem.take, written(tmp_path, rows), **more)
    assert "Toegestaan zijn: contract, kpi, regio|region" in said or "zeggen hetzelfde" in said


def test_what_holds_for_all_rows_is_said_once(haarlem: Import, tmp_path: Path) -> None:
    path = written(tmp_path, "kpi;periode;waarde\nsroi;CY1;5\n")
    done = haarlem.take(path, contract="haarlem", on=date(2026, 4, 7))
    assert (done.recorded, haarlem.engine.results("haarlem")[0].on) == (1, date(2026, 4, 7))
    assert haarlem.take(path, contract="haarlem", on=date(2026, 4, 7)).repeated == 1
    assert len(haarlem.problems(path, contract="haarlem", on=date(2026, 4, 8))) == 1
    haarlem.refused(UnknownName, haarlem.take, path, contract="harlem", on=date(2026, 4, 7))


def test_a_workbook_is_imported_like_a_text(haarlem: Import, tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ("haarlem", "compliance", "CY1", date(2026, 4, 7), 95),
            ("haarlem", "satisfaction", 2026, date(2026, 5, 2), 7.5),
            (None, None, None, None, None),
            ("haarlem", "sroi", "CY1", "2026-04-08", "5,0"),
        ],
    )
    done = haarlem.take(path)
    assert (done.rows, done.recorded, done.problem_count) == (3, 3, 0)
    assert [(each.kpi, each.value) for each in haarlem.engine.results("haarlem")] == [
        ("compliance", "95"), ("satisfaction", "7.5"), ("sroi", "5.0"),
    ]  # fmt: skip
    assert haarlem.take(path).repeated == 3
    assert haarlem.take(written(tmp_path, GOOD.replace('"eerste; meting"', "").replace("café", ""))).repeated == 3


def test_rows_by_the_thousand_are_told_on_the_way(haarlem: Import, tmp_path: Path) -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(1_300)]
    rows = "".join(f"haarlem;compliance;{day}..{day};{day};100\n" for day in days)
    told: list[int] = []
    path = written(tmp_path, f"contract;kpi;periode;datum;waarde\n{rows}")
    done = haarlem.take(path, partial=True, progress=lambda at, _of: told.append(at))
    assert (done.recorded, told) == (1_300, [1_000, 1_300])
    assert len(haarlem.engine.results("haarlem")) == 1_300
    assert haarlem.engine.audit().findings == ()
