"""Running the program: within this process, and as one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from escalator.cli.root import root
from escalator.cli.session import Session

ROOT = Path(__file__).parents[2]
CLEAN = dict.fromkeys(("ESCALATOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "ESCALATOR_DATABASE_URL"), "")

Run = Callable[..., Result]
Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run() -> Run:
    """Run the program within this process."""
    return typing()


def typing() -> Run:
    """Return a way to run the program within this process; its environment names no language and no database."""
    runner = CliRunner(env={**CLEAN, "LANGUAGE": None})

    def _run(*arguments: object, obj: Session | None = None, **environment: str) -> Result:
        return runner.invoke(root, [str(each) for each in arguments], obj=obj, env=environment, prog_name="escalator")

    return _run


@pytest.fixture
def program() -> Program:
    """Run the program as a process of its own."""

    def _run(*arguments: object, cwd: Path = ROOT, **environment: str) -> "subprocess.CompletedProcess[str]":
        inherited = {name: value for name, value in os.environ.items() if name not in CLEAN}
        return subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
            cwd=cwd,
            env={**inherited, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return _run
