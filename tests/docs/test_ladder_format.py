"""The page on writing a ladder: its files load, its scenario holds, its fragments fit the schema, its names exist."""

import re
from pathlib import Path

import pytest

from escalator.ladders import library, scenarios
from escalator.ladders.schema.events import EventSpec
from escalator.ladders.schema.parameters import ParameterSpec
from escalator.ladders.schema.states import CycleSpec, DeadlineSpec
from escalator.ladders.yaml_text import read
from escalator.procedure.guards.functions import FUNCTIONS
from escalator.procedure.vocabulary import STANDARD

PAGE = Path(__file__).parents[2] / "docs" / "ladder-format.md"
TEXT = PAGE.read_text(encoding="utf-8")
FILES = dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", TEXT, re.DOTALL))
FRAGMENTS = [each for each in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) if each not in FILES.values()]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_ladder_of_the_page_loads(written: Path) -> None:
    assert library.load(str(written / "window-cleaning")).initial == "monitoring"


def test_its_scenario_holds(written: Path) -> None:
    found = scenarios.files([written / "window-cleaning"])
    assert [scenarios.run_file(path).failures for path in found] == [()]


@pytest.mark.parametrize("text", FRAGMENTS)
def test_a_fragment_is_of_the_format(text: str) -> None:
    for section, part in read(text.encode(), PAGE.name).plain().items():
        if section == "plan_approved":
            EventSpec.model_validate(part)
        elif section == "deadline":
            DeadlineSpec.model_validate(part)
        elif section == "parameters":
            ParameterSpec.model_validate(part["window"])
        elif section == "cycles":
            assert set(part["improvement"]["states"]) == {"plan", "check"}
            assert set(part["improvement"]) == set(CycleSpec.model_fields)


@pytest.mark.parametrize("name", [*FUNCTIONS, *STANDARD])
def test_every_name_of_the_guard_language_is_on_the_page(name: str) -> None:
    assert re.search(rf"`{name}[(`]", TEXT)
