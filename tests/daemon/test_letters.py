"""What two persons are told of one case: worked out once, unless something happens between the two letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from escalator.engine.cases.standings import standing_by
from escalator.engine.context import Context
from escalator.engine.ports.channel import Outcome
from escalator.engine.ports.messages import ItemKind, Message
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase
from escalator.engine.telling import scenes
from escalator.model.facts import Fact
from escalator.model.standing import Standing
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at

OVERDUE = at("2026-03-17", 8)
AHEAD = at("2026-03-09", 8)


@pytest.fixture
def post() -> Post:
    """A contract with two cases that are due on the sixteenth of March."""
    post = Post()
    post.haarlem()
    post.open("promises")
    return post


def between(post: Post, what: Callable[[], object]) -> None:
    """Have something happen while the first letter from now on is handed over."""
    deliver, left = post.inbox.deliver, [what]

    def handing_over(message: Message) -> Outcome:
        while left:
            left.pop()()
        return deliver(message)

    post.inbox.deliver = handing_over  # type: ignore[method-assign]  # something happens before it is called


def told(post: Post) -> list[list[str]]:
    """Return which cases each letter that arrived told of."""
    arrived = [message.id for _, message in post.inbox.got]
    return [sorted({item.case for item in each.items}) for each in post.letters if each.id in arrived]


def start(post: Post) -> None:
    """Send what was to be told before, and forget it."""
    post.run_until(at("2026-03-16", 20))
    post.inbox.got.clear()
    post.letters.clear()


def test_both_sides_are_told_the_same_and_a_case_is_worked_out_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(post)
    post.round(at("2026-03-17", 6))
    asked = list[str]()

    def counting(context: Context, tx: Transaction, stored: StoredCase, facts: list[Fact], day: date) -> Standing:
        asked.append(stored.line.id)
        return standing_by(context, tx, stored, facts, day)

    monkeypatch.setattr(scenes, "standing_by", counting)
    post.round(OVERDUE)
    assert {message.recipient.email for _, message in post.inbox.got} == {CONTRACTOR, MANAGER}
    assert told(post) == [["haarlem-2026-1", "haarlem-2026-2"]] * 2
    assert asked == ["haarlem-2026-1", "haarlem-2026-2"]


def test_what_is_recorded_between_two_letters_is_not_told_in_the_second(post: Post) -> None:
    start(post)
    between(post, lambda: post.engine.record("haarlem-2026-1", "plan_submitted", role="contractor", by="Ans"))
    post.round(OVERDUE)
    assert told(post) == [["haarlem-2026-1", "haarlem-2026-2"], ["haarlem-2026-2"]]


def test_a_contract_that_is_closed_between_two_letters_has_none_of_the_second(post: Post) -> None:
    start(post)
    between(post, lambda: post.engine.close_contract("haarlem", reason="ended"))
    assert post.round(OVERDUE).withdrawn == 1
    assert told(post) == [["haarlem-2026-1", "haarlem-2026-2"]]


def test_a_day_that_is_closed_between_two_letters_moves_what_the_second_tells(post: Post) -> None:
    post.engine.add_contact("haarlem", "contractor", name="Bo", email="bo@bedrijf.example")
    post.round(at("2026-03-09", 6))
    between(post, lambda: post.engine.add_closed_day(date(2026, 3, 12), "bridge"))
    done = post.round(AHEAD)
    assert (done.sent, done.withdrawn) == (1, 1)
    assert told(post) == [["haarlem-2026-1", "haarlem-2026-2"]]
    post.run_until(at("2026-03-10", 12))
    corrected = [item.due for item in post.items() if item.kind is ItemKind.CORRECTION]
    assert corrected == [date(2026, 3, 17)] * 2


def test_a_letter_of_another_day_is_worked_out_anew(post: Post) -> None:
    post.run_until(at("2026-03-31", 12))
    days = [(item.kind, item.days) for item in post.items(CONTRACTOR) if item.case == "haarlem-2026-1"]
    assert days == [
        (ItemKind.DEADLINE_BEFORE, 5),
        (ItemKind.DEADLINE_BEFORE, 1),
        (ItemKind.DEADLINE_TODAY, 0),
        *((ItemKind.DEADLINE_OVERDUE, n) for n in (1, 6, 11)),
    ]


def test_however_many_cases_are_told_of_few_are_kept_in_mind(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    start(post)
    monkeypatch.setattr(scenes, "MOST", 1)
    post.round(OVERDUE)
    assert told(post) == [["haarlem-2026-1", "haarlem-2026-2"]] * 2
