"""`escalator explain`: why a deadline is due on its day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from escalator.cli import completion, options
from escalator.cli.acting import ladder_of
from escalator.cli.language import current, say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, command
from escalator.cli.tables import show_json, show_page
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.ports.values import Explained
    from escalator.model.ladder import Ladder
    from escalator.model.standing import Adjusted
    from escalator.model.terms import Reckoning


@command("explain", Text("Leg uit waarom een termijn dan afloopt.", "Explain why a deadline is due then."))
@options.case_argument
@argument("deadline", Text("De termijn.", "The deadline."), shell_complete=completion.deadlines)
@options.as_of
@options.as_json
@pass_session
def explain(session: Session, /, case: str, deadline: str, *, as_of: date | None, as_json: bool) -> None:
    """Explain a deadline."""
    from escalator.ladders.explain import explain_deadline

    with session.engine() as engine:
        found = engine.explain(case, deadline, as_of)
        ladder = ladder_of(engine, found.case)
    page = explain_deadline(ladder, found.deadline, found.facts.values(), current())
    if as_json:
        show_json({**_plain(found, ladder), "text": page})
    else:
        show_page(page)


def _plain(found: Explained, ladder: Ladder) -> dict[str, Any]:
    from escalator.ladders.explain import bearing
    from escalator.model.source import NO_SOURCE

    derivation = found.deadline.derivation
    reckoning, cited = derivation.reckoning, sum(bearing.all_of(ladder, found.deadline), NO_SOURCE)
    return {
        "case": found.case.id,
        "deadline": found.deadline.id,
        "due": found.deadline.due,
        "due_at": found.deadline.due_at,
        "status": found.deadline.status.value,
        "provisional": found.deadline.provisional,
        "anchor": derivation.anchor,
        "anchor_name": derivation.anchor_name,
        "counted_from": reckoning.anchor if reckoning else derivation.named,
        "fact": derivation.fact,
        "event": found.facts[derivation.fact].event if derivation.fact in found.facts else None,
        "clauses": list(cited.clauses),
        "readings": list(cited.readings),
        **(_counted(reckoning) if reckoning else {}),
        "adjusted": [_adjusted(each) for each in derivation.adjusted],
    }


def _adjusted(change: Adjusted) -> dict[str, Any]:
    closed = change.closed
    return {**asdict(change), "closed": {"day": closed.day, "reason": say(closed.reason)} if closed else None}


def _counted(reckoning: Reckoning) -> dict[str, Any]:
    skipped = [{"day": each.day, "reason": say(each.reason), "source": each.source} for each in reckoning.skipped]
    return {
        "term": str(reckoning.term),
        "raw": reckoning.raw,
        "moved": reckoning.moved,
        "skipped": skipped,
        "calendar": reckoning.calendar,
        "calendar_version": reckoning.calendar_version,
    }
