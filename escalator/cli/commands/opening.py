"""`escalator open`: opening a case with its first fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from escalator.cli import completion, options
from escalator.cli.acting import event_of, ladder_of
from escalator.cli.assignments import data as read
from escalator.cli.language import say
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.cli.tables import show_json
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.engine import Engine
    from escalator.engine.ports.values import CaseView


@command(
    "open",
    Text(
        "Open een dossier.\n\nNoem de KPI waar het om gaat (die bepaalt het spoor), of het spoor; en waarom, als het "
        "niet om een resultaat gaat.",
        "Open a case.\n\nName the KPI that it is about (which decides the track), or the track; and why, if it is not "
        "about a result.",
    ),
)
@options.contract_argument
@option("--kpi", "kpis", multiple=True, told=Text("De KPI.", "The KPI."), shell_complete=completion.kpis)
@option("--track", told=Text("Het spoor.", "The track."), shell_complete=completion.tracks)
@option("--region", told=Text("De regio.", "The region."), shell_complete=completion.regions)
@option("--reason", default="", told=Text("Waarom.", "Why."), metavar="TEXT")
@option("--event", told=Text("De gebeurtenis, als er meer dan een kan.", "The event, where several can."))
@options.said
@options.assigned
@options.as_json
@pass_session
def opening(
    session: Session,
    /,
    contract: str,
    *,
    kpis: tuple[str, ...],
    track: str | None,
    region: str | None,
    reason: str,
    event: str | None,
    said: Said,
    assigned: tuple[str, ...],
    as_json: bool,
) -> None:
    """Open a case."""
    with session.engine() as engine:
        found = engine.ladder_of(contract)
        names = (event,) if event else found.opening
        data = read(event_of(found, names[0]), assigned, session.today)
        view = engine.open_case(
            contract,
            kpis=kpis,
            track=track,
            region=region,
            reason=reason,
            event=event,
            data=data,
            on=said.on,
            role=said.role,
            by=said.by,
            key=said.key,
        )
        _tell(engine, view, as_json=as_json)


def _tell(engine: Engine, view: CaseView, *, as_json: bool) -> None:
    from escalator.cli import standings

    if as_json:
        show_json(standings.as_plain(view.case, view.standing))
        return
    click.echo(say(Text("Geopend: dossier {case}.", "Opened: case {case}.").format(case=view.case.id)))
    standings.summarise(view.case.id, view.standing, ladder_of(engine, view.case))
