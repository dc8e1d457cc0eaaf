"""Obligations and permissions at the desk: what is owed, why then, that it was done, and what is refused."""

import pytest

from tests.cli.conftest import Desk


@pytest.fixture
def owing(desk: Desk) -> Desk:
    """The desk with a contract more, of which a quarter has passed."""
    desk.do("contract", "add", "huis", "--ladder", "haarlem", "--start", "2025-10-01")
    desk.do("contract", "add", "zaan", "--ladder", "zaanstreek", "--start", "2025-01-01")
    return desk


def statuses(desk: Desk, *arguments: str) -> dict[str, str]:
    return {each["occurrence"]: each["status"] for each in desk.read("obligations", *arguments)}


def test_what_is_owed_is_listed_by_day(owing: Desk) -> None:
    found = owing.read("obligations", "--contract", "huis", "--until", "2026-04-30")
    days = [each["due"] for each in found if each["due"]]
    assert days == sorted(days)
    assert {"quarterly_report:2025-Q4", "quarterly_report:2026-Q1"} <= {each["occurrence"] for each in found}
    shown = owing.do("obligations", "--contract", "huis", "--until", "2026-04-30")
    assert "Kwartaalrapportage" in shown
    assert "over tijd" in shown


def test_the_list_can_begin_on_a_day(owing: Desk) -> None:
    found = owing.read("obligations", "--contract", "huis", "--from", "2026-03-02", "--until", "2026-04-30")
    assert found
    assert all("2026-03-02" <= each["due"] <= "2026-04-30" for each in found)


def test_what_was_done_is_off_the_list_and_late_where_it_was(owing: Desk) -> None:
    told = owing.do("obligations", "done", "huis", "quarterly_report", "--period", "2025-Q4", "--role", "contractor")
    assert "obligation_performed" in told
    assert "quarterly_report:2025-Q4" not in statuses(owing, "--contract", "huis")
    everything = statuses(owing, "--contract", "huis", "--all")
    assert everything["quarterly_report:2025-Q4"] == "late"


def test_why_something_is_due_is_explained(owing: Desk) -> None:
    told = owing.do("obligations", "explain", "huis", "quarterly_report:2026-Q1")
    assert "Kwartaalrapportage" in told
    assert "2026" in told
    assert owing.read("obligations", "explain", "huis", "quarterly_report:2026-Q1")["text"]


def test_what_can_be_asked_for_is_asked_for_and_what_is_late_may_lead_to_a_proposal(owing: Desk) -> None:
    kinds = {each["obligation"]: each["kind"] for each in owing.read("obligations", "--contract", "zaan", "--all")}
    assert "recurring" in kinds.values()
    told = owing.do("obligations", "done", "huis", "quarterly_meeting", "--period", "2025-Q4", "--note", "gehouden")
    assert "obligation_performed" in told
    assert "niet bekend" in owing.type("obligations", "ask", "huis", "nothing").stderr


def test_a_meeting_is_planned_and_a_report_asked_for(owing: Desk) -> None:
    assert "obligation_planned" in owing.do("obligations", "plan", "huis", "quarterly_meeting", "2026-03-30")
    refused = owing.type("obligations", "ask", "huis", "quarterly_meeting")
    assert refused.exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["obligations", "done", "huis", "quartely_report"], "quarterly_report"),
        (["obligations", "done", "huis", "quarterly_report", "--period", "2031-Q1"], "2031-Q1"),
        (["obligations", "done", "huis", "quarterly_report", "--on", "2026-03-03"], "toekomst"),
        (["obligations", "done", "huis", "quarterly_report", "--check", "x"], "punt=ja"),
        (["obligations", "explain", "huis", "quarterly_report:2026-Q9"], "quarterly_report:2026-Q"),
        (["obligations", "--contract", "huiz"], "Bedoelde u 'huis'?"),
        (["permission", "use", "zaan", "check_file"], "check_files"),
        (["permission", "lift", "zaan", "check_files"], "check_files"),
        (["agreement", "retract", "huis", "99", "--reason", "x"], "99"),
        (["agreement", "event", "zaan", "tabel"], "tabel"),
        (["results", "huis", "--kpi"], "--kpi"),
    ],
)
def test_a_mistake_is_one_message(owing: Desk, arguments: list[str], said: str) -> None:
    done = owing.type(*arguments)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    assert said in done.stderr


def test_permissions_are_listed_used_and_counted(owing: Desk) -> None:
    [usable] = [each for each in owing.read("permission", "list", "zaan") if each["usable"]]
    assert usable["permission"] == "check_files"
    assert "permission_used" in owing.do("permission", "use", "zaan", "check_files", "--note", "steekproef")
    assert "in werking" in owing.do("permission", "list", "zaan")


def test_events_of_the_contract_are_listed_and_recorded(owing: Desk) -> None:
    assert "table_missed" in owing.do("agreement", "event", "zaan")
    fact = owing.read("agreement", "event", "zaan", "table_missed", "--set", "note=zonder bericht")
    assert fact["data"] == {"note": "zonder bericht"}
    assert "table_missed" in owing.do("agreement", "list", "zaan")
    assert "fact_retracted" in owing.do("agreement", "retract", "zaan", fact["fact"], "--reason", "toch aanwezig")


def test_results_are_listed_with_the_number_that_a_correction_names(owing: Desk) -> None:
    first = owing.read("measure", "huis", "satisfaction", "6,4", "--period", "2025")["result"]
    owing.do("measure", "huis", "satisfaction", "7,4", "--period", "2025", "--corrects", first)
    [counting] = owing.read("results", "huis")
    assert (counting["corrects"], counting["verdict"]) == (first, "met")
    assert [each["counts"] for each in owing.read("results", "huis", "--all")] == [False, True]
    assert "norm gehaald" in owing.do("results", "huis", "--kpi", "satisfaction", "--period", "2025")
    assert owing.do("results", "huis", "--region", "x").strip() == "Geen resultaten."
