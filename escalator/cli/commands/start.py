"""`escalator init`: making the database, or bringing it up to date."""

from __future__ import annotations

from urllib.parse import urlsplit

import click

from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.model.text import Text


@command("init", Text("Maak de database, of werk haar bij.", "Make the database, or bring it up to date."))
@option(
    "--shared",
    is_flag=True,
    told=Text(
        "Ook in een SQLite-bestand met tabellen van een ander programma.",
        "Also in an SQLite file that holds another program's tables.",
    ),
)
@pass_session
def init(session: Session, /, *, shared: bool) -> None:
    """Make the database."""
    with session.engine(create=True, shared=shared):
        pass
    click.echo(say(Text("Gereed: {url}", "Ready: {url}").format(url=_without_password(session.url()))))


def _without_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":***@", 1) if password else url
