"""Sending what is owed: claiming it, writing it by the present truth, handing it over, noting how that ended.

At least once, never before its time, and the same id at every try: what a crash repeats is recognisable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from escalator.engine.context import Context, Outlets
from escalator.engine.ports.channel import Delivered, Outcome, Refused, TryAgain
from escalator.engine.ports.ledger import About, Fate, MessageLine, MessageStatus
from escalator.engine.ports.store import Transaction
from escalator.engine.telling import letters
from escalator.engine.telling.backoff import delay
from escalator.engine.telling.letters import Said
from escalator.engine.telling.owing import News, Owing

LEASE: Final = timedelta(minutes=5)
"""So long a claimed message is left to the process that claimed it."""
PAGE: Final = 20


@dataclass(slots=True)
class Sent:
    """How many messages were sent, refused, put off and withdrawn."""

    sent: int = 0
    refused: int = 0
    retried: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """A try at a message, and how it ended; None where nothing was left to tell."""

    line: MessageLine
    outcome: Outcome | None
    said: list[Said]


def send_due(context: Context, outlets: Outlets, done: Sent) -> Sent:
    """Send every message whose time has come; a message that cannot be written is put off, and holds up nobody."""
    try:
        while claimed := _claim(context):
            for line in claimed:
                _send(context, outlets, line, done)
    finally:
        for channel in outlets.channels.values():
            channel.close()
    return done


def _claim(context: Context) -> list[MessageLine]:
    now = context.clock.now()
    with context.store.writing() as tx:
        return tx.messages.claim(now, now + LEASE, context.process, PAGE)


def _send(context: Context, outlets: Outlets, line: MessageLine, done: Sent) -> None:
    now = context.clock.now()
    if now >= line.next_at:
        return  # this took so long that another may have it by now
    try:
        with context.store.reading() as tx:
            found, said = letters.letter(context, tx, line, now)
        channel = outlets.channels.get(line.channel)
        if found is None:
            outcome: Outcome | None = None
        elif channel is None:
            outcome = TryAgain(f"no channel {line.channel}")
        else:
            outcome = channel.deliver(outlets.compose(found))
    except Exception as defect:  # noqa: BLE001 - whatever is wrong with one message, the others go on
        outcome, said = TryAgain(f"{type(defect).__name__}: {defect}"), []
    with context.store.writing() as tx:
        _note(context, tx, Tried(line, outcome, said), done)


def _note(context: Context, tx: Transaction, tried: Tried, done: Sent) -> None:
    line, outcome, said = tried.line, tried.outcome, tried.said
    now = context.clock.now()
    kept = tx.messages.get(line.id, lock=True)
    if kept is None or kept.status is not MessageStatus.OWED or kept.claimed_by != line.claimed_by:
        return  # another process took over meanwhile, and notes how its own try ended
    match outcome:
        case None:
            done.withdrawn += 1
            _settle(tx, replace(line, status=MessageStatus.WITHDRAWN, why="nothing left to tell"), said, now)
        case Delivered(answer):
            done.sent += 1
            _settle(tx, replace(line, status=MessageStatus.SENT, sent_at=now, why=answer), said, now)
        case Refused(why):
            done.refused += 1
            _settle(tx, replace(line, status=MessageStatus.REFUSED, why=why), said, now)
            _tell_client(context, tx, line, said, now)
        case TryAgain(why, after):
            done.retried += 1
            again = now + delay(line.attempts, line.id, after)
            tx.messages.update(replace(line, next_at=again, claimed_by="", why=why))


def _settle(tx: Transaction, line: MessageLine, said: list[Said], now: datetime) -> None:
    tx.messages.update(line)
    delivered = line.status is MessageStatus.SENT
    for each in said:
        fate = Fate.TOLD if delivered and each.item is not None else Fate.DROPPED
        tx.messages.settle_item(replace(each.line, fate=fate, settled_at=now))


def _tell_client(context: Context, tx: Transaction, line: MessageLine, said: list[Said], now: datetime) -> None:
    """Owe the client the news that a message was refused; not where that is what the message said."""
    contracts = dict.fromkeys(each.line.contract for each in said if each.line.about is not About.NOT_DELIVERED)
    for contract in contracts:
        owing = Owing.of_contract(context, tx, contract, now)
        owing.tell(News(About.NOT_DELIVERED, "", line.id, now), owing.ladder.client_roles)
