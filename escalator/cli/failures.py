"""Every way a command can end badly, told as one message in the user's language. Owns the exit codes.

A user's mistake is never a traceback; a defect of the program always is, so that it can be reported.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from typing import Final

import click

from escalator.cli.language import say
from escalator.model.errors import EscalatorError
from escalator.model.files import why
from escalator.model.signs import printable
from escalator.model.text import Text

OK: Final = 0
MISTAKE: Final = 2
INTERRUPTED: Final = 128 + signal.SIGINT
NOBODY_READS: Final = 128 + signal.SIGPIPE

_STDERR: Final = 2
_ERROR: Final = Text("Fout", "Error")
MISTAKES: Final = (
    click.Abort,
    click.ClickException,
    EscalatorError,
    KeyboardInterrupt,
    OSError,
    SystemExit,
    UnicodeEncodeError,  # an argument that is no text was to be kept
)
_NO_TEXT: Final = Text("Een van de argumenten is geen tekst in UTF-8.", "One of the arguments is no text in UTF-8.")
_STOPPED: Final = Text("Afgebroken.", "Interrupted.")


def guarded(run: Callable[[], object]) -> int:
    """Run a command and return the exit code; a user's mistake is told on standard error."""
    _fill_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another, and fails nothing
    try:
        code = run()
        sys.stdout.flush()
    except MISTAKES as problem:
        return _told(problem)
    return code if isinstance(code, int) else OK


def _fill_closed() -> None:
    """Open what was closed on us as nothing, or the database would take its number, and be written what is told."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STDERR:
        pass
    os.close(number)
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open until we end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as above


def _told(problem: BaseException) -> int:
    match problem:
        case click.Abort() | KeyboardInterrupt():
            complain(say(_STOPPED), prefix=False)
            return INTERRUPTED
        case click.ClickException():
            problem.show()
            return problem.exit_code
        case EscalatorError():
            complain(say(problem.text))
        case UnicodeEncodeError():
            complain(say(_NO_TEXT))
        case SystemExit():  # click leaves so after a completion, and with a code when nobody reads its output
            return NOBODY_READS if problem.code else OK
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains while it ends
            return NOBODY_READS
        case OSError():
            complain(say(_of_system(problem)))
    return MISTAKE


def complain(message: str, *, prefix: bool = True) -> None:
    """Print a message on standard error; what it repeats of what was typed never commands the terminal."""
    told = printable(message)
    click.echo(f"{say(_ERROR)}: {told}" if prefix else told, err=True)


def _of_system(problem: OSError) -> Text:
    reason = why(problem)
    if problem.filename is None:
        return reason
    name = os.fsdecode(problem.filename)
    return Text(f"{name}: {reason.nl}", f"{name}: {reason.en}")
