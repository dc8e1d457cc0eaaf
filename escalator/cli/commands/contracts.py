"""`escalator contract …`: the contracts that are managed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import click

from escalator.cli import completion, options
from escalator.cli.kinds import DAY
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.cli.tables import Cell, heading, listed, show_json, show_pairs, show_table
from escalator.model.text import LANGUAGES, Language, Text

if TYPE_CHECKING:
    from escalator.engine.ports.values import Contact, Contract

contract = family("contract", Text("Contracten: toevoegen, tonen, sluiten.", "Contracts: add, show, close."))
_NO_CONTRACTS: Final = Text("Geen contracten.", "No contracts.")
CONTACT_COLUMNS: Final = (
    Text("Rol", "Role"),
    Text("Naam", "Name"),
    Text("E-mail", "E-mail"),
    Text("Taal", "Language"),
)


@contract.run("add", Text("Voeg een contract toe.", "Add a contract."))
@argument(
    "contract",
    Text("Hoe het gaat heten: letters, cijfers en streepjes.", "What it will be called: letters, digits and hyphens."),
)
@option(
    "--ladder",
    required=True,
    told=Text("Naam van een ladder, of pad naar een eigen ladder.", "Name of a ladder, or path to one's own."),
    shell_complete=completion.ladders,
)
@option("--start", required=True, type=DAY, told=Text("De eerste dag.", "The first day."))
@option("--end", type=DAY, told=Text("De laatste dag.", "The last day."))
@option(
    "--name", default="", told=Text("De leverancier, of hoe men het noemt.", "The supplier, or what people call it.")
)
@option("--calendar", told=Text("Een andere kalender dan die van de ladder.", "Another calendar than the ladder's."))
@option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="KEY=VALUE",
    told=Text("Een parameter van de ladder, zo vaak als nodig.", "A parameter of the ladder, as often as needed."),
)
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="nl",
    told=Text("De taal van brieven en berichten.", "The language of letters and messages."),
)
@options.by
@options.as_json
@pass_session
def add(
    session: Session,
    /,
    contract: str,
    *,
    ladder: str,
    start: date,
    end: date | None,
    name: str,
    calendar: str | None,
    parameters: tuple[str, ...],
    language: Language,
    by: str,
    as_json: bool,
) -> None:
    """Add a contract."""
    from escalator.cli.assignments import pairs

    with session.engine(create=True) as engine:
        added = engine.add_contract(
            contract,
            ladder,
            start=start,
            end=end,
            title=name,
            calendar=calendar,
            parameters=pairs(parameters),
            language=language,
            by=by,
        )
    if as_json:
        show_json(_plain(added))
        return
    said = Text("Toegevoegd: {id}, onder ladder {ladder} {version}.", "Added: {id}, under ladder {ladder} {version}.")
    click.echo(say(said.format(id=added.id, ladder=added.ladder, version=added.version)))


@contract.run("list", Text("Toon de contracten.", "Show the contracts."))
@options.as_json
@pass_session
def list_contracts(session: Session, /, *, as_json: bool) -> None:
    """Show every contract."""
    with session.engine() as engine:
        found = engine.contracts()
    if as_json:
        show_json([_plain(each) for each in found])
        return
    columns = (
        Text("Contract", "Contract"),
        Text("Naam", "Name"),
        Text("Ladder", "Ladder"),
        Text("Van", "From"),
        Text("Tot en met", "Until"),
        Text("Gesloten", "Closed"),
    )
    show_table(columns, map(_row, found), _NO_CONTRACTS)


def _row(each: Contract) -> tuple[Cell, ...]:
    end = each.end.isoformat() if each.end else ""
    closed = each.closed_on.isoformat() if each.closed_on else ""
    return each.id, each.name, f"{each.ladder} {each.version}", each.start.isoformat(), end, closed


@contract.run(
    "show", Text("Toon een contract, met contactpersonen en dossiers.", "Show a contract, with contacts and cases.")
)
@options.contract_argument
@options.as_json
@pass_session
def show(session: Session, /, contract: str, *, as_json: bool) -> None:
    """Show a contract."""
    from escalator.cli.commands import cases

    with session.engine() as engine:
        found, contacts, opened = engine.contract(contract), engine.contacts(contract), engine.cases(contract)
    if as_json:
        people = [contact_plain(each) for each in contacts]
        show_json({**_plain(found), "contacts": people, "cases": [cases.as_plain(each) for each in opened]})
        return
    _show_head(found)
    if contacts:
        heading(say(Text("Contactpersonen", "Contacts")))
        show_table(CONTACT_COLUMNS, map(contact_row, contacts), _NO_CONTRACTS)
    heading(say(Text("Dossiers", "Cases")))
    cases.show_list(opened)


def _show_head(found: Contract) -> None:
    show_pairs(
        [
            (Text("Contract", "Contract"), found.id),
            (Text("Naam", "Name"), found.name),
            (Text("Ladder", "Ladder"), f"{found.ladder} {found.version} ({found.digest[:12]})"),
            (Text("Van", "From"), found.start.isoformat()),
            (Text("Tot en met", "Until"), found.end.isoformat() if found.end else None),
            (Text("Gesloten", "Closed"), found.closed_on.isoformat() if found.closed_on else None),
            (Text("Kalender", "Calendar"), f"{found.calendar.name} ({found.calendar.now})"),
            (Text("Parameters", "Parameters"), listed(f"{name}={value}" for name, value in found.parameters.items())),
            (Text("Taal", "Language"), found.language),
        ]
    )


def _plain(each: Contract) -> dict[str, object]:
    return {
        "contract": each.id,
        "name": each.name,
        "ladder": each.ladder,
        "version": each.version,
        "digest": each.digest,
        "start": each.start,
        "end": each.end,
        "closed_on": each.closed_on,
        "calendar": each.calendar.name,
        "calendar_version": each.calendar.now,
        "parameters": each.parameters,
        "language": each.language,
    }


def contact_plain(each: Contact) -> dict[str, object]:
    """Return a contact with the keys that `docs/cli.md` promises."""
    return {
        "contract": each.contract,
        "role": each.role,
        "name": each.name,
        "email": each.email,
        "language": each.language,
    }


def contact_row(each: Contact) -> tuple[Cell, ...]:
    """Return a contact as a row of a table."""
    return each.role, each.name, each.email, each.language


@contract.run(
    "close",
    Text(
        "Sluit een contract: daarna zijn alleen intrekkingen en bewijsstukken nog vast te leggen.",
        "Close a contract: from then on only retractions and evidence can be recorded.",
    ),
)
@options.contract_argument
@options.reason
@options.on
@options.by
@pass_session
def close(session: Session, /, contract: str, *, reason: str, on: date | None, by: str) -> None:
    """Close a contract."""
    with session.engine() as engine:
        closed = engine.close_contract(contract, on=on, reason=reason, by=by)
    said = Text("Gesloten: {id}, op {day}.", "Closed: {id}, on {day}.")
    click.echo(say(said.format(id=closed.id, day=closed.closed_on)))
