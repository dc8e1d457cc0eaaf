"""Every workflow that ships: its scenarios hold, they try everything, and the clause index and the ladder agree."""

from pathlib import Path

import pytest

from escalator.ladders import coverage, folders, library, scenarios
from escalator.ladders.scenario_files import read_scenario
from escalator.model.ladder import Parameter

NAMES = library.names()
FILES = scenarios.files([library.folder()])
OTHER = {
    "term": "3 days",
    "number": "3",
    "boolean": "false",
    "text": "iets anders / something else",
    "money": "EUR 1.00",
}
"""A value for a parameter of each type, as a contract would set it."""


def own(name: str) -> list[Path]:
    """Return the scenario files of a ladder."""
    return scenarios.files([library.folder() / name / "scenarios"])


def test_all_six_ladders_ship() -> None:
    assert NAMES == (
        "haarlem",
        "housing-matrix",
        "rijk-reintegratie",
        "westfriesland",
        "westfriesland-client",
        "zaanstreek",
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}/{file.stem}")
def test_a_scenario_holds(file: Path) -> None:
    outcome = scenarios.run_file(file)
    assert outcome.ok, "\n".join(text.en for text in outcome.failures)


@pytest.mark.parametrize("name", NAMES)
def test_a_workflow_is_right_in_itself(name: str) -> None:
    assert [finding.told("en") for finding in folders.check(name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_scenarios_exercise_every_transition_expiry_deadline_and_right(name: str) -> None:
    missing = coverage.missing(library.load_whole(name), map(read_scenario, own(name)))
    assert [part.text.en for part in missing] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_scenario_says_something_of_its_own(name: str) -> None:
    names = [read_scenario(file).name for file in own(name)]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_may_override_each_parameter(name: str) -> None:
    for parameter in library.load(name).parameters.values():
        for value in others(name, parameter):
            changed = library.load(name, {parameter.id: value})
            assert changed.parameters[parameter.id].value == value
            assert changed.digest != library.load(name).digest


def others(name: str, parameter: Parameter) -> list[str]:
    """Return other values that a parameter may have."""
    if parameter.type == "choice":
        return [choice for choice in parameter.choices if choice != parameter.value]
    if parameter.type == "calendar":
        return ["atw-art3-1"]
    if parameter.type == "role":
        roles = library.load(name).roles.values()
        return [role.id for role in roles if role.acts and role.id != parameter.value]
    if parameter.type == "boolean":
        return ["false" if parameter.value == "true" else "true"]
    return [OTHER[parameter.type]]
