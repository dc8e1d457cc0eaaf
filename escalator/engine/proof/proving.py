"""The proof that nobody was forgotten: what should have been told, against the ledgers. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.policy import Policy
from escalator.engine.ports.ledger import About, Fate, MessageLine, MessageStatus
from escalator.engine.ports.store import Transaction
from escalator.engine.proof import correcting
from escalator.engine.proof.expecting import Expected
from escalator.engine.proof.ledger import GRACE, Ledger, Rounds
from escalator.engine.proof.of_cases import Walk
from escalator.engine.proof.of_contracts import ContractWalk
from escalator.engine.proof.refused import of_refused
from escalator.model.facts import Fact
from escalator.model.text import Text

_MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Gap:
    """Somebody who should have been told of something, and was not.

    Attributes:
        case: empty for what is the contract's own.
        at: when that should have been.
        why: what the ledgers say instead.
    """

    contract: str
    case: str
    about: About
    key: str
    due: date | None
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
        contracts, cases: how many were walked through.
        expected: how many things should have been told to a role; `by_kind` the same by what they are about.
        told: how many were.
        refused: how many the other side refused; the client was told of those.
        void: how many held no longer when they were to go out.
        waiting: how many are on their way.
        gaps: who was not told.
        early: messages sent before their time; there should be none.
        repeats: messages tried more than once, which may have arrived twice, with one id.
    """

    since: date
    contracts: int
    cases: int
    expected: int
    by_kind: dict[str, int]
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
    rounds: Rounds
    by_kind: dict[str, int] = field(default_factory=dict)
    told: int = 0
    refused: int = 0
    void: int = 0
    waiting: int = 0
    gaps: list[Gap] = field(default_factory=list)
    late: list[timedelta] = field(default_factory=list)

    def weigh(self, wanted: Iterable[Expected], ledger: Ledger) -> None:
        """Find what became of what should have been told."""
        for each in wanted:
            self.by_kind[each.about.value] = self.by_kind.get(each.about.value, 0) + 1
            self._weigh(each, ledger)

    def _weigh(self, expected: Expected, ledger: Ledger) -> None:
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
        each = expected
        self.gaps.append(Gap(each.contract, each.case, each.about, each.key, each.due, each.role, each.at, why))


def prove(context: Context, since: date, contract: str | None = None) -> Proof:
    """Work out what should have been told from a day on, and compare it with the ledgers.

    Args:
        context: the engine.
        since: the first day.
        contract: only one contract.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        names = [contract_named(tx, contract).id] if contract is not None else tx.contracts.ids()
        counting = _Counting(context.clock.now(), Rounds.of(tx.messages.outbox(None, None, None, None, _MOST)))
    cases = sum(_of_contract(context, name, since, counting) for name in names)
    early, repeats = _sent(context, since, contract)
    return Proof(
        since=since,
        contracts=len(names),
        cases=cases,
        expected=sum(counting.by_kind.values()),
        by_kind=counting.by_kind,
        told=counting.told,
        refused=counting.refused,
        void=counting.void,
        waiting=counting.waiting,
        gaps=tuple(counting.gaps),
        early=early,
        repeats=repeats,
        lateness=_lateness(counting.late),
    )


def _of_contract(context: Context, name: str, since: date, counting: _Counting) -> int:
    """Walk through a contract and its cases, each at one moment of the database; return how many cases it has."""
    facts: list[Fact] = []
    moves: set[date] = set()
    with context.store.reading() as tx:
        cases = [line.id for line in tx.cases.lines(name)]
    for case in cases:
        with context.store.reading() as tx:
            walk = _of_case(context, tx, case, since, counting)
        facts += walk.facts
        moves |= walk.moves
    with context.store.reading() as tx:
        found, now = contract_named(tx, name), counting.now
        ledger = Ledger.of(tx, tx.messages.items_of_contract(name), tx.contracts.contacts(name), counting.rounds)
        own = ContractWalk.of(context, tx, found, facts, moves)
        counting.weigh(own.mornings(since, now), ledger)
        counting.weigh(correcting.of_contract(own, ledger, since, now), ledger)
        counting.weigh(of_refused(tx, own, since, now), ledger)
    return len(cases)


def _of_case(context: Context, tx: Transaction, name: str, since: date, counting: _Counting) -> Walk:
    stored = case_named(tx, name)
    contract = contract_named(tx, stored.line.contract)
    walk = Walk.of(context, tx, contract, stored)
    ledger = Ledger.of(tx, tx.messages.items_of_cases([name])[name], walk.readers.contacts, counting.rounds)
    counting.weigh(walk.mornings(since, counting.now), ledger)
    counting.weigh(correcting.of_case(walk, ledger, since, counting.now), ledger)
    return walk


def _sent(context: Context, since: date, contract: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with context.store.reading() as tx:
        lines = tx.messages.outbox(contract, None, MessageStatus.SENT, Policy().opening(since), _MOST)
        early = tuple(each.id for each in lines if _early(tx, each))
    return early, tuple(each.id for each in lines if each.attempts > 1)


def _early(tx: Transaction, line: MessageLine) -> bool:
    """Return whether a message went out before its time, or before that of something that it tells."""
    told = [each.slot for each in tx.messages.items(line.id) if each.fate is Fate.TOLD]
    return line.sent_at is not None and line.sent_at < max((line.send_at, *told))


def _lateness(late: list[timedelta]) -> Lateness:
    if not late:
        return Lateness()
    late.sort()
    return Lateness(p50=late[len(late) // 2], p99=late[min(len(late) * 99 // 100, len(late) - 1)], worst=late[-1])
