"""Running the program: within this process, and as one of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from escalator.cli.root import root
from escalator.cli.session import Session
from escalator.testing import Clock

ROOT = Path(__file__).parents[2]
CLEAN = dict.fromkeys(("ESCALATOR_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "ESCALATOR_DATABASE_URL"), "")

CASE = "plein-2026-1"
MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 13)

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

    def _run(
        *arguments: object, cwd: Path = ROOT, code: str = "", **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        inherited = {name: value for name, value in os.environ.items() if name not in CLEAN}
        door = ["-c", code] if code else [str(ROOT / "cli.py")]
        return subprocess.run(
            [sys.executable, *door, *map(str, arguments)],
            cwd=cwd,
            env={**inherited, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return _run


class Desk:
    """A contract manager's desk: a database file, a clock that is moved by hand, and the program."""

    def __init__(self, run: Run, database: Path, day: date) -> None:
        self.clock = Clock(day)
        self.database = database
        self._run = run

    def type(self, *arguments: object) -> Result:
        """Run a command, whatever comes of it."""
        session = Session(database=str(self.database), clock=self.clock)
        return self._run(*arguments, obj=session)

    def do(self, *arguments: object) -> str:
        """Run a command that succeeds; return what it printed."""
        done = self.type(*arguments)
        assert done.exit_code == 0, done.output
        return done.stdout

    def refused(self, *arguments: object) -> str:
        """Run a command that is refused, with one message and nothing recorded; return the message."""
        before = self.facts()
        done = self.type(*arguments)
        assert (done.exit_code, done.stdout) == (2, ""), done.output
        assert self.facts() == before
        return done.stderr

    def read(self, *arguments: object) -> Any:
        """Run a reading command with `--json`; return what it answers."""
        return json.loads(self.do(*arguments, "--json"))

    def facts(self) -> Any:
        """Return all facts of the case, if there is one."""
        done = self.type("case", "history", CASE, "--json")
        return json.loads(done.stdout) if done.exit_code == 0 else None


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two databases that tests begin with, made once by typing commands."""
    folder = tmp_path_factory.mktemp("made")
    desk = Desk(typing(), folder / "desk.db", MONDAY)
    desk.do("init")
    desk.do("contract", "add", "plein", "--ladder", "haarlem", "--start", "2026-01-01", "--name", "Zorg op het Plein")
    shutil.copy(desk.database, folder / "opened.db")
    desk = Desk(typing(), folder / "opened.db", MONDAY)
    desk.do("open", "plein", "--kpi", "satisfaction", "--on", "2026-03-02", "--role", "contract_manager")
    desk.clock.move_to(FRIDAY)
    desk.do("record", CASE, "plan_submitted", "--on", "vandaag", "--by", "J. Jansen")
    return folder


@pytest.fixture
def desk(run: Run, made: Path, tmp_path: Path) -> Desk:
    """A desk with one contract under the ladder of Haarlem, on Monday 2 March 2026."""
    return Desk(run, Path(shutil.copy(made / "desk.db", tmp_path)), MONDAY)


@pytest.fixture
def opened(run: Run, made: Path, tmp_path: Path) -> Desk:
    """The same on Friday 13 March 2026, with a case in which the plan is in."""
    return Desk(run, Path(shutil.copy(made / "opened.db", tmp_path)), FRIDAY)
