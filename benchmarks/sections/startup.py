"""From an empty shell to an answer: whole commands, each in a process of its own, beside the interpreter's start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from benchmarks import cases
from benchmarks.measuring import Block, Measured, Way, timed
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import ROOT, Workshop

FLOOR = "python -c pass"
HELP, COMPLETION = "escalator --help", "escalator, shell completion"
RECORD, DEADLINES = "escalator record", "escalator deadlines --json"
LIMITS = {HELP: 6, COMPLETION: 6, RECORD: 45, DEADLINES: 45}
IMPORTS = {
    "import click": "import click",
    "import click, sqlite3, transitions": "import click, sqlite3, transitions",
    "import sqlmodel": "import sqlmodel",
    "import holidays, and the days of one country": "import holidays; holidays.NL(years=2026)",
}


def run(shop: Workshop) -> Section:
    """Measure it on a small database."""
    database = shop.folder("disk") / "escalator.db"
    cached = {"PYTHONPYCACHEPREFIX": str(shop.folder("disk")), "ESCALATOR_DATABASE_URL": str(database)}
    with cases.engine_on(f"sqlite:///{database}") as engine:
        case = cases.open_cases(engine, shop.pick(20, 2), 2)[0]
    ways = {FLOOR: _python("pass", cached)}
    ways |= {name: _python(code, cached) for name, code in IMPORTS.items()}
    ways |= {
        HELP: _escalator(cached, "--help"),
        COMPLETION: _escalator(cached, _ESCALATOR_COMPLETE="bash_complete", COMP_WORDS="escalator rec", COMP_CWORD="1"),
        RECORD: Way("sections.startup:recording", (case, cached)),
        DEADLINES: _escalator(cached, "deadlines", "--json"),
    }
    found, absent = shop.in_turns(ways, 25)
    return Section(
        id="startup",
        title="Start-up",
        work="A whole command, from the start of the process to its end, on a database of 20 cases.",
        tables=(Table("a whole command", "ms", tuple(found.values())),),
        promises=tuple(_promises(found)),
        absent=absent,
        notes=("Bytecode is cached, and the files are in the system's memory: the second start of the day.",),
    )


def _promises(found: Mapping[str, Measured]) -> list[Promise]:
    return [
        Promise(
            text=f"{name}: at most {limit} × the interpreter alone", limit=limit, found=found[name].over(found[FLOOR])
        )
        for name, limit in LIMITS.items()
    ]


def _python(code: str, settings: dict[str, str]) -> Way:
    return Way("sections.startup:running", ([sys.executable, "-c", code], settings))


def _escalator(settings: dict[str, str], *arguments: str, **more: str) -> Way:
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return Way("sections.startup:running", (command, {**settings, **more}))


def _environment(settings: dict[str, str]) -> dict[str, str]:
    """Return the environment of a command that finds its bytecode, as an installed one does."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | settings


def running(command: list[str], settings: dict[str, str]) -> Block:
    """Return a block of work: one run of a command."""
    environment = _environment(settings)
    return lambda: timed(lambda: subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL))


def recording(case: str, settings: dict[str, str]) -> Block:
    """Return a block of work: one fact recorded by the command, the next in turn of a case that has two."""
    environment = _environment(settings)
    facts = iter(range(2, 1_000))

    def once() -> None:
        event, role = (("plan_rejected", cases.MANAGER), ("plan_submitted", cases.CONTRACTOR))[next(facts) % 2]
        command = [sys.executable, str(ROOT / "cli.py"), "record", case, event, "--role", role, "--by", "An"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)

    return lambda: timed(once)
