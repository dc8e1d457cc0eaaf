"""`escalator permission …`: what parties may do by the contract, beside the rights of a case."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from escalator.cli import options
from escalator.cli.commands.agreeing import tell
from escalator.cli.language import say
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family
from escalator.cli.tables import Cell, Styled, listed, show_json, show_table
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.duties.permissions import Permitted

permission = family(
    "permission", Text("Wat partijen volgens het contract mogen.", "What parties may do by the contract.")
)
_PERMISSION: Final = Text("De bevoegdheid.", "The permission.")


@permission.run(
    "list",
    Text("Toon de bevoegdheden, en welke nu te gebruiken zijn.", "Show the permissions, and which can be used now."),
)
@options.contract_argument
@options.as_of
@options.as_json
@pass_session
def list_permissions(session: Session, /, contract: str, *, as_of: date | None, as_json: bool) -> None:
    """Show permissions."""
    with session.engine() as engine:
        found = engine.permissions(contract, as_of=as_of)
    if as_json:
        show_json([_plain(each) for each in found])
        return
    columns = (
        Text("Bevoegdheid", "Permission"),
        Text("Omschrijving", "Description"),
        Text("Van", "Held by"),
        Text("Stand", "Standing"),
    )
    show_table(columns, map(_row, found), Text("Geen bevoegdheden.", "No permissions."))


def _row(each: Permitted) -> tuple[Cell, ...]:
    held = each.permission
    standing: Cell = ""
    if each.in_force:
        standing = Styled(say(Text("in werking", "in force")), "bold")
    elif each.usable:
        standing = Styled(say(Text("te gebruiken", "can be used")), "green")
    return held.id, say(held.label), listed(held.holders), standing


def _plain(each: Permitted) -> dict[str, object]:
    return {
        "permission": each.permission.id,
        "label": say(each.permission.label),
        "holders": list(each.permission.holders),
        "arisen_on": each.arisen_on,
        "counts": dict(each.counts),
        "used": list(each.used),
        "in_force": each.in_force,
        "usable": each.usable,
        "cases": list(each.cases),
    }


@permission.run("use", Text("Leg vast dat een bevoegdheid is gebruikt.", "Record that a permission was used."))
@options.contract_argument
@argument("permission", _PERMISSION)
@options.note
@options.said
@options.as_json
@pass_session
def use(session: Session, /, contract: str, permission: str, *, note: str, said: Said, as_json: bool) -> None:
    """Record the use of a permission."""
    with session.engine() as engine:
        fact = engine.use_permission(contract, permission, note=note, **said.plain())
    tell(contract, fact, as_json=as_json)


@permission.run("lift", Text("Leg vast dat het gebruik is beëindigd.", "Record that the use was ended."))
@options.contract_argument
@argument("permission", _PERMISSION)
@options.note
@options.said
@options.as_json
@pass_session
def lift(session: Session, /, contract: str, permission: str, *, note: str, said: Said, as_json: bool) -> None:
    """Record the end of the use of a permission."""
    with session.engine() as engine:
        fact = engine.lift_permission(contract, permission, note=note, **said.plain())
    tell(contract, fact, as_json=as_json)
