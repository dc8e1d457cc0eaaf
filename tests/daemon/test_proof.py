"""The proof: it finds nobody forgotten where nobody was, and it finds each that was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalator.engine.ports.ledger import About
from escalator.model.errors import Refusal
from tests.daemon.post import CONTRACTOR, DIRECTOR, MANAGER, Post, at
from tests.daemon.test_formal import expiring

START = date(2026, 3, 2)


@pytest.fixture
def post() -> Post:
    return Post()


def test_two_months_without_a_gap(post: Post) -> None:
    post.haarlem()
    post.run_until(at("2026-04-30", 12))
    proof = post.engine.prove(START)
    assert (proof.gaps, proof.early, proof.repeats) == ((), (), ())
    assert (proof.cases, proof.expected, proof.told) == (1, 9, 9)
    assert proof.lateness.worst == timedelta()


def test_an_expiry_and_what_follows_are_proven_too(post: Post) -> None:
    expiring(post)
    post.run_until(at("2026-03-31", 12))
    proof = post.engine.prove(START)
    assert proof.gaps == ()
    assert proof.told == proof.expected == 4  # five working days before, one before, on the day, and the expiry


def test_a_clock_that_nobody_kept_is_all_gaps(post: Post) -> None:
    post.haarlem()
    post.clock.move_to(at("2026-03-20", 12))
    proof = post.engine.prove(START)
    assert [gap.at for gap in proof.gaps] == [
        at(day) for day in ("2026-03-09", "2026-03-13", "2026-03-16", "2026-03-17")
    ]
    assert {(gap.about, gap.key, gap.role) for gap in proof.gaps} == {(About.DEADLINE, "step1.plan", "contractor")}


def test_downtime_is_told_as_lateness(post: Post) -> None:
    post.haarlem()
    post.round(at("2026-03-18", 10, 30))
    proof = post.engine.prove(START)
    assert proof.gaps == ()
    assert proof.lateness.worst == at("2026-03-18", 10, 30) - at("2026-03-09", 8)


@pytest.mark.parametrize("day", ["2026-03-09", "2026-03-17"])
def test_one_message_that_is_lost_is_found(post: Post, day: str) -> None:
    post.haarlem()
    post.run_until(at("2026-03-18", 12))
    lost = next(line for line in post.engine.outbox() if line.email == CONTRACTOR and line.send_at == at(day, 8))
    with post.engine.store.writing() as tx:
        driver = tx.session.driver  # type: ignore[attr-defined]  # behind the port, to do what no code does
        driver.run([("DELETE FROM escalator_message_items WHERE message_id = ?", (lost.id,))])
    post.clock.move_to(at("2026-03-18", 13))
    found = post.engine.prove(START).gaps
    assert day != "2026-03-17" or [gap.at for gap in found] == [at("2026-03-17", 8)]
    assert post.engine.prove(date(2026, 3, 18)).gaps == ()


def test_a_role_without_a_contact_is_no_gap_once_it_was_reported(post: Post) -> None:
    post.haarlem(contractor=False)
    post.run_until(at("2026-03-31", 12))
    assert post.engine.prove(START).gaps == ()


@settings(max_examples=25)
@given(st.data())
def test_whatever_happens_nobody_is_forgotten(data: st.DataObject) -> None:
    """Facts come in, late ones and retractions too; rounds are done when the engine asks for them."""
    post = Post()
    cases = [post.haarlem(director=True), post.open("promises")]
    moment = post.clock.now()
    for _ in range(data.draw(st.integers(1, 8))):
        moment += timedelta(hours=data.draw(st.integers(1, 200)))
        post.run_until(moment)
        case = data.draw(st.sampled_from(cases))
        allowed = post.engine.stand(case).allowed
        if not allowed:
            continue
        late = timedelta(days=data.draw(st.integers(0, 6)))
        on = max(moment.date() - late, START)
        role = data.draw(st.sampled_from(["contractor", "contract_manager", "department_manager"]))
        try:
            if data.draw(st.integers(0, 5)) == 0:
                facts = post.engine.history(case)
                post.engine.retract(case, facts[-1].fact.id, reason="wrong", role="contract_manager")
            else:
                post.engine.record(case, data.draw(st.sampled_from(allowed)), on=on, role=role)
        except Refusal:
            continue
    post.run_until(moment + timedelta(days=14))
    proof = post.engine.prove(START)
    assert proof.gaps == ()
    assert proof.early == ()
    assert {told[1] for told in post.told} <= {CONTRACTOR, MANAGER, DIRECTOR}
