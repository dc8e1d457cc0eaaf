"""The proof that nobody was forgotten: what should have been told, against the ledgers. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.policy import Policy
from escalator.engine.ports.ledger import About, Fate, ItemLine, MessageLine, MessageStatus
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contact
from escalator.engine.proof.expecting import Expected, walk
from escalator.model.text import Text

GRACE: Final = timedelta(minutes=15)
"""So long after its moment something owed may still be on its way."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody who should have been told of something, and was not.

    Attributes:
        at: when that should have been.
        why: what the ledgers say instead.
    """

    case: str
    about: About
    key: str
    due: date
    role: str
    at: datetime
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How long after its moment what was told was sent."""

    p50: timedelta = timedelta()
    p99: timedelta = timedelta()
    worst: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What should have been told since a day, and what was.

    Attributes:
        cases: how many were walked through.
        expected: how many things should have been told to a role.
        told: how many were.
        refused: how many the other side refused; the client was told of those.
        void: how many held no longer when they were to go out.
        waiting: how many are on their way.
        gaps: who was not told.
        early: messages sent before their time; there should be none.
        repeats: messages tried more than once, which may have arrived twice, with one id.
    """

    since: date
    cases: int
    expected: int
    told: int
    refused: int
    void: int
    waiting: int
    gaps: tuple[Gap, ...]
    early: tuple[str, ...]
    repeats: tuple[str, ...]
    lateness: Lateness


@dataclass(slots=True)
class _Counting:
    now: datetime
    told: int = 0
    refused: int = 0
    void: int = 0
    waiting: int = 0
    gaps: list[Gap] = field(default_factory=list)
    late: list[timedelta] = field(default_factory=list)

    def weigh(self, expected: Expected, ledger: _Ledger) -> None:
        """Find what became of something that should have been told."""
        item, message = ledger.first(expected)
        if item is None or message is None:
            self._missing(expected, Text("nooit te verzenden", "never owed"))
        elif message.status is MessageStatus.REFUSED:
            self.refused += 1
        elif item.fate is Fate.TOLD and message.sent_at is not None:
            self.told += 1
            self.late.append(max(message.sent_at - expected.at, timedelta()))
        elif item.fate is Fate.DROPPED:
            self.void += 1
        else:
            self._missing(expected, Text("te verzenden, niet verzonden", "owed and not sent"))

    def _missing(self, expected: Expected, why: Text) -> None:
        if self.now - expected.at < GRACE:
            self.waiting += 1
            return
        self.gaps.append(
            Gap(expected.case, expected.about, expected.key, expected.due, expected.role, expected.at, why)
        )


@dataclass(slots=True)
class _Ledger:
    """What the ledgers say of one case."""

    entries: list[tuple[ItemLine, MessageLine]]
    emails: dict[str, set[str]]

    @classmethod
    def of(cls, tx: Transaction, case: str, contacts: Iterable[Contact]) -> _Ledger:
        items = tx.messages.items_of_case(case)
        messages = {name: tx.messages.get(name) for name in {each.message for each in items}}
        emails: dict[str, set[str]] = {}
        for contact in contacts:
            emails.setdefault(contact.role, set()).add(contact.email.casefold())
        return cls([(each, found) for each in items if (found := messages[each.message])], emails)

    def first(self, expected: Expected) -> tuple[ItemLine | None, MessageLine | None]:
        """Return the first that tells a role of something, at its moment or after it; else what was owed for it."""
        found = [(item, message) for item, message in self.entries if self._tells(item, message, expected)]
        after = [(item, message) for item, message in found if _ended(item, message) >= expected.at]
        best = min(after, key=lambda each: (each[0].fate is Fate.DROPPED, _ended(*each)), default=None)
        return best or (found[-1] if found and expected.about is not About.DEADLINE else (None, None))

    def _tells(self, item: ItemLine, message: MessageLine, expected: Expected) -> bool:
        if item.about is About.NO_CONTACT:
            return (item.key, item.due) == (expected.role, expected.due)
        same = (item.about, item.key, item.due) == (expected.about, expected.key, expected.due)
        theirs = item.role == expected.role or message.email.casefold() in self.emails.get(expected.role, set())
        return same and theirs


def _ended(item: ItemLine, message: MessageLine) -> datetime:
    return message.sent_at or item.settled_at or message.next_at


def prove(context: Context, since: date, contract: str | None = None) -> Proof:
    """Work out what should have been told from a day on, and compare it with the ledgers.

    Args:
        context: the engine.
        since: the first day.
        contract: only one contract.

    Raises:
        UnknownName: there is no such contract.
    """
    now = context.clock.now()
    counting, expected, names = _Counting(now), 0, _cases(context, contract)
    for of, name in names:
        with context.store.reading() as tx:
            stored, found = case_named(tx, name), contract_named(tx, of)
            wanted = list(walk(context, tx, found, stored).mornings(since, now))
            ledger = _Ledger.of(tx, name, tx.contracts.contacts(of))
        expected += len(wanted)
        for each in wanted:
            counting.weigh(each, ledger)
    early, repeats = _sent(context, since, contract)
    return Proof(
        since=since,
        cases=len(names),
        expected=expected,
        told=counting.told,
        refused=counting.refused,
        void=counting.void,
        waiting=counting.waiting,
        gaps=tuple(counting.gaps),
        early=early,
        repeats=repeats,
        lateness=_lateness(counting.late),
    )


def _cases(context: Context, contract: str | None) -> list[tuple[str, str]]:
    with context.store.reading() as tx:
        if contract is not None:
            contract_named(tx, contract)
        return [(line.contract, line.id) for line in tx.cases.lines(contract)]


def _sent(context: Context, since: date, contract: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with context.store.reading() as tx:
        lines = tx.messages.outbox(contract, None, MessageStatus.SENT, Policy().opening(since), 1_000_000)
    early = tuple(each.id for each in lines if each.sent_at is not None and each.sent_at < each.send_at)
    return early, tuple(each.id for each in lines if each.attempts > 1)


def _lateness(late: list[timedelta]) -> Lateness:
    if not late:
        return Lateness()
    late.sort()
    return Lateness(p50=late[len(late) // 2], p99=late[min(len(late) * 99 // 100, len(late) - 1)], worst=late[-1])
