"""`escalator proposals …`: what results suggest, and a person decides on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import click

from escalator.cli import options
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.cli.tables import show_json, show_table
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.ports.records import Proposal
    from escalator.engine.results.given import Decided

proposals = family("proposals", Text("Wat op een besluit wacht.", "What waits for a decision."), usual="list")
STATUS: Final = {
    "waiting": Text("wacht", "waiting"),
    "accepted": Text("overgenomen", "accepted"),
    "declined": Text("afgewezen", "declined"),
    "withdrawn": Text("vervallen", "withdrawn"),
}
_NUMBER: Final = Text("Het nummer van het voorstel.", "The number of the proposal.")


@proposals.run("list", Text("Toon de voorstellen.", "Show the proposals."))
@options.contract_option
@option(
    "--status", type=click.Choice(tuple(STATUS)), default="waiting", told=Text("Hoe het ermee staat.", "How it stands.")
)
@option("--all", "everything", is_flag=True, told=Text("Ook wat al is besloten.", "Also what has been decided."))
@options.as_json
@pass_session
def list_proposals(session: Session, /, *, contract: str | None, status: str, everything: bool, as_json: bool) -> None:
    """Show proposals."""
    with session.engine() as engine:
        found = engine.proposals(contract, status=None if everything else status)
    if as_json:
        show_json([_plain(each) for each in found])
        return
    rows = [
        (
            each.contract,
            str(each.seq),
            each.made_on.isoformat(),
            each.event,
            each.case or "",
            say(each.reason),
            say(STATUS[each.status]),
        )
        for each in found
    ]
    columns = (
        Text("Contract", "Contract"),
        Text("Nr.", "No."),
        Text("Van", "Made on"),
        Text("Gebeurtenis", "Event"),
        Text("Dossier", "Case"),
        Text("Reden", "Reason"),
        Text("Status", "Status"),
    )
    show_table(columns, rows, Text("Geen voorstellen.", "No proposals."))


def _plain(each: Proposal) -> dict[str, object]:
    return {
        "contract": each.contract,
        "proposal": each.seq,
        "made_on": each.made_on,
        "event": each.event,
        "case": each.case,
        "data": each.data,
        "reason": say(each.reason),
        "status": each.status,
        "decided_on": each.decided_on,
        "decided_by": each.decided_by,
        "why": each.why,
    }


@proposals.run("accept", Text("Neem een voorstel over.", "Accept a proposal."))
@options.contract_argument
@argument("number", _NUMBER, type=click.IntRange(min=1))
@options.note
@options.assigned
@options.on
@options.role
@options.by
@options.as_json
@pass_session
def accept(
    session: Session,
    /,
    contract: str,
    number: int,
    *,
    note: str,
    assigned: tuple[str, ...],
    on: date | None,
    role: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Accept a proposal: what it suggests is recorded."""
    from escalator.cli.acting import event_of
    from escalator.cli.assignments import data

    with session.engine() as engine:
        waiting = {each.seq: each for each in engine.proposals(contract)}
        found = {}
        if assigned and number in waiting:
            found = data(event_of(engine.ladder_of(contract), waiting[number].event), assigned, session.today)
        done = engine.accept(contract, number, on=on, role=role, by=by, data=found, note=note)
    if as_json:
        fact = done.fact.id if done.fact else None
        show_json({**_plain(done.proposal), "case": done.case, "fact": fact})
    else:
        _tell(done)


def _tell(done: Decided) -> None:
    said = Text("Overgenomen: {event}, dossier {case}.", "Accepted: {event}, case {case}.")
    click.echo(say(said.format(event=done.proposal.event, case=done.case or "-")))


@proposals.run("decline", Text("Wijs een voorstel af.", "Decline a proposal."))
@options.contract_argument
@argument("number", _NUMBER, type=click.IntRange(min=1))
@options.reason
@options.on
@options.by
@options.as_json
@pass_session
def decline(
    session: Session, /, contract: str, number: int, *, reason: str, on: date | None, by: str, as_json: bool
) -> None:
    """Decline a proposal: nothing is recorded but the decision."""
    with session.engine() as engine:
        declined = engine.decline(contract, number, reason=reason, on=on, by=by)
    if as_json:
        show_json(_plain(declined))
    else:
        click.echo(say(Text("Afgewezen: voorstel {n}.", "Declined: proposal {n}.").format(n=declined.seq)))
