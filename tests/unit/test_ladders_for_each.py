"""Duties that are owed for each of several things, and what the ladder's own terms say of all duties and KPIs."""

from __future__ import annotations

import pytest

from escalator.ladders import library
from escalator.ladders.explain import explain
from escalator.model.duties import measuring
from tests.small_ladder import ladder, told

PRODUCTS = {"products": "Huishoudelijke hulp, Dagbesteding"}
OWED = "owed_by: contractor, after: {event: missed"


def test_a_duty_for_each_of_several_things_is_a_duty_for_each() -> None:
    zaanstreek = library.load("zaanstreek", PRODUCTS)
    tables = [duty for duty in zaanstreek.obligations.values() if duty.entry == "consultation_table"]
    assert {duty.id: duty.label.nl for duty in tables} == {
        "consultation_table.huishoudelijke_hulp": "Overlegtafel organiseren: Huishoudelijke hulp",
        "consultation_table.dagbesteding": "Overlegtafel organiseren: Dagbesteding",
    }


def test_while_nothing_is_named_it_is_one_duty() -> None:
    obligations = library.load("zaanstreek").obligations
    assert "consultation_table" in obligations
    assert not [name for name in obligations if "." in name]


def test_what_hangs_on_such_a_duty_hangs_on_each_of_them() -> None:
    trigger = library.load("zaanstreek", PRODUCTS).obligations["attend_consultation_table"].trigger
    assert trigger is not None
    assert trigger.names == ("consultation_table.huishoudelijke_hulp", "consultation_table.dagbesteding")


def test_what_is_owed_for_the_same_things_hangs_on_its_own() -> None:
    talk = """\
obligations:
  talk:
    label: {nl: gesprek, en: talk}
    owed_by: manager
    for_each: [A, B]
    recurring: {every: year, at_end_of: period}
    clause: S3
"""
    found = ladder(
        ("obligations:\n", talk),
        (OWED, "owed_by: contractor, for_each: [B, C], after: {obligation: talk"),
    ).obligations
    names = {name: duty.trigger.names for name, duty in found.items() if duty.trigger}
    assert names == {"report.b": ("talk.b",), "report.c": ("talk.a", "talk.b")}


def test_a_duty_may_be_owed_for_each_region() -> None:
    found = ladder(
        ("checklists:", "regions: {north: {nl: Noord, en: North}, south: {nl: Zuid, en: South}}\nchecklists:"),
        ("measured_by: observer, norm", "measured_by: observer, per_region: true, norm"),
        ("owed_by: contractor, after", "owed_by: contractor, for_each: regions, after"),
    ).obligations
    assert {name: duty.label.en for name, duty in found.items()} == {
        "report.north": "report: North",
        "report.south": "report: South",
    }


@pytest.mark.parametrize("things", ["[Day care, day-care]", "['!']"])
def test_two_things_of_one_name_or_of_none_are_refused(things: str) -> None:
    (found,) = told(("owed_by: contractor, after", f"owed_by: contractor, for_each: {things}, after"))
    assert "give each a name of its own" in found


def test_what_is_wrong_with_such_a_duty_is_told_once_at_its_line() -> None:
    (found,) = told((OWED, OWED.replace("contractor", "nobody, for_each: [A, B]")))
    assert found.endswith("Unknown role: 'nobody'. Allowed: contractor, manager, observer.")


@pytest.mark.parametrize("moves", [True, False])
def test_ends_of_terms_move_for_duties_and_kpis_as_the_ladders_terms_say(*, moves: bool) -> None:
    found = ladder(
        ("terms: {calendar: atw,", f"terms: {{calendar: atw, move_end: {str(moves).lower()},"),
        ("measured_by: observer, norm", "measured_by: observer, every: month, due: {within: 1 week}, norm"),
    )
    due, kpi = found.obligations["report"].due, found.kpis["quality"].due
    assert due is not None
    assert kpi is not None
    assert (due.move_end, kpi.move_end) == (moves, moves)


def test_measuring_begins_where_the_kpi_says() -> None:
    for first in ("partial", "whole_only"):
        duty = measuring(library.load("zaanstreek", {"first_period": first}).kpis["care_start"])
        assert duty is not None
        assert duty.recurrence is not None
        assert (duty.recurrence.first_period, str(duty.recurrence.starting)) == (first, "2026-07-01")
    assert "Een onvolledige eerste periode wordt niet gemeten" in explain(
        library.load("zaanstreek", {"first_period": "whole_only"}), "nl"
    )


def test_a_first_period_without_a_rhythm_is_refused() -> None:
    (found,) = told(("measured_by: observer, norm", "measured_by: observer, first_period: partial, norm"))
    assert "due, first_period and starting are about periods: name every" in found
