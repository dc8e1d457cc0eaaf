"""`escalator test`: run scenarios. Owns the lines printed and the exit code; the running is `escalator.ladders`'s."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from escalator.cli.failures import MISTAKE, complain
from escalator.cli.language import say
from escalator.cli.shape import argument, command, option
from escalator.cli.tables import json_text
from escalator.model.errors import EscalatorError
from escalator.model.signs import printable
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.ladders.scenarios import Outcome

FAILED: Final = 1
_OK: Final = Text("goed", "ok")
_WRONG: Final = Text("FOUT", "FAIL")
_UNREADABLE: Final = Text("{file} kan niet worden gedraaid", "{file} cannot be run")


@command(
    "test",
    Text(
        "Draai scenario's. PATH is een scenariobestand, of een map waarin alle scenario's worden gezocht.\n\n"
        "Eindigt met 0 als alles klopt, met 1 als een controle niet klopt (verwacht en werkelijk naast elkaar), "
        "en met 2 als een bestand niet te lezen is of iets onbekends noemt.",
        "Run scenarios. PATH is a scenario file, or a folder in which all scenarios are looked for.\n\n"
        "Ends with 0 if everything holds, with 1 if a check does not (expected beside actual), and with 2 if a file "
        "cannot be read or names something unknown.",
    ),
)
@argument(
    "paths",
    Text("Bestanden en mappen.", "Files and folders."),
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@option(
    "--json",
    "as_json",
    is_flag=True,
    told=Text("Een JSON-object per scenario, per regel.", "One JSON object a scenario, a line each."),
)
@click.pass_context
def test(ctx: click.Context, paths: tuple[Path, ...], *, as_json: bool) -> None:
    """Run the scenarios at these paths, one line each."""
    from escalator.ladders import scenarios

    code, told = 0, set[str]()
    for file in scenarios.files(paths):
        try:
            outcome = scenarios.run_file(file)
        except EscalatorError as problem:
            _unreadable(file, say(problem.text), told)
            code = MISTAKE
            continue
        click.echo(_as_json(outcome) if as_json else _as_line(outcome))
        code = code or (0 if outcome.ok else FAILED)
    ctx.exit(code)


def _unreadable(file: Path, message: str, told: set[str]) -> None:
    """Complain about a file; what is wrong with a ladder that many scenarios share is told once."""
    complain(say(_UNREADABLE).format(file=file) + ("" if message in told else f"\n{message}"))
    told.add(message)


def _as_line(outcome: Outcome) -> str:
    verdict = click.style(say(_OK), fg="green") if outcome.ok else click.style(say(_WRONG), fg="red", bold=True)
    lines = [f"  {outcome.file}  {outcome.scenario}", *(f"      {say(failure)}" for failure in outcome.failures)]
    return verdict + printable("\n".join(lines))


def _as_json(outcome: Outcome) -> str:
    told: dict[str, object] = {"file": str(outcome.file), "scenario": outcome.scenario, "ok": outcome.ok}
    if not outcome.ok:
        told["failures"] = [say(failure) for failure in outcome.failures]
    return json_text(told)
