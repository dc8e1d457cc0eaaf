"""The clause index and the ladder hold each other: each clause has a rule or a reason, each rule a clause."""

from pathlib import Path

import pytest

from escalator.ladders import clauses, folders, library
from escalator.ladders.clauses import Holder, read_clauses
from escalator.ladders.findings import Findings
from escalator.ladders.yaml_text import read
from escalator.model.errors import InputError, UnknownName
from tests.small_ladder import TEXT, changed

INDEX = """\
clauses:
  - id: S0
    place: line 1
    says: What the contract is
    held_by: [document]
  - id: S1
    place: line 2
    says: Who the parties are
    held_by: [role:manager, role:observer, track:main, kpi:quality, scorecard:card, reading:working_day]
  - {id: S2, place: line 3, says: The answer is in time, held_by: [deadline:answer, event:answered, parameter:strict]}
  - {id: S3, place: line 4, says: Work, held_by: [state:work, checklist:content, duty:report, permission:visit]}
  - {id: S4, place: line 5, says: Late, held_by: [right:suspend, state:late]}
  - {id: S5, place: line 6, says: Aims, not_held: aims without a rule}
"""


def told(index: str, ladder: str = TEXT, folder: Path | None = None) -> list[str]:
    """Return what is wrong with an index, and with it and a ladder together."""
    path = (folder or Path()) / "clauses.yaml"
    path.write_text(index, encoding="utf-8")
    loaded = library.understand(read(ladder.encode(), "ladder.yaml"))
    try:
        found = clauses.check(loaded, read_clauses(path))
    except Findings as problem:
        found = list(problem.findings)
    return [each.told("en").removeprefix(f"{path.parent}/") for each in found]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_an_index_is_read_as_it_is_written() -> None:
    assert told(INDEX) == []
    index = read_clauses(Path("clauses.yaml"))
    assert list(index.clauses) == ["S0", "S1", "S2", "S3", "S4", "S5"]
    clause = index.clauses["S4"]
    assert (clause.place, clause.says, clause.not_held, clause.at.line) == ("line 5", "Late", "", 12)
    assert [(each.kind, each.name) for each in clause.held_by] == [("right", "suspend"), ("state", "late")]
    assert isinstance(clause.held_by[0], Holder)
    assert index.clauses["S5"].not_held == "aims without a rule"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("clauses:", "clause:", "clauses.yaml:1:1: Unknown key: 'clause'. Did you mean 'clauses'?"),
        ("id: S5,", "id: S4,", "clauses.yaml:13:10: S4 is on line 12"),
        ("id: S5, ", "", "clauses.yaml:13:5: id is missing"),
        ("place: line 6, ", "", "clauses.yaml:13:5: place is missing"),
        ("says: Aims, ", "", "clauses.yaml:13:5: says is missing"),
        ("not_held: aims without a rule", "", "clauses.yaml:13:5: name held_by or not_held, not both"),
        (
            "not_held: aims",
            "held_by: [document], not_held: aims",
            "clauses.yaml:13:5: name held_by or not_held, not both",
        ),
        (
            "not_held: aims",
            "note: x, not_held: aims",
            "clauses.yaml:13:41: Unknown key: 'note'. Did you mean 'not_held'?",
        ),
        ("held_by: [document]", "held_by: document", "a list is expected here"),
        ("held_by: [document]", "held_by: [5]", "text is expected here"),
        ("state:late]", "stat:late]", "clauses.yaml:12:66: Unknown kind of part: 'stat'. Did you mean 'state'?"),
        ("state:late]", "state:lat]", "Unknown state: 'lat'. Did you mean 'late'?"),
        ("[document]", "[documents]", "Unknown kind of part: 'documents'. Did you mean 'document'?"),
        ("[document]", "['document:x']", "Unknown document: 'x'"),
        (", state:late]", ", role:manager]", "clauses.yaml:12:66: role:manager does not cite S4"),
        ("deadline:answer, event:answered, parameter:strict", "deadline:late", "Unknown deadline: 'late'"),
        ("  - {id: S5", "  - 5\n  - {id: S5", "a block with keys is expected here"),
    ],
)
def test_what_is_wrong_with_an_index_is_told_where_it_stands(old: str, new: str, finding: str) -> None:
    found = told(changed((old, new), text=INDEX))
    assert any(finding in each for each in found), found


def test_an_empty_index_is_refused() -> None:
    assert told("clauses: []\n") == ["clauses.yaml:1:1: there are no clauses in it"]


def test_a_clause_that_is_cited_and_not_in_the_index_is_told_where_it_is_cited() -> None:
    ladder = changed(("finished: {to: end, clause: S4}", "finished: {to: end, clause: [S4, S9]}"))
    (found,) = told(INDEX, ladder)
    assert found.startswith("ladder.yaml:66:40: Unknown clause: 'S9'. Allowed: S0, S1")


def test_a_clause_that_nothing_is_said_to_hold_is_not_cited() -> None:
    ladder = changed(("finished: {to: end, clause: S4}", "finished: {to: end, clause: [S4, S5]}"))
    assert told(INDEX, ladder) == ["clauses.yaml:13:5: S5 has not_held, yet the ladder cites it"]


def test_a_reading_holds_the_clauses_it_is_about() -> None:
    index = changed(("[role:manager, role:observer, track:main, kpi:quality, scorecard:card, ", "["), text=INDEX)
    assert told(index) == []


def test_a_workflow_is_checked_whole(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "ladder.yaml").write_text(TEXT, encoding="utf-8")
    assert [each.told("en") for each in folders.check(str(folder))] == [
        f"{folder}/scenarios: {folder}/scenarios: no scenarios found"
    ]
    scenario = folder / "scenarios" / "one.yaml"
    scenario.write_text(
        "scenario: one\nladder: small\ntrack: main\nchecks: [{as_of: 2026-01-01, state: start}]\n", encoding="utf-8"
    )
    (folder / "clauses.yaml").write_text(INDEX, encoding="utf-8")
    assert folders.check(str(folder)) == ()
    assert folders.check_folder(folder) == ()
    (folder / "clauses.yaml").write_text(INDEX.replace("state:late", "state:lat"), encoding="utf-8")
    scenario.write_text("scenario: one\nladder: small\ntrack: mian\n", encoding="utf-8")
    told = [each.told("en").removeprefix(f"{folder}/") for each in folders.check(str(folder))]
    assert [each.partition(":")[0] for each in told] == ["clauses.yaml", "scenarios/one.yaml"]
    (folder / "clauses.yaml").write_text("clauses: 5\n", encoding="utf-8")
    assert [each.place.line for each in folders.check(str(folder)) if each.place.file.endswith("clauses.yaml")] == [1]
    (folder / "ladder.yaml").write_text(TEXT.replace("to: answer,", "to: answr,"), encoding="utf-8")
    assert [each.place.line for each in folders.check(str(folder))] == [39]


def test_a_ladder_alone_is_checked_alone(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(TEXT, encoding="utf-8")
    assert folders.check(str(path)) == ()
    path.write_text("format: 2\n", encoding="utf-8")
    assert folders.check(str(path))[0].place.file == str(path)
    with pytest.raises(UnknownName):
        folders.check("nothing")


def test_what_cannot_be_opened_is_a_finding_of_its_own(tmp_path: Path) -> None:
    assert [each.text.en for each in folders.check_folder(tmp_path)] == [
        f"Unknown ladder: '{tmp_path}/ladder.yaml'. Allowed: {', '.join(library.names())}."
    ]
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "ladder.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "small" / "clauses.yaml").symlink_to("nowhere.yaml")
    assert folders.check_folder(tmp_path / "small") == ()
    with pytest.raises(InputError):
        read_clauses(tmp_path / "small" / "clauses.yaml")
