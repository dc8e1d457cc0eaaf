"""What the scenarios of a ladder exercise, and what none of them does."""

from pathlib import Path

import pytest

from escalator.ladders import coverage, library, scenarios
from escalator.ladders.coverage import Kind, Part
from escalator.ladders.scenario_files import read_scenario
from tests.small_ladder import TEXT

COUSINS = Path(__file__).parents[1] / "cousins"
HEAD = "scenario: {name}\nladder: small\ntrack: main\nfacts:\n"
MISSED = "  - {on: 2026-03-02, event: missed}\n"
ANSWERED = "  - {on: 2026-03-04, event: answered, kind: full, done_by: 2026-03-20}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small ladder in a folder of its own."""
    home = tmp_path / "small"
    (home / "scenarios").mkdir(parents=True)
    (home / "ladder.yaml").write_text(TEXT, encoding="utf-8")
    return home


def missing(folder: Path, **texts: str) -> list[str]:
    """Return what these scenarios leave out."""
    for name, text in texts.items():
        (folder / "scenarios" / f"{name}.yaml").write_text(HEAD.format(name=name) + text, encoding="utf-8")
    found = map(read_scenario, sorted((folder / "scenarios").iterdir()))
    return [part.text.en for part in coverage.missing(library.load_whole(str(folder)), found)]


def test_without_scenarios_everything_is_missing(folder: Path) -> None:
    assert missing(folder) == [
        "deadline of answer, way 1",
        "deadline of work, way 1",
        "answer: expiry → late",
        "right suspend",
        "answer: answered (stays)",
        "answer: answered → work",
        "late: finished → end",
        "start: missed → answer",
        "work: finished → end",
        "work: missed → late",
    ]


def test_what_happens_is_exercised_also_where_the_state_stays(folder: Path) -> None:
    part = "  - {on: 2026-03-03, event: answered, kind: part}\n"
    evidence = "  - {on: 2026-03-04, event: evidence_added, note: photo, role: manager, id: e}\n"
    retracted = "  - {on: 2026-03-04, event: fact_retracted, fact: e, reason: wrong}\n"
    left = missing(folder, one=MISSED + part + evidence + retracted + ANSWERED)
    assert "answer: answered (stays)" not in left
    assert "answer: answered → work" in left
    seen = missing(folder, two=MISSED + ANSWERED + "checks: [{as_of: 2026-03-04}]\n")
    assert not {"answer: answered → work", "deadline of answer, way 1", "deadline of work, way 1"} & set(seen)


def test_an_expiry_is_exercised_by_looking_after_it(folder: Path) -> None:
    left = missing(folder, late=MISSED + "checks: [{as_of: 2026-03-10}]\n")
    assert not {"answer: expiry → late", "right suspend"} & set(left)
    assert "late: finished → end" in left


def test_parts_are_told_in_dutch_too() -> None:
    parts = [
        Part(Kind.TRANSITION, "a", "x"),
        Part(Kind.TRANSITION, "", "x", "b"),
        Part(Kind.EVENT, "a", "x"),
        Part(Kind.EXPIRY, "a", "", "b"),
        Part(Kind.DEADLINE, "a", "2"),
        Part(Kind.RIGHT, "", "r"),
    ]
    assert [part.text.nl for part in parts] == [
        "a: x (blijft)",
        "overal: x → b",
        "a: x",
        "a: afloop → b",
        "termijn van a, manier 2",
        "recht r",
    ]


@pytest.mark.parametrize("name", ["community-equipment", "youth-care"])
def test_contracts_from_elsewhere_are_exercised_whole(name: str) -> None:
    home = COUSINS / name
    found = map(read_scenario, scenarios.files([home]))
    assert coverage.missing(library.load_whole(str(home)), found) == []


def test_of_an_event_that_holds_everywhere_each_rule_counts_once_and_the_event_in_each_state() -> None:
    home = COUSINS / "hosting-sla"
    found = map(read_scenario, scenarios.files([home]))
    assert [part.text.en for part in coverage.missing(library.load_whole(str(home)), found)] == [
        f"{state}: terminated_by_customer"
        for state in ("default.confirmation", "default.cure", "default.notice", "operating", "outage.analysis")
    ]


@pytest.mark.parametrize("file", scenarios.files([COUSINS]), ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_contracts_from_elsewhere_run(file: Path) -> None:
    outcome = scenarios.run_file(file)
    assert outcome.ok, "\n".join(text.en for text in outcome.failures)
