"""Questions about messages, acknowledging them, when to remind, and a calendar of what is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

import msgspec

from escalator.engine.cases.planning import runs
from escalator.engine.checks import check_names
from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.contracts.register import ContractFact, append
from escalator.engine.policy import Agreed, Policy, check_agreed, policy_of, read_agreed
from escalator.engine.ports.agenda import Beat, Trouble
from escalator.engine.ports.ledger import Fate, ItemLine, MessageLine, MessageStatus
from escalator.engine.ports.messages import Item
from escalator.engine.ports.store import Transaction
from escalator.engine.telling.items import deadline_item, duty_item
from escalator.engine.telling.letters import Writing, version
from escalator.engine.telling.obliging import duties_ahead, is_open
from escalator.engine.telling.reminding import planned_anew
from escalator.engine.telling.scenes import Sights
from escalator.model.errors import InputError, UnknownName
from escalator.model.terms import day_of
from escalator.model.text import Language, Text

REMINDERS_SET: Final = "reminders_set"
"""The fact of a contract that says when to remind, in place of its ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStatus:
    """How the clock is kept, and how the ledgers stand.

    Attributes:
        daemons: processes that keep the clock, with when each was last seen.
        next_at: the earliest moment at which there is something to do.
        backlog: messages whose time has come and that were not sent; `oldest_unsent` the earliest of those moments.
        counts: messages by status.
        put_aside: what could not be done, and when it is tried again.
    """

    now: datetime
    daemons: tuple[Beat, ...]
    next_at: datetime | None
    backlog: int
    oldest_unsent: datetime | None
    counts: dict[str, int]
    put_aside: tuple[Trouble, ...]

    @property
    def last_round(self) -> datetime | None:
        """When a process that keeps the clock was last seen."""
        return max((each.seen_at for each in self.daemons), default=None)


def status(context: Context) -> ClockStatus:
    """Return how the clock is kept, and how the ledgers stand."""
    now = context.clock.now()
    with context.store.reading() as tx:
        backlog = tx.messages.backlog(now)
        return ClockStatus(
            now=now,
            daemons=tuple(tx.agenda.beats()),
            next_at=tx.agenda.next_at(),
            backlog=backlog.due,
            oldest_unsent=backlog.oldest,
            counts=backlog.counts,
            put_aside=tuple(tx.agenda.troubles()),
        )


def outbox(
    context: Context,
    *,
    contract: str | None = None,
    case: str | None = None,
    status: str | None = None,
    since: datetime | None = None,
    most: int = 200,
) -> list[MessageLine]:
    """Return messages, the newest first.

    Args:
        context: the engine.
        contract: only those that tell of a contract, be it among others.
        case: only those that tell of a case.
        status: only those owed, sent, refused or withdrawn.
        since: only those put on record from that moment on.
        most: how many at most.

    Raises:
        UnknownName: there is no such contract or case, or no such status.
    """
    if status is not None and status not in list(MessageStatus):
        raise UnknownName(Text("status", "status"), status, list(MessageStatus))
    with context.store.reading() as tx:
        if contract is not None:
            contract_named(tx, contract)
        if case is not None:
            case_named(tx, case)
        return tx.messages.outbox(contract, case, status, since, most)


def message(context: Context, name: str) -> tuple[MessageLine, list[ItemLine]]:
    """Return a message, and what it tells.

    Raises:
        UnknownName: there is none of that id.
    """
    with context.store.reading() as tx:
        return _named(tx, name), tx.messages.items(name)


def ack(context: Context, name: str, *, by: str) -> MessageLine:
    """Note that somebody has read a message and acts on it; a second time changes nothing.

    Raises:
        UnknownName: there is none of that id.
        InputError: it has not been sent, or nobody says who acknowledges it.
    """
    if not by.strip():
        raise InputError(Text("Zeg wie het bericht bevestigt.", "Say who acknowledges the message."))
    check_names(by)
    with context.store.writing() as tx:
        found = _named(tx, name, lock=True)
        if found.acked_at is not None:
            return found
        if found.status is not MessageStatus.SENT:
            raise InputError(Text(f"Bericht {name} is niet verzonden.", f"Message {name} has not been sent."))
        acked = replace(found, acked_at=context.clock.now(), acked_by=by)
        tx.messages.update(acked)
        return acked


def _named(tx: Transaction, name: str, *, lock: bool = False) -> MessageLine:
    found = tx.messages.get(name, lock=lock)
    if found is None:
        raise UnknownName(Text("bericht", "message"), name, ())
    return found


def reminders(context: Context, contract: str) -> Policy:
    """Return when is reminded of what a contract asks, where a deadline has no reminders of its own.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        found = contract_named(tx, contract)
        return policy_of(context.ladder(tx, found.digest), None, tx.agenda.reminders(contract))


def set_reminders(
    context: Context,
    contract: str,
    *,
    before: tuple[int, ...] | None = None,
    on_day: bool | None = None,
    overdue_every: int | None = None,
    digest: bool | None = None,
    opens: time | None = None,
    closes: time | None = None,
    by: str = "",
) -> Policy:
    """Say when to remind, in place of what the ladder says; what is not given stays as it is.

    Args:
        context: the engine.
        contract: the contract.
        before: so many working days before a due day.
        on_day: on the day itself.
        overdue_every: every so many working days while overdue.
        digest: one message a day to a person.
        opens: from when an office is open (Europe/Amsterdam).
        closes: until when it is.
        by: who decides it.

    Raises:
        UnknownName: there is no such contract.
        InputError: numbers or hours that cannot be.
    """
    asked = Agreed(before=before, on_day=on_day, overdue_every=overdue_every, digest=digest, opens=opens, closes=closes)
    with context.store.writing() as tx:
        found = contract_named(tx, contract, lock=True)
        agreed = read_agreed(tx.agenda.reminders(contract)).with_changes(asked)
        check_agreed(agreed)
        text = msgspec.json.encode(agreed).decode()
        fact = ContractFact(event=REMINDERS_SET, on=context.today(), by=by, data=msgspec.to_builtins(agreed))
        append(context, tx, found, [fact])
        tx.agenda.set_reminders(contract, text)
        planned_anew(tx, contract, context.clock.now())
    return reminders(context, contract)


def calendar_feed(
    context: Context, *, contract: str | None = None, role: str | None = None, language: Language = "nl"
) -> bytes:
    """Return a calendar file of every deadline that runs, and of every duty that is due before long.

    Args:
        context: the engine, with outlets.
        contract: only those of one contract.
        role: only those that one role owes.
        language: of the texts.

    Raises:
        UnknownName: there is no such contract.
        InputError: this engine was opened without outlets.
    """
    if context.outlets is None or context.outlets.feed is None:
        raise InputError(Text("Zonder afzender is er geen agenda.", "Without a sender there is no calendar."))
    now = context.clock.now()
    with context.store.reading() as tx:
        found = list(_due(context, tx, contract, role, now))
    return context.outlets.feed(found, now, language, contract or "escalator")


def _due(context: Context, tx: Transaction, contract: str | None, role: str | None, now: datetime) -> Iterator[Item]:
    names = [contract_named(tx, contract).id] if contract is not None else tx.contracts.ids()
    writing = Writing(context, tx, now, Sights(context))
    live = {case: of for case, of, _ in tx.cases.live_deadlines(date.max, contract)}
    writing.sights.look(tx, live, day_of(now))
    for case, of in live.items():
        scene = writing.scene(of, case)
        for each in scene.standing.deadlines if scene.standing else ():
            if runs(each) and role in {None, *each.owed_by}:
                sequence = _version(tx, (of, case, each.id), each.due, each.due_at)
                place = scene.place(role or "")
                yield deadline_item(place, each, scene.facts, scene.calendar, now, sequence=sequence)
    for name in names:
        yield from _duties(writing, name, role)


def _duties(writing: Writing, contract: str, role: str | None) -> Iterator[Item]:
    scene, now = writing.scene(contract, ""), writing.now
    if scene.contract.closed_on is not None:
        return
    policy = policy_of(scene.ladder, None, writing.tx.agenda.reminders(contract))
    for each in duties_ahead(writing.context, writing.tx, contract, now, policy):
        if is_open(each) and each.due is not None and role in {None, *each.obligation.owed_by}:
            sequence = _version(writing.tx, (contract, "", each.id), each.due, None)
            place = scene.place(role or "")
            yield duty_item(place, each.obligation, each.occurrence, scene.calendar, now, sequence=sequence)


def _version(tx: Transaction, about: tuple[str, str, str], due: date | None, due_at: datetime | None) -> int:
    told = [each for each in tx.messages.items_of(*about) if each.fate is Fate.TOLD]
    return version(max(told, key=lambda each: each.sequence, default=None), due, due_at)
