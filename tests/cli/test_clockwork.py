"""The clock from the command line: rounds, messages, reminders, calendars, and the proof that nobody was forgotten."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import CASE, ROOT, Desk


@pytest.fixture
def told(opened: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    """A desk whose managers were reminded of an approval, by mail into a folder."""
    monkeypatch.setenv("ESCALATOR_MAIL", f"folder:{tmp_path}/mail")
    for role in ("contract_manager", "department_manager", "contractor"):
        opened.do("contact", "add", "plein", role, "--name", role.title(), "--email", f"{role}@example.org")
    opened.clock.move_to(date(2026, 3, 28))
    opened.do("tick")
    opened.clock.move_to(date(2026, 3, 30))
    opened.do("tick")
    return opened


def test_a_round_sends_what_is_due_and_says_when_the_next_is(told: Desk, tmp_path: Path) -> None:
    assert list((tmp_path / "mail").rglob("*.eml"))
    again = told.read("tick")
    assert (again["sent"], again["failed"]) == (0, {})
    assert again["next_at"] > "2026-03-30"
    assert "Daarna weer op" in told.do("tick")


def test_the_outbox_tells_who_was_told_what(told: Desk) -> None:
    [first, *_] = told.read("outbox")
    assert first["status"] == "sent"
    shown = told.do("outbox", "show", first["message"])
    assert first["email"] in shown
    assert "step1.approval" in shown
    assert CASE in {each["case"] for each in told.read("outbox", "show", first["message"])["items"]}
    assert "verzonden" in told.do("outbox", "--status", "sent", "--since", "2026-03-01")
    assert told.read("outbox", "--since", "2026-03-31") == []
    assert "Berichten" in told.do("case", "history", CASE)


def test_a_message_is_acknowledged_by_somebody(told: Desk) -> None:
    [first, *_] = told.read("outbox")
    refused = told.type("ack", first["message"])
    assert refused.exit_code == 2
    assert "Bevestigd door B. Bakker" in told.do("ack", first["message"], "--by", "B. Bakker")
    assert told.read("outbox", "show", first["message"])["acked_by"] == "B. Bakker"


def test_status_tells_what_waits(told: Desk) -> None:
    assert told.read("status")["backlog"] == 0
    shown = told.do("status")
    assert "Achterstand" in shown
    assert "verzonden" in shown


def test_what_cannot_be_worked_out_is_shown(told: Desk) -> None:
    with closing(sqlite3.connect(told.database)) as raw, raw:
        raw.execute("UPDATE escalator_cases SET digest = 'gone' WHERE id = ?", [CASE])
    told.clock.move_to(date(2026, 4, 7))
    done = told.type("tick")
    assert (done.exit_code, "Fout: plein: gone" in done.stderr) == (1, True)
    assert {(each["subject"], each["times"]) for each in told.read("status")["put_aside"]} >= {("plein", 1)}
    shown = told.do("status")
    assert "Opzij gelegd" in shown
    assert "LookupError: gone" in shown


def test_reminders_can_be_set_for_a_contract(opened: Desk) -> None:
    opened.do("reminders", "set", "plein", "--before", "3", "--not-on-day", "--opens", "09:00", "--each")
    shown = opened.read("reminders", "show", "plein")
    assert (shown["before"], shown["on_day"], shown["opens"], shown["digest"]) == ([3], False, "09:00", False)
    assert "09:00" in opened.do("reminders", "show", "plein")


@pytest.mark.parametrize("typed", ["9 uur", "25:00", "8:00"])
def test_a_time_that_is_none_is_one_message(opened: Desk, typed: str) -> None:
    assert "'--opens'" in opened.refused("reminders", "set", "plein", "--opens", typed)


def test_deadlines_are_written_for_a_calendar(opened: Desk, tmp_path: Path) -> None:
    assert opened.do("calendar", "--contract", "plein").startswith("BEGIN:VCALENDAR")
    file = tmp_path / "deadlines.ics"
    opened.do("calendar", "feed", "--role", "contract_manager", "--output", file)
    assert b"DTSTART;VALUE=DATE:20260327" in file.read_bytes()


def test_a_closed_day_moves_what_counts_over_it_and_says_so(opened: Desk) -> None:
    told = opened.do("calendar", "add", "20 maart 2026", "--reason", "brugdag", "--reason-en", "bridging day")
    assert "step1.approval: 2026-03-27 → 2026-03-30" in told
    deadlines = {each["id"]: each["due"] for each in opened.read("case", "show", CASE)["deadlines"]}
    assert deadlines == {"step1.plan": "2026-03-16", "step1.approval": "2026-03-30"}
    assert "telt niet, brugdag (eigen vrije dag)" in opened.do("explain", CASE, "step1.approval")
    assert "bridging day" in opened.do("calendar", "list", "--lang", "en")
    assert opened.read("audit")["findings"] == []


def test_a_closed_day_stands_in_the_history_of_what_it_moved(opened: Desk) -> None:
    opened.do("calendar", "add", "2026-03-20", "--reason", "brugdag", "--reason-en", "bridging day")
    [closed] = [each for each in opened.read("case", "history", CASE) if each["event"] == "closed_day_added"]
    assert (closed["fact"], closed["led_to"]) == (None, None)
    assert closed["data"] == {
        "deadline": "step1.approval",
        "before": "2026-03-27",
        "due": "2026-03-30",
        "day": "2026-03-20",
        "reason": "brugdag",
    }
    assert "reason=bridging day" in opened.do("case", "history", CASE, "--lang", "en")
    told = opened.do("explain", CASE, "step1.approval", "--lang", "en")
    assert "Friday 20 March 2026 became a closed day: bridging day." in told
    assert "Daardoor schoof de uiterste dag" in opened.do("explain", CASE, "step1.approval")
    [change] = opened.read("explain", CASE, "step1.approval")["adjusted"]
    assert (change["before"], change["due"]) == ("2026-03-27", "2026-03-30")
    assert change["closed"] == {"day": "2026-03-20", "reason": "brugdag"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("2026-03-21", "--reason", "x"), "2026-03-21 is al geen werkdag: zaterdag."),
        (("2026-04-27", "--reason", "x"), "2026-04-27 is al geen werkdag: Koningsdag."),
        (("2026-03-20", "--reason", " "), "Een gesloten dag heeft een reden nodig."),
        (("9999-12-31", "--reason", "x"), "valt buiten 1970-01-01 tot en met 2100-12-31"),
        (("2026-03-20", "--reason", "x", "--contract", "plien"), "plein"),
    ],
)
def test_a_day_that_cannot_be_closed_is_one_message(opened: Desk, typed: tuple[str, ...], said: str) -> None:
    refused = opened.type("calendar", "add", *typed)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr
    assert opened.read("calendar", "list") == []


def test_a_closed_day_of_a_contract_is_its_own(opened: Desk) -> None:
    opened.do("contract", "add", "ander", "--ladder", "haarlem", "--start", "2026-01-01")
    moved = opened.read("calendar", "add", "2026-03-20", "--reason", "markt", "--contract", "ander")["moved"]
    assert moved == []
    assert opened.read("calendar", "list") == []
    assert [each["contract"] for each in opened.read("calendar", "list", "--contract", "ander")] == ["ander"]
    again = opened.type("calendar", "add", "2026-03-20", "--reason", "markt", "--contract", "ander")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "al gesloten" in again.stderr


def test_the_proof_says_that_nobody_was_forgotten(told: Desk) -> None:
    proof = told.read("audit", "--since", "2026-03-28")["proof"]
    assert proof["gaps"] == []
    assert proof["expected"] == proof["told"] + proof["waiting"] + proof["void"] + proof["refused"]
    assert "Niemand is vergeten." in told.do("audit", "--since", "2026-03-28")


def test_a_backup_is_a_database_of_its_own_and_is_never_written_over(opened: Desk, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    opened.do("backup", copy)
    assert CASE in opened.do("--database", copy, "case", "list")
    assert "bestaat al" in opened.type("backup", copy).stderr


def test_a_database_moves_into_an_empty_one_and_is_audited_there(opened: Desk, tmp_path: Path) -> None:
    target = tmp_path / "target.db"
    assert "0 verschil(len)" in opened.do("copy", opened.database, target)
    assert CASE in opened.do("--database", target, "case", "list")
    assert opened.type("copy", opened.database, target).exit_code == 2
    missing = opened.type("copy", tmp_path / "none.db", tmp_path / "other.db")
    assert missing.exit_code == 2
    assert not (tmp_path / "other.db").exists()


def test_a_daemon_keeps_the_clock_until_it_is_told_to_stop(opened: Desk) -> None:
    beaten = threading.Event()

    class Heart(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            beaten.set()

    with ThreadingHTTPServer(("127.0.0.1", 0), Heart) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        heartbeat = f"http://127.0.0.1:{server.server_port}/"
        database = ("--database", str(opened.database))
        daemon = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), *database, "daemon", "--heartbeat", heartbeat],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "ESCALATOR_MAIL": "discard:"},
        )
        assert beaten.wait(60)
        daemon.send_signal(signal.SIGTERM)
        daemon.communicate(timeout=60)
        server.shutdown()
    assert daemon.returncode == 0
    assert opened.read("audit")["findings"] == []
