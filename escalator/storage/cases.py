"""Rows of cases, and the lines of their deadlines and rights, to and from values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final

import msgspec

from escalator.engine.ports.values import (
    CalendarInForce,
    CaseLine,
    DeadlineLine,
    Head,
    RightLine,
    StandingLine,
    StoredCase,
)
from escalator.model.facts import Scope
from escalator.model.terms import day_of, end_of_day
from escalator.storage.session import Session
from escalator.storage.statement import Row

_LINE: Final = 18
"""How many columns lists and single cases share."""


class CaseRows:
    """Cases in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_number(self, contract: str, year: int) -> int:
        """Return a number for a new case, never given out before."""
        row = self._session.row("case_number", contract_id=contract, year=year)
        return int(row[0]) if row else 0

    def add(
        self, case: CaseLine, head: Head, progress: bytes | None, remind_at: datetime | None, key: str | None
    ) -> None:
        """Keep a new case."""
        self._session.write(
            "case_add",
            id=case.id,
            contract_id=case.contract,
            digest=case.digest,
            ladder=case.ladder,
            version=case.version,
            track=case.scope.track,
            scope=msgspec.json.encode(case.scope).decode(),
            opened_on=case.opened_on,
            opened_at=case.opened_at,
            opened_in=case.opened_in,
            key=key,
            **_standing(case.standing, head, progress, remind_at),
        )

    def get(self, name: str, *, lock: bool = False) -> StoredCase | None:
        """Return a case; with `lock`, nobody else can until the transaction ends."""
        row = self._session.row("case_lock" if lock else "case", id=name)
        return _stored(row) if row else None

    def several(self, names: Sequence[str], *, lock: bool = False) -> dict[str, StoredCase]:
        """Return cases by name, those that there are; with `lock`, nobody else can until the transaction ends."""
        rows = self._session.rows("cases_several_lock" if lock else "cases_several", names=names)
        return {str(row[0]): _stored(row) for row in rows}

    def heads(self, names: Sequence[str]) -> dict[str, Head]:
        """Return the ends of the streams of cases."""
        return {str(name): Head(seq, bytes(head)) for name, seq, head in self._session.rows("case_heads", names=names)}

    def by_key(self, contract: str, key: str) -> StoredCase | None:
        """Return the case of a contract that was opened with that key."""
        row = self._session.row("case_by_key", contract_id=contract, key=key)
        return _stored(row) if row else None

    def update(
        self, name: str, standing: StandingLine, head: Head, progress: bytes | None, remind_at: datetime | None
    ) -> None:
        """Write where a case stands, and the moment at which to remind of it although no deadline runs."""
        self._session.write("case_update", case=name, **_standing(standing, head, progress, remind_at))

    def lines(self, contract: str | None = None) -> Iterator[CaseLine]:
        """Yield every case, or those of a contract, by name."""
        if contract is None:
            return map(_line, self._session.rows("cases"))
        return map(_line, self._session.rows("cases_of", contract_id=contract))

    def near(self, name: str) -> list[str]:
        """Return a few names of cases that come after where `name` would stand, for suggestions."""
        stem = name[: max(1, len(name) // 2)]
        return [str(row[0]) for row in self._session.rows("case_ids", start=stem, n=500)]

    def counting_over(self, day: date, due_from: date, contract: str | None = None) -> list[str]:
        """Return cases with a deadline that runs until a day or longer, and counts `day` or ends on it."""
        given = {"day": day, "due_from": max(day, due_from)}
        if contract is None:
            rows = self._session.rows("cases_counting", **given)
        else:
            rows = self._session.rows("cases_counting_of", contract_id=contract, **given)
        return sorted(str(row[0]) for row in rows)

    def reminded_over(self, day: date, now: datetime, contract: str | None = None) -> list[tuple[str, DeadlineLine]]:
        """Return case and line of each deadline spoken of next from now to the end of `day`, and due from then on."""
        given = {"now": now, "until": end_of_day(day), "due_from": max(day, day_of(now))}
        rows = self._session.rows("deadlines_reminded", contract_id=contract, **given)
        return [(str(row[0]), _deadline(row)) for row in rows]

    def changing(self, until: date, most: int, contract: str | None = None) -> list[str]:
        """Return cases, or those of a contract, that time changes on or before a day, the earliest first."""
        rows = self._session.rows("cases_changing", until=until, n=most, contract_id=contract)
        return [str(row[0]) for row in rows]

    def put_deadlines(self, name: str, lines: Iterable[tuple[DeadlineLine, datetime | None]]) -> None:
        """Write deadlines of a case, new or changed, each with the moment at which to remind of it next."""
        for line, remind_at in lines:
            self._session.write(
                "deadline_put",
                case_id=name,
                name=line.id,
                n=line.n,
                state=line.state,
                due=line.due,
                due_at=line.due_at,
                status=line.status,
                owed_by=" ".join(line.owed_by),
                counted_from=line.counted_from,
                expires=line.expires,
                provisional=line.provisional,
                left_on=line.left_on,
                remind_at=remind_at,
            )

    def drop_deadlines(self, name: str, which: Sequence[str] | None = None) -> None:
        """Drop deadlines of a case, or all, because nobody need look at them any more."""
        if which is None:
            self._session.write("deadlines_forget", case_id=name)
        else:
            for each in which:
                self._session.write("deadline_forget", case_id=name, name=each)

    def put_rights(self, name: str, lines: Sequence[RightLine]) -> None:
        """Write rights of a case, new or changed."""
        for line in lines:
            self._session.write(
                "right_put", case_id=name, name=line.name, since=line.since, times=line.times, in_force=line.in_force
            )

    def forget_lines(self, name: str) -> None:
        """Drop the lines of a case's deadlines and rights, to be written anew."""
        self._session.write("deadlines_forget", case_id=name)
        self._session.write("rights_forget", case_id=name)

    def deadlines(self, name: str) -> list[DeadlineLine]:
        """Return the deadlines of a case."""
        return [_deadline(row) for row in self._session.rows("deadlines", case_id=name)]

    def rights(self, name: str) -> list[RightLine]:
        """Return the rights of a case."""
        return [RightLine(*row[1:]) for row in self._session.rows("rights", case_id=name)]

    def live_deadlines(self, until: date, contract: str | None = None) -> list[tuple[str, str, DeadlineLine]]:
        """Return case, contract and line of each deadline due on or before a day that still matters."""
        rows = self._session.rows("deadlines_live", until=until, contract_id=contract)
        return [(row[0], row[-1], _deadline(row)) for row in rows]


def _standing(line: StandingLine, head: Head, progress: bytes | None, remind_at: datetime | None) -> dict[str, object]:
    return {
        "state": line.state,
        "step": line.step,
        "final": line.final,
        "since": line.since,
        "as_of": line.as_of,
        "next_change": line.next_change,
        "calendar_now": line.calendar,
        "facts": head.seq,
        "head": head.hash,
        "progress": progress.decode() if progress is not None else None,
        "remind_at": remind_at,
    }


@lru_cache(maxsize=1024)
def _scope(text: str) -> Scope:
    """Read what a case is about; many are about the same."""
    return msgspec.json.decode(text, type=Scope)


def _line(row: Row) -> CaseLine:
    """Make a value of the columns that lists and single cases share."""
    name, contract, digest, ladder, version, _track, scope, opened_on, opened_at, opened_in = row[:10]
    state, step, final, since, as_of, next_change, calendar, facts = row[10:_LINE]
    return CaseLine(
        id=name,
        contract=contract,
        digest=digest,
        ladder=ladder,
        version=version,
        scope=_scope(scope),
        opened_on=opened_on,
        opened_at=opened_at,
        opened_in=opened_in,
        standing=StandingLine(
            state=state, step=step, final=final, since=since, as_of=as_of, next_change=next_change, calendar=calendar
        ),
        facts=facts,
    )


def _stored(row: Row) -> StoredCase:
    head, progress, starts, closed_on, calendar, version, now, reminders = row[_LINE:]
    line = _line(row)
    return StoredCase(
        line=line,
        head=Head(line.facts, bytes(head)),
        progress=progress.encode() if progress is not None else None,
        contract_start=starts,
        contract_closed=closed_on,
        contract_calendar=CalendarInForce(calendar, version, now),
        contract_reminders=reminders,
    )


def _deadline(row: Row) -> DeadlineLine:
    _case, name, n, state, due, due_at, status, owed_by, counted_from, expires, provisional, left_on = row[:12]
    return DeadlineLine(
        id=name,
        n=n,
        state=state,
        due=due,
        due_at=due_at,
        status=status,
        owed_by=tuple(owed_by.split()),
        counted_from=counted_from,
        expires=expires,
        provisional=provisional,
        left_on=left_on,
    )
