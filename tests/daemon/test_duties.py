"""Duties of a contract: reminded of like deadlines, until somebody performs them."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from escalator.engine.duties.owed import Duty
from escalator.engine.ports.messages import Item, ItemKind
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at


def rijk() -> Post:
    """Return a contract that owes a report within thirty days after each quarter."""
    post = Post("2026-04-01")
    post.engine.add_contract("rijk", "rijk-reintegratie", start=date(2026, 1, 1))
    for role in post.engine.ladder_of("rijk").roles:
        post.engine.add_contact("rijk", role, name=role, email=CONTRACTOR if role == "contractor" else MANAGER)
    return post


def report(post: Post) -> list[tuple[str, ItemKind]]:
    """Return when the contractor was told of the report over the first quarter, and as what."""
    moments = {message.id: moment for moment, message in post.inbox.got}
    return [
        (f"{moments[letter.id]:%m-%d}", item.kind)
        for letter in post.letters
        if letter.id in moments and letter.recipient.email == CONTRACTOR
        for item in letter.items
        if item.due == date(2026, 4, 30) and "2026-Q1" in item.key and "report" in item.key
    ]


def test_a_duty_is_reminded_of_before_on_and_after_its_day() -> None:
    post = rijk()
    post.run_until(at("2026-05-04", 12))
    assert dict.fromkeys(report(post)) == dict.fromkeys(
        [
            ("04-22", ItemKind.DUTY_BEFORE),  # five working days before, with King's Day in between
            ("04-29", ItemKind.DUTY_BEFORE),
            ("04-30", ItemKind.DUTY_TODAY),
            ("05-01", ItemKind.DUTY_OVERDUE),
        ]
    )


def test_a_duty_that_was_performed_is_not() -> None:
    post = rijk()
    post.run_until(at("2026-04-22", 5))
    duties = [each for each in post.engine.obligations("rijk") if each.occurrence.due == date(2026, 4, 30)]
    named = next(
        each for each in duties if "report" in each.obligation.id and each.obligation.owed_by == ("contractor",)
    )
    post.engine.fulfil("rijk", named.obligation.id, occurrence=named.occurrence.id)
    post.run_until(at("2026-05-04", 12))
    told = {item.key for letter in post.letters for item in letter.items if letter.on >= date(2026, 4, 22)}
    assert named.occurrence.id not in told


def the_report(post: Post) -> Duty:
    """Return the report over the first quarter."""
    [found] = [each for each in post.engine.obligations("rijk") if each.id == "management_report:2026-Q1"]
    return found


def corrections(post: Post, email: str = CONTRACTOR) -> list[Item]:
    return [item for item in post.items(email) if item.kind is ItemKind.CORRECTION]


def test_a_duty_performed_in_time_and_recorded_late_is_corrected() -> None:
    post = rijk()
    post.run_until(at("2026-05-01", 12))
    assert the_report(post).id in {item.key for item in post.items(MANAGER) if item.kind is ItemKind.DUTY_OVERDUE}
    post.engine.fulfil("rijk", "management_report", occurrence=the_report(post).id, on=date(2026, 4, 29))
    post.run_until(at("2026-05-01", 14))
    for email in (CONTRACTOR, MANAGER):
        [found] = corrections(post, email)
        assert (found.key, found.due, found.since) == (the_report(post).id, None, date(2026, 4, 29))
    post.run_until(at("2026-05-12", 12))
    assert len(corrections(post)) == 1


def test_a_duty_performed_before_its_day_needs_no_correction() -> None:
    post = rijk()
    post.run_until(at("2026-04-22", 12))
    post.engine.fulfil("rijk", "management_report", occurrence=the_report(post).id)
    post.run_until(at("2026-05-05", 12))
    assert corrections(post) == []


@pytest.mark.parametrize("day", ["2026-03-20", "2026-12-01"])
def test_a_duty_whose_day_is_moved_moves_the_appointment(day: str) -> None:
    post = Post()
    post.engine.add_contract("haarlem", "haarlem", start=date(2026, 1, 1))
    for role, email in (("contract_manager", MANAGER), ("contractor", CONTRACTOR)):
        post.engine.add_contact("haarlem", role, name=role, email=email)
    agree = partial(post.engine.set_rhythm, "haarlem", "fix_growth_path", since=date(2026, 1, 1))
    agreed = agree(day=date(2026, 3, 16))
    post.run_until(at("2026-03-09", 12))
    [before] = appointments(post, "fix_growth_path")
    post.engine.retract_fact("haarlem", agreed.seq, reason="another day")
    agree(day=date.fromisoformat(day))
    post.run_until(at("2026-03-09", 14))
    [found] = corrections(post, MANAGER)
    assert found.earlier is not None
    assert (found.key, found.due, found.earlier.due) == (
        "fix_growth_path",
        date.fromisoformat(day),
        date(2026, 3, 16),
    )
    after = appointments(post, "fix_growth_path")[-1]
    assert (after[0], before[1], after[1]) == (before[0], 0, 1)
    post.run_until(at("2026-03-10", 12))
    assert len(corrections(post, MANAGER)) == 1


def appointments(post: Post, key: str, email: str = MANAGER) -> list[tuple[str, int]]:
    """Return UID and SEQUENCE of what somebody was sent about a duty."""
    files = [
        each.content.decode().replace("\r\n ", "")
        for _, message in post.inbox.got
        if message.recipient.email == email
        for each in message.attachments
        if key.replace(":", "-") in each.name
    ]
    lines = [
        dict(line.split(":", 1) for line in file.split("BEGIN:VEVENT")[1].splitlines() if ":" in line) for file in files
    ]
    return [(each["UID"], int(each["SEQUENCE"])) for each in lines]


def test_a_calendar_file_lists_duties_with_the_appointments_that_were_sent() -> None:
    post = rijk()
    post.run_until(at("2026-04-22", 12))
    key = the_report(post).id
    text = post.engine.calendar_feed(contract="rijk", role="contractor").decode().replace("\r\n ", "")
    assert f"UID:{appointments(post, key, CONTRACTOR)[0][0]}" in text
    post.engine.fulfil("rijk", "management_report", occurrence=key)
    assert (
        text.count("BEGIN:VEVENT")
        == post.engine.calendar_feed(contract="rijk", role="contractor").decode().count("BEGIN:VEVENT") + 1
    )
    post.engine.close_contract("rijk", reason="ended")
    assert b"BEGIN:VEVENT" not in post.engine.calendar_feed(contract="rijk")
