"""What the clock's commands promise to programs and to whoever gets it wrong: gaps, keys, languages, refusals."""

import json
import shlex
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.cli.conftest import CASE, Desk
from tests.cli.reference import promised

LATER = date(2026, 3, 30)


@pytest.fixture
def neglected(opened: Desk) -> Desk:
    """A desk where an approval is overdue and nobody has kept the clock."""
    for role in ("contract_manager", "department_manager", "contractor"):
        opened.do("contact", "add", "plein", role, "--name", role.title(), "--email", f"{role}@example.org")
    opened.clock.move_to(LATER)
    return opened


@pytest.fixture
def sent(neglected: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same after a round whose messages went out."""
    monkeypatch.setenv("ESCALATOR_MAIL", "discard:")
    neglected.do("tick")
    neglected.clock.move_to(date(2026, 3, 31))
    neglected.do("tick")
    return neglected


def test_whoever_was_not_told_is_a_gap_and_the_audit_ends_with_1(neglected: Desk) -> None:
    done = neglected.type("audit", "--since", "2026-03-14", "--json")
    assert done.exit_code == 1, done.output
    answer = json.loads(done.stdout)
    assert answer["findings"] == []
    gaps = answer["proof"]["gaps"]
    assert set(answer["proof"]) == promised()["… proof"]
    assert set(gaps[0]) == promised()["… each of gaps"]
    assert {each["contract"] for each in gaps} == {"plein"}
    assert {each["key"] for each in gaps if each["case"] == CASE} == {"step1.approval"}
    assert {each["about"] for each in gaps if each["case"] is None} == {"duty"}
    assert {each["why"] for each in gaps} == {"nooit te verzenden"}
    shown = neglected.type("--lang", "en", "audit", "--since", "2026-03-14")
    assert shown.exit_code == 1
    assert "never owed" in shown.stdout
    assert "Nobody was forgotten" not in shown.stdout
    assert "Forgotten" in shown.stdout
    assert "2026-03-27 08:00" in shown.stdout  # on the day itself


def test_the_audit_without_a_day_asks_nothing_of_messages(neglected: Desk) -> None:
    assert "proof" not in neglected.read("audit")


def test_lateness_is_counted_from_the_moment_it_should_have_been(sent: Desk) -> None:
    proof = sent.read("audit", "--since", "2026-03-30")["proof"]
    four_hours, a_day = 4 * 3600, 24 * 3600  # due at eight, and the round was at noon; a duty was planned by it only
    late = {"p50": four_hours, "p99": a_day + four_hours, "worst": a_day + four_hours}
    assert proof["lateness_seconds"] == late
    assert proof["told"] == proof["expected"] > 0
    assert "p50 4 uur, p99 1 dag 4 uur, hoogstens 1 dag 4 uur" in sent.do("audit", "--since", "2026-03-30")
    assert "worst 1 day 4 h after" in sent.do("--lang", "en", "audit", "--since", "2026-03-30")


def test_without_a_way_out_messages_wait_and_status_says_so(neglected: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ESCALATOR_MAIL", raising=False)
    neglected.do("tick")
    neglected.clock.move_to(date(2026, 3, 31))
    assert neglected.read("tick")["sent"] == 0
    status = neglected.read("status")
    assert (status["backlog"], status["messages"]["owed"] > 0) == (status["messages"]["owed"], True)
    assert status["oldest_unsent"] is not None
    [first, *_] = neglected.read("outbox", "--status", "owed")
    assert "is niet verzonden" in neglected.refused("ack", first["message"], "--by", "B. Bakker")


def test_a_message_is_acknowledged_once(sent: Desk) -> None:
    [first, *_] = sent.read("outbox")
    assert sent.read("ack", first["message"], "--by", "B. Bakker")["acked_by"] == "B. Bakker"
    assert sent.read("ack", first["message"], "--by", "C. Claassen")["acked_by"] == "B. Bakker"


def test_the_outbox_of_a_case_has_each_message_that_tells_of_it(sent: Desk) -> None:
    every = sent.read("outbox")
    of_case = {each["message"] for each in sent.read("outbox", "--case", CASE)}
    cases = {
        each["message"]: {item["case"] for item in sent.read("outbox", "show", each["message"])["items"]}
        for each in every
    }
    assert of_case == {name for name, told in cases.items() if CASE in told}
    assert set() < of_case < set(cases)
    assert sent.read("outbox", "--status", "refused") == []
    assert sent.read("outbox", "--most", "1") == every[:1]


def test_a_contract_has_the_digests_too_that_tell_of_it(sent: Desk) -> None:
    assert {each["kind"] for each in sent.read("outbox", "--contract", "plein")} == {"digest"}
    sent.do("contract", "add", "ander", "--ladder", "haarlem", "--start", "2026-01-01")
    assert sent.read("outbox", "--contract", "ander") == []


def test_what_is_asked_of_the_outbox_counts_together(sent: Desk) -> None:
    sent.do("contract", "add", "ander", "--ladder", "haarlem", "--start", "2026-01-01")
    of_case = sent.read("outbox", "--case", CASE)
    assert sent.read("outbox", "--case", CASE, "--contract", "plein") == of_case
    assert sent.read("outbox", "--case", CASE, "--contract", "ander") == []
    assert sent.read("outbox", "--case", CASE, "--since", "2026-03-01") == of_case
    assert sent.read("outbox", "--case", CASE, "--since", "2026-04-01") == []
    assert sent.read("outbox", "--case", CASE, "--status", "refused") == []


def test_what_a_message_asks_to_type_can_be_typed(sent: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ESCALATOR_MAIL", f"folder:{tmp_path}/mail")
    sent.clock.move_to(date(2026, 4, 8))
    sent.do("tick")
    sent.clock.move_to(date(2026, 4, 9))
    sent.do("tick")
    [letter, *_] = [message_from_bytes(path.read_bytes(), policy=default) for path in (tmp_path / "mail").iterdir()]
    body = letter.get_body(("plain",))
    assert body is not None
    [line] = [each for each in body.get_content().splitlines() if "escalator ack" in each]
    _, _, typed = line.partition("escalator ")
    name = letter["To"].addresses[0].display_name
    assert name in sent.do(*shlex.split(typed))


def test_the_history_of_a_case_keeps_owed_sent_and_acknowledged_apart(sent: Desk) -> None:
    told = [each["message"] for each in sent.read("case", "history", CASE, "--messages") if each["event"] == "message"]
    assert [each["message"] for each in reversed(told)] == [
        each["message"] for each in sent.read("outbox", "--case", CASE)
    ]
    sent.do("ack", told[0]["message"], "--by", "B. Bakker")
    again = [each["message"] for each in sent.read("case", "history", CASE, "--messages") if each["event"] == "message"]
    assert (again[0]["status"], again[0]["acked_by"]) == ("sent", "B. Bakker")
    assert again[0]["owed_at"] <= again[0]["sent_at"] <= again[0]["acked_at"]
    assert all(each["event"] != "message" for each in sent.read("case", "history", CASE))
    shown = sent.do("--lang", "en", "case", "history", CASE)
    assert "Acknowledged by" in shown
    assert "digest" in shown
    assert "overzicht" in sent.do("case", "history", CASE)


@pytest.mark.parametrize(
    "typed",
    [
        ("outbox", "--contract", "none"),
        ("outbox", "--case", "none"),
        ("outbox", "--status", "lost"),
        ("outbox", "show", "none"),
        ("ack", "none", "--by", "B. Bakker"),
        ("reminders", "show", "none"),
        ("reminders", "set", "plein", "--opens", "18:00", "--closes", "08:00"),
        ("reminders", "set", "plein", "--before", "0"),
        ("calendar", "--contract", "none"),
        ("audit", "--since", "2026-03-14", "--contract", "none"),
        ("daemon", "--metrics-port", "70000"),
    ],
)
def test_a_mistake_is_one_message(opened: Desk, typed: tuple[str, ...]) -> None:
    assert "Traceback" not in opened.refused(*typed)


@pytest.mark.parametrize("command", ["tick", "daemon", "calendar"])
def test_a_way_out_that_cannot_be_used_is_refused_before_anything_is_done(
    opened: Desk, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ESCALATOR_MAIL", "pigeon:loft")
    assert "ESCALATOR_MAIL" in opened.refused(command)


@pytest.mark.parametrize("command", ["daemon", "tick", "status", "outbox", "calendar", "backup copy.db"])
def test_a_database_that_is_not_there_is_not_made(opened: Desk, command: str, tmp_path: Path) -> None:
    missing = tmp_path / "typo.db"
    done = opened.type("--database", missing, *command.split())
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"Er is geen database {missing}" in done.stderr
    assert not missing.exists()


def test_what_is_told_is_told_in_the_language_asked_for(sent: Desk) -> None:
    assert "Backlog" in sent.do("--lang", "en", "status")
    assert "Working days before" in sent.do("--lang", "en", "reminders", "show", "plein")
    assert "sent" in sent.do("--lang", "en", "outbox")
    assert "Next at" in sent.do("--lang", "en", "tick")
