"""When to look at a case next to remind of it, worked out whenever the case is written. Pure; reminds nobody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from escalator.engine.cases.lines import Lines
from escalator.engine.policy import Policy, policy_of
from escalator.engine.ports.values import DeadlineLine
from escalator.model.calendar import Calendar
from escalator.model.standing import Deadline, Status
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import Progress

AHEAD: Final = timedelta(hours=2)
"""So long before its moment a reminder is put on record."""
RUNNING: Final = frozenset({Status.OPEN, Status.OVERDUE})
"""What people are reminded of, as long as the case has not left the state."""


def plan(
    procedure: Procedure, agreed: str | None, lines: Lines, progress: Progress, now: datetime
) -> tuple[datetime | None, list[datetime | None]]:
    """Return when to remind of a case although no deadline runs, and when of each of its lines.

    Args:
        procedure: the ladder in its calendar.
        agreed: what the contract has of its own on reminders.
        lines: the lines, on the evening of today.
        progress: how far the case has come by then.
        now: the moment they are written.
    """
    return (
        _of_case(procedure, agreed, lines.standing.since, now) if waits(procedure, progress) else None,
        [_of_line(procedure, agreed, line, now) for line in lines.deadlines],
    )


def _of_line(procedure: Procedure, agreed: str | None, line: DeadlineLine, now: datetime) -> datetime | None:
    if line.status not in RUNNING or line.left_on is not None:
        return None
    policy = policy_of(procedure.ladder, line.state, agreed)
    return first(policy, line.due, procedure.calendar, now)


def first(policy: Policy, due: date, calendar: Calendar, now: datetime) -> datetime:
    """Return when to put the next reminder on record: one that was missed goes out at the next opening."""
    missed, following = policy.slots(due, calendar, now)
    return (following if missed is None else min(policy.next_opening(now, calendar), following)) - AHEAD


def _of_case(procedure: Procedure, agreed: str | None, since: date, now: datetime) -> datetime:
    policy = policy_of(procedure.ladder, None, agreed)
    missed, following = policy.rounds(since, procedure.calendar, now)
    moment = following if missed is None else min(policy.next_opening(now, procedure.calendar), following)
    return moment - AHEAD


def runs(deadline: Deadline) -> bool:
    """Return whether somebody is to be reminded of a deadline: its clock runs, or ran out and the case still waits."""
    return deadline.status in RUNNING and deadline.left_on is None


def waits(procedure: Procedure, progress: Progress) -> bool:
    """Return whether a case waits for somebody although no deadline runs."""
    state = procedure.state(progress.state)
    if state.final:
        return any(held.in_force for held in progress.rights.values())
    return not state.initial and progress.deadline is None
