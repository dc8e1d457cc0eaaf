"""The format of scenarios: what is accepted, what is refused with its place, and what a failing check says."""

import json
from pathlib import Path

import pytest

from escalator.ladders import scenarios
from escalator.ladders.findings import Findings
from escalator.model.errors import EscalatorError, InputError

HEAD = "scenario: a miss\nladder: haarlem\ntrack: core\n"
FACTS = "facts:\n  - {on: 2026-03-02, event: norm_missed}\n"
CHECK = "checks:\n  - as_of: 2026-03-02\n"


def run(folder: Path, text: str, name: str = "case.yaml") -> scenarios.Outcome:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return scenarios.run_file(path)


def findings(folder: Path, text: str) -> list[str]:
    with pytest.raises(Findings) as caught:
        run(folder, text)
    assert caught.value.told("nl")
    return [finding.told("en").removeprefix(f"{folder}/") for finding in caught.value.findings]


def failures(folder: Path, text: str) -> list[str]:
    outcome = run(folder, text)
    assert outcome.ok is not bool(outcome.failures)
    assert all(text.nl for text in outcome.failures)
    return [text.en for text in outcome.failures]


def test_the_example_of_the_specification_holds(tmp_path: Path) -> None:
    text = """\
scenario: plan in time, the second approval known a week late
ladder: haarlem
track: core                     # where the ladder has tracks; or kpi: satisfaction, which implies its track
calendar: atw                   # optional; the ladder's own otherwise
facts:
  - {on: 2026-03-02, event: norm_missed}
  - {on: 2026-03-13, event: plan_submitted, id: plan}          # id: only to be referred to
  - {on: 2026-03-20, event: plan_approved, role: contract_manager}
  - {on: 2026-03-24, event: plan_approved, role: department_manager, recorded: 2026-03-31}
  - {on: 2026-04-01, event: fact_retracted, fact: plan, reason: wrong case, refused: true}
  - {on: 2026-05-01, event: plan_submitted, refused: true}
checks:
  - as_of: 2026-03-30
    known_at: 2026-03-30
    state: step1.approval
    step: 1
    deadlines:
      step1.plan: {due: 2026-03-16, status: met}
      step1.approval: {due: 2026-03-27, status: overdue}
    rights: []
    allowed: [plan_approved, plan_rejected]
  - as_of: 2026-03-30
    state: step1.implementation
    deadlines:
      step1.approval: {due: 2026-03-27, status: met}
      step1.implementation: {due: 2026-04-24, status: open}
"""
    assert failures(tmp_path, text) == []


def test_json_is_a_scenario_too_and_dates_may_be_quoted(tmp_path: Path) -> None:
    scenario = {
        "scenario": "json",
        "ladder": "haarlem",
        "kpi": "satisfaction",
        "facts": [{"on": "2026-03-02", "event": "norm_missed", "id": 1, "by": "Anna"}],
        "checks": [{"as_of": "2026-03-02", "state": "step1.plan", "only": True, "deadlines": {"step1.plan": {}}}],
    }
    assert run(tmp_path, json.dumps(scenario), "case.json").ok


def test_a_kpi_implies_its_track(tmp_path: Path) -> None:
    text = HEAD.replace("track: core", "kpi: sroi") + FACTS + CHECK + "    state: step1.plan\n"
    assert failures(tmp_path, text) == []


def test_a_scenario_without_a_name_has_that_of_its_file(tmp_path: Path) -> None:
    assert run(tmp_path, HEAD.replace("scenario: a miss\n", "")).scenario == "case"
    assert run(tmp_path, HEAD).scenario == "a miss"


def test_facts_and_checks_may_be_left_out(tmp_path: Path) -> None:
    assert run(tmp_path, HEAD).ok
    assert run(tmp_path, HEAD + "facts:\nchecks:\n").ok


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (HEAD.replace("haarlem", "harlem"), "case.yaml:2:9: Unknown ladder: 'harlem'. Did you mean 'haarlem'?"),
        (HEAD.replace("ladder: haarlem\n", ""), "case.yaml:1:1: ladder is missing"),
        (HEAD.replace("core", "cor"), "case.yaml:3:8: Unknown track: 'cor'. Did you mean 'core'?"),
        (HEAD.replace("track: core\n", ""), "case.yaml:1:1: name track (core, theme) or kpi"),
        (HEAD + "kpi: satisfction\n", "case.yaml:4:6: Unknown KPI: 'satisfction'. Did you mean 'satisfaction'?"),
        (HEAD + "kpi: sroi\n", "case.yaml:4:6: sroi belongs to track theme, not core"),
        (HEAD + "region: north\n", "case.yaml:4:9: Unknown region: 'north'."),
        (HEAD + "calendar: atv\n", "case.yaml:4:11: Unknown calendar"),
        (HEAD + "track: core\n", "case.yaml:4:1: duplicate key 'track', first on line 3"),
        (HEAD + "fact: []\n", "case.yaml:4:1: Unknown key: 'fact'. Did you mean 'facts'?"),
        (HEAD + "contract_start: 2026-13-01\n", "case.yaml:4:17: '2026-13-01' is no day such as 2026-03-02"),
        (HEAD + "parameters: {plan_within: [1]}\n", "case.yaml:4:27: plan_within: one value is expected here"),
        (HEAD + "parameters: 5\n", "case.yaml:4:13: a block with keys is expected here"),
        (HEAD + "facts: 5\n", "case.yaml:4:8: a list is expected here"),
        (HEAD + "facts: [5]\n", "case.yaml:4:9: a block with keys is expected here"),
        (HEAD + "facts: [{on: 2026-03-02}]\n", "case.yaml:4:9: event is missing"),
        (HEAD + "facts: [{event: norm_missed}]\n", "case.yaml:4:9: on is missing"),
        (
            HEAD + FACTS.replace("missed", "misd"),
            "case.yaml:5:29: Unknown event: 'norm_misd'. Did you mean 'norm_missed'?",
        ),
        (HEAD + FACTS.replace("02,", "32,"), "case.yaml:5:10: '2026-03-32' is no day"),
        (HEAD + FACTS.replace("2026-03-02", "02-03-2026"), "case.yaml:5:10: '02-03-2026' is no day"),
        (HEAD + FACTS.replace("2026-03-02", "20260302"), "case.yaml:5:10: '20260302' is no day"),
        (HEAD + FACTS.replace("2026-03-02", "true"), "case.yaml:5:10: on: text is expected here"),
        (HEAD + FACTS.replace("missed}", "missed, role: boss}"), "case.yaml:5:48: Unknown role: 'boss'"),
        (
            HEAD + FACTS.replace("missed}", "missed, rol: boss}"),
            "case.yaml:5:42: Unknown key: 'rol'. Did you mean 'role'?",
        ),
        (HEAD + FACTS.replace("missed}", "missed, refused: ja}"), "case.yaml:5:51: refused: true or false"),
        (HEAD + FACTS.replace("missed}", "missed, recorded: 2026-03-01}"), "recorded lies before on (2026-03-02)"),
        (HEAD + FACTS.replace("missed}", "missed, at: 2026-03-02T10:00}"), "is no moment with its zone"),
        (HEAD + FACTS.replace("missed}", "missed, at: 0001-01-01T00:00+14:00}"), "is no moment with its zone"),
        (
            HEAD + FACTS.replace("missed}", "missed, id: a}\n  - {on: 2026-03-02, event: norm_missed, id: a}"),
            "case.yaml:6:46: id 'a' is used already",
        ),
        (HEAD + "checks: [5]\n", "case.yaml:4:10: a block with keys is expected here"),
        (HEAD + "checks: [{}]\n", "case.yaml:4:10: as_of is missing"),
        (HEAD + CHECK + "    state: [a]\n", "case.yaml:6:12: state: text is expected here"),
        (HEAD + CHECK + "    stat: a\n", "case.yaml:6:5: Unknown key: 'stat'. Did you mean 'state'?"),
        (HEAD + CHECK + "    step: a\n", "case.yaml:6:11: step: a whole number is expected here"),
        (HEAD + CHECK + "    rights: suspend\n", "case.yaml:6:13: a list is expected here"),
        (HEAD + CHECK + "    rights: [{}]\n", "case.yaml:6:14: text is expected here"),
        (HEAD + CHECK + "    allowed: [norm_misd]\n", "case.yaml:6:14: Unknown event: 'norm_misd'"),
        (HEAD + CHECK + "    only: 1\n", "case.yaml:6:11: only: true or false"),
        (HEAD + CHECK + "    deadlines: [a]\n", "case.yaml:6:16: a block with keys is expected here"),
        (HEAD + CHECK + "    deadlines: {a: {de: 1}}\n", "Unknown key: 'de'. Did you mean 'due'?"),
        (HEAD + CHECK + "    deadlines: {a: {due: soon}}\n", "case.yaml:6:26: 'soon' is no day"),
        (HEAD + CHECK + "    deadlines: {a: {status: late_}}\n", "Unknown status: 'late_'. Did you mean 'late'?"),
        (HEAD + CHECK + "    deadlines: {a: 5}\n", "case.yaml:6:20: a block with keys is expected here"),
        ("5\n", "case.yaml:1:1: a block with keys is expected here"),
        ("a: &x [*x]\n", "case.yaml:1:4: anchors (&)"),
        ("", "case.yaml:1: the file is empty"),
    ],
)
def test_a_file_that_cannot_be_read_or_names_something_unknown_says_where(
    tmp_path: Path, text: str, finding: str
) -> None:
    found = findings(tmp_path, text)
    assert any(finding in each for each in found), found


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = HEAD.replace("core", "cor") + FACTS.replace("missed", "misd") + "checks: [{as_of: x, stat: y}]\n"
    assert len(findings(tmp_path, text)) == 4


@pytest.mark.parametrize(
    ("check", "failure"),
    [
        ("state: step1.approval", "state: expected step1.approval, actual step1.plan"),
        ("state: nowhere", "state: expected nowhere, actual step1.plan"),
        ("step: 2", "step: expected 2, actual 1"),
        ("rights: [dissolve]", "rights: expected dissolve, actual -"),
        ("allowed: [norm_met]", "allowed: expected norm_met, actual plan_submitted"),
        ("missing: [step1.plan]", "missing: expected step1.plan, actual -"),
        ("deadlines: {step1.plan: {due: 2026-03-17}}", "step1.plan due: expected 2026-03-17, actual 2026-03-16"),
        ("deadlines: {step1.plan: {status: met}}", "step1.plan status: expected met, actual open"),
        ("deadlines: {step2.plan: {due: 2026-03-17, status: met}}", "step2.plan: expected 2026-03-17 met, actual -"),
        ("deadlines: {step2.plan: {}}", "step2.plan: expected due, actual -"),
        ("deadlines: {step1.plan: }", "step1.plan: expected -, actual 2026-03-16 open"),
        ("only: true", "deadlines: expected -, actual step1.plan"),
    ],
)
def test_a_check_that_does_not_hold_shows_expected_beside_actual(tmp_path: Path, check: str, failure: str) -> None:
    assert failures(tmp_path, f"{HEAD}{FACTS}{CHECK}    {check}\n") == [f"line 7, as of 2026-03-02: {failure}"]


def test_what_is_not_named_is_not_compared(tmp_path: Path) -> None:
    assert failures(tmp_path, HEAD + FACTS + CHECK + "    deadlines: {step2.plan: }\n") == []


def test_a_check_may_look_through_what_was_known(tmp_path: Path) -> None:
    late = FACTS.replace("missed}", "missed, recorded: 2026-03-09}")
    check = CHECK + "    known_at: 2026-03-08\n    state: step1.plan\n"
    (failure,) = failures(tmp_path, HEAD + late + check)
    assert failure == "line 7, as of 2026-03-02 / 2026-03-08: state: expected step1.plan, actual monitoring"


def test_a_fact_that_is_refused_fails_the_scenario_unless_it_must_be(tmp_path: Path) -> None:
    fact = "facts:\n  - {on: 2026-03-02, event: plan_submitted"
    (failure,) = failures(tmp_path, HEAD + fact + "}\n")
    assert failure.startswith("line 5: plan_submitted 2026-03-02 was refused: ")
    assert failures(tmp_path, HEAD + fact + ", refused: true}\n") == []
    (failure,) = failures(tmp_path, HEAD + FACTS.replace("missed}", "missed, refused: true}"))
    assert failure == "line 5: norm_missed 2026-03-02: expected refused, actual accepted"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1900-01-01"])
def test_a_day_out_of_reach_is_refused_like_any_other_fact(tmp_path: Path, day: str) -> None:
    fact = f"facts:\n  - {{on: {day}, event: norm_missed, refused: true}}\n"
    assert failures(tmp_path, HEAD + fact) == []
    run(tmp_path, HEAD + f"checks:\n  - as_of: {day}\n    state: monitoring\n")


def test_a_calendar_may_be_another_than_the_ladders(tmp_path: Path) -> None:
    text = HEAD + "calendar: US\n" + FACTS.replace("2026-03-02", "2026-11-20")
    check = "checks:\n  - as_of: 2026-11-20\n    deadlines: {step1.plan: {due: 2026-12-07}}\n"
    assert failures(tmp_path, text + check) == []


def test_parameters_may_be_set_as_a_contract_does(tmp_path: Path) -> None:
    text = HEAD + "parameters: {plan_within: 2 working days}\n" + FACTS
    assert failures(tmp_path, text + CHECK + "    deadlines: {step1.plan: {due: 2026-03-04}}\n") == []
    (found,) = findings(tmp_path, HEAD + "parameters: {plan_within: 2 dagen}\n" + FACTS)
    assert "parameter plan_within, value set for the contract: '2 dagen' is not a term" in found


def test_many_ladders_are_compiled_and_not_all_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenarios, "_MOST", 1)
    for days in ("2", "3", "2"):
        text = HEAD + f"parameters: {{plan_within: {days} working days}}\n" + FACTS
        due = {"2": "2026-03-04", "3": "2026-03-05"}[days]
        assert failures(tmp_path, text + CHECK + f"    deadlines: {{step1.plan: {{due: {due}}}}}\n") == []


def test_files_are_found_in_folders(tmp_path: Path) -> None:
    for name in (
        "b.yaml",
        "a.json",
        "c.txt",
        "ladder.yaml",
        "clauses.yaml",
        "own/scenarios/d.yml",
        "deep/e.yaml",
        ".git/f.yaml",
        "deep/g.yaml",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{scenario: x}" if path.stem in "abdeg" else "other: 1", encoding="utf-8")
    (tmp_path / "deep/g.yaml").write_text("openapi: 3\n", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in scenarios.files([tmp_path, tmp_path / "b.yaml"])]
    assert found == ["a.json", "b.yaml", "deep/e.yaml", "own/scenarios/d.yml"]


def test_a_path_without_scenarios_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no scenarios found"):
        scenarios.files([tmp_path])
    with pytest.raises(InputError, match="does not exist"):
        scenarios.files([tmp_path / "nothing"])


def test_the_ladder_beside_a_scenario_goes_before_the_one_that_ships(tmp_path: Path) -> None:
    folder = tmp_path / "haarlem"
    (folder / "scenarios").mkdir(parents=True)
    (folder / "ladder.yaml").write_text("format: 1\n", encoding="utf-8")
    path = folder / "scenarios" / "case.yaml"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(EscalatorError, match=r"haarlem/ladder\.yaml:1:1: label: is missing"):
        scenarios.run_file(path)
