"""Rights that arise are told to who holds them; what is undone is corrected, and what holds after all told anew."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from escalator.engine.ports.messages import ItemKind, MessageKind
from tests.daemon.post import CONTRACTOR, DIRECTOR, MANAGER, Post, at
from tests.daemon.test_formal import kinds


@pytest.fixture
def post() -> Post:
    return Post()


def test_a_right_that_arises_is_told_to_who_holds_it(post: Post) -> None:
    case = with_a_right(post)
    right = next(iter(post.engine.stand(case).rights))
    post.run_until(at("2026-03-20", 12))
    told = [item for item in post.items() if item.kind is ItemKind.RIGHT_AROSE]
    assert {item.key for item in told} == {right.name}
    assert {email for email, kind in kinds(post) if kind == "right"} <= {MANAGER, DIRECTOR}


def test_a_right_that_is_undone_is_corrected_and_was_never_due(post: Post) -> None:
    case = with_a_right(post)
    post.run_until(at("2026-03-03", 12))
    assert (MANAGER, "right") in kinds(post)
    second = post.engine.history(case)[-1].fact.id
    post.engine.retract(case, second, reason="another contract", role="contract_manager")
    post.run_until(at("2026-03-03", 14))
    message = next(each for _, each in post.inbox.got if each.kind is MessageKind.CORRECTION)
    found = next(item for item in post.items() if item.kind is ItemKind.CORRECTION)
    assert found.earlier is not None
    assert (found.earlier.on, found.earlier.due) == (date(2026, 3, 2), None)
    assert "daarin stond dat dit recht was ontstaan" in message.text
    assert "Het dossier staat nu in: " in message.text
    assert message.attachments == ()


def test_a_right_undone_and_arisen_again_before_anybody_was_told_so_needs_no_correction(post: Post) -> None:
    case = with_a_right(post)
    post.run_until(at("2026-03-03", 12))
    post.clock.move_to(at("2026-03-03", 20))  # offices are closed: what is owed now waits for the morning
    second = post.engine.history(case)[-1].fact.id
    post.engine.retract(case, second, reason="another contract", role="contract_manager")
    post.round()
    missed_again(post, case)
    post.run_until(at("2026-03-10", 12))
    assert [kind for email, kind in kinds(post) if email == MANAGER] == ["right"]


def test_a_right_that_arises_again_after_it_was_withdrawn_is_told_again(post: Post) -> None:
    case = with_a_right(post)
    post.run_until(at("2026-03-03", 12))
    for _ in range(2):
        second = post.engine.history(case)[-1].fact.id
        post.engine.retract(case, second, reason="another contract", role="contract_manager")
        post.run_until(post.clock.now() + timedelta(minutes=10))
        missed_again(post, case)
        post.run_until(post.clock.now() + timedelta(minutes=10))
    told = [kind for email, kind in ((email, kind) for _, email, kind in post.told) if email == MANAGER]
    assert [kind for kind in told if kind != "digest"] == ["right", "correction", "right", "correction", "right"]
    post.run_until(at("2026-03-10", 12))
    assert kinds(post).count((MANAGER, "right")) == 3


def missed_again(post: Post, case: str) -> None:
    """Record the second miss anew, on the day that it was first recorded on."""
    data = {"period": "2026-Q1"}
    post.engine.record(case, "norm_missed", on=date(2026, 3, 2), role="contract_manager", data=data)


def with_a_right(post: Post) -> str:
    """Open a case on the report of the Rijk, and miss the norm again: the fine arises."""
    engine = post.engine
    engine.add_contract("rijk", post.without_duties("rijk-reintegratie"), start=date(2026, 1, 1))
    engine.add_contact("rijk", "contract_manager", name="Mo", email=MANAGER)
    engine.add_contact("rijk", "contractor", name="Ans", email=CONTRACTOR)
    case = engine.open_case(
        "rijk", kpis=("management_report",), event="norm_missed", role="contract_manager", data={"period": "2025-Q4"}
    ).case.id
    engine.record(case, "norm_missed", role="contract_manager", data={"period": "2026-Q1"})
    return case
