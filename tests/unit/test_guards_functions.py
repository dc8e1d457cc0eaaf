"""What a guard's functions see of a case: each tried as the condition on an event, in a case with facts."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.model.errors import Refusal
from escalator.model.events import FieldType
from escalator.model.ladder import Ladder, Parameter, Table
from tests.ladders import (
    CONTRACTOR,
    DIRECTOR,
    MANAGER,
    Case,
    deadline,
    event,
    field,
    label,
    ladder,
    on,
    state,
    with_closed,
    within,
)

Given = tuple[str, str, dict[str, str]]

FACTS: tuple[Given, ...] = (
    ("missed", "2026-01-05", {"period": "2025-Q4", "colour": "red", "score": "6"}),
    ("other", "2026-01-05", {"colour": "red"}),
    ("missed", "2026-02-02", {"colour": "yellow", "cure_by": "2026-02-20"}),
    ("missed", "2026-04-05", {"period": "2026-Q1", "colour": "red"}),
    ("missed", "2026-04-05", {"period": "2026-Q2"}),
)


def probing(guard: str) -> Ladder:
    """Return a ladder in which the event `probe` is allowed where a guard holds."""
    missed = event(
        "missed",
        field("period", FieldType.PERIOD),
        field("colour", FieldType.CHOICE, choices=("red", "yellow")),
        field("score", FieldType.NUMBER),
        field("cure_by"),
    )
    parameters = {
        "window": Parameter(id="window", label=label("window"), type="term", value="3 months"),
        "most": Parameter(id="most", label=label("most"), type="number", value="2.5"),
        "strict": Parameter(id="strict", label=label("strict"), type="boolean", value="true"),
        "lax": Parameter(id="lax", label=label("lax"), type="boolean", value="false"),
        "fine": Parameter(id="fine", label=label("fine"), type="money", value="EUR 500.00"),
        "restart": Parameter(id="restart", label=label("restart"), type="day", value="2026-04-05"),
        "mode": Parameter(id="mode", label=label("mode"), type="choice", value="first"),
        "spared": Parameter(id="spared", label=label("spared"), type="period", value="2025-Q4, 2026-Q2", many=True),
        "nothing": Parameter(id="nothing", label=label("nothing"), type="text", value="", many=True),
        "steps": Parameter(id="steps", label=label("steps"), type="number", value="0, 2", many=True),
    }
    return ladder(
        [
            state("start", on("missed"), on("other"), on("enter", "step2.plan"), on("probe", None, guard)),
            state(
                "step2.plan",
                on("missed"),
                on("again", "start"),
                on("enter", "step2.plan"),
                on("probe", None, guard),
                deadline=deadline(within("2 weeks"), waits_for=["probe"]),
            ),
        ],
        [
            missed,
            event("other", field("colour", FieldType.CHOICE, choices=("red", "yellow"))),
            event("enter"),
            event("again"),
            event("probe", field("proof_by"), field("text", FieldType.TEXT), by=(MANAGER, CONTRACTOR)),
        ],
        tables={"levels": Table(id="levels", rows=((1, 2, 3), (4, 5, 6)))},
        parameters=parameters,
    )


def holds(guard: str, *facts: Given, day: str = "2026-04-05", **more: str) -> bool:
    """Return whether a guard lets the event `probe` happen on a day, after these facts."""
    scope = {key: more.pop(key) for key in ("track", "region", "contract_start") if key in more}
    case = Case(probing(guard), calendar=with_closed("2026-04-06"), **scope)
    for name, on_day, data in facts:
        case.record(name, on_day, MANAGER, **data)
    refusal: Refusal | None = None
    try:
        case.record("probe", day, more.pop("role", MANAGER), **more)
    except Refusal as found:
        refusal = found
    assert refusal is None or refusal.because == "not_allowed_in_state"
    return refusal is None


@pytest.mark.parametrize(
    ("guard", "facts"),
    [
        ("count(missed) == 4", FACTS),
        ("count(missed) == 0", ()),
        ("count(missed, other) == 5", FACTS),
        ("count(missed, colour='red') == 2", FACTS),
        ("count(missed, other, colour='red') == 3", FACTS),
        ("count(missed, colour='red', score=6) == 1", FACTS),
        ("count(missed, score=7) == 0", FACTS),
        ("count(missed, same_day=True) == 2", FACTS),
        ("count(missed, same_day=False) == 4", FACTS),
        ("count(missed, within='3 months') == 3", FACTS),  # 5 January is not after 5 April less 3 months
        ("count(missed, within=window) == 3", FACTS),
        ("count(missed, within='1 day') == 2", FACTS),
        ("count(missed, within='46 working days') == 3", FACTS),
        ("count(missed, within='45 working days') == 2", FACTS),
        ("count(missed, within=window, colour='red') == 1", FACTS),
        ("days_with(missed) == 3", FACTS),
        ("days_with(missed, colour='red') == 2", FACTS),
        ("days_with(other, missed) == 3", FACTS),
        ("latest(missed, period) == '2026-Q2'", FACTS),
        ("latest(missed, cure_by) == on", ()),
        ("latest(missed, score) == 6", FACTS[:1]),
        ("total(missed, score) == 6", FACTS),
        ("total(missed, score) == 0", ()),
        ("total(missed, score) == 8.5", (*FACTS, ("missed", "2026-04-05", {"score": "2.5"}))),
        ("total(missed, score, colour='red', within='3 months') == 0", FACTS),
        ("total(missed, score, since=initial) == 6", FACTS),
        ("latest(missed, period) in spared", FACTS),
        ("latest(missed, period) not in spared", FACTS[:4]),
        ("latest(missed, period) in spared", FACTS[:1]),
        ("latest(missed, period) not in nothing", FACTS),
        ("latest(missed, period) not in spared", ()),
        ("step in steps", ()),
        ("count(missed, period=spared) == 2", FACTS),
        ("count(missed, period=nothing) == 0", FACTS),
        ("count(missed, colour=['red', 'yellow']) == 3", FACTS),
        ("count(missed, colour=['yellow']) == 1", FACTS),
        ("consecutive(missed, period) == 3", FACTS),
        ("consecutive(missed, period) == 1", FACTS[:1]),
        ("consecutive(missed, period) == 0", ()),
        ("consecutive(missed, period) == 0", FACTS[2:3]),
        ("entered('start') == 1", ()),
        ("entered('step2.plan') == 0", ()),
        ("entered('step2.plan') == 2", (("enter", "2026-01-01", {}), ("enter", "2026-01-02", {}))),
    ],
)
def test_it_holds(guard: str, facts: tuple[Given, ...]) -> None:
    absent = guard.startswith("latest(missed, cure_by)")  # no such fact: the day is absent, and equals nothing
    assert holds(guard, *facts) is not absent
    assert holds(f"not ({guard})", *facts) is absent


def test_counting_starts_anew_where_it_is_told_to() -> None:
    facts: list[Given] = [
        *FACTS[:1],
        ("enter", "2026-01-06", {}),
        ("missed", "2026-01-07", {}),
        ("enter", "2026-01-08", {}),
    ]
    assert holds("count(missed, since=entry) == 0", *facts)
    assert holds("count(missed, since=entry) == 1", *facts, ("missed", "2026-01-09", {}))
    assert holds("count(missed, since=initial) == 2", *facts)
    assert holds("count(missed, since=initial) == 0", *facts, ("again", "2026-01-10", {}))
    assert holds("count(missed) == 2", *facts, ("again", "2026-01-10", {}))


def test_counting_starts_anew_after_the_last_time_an_event_happened() -> None:
    facts: list[Given] = [
        *FACTS[:2],
        ("missed", "2026-01-06", {}),
        ("other", "2026-01-07", {}),
        ("missed", "2026-01-08", {}),
    ]
    assert holds("count(missed, since=other) == 1", *facts)
    assert holds("count(missed, since=other) == 1", *facts[:3])
    assert holds("count(missed, since=other) == 2", *facts, ("missed", "2026-01-09", {}))
    assert holds("count(missed, since=enter) == 3", *facts)
    assert holds("count(other, since=other) == 0", *facts)
    assert holds("count(probe, since=probe) == 1", *facts)


@pytest.mark.parametrize("since", ["'step2.plan'", "'start'", "start"])
def test_counting_starts_anew_each_time_a_state_is_entered(since: str) -> None:
    entered = "again" if "start" in since else "enter"
    facts: list[Given] = [
        *FACTS[:1],
        ("enter", "2026-01-06", {}),
        ("missed", "2026-01-07", {}),
        (entered, "2026-01-08", {}),
    ]
    assert holds(f"count(missed, since={since}) == 0", *facts)
    assert holds(f"count(missed, since={since}) == 1", *facts, ("missed", "2026-01-09", {}))
    assert holds(f"count(missed, since={since}) == 1", *FACTS[:1])


def test_an_event_that_only_marks_a_beginning_is_remembered_too() -> None:
    facts: tuple[Given, ...] = (*FACTS[:1], ("enter", "2026-01-06", {}))
    assert holds("count(missed, since=enter) == 0", *facts)


def test_the_event_itself_is_counted() -> None:
    assert holds("count(probe) == 1")
    assert holds("count(probe, text='x') == 1", text="x")
    assert holds("count(probe, text='x') == 0", text="y")
    assert holds("latest(probe, text) == 'x'", text="x")


def test_the_day_that_a_window_begins_on_is_clamped_to_the_month() -> None:
    last: Given = ("missed", "2026-02-28", {})
    assert not holds("count(missed, within=window) == 1", last, day="2026-05-31")
    assert holds("count(missed, within=window) == 1", last, day="2026-05-27")


def test_periods_of_days_of_their_own_follow_nothing() -> None:
    own = (
        ("missed", "2026-03-01", {"period": "2026-01-01..2026-01-31"}),
        ("missed", "2026-03-02", {"period": "2026-02-01..2026-02-28"}),
    )
    assert holds("consecutive(missed, period) == 1", *own)


def test_of_periods_that_end_together_the_shortest_counts() -> None:
    mixed = [("missed", "2026-03-01", {"period": name}) for name in ("2025", "2025-H2", "2025-Q4", "2025-Q3")]
    assert holds("consecutive(missed, period) == 2", *mixed)
    assert holds("consecutive(missed, period) == 2", *reversed(mixed))


def test_a_gap_between_periods_ends_the_row() -> None:
    gap = [("missed", "2026-03-01", {"period": name}) for name in ("2025-Q1", "2025-Q3", "2025-Q4")]
    assert holds("consecutive(missed, period) == 2", *gap)


def test_a_field_is_there_or_not() -> None:
    assert holds("has(text)", text="x")
    assert not holds("has(text)")
    assert holds("not has(text)")


def test_the_day_named_latest_counts() -> None:
    assert holds("named(cure_by) < on", *FACTS)
    assert holds("named(cure_by) != on", FACTS[0])
    assert holds("named(proof_by) > on", proof_by="2026-04-06")
    assert not holds("named(proof_by) > on")


@pytest.mark.parametrize(
    ("row", "column", "cell"), [(1, 1, 1), (2, 3, 6), (0, 0, 1), (-5, 2, 2), (9, 2, 5), (1, 99, 3)]
)
def test_a_table_is_looked_up_with_both_numbers_clamped(row: int, column: int, cell: int) -> None:
    assert holds(f"lookup(levels, {row}, {column}) == {cell}")


def test_a_table_looked_up_with_an_absent_number_gives_none() -> None:
    assert not holds("lookup(levels, latest(missed, score), 1) >= 0")


@pytest.mark.parametrize(
    ("guard", "day"),
    [
        ("days(on, latest(missed, cure_by)) == 18", "2026-02-02"),
        ("days(latest(missed, cure_by), on) == -18", "2026-02-02"),
        ("working_days(on, latest(missed, cure_by)) == 14", "2026-02-02"),
        ("working_days(latest(missed, cure_by), on) == 0", "2026-02-02"),
        ("working_days(latest(missed, cure_by), on) == 31", "2026-04-07"),  # 6 April is closed
        ("months(latest(missed, cure_by), on) == 1", "2026-04-19"),
        ("months(latest(missed, cure_by), on) == 2", "2026-04-20"),
        ("months(latest(missed, cure_by), on) == 11", "2027-02-19"),
        ("months(latest(missed, cure_by), on) == 12", "2027-02-20"),
        ("months(on, latest(missed, cure_by)) == -2", "2026-04-20"),
        ("months(on, latest(missed, cure_by)) == 0", "2026-02-20"),
    ],
)
def test_the_distance_between_days(guard: str, day: str) -> None:
    assert holds(guard, FACTS[2], day=day)


def test_names_speak_of_the_fact_and_the_case() -> None:
    assert holds("on == due", ("enter", "2026-03-24", {}), day="2026-04-07")
    assert not holds("on == due")
    assert holds("role == 'contractor'", role=CONTRACTOR)
    assert not holds("role == 'contractor'", role=MANAGER)
    assert holds("received > on", received="2026-04-06")
    assert holds("received != on")
    assert holds("step == 2 and state == 'step2.plan'", ("enter", "2026-04-01", {}))
    assert holds("step == 0 and state == 'start'")
    assert holds("overdue", ("enter", "2026-03-20", {}))
    assert not holds("overdue", ("enter", "2026-03-22", {}))


def test_both_parts_of_a_choice_speak_of_the_case() -> None:
    assert holds("(entered('start') if step == 0 else entered('step2.plan')) == 1")
    assert holds("(entered('step2.plan') if step == 0 else entered('start')) == 1", ("enter", "2026-04-01", {}))


def test_names_speak_of_the_scope() -> None:
    assert holds("track == 'core' and region == 'north'", track="core", region="north")
    assert not holds("track == 'core'", track="theme")
    assert not holds("track == 'core'")


def test_the_contract_year_counts_from_the_first_day_of_the_contract() -> None:
    case = Case(probing("contract_year == 2 and contract_start < on"), contract_start=date(2025, 4, 5))
    case.record("probe", "2026-04-05", MANAGER)
    assert case.refused("probe", "2026-04-04", MANAGER).because == "not_allowed_in_state"
    assert not holds("contract_year == 1")


def test_parameters_are_values_of_their_type() -> None:
    assert holds("most == 2.5 and strict and not lax and mode == 'first' and fine == 500 and restart == on")


def test_who_else_acts_makes_no_difference_to_a_guard_on_a_role() -> None:
    case = Case(probing("role in ['manager', 'director']"))
    assert case.refused("probe", "2026-03-02", DIRECTOR).because == "role_not_entitled"
