"""`escalator deadlines`: what is due when, over all contracts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from escalator.cli import options
from escalator.cli.kinds import SPAN
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.cli.tables import Cell, Styled, listed, show_json, show_table
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.engine import Engine
    from escalator.engine.ports.values import DeadlineLine, DeadlineView

_LATE: Final = Text("{n} dagen over tijd", "{n} days overdue")


@command("deadlines", Text("Wat wanneer uiterlijk moet.", "What is due when."))
@option(
    "--within",
    type=SPAN,
    told=Text("Binnen zoveel tijd: 14d, 2w; en wat over tijd is.", "Within that time: 14d, 2w; and what is overdue."),
)
@option("--overdue", is_flag=True, told=Text("Alleen wat over tijd is.", "Only what is overdue."))
@options.contract_option
@options.as_of
@options.as_json
@pass_session
def deadlines(
    session: Session,
    /,
    *,
    within: timedelta | None,
    overdue: bool,
    contract: str | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Show deadlines, the earliest first."""
    with session.engine() as engine:
        found = engine.deadlines(within=within, overdue=overdue, contract=contract, as_of=as_of)
        if as_json:
            show_json([_plain(each) for each in found])
            return
        row = _rows(as_of or session.today(), _labels(engine, found))
    columns = (
        Text("Uiterlijk", "Due"),
        Text("Nog", "Left"),
        Text("Dossier", "Case"),
        Text("Termijn", "Deadline"),
        Text("Door", "Owed by"),
    )
    show_table(columns, map(row, found), Text("Geen termijnen.", "No deadlines."))


def _plain(each: DeadlineView) -> dict[str, object]:
    line = each.deadline
    return {
        "case": each.case,
        "contract": each.contract,
        "id": line.id,
        "state": line.state,
        "due": line.due,
        "due_at": line.due_at,
        "status": str(line.status),
        "owed_by": list(line.owed_by),
        "expires": line.expires,
        "provisional": line.provisional,
    }


def _labels(engine: Engine, found: Sequence[DeadlineView]) -> Callable[[DeadlineView], str]:
    """Return how to tell what a deadline is for: as the ladder that its case was opened under calls its state."""
    digests = {each.id: each.digest for each in engine.cases()} if found else {}
    with engine.store.reading() as tx:
        ladders = {digest: engine.ladder(tx, digest) for digest in {digests[each.case] for each in found}}
    return lambda each: say(ladders[digests[each.case]].states[each.deadline.state].label)


def _rows(today: date, label: Callable[[DeadlineView], str]) -> Callable[[DeadlineView], tuple[Cell, ...]]:
    from escalator.cli.standings import due

    def row(each: DeadlineView) -> tuple[Cell, ...]:
        line = each.deadline
        return due(line), _left(line, today), each.case, f"{label(each)}\n{line.id}", listed(line.owed_by)

    return row


def _left(line: DeadlineLine, today: date) -> Cell:
    from escalator.cli.standings import status

    days = (line.due - today).days
    if line.status == "suspended" or (line.status == "overdue" and days >= 0):
        return status(line.status)
    if days < 0:
        late = Text("{n} dag over tijd", "{n} day overdue") if days == -1 else _LATE
        return Styled(say(late.format(n=-days)), "bold red")
    told = Text("{n} dag", "{n} day") if days == 1 else Text("{n} dagen", "{n} days")
    return say(told.format(n=days)) if days else Styled(say(Text("vandaag", "today")), "bold yellow")
