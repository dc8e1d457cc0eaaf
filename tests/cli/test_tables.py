"""Tables on terminals of any width: words stay whole, and what does not fit stands row by row."""

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import CLEAN, ROOT

LADDERS = ("haarlem", "housing-matrix", "rijk-reintegratie", "westfriesland-client")


def on_terminal(width: int, *arguments: str, **environment: str) -> str:
    """Return what the program shows on a terminal of a width."""
    master, slave = os.openpty()
    clean = {name: value for name, value in os.environ.items() if name not in CLEAN}
    with subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), *arguments],
        stdout=slave,
        env={**clean, "TERM": "xterm", "COLUMNS": str(width), **environment},
    ) as program:
        os.close(slave)
        shown = b"".join(iter(lambda: _read(master), b""))
    os.close(master)
    assert program.returncode == 0
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side of the terminal is closed
        return b""


@pytest.mark.parametrize("width", [200, 120, 80, 40])
def test_no_name_is_broken_on_a_terminal_of_any_width(width: int) -> None:
    shown = on_terminal(width, "workflow", "list", NO_COLOR="1")
    assert all(name in shown for name in LADDERS)
    assert max(len(line) for line in shown.splitlines()) <= width


def test_what_is_short_stays_on_one_line_if_there_is_room() -> None:
    assert "  10 werkdagen  " in on_terminal(110, "workflow", "show", "haarlem", NO_COLOR="1")
    assert "  10 werkdagen  " not in on_terminal(80, "workflow", "show", "haarlem", NO_COLOR="1")


def test_a_row_that_does_not_fit_is_a_block_of_names_and_values() -> None:
    assert "Ladder        haarlem\nVersie        1.0\n" in on_terminal(80, "workflow", "list", TERM="dumb")


def test_a_terminal_without_colours_gets_none() -> None:
    assert "\x1b" not in on_terminal(100, "workflow", "show", "haarlem", TERM="dumb")
    assert "\x1b" not in on_terminal(100, "workflow", "show", "haarlem", NO_COLOR="1")
    assert "\x1b" in on_terminal(100, "workflow", "show", "haarlem")
