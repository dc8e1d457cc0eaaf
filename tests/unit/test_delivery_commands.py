"""Every command that a message asks to type is one that the program takes."""

from __future__ import annotations

import shlex

import click
import pytest

from escalator.cli.root import root
from escalator.delivery.layout import lay_out
from tests.letters import KINDS, NUMBER, letter


def commands() -> list[str]:
    """Return every command that a message of any kind asks to type, with its blanks filled in."""
    letters = [lay_out(letter(*made(), kind=kind)) for kind, made in KINDS.items()]
    entries = [entry for each in letters for section in each.sections for entry in section.entries]
    lines = [line.text for entry in entries for line in entry.commands] + [each.seen.text for each in letters]
    blanks = {"YYYY-MM-DD HH:MM": "2026-05-01 10:00", "YYYY-MM-DD": "2026-05-01"}
    for blank, filled in blanks.items():
        lines = [line.replace(blank, filled) for line in lines]
    return sorted(set(lines))


def test_every_message_asks_to_be_acknowledged() -> None:
    assert f"escalator ack {NUMBER} --by 'Anna de Vries'" in commands()


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
