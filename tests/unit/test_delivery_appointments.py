"""Appointments: read back by another reader, one UID for ever, updated and cancelled, in Dutch time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from escalator.delivery.addresses import Sender
from escalator.delivery.appointments import feed, uid
from escalator.engine.ports.messages import Item, ItemKind, MessageKind, Told
from escalator.model.text import Text
from tests.ladders import moment
from tests.letters import KINDS, SENDER, at, digest, due, haarlem, in_time, message, missed, moved

NOW = at("2026-04-20")


def only(content: bytes) -> tuple[Any, Any]:
    """Read a calendar with one appointment."""
    calendar = Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    return calendar, event


def attached(item: Item, kind: MessageKind = MessageKind.DIGEST) -> tuple[Any, Any]:
    """Return the appointment that goes with an item."""
    [attachment] = message(item, kind=kind).attachments
    calendar, event = only(attachment.content)
    assert calendar["method"] == attachment.method
    return calendar, event


def plan(on: str = "2026-04-15", sequence: int = 0) -> Item:
    return due(haarlem(), missed(), "step1.plan", on, sequence=sequence)


def hours(when: str) -> Item:
    return replace(plan(), due=moment(when).astimezone(ZoneInfo("Europe/Amsterdam")).date(), due_at=moment(when))


def test_a_due_day_is_a_whole_day() -> None:
    _, event = attached(plan())
    assert event.decoded("dtstart") == date(2026, 4, 20)
    assert event.decoded("dtend") == date(2026, 4, 21)
    assert event["status"] == "CONFIRMED"
    assert event["transp"] == "TRANSPARENT"
    assert event["sequence"] == 0
    assert str(event["summary"]) == "Stap 1: verbeterplan opstellen (Beveiliging Haarlem)"
    assert "escalator record haarlem-2026-1 plan_submitted" in str(event["description"])
    assert str(event["organizer"]) == "mailto:contracten@gemeente.example"
    assert event["organizer"].params["cn"] == "Contractbewaking"
    assert event.decoded("dtstamp") == NOW.astimezone(UTC)
    [alarm] = event.walk("VALARM")
    assert alarm["action"] == "DISPLAY"
    assert alarm.decoded("trigger") == timedelta(hours=-15)


@pytest.mark.parametrize(
    "when", ["2026-03-29T10:00+02:00", "2026-10-25T10:00+01:00", "2026-07-01T23:30+02:00", "2045-01-15T10:00+01:00"]
)
def test_a_due_moment_is_a_moment_in_dutch_time(when: str) -> None:
    calendar, event = attached(hours(when))
    start = event["dtstart"]
    assert start.params["tzid"] == "Europe/Amsterdam"
    assert start.dt == moment(when)
    assert "dtend" not in event
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-30)
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Amsterdam"


def test_the_rules_of_the_zone_are_those_of_the_zone() -> None:
    calendar, _ = attached(hours("2026-07-01T10:00+02:00"))
    [zone] = calendar.walk("VTIMEZONE")
    own, real = zone.to_tz(lookup_tzid=False), ZoneInfo("Europe/Amsterdam")
    for year in range(2020, 2050):
        for month in range(1, 13):
            for day in (1, 15, 28):
                noon = datetime(year, month, day, 12)  # noqa: DTZ001 - given a zone of each kind below
                assert noon.replace(tzinfo=own).utcoffset() == noon.replace(tzinfo=real).utcoffset(), noon


def test_a_whole_day_needs_no_zone() -> None:
    assert attached(plan())[0].walk("VTIMEZONE") == []


def test_a_moved_deadline_updates_the_appointment() -> None:
    before, after = attached(plan())[1], attached(moved(), kind=MessageKind.CORRECTION)
    calendar, event = after
    assert event["uid"] == before["uid"]
    assert (before["sequence"], event["sequence"]) == (0, 1)
    assert calendar["method"] == "PUBLISH"


def test_a_deadline_that_no_longer_holds_cancels_it() -> None:
    calendar, event = attached(in_time(), kind=MessageKind.CORRECTION)
    assert calendar["method"] == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert event["uid"] == attached(plan())[1]["uid"]
    assert event["sequence"] == 1
    assert event.decoded("dtstart") == date(2026, 4, 17)
    assert event.walk("VALARM") == []


def test_a_moment_that_no_longer_holds_is_cancelled_at_that_moment() -> None:
    when = moment("2026-04-17T12:00+02:00")
    gone = replace(in_time(), earlier=Told(on=date(2026, 4, 16), due=date(2026, 4, 17), due_at=when))
    assert attached(gone, kind=MessageKind.CORRECTION)[1]["dtstart"].dt == when


def test_a_term_that_became_a_day_is_a_whole_day() -> None:
    told = Told(on=date(2026, 4, 16), due=date(2026, 4, 17), due_at=moment("2026-04-17T12:00+02:00"))
    assert attached(replace(moved(), earlier=told), kind=MessageKind.CORRECTION)[1].decoded("dtstart") == date(
        2026, 4, 20
    )


def test_what_is_over_or_never_had_a_day_is_no_appointment() -> None:
    for kind in (MessageKind.EXPIRY, MessageKind.RIGHT, MessageKind.NO_CONTACT, MessageKind.NOT_DELIVERED):
        assert message(*KINDS[kind](), kind=kind).attachments == ()
    assert message(plan("2026-04-21")).attachments == ()
    never = replace(in_time(), earlier=Told(on=date(2026, 4, 16)))
    assert message(never, kind=MessageKind.CORRECTION).attachments == ()


def test_every_deadline_has_a_uid_of_its_own_for_ever() -> None:
    one = plan()
    others = [
        replace(one, contract="b"),
        replace(one, case="haarlem-2026-2"),
        replace(one, key="step1.plan#2"),
        replace(one, case="", key="haarlem-2026-1/step1.plan"),
    ]
    assert len({uid(each, SENDER) for each in (one, *others)}) == 5
    assert uid(one, SENDER) == "f29d236f-7184-5534-b66a-6355451bc974@gemeente.example"
    assert uid(replace(one, sequence=3, due=None, label=Text("a", "b")), SENDER) == uid(one, SENDER)


def test_the_name_of_a_file_leads_nowhere_else() -> None:
    [attachment] = message(replace(plan(), case="", contract="../a b", key="x/y#2")).attachments
    assert attachment.name == "..-a-b-x-y-2.ics"


def test_a_feed_holds_everything_with_a_day() -> None:
    items = [*digest(), hours("2026-07-01T10:00+02:00")]
    content = feed(items, at=NOW, language="en", sender=SENDER, name="Contracts\r\nX-EVIL:1")
    calendar = Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    assert [str(each["uid"]) for each in events] == [uid(each, SENDER) for each in items if each.due]
    assert calendar["x-wr-calname"] == "Contracts X-EVIL:1"
    assert "x-evil" not in calendar
    assert "method" not in calendar
    assert len(calendar.walk("VTIMEZONE")) == 1
    assert content == feed(items, at=NOW, language="en", sender=SENDER, name="Contracts X-EVIL:1")


def test_an_empty_feed_is_a_calendar_all_the_same() -> None:
    calendar = Calendar.from_ical(feed([], at=NOW, language="nl", sender=SENDER, name="Leeg"))
    assert calendar.walk("VEVENT") == []
    assert calendar["version"] == "2.0"


def test_what_people_type_stays_text() -> None:
    nasty = Text("a\r\nATTENDEE:mailto:x@x.example", "a")
    event = attached(replace(plan(), label=nasty, why=nasty, provisional=True, link="https://x.example/1"))[1]
    assert "attendee" not in event
    assert event["url"] == "https://x.example/1"
    assert "Deze dag is voorlopig" in str(event["description"])


def test_lines_are_no_longer_than_readers_take() -> None:
    for attachment in message(*digest()).attachments:
        assert max(map(len, attachment.content.split(b"\r\n"))) <= 75


def test_a_sender_without_a_name_is_an_address() -> None:
    content = feed([plan()], at=NOW, language="nl", sender=Sender("", "a@x.example"), name="x")
    assert "cn" not in only(content)[1]["organizer"].params
    assert ItemKind.DEADLINE_BEFORE in {each.kind for each in digest()}
