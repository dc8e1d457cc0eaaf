"""The proof: it finds nobody forgotten where nobody was, and it finds each that was."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalator.engine.ports.channel import Delivered, Outcome, Refused, TryAgain
from escalator.engine.ports.ledger import About, Fate, ItemLine
from escalator.model.errors import EscalatorError, Refusal
from tests.daemon.post import CONTRACTOR, DIRECTOR, MANAGER, Post, at
from tests.daemon.test_formal import expiring
from tests.daemon.test_rights import with_a_right

START = date(2026, 3, 2)


@pytest.fixture
def post() -> Post:
    return Post()


def test_two_months_without_a_gap(post: Post) -> None:
    post.haarlem()
    post.run_until(at("2026-04-30", 12))
    proof = post.engine.prove(START)
    assert (proof.gaps, proof.early, proof.repeats) == ((), (), ())
    assert (proof.cases, proof.expected, proof.told) == (1, 15, 15)  # from overdue on the other side too
    assert proof.lateness.worst == timedelta()


def test_an_expiry_and_what_follows_are_proven_too(post: Post) -> None:
    expiring(post)
    post.run_until(at("2026-03-31", 12))
    proof = post.engine.prove(START)
    assert proof.gaps == ()
    assert proof.told == proof.expected == 7
    assert proof.by_kind == {
        "deadline": 3,  # five working days before, one before, and on the day
        "expired": 2,  # to whom it concerns, and to the other side
        "waiting": 2,  # that the case waits in default, to the client every five working days
    }


def test_a_clock_that_nobody_kept_is_all_gaps(post: Post) -> None:
    post.haarlem()
    post.clock.move_to(at("2026-03-20", 12))
    proof = post.engine.prove(START)
    assert [gap.at for gap in proof.gaps] == [
        at(day) for day in ("2026-03-09", "2026-03-13", "2026-03-16", "2026-03-17", "2026-03-17")
    ]
    assert {(gap.about, gap.key) for gap in proof.gaps} == {(About.DEADLINE, "step1.plan")}
    assert [gap.role for gap in proof.gaps] == ["contractor"] * 4 + ["contract_manager"]


def test_downtime_is_told_as_lateness(post: Post) -> None:
    post.haarlem()
    post.round(at("2026-03-18", 10, 30))
    proof = post.engine.prove(START)
    assert proof.gaps == ()
    assert proof.lateness.worst == at("2026-03-18", 10, 30) - at("2026-03-09", 8)


def lose(post: Post, item: ItemLine) -> None:
    """Do what no code does: take something that was told out of the ledgers."""
    with post.engine.store.writing() as tx:
        driver = tx.session.driver  # type: ignore[attr-defined]  # behind the port
        driver.run([("DELETE FROM escalator_message_items WHERE id = :id", {"id": item.id})])


def ledger(post: Post) -> list[ItemLine]:
    return [item for line in post.engine.outbox(most=1000) for item in post.engine.message(line.id)[1]]


@pytest.fixture
def eventful() -> Post:
    """Two months in which everything is told that there is to tell."""
    post = Post()
    engine = post.engine
    case = expiring(post)
    engine.add_contract("zaan", "zaanstreek", start=date(2025, 1, 1))
    engine.add_contact("zaan", "contract_manager", name="Mo", email=MANAGER)
    engine.add_contact("zaan", "provider", name="Ans", email=CONTRACTOR)
    engine.add_contract("haarlem", "haarlem", start=date(2026, 1, 1))
    engine.add_contact("haarlem", "contract_manager", name="Mo", email=MANAGER)
    engine.add_contact("haarlem", "contractor", name="Ans", email=CONTRACTOR)
    region = "zaanstad_wormerland"
    engine.measure("zaan", "client_satisfaction", value=Decimal("8.1"), period="2025", region=region)
    fined = with_a_right(post)
    post.run_until(at("2026-03-17", 12))
    engine.record(case, "sent", on=date(2026, 3, 11))  # the expiry that was told is undone
    post.run_until(at("2026-03-18", 12))
    second = engine.history(fined)[-1].fact.id
    engine.retract(fined, second, reason="another contract", role="contract_manager")
    post.run_until(at("2026-03-19", 12))
    engine.record(
        fined, "norm_missed", on=date(2026, 3, 2), role="contract_manager", data={"period": "2026-Q1"}
    )  # the right that was withdrawn holds after all
    baseline = "baseline_measurement"  # told as overdue since the first of January
    engine.fulfil("haarlem", baseline, occurrence=baseline, on=date(2026, 1, 1))
    post.run_until(at("2026-03-20", 12))
    post.inbox.answers.append(Refused("550 no such user"))
    post.run_until(at("2026-04-30", 12))
    return post


def test_what_is_told_of_contracts_is_proven_like_what_is_told_of_cases(eventful: Post) -> None:
    proof = eventful.engine.prove(START)
    assert proof.gaps == ()
    assert (proof.early, proof.repeats) == ((), ())
    assert {"deadline", "duty", "proposal", "waiting", "expired", "right", "correction", "not_delivered"} <= set(
        proof.by_kind
    )
    assert proof.expected == proof.told + proof.refused + proof.void
    corrected = [each for each in ledger(eventful) if each.about is About.CORRECTION and each.contract == "haarlem"]
    assert {each.key for each in corrected} == {"baseline_measurement"}
    assert eventful.engine.prove(START, "zaan").by_kind["proposal"] == proof.by_kind["proposal"]


def test_whatever_is_lost_is_found(eventful: Post) -> None:
    """Each thing that was told is taken out of the ledgers in turn; the proof must miss it."""
    told = [each for each in ledger(eventful) if each.fate is Fate.TOLD]
    missed: dict[About, int] = {}
    for about in About:
        of_kind = [each for each in told if each.about is about and (each.role or each.contact)]
        for item in of_kind[:: max(1, len(of_kind) // 4)]:
            lose(eventful, item)
            gaps = eventful.engine.prove(START).gaps
            assert (item.contract, item.case, item.key) in {(gap.contract, gap.case, gap.key) for gap in gaps}, item
            missed[about] = missed.get(about, 0) + 1
            with eventful.engine.store.writing() as tx:
                tx.messages.add_items([item])
    assert eventful.engine.prove(START).gaps == ()
    assert set(missed) >= {About.DEADLINE, About.DUTY, About.PROPOSAL, About.EXPIRED, About.RIGHT, About.CORRECTION}


def test_a_role_without_a_contact_is_no_gap_once_it_was_reported(post: Post) -> None:
    post.haarlem(contractor=False)
    post.run_until(at("2026-03-31", 12))
    assert post.engine.prove(START).gaps == ()


@settings(max_examples=15)
@given(st.data())
def test_whatever_happens_nobody_is_forgotten(data: st.DataObject) -> None:
    """Facts come in, late ones and retractions too; the clock is kept or not; the mail server fails or refuses."""
    post = Post()
    cases = [post.haarlem(director=True), post.open("promises")]
    moment = post.clock.now()
    for _ in range(data.draw(st.integers(1, 8))):
        moment += timedelta(hours=data.draw(st.integers(1, 200)))
        pass_time(post, moment, data)
        act(post, data.draw(st.sampled_from(cases)), data)
    post.run_until(moment + timedelta(days=14))
    proof = post.engine.prove(START)
    assert (proof.gaps, proof.early) == ((), ())
    assert {told[1] for told in post.told} <= {CONTRACTOR, MANAGER, DIRECTOR}


@settings(max_examples=6)
@given(st.data())
def test_nor_is_anybody_of_whom_a_contract_asks_something(data: st.DataObject) -> None:
    """The same with duties, results that are proposed, and what is agreed and performed, in time or recorded late."""
    post = Post()
    engine = post.engine
    engine.add_contract("zaan", "zaanstreek", start=date(2025, 1, 1))
    engine.add_contact("zaan", "contract_manager", name="Mo", email=MANAGER)
    engine.add_contact("zaan", "provider", name="Ans", email=CONTRACTOR)
    region, moment = "zaanstad_wormerland", post.clock.now()
    engine.measure("zaan", "client_satisfaction", value=Decimal("8.1"), period="2025", region=region)
    for _ in range(data.draw(st.integers(1, 6))):
        moment += timedelta(hours=data.draw(st.integers(1, 300)))
        pass_time(post, moment, data)
        duties = [each for each in engine.obligations("zaan") if each.due is not None and each.done is None]
        waiting, decides = engine.proposals("zaan"), data.draw(st.booleans())
        if waiting and decides:
            engine.accept("zaan", waiting[0].seq, role="contract_manager", by="Mo")
        elif duties:
            duty = data.draw(st.sampled_from(duties))
            on = max(moment.date() - timedelta(days=data.draw(st.integers(0, 9))), START)
            with suppress(EscalatorError):  # a duty may be one to measure, or of another day
                engine.fulfil("zaan", duty.obligation.id, occurrence=duty.id, on=on)
    post.run_until(moment + timedelta(days=14))
    proof = engine.prove(START)
    assert (proof.gaps, proof.early) == ((), ())


def pass_time(post: Post, moment: datetime, data: st.DataObject) -> None:
    """Let the clock be kept until a moment, or from that moment on only; what goes out may be put off, or refused."""
    ends: st.SearchStrategy[Outcome] = st.sampled_from(
        [Delivered("250 ok"), TryAgain("451 later"), TryAgain("421 gone"), Refused("550 nobody")]
    )
    post.inbox.answers[:] = data.draw(st.lists(ends, max_size=4))
    if data.draw(st.booleans()):
        post.run_until(moment)
    else:
        post.round(moment)


def act(post: Post, case: str, data: st.DataObject) -> None:
    """Record something that is allowed in a case, or retract what was recorded last; late, or not."""
    allowed = post.engine.stand(case).allowed
    if not allowed:
        return
    today = post.clock.now().date()
    on = max(today - timedelta(days=data.draw(st.integers(0, 6))), START)
    role = data.draw(st.sampled_from(["contractor", "contract_manager", "department_manager"]))
    with suppress(Refusal):
        if data.draw(st.integers(0, 5)) == 0:
            facts = post.engine.history(case)
            post.engine.retract(case, facts[-1].fact.id, reason="wrong", role="contract_manager")
        else:
            post.engine.record(case, data.draw(st.sampled_from(allowed)), on=on, role=role)
