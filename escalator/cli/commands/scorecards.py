"""`escalator scorecard`: what the latest scores of a contract lead to."""

from __future__ import annotations

from escalator.cli import options
from escalator.cli.language import say
from escalator.cli.session import Session, pass_session
from escalator.cli.shape import command
from escalator.cli.tables import Cell, show_json, show_table
from escalator.model.text import Text


@command("scorecard", Text("De scorekaart van een contract.", "The scorecard of a contract."))
@options.contract_argument
@options.as_json
@pass_session
def scorecard(session: Session, /, contract: str, *, as_json: bool) -> None:
    """Show what the latest score leads to by each scorecard."""
    from escalator.cli.results import score_plain
    from escalator.model.figures import shown

    with session.engine() as engine:
        found = engine.scores(contract)
    if as_json:
        show_json([score_plain(each) for each in found])
        return
    rows: list[tuple[Cell, ...]] = []
    for score in found:
        head: tuple[Cell, ...] = (score.period, say(shown(score.value)), say(score.band.label))
        follows = [
            _told(say(each.label), [say(theme) for theme in each.themes.values()]) for each in score.consequences
        ]
        rows += [(*head, each) for each in follows] or [(*head, say(Text("niets", "nothing")))]
    columns = (Text("Periode", "Period"), Text("Score", "Score"), Text("Oordeel", "Judgement"), Text("Gevolg", "Then"))
    show_table(columns, rows, Text("Geen scores.", "No scores."))


def _told(label: str, themes: list[str]) -> str:
    return "\n".join([label, *(f"  {theme}" for theme in themes)])
