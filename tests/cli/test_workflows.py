"""`escalator workflow`: what ships, what is in it, and all that is wrong with one of one's own."""

import json
from pathlib import Path

import jsonschema
import pytest

from escalator.ladders.yaml_text import read_file
from tests.cli.conftest import ROOT, Run

SHIPPED = sorted(path.parent.name for path in (ROOT / "workflows").glob("*/ladder.yaml"))


def test_every_ladder_is_listed(run: Run) -> None:
    listed = json.loads(run("workflow", "list", "--json").stdout)
    assert [each["ladder"] for each in listed] == SHIPPED
    shown = run("workflow", "list").stdout
    for each in listed:
        assert each["ladder"] in shown
        assert each["label"] in shown


@pytest.mark.parametrize("ladder", SHIPPED)
def test_a_ladder_is_shown_with_all_it_holds(run: Run, ladder: str) -> None:
    plain = json.loads(run("workflow", "show", ladder, "--json").stdout)
    shown = run("workflow", "show", ladder).stdout
    for kind in ("states", "events", "rights", "kpis", "roles"):
        for name in plain[kind]:
            assert name in shown


def test_a_ladder_that_is_right_says_so(run: Run) -> None:
    done = run("workflow", "check", *SHIPPED)
    assert done.exit_code == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["goed", name] for name in SHIPPED]


def test_all_that_is_wrong_is_told_at_once_with_file_line_and_column(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "ladder.yaml"
    wrong.write_text("format: 1\nladder: own\nversoin: '1'\nlabel: {nl: x}\n", encoding="utf-8")
    done = run("workflow", "check", wrong, "haarlem")
    assert done.exit_code == 2
    assert f"{wrong}:3:" in done.stderr
    assert len(done.stderr.splitlines()) > 2
    assert done.stdout.startswith("goed  haarlem")
    told = json.loads(run("workflow", "check", "--json", wrong).stdout)
    assert told[0]["ok"] is False
    assert (str(wrong), 3) in [(each["file"], each["line"]) for each in told[0]["findings"]]


def test_a_ladder_that_is_not_there_suggests_the_nearest(run: Run) -> None:
    for command in ("show", "check"):
        done = run("workflow", command, "harlem")
        assert done.exit_code == 2
        assert "Bedoelde u 'haarlem'?" in done.stderr


@pytest.mark.parametrize("ladder", SHIPPED)
def test_a_ladder_is_explained_in_plain_words(run: Run, ladder: str) -> None:
    dutch, english = (run("workflow", "explain", ladder, "--lang", each).stdout for each in ("nl", "en"))
    plain = json.loads(run("workflow", "show", ladder, "--json").stdout)
    for state in plain["states"].values():
        assert state["label"]["nl"] in dutch
        assert state["label"]["en"] in english
    for reading in plain["readings"].values():
        assert reading["reading"]["nl"] in dutch


@pytest.mark.parametrize("ladder", SHIPPED)
def test_a_ladder_is_drawn(run: Run, ladder: str) -> None:
    drawn = run("workflow", "diagram", ladder).stdout
    assert drawn.startswith("stateDiagram-v2\n")
    plain = json.loads(run("workflow", "show", ladder, "--json").stdout)
    assert {state["label"]["nl"] for state in plain["states"].values() if state["initial"]} <= set(drawn.split('"'))
    assert "[*] --> " in drawn


def test_the_schema_is_for_editors_and_every_shipped_ladder_fits_it(run: Run) -> None:
    schema = json.loads(run("workflow", "schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for name in SHIPPED:
        text = read_file(ROOT / "workflows" / name / "ladder.yaml").plain()
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(text)) == []
