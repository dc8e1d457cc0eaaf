"""Options and arguments that several commands share, each worded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Final, TypedDict

import click

from escalator.cli import completion
from escalator.cli.kinds import DAY, MOMENT
from escalator.cli.shape import argument, option
from escalator.model.text import Text

BY: Final = "ESCALATOR_BY"

as_json = option("--json", "as_json", is_flag=True, told=Text("Als JSON.", "As JSON."))
contract_argument = argument("contract", Text("Het contract.", "The contract."), shell_complete=completion.contracts)
contract_option = option(
    "--contract", told=Text("Alleen van dit contract.", "Of this contract only."), shell_complete=completion.contracts
)
case_argument = argument("case", Text("Het dossier.", "The case."), shell_complete=completion.cases)
as_of = option(
    "--as-of",
    type=DAY,
    told=Text("De stand op de avond van deze dag; anders vandaag.", "As of the evening of this day; else today."),
)
known_at = option(
    "--known-at",
    type=DAY,
    told=Text("Alleen wat toen was vastgelegd.", "Only what had been recorded by then."),
)
on = option(
    "--on",
    type=DAY,
    told=Text("De dag waarop het gebeurde; anders vandaag.", "The day it happened; else today."),
)
by = option("--by", envvar=BY, default="", told=Text("Wie dit vastlegt.", "Who records this."), metavar="NAME")
role = option("--role", told=Text("De partij die handelde.", "The party that acted."), shell_complete=completion.roles)
assigned = option(
    "--set",
    "assigned",
    multiple=True,
    metavar="KEY=VALUE",
    told=Text(
        "Een gegeven, zo vaak als nodig; van een checklist: checklist.onderdeel=ja.",
        "An item of data, as often as needed; of a checklist: checklist.item=yes.",
    ),
)
key = option(
    "--key",
    told=Text(
        "Maakt herhalen onschadelijk: nogmaals dezelfde sleutel legt niets dubbel vast.",
        "Makes repeating harmless: the same key again records nothing twice.",
    ),
)
at = option(
    "--at",
    type=MOMENT,
    told=Text(
        "Het moment, waar uren tellen: '2026-03-02 14:30'.", "The moment, where hours count: '2026-03-02 14:30'."
    ),
)
received = option(
    "--received",
    type=DAY,
    told=Text("De dag waarop de ander het ontving.", "The day on which the other party received it."),
)
file = option(
    "--file",
    type=click.Path(path_type=Path),
    told=Text("Een bewijsstuk dat erbij hoort.", "A piece of evidence that goes with it."),
)
since = option(
    "--since", type=DAY, required=True, told=Text("De eerste dag waarop het geldt.", "The first day that it holds.")
)
note = option("--note", default="", told=Text("Een toelichting.", "A note."), metavar="TEXT")
consultation = option(
    "--note", required=True, told=Text("Het overleg, in woorden.", "The consultation, in words."), metavar="TEXT"
)
reason = option("--reason", required=True, told=Text("Waarom.", "Why."), metavar="TEXT")


class Recording(TypedDict):
    """What the engine takes with every fact of a contract."""

    on: date | None
    role: str | None
    by: str
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a user says of any fact, whatever the event."""

    on: date | None
    role: str | None
    by: str
    key: str | None
    at: datetime | None = None
    received: date | None = None

    def plain(self) -> Recording:
        """Return it as what a fact of a contract takes, which knows no moment and no receipt."""
        return {"on": self.on, "role": self.role, "by": self.by, "key": self.key}


def said(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of any fact, and hand them over as one `said`."""

    @on
    @role
    @by
    @key
    @wraps(run)
    def collected(*given: object, on: date | None, role: str | None, by: str, key: str | None, **rest: object) -> None:
        run(*given, said=Said(on=on, role=role, by=by, key=key), **rest)

    return collected
