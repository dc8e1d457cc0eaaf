"""Rows of the ledgers, to and from values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, cast

from escalator.engine.ports.ledger import (
    About,
    Appointment,
    Backlog,
    Fate,
    ItemLine,
    MessageLine,
    MessageStatus,
)
from escalator.engine.ports.messages import MessageKind
from escalator.model.text import Language, Text
from escalator.storage.session import Session
from escalator.storage.statement import Row

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NEWEST: Final[dict[tuple[str, ...], str]] = {
    (): "messages",
    ("contract_id",): "messages_of_contract",
    ("case_id",): "messages_of_case",
    ("contract_id", "case_id"): "messages_of_both",
}


class OutboxRows:
    """The ledgers in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def owe(self, line: MessageLine) -> MessageLine:
        """Put a message on record unless it is there already; return it as it is there, locked."""
        self._session.write(
            "message_owe",
            id=line.id,
            kind=line.kind.value,
            channel=line.channel,
            contract_id=line.contract,
            name=line.name,
            email=line.email,
            language=line.language,
            role=line.role,
            owed_at=line.owed_at,
            send_at=line.send_at,
            **_changing(line),
        )
        return self.get(line.id, lock=True) or line

    def get(self, name: str, *, lock: bool = False) -> MessageLine | None:
        """Return a message."""
        row = self._session.row("message_lock" if lock else "message", id=name)
        return _message(row) if row else None

    def update(self, line: MessageLine) -> None:
        """Write what has become of a message."""
        self._session.write("message_update", message=line.id, **_changing(line))

    def claim(self, now: datetime, until: datetime, by: str, most: int) -> list[MessageLine]:
        """Take messages that are due, so that nobody else does until a moment; no two processes get the same."""
        found = [_message(row) for row in self._session.rows("messages_due", now=now, n=most)]
        taken = [replace(each, next_at=until, claimed_by=by, attempts=each.attempts + 1) for each in found]
        for each in taken:
            self.update(each)
        return taken

    def outbox(
        self, contract: str | None, case: str | None, status: str | None, since: datetime | None, most: int
    ) -> list[MessageLine]:
        """Return messages, the newest first."""
        given = {name: value for name, value in (("contract_id", contract), ("case_id", case)) if value is not None}
        name = _NEWEST[tuple(given)]
        return [
            _message(row) for row in self._session.rows(name, **given, status=status, since=since or _LONG_AGO, n=most)
        ]

    def backlog(self, now: datetime) -> Backlog:
        """Return how the ledgers stand."""
        counts = {str(status): int(n) for status, n in self._session.rows("messages_counted")}
        due, oldest = self._session.rows("messages_waiting", now=now)[0]
        return Backlog(counts=counts, due=due, oldest=oldest)

    def add_items(self, lines: Sequence[ItemLine]) -> None:
        """Put things on record that messages are to tell."""
        self._session.write_many("item_add", [_values(each) for each in lines])

    def known(self, names: Sequence[str]) -> set[str]:
        """Return which of these things to be told are on record."""
        return {str(row[0]) for row in self._session.rows("items_known", names=names)}

    def items(self, message: str) -> list[ItemLine]:
        """Return what a message is to tell, in the order put on record."""
        return [_item(row) for row in self._session.rows("items", message_id=message)]

    def items_of_cases(self, cases: Sequence[str]) -> dict[str, list[ItemLine]]:
        """Return all that was to be told about each of some cases, in the order put on record."""
        found: dict[str, list[ItemLine]] = {case: [] for case in cases}
        for each in map(_item, self._session.rows("items_of_cases", names=cases)):
            found[each.case].append(each)
        return found

    def items_of_contract(self, contract: str) -> list[ItemLine]:
        """Return all that was to be told about a contract itself, and none of its cases."""
        return [_item(row) for row in self._session.rows("items_of_contract", contract_id=contract, case_id="")]

    def items_of(self, contract: str, case: str, key: str) -> list[ItemLine]:
        """Return all that was to be told about one thing."""
        return [_item(row) for row in self._session.rows("items_of", contract_id=contract, case_id=case, key=key)]

    def items_between(self, since: datetime, until: datetime) -> list[tuple[ItemLine, MessageLine]]:
        """Return what belongs to a stretch of time, with its message."""
        found = [_item(row) for row in self._session.rows("items_between", since=since, until=until)]
        of = {name: self.get(name) for name in dict.fromkeys(each.message for each in found)}
        return [(each, message) for each in found if (message := of[each.message]) is not None]

    def told(self, message: str) -> dict[tuple[str, str, str], Appointment]:
        """Return the last appointment that was told of each thing a message is about: by contract, case and key."""
        return {
            (contract, case, key): Appointment(sequence, due, due_at)
            for contract, case, key, sequence, due, due_at in self._session.rows("items_told", message_id=message)
        }

    def settle(self, lines: Sequence[ItemLine], fate: Fate, at: datetime) -> None:
        """Write what has become of things to be told, and the version of each appointment."""
        by_sequence: dict[int, list[str]] = {}
        for each in lines:
            by_sequence.setdefault(each.sequence, []).append(each.id)
        for sequence, names in by_sequence.items():
            self._session.write("items_settle", names=names, fate=fate.value, settled_at=at, sequence=sequence)


def _changing(line: MessageLine) -> dict[str, object]:
    return {
        "next_at": line.next_at,
        "status": line.status.value,
        "attempts": line.attempts,
        "claimed_by": line.claimed_by,
        "sent_at": line.sent_at,
        "why": line.why,
        "acked_at": line.acked_at,
        "acked_by": line.acked_by,
    }


def _values(line: ItemLine) -> dict[str, object]:
    return {
        "id": line.id,
        "message_id": line.message,
        "contract_id": line.contract,
        "case_id": line.case,
        "about": line.about.value,
        "key": line.key,
        "slot": line.slot,
        "due": line.due,
        "due_at": line.due_at,
        "role": line.role,
        "contact_id": line.contact,
        "owed_at": line.owed_at,
        "sequence": line.sequence,
        "earlier": line.earlier,
        "why_nl": line.why.nl if line.why else None,
        "why_en": line.why.en if line.why else None,
        "fate": line.fate.value,
        "settled_at": line.settled_at,
    }


def _message(row: Row) -> MessageLine:
    (name, kind, channel, contract, to, email, language, role, owed_at, send_at, next_at, status) = row[:12]
    attempts, claimed_by, sent_at, why, acked_at, acked_by = row[12:18]
    return MessageLine(
        id=name,
        kind=MessageKind(kind),
        channel=channel,
        contract=contract,
        name=to,
        email=email,
        language=cast("Language", language),
        role=role,
        owed_at=owed_at,
        send_at=send_at,
        next_at=next_at,
        status=MessageStatus(status),
        attempts=attempts,
        claimed_by=claimed_by,
        sent_at=sent_at,
        why=why,
        acked_at=acked_at,
        acked_by=acked_by,
    )


def _item(row: Row) -> ItemLine:
    name, message, contract, case, about, key, slot, due, due_at, role, contact, owed_at = row[:12]
    sequence, earlier, why_nl, why_en, fate, settled_at = row[12:18]
    return ItemLine(
        id=name,
        message=message,
        contract=contract,
        case=case,
        about=About(about),
        key=key,
        slot=slot,
        due=due,
        due_at=due_at,
        role=role,
        contact=contact,
        owed_at=owed_at,
        sequence=sequence,
        earlier=earlier,
        why=Text(why_nl, why_en) if why_nl is not None else None,
        fate=Fate(fate),
        settled_at=settled_at,
    )
