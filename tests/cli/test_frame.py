"""The front door: languages, help without loading anything, one message for a mistake, quiet exits."""

import gettext
import json
import re
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from escalator.cli import failures, language
from escalator.cli.root import root
from escalator.cli.shape import Group
from tests.cli import catalogue
from tests.cli.conftest import ROOT, Program, Run

HEAVY = {
    *("sqlmodel", "sqlalchemy", "alembic", "holidays", "pydantic", "rich", "msgspec", "transitions", "ruamel.yaml"),
    *("escalator.ladders", "escalator.engine", "escalator.storage", "escalator.procedure", "escalator.calendars"),
}
LOADED = "import sys, json; sys.stderr.write(json.dumps(sorted(sys.modules)))"


def loaded_by(arguments: list[str], **environment: str) -> set[str]:
    """Return the modules that a run of the program loads."""
    program = f"import atexit; atexit.register(lambda: exec({LOADED!r})); from escalator.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["case", "--help"], ["record", "--help"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(arguments) & HEAVY == set()


def test_completing_a_command_loads_nothing_heavy_and_no_command() -> None:
    found = loaded_by([], _ESCALATOR_COMPLETE="bash_complete", COMP_WORDS="escalator re", COMP_CWORD="1")
    assert found & HEAVY == set()
    assert "escalator.cli.commands.recording" not in found


@pytest.mark.parametrize(("shell", "word"), [("bash", "1"), ("zsh", "1"), ("fish", "re")])
def test_a_shell_completes_commands(program: Program, shell: str, word: str) -> None:
    done = program(_ESCALATOR_COMPLETE=f"{shell}_complete", COMP_WORDS="escalator re", COMP_CWORD=word)
    assert {"record", "reject", "retract"} <= set(re.split(r"[\s,]", done.stdout))


@pytest.mark.parametrize(
    ("environment", "chosen"),
    [
        ({}, "nl"),
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "fr_FR.UTF-8"}, "nl"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "ESCALATOR_LANG": "en"}, "en"),
    ],
)
def test_the_language_is_the_environments_and_else_dutch(run: Run, environment: dict[str, str], chosen: str) -> None:
    shown = run("--help", **environment).output
    assert ("Gebruik:" in shown, "Usage:" in shown) == (chosen == "nl", chosen == "en")
    assert ("Toon deze uitleg." in shown) == (chosen == "nl")


@pytest.mark.parametrize("arguments", [("--lang", "en", "test"), ("test", "--lang", "en"), ("test", "--lang=en")])
def test_the_language_may_be_named_anywhere(run: Run, arguments: tuple[str, ...]) -> None:
    told = run(*arguments, LANG="nl_NL.UTF-8")
    assert told.exit_code == 2
    assert "Error: Missing argument 'PATH...'" in told.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audti"], "De opdracht 'audti' bestaat niet. Bedoelde u 'audit'?"),
        (["--databse", "x"], "De optie '--databse' bestaat niet. Bedoelde u '--database'?"),
        (["--lang", "fr"], "'fr' is geen van 'nl', 'en'."),
        (["test"], "Er ontbreekt een argument: 'PATH...'."),
        (["--database"], "De optie '--database' vraagt een waarde."),
        (["test", "--json=1", "x"], "De optie '--json' heeft geen waarde."),
    ],
)
def test_a_mistake_in_the_arguments_is_told_in_dutch(run: Run, arguments: list[str], said: str) -> None:
    told = run(*arguments)
    assert told.exit_code == 2
    assert said in told.stderr
    assert told.stdout == ""


def test_every_command_says_in_its_own_help_what_the_list_says(run: Run) -> None:
    assert isinstance(root, Group)
    for name, entry in root.entries.items():
        for spoken, text in (("nl", entry.told.nl), ("en", entry.told.en)):
            shown = " ".join(run("--lang", spoken, name, "--help").output.split())
            assert text in shown, name


def test_the_catalogue_is_compiled_from_its_text_and_click_still_says_each_message() -> None:
    text = catalogue.SOURCE.read_text(encoding="utf-8")
    assert catalogue.COMPILED.read_bytes() == catalogue.compiled(text)
    place = find_spec("click")
    assert place is not None
    assert place.origin is not None
    source = "".join(path.read_text(encoding="utf-8") for path in Path(place.origin).parent.glob("*.py"))
    said = source.replace('"\n', "").replace('"', "")
    for message in catalogue.messages(text):
        for each in filter(None, message.split("\0")):
            assert each.replace("\n", "\\n").replace("\t", "\\t") in said, each


def test_the_catalogue_is_what_gettext_reads() -> None:
    with catalogue.COMPILED.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("Usage:") == "Gebruik:"
    one, many = "{value!r} is not {choice}.", "{value!r} is not one of {choices}."
    assert (read.ngettext(one, many, 1), read.ngettext(one, many, 2)) == (
        "{value!r} is niet {choice}.",
        "{value!r} is geen van {choices}.",
    )


def test_a_file_that_is_not_there_is_one_message(program: Program, tmp_path: Path) -> None:
    done = program("test", tmp_path / "nothing.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"Fout: {tmp_path}/nothing.yaml: bestaat niet\n"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (PermissionError(13, "Permission denied", "/secret"), "/secret: geen toegang"),
        (OSError(28, "No space left on device"), "de schijf is vol"),
        (OSError(30, "Read-only file system", b"/data"), "/data: de schijf is alleen-lezen"),
        (OSError(5, "Input/output error", "/data"), "/data: Input/output error"),
    ],
)
def test_what_the_system_refuses_is_one_message(
    problem: OSError, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing() -> None:
        raise problem

    language.settle([], {})
    assert failures.guarded(failing) == 2
    assert capsys.readouterr().err == f"Fout: {said}\n"


def test_a_defect_keeps_its_traceback() -> None:
    def failing() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failures.guarded(failing)


def test_nobody_reading_ends_quietly() -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", f'"{sys.executable}" cli.py --help | true; echo "${{PIPESTATUS[0]}}"'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == str(128 + signal.SIGPIPE)


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_end_quietly_and_reach_no_file(closed: str, tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    for command in ("init", "workflow explain haarlem", "case show none"):
        line = f'"{sys.executable}" cli.py --database {database} {command} {closed}'
        done = subprocess.run(["/bin/bash", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, "Traceback" in done.stderr) == (2 if "none" in command else 0, False)
    assert database.read_bytes().startswith(b"SQLite format 3")


def test_help_is_dutch_to_the_last_word(program: Program) -> None:
    assert "Toon deze uitleg." in program("--help").stdout


def test_an_interrupt_ends_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    language.settle([], {})
    assert failures.guarded(interrupted) == 128 + signal.SIGINT
    assert capsys.readouterr().err.strip() == "Afgebroken."
