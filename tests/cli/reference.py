"""The reference of `docs/cli.md`: every command's own help, in English. `python -m tests.cli.reference` renews it."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from escalator.cli.root import root

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"
NAMED = re.compile(r"`([^`]+)`")
BLOCK = re.compile(r"(<!-- reference: .*? -->\n).*?(<!-- /reference -->)", re.DOTALL)


def commands(command: click.Command, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of each command below one, and of itself."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None, name
            yield from commands(found, *path, name)


def reference() -> str:
    """Return the help of every command as Markdown."""
    told = []
    runner = CliRunner(env={"ESCALATOR_DATABASE_URL": None, "COLUMNS": "110"})
    for path in commands(root):
        shown = runner.invoke(root, ["--lang", "en", *path, "--help"], prog_name="escalator", terminal_width=100)
        assert shown.exit_code == 0, path
        told.append(f"### {' '.join(('escalator', *path))}\n\n```text\n{shown.output.rstrip()}\n```\n")
    return "\n" + "\n".join(told) + "\n"


def renewed(page: str) -> str:
    """Return a page with its reference renewed."""
    return BLOCK.sub(lambda found: found[1] + reference() + found[2], page)


def promised() -> dict[str, set[str]]:
    """Return the keys that the page promises for each command."""
    table = PAGE.read_text(encoding="utf-8").partition("<!-- keys -->")[2].partition("<!-- /keys -->")[0]
    rows = [line.strip("|").split("|") for line in table.strip().splitlines()[2:]]
    return {command.partition(",")[0].replace("`", "").strip(): set(NAMED.findall(keys)) for command, keys in rows}


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
