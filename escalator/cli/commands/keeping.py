"""`backup` and `copy`: keeping a database safe, and moving it to another kind."""

from __future__ import annotations

from pathlib import Path

import click

from escalator.cli.commands.auditing import DIFFERS
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, command
from escalator.model.text import Text


@command(
    "backup",
    Text(
        "Schrijf een kopie van de database, ook terwijl er gewerkt wordt.",
        "Write a copy of the database, also while others work on it.",
    ),
)
@argument(
    "file",
    Text("Waar de kopie komt; mag er nog niet zijn.", "Where it goes; must not be there yet."),
    type=click.Path(path_type=Path),
)
@pass_session
def backup(session: Session, /, file: Path) -> None:
    """Back the database up."""
    from escalator.storage.backup import backup as written

    session.check()
    size = written(session.url(), file)
    click.echo(
        say(Text("Geschreven: {file} ({size} bytes).", "Written: {file} ({size} bytes).").format(file=file, size=size))
    )


@command(
    "copy",
    Text(
        "Verhuis een database, van SQLite naar PostgreSQL of terug.\n\nHet doel moet leeg zijn; na afloop wordt alles "
        "nagegaan, zoals audit doet.",
        "Move a database, from SQLite to PostgreSQL or back.\n\nThe target must be empty; everything is checked "
        "afterwards, as audit does.",
    ),
)
@argument("source", Text("Waarvandaan.", "From where."))
@argument("target", Text("Waarheen.", "To where."))
@click.pass_context
def copy(ctx: click.Context, source: str, target: str) -> None:
    """Copy a database into an empty one."""
    from escalator.storage.copying import copy as copied
    from escalator.wiring import as_url, open_engine

    here = Session(database=source)
    here.check()
    with open_engine(target):
        pass
    tables = copied(as_url(source), as_url(target))
    with open_engine(target) as engine:
        seen = engine.audit()
    rows = sum(tables.values())
    said = Text("{n} rijen overgezet; {m} verschil(len).", "{n} rows copied; {m} difference(s).")
    click.echo(say(said.format(n=rows, m=len(seen.findings))))
    for each in seen.findings:
        click.echo(f"  {each.subject}: {say(each.what)}", err=True)
    ctx.exit(DIFFERS if seen.findings else 0)
