"""The program: its commands by name, none of them loaded yet. Owns the front door and every way out of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import click

from escalator.cli import failures, language
from escalator.cli.shape import Entry, Group, option
from escalator.model.text import Text

_START: Final = {
    "init": Entry(
        "start", "init", Text("Maak de database, of werk haar bij.", "Make the database, or bring it up to date.")
    ),
    "demo": Entry(
        "demo",
        "demo",
        Text("Speel het hoofdwerk na op de echte contracten.", "Play the main job on the real contracts."),
    ),
}
_CONTRACTS: Final = {
    "contract": Entry(
        "contracts", "contract", Text("Contracten: toevoegen, tonen, sluiten.", "Contracts: add, show, close.")
    ),
    "contact": Entry("contacts", "contact", Text("Contactpersonen van een contract.", "Contacts of a contract.")),
    "norm": Entry(
        "norms", "norm", Text("Normen die tijdens het contract zijn afgesproken.", "Norms agreed during the contract.")
    ),
    "agreement": Entry(
        "agreeing",
        "agreement",
        Text(
            "Afspraken tijdens het contract: KPI's, parameters, ritmes.",
            "Agreements during the contract: KPIs, parameters, rhythms.",
        ),
    ),
}
_RECORD: Final = {
    "measure": Entry(
        "measuring", "measure", Text("Leg een resultaat vast en toets het.", "Record a result and assess it.")
    ),
    "import": Entry(
        "importing", "importing", Text("Lees resultaten uit CSV of Excel.", "Read results from CSV or Excel.")
    ),
    "proposals": Entry("proposals", "proposals", Text("Wat op een besluit wacht.", "What waits for a decision.")),
    "open": Entry("opening", "opening", Text("Open een dossier.", "Open a case.")),
    "record": Entry("recording", "record", Text("Leg vast wat er gebeurd is.", "Record what happened.")),
    "approve": Entry("judging", "approve", Text("Keur goed wat voorligt.", "Approve what lies before.")),
    "reject": Entry("judging", "reject", Text("Wijs af wat voorligt.", "Reject what lies before.")),
    "adjust": Entry("recording", "adjust", Text("Verzet een termijn.", "Move a deadline.")),
    "retract": Entry("recording", "retract", Text("Trek een feit in.", "Retract a fact.")),
    "right": Entry("rights", "right", Text("Rechten uitoefenen en opheffen.", "Exercise and lift rights.")),
    "permission": Entry(
        "permissions",
        "permission",
        Text("Wat partijen volgens het contract mogen.", "What parties may do by the contract."),
    ),
    "evidence": Entry("recording", "evidence", Text("Voeg een bewijsstuk toe.", "Add evidence.")),
}
_READ: Final = {
    "case": Entry("cases", "case", Text("Dossiers: lijst, stand, geschiedenis.", "Cases: list, standing, history.")),
    "deadlines": Entry("deadlines", "deadlines", Text("Wat wanneer uiterlijk moet.", "What is due when.")),
    "obligations": Entry("obligations", "obligations", Text("Wie wat aan wie schuldig is.", "Who owes what to whom.")),
    "results": Entry("measured", "results", Text("De resultaten van een contract.", "The results of a contract.")),
    "scorecard": Entry(
        "scorecards", "scorecard", Text("De scorekaart van een contract.", "The scorecard of a contract.")
    ),
    "explain": Entry(
        "explaining", "explain", Text("Leg uit waarom een termijn dan afloopt.", "Explain why a deadline is due then.")
    ),
    "audit": Entry(
        "auditing", "audit", Text("Controleer alles wat is opgeslagen.", "Check everything that is stored.")
    ),
}
_CLOCK: Final = {
    "daemon": Entry("clockwork", "daemon", Text("Houd de klok bij, tot je stopt.", "Keep the clock, until stopped.")),
    "tick": Entry(
        "clockwork",
        "tick",
        Text("Doe één ronde: wat nu moet, en niets meer.", "Do one round: what is due now, and no more."),
    ),
    "status": Entry(
        "clockwork",
        "status",
        Text("Hoe de klok wordt bijgehouden, en wat er wacht.", "How the clock is kept, and what waits."),
    ),
    "outbox": Entry("messages", "outbox", Text("Wie wat is verteld.", "Who was told what.")),
    "ack": Entry(
        "messages", "ack", Text("Bevestig dat een bericht is gelezen.", "Acknowledge that a message was read.")
    ),
    "reminders": Entry(
        "messages",
        "reminders",
        Text("Wanneer aan een contract wordt herinnerd.", "When people are reminded of a contract."),
    ),
    "calendar": Entry(
        "calendars",
        "calendar",
        Text(
            "Termijnen voor in een agenda, en eigen gesloten dagen.",
            "Deadlines for a calendar, and closed days of one's own.",
        ),
    ),
    "backup": Entry("keeping", "backup", Text("Schrijf een kopie van de database", "Write a copy of the database")),
    "copy": Entry(
        "keeping",
        "copy",
        Text(
            "Verhuis een database, van SQLite naar PostgreSQL of terug.",
            "Move a database, from SQLite to PostgreSQL or back.",
        ),
    ),
}
_LADDERS: Final = {
    "workflow": Entry(
        "workflows",
        "workflow",
        Text("Ladders: lijst, inhoud, controle, uitleg.", "Ladders: list, content, check, explanation."),
    ),
    "test": Entry("testing", "test", Text("Draai scenario's.", "Run scenarios.")),
}


class Root(Group):
    """The program itself: it settles the language first, and tells every mistake in one place."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - the signature is click's
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002 - as above
        **extra: Any,  # noqa: ANN401 - as above
    ) -> Any:  # noqa: ANN401 - as above
        """Run what was typed, tell a mistake as one message, and leave with its code.

        Args:
            args: by default the arguments of this process.
            prog_name: as the user calls the program.
            complete_var: as click has it.
            standalone_mode: without it nothing is caught, and the exit code returned.
            windows_expand_args: as click has it.
            extra: `obj` may be a session.
        """
        typed = sys.argv[1:] if args is None else list(args)
        language.settle(typed, os.environ)
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            extra.setdefault("color", False)
        run = partial(super().main, typed, prog_name, complete_var, False, windows_expand_args, **extra)  # noqa: FBT003 - the signature is click's
        if not standalone_mode:
            return run()
        sys.exit(failures.guarded(run))


def _version(ctx: click.Context, _option: click.Parameter, asked: object) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"escalator {version('escalation-ladder')}")
        ctx.exit()


@click.group(
    "escalator",
    cls=Root,
    told=Text(
        "Escalatieladders van publieke contracten: leg vast wat er gebeurt, zie waar elk contract staat.",
        "Escalation ladders of public contracts: record what happens, see where every contract stands.",
    ),
    entries={
        Text("Begin", "Start"): _START,
        Text("Contracten", "Contracts"): _CONTRACTS,
        Text("Vastleggen", "Record"): _RECORD,
        Text("Inzien", "Read"): _READ,
        Text("Klok en berichten", "Clock and messages"): _CLOCK,
        Text("Ladders", "Ladders"): _LADDERS,
    },
    context_settings={"max_content_width": 100},
)
@option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    told=Text("Toon de versie.", "Show the version."),
)
def root() -> None:
    """Do nothing: the command that follows does the work."""
