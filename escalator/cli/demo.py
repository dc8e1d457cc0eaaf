"""`escalator demo`: plays the story of `escalator.demo`, typing its commands with the clock set to each day."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from escalator.cli.failures import MISTAKE, OK, guarded
from escalator.cli.language import current, say
from escalator.cli.shape import command
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.demo import Scene
    from escalator.testing import Clock

_NEXT: Final = Text(
    "Alles staat in {folder}/. Typ nu zelf verder, bijvoorbeeld:",
    "Everything is in {folder}/. Now type on yourself, for example:",
)
TO_TYPE: Final = (
    "case list",
    "case history haarlem-2026-1",
    "explain haarlem-2026-1 step3.cure",
    "workflow explain haarlem",
    "--help",
)


@command(
    "demo",
    Text(
        "Speel het hoofdwerk na op de echte contracten.\n\n"
        "Dat gebeurt in de map demo/, met een eigen database en een klok die van dag naar dag springt.",
        "Play the main job on the real contracts.\n\n"
        "That happens in the folder demo/, with a database of its own and a clock that jumps from day to day.",
    ),
)
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Play the story."""
    from escalator.demo import DATABASE, FOLDER, STORY, prepare
    from escalator.testing import Clock

    prepare(Path(FOLDER))
    clock = Clock(STORY[0].on)
    for number, scene in enumerate(STORY, 1):
        clock.move_to(scene.on)
        _show(number, scene)
        for line in scene.commands:
            if _type(line, clock) != (MISTAKE if line in scene.refused else OK):
                ctx.exit(1)
    click.echo(f"\n{say(_NEXT.format(folder=FOLDER))}\n\n  export ESCALATOR_DATABASE_URL={DATABASE}")
    for line in TO_TYPE:
        click.echo(f"  {_program()} {line}")


def _show(number: int, scene: Scene) -> None:
    from escalator.model.day_text import day_told

    click.secho(f"\n{number}. {say(day_told(scene.on)).capitalize()}", fg="blue", bold=True)
    click.secho(say(scene.told), fg="blue")


def _type(line: str, clock: Clock) -> int:
    """Run a command as if it were typed on that day; return its exit code."""
    from escalator.cli.root import root
    from escalator.cli.session import Session
    from escalator.demo import DATABASE

    click.secho(f"\n$ escalator {line}", bold=True)
    sys.stdout.flush()
    words = [f"--lang={current()}", *shlex.split(line)]
    session = Session(database=DATABASE, clock=clock)
    code = guarded(lambda: root.main(words, prog_name="escalator", standalone_mode=False, obj=session))
    sys.stderr.flush()
    return code


def _program() -> str:
    """Return how to call the program from where the user is."""
    started, installed = Path(sys.argv[0]), Path(sys.executable).with_name("escalator")
    if started.name == installed.name:
        return installed.name
    if installed.is_relative_to(Path.cwd()):
        return str(installed.relative_to(Path.cwd()))
    return f"python {started}"
