"""`escalator contact …`: who is written to in which role of a contract."""

from __future__ import annotations

import click

from escalator.cli import completion, options
from escalator.cli.commands.contracts import CONTACT_COLUMNS, contact_plain, contact_row
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.cli.tables import listed, show_json, show_table
from escalator.model.text import LANGUAGES, Language, Text

contact = family("contact", Text("Contactpersonen van een contract.", "Contacts of a contract."))
_ROLE = Text("De rol, zoals de ladder haar noemt.", "The role, as the ladder calls it.")


@contact.run("add", Text("Voeg een contactpersoon toe.", "Add a contact."))
@options.contract_argument
@argument("role", _ROLE, shell_complete=completion.roles)
@option("--name", required=True, told=Text("Hoe de persoon heet.", "What the person is called."))
@option("--email", required=True, told=Text("Het e-mailadres.", "The e-mail address."))
@option(
    "--language",
    type=click.Choice(LANGUAGES),
    told=Text("De taal; anders die van het contract.", "The language; else the contract's."),
)
@pass_session
def add(session: Session, /, contract: str, role: str, *, name: str, email: str, language: Language | None) -> None:
    """Add a contact."""
    with session.engine() as engine:
        spoken = language or engine.contract(contract).language
        added = engine.add_contact(contract, role, name=name, email=email, language=spoken)
    said = Text("Toegevoegd: {name} <{email}> als {role}.", "Added: {name} <{email}> as {role}.")
    click.echo(say(said.format(name=added.name, email=added.email, role=added.role)))


@contact.run("list", Text("Toon de contactpersonen.", "Show the contacts."))
@options.contract_argument
@options.as_json
@pass_session
def list_contacts(session: Session, /, contract: str, *, as_json: bool) -> None:
    """Show the contacts of a contract."""
    with session.engine() as engine:
        found = engine.contacts(contract)
    if as_json:
        show_json([contact_plain(each) for each in found])
    else:
        show_table(CONTACT_COLUMNS, map(contact_row, found), Text("Geen contactpersonen.", "No contacts."))


@contact.run("remove", Text("Verwijder een contactpersoon.", "Remove a contact."))
@options.contract_argument
@argument("email", Text("Het e-mailadres.", "The e-mail address."))
@option("--role", told=Text("Alleen in deze rol; anders in alle.", "In this role only; else in all."))
@pass_session
def remove(session: Session, /, contract: str, email: str, *, role: str | None) -> None:
    """Remove a contact."""
    with session.engine() as engine:
        gone = engine.remove_contact(contract, email, role=role)
    said = Text("Verwijderd: {email}, als {roles}.", "Removed: {email}, as {roles}.")
    click.echo(say(said.format(email=email, roles=listed(each.role for each in gone))))
