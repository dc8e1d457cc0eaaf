"""`escalator audit`: is everything still as it was recorded, and does every case stand where its facts put it?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from escalator.cli import options
from escalator.cli.dates import told_moment, told_span
from escalator.cli.kinds import DAY
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.cli.tables import heading, listed, show_json, show_pairs, show_table
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.proof.auditing import Audit
    from escalator.engine.proof.proving import Lateness, Proof

DIFFERS = 1
_FEW: Final = 5


@command(
    "audit",
    Text(
        "Controleer alles wat is opgeslagen.\n\n"
        "De ketens van feiten worden opnieuw berekend, en elke stand opnieuw uit de feiten afgeleid. Eindigt met 1 als "
        "er iets niet klopt, en noemt dan per dossier het eerste verschil.\n\n"
        "Met --since wordt nagerekend wie sinds die dag wat verteld had moeten zijn, en of dat gebeurd is; een gat "
        "eindigt met 1.",
        "Check everything that is stored.\n\n"
        "The chains of facts are computed anew, and every standing is derived anew from its facts. Ends with 1 if "
        "something differs, and then names the first difference of each case.\n\n"
        "With --since it is worked out who should have been told what since that day, and whether they were; a gap "
        "ends with 1.",
    ),
)
@options.contract_option
@option(
    "--since",
    type=DAY,
    told=Text("Ga na wie sinds deze dag wat verteld is.", "Check who was told what since this day."),
)
@options.as_json
@click.pass_context
@pass_session
def audit(session: Session, ctx: click.Context, /, *, contract: str | None, since: date | None, as_json: bool) -> None:
    """Audit the database."""
    with session.engine() as engine:
        seen = engine.audit(contract)
        proof = engine.prove(since, contract) if since else None
    if as_json:
        found = [{"subject": each.subject, "what": say(each.what)} for each in seen.findings]
        plain = {"contracts": seen.contracts, "cases": seen.cases, "facts": seen.facts, "findings": found}
        show_json(plain | ({"proof": _proof(proof)} if proof else {}))
    else:
        _tell(seen)
        if proof is not None:
            _tell_proof(proof)
    ctx.exit(DIFFERS if seen.findings or (proof and proof.gaps) else 0)


def _tell(seen: Audit) -> None:
    checked = Text(
        "Nagegaan: {contracts} contract(en), {cases} dossier(s), {facts} feit(en).",
        "Checked: {contracts} contract(s), {cases} case(s), {facts} fact(s).",
    )
    click.echo(say(checked.format(contracts=seen.contracts, cases=seen.cases, facts=seen.facts)))
    rows = [(each.subject, say(each.what)) for each in seen.findings]
    columns = (Text("Waar", "Where"), Text("Eerste verschil", "First difference"))
    show_table(columns, rows, Text("Alles klopt.", "Everything is in order."))


def _tell_proof(proof: Proof) -> None:
    from escalator.cli.commands.messages import ABOUT
    from escalator.model.day_text import day_told

    since = Text("Berichten sinds {day}, nagerekend uit de feiten", "Messages since {day}, worked out from the facts")
    day = day_told(proof.since)
    heading(say(Text(since.nl.format(day=day.nl), since.en.format(day=day.en))))
    of_which = ", ".join(f"{number} {say(ABOUT[about])}" for about, number in sorted(proof.by_kind.items()))
    show_pairs(
        [
            (Text("Te vertellen", "To be told"), f"{proof.expected} ({of_which})" if of_which else str(proof.expected)),
            (Text("Verteld", "Told"), str(proof.told)),
            (Text("Onderweg", "On their way"), str(proof.waiting)),
            (Text("Geweigerd", "Refused"), str(proof.refused)),
            (Text("Gold niet meer", "Held no more"), str(proof.void)),
            (Text("Vergeten", "Forgotten"), str(len(proof.gaps))),
            (Text("Te vroeg", "Too early"), _listed(proof.early)),
            (Text("Vaker geprobeerd", "Tried again"), _listed(proof.repeats)),
            (Text("Vertraging", "Lateness"), _lateness(proof.lateness)),
        ]
    )
    rows = [
        (
            each.case or each.contract,
            say(ABOUT[each.about.value]),
            each.key,
            each.role,
            each.due.isoformat() if each.due else "",
            told_moment(each.at),
            say(each.why),
        )
        for each in proof.gaps
    ]
    columns = (
        Text("Waar", "Where"),
        Text("Over", "About"),
        Text("Wat", "What"),
        Text("Rol", "Role"),
        Text("Uiterlijk", "Due"),
        Text("Had gemoeten op", "Should have been at"),
        Text("Waarom", "Why"),
    )
    click.echo()
    show_table(columns, rows, Text("Niemand is vergeten.", "Nobody was forgotten."))


def _listed(messages: tuple[str, ...]) -> str:
    """Return how many messages, with the first few."""
    named = listed((*messages[:_FEW], "…") if len(messages) > _FEW else messages)
    return f"{len(messages)}: {named}" if messages else "0"


def _lateness(found: Lateness) -> str:
    told = Text(
        "p50 {p50}, p99 {p99}, hoogstens {worst} na het moment zelf",
        "p50 {p50}, p99 {p99}, worst {worst} after its time",
    )
    return say(told.format(**{name: say(told_span(getattr(found, name))) for name in ("p50", "p99", "worst")}))


def _proof(proof: Proof) -> dict[str, Any]:
    lateness = {name: getattr(proof.lateness, name).total_seconds() for name in ("p50", "p99", "worst")}
    gaps = [
        {
            "contract": each.contract,
            "case": each.case or None,
            "about": each.about.value,
            "key": each.key,
            "due": each.due,
            "role": each.role,
            "at": each.at,
        }
        | {"why": say(each.why)}
        for each in proof.gaps
    ]
    return {
        "since": proof.since,
        "contracts": proof.contracts,
        "cases": proof.cases,
        "expected": proof.expected,
        "by_kind": proof.by_kind,
        "told": proof.told,
        "refused": proof.refused,
        "void": proof.void,
        "waiting": proof.waiting,
        "gaps": gaps,
        "early": list(proof.early),
        "repeats": list(proof.repeats),
        "lateness_seconds": lateness,
    }
