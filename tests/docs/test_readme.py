"""The first contract in the README, typed as it stands there."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from escalator.cli.root import root

ROOT = Path(__file__).parents[2]
TYPED = re.findall(r"^    escalator (.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("language", "due"), [("nl", "11 dagen"), ("en", "11 days")])
def test_a_first_contract_works_as_typed(language: str, due: str, tmp_path: Path) -> None:
    told = {}
    runner = CliRunner(env={"ESCALATOR_DATABASE_URL": str(tmp_path / "escalator.db"), "ESCALATOR_LANG": language})
    for line in TYPED:
        done = runner.invoke(root, shlex.split(line, comments=True), prog_name="escalator")
        assert done.exit_code == 0, f"{line}\n{done.output}"
        told[line.split("  ")[0]] = done.stdout
    assert due in told["deadlines --as-of 2026-03-05"]
    assert "step1.approval" in told["case show lift-2026-1"]
    assert "department_manager" in told["case show lift-2026-1"]


def test_the_readme_has_a_first_contract() -> None:
    assert len(TYPED) >= 10
