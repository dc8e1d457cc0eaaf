"""`escalator explain`: why a deadline is due on its day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from escalator.cli import completion, options
from escalator.cli.acting import ladder_of
from escalator.cli.language import current, say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import argument, command
from escalator.cli.tables import printable, show_json
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.cli.derivation import Explanation
    from escalator.engine.values import Explained


@command("explain", Text("Leg uit waarom een termijn dan afloopt.", "Explain why a deadline is due then."))
@options.case_argument
@argument("deadline", Text("De termijn.", "The deadline."), shell_complete=completion.deadlines)
@options.as_of
@options.as_json
@pass_session
def explain(session: Session, /, case: str, deadline: str, *, as_of: date | None, as_json: bool) -> None:
    """Explain a deadline."""
    from escalator.cli.derivation import Explanation, lines

    with session.engine() as engine:
        found = engine.explain(case, deadline, as_of)
        explanation = Explanation(found.deadline, ladder_of(engine, found.case), found.facts)
    told = lines(explanation, current())
    if as_json:
        show_json({**_plain(found, explanation), "text": told})
        return
    state = explanation.ladder.states[found.deadline.state]
    click.secho(f"{found.case.id}, {found.deadline.id} ({say(state.label)})", bold=True)
    for line in told:
        click.echo(printable(line))


def _plain(found: Explained, explanation: Explanation) -> dict[str, Any]:
    derivation, rule = found.deadline.derivation, explanation.rule
    reckoning = derivation.reckoning
    counted: dict[str, Any] = {}
    if reckoning is not None:
        counted = {
            "term": str(reckoning.term),
            "raw": reckoning.raw,
            "moved": reckoning.moved,
            "skipped": [
                {"day": each.day, "reason": say(each.reason), "source": each.source} for each in reckoning.skipped
            ],
            "calendar": reckoning.calendar,
            "calendar_version": reckoning.calendar_version,
        }
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
        "clauses": list(rule.source.clauses) if rule else [],
        "readings": list(rule.source.readings) if rule else [],
        **counted,
        "adjusted": [asdict(each) for each in derivation.adjusted],
    }
