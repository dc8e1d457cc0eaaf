"""`daemon`, `tick` and `status`: keeping the clock, and how it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from escalator.cli import options
from escalator.cli.dates import told_moment
from escalator.cli.failures import complain
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.cli.tables import heading, show_json, show_pairs, show_table
from escalator.model.errors import EscalatorError
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.rounds import Round
    from escalator.engine.telling.outbox import ClockStatus

FAILED = 1


@command(
    "daemon",
    Text(
        "Houd de klok bij, tot je stopt.\n\n"
        "Dossiers gaan verder wanneer hun tijd komt, en mensen worden herinnerd. Waar berichten naartoe gaan staat in "
        "ESCALATOR_MAIL (folder:PAD, smtp://…) en ESCALATOR_WEBHOOK_URL; zonder blijven ze wachten.",
        "Keep the clock, until stopped.\n\n"
        "Cases move when their time comes, and people are reminded. Where messages go stands in ESCALATOR_MAIL "
        "(folder:PATH, smtp://…) and ESCALATOR_WEBHOOK_URL; without these they wait.",
    ),
)
@option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    envvar="ESCALATOR_METRICS_PORT",
    metavar="PORT",
    told=Text("Poort voor Prometheus.", "Port for Prometheus."),
)
@option(
    "--heartbeat",
    default="",
    envvar="ESCALATOR_HEARTBEAT",
    metavar="URL",
    told=Text("Wordt na elke goede ronde opgehaald.", "Fetched after every round that went well."),
)
@click.pass_context
@pass_session
def daemon(session: Session, ctx: click.Context, /, *, metrics_port: int | None, heartbeat: str) -> None:
    """Keep the clock."""
    from escalator.daemon import Surroundings, run

    engine = session.engine(sending=True)
    ctx.exit(run(engine, session.url(), Surroundings(metrics_port=metrics_port, heartbeat=heartbeat)))


@command("tick", Text("Doe één ronde: wat nu moet, en niets meer.", "Do one round: what is due now, and no more."))
@options.as_json
@click.pass_context
@pass_session
def tick(session: Session, ctx: click.Context, /, *, as_json: bool) -> None:
    """Do one round."""
    with session.engine(sending=True) as engine:
        done = engine.tick()
    if as_json:
        show_json(_round(done))
    else:
        _tell(done)
    ctx.exit(FAILED if done.failed else 0)


def _round(done: Round) -> dict[str, Any]:
    return {
        "cases": list(done.cases),
        "failed": {subject: _why(problem) for subject, problem in done.failed.items()},
        "owed": done.owed,
        "sent": done.sent,
        "refused": done.refused,
        "retried": done.retried,
        "withdrawn": done.withdrawn,
        "next_at": done.next_at,
    }


def _why(problem: Exception) -> str:
    return say(problem.text) if isinstance(problem, EscalatorError) else str(problem)


def _tell(done: Round) -> None:
    for subject, problem in done.failed.items():
        complain(f"{subject}: {_why(problem)}")
    counts = Text(
        "{cases} dossier(s) bijgewerkt; berichten: {owed} erbij, {sent} verzonden, {refused} geweigerd.",
        "{cases} case(s) brought up to date; messages: {owed} new, {sent} sent, {refused} refused.",
    )
    click.echo(say(counts.format(cases=len(done.cases), owed=done.owed, sent=done.sent, refused=done.refused)))
    if done.next_at is not None:
        click.echo(say(Text("Daarna weer op {at}.", "Next at {at}.").format(at=told_moment(done.next_at))))


@command("status", Text("Hoe de klok wordt bijgehouden, en wat er wacht.", "How the clock is kept, and what waits."))
@options.as_json
@pass_session
def status(session: Session, /, *, as_json: bool) -> None:
    """Show how the clock is kept."""
    from escalator.cli.commands.messages import STATUS

    with session.engine() as engine:
        found = engine.status()
    if as_json:
        show_json(_plain(found))
        return
    show_pairs(
        [
            (Text("Laatste ronde", "Last round"), told_moment(found.last_round) if found.last_round else "-"),
            (Text("Volgende", "Next"), told_moment(found.next_at) if found.next_at else "-"),
            (Text("Achterstand", "Backlog"), str(found.backlog)),
            (Text("Oudste", "Oldest"), told_moment(found.oldest_unsent) if found.oldest_unsent else None),
            *((STATUS[name][0], str(number)) for name, number in found.counts.items()),
        ]
    )
    if found.put_aside:
        heading(say(Text("Opzij gelegd", "Put aside")))
        rows = [(each.subject, each.why, str(each.times), told_moment(each.next_at)) for each in found.put_aside]
        columns = (Text("Wat", "What"), Text("Waarom", "Why"), Text("Keer", "Times"), Text("Weer op", "Again at"))
        show_table(columns, rows, Text("Niets.", "Nothing."))


def _plain(found: ClockStatus) -> dict[str, Any]:
    return {
        "last_round": found.last_round,
        "next_at": found.next_at,
        "backlog": found.backlog,
        "oldest_unsent": found.oldest_unsent,
        "messages": found.counts,
        "daemons": [{"name": each.name, "seen_at": each.seen_at, "rounds": each.rounds} for each in found.daemons],
        "put_aside": [
            {"subject": each.subject, "why": each.why, "times": each.times, "next_at": each.next_at}
            for each in found.put_aside
        ],
    }
