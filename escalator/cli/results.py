"""What a result led to, on the terminal and as JSON. Owns the keys and the layout; the verdict is the engine's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from escalator.cli.language import say
from escalator.cli.tables import Cell, Styled
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.engine.results.given import Measured, Scored

VERDICT: Final[Mapping[str, tuple[Text, str]]] = {
    "met": (Text("norm gehaald", "norm met"), "green"),
    "missed": (Text("norm niet gehaald", "norm missed"), "bold red"),
    "not_assessed": (Text("niet beoordeeld", "not assessed"), "yellow"),
    "exempt": (Text("vrijgesteld", "exempt"), "dim"),
    "no_norm": (Text("geen norm", "no norm"), "dim"),
}


def verdict(name: str) -> Cell:
    """Return a verdict in its colour."""
    text, style = VERDICT[name]
    return Styled(say(text), style)


def as_plain(measured: Measured) -> dict[str, Any]:
    """Return what a result led to, with the keys that `docs/cli.md` promises."""
    line, seen = measured.line, measured.assessment
    return {
        "result": line.seq,
        "contract": line.contract,
        "kpi": line.kpi,
        "region": line.region or None,
        "period": line.period,
        "on": line.on,
        "value": line.value,
        "verdict": line.verdict,
        "band": seen.band or None,
        "colour": seen.colour or None,
        "norm": say(seen.norm.told) if seen.norm else None,
        "reason": say(seen.reason),
        "notes": [say(note) for note in seen.notes],
        "did": measured.did.value,
        "because": say(measured.reason),
        "case": measured.case,
        "fact": measured.fact.id if measured.fact else None,
        "proposal": measured.proposal.seq if measured.proposal else None,
        "corrects": line.corrects,
        "scores": [score_plain(score) for score in measured.scores],
        "repeated": measured.repeated,
    }


def score_plain(score: Scored) -> dict[str, Any]:
    """Return what a score leads to, with the keys that `docs/cli.md` promises."""
    return {
        "scorecard": score.scorecard,
        "kpi": score.kpi,
        "period": score.period,
        "result": score.result,
        "value": score.value,
        "band": score.band.name,
        "consequences": [
            {
                "name": each.name,
                "weight": each.weight.value,
                "label": say(each.label),
                "themes": {name: say(told) for name, told in each.themes.items()},
            }
            for each in score.consequences
        ],
    }


def tell(measured: Measured) -> None:
    """Print what a result led to."""
    for line in _lines(measured):
        click.echo(line)


def _lines(measured: Measured) -> Iterator[str]:
    line, seen = measured.line, measured.assessment
    about = " ".join(filter(None, (line.kpi, line.region)))
    text, _ = VERDICT[line.verdict]
    result = Text("Resultaat {n}: {about} over {period}: ", "Result {n}: {about} over {period}: ")
    yield say(result.format(n=line.seq, about=about, period=line.period)) + click.style(say(text), bold=True)
    yield f"  {say(seen.reason)}"
    yield from (f"  {say(note)}" for note in seen.notes)
    yield f"  {say(Text('Gevolg', 'Then'))}: {say(measured.reason)}."
    if measured.proposal is not None:
        proposal = Text(
            "Besluit met: escalator proposals accept {c} {n}", "Decide with: escalator proposals accept {c} {n}"
        )
        yield f"  {say(proposal.format(c=line.contract, n=line.seq))}"
    for score in measured.scores:
        yield f"  {score_told(score)}"


def score_told(score: Scored) -> str:
    """Return what a score leads to, in a line."""
    follows = "; ".join(say(each.label) for each in score.consequences) or say(Text("niets", "nothing"))
    return f"{say(score.label)}: {say(score.band.label)} → {follows}"
