"""What of a case is kept for lists: its standing on the evening of a day, its deadlines, its rights.

Owns the choice of what is written after a fact: only the lines that it changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from escalator.engine.resuming import thaw
from escalator.engine.values import DeadlineLine, RightLine, StandingLine
from escalator.model.facts import Scope
from escalator.model.standing import Status
from escalator.procedure.clock import RESUMED
from escalator.procedure.fold import Fold
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import OpenedDeadline, Progress

_LIVE = frozenset({Status.OPEN, Status.OVERDUE, Status.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Lines:
    """All that is kept of a case for lists, on the evening of a day."""

    standing: StandingLine
    deadlines: tuple[DeadlineLine, ...]
    rights: tuple[RightLine, ...]


def evening(procedure: Procedure, scope: Scope, kept: bytes | None, today: date, started: date) -> Progress:
    """Return how far a case has come by the evening of a day, from how far it had come after its last fact.

    Args:
        procedure: its ladder in its calendar.
        scope: what it is about.
        kept: from `freeze`; None where no fact is in account, and the case stands where it started.
        today: the day.
        started: the day it was opened.
    """
    fold = Fold(procedure, scope, thaw(procedure, kept) if kept is not None else None)
    fold.start(started)
    fold.advance(today)
    return fold.progress


def passes(progress: Progress, day: date) -> bool:
    """Return whether time has something to say to a case by the evening of a day: its deadline has passed."""
    running = progress.deadline
    return running is not None and running.suspended_on is None and running.passed_by_evening(day)


def all_lines(procedure: Procedure, progress: Progress, today: date) -> Lines:
    """Return everything that is kept of a case for lists."""
    standing = standing_line(procedure, progress, today)
    return Lines(
        standing,
        tuple(deadline_line(procedure, progress, each, today) for each in progress.deadlines),
        tuple(right_lines(progress)),
    )


def standing_line(procedure: Procedure, progress: Progress, today: date) -> StandingLine:
    """Return where a case stands on the evening of a day that it has been brought to."""
    state = procedure.state(progress.state)
    return StandingLine(
        state=state.id,
        step=state.step,
        final=state.final,
        since=progress.entered_on,
        as_of=today,
        next_change=_next_change(progress, today),
        calendar=procedure.calendar.version,
    )


def _next_change(progress: Progress, today: date) -> date | None:
    running = progress.deadline
    if running is None or running.suspended_on is not None or running.passed_by_evening(today):
        return None
    return running.due if running.due_at is not None else running.due + timedelta(days=1)


def deadline_line(procedure: Procedure, progress: Progress, opened: OpenedDeadline, today: date) -> DeadlineLine:
    """Return what is kept of one deadline."""
    rule = procedure.deadline_rule(opened.state)
    status = opened.status(today)
    return DeadlineLine(
        id=opened.id,
        state=opened.state,
        due=opened.due,
        due_at=opened.due_at,
        status=status.value,
        owed_by=(rule.owed_by if rule else ()) or _approvers(procedure, progress, opened),
        counted_from=_counted_from(opened),
        expires=bool(rule and rule.expiry),
        provisional=opened.provisional,
        done_on=opened.done_on,
        left_on=opened.left_on,
        live=status in _LIVE and not procedure.state(progress.state).final,
    )


def _approvers(procedure: Procedure, progress: Progress, opened: OpenedDeadline) -> tuple[str, ...]:
    """Return who has not approved yet, where a deadline waits for an approval by several."""
    rule = procedure.deadline_rule(opened.state)
    events = [procedure.ladder.events[name] for name in (rule.waits_for if rule else ())]
    roles = next((event.roles for event in events if event.all_of), ())
    return roles if opened.closed else tuple(role for role in roles if role not in progress.approvals)


def _counted_from(opened: OpenedDeadline) -> date | None:
    """Return the day that its working days are counted after; None where a party named its due day."""
    reckoning, adjusted = opened.derivation.reckoning, opened.derivation.adjusted
    if reckoning is None or opened.due_at is not None:
        return None
    if not adjusted:
        return reckoning.anchor
    return adjusted[-1].on if adjusted[-1].reason == RESUMED else None


def right_lines(progress: Progress) -> list[RightLine]:
    """Return what is kept of the rights that have arisen."""
    return [
        RightLine(name, held.openings[0].on, len(held.openings), held.in_force)
        for name, held in progress.rights.items()
    ]


@dataclass(frozen=True, slots=True)
class Before:
    """The lines of a case that the next fact may change, as they are kept."""

    deadlines: int
    current: int | None
    line: DeadlineLine | None
    rights: tuple[RightLine, ...]

    @classmethod
    def of(cls, procedure: Procedure, progress: Progress, kept_on: date) -> Before:
        """Look at a case before a fact is applied to it."""
        running = progress.deadline
        line = deadline_line(procedure, progress, running, kept_on) if running is not None else None
        return cls(len(progress.deadlines), progress.current, line, tuple(right_lines(progress)))

    def changed(self, procedure: Procedure, progress: Progress, today: date) -> Lines:
        """Return the lines that differ after the fact."""
        places = [self.current] if self.line is not None and self.current is not None else []
        places += range(self.deadlines, len(progress.deadlines))
        found = [deadline_line(procedure, progress, progress.deadlines[place], today) for place in places]
        return Lines(
            standing_line(procedure, progress, today),
            tuple(line for line in found if line != self.line),
            tuple(line for line in right_lines(progress) if line not in self.rights),
        )
