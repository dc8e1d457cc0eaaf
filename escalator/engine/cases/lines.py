"""What of a case is kept for lists: its standing on the evening of a day, its deadlines, its rights.

Owns the choice of what is written after a fact: only the lines that it changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date

from msgspec import Struct

from escalator.engine.cases.resuming import Kept, thaw
from escalator.engine.ports.values import DeadlineLine, RightLine, StandingLine
from escalator.model.facts import Scope
from escalator.model.standing import Status
from escalator.procedure.fold import Fold
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import OpenedDeadline, Progress
from escalator.procedure.recounting import counted_from
from escalator.procedure.stand import owed_by

_MATTERS = frozenset({Status.OPEN, Status.OVERDUE, Status.SUSPENDED})


class Lines(Struct, frozen=True):
    """What is kept of a case for lists, on the evening of a day: all of it, or what is new.

    Attributes:
        over: names of deadlines that nobody need look at any more: their lines go.
    """

    standing: StandingLine
    deadlines: Sequence[DeadlineLine]
    over: Sequence[str]
    rights: Sequence[RightLine]


def evening(procedure: Procedure, scope: Scope, frozen: bytes | None, day: date, opened_on: date) -> Kept:
    """Return how far a case has come by the evening of a day, from what its next fact would build on.

    Args:
        procedure: its ladder in its calendar.
        scope: what it is about.
        frozen: from `snapshot.freeze`; None where no fact is in account, and the case stands where it began.
        day: the day.
        opened_on: the day it was opened.
    """
    kept = thaw(procedure, frozen)
    fold = Fold(procedure, scope, kept.progress if kept is not None else None)
    fold.start(opened_on)
    fold.advance(day)
    return kept if kept is not None else Kept(fold.progress)


def passes(progress: Progress, day: date) -> bool:
    """Return whether time has something to say to a case by the evening of a day: its deadline has passed."""
    running = progress.deadline
    return running is not None and running.passed_by_evening(day)


def standing_line(procedure: Procedure, progress: Progress, day: date) -> StandingLine:
    """Return where a case stands on the evening of a day that it has been brought to."""
    state = procedure.state(progress.state)
    return StandingLine(
        state=state.id,
        step=state.step,
        final=state.final,
        since=progress.entered_on,
        as_of=day,
        next_change=progress.next_change(day),
        calendar=procedure.calendar.version,
    )


def deadline_lines(
    procedure: Procedure, kept: Kept, day: date, over: Sequence[OpenedDeadline] = ()
) -> list[DeadlineLine]:
    """Return what is kept of deadlines that still matter, on the evening of a day that the case has been brought to.

    Args:
        procedure: the ladder in its calendar.
        kept: the case; its deadlines that ran when it was thawed, or were opened since.
        day: the day.
        over: deadlines that were over before it was thawed, just before those.
    """
    progress = kept.progress
    deadlines = (*over, *kept.since)
    if procedure.state(progress.state).final:
        return []
    numbered = enumerate(deadlines, sum(progress.opened.values()) - len(deadlines))
    return [
        _line(procedure, progress, opened, n, status)
        for n, opened in numbered
        if (status := opened.status(day)) in _MATTERS
    ]


def _line(procedure: Procedure, progress: Progress, opened: OpenedDeadline, n: int, status: Status) -> DeadlineLine:
    rule = procedure.deadline_rule(opened.state)
    return DeadlineLine(
        id=opened.id,
        n=n,
        state=opened.state,
        due=opened.due,
        due_at=opened.due_at,
        status=str(status),
        owed_by=owed_by(procedure, progress, opened),
        counted_from=counted_from(procedure, opened),
        expires=bool(rule and rule.expiry),
        provisional=opened.provisional,
        left_on=opened.left_on,
    )


def right_lines(progress: Progress) -> list[RightLine]:
    """Return what is kept of the rights that have arisen."""
    return [
        RightLine(name, held.openings[0].on, len(held.openings), held.in_force)
        for name, held in progress.rights.items()
    ]


class Before(Struct, frozen=True):
    """What of a case its next fact may change, as it was kept; nothing for a case that is written anew.

    Attributes:
        running: the deadline that ran, and its status then.
        approvals: how many had approved.
        rights: the rights that had arisen.
    """

    running: OpenedDeadline | None = None
    status: Status = Status.OPEN
    approvals: int = 0
    rights: Sequence[RightLine] = ()

    @classmethod
    def of(cls, progress: Progress, kept_on: date) -> Before:
        """Look at a case before a fact is applied to it."""
        running = progress.deadline
        if running is None:
            return cls(rights=right_lines(progress))
        return cls(copy(running), running.status(kept_on), _approvals(progress), right_lines(progress))

    def changed(self, procedure: Procedure, over: Sequence[OpenedDeadline], now: Kept, day: date) -> Lines:
        """Return the lines that differ after the fact.

        Args:
            procedure: the ladder in its calendar.
            over: deadlines that are over, and not among those of `now`.
            now: the case on the evening of `day`.
            day: today.
        """
        progress, deadlines = now.progress, deadline_lines(procedure, now, day, over)
        running, ran = progress.deadline, self.running
        if running is not None and running == ran and _approvals(progress) == self.approvals:
            deadlines = [line for line in deadlines if line.id != running.id or line.status != self.status]
            ran = None
        gone = ran is not None and all(line.id != ran.id for line in deadlines)
        return Lines(
            standing_line(procedure, progress, day),
            deadlines,
            [ran.id] if ran is not None and gone else [],
            [line for line in right_lines(progress) if line not in self.rights],
        )


def _approvals(progress: Progress) -> int:
    return sum(map(len, progress.approvals.values()))
