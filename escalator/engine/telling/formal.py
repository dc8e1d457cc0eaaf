"""Items that are told in a message of their own: an expiry, a right, a correction, what could not be told. Pure.

The software reports what follows from the facts. It never says in a party's name that somebody is in default, and it
never says that a right is used: a person decides that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from escalator.engine.ports.messages import Item, ItemKind, Recipient, Told
from escalator.engine.telling import commands
from escalator.engine.telling.items import Place
from escalator.engine.telling.reasons import listed, why_due, why_right
from escalator.model.day_text import day_told
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.standing import Deadline, RightOpening, Standing, Step
from escalator.model.text import Text

_OR: Final = Text("of", "or")


def expired_item(place: Place, deadline: Deadline, facts: Mapping[str, Fact], step: Step) -> Item:
    """Return that a term has ended and the case has moved by itself; `step` is that move."""
    ladder, since = place.ladder, day_told(step.on)
    state = ladder.states[step.after].label
    return replace(
        place.item(ItemKind.EXPIRED, deadline.id, ladder.states[deadline.state].label),
        due=deadline.due,
        due_at=deadline.due_at,
        since=step.on,
        owed_by=place.labels(deadline.owed_by),
        why=why_due(deadline, ladder, facts),
        then=Text(
            f"Het dossier staat sinds {since.nl} in: {state.nl}.",
            f"The case has stood since {since.en} in: {state.en}.",
        ),
        to_do=Text(
            "Is het toch op tijd gebeurd, leg het dan vast met de dag waarop het gebeurde; het dossier wordt dan "
            "herberekend en wie dit bericht kreeg krijgt een correctie.",
            "If it was done in time after all, record it with the day on which it happened; the case is then worked "
            "out again, and whoever had this message gets a correction.",
        ),
        actions=(
            *commands.recording(place.case, deadline, ladder, place.roles, dated=True),
            commands.showing(place.case),
        ),
    )


def right_item(place: Place, right: str, opening: RightOpening) -> Item:
    """Return that a right has arisen."""
    found = place.ladder.rights[right]
    holders = listed(tuple(place.ladder.roles[each].label for each in found.holders), _OR)
    return replace(
        place.item(ItemKind.RIGHT_AROSE, right, found.label),
        since=opening.on,
        owed_by=place.labels(found.holders),
        why=why_right(found, place.ladder),
        to_do=Text(
            f"Of het recht wordt gebruikt, beslist een mens: {holders.nl}. Er gebeurt niets vanzelf.",
            f"Whether the right is used is for a person to decide: {holders.en}. Nothing happens by itself.",
        ),
        actions=(commands.exercising(place.case, found, place.roles), commands.showing(place.case)),
    )


def correction_item(now: Item, earlier: Told, why: Text) -> Item:
    """Return a correction of what was said before: `now` is how it stands, of its own kind."""
    return replace(now, kind=ItemKind.CORRECTION, earlier=earlier, why=why, days=None)


def withdrawn_item(
    place: Place, key: str, label: Text, earlier: Told, why: Text, *, done_on: date | None = None, sequence: int = 0
) -> Item:
    """Return a correction of something that no longer holds at all, or was done in time on a day."""
    found = place.item(ItemKind.CORRECTION, key, label)
    return replace(found, earlier=earlier, why=why, since=done_on, sequence=sequence)


def stands_now(ladder: Ladder, standing: Standing | None) -> Text | None:
    """Return where a case stands after all; None for what is no case's."""
    if standing is None:
        return None
    state = ladder.states[standing.state].label
    return Text(f"Het dossier staat nu in: {state.nl}.", f"The case now stands in: {state.en}.")


def no_contact_item(place: Place, role: str, what: Text, due: date | None = None) -> Item:
    """Return that something could not be told in a role, because it has no contact; `due` is its due day, if any."""
    day = day_told(due) if due else None
    by = Text(f", uiterlijk {day.nl}", f", due {day.en}") if day else Text("", "")
    return replace(
        place.item(ItemKind.NO_CONTACT, role, place.ladder.roles[role].label),
        why=Text(f"Dit kon niemand worden verteld: {what.nl}{by.nl}.", f"Nobody could be told of: {what.en}{by.en}."),
        to_do=Text(
            "Vertel het deze partij zelf, en voeg een contactpersoon toe.",
            "Tell this party yourself, and add a contact.",
        ),
        actions=(commands.adding_contact(place.contract, role),),
    )


def not_delivered_item(place: Place, message: str, recipient: Recipient, since: date, why: str) -> Item:
    """Return that a message could not be delivered, with what the other side said; `message` is its id."""
    who = f"{recipient.name} <{recipient.email}>"
    return replace(
        place.item(ItemKind.NOT_DELIVERED, message, Text(who, who)),
        since=since,
        why=Text(f"Antwoord: {why}", f"Answer: {why}"),
        to_do=Text(
            "Vertel het deze persoon zelf, en verbeter het adres.", "Tell this person yourself, and mend the address."
        ),
        actions=(commands.adding_contact(place.contract, recipient.role),) if recipient.role else (),
    )
