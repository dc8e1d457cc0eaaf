"""`escalator audit`: is everything still as it was recorded, and does every case stand where its facts put it?"""

from __future__ import annotations

import click

from escalator.cli import options
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command
from escalator.cli.tables import show_json, show_table
from escalator.model.text import Text

DIFFERS = 1


@command(
    "audit",
    Text(
        "Controleer alles wat is opgeslagen.\n\n"
        "De ketens van feiten worden opnieuw berekend, en elke stand opnieuw uit de feiten afgeleid. Eindigt met 1 als "
        "er iets niet klopt, en noemt dan per dossier het eerste verschil.",
        "Check everything that is stored.\n\n"
        "The chains of facts are computed anew, and every standing is derived anew from its facts. Ends with 1 if "
        "something differs, and then names the first difference of each case.",
    ),
)
@options.contract_option
@options.as_json
@click.pass_context
@pass_session
def audit(session: Session, ctx: click.Context, /, *, contract: str | None, as_json: bool) -> None:
    """Audit the database."""
    with session.engine() as engine:
        seen = engine.audit(contract)
    if as_json:
        found = [{"subject": each.subject, "what": say(each.what)} for each in seen.findings]
        show_json({"contracts": seen.contracts, "cases": seen.cases, "facts": seen.facts, "findings": found})
    else:
        checked = Text(
            "Nagegaan: {contracts} contract(en), {cases} dossier(s), {facts} feit(en).",
            "Checked: {contracts} contract(s), {cases} case(s), {facts} fact(s).",
        )
        click.echo(say(checked.format(contracts=seen.contracts, cases=seen.cases, facts=seen.facts)))
        rows = [(each.subject, say(each.what)) for each in seen.findings]
        columns = (Text("Waar", "Where"), Text("Eerste verschil", "First difference"))
        show_table(columns, rows, Text("Alles klopt.", "Everything is in order."))
    ctx.exit(DIFFERS if seen.findings else 0)
