"""The page on writing a ladder: its files load, its scenario holds, its fragments fit the schema, its names exist."""

import re
from pathlib import Path
from typing import Final

import pytest
from pydantic import TypeAdapter

from escalator.ladders import folders, library, scenarios
from escalator.ladders.schema.document import Written
from escalator.ladders.schema.events import EventSpec
from escalator.ladders.schema.states import CycleSpec, DeadlineSpec, Rules
from escalator.ladders.yaml_text import read
from escalator.procedure.guards import parse
from escalator.procedure.guards.functions import FUNCTIONS
from escalator.procedure.vocabulary import STANDARD, names_for

PAGE = Path(__file__).parents[2] / "docs" / "ladder-format.md"
TEXT = PAGE.read_text(encoding="utf-8")
STEP = re.compile(r"<!-- (file|added to|instead of the same in): (\S+) -->\n```yaml\n(.*?)```", re.DOTALL)
STEPS = STEP.findall(TEXT)
FRAGMENTS = re.findall(r"```yaml\n(.*?)```", STEP.sub("", TEXT), re.DOTALL)
GUARDS = [line for block in re.findall(r"```guard\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]
ENTRY = re.compile(r"^( *)(\S+):.*\n(?:\1 .*\n)*", re.MULTILINE)


def replaced(text: str, part: str) -> str:
    """Return a file with each entry of a part written over the one of the same name, or after the one before it."""
    place = len(text)
    for found in ENTRY.finditer(part):
        indent, name = found[1], found[2]
        if len(indent) > 2 or (indent and not part.startswith(indent)):
            continue
        old = re.search(rf"^{indent}{re.escape(name)}:.*\n(?:{indent} .*\n)*", text, re.MULTILINE)
        start, end = old.span() if old else (place, place)
        text = text[:start] + found[0] + text[end:]
        place = start + len(found[0])
    return text


def stages() -> list[dict[str, str]]:
    """Return the files as they are after each step of the page."""
    files: dict[str, str] = {}
    found = []
    for how, name, text in STEPS:
        if how == "file":
            files[name] = text
        elif how == "added to":
            files[name] += "\n" + text
        else:
            files[name] = replaced(files[name], text)
        found.append(dict(files))
    return found


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "window-cleaning"


@pytest.mark.parametrize("number", [1, 2, 4, 5, 7, 8, 10, 11], ids="step {}".format)
def test_each_step_leaves_a_ladder_that_works(tmp_path: Path, number: int) -> None:
    home = write(tmp_path, stages()[number - 1])
    assert library.load(str(home)).initial == "monitoring"
    for path in sorted(home.glob("scenarios/*.yaml")):
        assert scenarios.run_file(path).failures == ()


def test_the_folder_is_right_in_the_end(tmp_path: Path) -> None:
    home = write(tmp_path, stages()[-1])
    assert [finding.told("en") for finding in folders.check(str(home))] == []
    ladder = library.load(str(home))
    assert set(ladder.states) == {
        "monitoring",
        "step1.repair",
        "step1.approval",
        "step2.deduction",
        "resolved",
        "closed",
    }
    assert len(list(home.glob("scenarios/*.yaml"))) == 2


@pytest.mark.parametrize("guard", GUARDS)
def test_a_condition_of_the_page_is_accepted(tmp_path: Path, guard: str) -> None:
    ladder = library.load(str(write(tmp_path, stages()[-1])))
    assert parse(guard, names_for(ladder, "complaint_made")).text == guard


SHAPES: Final = {
    "plan_approved": EventSpec,
    "deadline": DeadlineSpec,
    "on": dict[str, Rules],
    **{name: field.annotation for name, field in Written.model_fields.items() if name not in {"cycles", "states"}},
}


@pytest.mark.parametrize("text", FRAGMENTS)
def test_a_fragment_is_of_the_format(text: str) -> None:
    for section, part in read(text.encode(), PAGE.name).plain().items():
        shape = SHAPES.get(section)
        if shape is not None:
            TypeAdapter(shape).validate_python(part)
        else:
            assert section in {"cycles", "states"}
        if section == "cycles":
            assert set(part["improvement"]["states"]) == {"plan", "check"}
            assert set(part["improvement"]) == set(CycleSpec.model_fields)


@pytest.mark.parametrize("name", [*FUNCTIONS, *STANDARD])
def test_every_name_of_the_guard_language_is_on_the_page(name: str) -> None:
    assert re.search(rf"`{name}[(`]", TEXT)
