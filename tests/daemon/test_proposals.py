"""Proposals: whoever decides is reminded of what waits for a decision, in the digest, until it is decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from escalator.engine.ports.messages import ItemKind
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at


@pytest.fixture
def post() -> Post:
    """A contract in which a result on Monday 2 March is below its norm, which is proposed as a shortcoming."""
    post = Post()
    engine = post.engine
    engine.add_contract("zaan", post.without_duties("zaanstreek"), start=date(2025, 1, 1))
    engine.add_contact("zaan", "contract_manager", name="Mo", email=MANAGER)
    engine.add_contact("zaan", "provider", name="Ans", email=CONTRACTOR)
    done = engine.measure(
        "zaan", "client_satisfaction", value=Decimal("8.1"), period="2025", region="zaanstad_wormerland"
    )
    assert done.proposal is not None
    return post


def mornings(post: Post) -> list[str]:
    """Return the mornings on which a proposal was spoken of, with who was told."""
    moments = {message.id: moment for moment, message in post.inbox.got}
    return [
        f"{moments[letter.id]:%m-%d} {letter.recipient.email}"
        for letter in post.letters
        if letter.id in moments and any(item.kind is ItemKind.PROPOSAL_WAITING for item in letter.items)
    ]


def test_a_proposal_is_told_the_next_morning_and_then_every_week_to_who_decides(post: Post) -> None:
    post.run_until(at("2026-03-17", 12))
    assert mornings(post) == [f"03-03 {MANAGER}", f"03-10 {MANAGER}", f"03-17 {MANAGER}"]
    [item, *_] = post.items(MANAGER)
    assert item.why is not None
    assert "8,1" in item.why.nl
    assert not item.why.nl.endswith("..")
    assert [each.command.split()[2] for each in item.actions] == ["accept", "decline"]


def test_a_contract_may_ask_to_be_told_more_often(post: Post) -> None:
    post.engine.set_reminders("zaan", overdue_every=2)
    post.run_until(at("2026-03-06", 12))
    assert mornings(post) == [f"03-03 {MANAGER}", f"03-05 {MANAGER}"]


@pytest.mark.parametrize("decide", ["accept", "decline"])
def test_what_was_decided_is_not_spoken_of(post: Post, decide: str) -> None:
    post.run_until(at("2026-03-03", 7))  # on record since five, to go out at eight
    [waiting] = post.engine.proposals("zaan")
    if decide == "accept":
        post.engine.accept("zaan", waiting.seq, role="contract_manager", by="Mo")
    else:
        post.engine.decline("zaan", waiting.seq, reason="repaired", by="Mo")
    post.run_until(at("2026-03-20", 12))
    assert mornings(post) == []


def test_after_downtime_a_proposal_is_told_once(post: Post) -> None:
    post.round(at("2026-03-20", 10))
    post.run_until(at("2026-03-20", 12))
    assert mornings(post) == [f"03-20 {MANAGER}"]


def test_a_client_without_a_contact_is_reported(post: Post) -> None:
    post.engine.remove_contact("zaan", MANAGER)
    post.run_until(at("2026-03-03", 12))
    assert mornings(post) == []
    assert [line.kind.value for line in post.engine.outbox()] == ["no_contact"]
