"""`escalator import`: all rows or none, each bad one with its number and reason; and the demonstration that uses it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from escalator.cli.commands.demo import TO_TYPE
from escalator.demo import STORY
from tests.cli.conftest import ROOT, Desk, Program, Run
from tests.cli.reference import promised

HEADINGS = "contract;kpi;periode;waarde;datum;toelichting"
GOOD = f"""{HEADINGS}
vorig;satisfaction;2025;6,4;2026-02-27;"zo; gemeten"
vorig;employee_satisfaction;2025;7,6;2026-02-27;
"""
MIXED = GOOD + "vorig;satisfacton;2025;7;2026-02-27;\nvorig;sroi;CY1;NaN;2026-02-27;\nvorig;sroi;CY1;7;2026-02-30;\n"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The desk with a contract that has a year behind it."""
    desk.do("contract", "add", "vorig", "--ladder", "haarlem", "--start", "2025-01-01")
    return desk


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.csv"
    path.write_text(MIXED, encoding="utf-8")
    return path


def test_each_row_is_assessed_and_followed(desk: Desk, good: Path) -> None:
    told = desk.do("import", good)
    assert "rij 2: dossier vorig-2026-1 geopend: norm_missed" in told
    assert "Vastgelegd: 2 van 2 rijen" in told
    assert {each["value"] for each in desk.read("results", "vorig")} == {"6.4", "7.6"}


def test_a_dry_run_tells_the_same_and_writes_nothing(desk: Desk, good: Path) -> None:
    told = desk.do("import", good, "--dry-run")
    assert "rij 2: dossier vorig-2026-1 geopend: norm_missed" in told
    assert "Zou vastleggen: 2 van 2 rijen" in told
    assert desk.read("results", "vorig") == []
    assert desk.read("case", "list") == []


def test_the_same_file_twice_records_nothing_twice(desk: Desk, good: Path) -> None:
    desk.do("import", good)
    facts = desk.read("audit")["facts"]
    assert "Vastgelegd: 0 van 2 rijen; 2 stonden er al." in desk.do("import", good)
    assert desk.read("audit")["facts"] == facts


def test_one_bad_row_holds_back_all_and_each_is_listed(desk: Desk, mixed: Path) -> None:
    done = desk.type("import", mixed)
    assert done.exit_code == 2
    for number, part in ((4, "satisfaction"), (5, "NaN"), (6, "2026-02-30")):
        [line] = [line for line in done.stderr.splitlines() if line.startswith(f"  rij {number}: ")]
        assert part in line
    assert "3 van 5 rijen kloppen niet." in done.stderr
    assert desk.read("results", "vorig") == []


def test_the_good_rows_go_in_where_that_is_asked(desk: Desk, mixed: Path) -> None:
    done = desk.type("import", mixed, "--partial")
    assert done.exit_code == 0
    assert "3 van 5 rijen kloppen niet." in done.stderr
    assert len(desk.read("results", "vorig")) == 2


def test_as_json_the_problems_have_their_rows(desk: Desk, mixed: Path) -> None:
    done = desk.type("import", mixed, "--json", "--lang", "en")
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert (told["rows"], told["recorded"], told["problem_count"]) == (5, 0, 3)
    assert [each["row"] for each in told["problems"]] == [4, 5, 6]
    assert set(told) == promised()["import"]


def test_excel_is_read_like_csv_and_formulas_are_not_run(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS.split(";"))
        sheet.write_row(1, 0, ["vorig", "satisfaction", "2025", 6.4, "2026-02-27", "=1+1"])
    assert "dossier vorig-2026-1 geopend" in desk.do("import", path)
    assert desk.read("results", "vorig")[0]["value"] == "6.4"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.csv", None),
        ("empty.csv", b""),
        ("missing.csv", b"contract;kpi;waarde\nvorig;satisfaction;7\n"),
        ("unknown.csv", b"contract;kpi;periode;waarde;datum;kleur\nvorig;satisfaction;2025;7;2026-02-27;rood\n"),
        ("binary.csv", b"\x00\x01\x02" * 1000),
        ("broken.xlsx", b"PK\x03\x04 no archive"),
        ("results.docx", b"PK\x03\x04"),
    ],
)
def test_a_file_that_is_no_table_is_one_message(desk: Desk, tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = desk.type("import", tmp_path / name)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert done.stderr.startswith("Fout: ")
    assert desk.read("results", "vorig") == []


def test_a_bar_shows_how_far_it_is_where_there_is_a_terminal(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = [f"vorig;attendance;2025-{month:02};aanwezig;2026-02-27;" for month in range(1, 13)] * 200
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    master, slave = os.openpty()
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "--database", str(desk.database), "import", str(path)],
        stdout=subprocess.PIPE,
        stderr=slave,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
        check=False,
    )
    os.close(slave)
    shown = b""
    while chunk := _read(master):
        shown += chunk
    os.close(master)
    assert done.returncode == 2
    assert "rijen" in shown.decode("utf-8", "replace")
    assert b"/2400" in shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side of the terminal is closed
        return b""


def test_the_demonstration_plays_twice_and_ends_by_saying_what_to_type(
    program: Program, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "demo").mkdir()
    own = tmp_path / "demo" / "mine.txt"
    own.write_text("mine", encoding="utf-8")
    dutch, english = program("demo", cwd=tmp_path), program("demo", "--lang", "en", cwd=tmp_path)
    assert (dutch.returncode, english.returncode) == (0, 0), dutch.stderr + english.stderr
    for scene in STORY:
        assert scene.told.nl in dutch.stdout
        assert scene.told.en in english.stdout
        for command in scene.commands:
            assert f"$ escalator {command}\n" in dutch.stdout
    refused = [command for scene in STORY for command in scene.refused]
    assert len(dutch.stderr.splitlines()) == len(refused)
    assert "Alles klopt." in dutch.stdout
    lines = dutch.stdout.rstrip().splitlines()[-len(TO_TYPE) :]
    assert all(line.endswith(f" {command}") for line, command in zip(lines, TO_TYPE, strict=True))
    for command in TO_TYPE:
        done = run("--database", tmp_path / "demo" / "demo.db", *command.split())
        assert done.exit_code == 0, done.output
    assert own.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
