"""What contracts and cases show of themselves: what they override, rights, approvals, days that nobody named."""

from tests.cli.conftest import CASE, Desk

MANAGER = ("--role", "contract_manager")


def test_a_contract_is_shown_with_what_it_overrides_its_people_and_its_cases(opened: Desk) -> None:
    added = opened.read(
        *("contract", "add", "strak", "--ladder", "haarlem", "--start", "2026-01-01", "--end", "2027-12-31"),
        *("--parameter", "plan_within=5 working days", "--language", "en"),
    )
    assert (added["parameters"], added["language"]) == ({"plan_within": "5 working days"}, "en")
    shown = opened.do("contract", "show", "strak")
    assert "plan_within=5 working days" in shown
    assert "2027-12-31" in shown
    opened.do("contact", "add", "plein", "contractor", "--name", "J. Jansen", "--email", "j@example.org")
    shown = opened.do("contract", "show", "plein")
    assert "j@example.org" in shown
    assert CASE in shown
    assert "strak" in opened.do("contract", "list")


def test_a_day_that_nobody_named_is_told_as_missing(desk: Desk) -> None:
    desk.do("contract", "add", "huis", "--ladder", "housing-matrix", "--start", "2026-01-01")
    told = desk.do("open", "huis", "--kpi", "score", "--role", "corporation", "--set", "colour=yellow")
    assert "level1.repair: er is nog geen dag genoemd." in told
    assert "level1.repair" in desk.do("case", "show", "huis-2026-1")
    moved = desk.do(
        *("adjust", "huis-2026-1", "level1.repair", "--due", "2026-04-01", "--reason", "zo afgesproken"),
        *("--role", "corporation"),
    )
    assert "uiterlijk woensdag 1 april 2026" in moved
    assert "1 april 2026" in desk.do("explain", "huis-2026-1", "level1.repair")


def test_a_case_shows_its_rights_and_who_approved(desk: Desk) -> None:
    desk.do("contract", "add", "zaan", "--ladder", "zaanstreek", "--start", "2026-01-01")
    desk.do("open", "zaan", "--kpi", "care_start", "--region", "zaanstad_wormerland", "--role", "contract_manager")
    case = "zaan-2026-1"
    desk.do("record", case, "meeting_held", "--role", "contract_manager", "--set", "outcome=improvable")
    desk.do("record", case, "letter_sent", "--role", "contract_manager", "--set", "realise_by=2026-05-01")
    desk.do("right", "exercise", case, "client_stop")
    shown = desk.do("case", "show", case)
    assert "in werking" in shown
    assert f"escalator right lift {case} client_stop --role contract_manager" in shown
    assert f"escalator right exercise {case} third_party --role contract_manager --grounds '…'" in shown
    desk.do("right", "lift", case, "client_stop", "--role", "contract_manager")
    assert "in werking" not in desk.do("case", "show", case)
    assert "zaanstad_wormerland" in desk.do("case", "list")
    passed = desk.do("case", "history", case, "--as-of", "2026-03-20")
    assert "vanzelf" in passed
    assert "step3.default" in passed


def test_data_of_a_checklist_is_shown_item_by_item(opened: Desk) -> None:
    opened.do("approve", CASE, *MANAGER, "--set", "checklist.specific=ja")
    assert "checklist=specific: ja" in opened.do("case", "history", CASE)
    assert "feit 3: measurable" in opened.do("case", "show", CASE)


def test_what_may_go_with_an_event_is_named(opened: Desk) -> None:
    may = "  mag erbij: checklist.specific, checklist.measurable, checklist.acceptable"
    assert may in opened.do("case", "show", CASE)


def test_who_has_approved_is_not_asked_again(opened: Desk) -> None:
    opened.do("approve", CASE, "--role", "contract_manager")
    shown = opened.do("case", "show", CASE)
    assert "plan_approved  verbeterplan goedgekeurd (department_manager)" in shown
    assert f"escalator record {CASE} plan_approved --role department_manager" in shown


def test_where_nothing_is_allowed_any_more_a_case_says_so(opened: Desk) -> None:
    opened.do("record", CASE, "case_closed", "--role", "contract_manager", "--set", "reason=klaar")
    assert opened.do("case", "show", CASE).rstrip().endswith("Nu mogelijk\nNiets.")
