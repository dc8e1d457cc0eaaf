"""Reminders: on their days, in office hours, to those concerned, once, and by the present truth."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta

import pytest
from msgspec import structs

from escalator.engine.ports.ledger import About, ItemLine
from escalator.engine.ports.messages import Item, ItemKind, MessageKind
from escalator.engine.ports.store import StoreProblem
from escalator.engine.telling.reminding import Reminding
from escalator.model.text import Text
from tests.daemon.post import CONTRACTOR, DIRECTOR, MANAGER, Post, at

_ITEM = ItemLine(
    id="1", message="gone", contract="haarlem", case="", about=About.DEADLINE, key="", slot=at("2026-03-09"),
    due=None, due_at=None, role="", contact=None, owed_at=at("2026-03-09"),
)  # fmt: skip


@pytest.fixture
def post() -> Post:
    return Post()


def test_before_on_the_day_and_while_overdue_at_eight_on_working_days(post: Post) -> None:
    post.haarlem()  # a plan within ten working days of Monday 2 March: Monday 16 March
    post.run_until(at("2026-03-31", 23))
    assert sorted(post.told) == [
        ("2026-03-09 08:00", CONTRACTOR, "digest"),  # five working days before
        ("2026-03-13 08:00", CONTRACTOR, "digest"),  # one before
        ("2026-03-16 08:00", CONTRACTOR, "digest"),  # the day itself
        ("2026-03-17 08:00", CONTRACTOR, "digest"),  # overdue: the other side is told too
        ("2026-03-17 08:00", MANAGER, "digest"),
        ("2026-03-24 08:00", CONTRACTOR, "digest"),
        ("2026-03-24 08:00", MANAGER, "digest"),
        ("2026-03-31 08:00", CONTRACTOR, "digest"),  # after the clocks went forward
        ("2026-03-31 08:00", MANAGER, "digest"),
    ]
    kinds = [item.kind for item in post.items(CONTRACTOR)]
    assert kinds == [*[ItemKind.DEADLINE_BEFORE] * 2, ItemKind.DEADLINE_TODAY, *[ItemKind.DEADLINE_OVERDUE] * 3]


def test_who_met_a_deadline_is_not_reminded_of_it(post: Post) -> None:
    case = post.haarlem()
    post.run_until(at("2026-03-09", 6, 30))  # on record since six, to go out at eight
    assert post.engine.outbox(status="owed")
    post.engine.record(case, "plan_submitted", role="contractor")
    post.run_until(at("2026-03-10", 7))
    assert post.items(CONTRACTOR) == []
    assert [line.status for line in post.engine.outbox(status="withdrawn")] == ["withdrawn"]


def test_after_a_week_of_downtime_there_is_one_message_with_the_present_truth(post: Post) -> None:
    post.haarlem()
    post.round(at("2026-03-18", 10, 30))  # the reminders of 9, 13, 16 and 17 March were missed
    assert sorted(post.told) == [
        ("2026-03-18 10:30", CONTRACTOR, "digest"),
        ("2026-03-18 10:30", MANAGER, "digest"),
    ]
    assert {item.kind for item in post.items()} == {ItemKind.DEADLINE_OVERDUE}
    post.round(at("2026-03-18", 11))
    assert len(post.told) == 2


@pytest.mark.parametrize("moment", [at("2026-03-18", 22), at("2026-03-21", 12), at("2026-03-18", 7, 59)])
def test_nothing_goes_out_outside_office_hours(post: Post, moment: object) -> None:
    post.haarlem()
    post.round(moment)  # type: ignore[arg-type]  # the marks hold moments
    assert post.told == []
    post.run_until(at("2026-03-23", 8))
    assert {told.split()[1] for told, *_ in post.told} == {"08:00"}


def test_one_message_a_day_holds_all_that_concerns_a_person(post: Post) -> None:
    post.haarlem()
    post.open("promises")
    post.run_until(at("2026-03-09", 9))
    assert post.told == [("2026-03-09 08:00", CONTRACTOR, "digest")]
    assert len(post.items()) == 2


def test_a_contract_may_ask_for_a_message_each(post: Post) -> None:
    post.haarlem()
    post.open("promises")
    post.engine.set_reminders("haarlem", digest=False)
    post.run_until(at("2026-03-09", 9))
    assert [told[2] for told in post.told] == ["reminder", "reminder"]


def test_a_contract_may_have_reminders_and_hours_of_its_own(post: Post) -> None:
    post.haarlem()
    policy = post.engine.set_reminders("haarlem", before=(2,), on_day=False, overdue_every=3, opens=time(9, 30))
    assert (policy.before, policy.on_day, policy.overdue_every, policy.opens) == ((2,), False, 3, time(9, 30))
    post.run_until(at("2026-03-20", 12))
    assert [told[0] for told in post.told if told[1] == CONTRACTOR] == [
        "2026-03-12 09:30",
        "2026-03-17 09:30",
        "2026-03-20 09:30",
    ]
    assert post.engine.contract_facts("haarlem", "reminders_set")[0].data["overdue_every"] == 3


def test_what_a_contract_asked_for_holds_for_cases_opened_later(post: Post) -> None:
    post.haarlem()
    post.engine.set_reminders("haarlem", before=(9,), on_day=False)
    later = post.open("promises")
    post.run_until(at("2026-03-04", 12))
    assert sorted(item.case for item in post.items()) == ["haarlem-2026-1", later]
    assert {told[0] for told in post.told} == {"2026-03-03 08:00"}


def test_a_role_without_a_contact_is_reported_at_once(post: Post) -> None:
    post.haarlem(contractor=False)
    post.run_until(at("2026-03-09", 9))
    assert post.told == [("2026-03-09 08:00", MANAGER, "no_contact")]
    assert [item.key for item in post.items()] == ["contractor"]
    [why] = [item.why for item in post.items()]
    assert why is not None
    assert why.nl == "Dit kon niemand worden verteld: Stap 1: verbeterplan opstellen, uiterlijk maandag 16 maart 2026."
    assert "escalator contact add haarlem contractor" in post.inbox.got[0][1].text


def test_all_that_could_not_be_told_in_a_role_that_day_is_one_message(post: Post) -> None:
    post.haarlem(contractor=False)
    post.open("promises")
    post.engine.add_contract("rijk", "rijk-reintegratie", start=date(2026, 1, 1))
    post.engine.add_contact("rijk", "contract_manager", name="Mo", email=MANAGER)
    post.run_until(at("2026-03-09", 9))
    assert post.told == [("2026-03-09 08:00", MANAGER, "no_contact")]
    assert [item.case for item in post.items()] == ["haarlem-2026-1", "haarlem-2026-2"]
    post.run_until(at("2026-04-30", 12))
    by_day = Counter((day, item.contract) for day, items in reported(post) for item in items)
    assert max(by_day.values()) > 1
    assert len(reported(post)) == len({(day, items[0].contract) for day, items in reported(post)})
    assert {item.contract for _, items in reported(post) for item in items} == {"haarlem", "rijk"}


def reported(post: Post) -> list[tuple[date, list[Item]]]:
    """Return the messages that somebody could not be told in a role, with their days."""
    arrived = {message.id for _, message in post.inbox.got}
    found = [each for each in post.letters if each.id in arrived and each.kind is MessageKind.NO_CONTACT]
    return [(each.on, list(each.items)) for each in found]


def test_a_client_without_contacts_is_kept_in_the_ledger(post: Post) -> None:
    post.haarlem(contractor=False)
    post.engine.remove_contact("haarlem", MANAGER)
    post.run_until(at("2026-03-09", 9))
    assert [(line.kind, line.status) for line in post.engine.outbox()] == [("no_contact", "refused")]


def test_a_person_in_two_roles_is_told_once(post: Post) -> None:
    post.haarlem(director=True)
    post.engine.add_contact("haarlem", "department_manager", name="Mo", email=MANAGER.upper())
    post.run_until(at("2026-03-17", 9))
    overdue = [told for told in post.told if told[0].startswith("2026-03-17")]
    assert sorted(told[1].lower() for told in overdue) == sorted([CONTRACTOR, DIRECTOR, MANAGER])


def test_who_is_told_late_of_a_deadline_is_told_the_next_morning(post: Post) -> None:
    post.clock.move_to(at("2026-03-12", 15))
    post.engine.add_contract("haarlem", post.without_duties("haarlem"), start=date(2026, 1, 1))
    post.engine.add_contact("haarlem", "contractor", name="Ans", email=CONTRACTOR)
    post.engine.open_case("haarlem", on=date(2026, 3, 2), kpis=("compliance",), role="contract_manager")
    post.run_until(at("2026-03-13", 12))
    assert post.told == [("2026-03-13 08:00", CONTRACTOR, "digest")]


def test_a_state_without_a_term_is_spoken_of_by_its_age() -> None:
    post = Post()
    engine = post.engine
    engine.add_contract("zaan", post.without_duties("zaanstreek"), start=date(2026, 1, 1))
    engine.add_contact("zaan", "contract_manager", name="Mo", email=MANAGER)
    ladder = engine.ladder_of("zaan")
    case = engine.open_case("zaan", kpis=(next(iter(ladder.kpis)),), event=ladder.opening[0], role="contract_manager")
    assert not case.standing.deadlines
    post.run_until(at("2026-03-10", 12))
    assert [(told[0], told[1]) for told in post.told] == [("2026-03-09 08:00", MANAGER)]
    assert [item.kind for item in post.items()] == [ItemKind.STATE_WAITING]


def test_a_closed_contract_reminds_nobody(post: Post) -> None:
    post.haarlem()
    post.engine.close_contract("haarlem", reason="ended")
    post.run_until(at("2026-03-31", 12))
    assert post.told == []


def test_a_case_that_cannot_be_worked_out_holds_up_nobody(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    first = post.haarlem()
    second = post.open("promises")
    remind = Reminding.deadline

    def failing(reminding: Reminding, named: tuple[str, str]) -> None:
        if named[0] == first:
            raise LookupError(named[0])
        remind(reminding, named)

    monkeypatch.setattr(Reminding, "deadline", failing)
    post.run_until(at("2026-03-09", 8))
    assert [item.case for item in post.items()] == [second]
    assert [each.subject for each in post.engine.status().put_aside] == [first]
    monkeypatch.undo()
    post.run_until(at("2026-03-09", 17))
    assert {item.case for item in post.items()} == {first, second} or post.engine.outbox(status="owed")
    post.run_until(at("2026-03-10", 9))
    assert {item.case for item in post.items()} == {first, second}
    assert post.engine.status().put_aside == ()


def test_a_case_that_the_database_refuses_holds_up_nobody(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    first = post.haarlem()
    second = post.open("promises")
    remind = Reminding.deadline

    def failing(reminding: Reminding, named: tuple[str, str]) -> None:
        if named[0] == first:
            reminding.tx.messages.add_items([structs.replace(_ITEM, case=first)])  # of a message that is not there
        remind(reminding, named)

    monkeypatch.setattr(Reminding, "deadline", failing)
    post.run_until(at("2026-03-09", 8))
    assert [item.case for item in post.items()] == [second]
    [trouble] = post.engine.status().put_aside
    assert trouble.subject == first
    assert "StoreProblem" in trouble.why


def test_reminders_are_put_on_record_together_or_not_at_all(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.haarlem()
    second = post.open("promises")
    remind = Reminding.deadline

    def failing(reminding: Reminding, named: tuple[str, str]) -> None:
        remind(reminding, named)
        if named[0] == second:
            raise StoreProblem("the connection is gone", "unsure")

    monkeypatch.setattr(Reminding, "deadline", failing)
    with pytest.raises(StoreProblem, match="gone"):
        post.round(at("2026-03-09", 6))
    assert post.engine.outbox() == []
    assert post.engine.status().put_aside == ()
    monkeypatch.undo()
    assert post.round().owed == 2


def test_a_round_that_is_to_stop_keeps_what_it_has_done(post: Post) -> None:
    post.haarlem()
    post.open("promises")
    post.clock.move_to(at("2026-03-09", 6))
    asked = iter((False, False, True))
    assert post.engine.tick(lambda: next(asked, True)).owed == 1
    assert post.round().owed == 1


def test_a_calendar_file_lists_what_is_due(post: Post) -> None:
    post.haarlem()
    text = post.engine.calendar_feed(contract="haarlem", role="contractor").decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "20260316" in text


def test_the_status_tells_what_waits(post: Post) -> None:
    post.haarlem()
    post.round(at("2026-03-09", 6))
    post.clock.move_to(at("2026-03-09", 9))
    found = post.engine.status()
    assert (found.backlog, found.oldest_unsent, found.counts) == (1, at("2026-03-09", 8), {"owed": 1})
    assert found.now - at("2026-03-09", 8) == timedelta(hours=1)


def test_texts_are_in_the_language_of_the_reader(post: Post) -> None:
    post.haarlem()
    post.run_until(at("2026-03-17", 9))
    languages = {message.recipient.email: message.recipient.language for _, message in post.inbox.got}
    assert languages == {CONTRACTOR: "en", MANAGER: "nl"}
    assert isinstance(post.items()[0].label, Text)
