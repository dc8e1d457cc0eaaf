"""`escalator calendar …`: deadlines as a file for people's calendars."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from escalator.cli import completion, options
from escalator.cli.language import current
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import family, option
from escalator.model.text import Text

calendar = family("calendar", Text("Termijnen voor in een agenda.", "Deadlines for a calendar."), usual="feed")


@calendar.run("feed", Text("Schrijf de lopende termijnen als .ics.", "Write the deadlines that run as .ics."))
@options.contract_option
@option("--role", told=Text("Alleen van deze rol.", "Of this role only."), shell_complete=completion.roles)
@option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    told=Text("Het bestand; anders standaarduitvoer.", "The file; else standard output."),
)
@pass_session
def feed(session: Session, /, *, contract: str | None, role: str | None, output: Path | None) -> None:
    """Write a calendar file."""
    with session.engine(sending=True) as engine:
        content = engine.calendar_feed(contract=contract, role=role, language=current())
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
