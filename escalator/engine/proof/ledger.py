"""What the ledgers say of one case, or of one contract itself. Owns the matching of what was expected with it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from escalator.engine.ports.ledger import About, Fate, ItemLine, MessageLine
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contact
from escalator.engine.proof.expecting import Expected

GRACE: Final = timedelta(minutes=15)
"""So long after its moment something owed may still be on its way."""
AHEAD: Final = timedelta(hours=3) + GRACE
"""What was known so long before its moment was put on record in time, where the clock was kept."""
_ONCE: Final = frozenset({About.EXPIRED, About.RIGHT})
"""What is told once, at any time; all else is told again."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was told to somebody: what it is about, in which words it was told last, and when.

    Attributes:
        ids: all that this person was told of it, at any time.
    """

    first: ItemLine
    last: ItemLine
    at: datetime
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rounds:
    """The moments at which something was sent, which show when the clock was kept.

    What was missed while nobody kept it is told once, later. What a round passed over is a gap, though it be told the
    next time that it is spoken of.
    """

    moments: list[datetime]

    @classmethod
    def of(cls, lines: Iterable[MessageLine]) -> Self:
        """Read them from the messages."""
        return cls(sorted({each.sent_at for each in lines if each.sent_at is not None}))

    def at(self, moment: datetime) -> bool:
        """Return whether the clock was kept at a moment: what was to be told by then had been put on record."""
        place = bisect_left(self.moments, moment)
        return place < len(self.moments) and self.moments[place] < moment + GRACE


@dataclass(slots=True)
class Ledger:
    """Items, each with its message."""

    entries: list[tuple[ItemLine, MessageLine]]
    emails: dict[str, set[str]]
    rounds: Rounds

    @classmethod
    def of(cls, tx: Transaction, items: list[ItemLine], contacts: Iterable[Contact], rounds: Rounds) -> Self:
        """Read the messages of items."""
        messages = {name: tx.messages.get(name) for name in {each.message for each in items}}
        emails: dict[str, set[str]] = {}
        for contact in contacts:
            emails.setdefault(contact.role, set()).add(contact.email.casefold())
        return cls([(each, found) for each in items if (found := messages[each.message])], emails, rounds)

    def first(self, expected: Expected) -> tuple[ItemLine | None, MessageLine | None]:
        """Return the first that tells a role of something, at its moment or after it; else what was owed for it."""
        found = [(item, message) for item, message in self.entries if self._tells(item, message, expected)]
        kept = self.rounds.at(expected.at) and expected.known + AHEAD <= expected.at
        after = [
            (item, message)
            for item, message in found
            if _ended(item, message) >= expected.at and not (kept and item.slot > expected.at + GRACE)
        ]
        told_once = expected.about in _ONCE and not expected.corrects
        best = min(after, key=lambda each: (each[0].fate is Fate.DROPPED, _ended(*each)), default=None)
        return best or (found[-1] if found and told_once else (None, None))

    def _tells(self, item: ItemLine, message: MessageLine, expected: Expected) -> bool:
        if item.about is About.NO_CONTACT:
            return (item.key, item.due, item.earlier) == (expected.role, expected.due, expected.key)
        if expected.corrects or item.earlier:
            return item.about is expected.about and item.earlier in expected.corrects
        same = (item.about, item.key, item.due) == (expected.about, expected.key, expected.due)
        theirs = item.role == expected.role or message.email.casefold() in self.emails.get(expected.role, set())
        return same and theirs

    def told_last(self, by: datetime) -> Iterator[Told]:
        """Yield what each person was told last of each thing by a moment; a right that arose stands by itself.

        What was on its way then, and is sent a little later, was told too; but not what corrects.
        """
        by_id = {item.id: item for item, _ in self.entries}
        found: dict[tuple[object, ...], list[tuple[datetime, ItemLine, ItemLine]]] = {}
        for item, message in self.entries:
            first = item
            while first.about is About.CORRECTION and first.earlier in by_id:
                first = by_id[first.earlier]
            if item.fate is Fate.TOLD and message.sent_at is not None:
                arisen = first.slot if first.about is About.RIGHT else None
                person = message.channel, message.email.casefold()
                found.setdefault((item.key, arisen, *person), []).append((message.sent_at, item, first))
        for told in found.values():
            known = [each for each in told if each[0] < by or (not each[1].earlier and each[0] <= by + GRACE)]
            if known:
                at, last, first = max(known, key=lambda each: each[0])
                yield Told(first, last, at, frozenset(item.id for _, item, _ in told))


def _ended(item: ItemLine, message: MessageLine) -> datetime:
    return message.sent_at or item.settled_at or message.next_at
