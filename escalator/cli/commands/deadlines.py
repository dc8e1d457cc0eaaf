"""`escalator deadlines`: what is due when, over all contracts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from escalator.cli import options
from escalator.cli.kinds import SPAN
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.cli.tables import Cell, listed, show_json, show_table
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.ports.values import DeadlineView


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
    columns = (
        Text("Uiterlijk", "Due"),
        Text("Nog", "Left"),
        Text("Dossier", "Case"),
        Text("Termijn", "Deadline"),
        Text("Status", "Status"),
        Text("Door", "Owed by"),
    )
    row = _rows(as_of or session.today())
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


def _rows(today: date) -> Callable[[DeadlineView], tuple[Cell, ...]]:
    from escalator.cli.standings import due, status

    def row(each: DeadlineView) -> tuple[Cell, ...]:
        line = each.deadline
        left = f"{(line.due - today).days}d"
        return due(line), left, each.case, line.id, status(line.status), listed(line.owed_by)

    return row
