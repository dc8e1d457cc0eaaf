"""Every example in docs/ladder-format-kpis.md is read by the schema and becomes values."""

import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from escalator.ladders.schema.kpis import KpiSpec, MeasurementSpec
from escalator.ladders.schema.obligations import ObligationSpec
from escalator.ladders.schema.permissions import PermissionSpec
from escalator.ladders.schema.scorecards import ScorecardSpec
from escalator.ladders.yaml_text import read

PAGE = Path(__file__).parents[2] / "docs" / "ladder-format-kpis.md"
Spec = type[KpiSpec] | type[ObligationSpec] | type[ScorecardSpec] | type[PermissionSpec]
SECTIONS: dict[str, Spec] = {
    "kpis": KpiSpec,
    "obligations": ObligationSpec,
    "scorecards": ScorecardSpec,
    "permissions": PermissionSpec,
}
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
SHORT = re.findall(r"`((?:norm|recurring|once|after|before|on_request|continuous): .*?)`", PAGE.read_text("utf-8"))

LABEL = {"nl": "x", "en": "x"}


def plain(text: str) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = read(text.encode(), str(PAGE)).plain()
    return found


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_is_read(block: str) -> None:
    for section, content in plain(block).items():
        if section == "measurement":
            assert MeasurementSpec.model_validate(content).on_miss is not None
            continue
        for name, entry in content.items():
            assert SECTIONS[section].model_validate(entry).to_model(name).id == name


@pytest.mark.parametrize("block", BLOCKS)
def test_an_editor_accepts_a_block(block: str) -> None:
    for section, content in plain(block).items():
        spec = MeasurementSpec if section == "measurement" else SECTIONS[section]
        checker = Draft202012Validator(spec.model_json_schema())
        for entry in [content] if section == "measurement" else content.values():
            assert [error.message for error in checker.iter_errors(entry)] == []


@pytest.mark.parametrize("text", [text for text in SHORT if "…" not in text])
def test_a_line_in_a_table_is_read(text: str) -> None:
    found = plain(text)
    if "norm" in found:
        kpi = {"label": LABEL, "clause": "X1", "measured_by": "client", **found}
        assert KpiSpec.model_validate(kpi).to_model("kpi").norms
    else:
        duty = {"label": LABEL, "clause": "X1", "owed_by": "client", **found}
        assert ObligationSpec.model_validate(duty).to_model("duty").kind in found


def test_the_page_has_examples_of_every_section() -> None:
    assert {section for block in BLOCKS for section in plain(block)} == {*SECTIONS, "measurement"}
    assert len(SHORT) > 10
