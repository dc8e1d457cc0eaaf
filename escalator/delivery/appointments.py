"""Deadlines as appointments (iCalendar, RFC 5545): one that can be updated and cancelled, and a feed of them all.

Owns the files; what is due when comes in. Whatever is sent about one deadline has one UID, for ever, so that an update
finds the appointment it is about; SEQUENCE is the item's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur

from escalator.delivery import phrases
from escalator.delivery.addresses import Sender, mailbox
from escalator.delivery.plain import one_line, sentence_case
from escalator.engine.ports.messages import Attachment, Item, ItemKind, Letter, Told
from escalator.model.text import Language

PUBLISH: Final = "PUBLISH"
CANCEL: Final = "CANCEL"
_AHEAD: Final = frozenset(
    {ItemKind.DEADLINE_BEFORE, ItemKind.DEADLINE_TODAY, ItemKind.DUTY_BEFORE, ItemKind.DUTY_TODAY}
)
_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_NINE_THE_DAY_BEFORE: Final = timedelta(hours=-15)  # from the midnight that an all-day event starts at
_HALF_AN_HOUR: Final = timedelta(minutes=-30)
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_CHANGES: Final = (
    (TimezoneDaylight, "CEST", datetime(1996, 3, 31, 2), 1, 2, 3),  # noqa: DTZ001 - local time by definition, RFC 5545
    (TimezoneStandard, "CET", datetime(1996, 10, 27, 3), 2, 1, 10),  # noqa: DTZ001 - as above
)


def attachments(letter: Letter, sender: Sender) -> tuple[Attachment, ...]:
    """Return a file for each deadline that is still to come, was moved, or no longer holds."""
    made = (_attached(item, letter, sender) for item in letter.items)
    return tuple(each for each in made if each is not None)


def feed(items: Iterable[Item], *, at: datetime, language: Language, sender: Sender, name: str) -> bytes:
    """Return a calendar of everything that has a due day, to subscribe to or to import.

    Args:
        items: of any kind; those without a due day are left out.
        at: the moment it is made (aware).
        language: of the texts.
        sender: whose domain goes in the UIDs, so that they are those of the attachments.
        name: of the calendar.
    """
    calendar = _calendar([_event(item, at, language, sender) for item in items if item.due is not None])
    calendar.add("X-WR-CALNAME", one_line(name))
    return _written(calendar)


def uid(item: Item, sender: Sender) -> str:
    """Return the UID of what an item is about; nothing in it says what."""
    name = f"https://{sender.id_domain}/{item.contract}/{item.case}/{item.key}"
    return f"{uuid5(NAMESPACE_URL, name)}@{sender.id_domain}"


def _attached(item: Item, letter: Letter, sender: Sender) -> Attachment | None:
    method = _method(item)
    if method is None:
        return None
    event = _event(item, letter.at, letter.recipient.language, sender)
    event.add("STATUS", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if method == CANCEL:
        event.subcomponents.clear()  # nobody need be warned of what is off
    calendar = _calendar([event])
    calendar.add("METHOD", method)
    return Attachment(_file_name(item), _written(calendar), method)


def _method(item: Item) -> str | None:
    if item.due is not None and item.kind in {*_AHEAD, ItemKind.CORRECTION}:
        return PUBLISH
    return CANCEL if item.earlier is not None and item.earlier.due is not None else None


def _written(calendar: Calendar) -> bytes:
    written: bytes = calendar.to_ical()
    return written


def _file_name(item: Item) -> str:
    return f"{_UNSAFE.sub('-', f'{item.case or item.contract}-{item.key}')}.ics"


def _calendar(events: list[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", "-//escalation-ladder//escalator//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if any(isinstance(event.decoded("DTSTART"), datetime) for event in events):
        calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(item: Item, at: datetime, language: Language, sender: Sender) -> Event:
    event = Event()
    event.add("UID", uid(item, sender))
    event.add("DTSTAMP", at.astimezone(UTC))
    event.add("SEQUENCE", item.sequence)
    event.add("SUMMARY", f"{sentence_case(item.label[language])} ({one_line(item.contract_name)})")
    event.add("DESCRIPTION", "\n".join(_description(item, language)))
    event.add("ORGANIZER", _organiser(sender))
    event.add("TRANSP", "TRANSPARENT")
    if item.link:
        event.add("URL", item.link)
    _add_time(event, item)
    event.add_component(_alarm(event, item, language))
    return event


def _add_time(event: Event, item: Item) -> None:
    """Add when: a whole day, or for a term in hours its last moment."""
    earlier = item.earlier or Told(on=date.min)
    due, due_at = (item.due, item.due_at) if item.due else (earlier.due or earlier.on, earlier.due_at)
    if due_at is not None:
        event.add("DTSTART", due_at.astimezone(_ZONE))
    else:
        event.add("DTSTART", due)
        event.add("DTEND", due + timedelta(days=1))


def _alarm(event: Event, item: Item, language: Language) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", sentence_case(item.label[language]))
    alarm.add("TRIGGER", _HALF_AN_HOUR if isinstance(event.decoded("DTSTART"), datetime) else _NINE_THE_DAY_BEFORE)
    return alarm


def _description(item: Item, language: Language) -> Iterator[str]:
    if item.case:
        yield f"{phrases.CASE[language]}: {item.case}"
    for text in (item.why, item.then, item.to_do, phrases.PROVISIONAL if item.provisional else None):
        if text is not None:
            yield one_line(text[language])
    for action in item.actions:
        yield f"{one_line(action.label[language])}: {action.command}"


def _organiser(sender: Sender) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox(sender.name, sender.email).spec}")
    if sender.name:
        address.params["CN"] = sender.name
    return address


def _zone() -> Timezone:
    """Return the rules of Dutch time since 1996 (Directive 2000/84/EC), which is all that a contract needs."""
    zone = Timezone()
    zone.add("TZID", _ZONE.key)
    for kind, name, start, before, after, month in _CHANGES:
        part = kind()
        part.add("TZNAME", name)
        part.add("DTSTART", start)
        part.add("TZOFFSETFROM", timedelta(hours=before))
        part.add("TZOFFSETTO", timedelta(hours=after))
        part.add("RRULE", vRecur(FREQ="YEARLY", BYMONTH=month, BYDAY="-1SU"))
        zone.add_component(part)
    return zone
