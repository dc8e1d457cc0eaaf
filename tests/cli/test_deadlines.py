"""The list of deadlines: what is due, what for, and how long is left."""

from datetime import date

import pytest

from tests.cli.conftest import CASE, Desk


def test_deadlines_are_listed_by_day_and_counted_from_today(opened: Desk) -> None:
    found = opened.read("deadlines")
    assert [(each["case"], each["id"], each["due"], each["status"]) for each in found] == [
        (CASE, "step1.approval", "2026-03-27", "open")
    ]
    assert opened.read("deadlines", "--within", "13d") == []
    assert opened.read("deadlines", "--within", "2w") == found
    assert opened.read("deadlines", "--overdue") == []
    opened.clock.move_to(date(2026, 3, 28))
    assert "1 dag over tijd" in opened.do("deadlines", "--overdue", "--contract", "plein")


@pytest.mark.parametrize(
    ("as_of", "left"),
    [
        ("2026-03-13", "14 dagen"),
        ("2026-03-26", "1 dag"),
        ("2026-03-27", "vandaag"),
        ("2026-03-28", "1 dag over tijd"),
        ("2026-03-29", "2 dagen over tijd"),
    ],
)
def test_a_list_of_deadlines_says_what_for_and_how_long_is_left(opened: Desk, as_of: str, left: str) -> None:
    shown = opened.do("deadlines", "--as-of", as_of).splitlines()
    assert [each.strip() for each in shown[3].split("   ")] == [
        *("2026-03-27", left, CASE, "Stap 1: plan beoordelen", "contract_manager, department_manager")
    ]
    assert shown[4].strip() == "step1.approval"
