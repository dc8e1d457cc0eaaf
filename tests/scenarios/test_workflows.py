"""Every workflow that ships: its scenarios hold, they try everything, and the clause index and the ladder agree."""

from decimal import Decimal
from pathlib import Path

import pytest

from escalator.ladders import coverage, folders, library, scenarios
from escalator.ladders.scenario_files import read_scenario
from escalator.model.ladder import Ladder, Parameter

NAMES = library.names()
FILES = scenarios.files([library.folder()])
OTHER = {
    "term": "3 days",
    "money": "EUR 1.00",
    "day": "2026-08-01",
    "period": "2026-Q2",
}
"""A value for a parameter of each type, as a contract would set it."""
LITTLE = {"malus_up_to": "0.1", "dissolution_up_to": "0.1"}
"""Numbers that others bound closely: how much may be added."""


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
    ladder = library.load(name)
    for parameter in ladder.parameters.values():
        for value in others(ladder, parameter):
            changed = library.load(name, {parameter.id: value})
            assert changed.parameters[parameter.id].value == value
            assert changed.digest != ladder.digest


def others(ladder: Ladder, parameter: Parameter) -> list[str]:
    """Return other values that a parameter may have."""
    if parameter.type == "number":
        return [str(Decimal(parameter.value) + Decimal(LITTLE.get(parameter.id, "1")))]
    several = {
        "choice": parameter.choices,
        "role": [role.id for role in ladder.roles.values() if role.acts],
        "calendar": ["atw-art3-1"],
        "boolean": ["true", "false"],
        "text": ["1 maart" if parameter.value == "1 April" else "iets anders / something else"],
    }
    return [value for value in several.get(parameter.type, [OTHER.get(parameter.type, "")]) if value != parameter.value]
