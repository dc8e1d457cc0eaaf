"""What people type, and what files say, never commands the terminal; what cannot be kept is refused."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CASE, Desk, Run

CLEAR, COLOUR, BACKWARDS = "\x1b[2J", "\x9b31m", "\u202e"
MANAGER = ("--role", "contract_manager")
LONG = "n" * 201


def harmless(text: str) -> bool:
    """Say whether a terminal would only show this."""
    return all(sign.isprintable() or sign == "\n" for sign in text)


@pytest.mark.parametrize("text", [CLEAR, COLOUR, BACKWARDS, "a\x7f"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("contract", "add", "ander", "--ladder", "haarlem", "--start", "2026-01-01", "--name"),
        ("contract", "close", "plein", "--reason"),
        ("contact", "add", "plein", "contractor", "--email", "a@example.org", "--name"),
        ("measure", "plein", "satisfaction", "6,4", "--period", "2026", "--note"),
        ("norm", "set", "plein", "satisfaction", "7,5", "--since", "2026-06-01", *MANAGER, "--note"),
        ("record", CASE, "norm_met", *MANAGER, "--by"),
        ("approve", CASE, *MANAGER, "--by"),
        ("approve", CASE, *MANAGER, "--key"),
        ("retract", CASE, "2", "--reason"),
        ("calendar", "add", "2026-12-24", "--reason"),
        ("agreement", "parameter", "plein", "plan_within", "2 weeks", "--since", "2026-06-01", "--note", "x", "--by"),
        ("case", "show"),
        ("explain", CASE),
        ("import",),
        ("workflow", "show"),
    ],
)
def test_signs_that_command_a_terminal_are_refused_and_not_repeated(
    opened: Desk, arguments: tuple[str, ...], text: str
) -> None:
    assert harmless(opened.refused(*arguments, f"x{text}y"))


@pytest.mark.parametrize("option", ["--by", "--key"])
def test_a_name_is_one_line_of_a_bounded_length(opened: Desk, option: str) -> None:
    assert "hoogstens 200 tekens" in opened.refused("approve", CASE, *MANAGER, option, LONG)
    assert "één regel" in opened.refused("approve", CASE, *MANAGER, option, "A\nB")
    opened.do("approve", CASE, *MANAGER, option, "É. d'Été-Müller (江)")


def test_a_contract_has_a_title_of_a_bounded_length(desk: Desk) -> None:
    given = ("contract", "add", "ander", "--ladder", "haarlem", "--start", "2026-01-01", "--name")
    assert "hoogstens 200 tekens" in desk.refused(*given, LONG)
    desk.do(*given, LONG[:-1])


def test_the_name_of_a_scenario_is_shown_and_not_obeyed(run: Run, tmp_path: Path) -> None:
    scenario = {"scenario": f"x{BACKWARDS}", "ladder": "haarlem", "track": "core", "facts": []}
    file = tmp_path / "s.json"
    file.write_text(json.dumps({**scenario, "checks": [{"as_of": "2026-03-02", "state": "monitoring"}]}))
    told, plain = run("test", file), run("test", file, "--json")
    assert told.exit_code == plain.exit_code == 0, told.output
    assert harmless(told.stdout)
    assert harmless(plain.stdout)
    assert json.loads(plain.stdout)["scenario"] == scenario["scenario"]
