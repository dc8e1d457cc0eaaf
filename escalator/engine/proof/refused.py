"""Messages that were refused for good: the client should have been told of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from escalator.engine.ports.ledger import About, MessageStatus
from escalator.engine.ports.store import Transaction
from escalator.engine.proof.expecting import Expected
from escalator.engine.proof.of_contracts import ContractWalk
from escalator.model.terms import day_of


def of_refused(tx: Transaction, walk: ContractWalk, since: date, until: datetime) -> Iterator[Expected]:
    """Yield the news of each message about a contract that was refused, but for that news itself."""
    for line in tx.messages.outbox(walk.contract.id, None, MessageStatus.REFUSED, None, 1_000_000):
        items = [each for each in tx.messages.items(line.id) if each.contract == walk.contract.id]
        told = [each.settled_at for each in items if each.about is not About.NOT_DELIVERED and each.settled_at]
        at = walk.offices.open_from(max(told)) if told else None
        if at is not None and since <= day_of(at) and at <= until:
            found = walk.told_of(About.NOT_DELIVERED, line.id, None, at)
            yield from walk.readers.of(found, walk.readers.ladder.client_roles[:1], (), at)
