"""`docs/cli.md` and the program say the same: every command, every option, every key of `--json`."""

import json
import shlex
from datetime import date
from pathlib import Path

import pytest

from escalator.cli.root import root
from tests.cli.conftest import CASE, Desk, Run
from tests.cli.reference import PAGE, commands, promised, renewed

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = {
    "case show": ("case", "show", CASE),
    "case list": ("case", "list"),
    "case history": ("case", "history", CASE),
    "deadlines": ("deadlines",),
    "explain": ("explain", CASE, "step1.plan"),
    "contract list": ("contract", "list"),
    "contact list": ("contact", "list", "plein"),
    "measure": ("measure", "huis", "score", "3,1", "--judgement", "red", "--period", "2025-Q4"),
    "scorecard": ("scorecard", "huis"),
    "results": ("results", "huis"),
    "proposals": ("proposals",),
    "obligations": ("obligations", "--contract", "huis", "--until", "2026-12-31"),
    "permission list": ("permission", "list", "zaan"),
    "agreement list": ("agreement", "list", "huis"),
    "tick": ("tick",),
    "status": ("status",),
    "outbox": ("outbox",),
    "calendar list": ("calendar", "list"),
    "reminders show": ("reminders", "show", "plein"),
    "audit": ("audit", "--since", "2026-03-14"),
    "workflow list": ("workflow", "list"),
    "workflow check": ("workflow", "check", "haarlem"),
}


def test_the_reference_is_what_the_commands_say_themselves() -> None:
    assert renewed(TEXT) == TEXT, "renew it: python -m tests.cli.reference"


@pytest.mark.parametrize("command", EXAMPLES)
def test_json_has_the_keys_that_the_page_promises(opened: Desk, command: str) -> None:
    opened.do("contact", "add", "plein", "contractor", "--name", "J. Jansen", "--email", "j@example.org")
    opened.do("contract", "add", "huis", "--ladder", "housing-matrix", "--start", "2025-01-01")
    opened.do("contract", "add", "zaan", "--ladder", "zaanstreek", "--start", "2025-01-01")
    if command == "calendar list":
        opened.do("calendar", "add", "2026-12-24", "--reason", "brugdag")
    if command == "outbox":
        opened.clock.move_to(date(2026, 3, 30))
        opened.do("tick")
    if command in {"scorecard", "results"}:
        opened.do(*EXAMPLES["measure"])
    if command == "proposals":
        shortfall = ("--drawn", "40", "--failing", "22", "--region", "zaanstad_wormerland")
        opened.do("measure", "zaan", "result_achieved", "--period", "2025", *shortfall)
    answer = opened.read(*EXAMPLES[command])
    first = answer[0] if isinstance(answer, list) else answer
    assert set(first) == promised()[command]


def test_json_of_a_case_has_the_keys_of_its_parts(desk: Desk) -> None:
    desk.do("contract", "add", "zaan", "--ladder", "zaanstreek", "--start", "2026-01-01")
    manager = ("--role", "contract_manager", "--on", "2026-03-02")
    desk.do("open", "zaan", "--kpi", "care_start", "--region", "zaanstad_wormerland", *manager)
    desk.do("record", "zaan-2026-1", "meeting_held", *manager, "--set", "outcome=improvable")
    desk.do("record", "zaan-2026-1", "letter_sent", *manager, "--set", "realise_by=2026-05-01")
    shown = desk.read("case", "show", "zaan-2026-1")
    assert set(shown["deadlines"][0]) == promised()["… each of deadlines"]
    assert set(shown["rights"][0]) == promised()["… each of rights"]


def test_the_page_promises_keys_for_every_command_it_lists() -> None:
    assert set(EXAMPLES) <= set(promised())


def test_the_first_case_of_the_page_can_be_typed(run: Run, tmp_path: Path) -> None:
    script = TEXT.partition("## A first case")[2].partition("```console\n")[2].partition("```")[0]
    for line in script.splitlines():
        words = shlex.split(line.removeprefix("$ escalator"))
        done = run("--database", tmp_path / "first.db", *words)
        assert done.exit_code == 0, (line, done.output)


def test_every_command_is_named_on_the_page() -> None:
    for path in commands(root):
        assert f"### {' '.join(('escalator', *path))}\n" in TEXT


def test_text_for_programs_is_json_alone(opened: Desk) -> None:
    json.loads(opened.do("deadlines", "--json"))
