"""The main job as a user types it, on a real database file: what is printed, what is refused, what stays unchanged."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.cli.conftest import CASE, Desk, Program, Run

MANAGER = ("--role", "contract_manager")


def test_a_case_is_opened_and_its_plan_comes_in(desk: Desk) -> None:
    told = desk.do("open", "plein", "--kpi", "satisfaction", "--on", "2 maart 2026", "--role", "contract_manager")
    assert f"Geopend: dossier {CASE}." in told
    assert "step1.plan: uiterlijk maandag 16 maart 2026, open" in told
    desk.clock.move_to(date(2026, 3, 13))
    told = desk.do("record", CASE, "plan_submitted", "--on", "gisteren")
    assert "Vastgelegd: plan_submitted op donderdag 12 maart 2026 (feit 2)." in told
    assert "step1.approval: uiterlijk donderdag 26 maart 2026, open" in told
    assert "Nu mogelijk: plan_approved, plan_rejected" in told


def test_show_as_json_has_the_keys_that_programs_rely_on(opened: Desk) -> None:
    shown = opened.read("case", "show", CASE)
    assert {key: shown[key] for key in ("case", "contract", "ladder", "version", "track", "state", "step")} == {
        "case": CASE,
        "contract": "plein",
        "ladder": "haarlem",
        "version": "1.0",
        "track": "core",
        "state": "step1.approval",
        "step": 1,
    }
    deadlines = [{key: each[key] for key in ("id", "due", "status")} for each in shown["deadlines"]]
    assert deadlines == [
        {"id": "step1.plan", "due": "2026-03-16", "status": "met"},
        {"id": "step1.approval", "due": "2026-03-27", "status": "open"},
    ]
    assert shown["rights"] == []
    assert shown["allowed"] == ["plan_approved", "plan_rejected"]


def test_show_looks_back_and_ahead(opened: Desk) -> None:
    before = opened.read("case", "show", CASE, "--as-of", "2026-03-12")
    unknown = opened.read("case", "show", CASE, "--known-at", "2026-03-12")
    ahead = opened.read("case", "show", CASE, "--as-of", "28 maart 2026")
    assert (before["state"], unknown["state"]) == ("step1.plan", "step1.plan")
    assert [each["status"] for each in ahead["deadlines"]] == ["met", "overdue"]


def test_show_for_people_names_state_deadlines_and_what_is_allowed(opened: Desk) -> None:
    shown = opened.do("case", "show", CASE)
    commands = (
        f"escalator record {CASE} {each} --role contract_manager" for each in ("plan_approved", "plan_rejected")
    )
    for part in ("step1.approval", "op tijd", "2026-03-27", *commands):
        assert part in shown
    assert "met" in opened.do("--lang", "en", "case", "show", CASE)


def test_both_managers_approve_and_the_next_term_begins(opened: Desk) -> None:
    opened.clock.move_to(date(2026, 3, 20))
    first = opened.do("approve", CASE, "--role", "contract_manager", "--by", "A", "--set", "checklist.specific=ja")
    assert "step1.approval" in first
    again = opened.refused("approve", CASE, "--role", "contract_manager", "--by", "A")
    assert "A heeft al goedgekeurd als contract_manager" in again
    again = opened.refused("approve", CASE, "--role", "contract_manager", "--by", "B")
    assert "contract_manager heeft al goedgekeurd" in again
    assert "twee personen" in opened.refused("approve", CASE, "--role", "department_manager", "--by", "A")
    assert "step1.implementation: uiterlijk maandag 20 april 2026" in opened.do("approve", CASE, "--by", "B")


def test_a_false_item_of_the_checklist_refuses_the_approval(opened: Desk) -> None:
    said = opened.refused("approve", CASE, "--role", "contract_manager", "--set", "checklist.specific=nee")
    assert "specific" in said


def test_a_rejection_asks_for_a_new_plan(opened: Desk) -> None:
    told = opened.do("reject", CASE, "--role", "contract_manager", "--reason", "niet meetbaar")
    assert "step1.plan" in told
    assert "plan_rejected" in told


def test_where_nothing_lies_before_approving_names_what_is_allowed(desk: Desk) -> None:
    desk.do("open", "plein", "--kpi", "satisfaction", "--role", "contract_manager")
    assert "Leg vast wat gebeurde, met record: plan_submitted" in desk.refused("approve", CASE)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["record", CASE, "plan_implemented"], ["staat in step1.approval", "plan_approved, plan_rejected"]),
        (["record", CASE, "plan_aproved"], ["Bedoelde u 'plan_approved'?"]),
        (["record", "plein-2026-11", "plan_approved"], ["Bedoelde u 'plein-2026-1'?"]),
        (["record", "../plein", "plan_approved"], ["Dossier"]),
        (["record", CASE, "plan_approved", "--role", "contractor"], ["contractor is niet bevoegd", "contract_manager"]),
        (["record", CASE, "plan_approved", "--role", "contract_manger"], ["contract_manager"]),
        (["record", CASE, "plan_approved", "--on", "2026-03-14"], ["toekomst"]),
        (["record", CASE, "plan_approved", "--on", "2025-12-31"], ["2026-01-01"]),
        (["record", CASE, "plan_approved", "--on", "2026-02-30"], ["'--on'", "2026-02 heeft 28 dagen"]),
        (["record", CASE, "plan_approved", "--on", "31-02-2026"], ["'--on'", "de volgorde is niet zeker"]),
        (["record", CASE, "plan_approved", "--on", "9999-12-31"], ["'--on'", "valt buiten"]),
        (["record", CASE, "plan_approved", "--set", "colour=red"], ["colour"]),
        (["record", CASE, "plan_approved", "--set", "colour"], ["sleutel=waarde"]),
        (
            ["adjust", CASE, "step1.approval", "--due", "2026-04-01", "--reason", "druk", *MANAGER],
            ["kan volgens het contract niet"],
        ),
        (["retract", CASE, "99", "--reason", "fout"], ["99"]),
        (["right", "exercise", CASE, "dissolve", *MANAGER], ["dissolve is op 2026-03-13 niet ontstaan"]),
        (["right", "exercise", CASE, "disolve"], ["Bedoelde u 'dissolve'?"]),
        (["right", "exercise", CASE, "dissolve"], ["noem de rol die handelde: contract_manager, department_manager"]),
        (["right", "lift", CASE, "suspend_payment", *MANAGER], ["suspend_payment"]),
        (["case", "show", "plein-2026-2"], ["Bedoelde u 'plein-2026-1'?"]),
        (["explain", CASE, "step1.plann"], ["Bedoelde u 'step1.plan'?"]),
        (["open", "plien", "--kpi", "satisfaction"], ["Bedoelde u 'plein'?"]),
        (["open", "plein", "--kpi", "satisfacton"], ["Bedoelde u 'satisfaction'?"]),
        (["open", "plein", "--role", "contract_manager"], ["KPI", "core, theme"]),
        (["contract", "add", "plein", "--ladder", "haarlem", "--start", "2026-01-01"], ["al een contract plein"]),
        (["contract", "add", "a/../b", "--ladder", "haarlem", "--start", "2026-01-01"], ["letters, cijfers"]),
        (["contract", "add", "x", "--ladder", "harlem", "--start", "2026-01-01"], ["Bedoelde u 'haarlem'?"]),
        (["contract", "add", "x", "--ladder", "haarlem", "--start", "0001-01-01"], ["'--start'"]),
        (
            ["contract", "add", "x", "--ladder", "haarlem", "--start", "2026-01-01", "--calendar", "ATW"],
            ["Toegestaan: atw"],
        ),
        (
            ["contract", "add", "x", "--ladder", "haarlem", "--start", "2026-01-01", "--parameter", "y"],
            ["sleutel=waarde"],
        ),
        (["contact", "add", "plein", "contractor", "--name", "J", "--email", "geen"], ["geen e-mailadres"]),
        (["deadlines", "--within", "veertien"], ["'--within'", "14d"]),
        (["deadlines", "--contract", "plien"], ["Bedoelde u 'plein'?"]),
    ],
)
def test_a_mistake_is_one_message_and_changes_nothing(opened: Desk, arguments: list[str], said: list[str]) -> None:
    message = opened.refused(*arguments)
    for part in said:
        assert part in message
    assert "Traceback" not in message


def test_the_same_key_records_once_and_other_content_is_refused(opened: Desk) -> None:
    arguments = ("approve", CASE, "--role", "contract_manager", "--key", "mail-17")
    assert "Vastgelegd: plan_approved" in opened.do(*arguments)
    facts = opened.facts()
    assert "Stond er al: plan_approved" in opened.do(*arguments)
    assert opened.facts() == facts
    assert "mail-17" in opened.refused("reject", CASE, "--role", "contract_manager", "--key", "mail-17")


def test_retracting_takes_a_fact_out_and_history_keeps_both(opened: Desk) -> None:
    told = opened.do("retract", CASE, "2", "--reason", "verkeerd dossier")
    assert "step1.plan" in told
    history = opened.facts()
    assert [(each["event"], each["retracted_by"]) for each in history if each["fact"]] == [
        ("norm_missed", None),
        ("plan_submitted", "3"),
        ("fact_retracted", None),
    ]
    assert "ingetrokken door 3" in opened.do("case", "history", CASE)


def test_history_tells_what_each_fact_led_to_and_can_look_back(opened: Desk) -> None:
    history = opened.facts()
    assert [each["led_to"] for each in history] == ["step1.plan", "step1.approval"]
    earlier = opened.read("case", "history", CASE, "--known-at", "2026-03-12")
    assert [each["event"] for each in earlier] == ["norm_missed"]
    assert opened.read("case", "history", CASE, "--as-of", "2026-03-12") == earlier


def test_a_deadline_is_explained_with_each_day_skipped(opened: Desk) -> None:
    told = opened.do("explain", CASE, "step1.plan")
    for part in ("Uiterlijk maandag 16 maart 2026", "norm niet gehaald", "maandag 2 maart 2026", "10 werkdagen"):
        assert part in told
    for part in ("zaterdag 7 maart 2026: telt niet, weekend", "H34", "report_anchor", "Kalender: `atw`, versie"):
        assert part in told
    assert "At the latest Monday 16 March 2026" in opened.do("explain", CASE, "step1.plan", "--lang", "en")
    shown = opened.read("explain", CASE, "step1.plan")
    assert (shown["due"], shown["counted_from"], shown["term"], shown["event"]) == (
        "2026-03-16",
        "2026-03-02",
        "10 working days",
        "norm_missed",
    )
    assert [each["day"] for each in shown["skipped"]] == ["2026-03-07", "2026-03-08", "2026-03-14", "2026-03-15"]
    assert "H34" in shown["clauses"]


def test_contacts_come_and_go(desk: Desk) -> None:
    desk.do("contact", "add", "plein", "contractor", "--name", "J. Jansen", "--email", "j@example.org")
    found = desk.read("contact", "list", "plein")
    assert [(each["role"], each["email"], each["language"]) for each in found] == [
        ("contractor", "j@example.org", "nl")
    ]
    shown = desk.read("contract", "show", "plein")
    assert shown["contacts"] == found
    desk.do("contact", "remove", "plein", "j@example.org")
    assert desk.read("contact", "list", "plein") == []


def test_a_closed_contract_takes_no_more_facts(opened: Desk) -> None:
    opened.do("contract", "close", "plein", "--reason", "afgelopen")
    shown = opened.read("contract", "list")
    assert shown[0]["closed_on"] == "2026-03-13"
    assert "gesloten" in opened.refused("approve", CASE, "--role", "contract_manager")


def test_lists_say_so_when_there_is_nothing(desk: Desk) -> None:
    assert desk.do("case", "list").strip() == "Geen dossiers."
    assert desk.do("deadlines").strip() == "Geen termijnen."
    assert desk.do("contact", "list", "plein", "--lang", "en").strip() == "No contacts."


def test_cases_are_listed_by_state(opened: Desk) -> None:
    assert CASE in opened.do("case", "list", "--contract", "plein", "--state", "step1.approval")
    assert opened.read("case", "list", "--ended") == []
    running = opened.read("case", "list", "--running")
    assert [each["case"] for each in running] == [CASE]


def test_what_people_typed_is_shown_as_it_is(desk: Desk) -> None:
    desk.do("contract", "add", "x", "--ladder", "haarlem", "--start", "2026-01-01", "--name", "[red]A[/red] :smile:")
    assert "[red]A[/red] :smile:" in desk.do("contract", "list")


def test_the_program_as_a_process_with_its_database_from_the_environment(program: Program, tmp_path: Path) -> None:
    where = {"ESCALATOR_DATABASE_URL": f"sqlite:///{tmp_path}/p.db", "cwd": tmp_path}
    assert program("init", **where).returncode == 0
    assert program("contract", "add", "plein", "--ladder", "haarlem", "--start", "2026-01-01", **where).returncode == 0
    opened = program("open", "plein", "--kpi", "satisfaction", "--role", "contract_manager", "--json", **where)
    assert opened.returncode == 0, opened.stderr
    case = json.loads(opened.stdout)["case"]
    completed = program(
        _ESCALATOR_COMPLETE="bash_complete", COMP_WORDS=f"escalator record {case} plan", COMP_CWORD="3", **where
    )
    assert completed.stdout.split() == ["plain,plan_submitted"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("escalator case show ", CASE),
        (f"escalator record {CASE} ", "plan_approved"),
        (f"escalator record {CASE} plan_approved --role ", "contract_manager"),
        ("escalator open ", "plein"),
        ("escalator open plein --kpi ", "satisfaction"),
        (f"escalator explain {CASE} ", "step1.approval"),
        (f"escalator retract {CASE} ", "2"),
        ("escalator workflow show ", "haarlem"),
        ("escalator contract ", "close"),
    ],
)
def test_a_shell_completes_what_is_in_the_database(opened: Desk, run: Run, words: str, expected: str) -> None:
    told = run(
        _ESCALATOR_COMPLETE="bash_complete",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split(" ")) - 1),
        ESCALATOR_DATABASE_URL=str(opened.database),
    )
    assert f"plain,{expected}" in told.output.split()


def test_completion_without_a_database_is_silent_and_makes_none(run: Run, tmp_path: Path) -> None:
    told = run(
        _ESCALATOR_COMPLETE="bash_complete",
        COMP_WORDS="escalator case show ",
        COMP_CWORD="3",
        ESCALATOR_DATABASE_URL=str(tmp_path / "none.db"),
    )
    assert told.stdout.strip() == ""
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_text_is_one_message(program: Program, desk: Desk) -> None:
    no_text = b"\xff".decode("utf-8", "surrogateescape")
    for arguments in (["contract", "show", no_text], ["contract", "close", "plein", "--reason", no_text]):
        done = program(*arguments, ESCALATOR_DATABASE_URL=str(desk.database))
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_terminal_that_lacks_a_sign_shows_another(program: Program) -> None:
    done = program("workflow", "show", "westfriesland-client", "--lang", "en", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0, done.stderr
    assert "disagreement_raised ? step1.local_management" in done.stdout
