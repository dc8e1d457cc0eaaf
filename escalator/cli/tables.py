"""Tables and lists on the terminal, and JSON for programs. Owns how things are set out; knows nothing about them.

Colour and the terminal's width count only where there is a terminal; what goes into a pipe is never cut or wrapped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

import click

from escalator.cli.language import say
from escalator.model.signs import UNSEEN, printable
from escalator.model.text import Text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text as Rich

UNCUT: Final = 100_000
_BETWEEN: Final = 3
"""Signs between two columns."""
_SHORT: Final = 12
"""Up to this width a column keeps its lines whole, if there is room: days, states of affairs."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell in a style of its own, such as `bold red`."""

    text: str
    style: str


Cell: TypeAlias = str | Styled | None


def show_table(columns: Sequence[Text], rows: Iterable[Sequence[Cell]], nothing: Text) -> None:
    """Print a table, or `nothing` where there are no rows.

    No word is broken to fit a narrow terminal: what does not fit there is printed as a block a row.
    """
    names, filled = [say(column) for column in columns], [[*map(_cell, row)] for row in rows]
    if not filled:
        click.echo(say(nothing))
        return
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    widths = _fitting(names, filled)
    if widths is None:
        _show_blocks(names, filled)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name, width in zip(names, widths, strict=True):
        table.add_column(name, width=width, overflow="fold")
    for row in filled:
        table.add_row(*row)
    _print(table)


def _fitting(names: Sequence[str], rows: Sequence[Sequence[Rich]]) -> list[int] | None:
    """Return a width for each column, wide enough for its longest word; None where they do not fit the terminal."""
    from rich.cells import cell_len

    texts = [[name, *(row[place].plain for row in rows)] for place, name in enumerate(names)]
    least = [max(cell_len(word) for text in column for word in text.split() or [""]) for column in texts]
    most = [max(cell_len(line) for text in column for line in text.splitlines() or [""]) for column in texts]
    short = [high if high <= _SHORT else low for low, high in zip(least, most, strict=True)]
    return _shared(short, most) or _shared(least, most)


def _shared(least: Sequence[int], most: Sequence[int]) -> list[int] | None:
    """Return widths between these, with the room that is left shared out; None where there is none."""
    left, wanted = _console().width - sum(least) - _BETWEEN * len(least), sum(most) - sum(least)
    if left < 0:
        return None
    return [low + (high - low) * min(left, wanted) // (wanted or 1) for low, high in zip(least, most, strict=True)]


def _show_blocks(names: Sequence[str], rows: Sequence[Sequence[Rich]]) -> None:
    """Print each row as names and values under each other."""
    for row in rows:
        click.echo()
        _print(_grid((name, cell) for name, cell in zip(names, row, strict=True) if cell.plain))
    click.echo()


def show_pairs(pairs: Iterable[tuple[Text, Cell]]) -> None:
    """Print names and values under each other; a pair without a value is left out."""
    _print(_grid((say(name), _cell(value)) for name, value in pairs if value not in (None, "")))


def _grid(pairs: Iterable[tuple[str, Rich]]) -> RenderableType:
    from rich.table import Table

    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(name, value)
    return grid


def show_page(text: str) -> None:
    """Print a page in Markdown: set out on a terminal, as it is anywhere else."""
    shown = printable(text)
    if not sys.stdout.isatty():
        click.echo(shown, nl=False)
        return
    from rich.markdown import Markdown

    _print(Markdown(shown))


def show_json(value: object) -> None:
    """Print a value as JSON: days as ISO text, decimals as text, so that nothing is rounded."""
    click.echo(json_text(value, indent=2))


def json_text(value: object, indent: int | None = None) -> str:
    """Return a value as JSON in which no sign commands a terminal; what it says stays the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    return UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text)


def heading(text: str) -> None:
    """Print a heading."""
    click.echo()
    click.secho(text, bold=True)


def _print(shown: RenderableType) -> None:
    console = _console()
    with console.capture() as printed:
        console.print(shown)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else UNCUT
    return Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)


def listed(names: Iterable[str]) -> str:
    """Return names behind each other."""
    return ", ".join(names)


def yes_no(value: bool) -> str:  # noqa: FBT001 - a value to be shown, not a switch
    """Return `ja` or `nee`."""
    return say(Text("ja", "yes") if value else Text("nee", "no"))


def _cell(cell: Cell) -> Rich:
    from rich.text import Text as Rich

    if isinstance(cell, Styled):
        return Rich(printable(cell.text), style=cell.style)
    return Rich(printable(cell or ""))


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    raise TypeError(type(value).__name__)
