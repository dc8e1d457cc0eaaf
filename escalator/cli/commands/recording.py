"""Recording facts: `record`, and the commands that are short for an event that every ladder knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from escalator.cli import completion, options
from escalator.cli.acting import data_of, record_fact, tell
from escalator.cli.kinds import DAY
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, command, option
from escalator.model.facts import Common
from escalator.model.text import Text


@command("record", Text("Leg vast wat er gebeurd is.", "Record what happened."))
@options.case_argument
@argument("event", Text("De gebeurtenis.", "The event."), shell_complete=completion.events)
@options.said
@options.assigned
@options.at
@options.received
@options.file
@options.as_json
@pass_session
def record(
    session: Session,
    /,
    case: str,
    event: str,
    *,
    said: Said,
    assigned: tuple[str, ...],
    at: datetime | None,
    received: date | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """Record a fact of a case."""
    with session.engine() as engine:
        data = data_of(engine, session, case, event, assigned)
        done = record_fact(engine, case, event, replace(said, at=at, received=received), data, file=file)
        tell(engine, done, as_json=as_json)


@command(
    "adjust",
    Text(
        "Verzet een termijn.\n\nDat kan waar het contract het toelaat.",
        "Move a deadline.\n\nThat can be done where the contract allows it.",
    ),
)
@options.case_argument
@argument("deadline", Text("De termijn.", "The deadline."), shell_complete=completion.deadlines)
@option("--due", type=DAY, required=True, told=Text("De nieuwe uiterste dag.", "The new due day."))
@options.reason
@options.said
@options.as_json
@pass_session
def adjust(session: Session, /, case: str, deadline: str, *, due: date, reason: str, said: Said, as_json: bool) -> None:
    """Record that a deadline was moved."""
    with session.engine() as engine:
        data = {"deadline": deadline, "due": due, "reason": reason}
        tell(engine, record_fact(engine, case, Common.ADJUSTED, said, data), as_json=as_json)


@command(
    "retract",
    Text(
        "Trek een feit in.\n\nHet blijft staan, maar telt niet meer mee vanaf de dag waarop dit wordt vastgelegd. Een "
        "intrekking is zelf ook in te trekken.",
        "Retract a fact.\n\nIt stays, but counts no longer from the day this is recorded. A retraction can itself be "
        "retracted.",
    ),
)
@options.case_argument
@argument(
    "fact",
    Text("Het nummer van het feit, uit case history.", "The fact's number, from case history."),
    shell_complete=completion.facts,
)
@options.reason
@options.said
@options.as_json
@pass_session
def retract(session: Session, /, case: str, fact: str, *, reason: str, said: Said, as_json: bool) -> None:
    """Record that a fact is taken out of account."""
    with session.engine() as engine:
        data = {"fact": fact, "reason": reason}
        tell(engine, record_fact(engine, case, Common.RETRACTED, said, data), as_json=as_json)


@command("evidence", Text("Voeg een bewijsstuk toe.", "Add evidence."))
@options.case_argument
@argument("file", Text("Het bestand.", "The file."), type=click.Path(path_type=Path))
@option("--note", told=Text("Wat het is; anders de naam.", "What it is; else the name."), metavar="TEXT")
@options.said
@options.as_json
@pass_session
def evidence(session: Session, /, case: str, file: Path, *, note: str | None, said: Said, as_json: bool) -> None:
    """Record a file with a case."""
    with session.engine() as engine:
        done = record_fact(engine, case, Common.EVIDENCE, said, {"note": note}, file=file)
        tell(engine, done, as_json=as_json)
