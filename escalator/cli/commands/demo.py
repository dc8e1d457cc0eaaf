"""`escalator demo`: plays the story of `escalator.demo`, typing its commands with the clock set to each day."""

from __future__ import annotations

import os
import shlex
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from escalator.cli.failures import MISTAKE, OK, guarded
from escalator.cli.language import current, say
from escalator.cli.session import Session
from escalator.cli.shape import command
from escalator.model.text import Text

if TYPE_CHECKING:
    from escalator.demo import Scene
    from escalator.testing import Clock

_NEXT: Final = Text(
    "Alles staat in {folder}/. Typ nu zelf verder, bijvoorbeeld:",
    "Everything is in {folder}/. Now type on yourself, for example:",
)
_EVERY: Final = 10_000
TO_TYPE: Final = (
    "case list",
    "case history haarlem-2026-1",
    "outbox --case zaan-2026-1",
    "status",
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
    from escalator.demo import DATABASE, FOLDER, MAIL, STORY, prepare
    from escalator.testing import Clock

    prepare(Path(FOLDER))
    os.environ["ESCALATOR_MAIL"] = f"folder:{MAIL}"
    clock = Clock(STORY[0].on)
    for number, scene in enumerate(STORY, 1):
        _pass_time(clock, scene)
        _show(number, scene)
        for line in map(_in_language, scene.commands):
            if _type(line, clock) != (MISTAKE if line in scene.refused else OK):
                ctx.exit(1)
        if not all(_quietly(line, clock) for line in map(_in_language, scene.quietly)):
            ctx.exit(1)
    _show_letters(Path(MAIL), clock)
    click.echo(f"\n{say(_NEXT.format(folder=FOLDER))}\n\n  export ESCALATOR_DATABASE_URL={DATABASE}")
    for line in TO_TYPE:
        click.echo(f"  {_program()} {line}")


def _pass_time(clock: Clock, scene: Scene) -> None:
    """Let the clock run to noon on the day of a scene, doing each round at its moment, as the daemon would."""
    from escalator.demo import DATABASE
    from escalator.testing import Clock

    then = Clock(scene.on).now()
    if Path(DATABASE).exists():
        with Session(database=DATABASE, clock=clock).engine(sending=True) as engine:
            while (moment := engine.tick().next_at) is not None and moment < then:
                clock.move_to(max(moment, clock.now()))
    clock.move_to(then)


def _show_letters(folder: Path, clock: Clock) -> None:
    """Tell how many messages went out, by kind, and print one that corrects an earlier one."""
    from email import message_from_bytes
    from email.policy import default

    from escalator.cli.commands.messages import KIND
    from escalator.demo import DATABASE, READER

    with Session(database=DATABASE, clock=clock).engine() as engine:
        sent = engine.outbox(status="sent", most=_EVERY)
    numbers = Counter(each.kind.value for each in sent)
    kinds = ", ".join(f"{number} {say(KIND[kind])}" for kind, number in numbers.most_common())
    told = Text(
        "Er gingen {n} berichten uit ({kinds}), elk als bestand in {folder}/. Dit is er een, van 9 april:",
        "{n} messages went out ({kinds}), each a file in {folder}/. This is one of them, of 9 April:",
    )
    click.secho(f"\n{say(told.format(n=len(sent), kinds=kinds, folder=folder))}", fg="blue")
    chosen = next(each for each in sent if (each.kind.value, each.email) == ("correction", READER))
    [path] = folder.glob(f"{chosen.id}@*.eml")
    letter = message_from_bytes(path.read_bytes(), policy=default)
    body = letter.get_body(("plain",))
    click.echo(f"\n  {letter['To']}\n  {letter['Subject']}\n")
    for line in (body.get_content() if body else "").splitlines():
        click.echo(f"  {line}")


def _show(number: int, scene: Scene) -> None:
    from escalator.model.day_text import day_told

    day = say(day_told(scene.on))
    click.secho(f"\n{number}. {day[:1].upper()}{day[1:]}", fg="blue", bold=True)
    click.secho(say(scene.told), fg="blue")


def _type(line: str, clock: Clock) -> int:
    """Run a command as if it were typed on that day; return its exit code."""
    from escalator.cli.root import root
    from escalator.demo import DATABASE

    click.secho(f"\n$ escalator {line}", bold=True)
    sys.stdout.flush()
    words = [f"--lang={current()}", *shlex.split(line)]
    session = Session(database=DATABASE, clock=clock)
    code = guarded(lambda: root.main(words, prog_name="escalator", standalone_mode=False, obj=session))
    sys.stderr.flush()
    return code


def _in_language(line: str) -> str:
    """Return a command as it is typed in the language of the demonstration: people are written to in it too."""
    return f"{line} --language {current()}" if current() != "nl" and line.startswith("contact add") else line


def _quietly(line: str, clock: Clock) -> bool:
    """Run a command without showing it; return whether it succeeded."""
    from contextlib import redirect_stdout
    from io import StringIO

    with redirect_stdout(StringIO()):
        return _type(line, clock) == OK


def _program() -> str:
    """Return how to call the program from where the user is."""
    started, installed = Path(sys.argv[0]), Path(sys.executable).with_name("escalator")
    if started.name == installed.name:
        return installed.name
    if installed.is_relative_to(Path.cwd()):
        return str(installed.relative_to(Path.cwd()))
    return f"python {started}"
