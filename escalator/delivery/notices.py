"""The same news for machines: what happened, where, and which days. Owns what goes in; never anything about people.

Names of kinds are Dutch, as in the Dutch government's profile of CloudEvents; `escalator.delivery.webhook` makes the
type of them.
"""

from __future__ import annotations

from typing import Final

from escalator.engine.ports.messages import Item, Letter, MessageKind, Notice
from escalator.model.facts import Plain

NAMES: Final = {
    MessageKind.DIGEST: "herinnering",
    MessageKind.REMINDER: "herinnering",
    MessageKind.EXPIRY: "termijn-verstreken",
    MessageKind.RIGHT: "recht-ontstaan",
    MessageKind.CORRECTION: "correctie",
    MessageKind.NO_CONTACT: "contactpersoon-ontbreekt",
    MessageKind.NOT_DELIVERED: "bericht-niet-afgeleverd",
}


def notice_of(letter: Letter) -> Notice:
    """Return what a letter tells, without its recipient, its names and its words."""
    return Notice(name=NAMES[letter.kind], at=letter.at, data={"items": [_plain(item) for item in letter.items]})


def _plain(item: Item) -> Plain:
    days = {"due": item.due, "due_at": item.due_at, "since": item.since}
    told: dict[str, Plain] = {
        "kind": item.kind.value,
        "contract": item.contract,
        "case": item.case or None,
        "key": item.key,
        "sequence": item.sequence,
    }
    return told | {name: day.isoformat() for name, day in days.items() if day is not None}
