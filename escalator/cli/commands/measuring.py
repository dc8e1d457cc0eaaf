"""`escalator measure`: recording a result, which is assessed and followed by what the ladder says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from escalator.cli import completion, options
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, command, option
from escalator.cli.tables import show_json
from escalator.model.errors import InputError
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.engine import Engine


@command(
    "measure",
    Text(
        "Leg een resultaat vast en toets het.\n\n"
        "Het wordt getoetst aan de norm die voor de periode geldt. Daarna opent het een dossier, telt het mee in het "
        "dossier dat erop wacht, wordt het voorgesteld, of staat er waarom er niets volgt.\n\n"
        "VALUE is een getal (7,5), een oordeel (voldoende), of 'onderdeel=waarde; …' waar de norm uit delen bestaat.",
        "Record a result and assess it.\n\n"
        "It is assessed by the norm in force for its period. Then it opens a case, counts in the case that waits for "
        "it, is proposed, or it says why nothing follows.\n\n"
        "VALUE is a number (7.5), a judgement (sufficient), or 'part=value; …' where the norm has parts.",
    ),
)
@options.contract_argument
@argument("kpi", Text("De KPI.", "The KPI."), shell_complete=completion.kpis)
@argument("value", Text("Het resultaat.", "The result."), required=False)
@option(
    "--period", required=True, told=Text("De periode: 2026-Q1, 2026-03, 2026.", "The period: 2026-Q1, 2026-03, 2026.")
)
@option("--judgement", metavar="NAME", told=Text("Het oordeel, naast een getal.", "The judgement, beside a number."))
@option("--region", told=Text("De regio.", "The region."), shell_complete=completion.regions)
@option("--sample", type=click.IntRange(min=0), told=Text("De omvang van de steekproef.", "The size of the sample."))
@option(
    "--clients", type=click.IntRange(min=0), told=Text("Aantal cliënten bij de aanbieder.", "Clients at the provider.")
)
@option("--drawn", type=click.IntRange(min=0), told=Text("Hoeveel er zijn getrokken.", "How many were drawn."))
@option("--failing", type=click.IntRange(min=0), told=Text("Hoeveel daarvan niet voldoen.", "How many of them fail."))
@option(
    "--failing-by",
    multiple=True,
    metavar="REASON=NUMBER",
    told=Text("Hoeveel niet voldoen, per reden.", "How many fail, by reason."),
)
@option(
    "--beside",
    multiple=True,
    metavar="NAME=NUMBER",
    told=Text("Een cijfer dat ernaast wordt bewaard.", "A figure kept beside it."),
)
@option(
    "--corrects",
    type=click.IntRange(min=1),
    metavar="RESULT",
    told=Text("Het nummer van het resultaat dat dit vervangt.", "The number of the result that this replaces."),
)
@option("--note", default="", metavar="TEXT", told=Text("Een toelichting.", "A note."))
@options.file
@options.said
@options.assigned
@options.as_json
@pass_session
def measure(
    session: Session,
    /,
    contract: str,
    kpi: str,
    value: str | None,
    *,
    said: options.Said,
    failing_by: tuple[str, ...],
    beside: tuple[str, ...],
    assigned: tuple[str, ...],
    file: Path | None,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - what `Engine.measure` takes by the same name
) -> None:
    """Record a result."""
    from escalator.cli import results, standings
    from escalator.cli.acting import ladder_of
    from escalator.cli.assignments import pairs

    with session.engine() as engine:
        measured = engine.measure(
            contract,
            kpi,
            value,
            on=said.on,
            role=said.role,
            by=said.by,
            key=said.key,
            reasons={name: _count(number) for name, number in pairs(failing_by).items()},
            beside=pairs(beside),
            evidence=file,
            data=_data(engine, contract, kpi, assigned, session.today),
            **given,
        )
        if as_json:
            show_json(results.as_plain(measured))
            return
        results.tell(measured)
        if measured.fact is not None and measured.case is not None:
            standings.summarise(
                measured.case, engine.stand(measured.case), ladder_of(engine, engine.case(measured.case).case)
            )


def _data(
    engine: Engine, contract: str, kpi: str, assigned: tuple[str, ...], today: Callable[[], date]
) -> dict[str, Any]:
    """Read the data for the event that a miss leads to, where any were given."""
    if not assigned:
        return {}
    from escalator.cli.acting import event_of
    from escalator.cli.assignments import data
    from escalator.model.facts import ALWAYS_KEYS
    from escalator.model.results import known

    ladder = engine.ladder_of(contract)
    follows = ladder.kpis[kpi].on_miss.event if kpi in ladder.kpis else ""
    if not follows:
        raise InputError(
            Text(
                f"{kpi}: hierop volgt geen gebeurtenis, dus ook geen gegevens.",
                f"{kpi}: no event follows on this, so no data either.",
            )
        )
    event = event_of(ladder, follows)
    found = data(event, assigned, today)
    known(Text("gegeven", "data key"), found, (*(field.name for field in event.fields), *ALWAYS_KEYS))
    return found


def _count(text: str) -> int:
    if not text.isdecimal() or not text.isascii():
        raise InputError(Text(f"{text!r} is geen aantal.", f"{text!r} is no count."))
    return int(text)
