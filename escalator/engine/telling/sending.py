"""Sending what is owed: claiming it, writing it by the present truth, handing it over, noting how that ended.

At least once, never before its time, and the same id at every try: what a crash repeats is recognisable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from escalator.engine.context import Context, Outlets, contract_named
from escalator.engine.policy import policy_of
from escalator.engine.ports.channel import Delivered, Outcome, Refused, TryAgain, Unread
from escalator.engine.ports.ledger import About, Fate, MessageLine, MessageStatus
from escalator.engine.ports.store import StoreProblem, Transaction
from escalator.engine.telling import letters
from escalator.engine.telling.backoff import delay
from escalator.engine.telling.letters import Said
from escalator.engine.telling.owing import News, Owing
from escalator.engine.telling.scenes import Sights

LEASE: Final = timedelta(minutes=5)
"""So long a claimed message is left to the process that claimed it; and so long sending goes on before it makes way
for the rest of a round, where a server is slow."""
PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Tried:
    """A try at a message, when and how it ended; None where nothing was left to tell."""

    line: MessageLine
    at: datetime
    outcome: Outcome | None
    said: list[Said]


def send_due(context: Context, outlets: Outlets, stopped: Callable[[], bool]) -> Counter[MessageStatus]:
    """Send messages whose time has come; return how many ended how. One that cannot be written holds up nobody."""
    done, until = Counter[MessageStatus](), context.clock.now() + LEASE
    sights = Sights(context)
    _write(context, done)
    try:
        while context.clock.now() < until and (claimed := _claim(context)):
            for n, line in enumerate(claimed):
                if stopped():
                    _write(context, done)
                    _give_back(context, claimed[n:], context.clock.now())
                    return done
                _send(sights, outlets, line)
                if not isinstance(outlets.channels.get(line.channel), Unread):
                    _write(context, done)
            _write(context, done)  # what reached nobody may be repeated, and is written together
    finally:
        for channel in outlets.channels.values():
            channel.close()
    return done


def _claim(context: Context) -> list[MessageLine]:
    now = context.clock.now()
    with context.store.writing() as tx:
        return tx.messages.claim(now, now + LEASE, context.process, PAGE)


def _give_back(context: Context, lines: list[MessageLine], moment: datetime) -> None:
    """Let anybody have what was claimed and not tried, from a moment on."""
    with context.store.writing() as tx:
        for line in lines:
            kept = tx.messages.get(line.id, lock=True)
            if kept is not None and kept.claimed_by == line.claimed_by:
                again = max(moment, line.send_at)
                tx.messages.update(replace(line, next_at=again, claimed_by="", attempts=line.attempts - 1))


def _send(sights: Sights, outlets: Outlets, line: MessageLine) -> None:
    context = sights.context
    now = context.clock.now()
    if not line.send_at <= now < line.next_at:
        return  # this took so long that another may have it by now; or the clock was put back
    open_from = _in_office(context, line, now)
    if open_from > now:
        _give_back(context, [line], open_from)
        return
    try:
        with context.store.reading() as tx:
            found, said = letters.letter(tx, line, now, sights)
        channel = outlets.channels.get(line.channel)
        if found is None:
            outcome: Outcome | None = None
        elif channel is None:
            outcome = TryAgain(f"no channel {line.channel}")
        else:
            outcome = channel.take() if isinstance(channel, Unread) else channel.deliver(outlets.compose(found))
    except Exception as defect:  # noqa: BLE001 - whatever is wrong with one message, the others go on
        outcome, said = TryAgain(f"{type(defect).__name__}: {defect}"), []
    context.unwritten.append(partial(_note, context, Tried(line, context.clock.now(), outcome, said)))


def _in_office(context: Context, line: MessageLine, now: datetime) -> datetime:
    """Return from when a message that did not go out in its time may do so: it too arrives while an office is open."""
    if now < line.send_at + LEASE:
        return now
    with context.store.reading() as tx:
        item = next(iter(tx.messages.items(line.id)), None)
        if item is None:
            return now
        contract = contract_named(tx, item.contract)
        policy = policy_of(context.ladder(tx, contract.digest), None, tx.agenda.reminders(contract.id))
        return policy.in_office(now, context.calendar(tx, contract.id, contract.calendar))


def _write(context: Context, done: Counter[MessageStatus]) -> None:
    """Write how tries ended; where the database cannot take it now, it stays for the next round."""
    if len(context.unwritten) > 1 and _written_together(context, done):
        return
    while context.unwritten:
        note = context.unwritten.pop(0)
        try:
            with context.store.writing() as tx:
                ended = note(tx)
        except StoreProblem as wrong:
            if wrong.because != "refused":
                context.unwritten.insert(0, note)
            raise
        done.update(ended)


def _written_together(context: Context, done: Counter[MessageStatus]) -> bool:
    """Write how all tries ended in one transaction; return False where one of them is refused, and nothing written."""
    try:
        with context.store.writing() as tx:
            ended = [each for note in context.unwritten for each in note(tx)]
    except StoreProblem as wrong:
        if wrong.because != "refused":
            raise
        return False
    context.unwritten.clear()
    done.update(ended)
    return True


def _note(context: Context, tried: Tried, tx: Transaction) -> list[MessageStatus]:
    """Write how a try ended; return that, or nothing where another process took over, and notes its own try."""
    line, said, now = tried.line, tried.said, tried.at
    kept = tx.messages.get(line.id, lock=True)
    if kept is None or kept.status is not MessageStatus.OWED or kept.claimed_by != line.claimed_by:
        return []
    ended = _ended(tried)
    tx.messages.update(ended)
    if ended.status is not MessageStatus.OWED:
        _settle(tx, ended, said, now)
        _look_again(tx, said, now)
    if ended.status is MessageStatus.REFUSED:
        _tell_client(context, tx, line, said, now)
    return [ended.status]


def _ended(tried: Tried) -> MessageLine:
    line, outcome = tried.line, tried.outcome
    if outcome is None:
        return replace(line, status=MessageStatus.WITHDRAWN, why="nothing left to tell")
    if isinstance(outcome, Delivered):
        return replace(line, status=MessageStatus.SENT, sent_at=tried.at, why=outcome.answer)
    if isinstance(outcome, Refused):
        return replace(line, status=MessageStatus.REFUSED, why=outcome.why)
    again = tried.at + delay(line.attempts, line.id, outcome.after)
    return replace(line, next_at=again, claimed_by="", why=outcome.why)


def _settle(tx: Transaction, line: MessageLine, said: list[Said], now: datetime) -> None:
    delivered = line.status is MessageStatus.SENT
    told = [each.line for each in said if delivered and each.item is not None]
    tx.messages.settle(told, Fate.TOLD, now)
    tx.messages.settle([each.line for each in said if not delivered or each.item is None], Fate.DROPPED, now)


def _look_again(tx: Transaction, said: list[Said], now: datetime) -> None:
    """Have what was told compared once more, where a fact came while it was on its way to somebody."""
    told = {each.line.case: each.facts for each in said if each.item is not None and each.facts}
    for case, head in tx.cases.heads([*told]).items() if told else ():
        if head.seq != told[case]:
            tx.agenda.look_at(case, now)


def _tell_client(context: Context, tx: Transaction, line: MessageLine, said: list[Said], now: datetime) -> None:
    """Owe the client the news that a message was refused; not where that is what the message said."""
    contracts = dict.fromkeys(each.line.contract for each in said if each.line.about is not About.NOT_DELIVERED)
    for contract in contracts:
        owing = Owing.of_contract(context, tx, contract, now)
        owing.tell(News(About.NOT_DELIVERED, "", line.id, now), owing.ladder.client_roles)
