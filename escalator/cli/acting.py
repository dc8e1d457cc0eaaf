"""What all commands that record share: reading the data typed, and telling what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from escalator.cli.language import say
from escalator.cli.options import Said
from escalator.cli.tables import show_json
from escalator.model.errors import UnknownName
from escalator.model.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from escalator.cli.session import Session
    from escalator.engine.engine import Engine
    from escalator.engine.ports.values import CaseLine, Recorded
    from escalator.model.events import Event
    from escalator.model.ladder import Ladder

_EVENT: Final = Text("gebeurtenis", "event")
_RECORDED: Final = Text("Vastgelegd: {event} op {day} (feit {id}).", "Recorded: {event} on {day} (fact {id}).")
_REPEATED: Final = Text("Stond er al: {event} op {day} (feit {id}).", "Recorded before: {event} on {day} (fact {id}).")


def record_fact(
    engine: Engine, case: str, event: str, said: Said, data: Mapping[str, object], *, file: Path | None = None
) -> Recorded:
    """Record a fact of a case, with the file that goes with it; data without a value is left out.

    Raises:
        EscalatorError: as the engine; nothing is recorded.
    """
    told = {key: each for key, each in data.items() if each is not None}
    return engine.record(case, event, data=told, evidence=file, **asdict(said))


def data_of(engine: Engine, session: Session, case: str, event: str, assigned: Iterable[str]) -> dict[str, Any]:
    """Read the data assigned to an event of a case.

    Raises:
        UnknownName: there is no such case or event.
        InputError: a value cannot be read as its field's type.
    """
    from escalator.cli.assignments import data

    return data(event_of(ladder_of(engine, engine.case(case).case), event), assigned, session.today)


def ladder_of(engine: Engine, case: CaseLine) -> Ladder:
    """Return the ladder that a case was opened under."""
    with engine.store.reading() as tx:
        return engine.ladder(tx, case.digest)


def event_of(ladder: Ladder, name: str) -> Event:
    """Return an event of a ladder, or one that every ladder knows.

    Raises:
        UnknownName: there is none of that name; the message suggests the nearest.
    """
    from escalator.procedure.shared_events import COMMON

    found = ladder.events.get(name) or COMMON.get(name)
    if found is None:
        raise UnknownName(_EVENT, name, (*ladder.events, *COMMON))
    return found


def tell(engine: Engine, done: Recorded, *, as_json: bool) -> None:
    """Print what was recorded, and where the case stands with it."""
    from escalator.cli import standings
    from escalator.model.day_text import day_told

    case, fact, seen = engine.case(done.case).case, done.fact, done.standing
    if as_json:
        show_json({**standings.as_plain(case, seen), "fact": fact.id, "repeated": done.repeated})
        return
    text = _REPEATED if done.repeated else _RECORDED
    click.echo(say(text.format(event=fact.event, day=say(day_told(fact.on)), id=fact.id)))
    standings.summarise(case.id, seen, ladder_of(engine, case))
