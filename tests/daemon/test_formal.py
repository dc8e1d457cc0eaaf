"""Formal messages: expiries, rights and corrections are told once, to those concerned, and not before their time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from escalator.engine.ports.channel import Outcome, Refused, TryAgain
from escalator.engine.ports.messages import ItemKind, Message
from escalator.model.states import Adjustment
from escalator.wiring import open_engine
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at
from tests.ladders import adjustable, deadline, event, expires, ladder, on, state, within


@pytest.fixture
def post() -> Post:
    return Post()


def kinds(post: Post) -> list[tuple[str, str]]:
    return sorted((email, kind) for _, email, kind in post.told if kind != "digest")


def test_a_fact_recorded_late_corrects_what_was_told(post: Post) -> None:
    case = post.haarlem()
    post.run_until(at("2026-03-17", 12))
    assert {item.kind for item in post.items(MANAGER)} == {ItemKind.DEADLINE_OVERDUE}
    post.engine.record(case, "plan_submitted", role="contractor", on=date(2026, 3, 13))
    post.run_until(at("2026-03-17", 14))
    assert kinds(post) == [(CONTRACTOR, "correction"), (MANAGER, "correction")]
    found = [item for item in post.items(MANAGER) if item.kind is ItemKind.CORRECTION]
    assert found[0].earlier is not None
    assert found[0].earlier.due == date(2026, 3, 16)
    assert (found[0].due, found[0].since) == (None, date(2026, 3, 13))
    assert (found[0].to_do, found[0].actions) == (None, ())  # it was done: nothing is asked
    [text] = [each.text for _, each in post.inbox.got if (each.recipient.email, each.kind) == (MANAGER, "correction")]
    assert "Dit is op tijd gedaan, op vrijdag 13 maart 2026" in text
    post.run_until(at("2026-03-18", 12))
    assert kinds(post) == [(CONTRACTOR, "correction"), (MANAGER, "correction")]


def test_a_fact_that_comes_while_a_message_is_on_its_way_is_corrected_too(tmp_path: Path) -> None:
    """Another process looks at the case before the first has noted that it told of it."""
    url = f"sqlite:///{tmp_path}/escalator.db"
    post = Post(url=url)
    case, deliver = post.haarlem(), post.inbox.deliver

    def slow(message: Message) -> Outcome:
        if post.clock.now() == at("2026-03-17", 8) and post.engine.case(case).standing.state == "step1.plan":
            with open_engine(url, clock=post.clock) as other:
                other.record(case, "plan_submitted", role="contractor", on=date(2026, 3, 13))
                other.tick()
        return deliver(message)

    post.inbox.deliver = slow  # type: ignore[method-assign]  # this one takes its time
    post.run_until(at("2026-03-17", 12))
    told = [(email, kind) for moment, email, kind in post.told if moment.startswith("2026-03-17")]
    [reader] = {email for email, kind in told if kind == "digest"}
    assert told == [(reader, "digest"), (reader, "correction")]
    assert post.engine.prove(date(2026, 3, 2)).gaps == ()


def test_a_retracted_case_withdraws_its_appointments(post: Post) -> None:
    case = post.haarlem()
    post.run_until(at("2026-03-09", 12))
    post.engine.retract(case, "1", reason="wrong contract", role="contract_manager")
    post.run_until(at("2026-03-09", 14))
    assert kinds(post) == [(CONTRACTOR, "correction")]
    message = post.inbox.got[-1][1]
    assert [each.method for each in message.attachments] == ["CANCEL"]
    assert b"SEQUENCE:1" in message.attachments[0].content
    first = post.inbox.got[0][1].attachments[0].content
    assert uid(first) == uid(message.attachments[0].content)


def uid(content: bytes) -> str:
    return next(line for line in content.decode().replace("\r\n ", "").splitlines() if line.startswith("UID:"))


def test_a_correction_is_itself_corrected(post: Post) -> None:
    case = post.haarlem()
    post.run_until(at("2026-03-17", 12))
    late = post.engine.record(case, "plan_submitted", role="contractor", on=date(2026, 3, 13)).fact.id
    post.run_until(at("2026-03-17", 13))
    post.engine.retract(case, late, reason="it was another plan", role="contract_manager")
    post.run_until(at("2026-03-25", 14))
    assert ItemKind.CORRECTION in {item.kind for item in post.items(MANAGER)[1:]}
    assert ItemKind.DEADLINE_OVERDUE in {item.kind for item in post.items(MANAGER)[2:]}


def test_a_refused_message_is_told_to_the_client(post: Post) -> None:
    post.haarlem()
    post.inbox.answers.append(Refused("550 no such user"))
    post.run_until(at("2026-03-09", 9))
    assert kinds(post) == [(MANAGER, "not_delivered")]
    assert [(line.status, line.why) for line in post.engine.outbox(status="refused")] == [
        ("refused", "550 no such user")
    ]


def test_a_message_put_off_is_sent_with_the_same_id(post: Post) -> None:
    post.haarlem()
    post.inbox.answers.extend([TryAgain("451 greylisted"), TryAgain("lost after the data")])
    post.run_until(at("2026-03-09", 12))
    assert [line.attempts for line in post.engine.outbox(status="sent")] == [3]
    assert len({letter.id for letter in post.letters}) == 1
    assert [told[2] for told in post.told] == ["digest"]


def test_a_broken_channel_puts_off_one_message_alone(post: Post) -> None:
    post.haarlem()
    post.engine.set_reminders("haarlem", digest=False)
    post.open("promises")
    deliver = post.inbox.deliver
    broken: list[object] = []

    def failing(message: object) -> object:
        if not broken:
            broken.append(message)
            raise ZeroDivisionError
        return deliver(message)  # type: ignore[arg-type]  # passed on as it came

    post.inbox.deliver = failing  # type: ignore[method-assign,assignment]  # this channel fails
    post.round(at("2026-03-09", 6))
    done = post.round(at("2026-03-09", 8))
    assert (done.sent, done.retried) == (1, 1)


def test_acknowledging_is_kept_apart_from_sending(post: Post) -> None:
    post.haarlem()
    post.run_until(at("2026-03-09", 12))
    line = post.engine.outbox()[0]
    assert line.sent_at is not None
    assert line.acked_at is None
    acked = post.engine.ack(line.id, by="Ans")
    assert (acked.acked_by, acked.acked_at) == ("Ans", post.clock.now())
    assert post.engine.ack(line.id, by="Somebody else").acked_by == "Ans"
    assert post.engine.message(line.id)[0].acked_by == "Ans"


def expiring(post: Post, adjusting: Adjustment | None = None, to: str = "default") -> str:
    """Open a case in which silence has consequences: no plan in ten days is a default."""
    rule = deadline(within("10 days"), waits_for=["sent"], expiry=[expires(to)], adjustable=adjusting)
    states = [state("start", on("letter", "plan")), state("plan", on("sent", "done"), deadline=rule)]
    found = ladder([*states, state("default", on("good", "done"))], [event("letter"), event("sent"), event("good")])
    found = replace(found, calendar="atw")
    post.engine.add_contract("c", replace(found, digest=post.engine.digest(found)), start=date(2026, 1, 1))
    post.engine.add_contact("c", "manager", name="Mo", email=MANAGER)
    post.engine.add_contact("c", "contractor", name="Ans", email=CONTRACTOR)
    return post.engine.open_case("c", event="letter").case.id


def test_an_expiry_takes_effect_at_midnight_and_is_told_at_eight(post: Post) -> None:
    case = expiring(post)  # ten days after Monday 2 March: Thursday 12 March
    post.run_until(at("2026-03-12", 23, 59))
    assert kinds(post) == []
    done = post.round(at("2026-03-13", 0, 0))
    assert (done.cases, done.sent) == ((case,), 0)
    post.run_until(at("2026-03-13", 12))
    assert [told for told in post.told if told[2] == "expiry"] == [
        ("2026-03-13 08:00", CONTRACTOR, "expiry"),
        ("2026-03-13 08:00", MANAGER, "expiry"),
    ]
    post.run_until(at("2026-03-20", 12))
    assert kinds(post) == [(CONTRACTOR, "expiry"), (MANAGER, "expiry")]


def test_an_expiry_that_ends_a_case_is_told_too(post: Post) -> None:
    expiring(post, to="done")
    post.run_until(at("2026-03-20", 12))
    assert kinds(post) == [(CONTRACTOR, "expiry"), (MANAGER, "expiry")]


def test_an_expiry_is_told_also_where_a_closed_day_was_added_before_the_round_of_that_night(post: Post) -> None:
    expiring(post)
    post.run_until(at("2026-03-12", 23, 59))
    post.clock.move_to(at("2026-03-13", 0, 0))
    post.engine.add_closed_day(date(2026, 4, 15), "bridge")
    post.run_until(at("2026-03-20", 12))
    assert kinds(post) == [(CONTRACTOR, "expiry"), (MANAGER, "expiry")]
    assert post.engine.prove(date(2026, 3, 2)).gaps == ()


def test_an_expiry_that_happened_during_downtime_is_told_once_the_clock_runs(post: Post) -> None:
    case = expiring(post)
    assert post.engine.stand(case, as_of=date(2026, 3, 13)).state == "default"
    post.round(at("2026-03-20", 10))
    assert [told for told in post.told if told[2] == "expiry"] == [
        ("2026-03-20 10:00", CONTRACTOR, "expiry"),
        ("2026-03-20 10:00", MANAGER, "expiry"),
    ]


def test_an_expiry_noticed_by_a_fact_is_told_too(post: Post) -> None:
    case = expiring(post)
    post.clock.move_to(at("2026-03-13", 7))
    post.engine.record(case, "good")
    post.run_until(at("2026-03-13", 12))
    assert kinds(post) == [(CONTRACTOR, "expiry"), (MANAGER, "expiry")]


def test_an_expiry_that_a_late_fact_undoes_is_corrected(post: Post) -> None:
    case = expiring(post)
    post.run_until(at("2026-03-13", 12))
    post.engine.record(case, "sent", on=date(2026, 3, 11))
    post.run_until(at("2026-03-13", 14))
    assert kinds(post).count((MANAGER, "correction")) == 1
    assert kinds(post).count((CONTRACTOR, "correction")) == 1
    assert "daarin stond dat de termijn was verstreken" in post.inbox.got[-1][1].text


def test_an_expiry_that_holds_after_all_is_told_again(post: Post) -> None:
    case = expiring(post)
    post.run_until(at("2026-03-13", 12))
    late = post.engine.record(case, "sent", on=date(2026, 3, 11)).fact.id
    post.run_until(at("2026-03-13", 14))
    post.engine.retract(case, late, reason="of another contract", role="manager")
    post.run_until(at("2026-03-13", 16))
    told = [kind for _, email, kind in post.told if email == MANAGER]
    assert told[-3:] == ["expiry", "correction", "expiry"]
    post.run_until(at("2026-03-17", 12))
    assert kinds(post).count((MANAGER, "expiry")) == 2


def test_a_correction_that_needs_none_by_the_morning_is_not_sent(post: Post) -> None:
    case = post.haarlem()
    post.run_until(at("2026-03-17", 18))
    late = post.engine.record(case, "plan_submitted", role="contractor", on=date(2026, 3, 13)).fact.id
    post.round()
    post.engine.retract(case, late, reason="it was another plan", role="contract_manager")
    post.run_until(at("2026-03-18", 12))
    assert kinds(post) == []


def test_an_expiry_undone_before_it_was_told_is_not_told(post: Post) -> None:
    case = expiring(post)
    post.round(at("2026-03-13", 0, 1))
    post.engine.record(case, "sent", on=date(2026, 3, 11))
    post.run_until(at("2026-03-16", 12))
    assert kinds(post) == []


def test_history_that_is_recorded_later_is_no_news(post: Post) -> None:
    case = expiring(post)
    post.run_until(at("2026-03-13", 12))
    told = len(post.told)
    old = post.engine.open_case("c", on=date(2026, 1, 5), event="letter").case.id
    post.engine.record(old, "good", on=date(2026, 2, 2))
    post.run_until(at("2026-03-20", 12))
    assert [told[1:] for told in post.told[told:]] == [(MANAGER, "digest")]  # that the first one waits
    assert {item.case for item in post.items()} == {case}
    assert case != old


def test_a_deadline_that_is_moved_is_corrected_with_the_new_day(post: Post) -> None:
    case = expiring(post, adjusting=adjustable("manager"))
    post.run_until(at("2026-03-05", 12))  # five working days before the 12th
    assert post.told == [("2026-03-05 08:00", CONTRACTOR, "digest")]
    post.engine.adjust(case, "plan", date(2026, 3, 19), reason="holiday", role="manager")
    post.run_until(at("2026-03-05", 13))
    assert kinds(post) == [(CONTRACTOR, "correction")]
    correction = post.items(CONTRACTOR)[-1]
    assert (correction.due, correction.sequence) == (date(2026, 3, 19), 1)
    assert correction.earlier is not None
    assert correction.earlier.due == date(2026, 3, 12)
    post.run_until(at("2026-03-20", 12))
    assert [told[0] for told in post.told if told[1:] == (CONTRACTOR, "digest")] == [
        "2026-03-05 08:00",
        "2026-03-12 08:00",
        "2026-03-18 08:00",
        "2026-03-19 08:00",
    ]
