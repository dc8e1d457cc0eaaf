"""`approve` and `reject`: recording a judgement without knowing what the ladder calls it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from escalator.cli import options
from escalator.cli.acting import data_of, record_fact, tell
from escalator.cli.options import Said
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command, option
from escalator.cli.tables import listed
from escalator.model.errors import InputError
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.engine import Engine

APPROVALS: Final = frozenset({"approved", "accepted", "confirmed", "goedgekeurd", "aanvaard", "bevestigd"})
REJECTIONS: Final = frozenset(
    {"rejected", "returned", "insufficient", "afgekeurd", "afgewezen", "teruggestuurd", "onvoldoende"}
)


@command(
    "approve",
    Text(
        "Keur goed wat voorligt.\n\nWelke gebeurtenis dat is volgt uit de staat: die eindigt op approved, accepted of "
        "confirmed (of goedgekeurd, aanvaard, bevestigd).",
        "Approve what lies before.\n\nThe state decides which event that is: the one that ends in approved, accepted "
        "or confirmed (or goedgekeurd, aanvaard, bevestigd).",
    ),
)
@options.case_argument
@options.said
@options.assigned
@options.file
@options.as_json
@pass_session
def approve(
    session: Session, /, case: str, *, said: Said, assigned: tuple[str, ...], file: Path | None, as_json: bool
) -> None:
    """Record the approval that the state of a case waits for."""
    with session.engine() as engine:
        event = _judgement(engine, case, APPROVALS, said.on)
        data = data_of(engine, session, case, event, assigned)
        tell(engine, record_fact(engine, case, event, said, data, file=file), as_json=as_json)


@command(
    "reject",
    Text(
        "Wijs af wat voorligt.\n\nWelke gebeurtenis dat is volgt uit de staat: die eindigt op rejected, returned of "
        "insufficient (of afgekeurd, afgewezen, teruggestuurd, onvoldoende).",
        "Reject what lies before.\n\nThe state decides which event that is: the one that ends in rejected, returned or "
        "insufficient (or afgekeurd, afgewezen, teruggestuurd, onvoldoende).",
    ),
)
@options.case_argument
@option("--reason", told=Text("Waarom.", "Why."), metavar="TEXT")
@options.said
@options.assigned
@options.file
@options.as_json
@pass_session
def reject(
    session: Session,
    /,
    case: str,
    *,
    reason: str | None,
    said: Said,
    assigned: tuple[str, ...],
    file: Path | None,
    as_json: bool,
) -> None:
    """Record the rejection that the state of a case knows."""
    with session.engine() as engine:
        event = _judgement(engine, case, REJECTIONS, said.on)
        data = {**data_of(engine, session, case, event, assigned), "reason": reason}
        tell(engine, record_fact(engine, case, event, said, data, file=file), as_json=as_json)


def _judgement(engine: Engine, case: str, endings: Collection[str], on: date | None) -> str:
    """Return the one event with such an ending that the state allows."""
    seen = engine.stand(case, on)
    found = [name for name in seen.allowed if name.rpartition("_")[2] in endings]
    if len(found) == 1:
        return found[0]
    may = listed(seen.allowed) or "-"
    raise InputError(
        Text(
            f"{case} staat in {seen.state}, waar niets eenduidig voorligt. Leg vast wat gebeurde, met record: {may}.",
            f"{case} is in {seen.state}, where nothing clear lies before. Record what happened: {may}.",
        )
    )
