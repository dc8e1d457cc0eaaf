"""Where a case stands, on the terminal and as JSON. Owns the keys and the layout; the standing is the engine's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from escalator.cli.dates import told_moment
from escalator.cli.language import say
from escalator.cli.tables import Cell, Styled, heading, listed, show_pairs, show_table
from escalator.model.day_text import day_told
from escalator.model.signs import printable
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.ports.values import CaseLine, DeadlineLine
    from escalator.model.events import Event
    from escalator.model.ladder import Ladder
    from escalator.model.standing import Deadline, OpenRight, Standing

STATUS: Final[Mapping[str, tuple[Text, str]]] = {
    "open": (Text("open", "open"), ""),
    "overdue": (Text("over tijd", "overdue"), "bold red"),
    "met": (Text("op tijd", "met"), "green"),
    "late": (Text("te laat", "late"), "yellow"),
    "lapsed": (Text("vervallen", "lapsed"), "dim"),
    "suspended": (Text("opgeschort", "suspended"), "cyan"),
}
NONE: Final = Text("Geen.", "None.")
_PROVISIONAL: Final = Text("voorlopig", "provisional")


def as_plain(case: CaseLine, standing: Standing) -> dict[str, Any]:
    """Return a case and its standing with the keys that `docs/cli.md` promises."""
    return {
        "case": case.id,
        "contract": case.contract,
        "ladder": case.ladder,
        "version": case.version,
        "digest": case.digest,
        "track": case.scope.track,
        "kpis": list(case.scope.kpis),
        "region": case.scope.region,
        "as_of": standing.as_of,
        "state": standing.state,
        "step": standing.step,
        "final": standing.final,
        "since": standing.since,
        "next_change": standing.next_change,
        "deadlines": [_deadline(each) for each in standing.deadlines],
        "rights": [_right(each) for each in standing.rights],
        "allowed": list(standing.allowed),
        "missing": list(standing.missing),
        "approvals": list(standing.approvals),
        "unchecked": {fact: list(items) for fact, items in standing.unchecked.items()},
        "left_out": list(standing.left_out),
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "id": deadline.id,
        "state": deadline.state,
        "due": deadline.due,
        "due_at": deadline.due_at,
        "status": deadline.status.value,
        "owed_by": list(deadline.owed_by),
        "waits_for": list(deadline.waits_for),
        "expires": deadline.expires,
        "provisional": deadline.provisional,
        "done_on": deadline.done_on,
        "left_on": deadline.left_on,
    }


def _right(right: OpenRight) -> dict[str, Any]:
    return {
        "name": right.name,
        "since": right.since,
        "times": len(right.openings),
        "exercised": list(right.exercised),
        "in_force": right.in_force,
    }


def show(case: CaseLine, standing: Standing, ladder: Ladder, known_at: date | None = None) -> None:
    """Print where a case stands, and what was known then."""
    state = ladder.states[standing.state]
    show_pairs(
        [
            (Text("Dossier", "Case"), case.id),
            (Text("Contract", "Contract"), case.contract),
            (Text("Ladder", "Ladder"), f"{case.ladder} {case.version}"),
            (Text("Spoor", "Track"), case.scope.track),
            (Text("KPI's", "KPIs"), listed(case.scope.kpis)),
            (Text("Regio", "Region"), case.scope.region),
            (Text("Stand op", "As of"), say(day_told(standing.as_of))),
            (Text("Bekend op", "Known at"), say(day_told(known_at)) if known_at else None),
            (Text("Staat", "State"), Styled(f"{state.id} ({say(state.label)})", "bold")),
            (Text("Sinds", "Since"), say(day_told(standing.since))),
            (Text("Goedgekeurd door", "Approved by"), listed(standing.approvals)),
            (Text("Nog geen dag voor", "No day yet for"), listed(standing.missing)),
            (Text("Niet nagelopen", "Not checked"), _unchecked(standing)),
            (Text("Buiten beschouwing", "Left out"), listed(standing.left_out)),
            (Text("Verandert vanzelf op", "Changes by itself on"), _day(standing)),
        ]
    )
    if standing.deadlines:
        heading(say(Text("Termijnen", "Deadlines")))
        show_table(_COLUMNS, map(row, standing.deadlines), NONE)
    if standing.rights:
        heading(say(Text("Rechten", "Rights")))
        show_rights(standing.rights, ladder)
    heading(say(Text("Nu mogelijk", "Allowed now")))
    _show_allowed(case.id, standing, ladder)


def _show_allowed(case: str, standing: Standing, ladder: Ladder) -> None:
    """Print each event that is allowed, by whom, and what to type once it has happened."""
    from escalator.engine.telling.commands import exercising, lifting, recording_event

    if not standing.allowed and not standing.rights:
        click.echo(say(Text("Niets.", "Nothing.")))
    for name in standing.allowed:
        event = ladder.events[name]
        roles = [each for each in event.roles if each not in standing.approvals] if event.all_of else event.roles
        told = f"{printable(say(event.label))} ({listed(roles)})"
        _show_command(name, told, recording_event(case, name, ladder, roles).command)
        more = [*(field.name for field in event.fields if not field.required), *_items(event, ladder)]
        if more:
            click.echo(click.style(f"  {say(Text('mag erbij', 'may go with it'))}: {listed(more)}", dim=True))
    for each in standing.rights:
        right = ladder.rights[each.name]
        lifts = each.in_force and right.liftable
        action = lifting(case, right) if lifts else exercising(case, right, ())
        _show_command(each.name, f"{printable(say(action.label))} ({listed(right.holders)})", action.command)


def _show_command(name: str, told: str, command: str) -> None:
    click.echo(f"{click.style(name, bold=True)}  {told}")
    click.echo(click.style(f"  {command}", dim=True))


def _items(event: Event, ladder: Ladder) -> Iterable[str]:
    """Return the items of the checklist that goes with an event, as they are typed."""
    return (f"checklist.{item}" for item in ladder.checklists[event.checklist].items) if event.checklist else ()


def summarise(case: str, standing: Standing, ladder: Ladder) -> None:
    """Print in a few lines where a case stands after something was recorded."""
    state = ladder.states[standing.state]
    click.echo(f"{case}: {click.style(state.id, bold=True)} ({say(state.label)})")
    for each in standing.deadlines:
        if each.status in {"open", "overdue"}:
            until = Text("uiterlijk {day}", "due {day}").format(day=say(day_told(each.due)))
            click.echo(f"  {each.id}: {say(until)}, {say(STATUS[each.status][0])}")
    if standing.approvals:
        click.echo(f"  {say(Text('Goedgekeurd door', 'Approved by'))}: {listed(standing.approvals)}")
    for name in standing.missing:
        missing = Text("{name}: er is nog geen dag genoemd.", "{name}: no day has been named yet.")
        click.echo(f"  {say(missing.format(name=name))}")
    if standing.allowed:
        click.echo(f"  {say(Text('Nu mogelijk', 'Allowed now'))}: {listed(standing.allowed)}")


_COLUMNS: Final = (
    Text("Termijn", "Deadline"),
    Text("Uiterlijk", "Due"),
    Text("Status", "Status"),
    Text("Door", "Owed by"),
    Text("Wacht op", "Waits for"),
)


def row(deadline: Deadline) -> tuple[Cell, ...]:
    """Return a deadline as a row of a table."""
    return deadline.id, due(deadline), status(deadline.status), listed(deadline.owed_by), listed(deadline.waits_for)


def due(deadline: Deadline | DeadlineLine) -> str:
    """Return when a deadline is due, and whether that is certain."""
    day = told_moment(deadline.due_at) if deadline.due_at else deadline.due.isoformat()
    return f"{day} ({say(_PROVISIONAL)})" if deadline.provisional else day


def status(name: str) -> Cell:
    """Return a status in its colour."""
    text, style = STATUS[name]
    return Styled(say(text), style)


def show_rights(rights: Iterable[OpenRight], ladder: Ladder) -> None:
    """Print rights that have arisen, with who holds them."""
    rows: list[tuple[Cell, ...]] = []
    for each in rights:
        right = ladder.rights[each.name]
        amount = say(right.worth) if right.worth is not None else ""
        force = Styled(say(Text("in werking", "in force")), "bold") if each.in_force else ""
        rows.append((each.name, say(right.label), each.since.isoformat(), listed(right.holders), amount, force))
    columns = (
        Text("Recht", "Right"),
        Text("Omschrijving", "Description"),
        Text("Sinds", "Since"),
        Text("Van", "Held by"),
        Text("Bedrag", "Amount"),
        Text("", ""),
    )
    show_table(columns, rows, NONE)


def _unchecked(standing: Standing) -> str:
    fact = say(Text("feit", "fact"))
    return "\n".join(f"{fact} {number}: {listed(items)}" for number, items in standing.unchecked.items())


def _day(standing: Standing) -> str | None:
    return say(day_told(standing.next_change)) if standing.next_change else None
