"""Rows of contracts, contacts, ladders and calendars, to and from values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import cast

import msgspec

from escalator.engine.ports.records import ClosedDayAdded
from escalator.engine.ports.values import CalendarInForce, Contact, Contract, Head
from escalator.model.calendar import Calendar
from escalator.model.ladder import Ladder
from escalator.model.text import Language, Text
from escalator.storage.session import Session
from escalator.storage.statement import Row


class ContractRows:
    """Contracts and contacts in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, contract: Contract, at: datetime) -> None:
        """Keep a new contract."""
        self._session.write(
            "contract_add",
            id=contract.id,
            digest=contract.digest,
            name=contract.name,
            starts=contract.start,
            ends=contract.end,
            closed_on=contract.closed_on,
            calendar=contract.calendar.name,
            calendar_version=contract.calendar.version,
            calendar_now=contract.calendar.now,
            parameters=msgspec.json.encode(contract.parameters, order="sorted").decode(),
            language=contract.language,
            added_at=at,
            facts=contract.head.seq,
            head=contract.head.hash,
        )

    def get(self, name: str, *, lock: bool = False, whole: bool = False) -> Contract | None:
        """Return a contract; see `Contracts.get`."""
        statement = "contract_lock_whole" if whole else "contract_lock" if lock else "contract"
        row = self._session.row(statement, id=name)
        return _contract(row) if row else None

    def all(self) -> list[Contract]:
        """Return every contract, by name."""
        return [_contract(row) for row in self._session.rows("contracts")]

    def ids(self) -> list[str]:
        """Return the names of all."""
        return [str(row[0]) for row in self._session.rows("contract_ids")]

    def close(self, name: str, on: date) -> None:
        """Note the day that a contract was closed."""
        self._session.write("contract_close", id=name, closed_on=on)

    def set_calendar(self, name: str, version: str) -> None:
        """Note the version of the calendar that a contract counts in from now on."""
        self._session.write("contract_calendar", id=name, calendar_now=version)

    def add_contact(self, contact: Contact) -> Contact:
        """Keep a contact; its `id` is given out by the store."""
        row = self._session.row(
            "contact_add",
            contract_id=contact.contract,
            role=contact.role,
            name=contact.name,
            email=contact.email,
            language=contact.language,
            added_at=contact.added_at,
        )
        return replace(contact, id=row[0]) if row else contact

    def contacts(self, name: str) -> list[Contact]:
        """Return a contract's contacts."""
        return [_contact(row) for row in self._session.rows("contacts", contract_id=name)]

    def remove_contact(self, number: int) -> None:
        """Forget a contact."""
        self._session.write("contact_remove", id=number)


def _contract(row: Row) -> Contract:
    (name, digest, title, starts, ends, closed_on, calendar, version, now, parameters, language, _at, facts, head) = (
        row[:14]
    )
    return Contract(
        id=name,
        name=title,
        ladder=row[14],
        version=row[15],
        digest=digest,
        start=starts,
        end=ends,
        closed_on=closed_on,
        calendar=CalendarInForce(calendar, version, now),
        parameters=msgspec.json.decode(parameters, type=dict[str, str]),
        language=cast("Language", language),
        head=Head(facts, bytes(head)),
    )


def _contact(row: Row) -> Contact:
    number, contract, role, name, email, language, added_at = row
    return Contact(
        id=number,
        contract=contract,
        role=role,
        name=name,
        email=email,
        language=cast("Language", language),
        added_at=added_at,
    )


class LadderRows:
    """Ladders and calendars in the database, as they were when something was opened under them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, ladder: Ladder, source: str, at: datetime) -> None:
        """Keep a ladder, with the text it came from, unless it is there already."""
        self._session.write(
            "ladder_add",
            digest=ladder.digest,
            ladder=ladder.id,
            version=ladder.version,
            definition=msgspec.json.encode(ladder).decode(),
            source=source,
            added_at=at,
        )

    def get(self, digest: str) -> Ladder:
        """Return a ladder that was kept."""
        row = self._session.row("ladder", digest=digest)
        if row is None:
            raise LookupError(digest)
        return _ladder(str(row[0]))

    def source(self, digest: str) -> str:
        """Return the text that a ladder came from; empty where it came from none."""
        row = self._session.row("ladder_source", digest=digest)
        return str(row[0]) if row else ""

    def add_calendar(self, calendar: Calendar) -> None:
        """Keep a calendar, unless it is there already."""
        plain = msgspec.json.encode(calendar.to_plain()).decode()
        self._session.write("calendar_add", name=calendar.name, version=calendar.version, plain=plain)

    def calendar(self, name: str, version: str) -> Calendar:
        """Return a calendar that was kept."""
        row = self._session.row("calendar", name=name, version=version)
        if row is None:
            raise LookupError(name, version)
        return _calendar(str(row[0]))

    def close_day(self, closed: ClosedDayAdded) -> ClosedDayAdded:
        """Keep a closed day; its `id` is given out by the store."""
        row = self._session.row(
            "closed_day_add",
            contract_id=closed.contract,
            day=closed.day,
            reason_nl=closed.reason.nl,
            reason_en=closed.reason.en,
            by=closed.by,
            added_at=closed.added_at,
        )
        return replace(closed, id=row[0]) if row else closed

    def closed_days(self, contract: str) -> list[ClosedDayAdded]:
        """Return the closed days of a contract and of the whole organisation, in the order they were added."""
        return [_closed_day(row) for row in self._session.rows("closed_days", contract_id=contract)]

    def last_closed_at(self, contract: str) -> datetime | None:
        """Return when the last of them was added; None where there is none."""
        row = self._session.row("closed_days_last", contract_id=contract)
        return row[0] if row else None


@lru_cache(maxsize=64)
def _calendar(plain: str) -> Calendar:
    return Calendar.from_plain(msgspec.json.decode(plain))


@lru_cache(maxsize=64)
def _ladder(definition: str) -> Ladder:
    return msgspec.json.decode(definition, type=Ladder)


def _closed_day(row: Row) -> ClosedDayAdded:
    number, contract, day, nl, en, by, added_at = row
    return ClosedDayAdded(id=number, contract=contract, day=day, reason=Text(nl, en), by=by, added_at=added_at)
