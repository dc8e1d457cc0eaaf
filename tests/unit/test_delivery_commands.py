"""Every command that a message asks to type is one that the program takes."""

from __future__ import annotations

import shlex

import click
import pytest

from escalator.cli.root import root
from tests.letters import KINDS


def commands() -> list[str]:
    """Return every command that a message of any kind asks to type, with its blanks filled in."""
    told = [each for made in KINDS.values() for each in made()]
    lines = [each.command for one in told for each in one.actions]
    blanks = {"YYYY-MM-DD HH:MM": "2026-05-01 10:00", "YYYY-MM-DD": "2026-05-01"}
    for blank, filled in blanks.items():
        lines = [line.replace(blank, filled) for line in lines]
    return sorted(set(lines))


@pytest.mark.parametrize("line", commands())
def test_a_command_can_be_typed_as_it_stands(line: str) -> None:
    program, *words = shlex.split(line)
    assert program == "escalator"
    command: click.Command = root
    context = click.Context(root)
    while isinstance(command, click.Group):
        name, found_command, words = command.resolve_command(context, words)
        assert name
        assert found_command is not None
        command, context = found_command, click.Context(found_command, parent=context, info_name=name)
    command.parse_args(context, words)
    assert context.args == []
