"""`escalator import`: results out of a file, all or none of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from escalator.cli import options
from escalator.cli.failures import MISTAKE, complain
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, command, option
from escalator.cli.tables import show_json
from escalator.model.signs import printable
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.results.given import Did
    from escalator.engine.sheets.importing import Imported

Progress = Callable[[int, int | None], None]
SHOWN: Final = 50


@command(
    "import",
    Text(
        "Lees resultaten uit CSV of Excel.\n\n"
        "Elke rij is een resultaat, zoals bij measure. Als er een rij niet klopt wordt er niets vastgelegd, en staat "
        "elke foute rij er met nummer en reden; met --partial komen de goede rijen er wel in. Hetzelfde bestand nog "
        "eens inlezen legt niets dubbel vast.",
        "Read results from CSV or Excel.\n\n"
        "Each row is a result, as with measure. If a row is wrong nothing is recorded, and each bad row is listed with "
        "its number and reason; with --partial the good rows go in. Reading the same file again records nothing twice.",
    ),
)
@argument("file", Text("Het bestand (.csv, .xlsx).", "The file (.csv, .xlsx)."), type=click.Path(path_type=Path))
@option("--dry-run", is_flag=True, told=Text("Kijk alleen wat er zou gebeuren.", "Only look what would happen."))
@option(
    "--partial",
    is_flag=True,
    told=Text("Leg de goede rijen vast, ook als er foute zijn.", "Record the good rows, even if some are bad."),
)
@option(
    "--contract", told=Text("Het contract, waar het bestand er geen noemt.", "The contract, where the file names none.")
)
@options.on
@options.role
@options.by
@options.as_json
@click.pass_context
@pass_session
def importing(
    session: Session,
    ctx: click.Context,
    /,
    file: Path,
    *,
    dry_run: bool,
    partial: bool,
    contract: str | None,
    on: date | None,
    role: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Record the results in a file."""
    from escalator.files import open_table

    with session.engine() as engine, open_table(file) as table, _progress() as progress:
        done = engine.import_results(
            table, contract=contract, on=on, partial=partial, dry_run=dry_run, role=role, by=by, progress=progress
        )
    if as_json:
        show_json(_plain(done))
    else:
        _tell(done)
    ctx.exit(MISTAKE if done.problems and not partial else 0)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(say(Text("rijen", "rows"))), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _plain(done: Imported) -> dict[str, object]:
    return {
        "rows": done.rows,
        "recorded": done.recorded,
        "repeated": done.repeated,
        **{each.value: done.did.get(each, 0) for each in _did()},
        "dry_run": done.dry_run,
        "problem_count": done.problem_count,
        "problems": [{"row": each.row, "text": say(each.text)} for each in done.problems],
        "acted": [{"row": row, "because": say(each.reason), "case": each.case} for row, each in done.acted],
    }


def _did() -> Iterable[Did]:
    from escalator.engine.results.given import Did

    return Did


def _tell(done: Imported) -> None:
    for each in done.problems[:SHOWN]:
        click.echo(printable(f"  {_row(each.row)}: {say(each.text)}"), err=True)
    if done.problem_count:
        told = Text("{bad} van {rows} rijen kloppen niet.", "{bad} of {rows} rows are wrong.")
        complain(say(told.format(bad=done.problem_count, rows=done.rows)))
    for row, measured in done.acted[:SHOWN]:
        click.echo(printable(f"  {_row(row)}: {say(measured.reason)}"))
    lead = Text("Zou vastleggen", "Would record") if done.dry_run else Text("Vastgelegd", "Recorded")
    told = Text("{n} van {rows} rijen; {there} stonden er al.", "{n} of {rows} rows; {there} were there already.")
    click.echo(f"{say(lead)}: {say(told.format(n=done.recorded, rows=done.rows, there=done.repeated))}")


def _row(number: int) -> str:
    return say(Text("rij {n}", "row {n}").format(n=number))
