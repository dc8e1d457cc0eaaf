"""Duties of a contract: reminded of like deadlines, until somebody performs them."""

from __future__ import annotations

from datetime import date

from escalator.engine.ports.messages import ItemKind
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
