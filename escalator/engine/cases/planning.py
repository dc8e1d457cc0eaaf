"""When to look at a case next to remind of it, worked out whenever the case is written. Pure; reminds nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from escalator.engine.cases.lines import Lines
from escalator.engine.policy import Policy, policy_of
from escalator.engine.ports.values import DeadlineLine, StandingLine
from escalator.model.calendar import Calendar
from escalator.model.standing import Deadline, Status
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import Progress

AHEAD: Final = timedelta(hours=2)
"""So long before its moment a reminder is put on record."""
_RUNNING: Final = frozenset({Status.OPEN, Status.OVERDUE})


def planned(procedure: Procedure, agreed: str | None, lines: Lines, progress: Progress, now: datetime) -> Lines:
    """Return the lines of a case with the moment at which to remind of each.

    Args:
        procedure: the ladder in its calendar.
        agreed: what the contract has of its own on reminders.
        lines: the lines, on the evening of today.
        progress: how far the case has come by then.
        now: the moment they are written.
    """
    return Lines(
        _planned_standing(procedure, agreed, lines.standing, progress, now),
        tuple(_planned_line(procedure, agreed, line, now) for line in lines.deadlines),
        lines.rights,
    )


def _planned_line(procedure: Procedure, agreed: str | None, line: DeadlineLine, now: datetime) -> DeadlineLine:
    if not line.live or line.status not in _RUNNING or line.left_on is not None:
        return line
    policy = policy_of(procedure.ladder, line.state, agreed)
    return replace(line, remind_at=first(policy, line.due, procedure.calendar, now))


def first(policy: Policy, due: date, calendar: Calendar, now: datetime) -> datetime:
    """Return when to put the next reminder on record: one that was missed goes out at the next opening."""
    missed, following = policy.slots(due, calendar, now)
    return (following if missed is None else min(policy.next_opening(now, calendar), following)) - AHEAD


def _planned_standing(
    procedure: Procedure, agreed: str | None, line: StandingLine, progress: Progress, now: datetime
) -> StandingLine:
    if not waits(procedure, progress):
        return line
    policy = policy_of(procedure.ladder, None, agreed)
    missed, following = policy.rounds(line.since, procedure.calendar, now)
    moment = following if missed is None else min(policy.next_opening(now, procedure.calendar), following)
    return replace(line, remind_at=moment - AHEAD)


def runs(deadline: Deadline) -> bool:
    """Return whether somebody is to be reminded of a deadline: its clock runs, or ran out and the case still waits."""
    return deadline.status in _RUNNING and deadline.left_on is None


def waits(procedure: Procedure, progress: Progress) -> bool:
    """Return whether a case waits for somebody although no deadline runs."""
    state = procedure.state(progress.state)
    if state.final:
        return any(held.in_force for held in progress.rights.values())
    return not state.initial and progress.deadline is None
