"""`escalator calendar …`: deadlines as a file for people's calendars, and closed days of one's own."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from escalator.cli import completion, options
from escalator.cli.kinds import DAY
from escalator.cli.language import current, say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.cli.tables import show_json, show_table
from escalator.model.day_text import day_told
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.cases.closed_days import Moved
    from escalator.engine.ports.records import ClosedDayAdded

calendar = family(
    "calendar",
    Text(
        "Termijnen voor in een agenda, en eigen gesloten dagen.",
        "Deadlines for a calendar, and closed days of one's own.",
    ),
    usual="feed",
)


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


@calendar.run(
    "add",
    Text(
        "Voeg een eigen gesloten dag toe, van de organisatie of van een contract.\n\n"
        "Lopende termijnen die erover tellen worden opnieuw geteld, met deze reden; al het andere blijft zoals het is.",
        "Add a closed day of one's own, of the organisation or of a contract.\n\n"
        "Running deadlines that count over it are counted anew, with this reason; all else stays as it is.",
    ),
)
@argument("day", Text("De dag.", "The day."), type=DAY)
@options.reason
@option(
    "--reason-en",
    metavar="TEXT",
    told=Text("De reden in het Engels; anders dezelfde.", "The reason in English; else the same."),
)
@option(
    "--contract",
    told=Text("Het contract; anders de hele organisatie.", "The contract; else the whole organisation."),
    shell_complete=completion.contracts,
)
@options.by
@options.as_json
@pass_session
def add(
    session: Session,
    /,
    day: date,
    *,
    reason: str,
    reason_en: str | None,
    contract: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Add a closed day."""
    with session.engine() as engine:
        effect = engine.add_closed_day(day, Text(reason, reason_en or reason), contract=contract, by=by)
    if as_json:
        show_json({**_plain(effect.closed), "moved": [_moved(each) for each in effect.moved]})
        return
    said = Text("Toegevoegd: {day}. Verschoven termijnen: {n}.", "Added: {day}. Deadlines moved: {n}.")
    click.echo(say(said.format(day=say(day_told(day)), n=len(effect.moved))))
    for each in effect.moved:
        click.echo(f"  {each.case} {each.deadline}: {each.before} → {each.due}")


def _moved(each: Moved) -> dict[str, object]:
    return {"case": each.case, "deadline": each.deadline, "before": each.before, "due": each.due}


@calendar.run("list", Text("Toon de eigen gesloten dagen.", "Show the closed days of one's own."))
@options.contract_option
@options.as_json
@pass_session
def list_days(session: Session, /, *, contract: str | None, as_json: bool) -> None:
    """Show closed days."""
    with session.engine() as engine:
        found = engine.closed_days(contract)
    if as_json:
        show_json([_plain(each) for each in found])
        return
    rows = [(each.day.isoformat(), say(each.reason), each.contract, each.by) for each in found]
    columns = (Text("Dag", "Day"), Text("Reden", "Reason"), Text("Contract", "Contract"), Text("Door", "By"))
    show_table(columns, rows, Text("Geen gesloten dagen.", "No closed days."))


def _plain(each: ClosedDayAdded) -> dict[str, object]:
    return {
        "day": each.day,
        "reason": say(each.reason),
        "contract": each.contract or None,
        "by": each.by,
        "added_at": each.added_at,
    }
