"""`outbox`, `ack` and `reminders`: who was told what, and when people are reminded."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

import click

from escalator.cli import options
from escalator.cli.dates import beginning, told_moment
from escalator.cli.kinds import DAY, TIME
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, command, family, option
from escalator.cli.tables import Cell, Styled, heading, listed, show_json, show_pairs, show_table, yes_no
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.policy import Policy
    from escalator.engine.ports.ledger import ItemLine, MessageLine

STATUS: Final = {
    "owed": (Text("wacht", "waiting"), "yellow"),
    "sent": (Text("verzonden", "sent"), "green"),
    "refused": (Text("geweigerd", "refused"), "bold red"),
    "withdrawn": (Text("niet meer nodig", "withdrawn"), "dim"),
}
KIND: Final = {
    "digest": Text("overzicht", "digest"),
    "reminder": Text("herinnering", "reminder"),
    "expiry": Text("termijn verstreken", "term ended"),
    "right": Text("recht ontstaan", "right arisen"),
    "correction": Text("correctie", "correction"),
    "no_contact": Text("geen contact", "no contact"),
    "not_delivered": Text("niet afgeleverd", "not delivered"),
}
ABOUT: Final = {
    "deadline": Text("termijn", "deadline"),
    "duty": Text("verplichting", "duty"),
    "waiting": Text("toestand", "state"),
    "missing": Text("dag ontbreekt", "day missing"),
    "in_force": Text("recht in werking", "right in force"),
    "proposal": Text("voorstel", "proposal"),
    "expired": Text("afloop", "expiry"),
    "right": Text("recht", "right"),
    "correction": Text("correctie", "correction"),
    "no_contact": Text("geen contact", "no contact"),
    "not_delivered": Text("niet afgeleverd", "not delivered"),
}
FATE: Final = {
    "owed": Text("wacht", "waiting"),
    "told": Text("verteld", "told"),
    "dropped": Text("geldt niet meer", "holds no more"),
}
_MESSAGE: Final = Text("Het bericht, uit de lijst.", "The message, from the list.")

outbox = family("outbox", Text("Wie wat is verteld.", "Who was told what."), usual="list")


@outbox.run("list", Text("Toon de berichten, het nieuwste eerst.", "Show the messages, the newest first."))
@options.contract_option
@option("--case", told=Text("Alleen over dit dossier.", "About this case only."))
@option("--status", type=click.Choice(tuple(STATUS)), told=Text("Alleen die zo staan.", "Only those that stand so."))
@option("--since", type=DAY, told=Text("Alleen vanaf deze dag.", "From this day on only."))
@option("--most", type=click.IntRange(min=1), default=200, told=Text("Hoeveel hoogstens.", "How many at most."))
@options.as_json
@pass_session
def list_messages(
    session: Session,
    /,
    *,
    contract: str | None,
    case: str | None,
    status: str | None,
    since: date | None,
    most: int,
    as_json: bool,
) -> None:
    """Show messages."""
    begun = beginning(since) if since else None
    with session.engine() as engine:
        found = engine.outbox(contract=contract, case=case, status=status, since=begun, most=most)
    if as_json:
        show_json([as_plain(each) for each in found])
    else:
        show_messages(found)


def show_messages(found: list[MessageLine]) -> None:
    """Print messages as a table."""
    columns = (
        Text("Bericht", "Message"),
        Text("Soort", "Kind"),
        Text("Aan", "To"),
        Text("Stand", "Standing"),
        Text("Vanaf", "From"),
        Text("Verzonden", "Sent"),
        Text("Bevestigd door", "Acknowledged by"),
    )
    show_table(columns, map(_row, found), Text("Geen berichten.", "No messages."))


def _row(each: MessageLine) -> tuple[Cell, ...]:
    text, style = STATUS[each.status.value]
    sent = told_moment(each.sent_at) if each.sent_at else ""
    return (
        each.id,
        say(KIND[each.kind.value]),
        each.email or each.channel,
        Styled(say(text), style),
        told_moment(each.send_at),
        sent,
        each.acked_by,
    )


def as_plain(each: MessageLine) -> dict[str, Any]:
    """Return a message with the keys that `docs/cli.md` promises."""
    return {
        "message": each.id,
        "kind": each.kind.value,
        "channel": each.channel,
        "contract": each.contract or None,
        "name": each.name,
        "email": each.email,
        "language": each.language,
        "role": each.role or None,
        "status": each.status.value,
        "owed_at": each.owed_at,
        "send_at": each.send_at,
        "sent_at": each.sent_at,
        "attempts": each.attempts,
        "why": each.why or None,
        "acked_at": each.acked_at,
        "acked_by": each.acked_by or None,
    }


@outbox.run("show", Text("Toon een bericht, en wat het vertelt.", "Show a message, and what it tells."))
@argument("message", _MESSAGE)
@options.as_json
@pass_session
def show(session: Session, /, message: str, *, as_json: bool) -> None:
    """Show a message."""
    with session.engine() as engine:
        line, items = engine.message(message)
    if as_json:
        show_json({**as_plain(line), "items": [_item(each) for each in items]})
        return
    text, style = STATUS[line.status.value]
    show_pairs(
        [
            (Text("Bericht", "Message"), line.id),
            (Text("Soort", "Kind"), say(KIND[line.kind.value])),
            (Text("Aan", "To"), f"{line.name} <{line.email}>" if line.email else line.channel),
            (Text("Stand", "Standing"), Styled(say(text), style)),
            (Text("Vanaf", "From"), told_moment(line.send_at)),
            (Text("Verzonden", "Sent"), told_moment(line.sent_at) if line.sent_at else None),
            (Text("Pogingen", "Attempts"), str(line.attempts)),
            (Text("Antwoord", "Answer"), line.why),
            (Text("Bevestigd door", "Acknowledged by"), line.acked_by),
            (Text("Bevestigd op", "Acknowledged at"), told_moment(line.acked_at) if line.acked_at else None),
        ]
    )
    heading(say(Text("Inhoud", "Content")))
    rows = [
        (say(ABOUT[each.about.value]), each.contract, each.case, each.key, _due(each), say(FATE[each.fate.value]))
        for each in items
    ]
    columns = (
        Text("Over", "About"),
        Text("Contract", "Contract"),
        Text("Dossier", "Case"),
        Text("Wat", "What"),
        Text("Uiterlijk", "Due"),
        Text("Lot", "Fate"),
    )
    show_table(columns, rows, Text("Niets.", "Nothing."))


def _due(each: ItemLine) -> str:
    return each.due.isoformat() if each.due else ""


def _item(each: ItemLine) -> dict[str, Any]:
    return {
        "about": each.about.value,
        "contract": each.contract,
        "case": each.case or None,
        "key": each.key,
        "due": each.due,
        "due_at": each.due_at,
        "role": each.role,
        "slot": each.slot,
        "fate": each.fate.value,
    }


@command("ack", Text("Bevestig dat een bericht is gelezen.", "Acknowledge that a message was read."))
@argument("message", _MESSAGE)
@options.by
@options.as_json
@pass_session
def ack(session: Session, /, message: str, *, by: str, as_json: bool) -> None:
    """Acknowledge a message."""
    with session.engine() as engine:
        line = engine.ack(message, by=by)
    if as_json:
        show_json(as_plain(line))
        return
    at = told_moment(line.acked_at) if line.acked_at else ""
    said = Text("Bevestigd door {by}, {at}.", "Acknowledged by {by}, {at}.")
    click.echo(say(said.format(by=line.acked_by, at=at)))


reminders = family(
    "reminders", Text("Wanneer aan een contract wordt herinnerd.", "When people are reminded of a contract.")
)


@reminders.run("show", Text("Toon wanneer er wordt herinnerd.", "Show when people are reminded."))
@options.contract_argument
@options.as_json
@pass_session
def show_reminders(session: Session, /, contract: str, *, as_json: bool) -> None:
    """Show the policy of a contract."""
    with session.engine() as engine:
        policy = engine.reminders(contract)
    _tell(policy, as_json=as_json)


@reminders.run("set", Text("Spreek af wanneer er wordt herinnerd.", "Say when people are reminded."))
@options.contract_argument
@option(
    "--before",
    multiple=True,
    type=click.IntRange(min=1),
    metavar="DAYS",
    told=Text("Zoveel werkdagen van tevoren, zo vaak als nodig.", "So many working days before, as often as needed."),
)
@option(
    "--on-day/--not-on-day", "on_day", default=None, told=Text("Op de dag zelf, of niet.", "On the day itself, or not.")
)
@option(
    "--overdue-every",
    type=click.IntRange(min=1),
    metavar="DAYS",
    told=Text("Daarna om de zoveel werkdagen.", "After it every so many working days."),
)
@option(
    "--digest/--each",
    "digest",
    default=None,
    told=Text("Eén bericht per dag, of elk apart.", "One message a day, or each apart."),
)
@option("--opens", type=TIME, told=Text("Vanaf hoe laat: 08:00.", "From what time: 08:00."))
@option("--closes", type=TIME, told=Text("Tot hoe laat: 18:00.", "Until what time: 18:00."))
@options.by
@options.as_json
@pass_session
def set_reminders(
    session: Session,
    /,
    contract: str,
    *,
    before: tuple[int, ...],
    on_day: bool | None,
    overdue_every: int | None,
    digest: bool | None,
    opens: time | None,
    closes: time | None,
    by: str,
    as_json: bool,
) -> None:
    """Change the policy of a contract."""
    with session.engine() as engine:
        policy = engine.set_reminders(
            contract,
            before=before or None,
            on_day=on_day,
            overdue_every=overdue_every,
            digest=digest,
            opens=opens,
            closes=closes,
            by=by,
        )
    _tell(policy, as_json=as_json)


def _tell(policy: Policy, *, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "before": list(policy.before),
                "on_day": policy.on_day,
                "overdue_every": policy.overdue_every,
                "digest": policy.digest,
                "opens": policy.opens.isoformat("minutes"),
                "closes": policy.closes.isoformat("minutes"),
            }
        )
        return
    show_pairs(
        [
            (Text("Werkdagen van tevoren", "Working days before"), listed(map(str, policy.before))),
            (Text("Op de dag zelf", "On the day itself"), yes_no(policy.on_day)),
            (
                Text("Over tijd: om de", "Overdue: every"),
                f"{policy.overdue_every} {say(Text('werkdagen', 'working days'))}",
            ),
            (Text("Eén bericht per dag", "One message a day"), yes_no(policy.digest)),
            (Text("Verzenden", "Sent"), f"{policy.opens:%H:%M}-{policy.closes:%H:%M}"),
        ]
    )
