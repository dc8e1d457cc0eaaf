"""`escalator test`: one line a scenario, expected beside actual, and an exit code that can be relied on."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Program, Run

SHIPPED = ROOT / "workflows" / "haarlem" / "scenarios"
GOOD = """
scenario: the plan is due in ten working days
ladder: haarlem
track: core
facts:
  - {on: 2026-03-02, event: norm_missed}
checks:
  - {as_of: 2026-03-16, state: step1.plan, deadlines: {step1.plan: {due: 2026-03-16, status: open}}}
"""
BAD = GOOD.replace("due: 2026-03-16, status: open", "due: 2026-03-17, status: open")
REFUSED = GOOD.replace("event: norm_missed", "event: plan_implemented")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "more" / "bad.yaml"
    path.parent.mkdir()
    path.write_text(BAD, encoding="utf-8")
    return path


def test_a_scenario_that_holds_is_one_line(run: Run, good: Path) -> None:
    done = run("test", good)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"goed  {good}  the plan is due in ten working days\n"


def test_a_check_that_fails_shows_expected_beside_actual(run: Run, good: Path, bad: Path) -> None:
    done = run("test", good, bad, "--lang", "en")
    assert done.exit_code == 1
    first, second, reason = done.stdout.splitlines()
    assert first.startswith("ok  ")
    assert second == f"FAIL  {bad}  the plan is due in ten working days"
    assert "expected 2026-03-17, actual 2026-03-16" in reason


def test_a_fact_that_is_refused_fails_the_scenario(run: Run, good: Path) -> None:
    good.write_text(REFUSED, encoding="utf-8")
    done = run("test", good)
    assert done.exit_code == 1
    assert "plan_implemented" in done.stdout


def test_as_json_each_line_is_an_object(run: Run, good: Path, bad: Path) -> None:
    done = run("test", "--json", good, bad)
    assert done.exit_code == 1
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {"file": str(good), "scenario": "the plan is due in ten working days", "ok": True}
    assert (second["file"], second["ok"], len(second["failures"])) == (str(bad), False, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("ladder: haarlem", "ladder: harlem"), ":3:"),
        (GOOD.replace("event: norm_missed", "event: norm_mised"), ":6:"),
        (GOOD.replace("track: core", "track: cor"), ":4:"),
        (GOOD.replace("track: core", "track: core\ncalendar: ATW"), ":5:"),
        (GOOD.replace("track: core", "track: theme\nkpi: satisfaction"), ":5:"),
        (GOOD.replace("track: core", "kpi: satisfacton"), ":4:"),
        (GOOD.replace("event: norm_missed", "event: norm_missed, role: nobody"), ":6:"),
        (GOOD.replace("event: norm_missed", "event: norm_missed, recorded: 2026-03-01"), ":6:"),
        (GOOD.replace("scenario:", "scenarioo:"), ":2:"),
        (GOOD.replace("facts:", "facts:\nfacts:"), ":6:"),
        ("a: [", ":1:"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_a_file_that_cannot_be_run_is_told_with_its_line(run: Run, good: Path, text: str, said: str) -> None:
    good.write_text(text, encoding="utf-8")
    done = run("test", good)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{good}{said}" in done.stderr


def test_a_file_that_cannot_be_run_outweighs_one_that_fails_and_the_others_run(
    run: Run, good: Path, bad: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("- nothing", encoding="utf-8")
    done = run("test", broken, bad, good)
    assert done.exit_code == 2
    assert [line.split()[0] for line in done.stdout.splitlines() if line.startswith(("goed", "FOUT"))] == [
        "FOUT",
        "goed",
    ]


def test_what_is_wrong_with_a_shared_ladder_is_told_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "own" / "scenarios").mkdir(parents=True)
    (tmp_path / "own" / "ladder.yaml").write_text("ladder: own\n", encoding="utf-8")
    for name in ("a", "b"):
        text = GOOD.replace("ladder: haarlem", "ladder: own")
        (tmp_path / "own" / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = run("test", tmp_path / "own")
    assert done.exit_code == 2
    assert done.stderr.count("kan niet worden gedraaid") == 2
    assert len(set(done.stderr.splitlines())) == len(done.stderr.splitlines())


def test_a_whole_folder_runs_in_one_process(program: Program) -> None:
    done = program("test", SHIPPED)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(list(SHIPPED.glob("*.yaml")))


def test_a_folder_without_scenarios_is_a_mistake(run: Run, tmp_path: Path) -> None:
    done = run("test", tmp_path)
    assert done.exit_code == 2
    assert "geen scenario's gevonden" in done.stderr
