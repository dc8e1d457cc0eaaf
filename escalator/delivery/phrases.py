"""The fixed words of messages, in Dutch and English. Owns the wording; which words are used when is in `layout`.

Legal terms as the contracts use them: termijn is term or deadline, verzuim is default, ingebrekestelling is notice of
default.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from escalator.engine.ports.messages import Item, ItemKind, MessageKind, Told
from escalator.model.day_text import day_told, moment_told
from escalator.model.text import Text

TITLES: Final = {
    MessageKind.DIGEST: Text("Wat er op u wacht", "What is waiting for you"),
    MessageKind.REMINDER: Text("Herinnering", "Reminder"),
    MessageKind.EXPIRY: Text("Termijn verstreken", "Term ended"),
    MessageKind.RIGHT: Text("Er is een recht ontstaan", "A right has arisen"),
    MessageKind.CORRECTION: Text("Correctie van een eerder bericht", "Correction of an earlier message"),
    MessageKind.NO_CONTACT: Text("Rol zonder contactpersoon", "Role without a contact"),
    MessageKind.NOT_DELIVERED: Text("Bericht niet afgeleverd", "Message not delivered"),
}
INTROS: Final = {
    MessageKind.DIGEST: Text("Per contract, het dringendste eerst.", "By contract, the most urgent first."),
    MessageKind.REMINDER: Text("Dit vraagt uw aandacht.", "This asks for your attention."),
    MessageKind.EXPIRY: Text(
        "Volgens de vastgelegde feiten is een termijn verstreken en is het dossier daardoor vanzelf verdergegaan.",
        "By the facts on record a term has ended, and the case has moved on by itself because of it.",
    ),
    MessageKind.RIGHT: Text(
        "Volgens de vastgelegde feiten is een recht ontstaan.", "By the facts on record a right has arisen."
    ),
    MessageKind.CORRECTION: Text(
        "In een eerder bericht stond iets dat niet meer klopt. Dit komt daarvoor in de plaats.",
        "An earlier message said something that is no longer right. This takes its place.",
    ),
    MessageKind.NO_CONTACT: Text(
        "Er zijn berichten die niemand kan ontvangen.", "There are messages that nobody can receive."
    ),
    MessageKind.NOT_DELIVERED: Text(
        "Een bericht is definitief geweigerd; de ontvanger heeft het niet gekregen.",
        "A message was refused for good; its recipient has not had it.",
    ),
}
_REPORTS: Final = Text(
    "Dit bericht meldt wat uit de vastgelegde feiten volgt. Het is geen ingebrekestelling en stelt namens niemand "
    "verzuim vast.",
    "This message reports what follows from the facts on record. It is no notice of default, and declares nobody in "
    "default.",
)
CLOSINGS: Final = {MessageKind.EXPIRY: _REPORTS, MessageKind.RIGHT: _REPORTS}

OVERDUE: Final = Text("Over tijd", "Overdue")
TODAY: Final = Text("Vandaag", "Today")
SOON: Final = Text("Binnenkort", "Soon")
WAITING: Final = Text("Wacht", "Waiting")
BADGES: Final = {
    ItemKind.DEADLINE_OVERDUE: OVERDUE,
    ItemKind.DUTY_OVERDUE: OVERDUE,
    ItemKind.DEADLINE_TODAY: TODAY,
    ItemKind.DUTY_TODAY: TODAY,
    ItemKind.DEADLINE_BEFORE: SOON,
    ItemKind.DUTY_BEFORE: SOON,
    ItemKind.STATE_WAITING: WAITING,
    ItemKind.TERM_MISSING: Text("Dag ontbreekt", "Day missing"),
    ItemKind.PROPOSAL_WAITING: Text("Besluit gevraagd", "Decision asked"),
    ItemKind.RIGHT_IN_FORCE: Text("Recht geldt nog", "Right in force"),
    ItemKind.EXPIRED: Text("Termijn verstreken", "Term ended"),
    ItemKind.RIGHT_AROSE: Text("Recht ontstaan", "Right arisen"),
    ItemKind.CORRECTION: Text("Correctie", "Correction"),
    ItemKind.NO_CONTACT: Text("Geen contactpersoon", "No contact"),
    ItemKind.NOT_DELIVERED: Text("Niet afgeleverd", "Not delivered"),
}

DEAR: Final = Text("Beste", "Dear")
CASE: Final = Text("Dossier", "Case")
OWED_BY: Final = Text("Aan zet", "Owed by")
HELD_BY: Final = Text("Van", "Held by")
SAID: Final = Text("Eerder bericht", "Earlier message")
WHY: Final = Text("Waarom deze dag", "Why this day")
REASON: Final = Text("Reden", "Reason")
THEN: Final = Text("Wat volgt", "What follows")
TO_DO: Final = Text("Te doen", "To do")
NOTE: Final = Text("Let op", "Note")
TYPE: Final = Text("Wat u kunt typen", "What you can type")
EXPLAIN: Final = Text("de hele uitleg van de datum", "the whole explanation of the date")
OPEN: Final = Text("Openen", "Open")
PROVISIONAL: Final = Text(
    "Deze dag is voorlopig: nog niet alle gesloten dagen tot dan zijn vastgesteld.",
    "This day is provisional: not every closed day until then has been determined yet.",
)
KNOWN: Final = Text(
    "Dit bericht is automatisch gemaakt uit wat was vastgelegd op {at}.",
    "This message was made automatically from what was on record on {at}.",
)
WRONG: Final = Text(
    "Klopt er iets niet? Leg het juiste feit vast; wie een verkeerd bericht kreeg, krijgt dan een correctie.",
    "Is something wrong? Record the right fact; whoever had a wrong message then gets a correction.",
)
SEEN: Final = Text("Gelezen? Bevestig het", "Read it? Confirm")


def said_told(earlier: Told) -> Text:
    """Return what an earlier message said."""
    on = day_told(earlier.on)
    told = Text(f"Dat van {on.nl}", f"The one of {on.en}")
    if earlier.said is not None:
        return Text(f"{told.nl}; daarin stond dat {earlier.said.nl}", f"{told.en}; it said that {earlier.said.en}")
    if earlier.due is None:
        return told
    due = moment_told(earlier.due_at) if earlier.due_at else day_told(earlier.due)
    return Text(f"{told.nl}; daarin stond: uiterlijk {due.nl}", f"{told.en}; it said: due {due.en}")


def when_told(item: Item, on: date) -> Text:
    """Return when an item is due, or since when it has been so, with how long that is.

    Args:
        item: any.
        on: the day it is told.
    """
    if item.kind is ItemKind.CORRECTION:
        return _corrected(item)
    if item.kind is ItemKind.EXPIRED:
        last = _due(item)
        return Text(f"De termijn liep tot en met {last.nl}", f"The term ran up to and including {last.en}")
    if item.due is not None:
        return _due_with_span(item, item.due, on)
    return _since(item, on)


def _due(item: Item) -> Text:
    if item.due_at is not None:
        return moment_told(item.due_at)
    return day_told(item.due) if item.due else Text("-", "-")


def _due_with_span(item: Item, due: date, on: date) -> Text:
    told, span = _due(item), _span(item.days, abs((due - on).days))
    badge = BADGES[item.kind]
    if badge is OVERDUE:
        past = Text(f" ({span.nl} geleden)", f" ({span.en} ago)") if due < on else Text("", "")
        return Text(f"Was uiterlijk {told.nl}{past.nl}", f"Was due {told.en}{past.en}")
    if badge is TODAY:
        return Text(f"Uiterlijk vandaag, {told.nl}", f"Due today, {told.en}")
    return Text(f"Uiterlijk {told.nl} (nog {span.nl})", f"Due {told.en} ({span.en} left)")


def _span(working_days: int | None, days: int) -> Text:
    if working_days:
        nl, en = ("werkdag", "working day") if working_days == 1 else ("werkdagen", "working days")
        return Text(f"{working_days} {nl}", f"{working_days} {en}")
    return Text(f"{days} {'dag' if days == 1 else 'dagen'}", f"{days} {'day' if days == 1 else 'days'}")


def _since(item: Item, on: date) -> Text:
    if item.since is None:
        return Text("", "")
    day, span = day_told(item.since), _span(None, (on - item.since).days)
    match item.kind:
        case ItemKind.RIGHT_AROSE:
            return Text(f"Ontstaan op {day.nl}", f"Arisen on {day.en}")
        case ItemKind.NOT_DELIVERED:
            return Text(f"Bericht van {day.nl}", f"Message of {day.en}")
        case ItemKind.DUTY_BEFORE | ItemKind.DUTY_TODAY:
            return Text(f"Zonder vaste dag, vanaf {day.nl}", f"Without a fixed day, from {day.en}")
    return Text(f"Sinds {day.nl} ({span.nl})", f"Since {day.en} ({span.en})")


def _corrected(item: Item) -> Text:
    if item.due is None and item.since is not None:
        done = day_told(item.since)
        return Text(f"Dit is op tijd gedaan, op {done.nl}", f"This was done in time, on {done.en}")
    if item.due is None:
        return Text("Dit geldt niet meer", "This no longer holds")
    due = _due(item)
    return Text(f"Nu geldt: uiterlijk {due.nl}", f"What holds now: due {due.en}")
