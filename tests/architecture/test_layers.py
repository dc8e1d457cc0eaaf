"""The architecture is a contract that is checked; and the check bites: each thing it forbids is tried on a copy."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def lint(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts on the package in `checkout`."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([str(program), "--no-cache"], cwd=checkout, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contracts, to be spoilt."""
    shutil.copytree(ROOT / "escalator", tmp_path / "escalator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_that_no_layer_names_breaks_them(copy: Path) -> None:
    (copy / "escalator" / "stray.py").write_text('"""A module that nobody gave a place."""\n', encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "stray" in done.stdout


@pytest.mark.parametrize(
    ("part", "imported"),
    [
        pytest.param("model", "escalator.cli", id="upwards"),
        pytest.param("engine", "escalator", id="through the public face"),
        pytest.param("storage", "escalator.settings", id="sideways"),
        pytest.param("model", "msgspec", id="a library in the model"),
        pytest.param("engine", "transitions", id="a machine outside the procedure"),
        pytest.param("engine", "sqlmodel", id="a table outside storage"),
        pytest.param("engine", "apscheduler", id="a scheduler outside the daemon"),
        pytest.param("ladders", "holidays", id="holidays outside calendars"),
        pytest.param("engine", "pydantic", id="a schema outside the loader"),
    ],
)
def test_an_import_that_is_not_allowed_breaks_them(copy: Path, part: str, imported: str) -> None:
    (copy / "escalator" / part / "intruder.py").write_text(f"import {imported}\n", encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"escalator.{part}.intruder" in done.stdout
