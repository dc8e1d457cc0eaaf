"""Rows of what is to be done when, and of what keeps the clock, to and from values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from escalator.engine.ports.agenda import Beat, DutyLine, Running, Trouble
from escalator.engine.ports.values import CalendarInForce
from escalator.storage.session import Session
from escalator.storage.statement import Row

_ZONE: Final = ZoneInfo("Europe/Amsterdam")
_NEXT: Final = (
    "next_deadlines_remind_at",
    "next_cases_remind_at",
    "next_cases_look_at",
    "next_duties_remind_at",
    "next_messages_next_at",
    "next_contracts_planned_until",
)


class AgendaRows:
    """What is to be done when, in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def look_at(self, case: str, at: datetime) -> None:
        """Note that what was told about a case has to be compared with where it stands, from a moment on."""
        self._session.write("case_look_at", case=case, look_at=at)

    def to_look_at(self, now: datetime, most: int) -> list[str]:
        """Return cases to be compared."""
        return [str(row[0]) for row in self._session.rows("cases_to_look_at", now=now, n=most)]

    def looked_at(self, case: str) -> None:
        """Note that it was done."""
        self._session.write("case_looked_at", case=case)

    def deadlines_due(self, now: datetime, most: int) -> list[tuple[str, str]]:
        """Return case and deadline of what is to be reminded of."""
        return [(str(case), str(name)) for case, name in self._session.rows("deadlines_due", now=now, n=most)]

    def running(self, cases: Sequence[str]) -> list[Running]:
        """Return the deadlines of cases that have not ended; nobody else changes those cases meanwhile."""
        self._session.rows("cases_held", names=cases)  # first: PostgreSQL does not read again what it did not lock
        return [_running(row) for row in self._session.rows("deadlines_running", names=cases)]

    def remind_deadlines(self, at: Mapping[tuple[str, str], datetime | None]) -> None:
        """Note when to remind of deadlines next: by case and deadline."""
        given = [{"case": case, "deadline": name, "remind_at": moment} for (case, name), moment in at.items()]
        self._session.write_many("deadline_remind", given)

    def cases_due(self, now: datetime, most: int) -> list[str]:
        """Return cases of which to remind although no deadline runs."""
        return [str(row[0]) for row in self._session.rows("cases_due", now=now, n=most)]

    def remind_case(self, case: str, at: datetime | None) -> None:
        """Note when to remind of a case next."""
        self._session.write("case_remind", case=case, remind_at=at)

    def put_duties(self, contract: str, lines: Sequence[DutyLine]) -> None:
        """Keep when to remind of a contract's duties, in place of what was kept."""
        self._session.write("duties_forget", contract_id=contract)
        for line in lines:
            self._session.write(
                "duty_put",
                contract_id=contract,
                occurrence=line.occurrence,
                obligation=line.obligation,
                due=line.due,
                remind_at=line.remind_at,
            )

    def duties_due(self, now: datetime, most: int) -> list[DutyLine]:
        """Return duties to be reminded of."""
        return [
            DutyLine(contract=contract, occurrence=occurrence, obligation=obligation, due=due, remind_at=at)
            for contract, occurrence, obligation, due, at in self._session.rows("duties_due", now=now, n=most)
        ]

    def remind_duty(self, contract: str, occurrence: str, at: datetime | None) -> None:
        """Note when to remind of a duty next."""
        self._session.write("duty_remind", contract=contract, of=occurrence, remind_at=at)

    def contracts_to_plan(self, now: datetime) -> list[str]:
        """Return contracts whose duties have to be worked out anew."""
        return [str(row[0]) for row in self._session.rows("contracts_to_plan", now=now)]

    def planned(self, contract: str, facts: int, again_at: datetime) -> None:
        """Note that it was done, with so many facts on record, and when it has to be done again at the latest."""
        self._session.write("contract_planned", contract=contract, planned_facts=facts, planned_until=again_at)

    def set_reminders(self, contract: str, agreed: str) -> None:
        """Keep what a contract has of its own on reminders."""
        self._session.write("contract_set_reminders", contract=contract, reminders=agreed)

    def reminders(self, contract: str) -> str | None:
        """Return what a contract has of its own on reminders."""
        row = self._session.row("contract_reminders", id=contract)
        return row[0] if row else None

    def next_at(self) -> datetime | None:
        """Return the earliest moment at which something is due, of cases that time moves too."""
        found = [self._session.rows(name)[0][0] for name in _NEXT]
        changing: date | None = self._session.rows("next_cases_change")[0][0]
        if changing is not None:
            found.append(datetime.combine(changing, time.min, _ZONE).astimezone(UTC))
        return min((each for each in found if each is not None), default=None)

    def put_aside(self, trouble: Trouble) -> None:
        """Keep what could not be done."""
        self._session.write(
            "trouble_put",
            subject=trouble.subject,
            why=trouble.why,
            times=trouble.times,
            since=trouble.since,
            next_at=trouble.next_at,
        )

    def troubles(self) -> list[Trouble]:
        """Return what could not be done."""
        return [
            Trouble(subject=subject, why=why, times=times, since=since, next_at=next_at)
            for subject, why, times, since, next_at in self._session.rows("troubles")
        ]

    def solved(self, subject: str) -> None:
        """Note that it could be done after all."""
        self._session.write("trouble_solved", subject=subject)

    def beat(self, beat: Beat) -> None:
        """Keep that a process is alive."""
        self._session.write(
            "beat_put",
            name=beat.name,
            started_at=beat.started_at,
            seen_at=beat.seen_at,
            next_at=beat.next_at,
            rounds=beat.rounds,
        )

    def beats(self) -> list[Beat]:
        """Return the processes that keep, or kept, the clock."""
        return [
            Beat(name=name, started_at=started, seen_at=seen, next_at=next_at, rounds=rounds)
            for name, started, seen, next_at, rounds in self._session.rows("beats")
        ]

    def stopped(self, name: str) -> None:
        """Note that a process has ended."""
        self._session.write("beat_stopped", name=name)

    def wake(self) -> None:
        """Let every process that keeps the clock know that there is something new."""
        self._session.write("notify")


def _running(row: Row) -> Running:
    case, name, state, due, due_at, status, owed_by, contract, digest, final, closed_on, *calendar, reminders = row
    return Running(
        case=case,
        name=name,
        state=state,
        due=due,
        due_at=due_at,
        status=status,
        owed_by=tuple(owed_by.split()),
        contract=contract,
        digest=digest,
        final=final,
        closed_on=closed_on,
        calendar=CalendarInForce(*calendar),
        reminders=reminders,
    )
