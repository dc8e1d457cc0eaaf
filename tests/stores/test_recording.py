"""Recording: a fact and all that follows from it are there together, and what is refused leaves no trace."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from escalator.engine.engine import Engine
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.testing import Clock
from tests.ladders import CONTRACTOR, MANAGER
from tests.stores.desk import Desk
from tests.stores.test_auditing import tamper


def everything(engine: Engine) -> list[object]:
    """Return all that an engine tells of its cases."""
    found: list[object] = [engine.cases(), engine.deadlines()]
    for each in engine.cases():
        found += [engine.history(each.id), engine.stand(each.id)]
    return [*found, engine.audit()]


def test_a_fact_is_as_it_was_recorded(desk: Desk, clock: Clock) -> None:
    case = desk.open()
    clock.move_to(datetime(2026, 3, 10, 9, 30, 15, 123456, UTC))
    recorded = desk.engine.record(
        case,
        "sent",
        on=date(2026, 3, 9),
        role=CONTRACTOR,
        by="A. Jansen",
        data={"by": date(2026, 6, 1), "note": "Zoë 🚀\n"},
        at=datetime(2026, 3, 9, 8, 0, tzinfo=UTC),
        received=date(2026, 3, 10),
        key="mail-1",
    )
    (_, entry) = desk.engine.history(case)
    assert entry.fact == recorded.fact
    assert entry.key == "mail-1"
    assert (entry.fact.id, entry.fact.seq) == ("2", 2)
    assert entry.fact.recorded == datetime(2026, 3, 10, 9, 30, 15, 123456, UTC)
    assert entry.fact.at == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    assert entry.fact.received == date(2026, 3, 10)
    assert entry.fact.data == {"by": "2026-06-01", "note": "Zoë 🚀\n"}


def test_cases_are_named_for_their_contract_and_year(desk: Desk) -> None:
    assert [desk.open(), desk.open()] == ["lift-2026-1", "lift-2026-2"]
    assert desk.open("2027-01-04") == "lift-2027-1"
    assert desk.open("2026-12-31") == "lift-2026-3"


def test_it_stands_where_its_facts_put_it(desk: Desk) -> None:
    case = desk.approved()
    standing = desk.stand(case)
    assert (standing.state, standing.step, standing.allowed) == ("work", 0, ("stopped", "resumed", "finished"))
    assert [(each.id, each.status) for each in standing.deadlines] == [
        ("plan", "met"),
        ("approval", "met"),
        ("work", "open"),
    ]
    assert [step.after for step in standing.path] == ["plan", "approval", "work"]
    assert desk.engine.audit().findings == ()


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("good", {}, "not_allowed_in_state"),
    ("sent", {"role": MANAGER}, "role_not_entitled"),
    ("sent", {"data": {"by": "2026-02-30"}}, "invalid_data"),
    ("sent", {"data": {"by": "2026-03-01"}}, "day_before_fact"),
    ("sent", {"on": date(2026, 3, 3)}, "future"),
    ("sent", {"on": date(2025, 12, 31)}, "before_contract"),
    ("sent", {"at": datetime(2026, 3, 3, tzinfo=UTC)}, "future"),
    ("sent", {"at": datetime(2026, 3, 1, 9, tzinfo=UTC)}, "invalid_data"),
    ("sent", {"received": date(2026, 3, 1)}, "invalid_data"),
    ("sent", {"received": date(2026, 3, 3)}, "future"),
    ("sent", {"on": date(2026, 3, 1)}, "not_allowed_in_state"),
    ("fact_retracted", {"data": {"fact": "9", "reason": "x"}}, "unknown_fact"),
    ("fact_retracted", {"data": {"fact": "1"}}, "missing_data"),
    (
        "deadline_adjusted",
        {"role": MANAGER, "data": {"deadline": "x", "due": "2026-03-09", "reason": "x"}},
        "unknown_deadline",
    ),
]


@pytest.mark.parametrize(("event", "more", "because"), REFUSED)
def test_what_is_refused_leaves_no_trace(desk: Desk, event: str, more: dict[str, Any], because: str) -> None:
    case = desk.open()
    before = everything(desk.engine)
    with pytest.raises(Refusal) as caught:
        desk.engine.record(case, event, **more)
    assert caught.value.because == because
    assert everything(desk.engine) == before


@pytest.mark.parametrize(
    ("event", "more", "near"),
    [
        ("snet", {}, "sent"),
        ("sent", {"role": "contracter"}, "contractor"),
        ("missed", {"role": MANAGER, "data": {"scroe": 5}}, "score"),
    ],
)
def test_unknown_names_suggest_the_nearest(desk: Desk, event: str, more: dict[str, Any], near: str) -> None:
    case = desk.open()
    with pytest.raises(UnknownName, match=f"Did you mean '{near}'"):
        desk.engine.record(case, event, **more)
    with pytest.raises(UnknownName, match="Did you mean 'lift-2026-1'"):
        desk.engine.record("lift-2026-7", "sent")
    with pytest.raises(UnknownName):
        desk.engine.record("../lift", "sent")


def test_a_key_makes_recording_repeatable(desk: Desk) -> None:
    case = desk.open(key="first")
    once = desk.record(case, "sent", "2026-03-09", data={"by": date(2026, 6, 1)}, key="mail-1")
    before = everything(desk.engine)
    again = desk.record(case, "sent", "2026-03-09", data={"by": "2026-06-01"}, key="mail-1")
    assert (again.fact, again.repeated, once.repeated) == (once.fact, True, False)
    assert again.standing.state == "approval"
    assert desk.open(key="first") == case
    assert everything(desk.engine) == before


@pytest.mark.parametrize(
    "other",
    [{"event": "evidence_added"}, {"on": date(2026, 3, 8)}, {"by": "B"}, {"data": {"note": "x"}}, {"role": MANAGER}],
)
def test_a_key_stands_for_one_thing(desk: Desk, other: dict[str, Any]) -> None:
    case = desk.open()
    given: dict[str, Any] = {"event": "sent", "on": date(2026, 3, 9), "role": CONTRACTOR, "key": "k"}
    desk.clock.move_to(date(2026, 3, 9))
    desk.engine.record(case, **given)
    before = everything(desk.engine)
    changed = {**given, **other}
    if changed["event"] == "evidence_added":
        changed["data"] = {"note": "x"}
    with pytest.raises(InputError, match="was used already, for sent on 2026-03-09"):
        desk.engine.record(case, **changed)
    assert everything(desk.engine) == before


def test_a_key_of_an_opening_stands_for_one_case(desk: Desk, engine: Engine) -> None:
    desk.open(key="k")
    with pytest.raises(InputError, match="was used already"):
        desk.open("2026-03-03", key="k")
    engine.add_contract("other", engine.ladder_of("lift"), start=date(2026, 1, 1), calendar="atw")
    opened = engine.open_case("other", role=MANAGER, key="k")
    assert opened.case.id == "other-2026-1"


def test_a_fact_known_late_is_slotted_in(desk: Desk) -> None:
    case = desk.open()
    desk.clock.move_to(date(2026, 4, 1))
    assert desk.stand(case).state == "default"
    desk.engine.record(case, "sent", on=date(2026, 3, 13), role=CONTRACTOR)
    standing = desk.stand(case)
    assert (standing.state, standing.rights) == ("approval", ())
    assert desk.stand(case, known_at=date(2026, 3, 31)).state == "default"
    assert desk.engine.audit().findings == ()


def test_a_late_fact_that_contradicts_is_refused_with_the_conflicts(desk: Desk) -> None:
    case = desk.approved()
    before = everything(desk.engine)
    with pytest.raises(Refusal) as caught:
        desk.engine.retract(case, "2", reason="never came")
    assert caught.value.because == "conflict"
    assert [each.fact for each in caught.value.conflicts] == ["3", "4"]
    assert everything(desk.engine) == before


def test_a_retraction_takes_out_and_its_retraction_restores(desk: Desk) -> None:
    case = desk.approved()
    before = desk.stand(case)
    desk.engine.retract(case, "4", reason="not she")
    assert desk.stand(case).approvals == (MANAGER,)
    assert desk.engine.history(case)[3].retracted_by == "5"
    desk.engine.retract(case, "5", reason="it was")
    assert desk.stand(case) == before
    assert desk.engine.history(case)[3].retracted_by is None
    with pytest.raises(Refusal, match="retracted already"):
        desk.engine.retract(case, "5", reason="again")
    assert desk.engine.audit().findings == ()


def test_a_case_without_facts_in_account_can_go_on(desk: Desk) -> None:
    case = desk.open()
    desk.engine.retract(case, "1", reason="other case")
    assert (desk.stand(case).state, desk.engine.deadlines()) == ("waiting", [])
    desk.record(case, "missed", "2026-03-04", MANAGER)
    assert desk.stand(case).deadlines[0].due == date(2026, 3, 18)
    assert desk.engine.audit().findings == ()


@pytest.mark.parametrize("kept", ['{"format":0}', "not even JSON"])
def test_what_an_earlier_program_kept_to_resume_from_is_worked_out_anew(desk: Desk, kept: str) -> None:
    case, other = desk.approved(), desk.approved()
    tamper(desk.engine, f"UPDATE escalator_cases SET progress = '{kept}' WHERE id = '{case}'")
    for each in (case, other):
        desk.record(each, "stopped", "2026-03-10")
        desk.record(each, "resumed", "2026-03-20")
    assert desk.stand(case) == desk.stand(other)
    assert desk.engine.audit().findings == ()
