"""`escalator obligations …`: who owes what to whom, and what has been done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from escalator.cli import options
from escalator.cli.assignments import yes_or_no
from escalator.cli.commands.agreeing import tell
from escalator.cli.kinds import DAY
from escalator.cli.language import say
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, family, option
from escalator.cli.tables import Cell, Styled, listed, show_json, show_table
from escalator.model.day_text import day_told
from escalator.model.errors import InputError
from escalator.model.signs import printable
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.duties.owed import Duty

obligations = family("obligations", Text("Wie wat aan wie schuldig is.", "Who owes what to whom."), usual="list")
TO_DO: Final = frozenset({"open", "due_soon", "overdue", "to_be_agreed"})
_OBLIGATION: Final = Text("De verplichting.", "The obligation.")
STATUS: Final = {
    "open": (Text("open", "open"), ""),
    "due_soon": (Text("binnenkort", "due soon"), "yellow"),
    "overdue": (Text("over tijd", "overdue"), "bold red"),
    "met": (Text("gedaan", "done"), "green"),
    "late": (Text("te laat gedaan", "done late"), "yellow"),
    "to_be_agreed": (Text("nog af te spreken", "to be agreed"), "italic"),
    "continuous": (Text("doorlopend", "continuous"), "dim"),
    "excused": (Text("niet verschuldigd", "not owed"), "dim"),
}


@obligations.run(
    "list",
    Text(
        "Toon wat nog moet: wat openstaat, over tijd is of nog moet worden afgesproken.",
        "Show what is still to be done: what is open, overdue or still to be agreed.",
    ),
)
@options.contract_option
@option("--from", "since", type=DAY, told=Text("Vanaf deze dag.", "From this day on."))
@option("--until", type=DAY, told=Text("Tot en met deze dag; anders een maand.", "Up to this day; else a month."))
@option(
    "--all",
    "everything",
    is_flag=True,
    told=Text("Ook wat gedaan is, en wat altijd geldt.", "Also what is done, and what always holds."),
)
@options.as_of
@options.as_json
@pass_session
def list_obligations(
    session: Session,
    /,
    *,
    contract: str | None,
    since: date | None,
    until: date | None,
    everything: bool,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Show obligations, the earliest first."""
    with session.engine() as engine:
        found = engine.obligations(contract, until=until, as_of=as_of)
    found = [each for each in found if (everything or each.status in TO_DO) and _from(each, since)]
    if as_json:
        show_json([_plain(each) for each in found])
        return
    columns = (
        Text("Uiterlijk", "Due"),
        Text("Contract", "Contract"),
        Text("Verplichting", "Obligation"),
        Text("Door", "Owed by"),
        Text("Aan", "To"),
        Text("Status", "Status"),
    )
    show_table(columns, map(_row, found), Text("Geen verplichtingen.", "No obligations."))


def _from(each: Duty, since: date | None) -> bool:
    return since is None or (each.due is not None and each.due >= since)


def _row(each: Duty) -> tuple[Cell, ...]:
    text, style = STATUS[each.status.value]
    due = each.due.isoformat() if each.due else ""
    what = f"{say(each.obligation.label)}\n{each.id}"
    return (
        due,
        each.contract,
        what,
        listed(each.obligation.owed_by),
        listed(each.obligation.to),
        Styled(say(text), style),
    )


def _plain(each: Duty) -> dict[str, Any]:
    duty, owed = each.obligation, each.occurrence
    return {
        "contract": each.contract,
        "obligation": duty.id,
        "occurrence": each.id,
        "label": say(duty.label),
        "kind": duty.kind.value,
        "owed_by": list(duty.owed_by),
        "to": list(duty.to),
        "copies": list(duty.copies),
        "due": each.due,
        "status": each.status.value,
        "counted_from": owed.counted_from,
        "period": owed.period or None,
        "region": each.region,
        "case": each.case,
        "done_on": each.done.on if each.done else None,
        "done_by": each.done.fact if each.done else None,
        "why": say(owed.why),
        "provisional": owed.provisional,
        "excused": say(owed.excused) if owed.excused else None,
    }


@obligations.run("explain", Text("Leg uit wanneer iets moet.", "Explain when something is due."))
@options.contract_argument
@argument("occurrence", Text("Het geval, uit de lijst.", "The occurrence, from the list."))
@options.as_of
@options.as_json
@pass_session
def explain(session: Session, /, contract: str, occurrence: str, *, as_of: date | None, as_json: bool) -> None:
    """Explain when an obligation is due."""
    with session.engine() as engine:
        found = engine.explain_duty(contract, occurrence, as_of)
    told = [say(line) for line in _explained(found)]
    if as_json:
        show_json({**_plain(found), "text": told})
        return
    click.secho(f"{found.contract}, {found.id}", bold=True)
    for line in told:
        click.echo(printable(line))


def _explained(duty: Duty) -> Iterator[Text]:
    owed, reckoning = duty.occurrence, duty.occurrence.reckoning
    label, start = duty.obligation.label, day_told(owed.counted_from)
    yield Text(f"{label.nl}: {owed.why.nl}.", f"{label.en}: {owed.why.en}.")
    yield Text(f"Geteld vanaf {start.nl}.", f"Counted from {start.en}.")
    if reckoning is not None:
        for each in reckoning.skipped:
            day = day_told(each.day)
            yield Text(f"  - {day.nl} telt niet: {each.reason.nl}", f"  - {day.en} does not count: {each.reason.en}")
        version = reckoning.calendar_version
        yield Text(
            f"Kalender: {reckoning.calendar}, versie {version}.", f"Calendar: {reckoning.calendar}, version {version}."
        )
    if duty.due is not None:
        due = day_told(duty.due)
        yield Text(f"Uiterlijk {due.nl}.", f"At the latest {due.en}.")
    if owed.provisional:
        yield Text("Voorlopig: de kalender is nog niet volledig.", "Provisional: the calendar is not complete yet.")
    if owed.excused is not None:
        yield owed.excused


@obligations.run(
    "done", Text("Leg vast dat aan een verplichting is voldaan.", "Record that an obligation was performed.")
)
@options.contract_argument
@argument("obligation", _OBLIGATION)
@option(
    "--occurrence",
    told=Text("Welk geval; anders het eerste dat openstaat.", "Which occurrence; else the first that is open."),
)
@option("--period", told=Text("De periode.", "The period."))
@option(
    "--check",
    "checks",
    multiple=True,
    metavar="ITEM=YES",
    told=Text("Een punt van de checklist: punt=ja.", "An item of the checklist: item=yes."),
)
@options.note
@options.file
@options.said
@options.as_json
@pass_session
def done(
    session: Session,
    /,
    contract: str,
    obligation: str,
    *,
    occurrence: str | None,
    period: str | None,
    checks: tuple[str, ...],
    note: str,
    file: Path | None,
    said: Said,
    as_json: bool,
) -> None:
    """Record that an obligation was performed."""
    with session.engine() as engine:
        fulfilled = engine.fulfil(
            contract,
            obligation,
            occurrence=occurrence,
            period=period,
            checklist=_checked(checks),
            note=note,
            evidence=file,
            **said.plain(),
        )
    tell(contract, fulfilled.fact, as_json=as_json)
    if fulfilled.proposal is not None and not as_json:
        said_too = Text("Dat was te laat; er is een voorstel: {n}.", "That was late; there is a proposal: {n}.")
        click.echo(say(said_too.format(n=fulfilled.proposal.seq)))


def _checked(given: tuple[str, ...]) -> dict[str, bool] | None:
    found: dict[str, bool] = {}
    for each in given:
        item, equals, value = each.partition("=")
        if not equals or item in found:
            raise InputError(
                Text(f"{each!r}: schrijf punt=ja, elk punt één keer.", f"{each!r}: write item=yes, each item once.")
            )
        found[item] = yes_or_no(value)
    return found or None


@obligations.run("plan", Text("Plan een verplichting, zoals een overleg.", "Plan an obligation, such as a meeting."))
@options.contract_argument
@argument("obligation", _OBLIGATION)
@argument("day", Text("De dag.", "The day."), type=DAY)
@options.note
@options.said
@options.as_json
@pass_session
def plan(
    session: Session, /, contract: str, obligation: str, day: date, *, note: str, said: Said, as_json: bool
) -> None:
    """Record that an obligation is planned."""
    with session.engine() as engine:
        fact = engine.plan(contract, obligation, day, note=note, **said.plain())
    tell(contract, fact, as_json=as_json)


@obligations.run("ask", Text("Vraag om wat op verzoek wordt geleverd.", "Ask for what is delivered on request."))
@options.contract_argument
@argument("obligation", _OBLIGATION)
@options.note
@options.said
@options.as_json
@pass_session
def ask(session: Session, /, contract: str, obligation: str, *, note: str, said: Said, as_json: bool) -> None:
    """Record that something was asked for."""
    with session.engine() as engine:
        fact = engine.ask(contract, obligation, note=note, **said.plain())
    tell(contract, fact, as_json=as_json)
