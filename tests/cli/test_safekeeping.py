"""Files that go with facts, the audit, and databases that cannot be used: nothing is lost or changed unseen."""

import sqlite3
from contextlib import nullcontext
from pathlib import Path

import pytest

from escalator.cli.session import Session
from tests.cli.conftest import CASE, FRIDAY, Desk, Program, Run

FOREIGN = ["mysql://host/x", "sqlite:///{tmp}/no/such/folder/x.db", "{tmp}", "postgresql://nobody@127.0.0.1:1/x"]


def tamper(database: Path, *statements: str) -> None:
    """Change a database behind the program's back."""
    connection = sqlite3.connect(database)
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        assert connection.execute(statement).rowcount > 0
    connection.commit()
    connection.close()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("Geachte heer Jansen,\n", encoding="utf-8")
    return path


def test_a_file_is_kept_with_the_fact_it_belongs_to(opened: Desk, letter: Path) -> None:
    opened.do("reject", CASE, "--role", "contract_manager", "--file", letter)
    facts = opened.facts()
    assert [each["event"] for each in facts[-2:]] == ["plan_rejected", "evidence_added"]
    assert "letter.txt" in facts[-1]["data"]["note"]
    shown = opened.do("case", "history", CASE)
    assert facts[-1]["data"]["file"][:12] in shown
    assert facts[-1]["data"]["file"] not in shown


def test_evidence_can_be_added_at_any_time(opened: Desk, letter: Path) -> None:
    opened.do("evidence", CASE, letter, "--role", "contractor", "--note", "de brief")
    facts = opened.facts()
    assert facts[-1]["data"]["note"] == "de brief"


def test_a_file_that_is_not_there_or_not_accepted_is_refused_with_its_fact(opened: Desk, tmp_path: Path) -> None:
    missing = tmp_path / "none.pdf"
    assert str(missing) in opened.refused("reject", CASE, "--role", "contract_manager", "--file", missing)
    program = tmp_path / "x.exe"
    program.write_bytes(b"MZ\x00\x01\x02" * 100)
    assert "x.exe" in opened.refused("evidence", CASE, program, "--role", "contractor")
    assert opened.refused("evidence", CASE, tmp_path, "--role", "contractor")


def test_an_audit_of_a_sound_database_says_so(opened: Desk) -> None:
    told = opened.do("audit")
    assert "1 dossier(s)" in told
    assert "Alles klopt." in told
    assert opened.read("audit") == {"contracts": 1, "cases": 1, "facts": 3, "findings": []}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE escalator_facts SET \"on\" = '2026-03-12' WHERE event = 'plan_submitted'",
        "DELETE FROM escalator_facts WHERE event = 'plan_submitted'",
        "UPDATE escalator_cases SET state = 'resolved'",
        "UPDATE escalator_deadlines SET due = '2026-12-31'",
    ],
)
def test_an_audit_names_the_case_whose_content_was_changed(opened: Desk, statement: str) -> None:
    tamper(opened.database, statement)
    done = opened.type("audit")
    assert done.exit_code == 1, done.output
    assert CASE in done.stdout


@pytest.mark.parametrize("database", FOREIGN)
def test_a_database_that_cannot_be_opened_is_one_message(run: Run, tmp_path: Path, database: str) -> None:
    told = run("--database", database.format(tmp=tmp_path), "init")
    assert told.exit_code == 2, told.exception
    assert told.stderr.startswith("Fout: ")
    assert "Traceback" not in told.stderr


def test_a_file_that_is_no_database_is_one_message(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"nothing of the kind" * 1000)
    told = run("--database", tmp_path / "x.db", "contract", "list")
    assert told.exit_code == 2, told.exception
    assert told.stderr.startswith("Fout: ")


def test_a_database_that_is_not_there_is_an_error_and_is_not_made(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "typo.db"
    told = run("--database", missing, "case", "list")
    assert told.exit_code == 2
    assert f"Er is geen database {missing}" in told.stderr
    assert not missing.exists()


@pytest.mark.parametrize(
    "arguments",
    [["init"], ["case", "list"], ["contract", "add", "x", "--ladder", "haarlem", "--start", "2026-01-01"], ["tick"]],
)
def test_another_programs_database_is_left_alone(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "recipes.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    before = path.read_bytes()
    told = run("--database", path, *arguments)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "van een ander programma" in told.stderr
    assert path.read_bytes() == before


def test_a_database_can_be_shared_with_another_program_on_purpose(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cases.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE letters (id INTEGER)")
    assert run("--database", path, "init", "--shared").exit_code == 0
    assert run("--database", path, "case", "list").exit_code == 0
    assert sqlite3.connect(path).execute("SELECT count(*) FROM letters").fetchone() == (0,)


def test_a_database_of_a_newer_version_is_left_alone(opened: Desk) -> None:
    tamper(opened.database, "UPDATE escalator_version SET version_num = '9999'")
    done = opened.type("case", "list")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Fout: ")


def test_a_locked_database_is_one_message_after_waiting(opened: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalator.storage.drivers.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(opened.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = opened.refused("reject", CASE, "--role", "contract_manager")
    other.execute("ROLLBACK")
    other.close()
    assert told.startswith("Fout: ")


def test_a_full_disk_is_one_message_and_records_nothing(program: Program, opened: Desk) -> None:
    before = opened.facts()
    arguments = ("record", CASE, "plan_rejected", "--role", "contract_manager", "--on", FRIDAY)
    code = """
import atexit, resource, signal
from escalator.cli import main
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
atexit.register(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))  # what measures this process may write again
main()
"""
    done = program(*arguments, code=code, ESCALATOR_DATABASE_URL=str(opened.database))
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("Fout: ")
    assert "Traceback" not in done.stderr
    assert opened.facts() == before


def test_a_read_only_database_is_read_and_not_written(opened: Desk) -> None:
    read_only = ("--database", f"sqlite:///{opened.database}?mode=ro")
    assert CASE in opened.do(*read_only, "case", "list")
    told = opened.refused(*read_only, "reject", CASE, "--role", "contract_manager")
    assert told.startswith("Fout: ")


def test_a_password_is_never_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "engine", lambda *_, **__: nullcontext())
    shown = run("--database", "postgresql://jan:geheim@localhost/register", "init").stdout
    assert "geheim" not in shown
    assert "postgresql://jan:***@localhost/register" in shown
