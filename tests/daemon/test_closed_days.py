"""A day closed while people are being reminded: who was told of the old day is told of the new one, and why."""

from __future__ import annotations

from datetime import date

import pytest

from escalator.engine.ports.messages import ItemKind
from escalator.model.text import Text
from tests.daemon.post import CONTRACTOR, Post, at

BRIDGE = Text("brugdag", "bridging day")
DEADLINES = {ItemKind.DEADLINE_BEFORE, ItemKind.DEADLINE_TODAY, ItemKind.DEADLINE_OVERDUE}


@pytest.fixture
def post() -> Post:
    return Post()


def corrections(post: Post) -> list[tuple[date | None, str]]:
    return [(each.due, each.why.en) for each in post.items(CONTRACTOR) if each.kind is ItemKind.CORRECTION and each.why]


def reminded(post: Post, email: str = CONTRACTOR) -> list[tuple[str, date | None]]:
    """Return when somebody was reminded, and of which due day."""
    return [
        (moment, item.due)
        for (moment, to, _), (_, message) in zip(post.told, post.inbox.got, strict=True)
        if to == email
        for letter in post.letters
        if letter.id == message.id
        for item in letter.items
        if item.kind in DEADLINES
    ]


def proven(post: Post, since: date = date(2026, 3, 2)) -> bool:
    proof = post.engine.prove(since)
    return proof.gaps == () and proof.early == () and proof.expected > 0


def test_whoever_was_told_of_the_old_day_is_corrected_once(post: Post) -> None:
    case = post.haarlem()
    post.run_until(at("2026-03-09", 12))  # five working days before Monday 16 March
    assert reminded(post) == [("2026-03-09 08:00", date(2026, 3, 16))]
    post.engine.add_closed_day(date(2026, 3, 12), BRIDGE)
    post.run_until(at("2026-03-20", 12))
    assert corrections(post) == [
        (date(2026, 3, 17), "Thursday 12 March 2026 no longer counts as a working day: bridging day.")
    ]
    assert {each.due for each in post.items() if each.kind is ItemKind.CORRECTION} == {date(2026, 3, 17)}
    assert ("2026-03-16 08:00", date(2026, 3, 17)) in reminded(post)
    assert "2026-03-12" not in {moment[:10] for moment, _, _ in post.told}
    assert post.engine.stand(case).state == "step1.plan"
    assert proven(post)
    assert post.engine.audit().findings == ()


def test_two_days_closed_are_told_in_one_correction(post: Post) -> None:
    post.haarlem()
    post.run_until(at("2026-03-09", 20))
    post.engine.add_closed_day(date(2026, 3, 12), BRIDGE)
    post.engine.add_closed_day(date(2026, 3, 13), Text("markt", "market"))
    post.run_until(at("2026-03-10", 12))
    [(due, why)] = corrections(post)
    assert due == date(2026, 3, 18)
    assert "bridging day" in why
    assert "market" in why


def test_nobody_is_corrected_who_was_not_told_yet(post: Post) -> None:
    post.haarlem()
    post.engine.add_closed_day(date(2026, 3, 12), BRIDGE)
    post.run_until(at("2026-03-18", 12))
    assert corrections(post) == []
    assert reminded(post)[:2] == [("2026-03-09 08:00", date(2026, 3, 17)), ("2026-03-16 08:00", date(2026, 3, 17))]
    assert proven(post)


def test_an_appointment_moves_with_it(post: Post) -> None:
    post.haarlem()
    post.run_until(at("2026-03-09", 12))
    post.engine.add_closed_day(date(2026, 3, 12), BRIDGE)
    post.run_until(at("2026-03-10", 12))
    files = [each.content for _, message in post.inbox.got for each in message.attachments]
    assert b"DTSTART;VALUE=DATE:20260317" in files[-1]
    assert b"SEQUENCE:1" in files[-1]


def approved(post: Post) -> str:
    """Return a case whose term is a month, until Thursday 2 April: a day closed before it does not move that."""
    case = post.haarlem()
    post.engine.record(case, "plan_submitted", role="contractor")
    for role in ("contract_manager", "department_manager"):
        post.engine.record(case, "plan_approved", role=role, by=role)
    return case


@pytest.mark.parametrize(
    ("shut", "closed_at", "moments"),
    [
        # due Thursday 2 April; reminded on Thursday 26 March and Wednesday 1 April, and on the day itself
        ("2026-04-01", "2026-03-27", ["2026-03-26", "2026-03-31", "2026-04-02"]),  # a day earlier
        ("2026-03-31", "2026-03-20", ["2026-03-25", "2026-04-01", "2026-04-02"]),
        ("2026-04-01", "2026-03-31", ["2026-03-26", "2026-04-02"]),  # its moment is past by then, and both are one
        ("2026-03-26", "2026-03-20", ["2026-03-25", "2026-04-01", "2026-04-02"]),
        ("2026-03-24", "2026-03-20", ["2026-03-26", "2026-04-01", "2026-04-02"]),
    ],
)
def test_of_a_deadline_that_stays_reminders_come_earlier(
    post: Post, shut: str, closed_at: str, moments: list[str]
) -> None:
    case = approved(post)
    found = post.engine.stand(case).deadline("step1.implementation")
    assert found is not None
    assert found.due == date(2026, 4, 2)
    post.run_until(at(closed_at, 12))
    assert post.engine.add_closed_day(date.fromisoformat(shut), BRIDGE).moved == ()
    post.run_until(at("2026-04-02", 12))
    assert [moment[:10] for moment, _ in reminded(post)] == moments
    assert proven(post)


def test_a_day_closed_elsewhere_changes_no_reminder(post: Post) -> None:
    approved(post)
    post.engine.add_contract("other", post.without_duties("haarlem"), start=date(2026, 1, 1))
    post.engine.add_closed_day(date(2026, 4, 1), BRIDGE, contract="other")
    post.run_until(at("2026-04-02", 12))
    assert [moment[:10] for moment, _ in reminded(post)] == ["2026-03-26", "2026-04-01", "2026-04-02"]


def test_a_day_of_all_that_one_contract_had_closed_changes_no_reminder_there(post: Post) -> None:
    approved(post)
    post.engine.add_closed_day(date(2026, 4, 1), BRIDGE, contract="haarlem")
    post.engine.add_contract("other", post.without_duties("haarlem"), start=date(2026, 1, 1))
    post.engine.add_closed_day(date(2026, 4, 1), BRIDGE)
    post.run_until(at("2026-04-02", 12))
    assert [moment[:10] for moment, _ in reminded(post)] == ["2026-03-25", "2026-03-31", "2026-04-02"]


def test_duties_are_reminded_of_by_the_longer_calendar() -> None:
    post = Post("2026-04-01")
    post.engine.add_contract("rijk", "rijk-reintegratie", start=date(2026, 1, 1))
    for role in post.engine.ladder_of("rijk").roles:
        post.engine.add_contact("rijk", role, name=role, email=CONTRACTOR)
    post.round()
    post.engine.add_closed_day(date(2026, 4, 28), BRIDGE)
    post.run_until(at("2026-04-30", 12))
    told = {
        moment[:10]
        for (moment, _, _), (_, message) in zip(post.told, post.inbox.got, strict=True)
        for letter in post.letters
        if letter.id == message.id
        for item in letter.items
        if item.key == "management_report:2026-Q1"
    }
    assert told == {"2026-04-21", "2026-04-29", "2026-04-30"}  # five working days before: King's Day is closed too
