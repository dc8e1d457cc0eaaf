"""To a type checker the installed package is typed: a host's program passes in strict mode, and its mistakes do not."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.packaging.test_wheel import Installed, installed, names, wheel

__all__ = ["installed", "names", "wheel"]

HOST = """
from datetime import date, timedelta

import escalator
from escalator.testing import Clock
from escalator.testing import engine as engine_for_tests
from sqlalchemy.orm import Session


def letters(change: escalator.Change) -> None:
    after: escalator.Standing = change.after
    print(change.case, after.state, [(each.id, each.due.isoformat()) for each in after.deadlines])


def work(session: Session) -> escalator.CaseView:
    engine = escalator.open(session=session)
    engine.subscribe(letters)
    heard: list[escalator.Change] = []
    engine.subscribe(heard.append)
    view = engine.open_case("lift-2026", kpis=["satisfaction"], role="contract_manager")
    recorded = engine.record(view.case.id, "plan_submitted", on=date(2026, 3, 13), evidence=b"the plan")
    late: list[escalator.DeadlineView] = engine.deadlines(within=timedelta(days=14), contract=view.case.contract)
    measured: escalator.Measured = engine.measure("lift-2026", "satisfaction", "6,4", period="2026")
    assert measured.did is escalator.Did.OPENED
    status: escalator.Status = recorded.standing.deadlines[0].status
    print(status, late[0].deadline.due, engine.explain(view.case.id, "step1.plan").deadline.derivation)
    return view


def told(wrong: escalator.EscalatorError) -> str:
    return wrong.because if isinstance(wrong, escalator.Refusal) else wrong.told("nl")


with engine_for_tests(Clock(date(2026, 3, 2))) as engine, engine.together():
    engine.add_contract("lift-2026", "haarlem", start=date(2026, 1, 1))
"""
MISTAKES = """
from datetime import date

import escalator

engine = escalator.open("sqlite://")
escalator.opne("sqlite://")  # no such name
engine.record("case", "event", on="2026-03-02")  # a day is a date
engine.recrod("case", "event")  # no such use case
engine.stand("case").deadline("plan").due  # there may be none
engine.stand("case").state = "done"  # nothing given can be changed
engine.add_contract("x", "haarlem", start=date(2026, 1, 1), language="de")  # Dutch or English
engine.subscribe(lambda change: change.befroe)  # no such attribute
"""


def complaints(installed: Installed, program: str) -> list[str]:
    """Return what mypy has against a program of somebody who has only the wheel."""
    path = installed.elsewhere / "host.py"
    path.write_text(program, encoding="utf-8")
    python = installed.home / "bin" / "python"
    options = ["--strict", "--no-error-summary", "--cache-dir", ".mypy_cache", "--python-executable", str(python)]
    command = [sys.executable, "-m", "mypy", *options, path.name]
    return subprocess.run(
        command, cwd=installed.elsewhere, capture_output=True, text=True, check=False
    ).stdout.splitlines()


def test_a_hosts_program_passes_in_strict_mode(installed: Installed) -> None:
    assert complaints(installed, HOST) == []


def test_a_hosts_mistakes_are_found(installed: Installed) -> None:
    told = {
        int(found[1]) for each in complaints(installed, MISTAKES) if (found := re.match(r"host.py:(\d+): error", each))
    }
    assert told == {n for n, line in enumerate(MISTAKES.splitlines(), 1) if "# " in line}
