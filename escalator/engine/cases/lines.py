"""What of a case is kept for lists: its standing on the evening of a day, its deadlines, its rights.

Owns the choice of what is written after a fact: only the lines that it changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from escalator.engine.cases.resuming import Kept, Settled, freeze_deadline, thaw
from escalator.engine.ports.values import DeadlineLine, RightLine, StandingLine
from escalator.model.facts import Scope
from escalator.model.standing import Status
from escalator.procedure.fold import Fold
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import OpenedDeadline, Progress
from escalator.procedure.recounting import counted_from

_LIVE = frozenset({Status.OPEN, Status.OVERDUE, Status.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Lines:
    """What is kept of a case for lists, on the evening of a day: all of it, or what is new."""

    standing: StandingLine
    deadlines: tuple[DeadlineLine, ...]
    rights: tuple[RightLine, ...]


def evening(procedure: Procedure, scope: Scope, frozen: bytes | None, day: date, opened_on: date) -> Kept:
    """Return how far a case has come by the evening of a day, from what its next fact would build on.

    Args:
        procedure: its ladder in its calendar.
        scope: what it is about.
        frozen: from `settle`; None where no fact is in account, and the case stands where it began.
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


def deadline_lines(procedure: Procedure, kept: Kept, day: date) -> Iterator[DeadlineLine]:
    """Yield what is kept of the deadlines that are not settled, on the evening of a day that the case is brought to."""
    for n, opened in enumerate(kept.progress.deadlines[kept.anchors :], kept.settled):
        yield _line(procedure, kept.progress, opened, n, day)


def settled_lines(procedure: Procedure, now: Progress, settled: Settled, day: date) -> Iterator[DeadlineLine]:
    """Yield what is kept of deadlines that have become settled."""
    for n, opened in enumerate(settled.deadlines, settled.first_deadline):
        yield _line(procedure, now, opened, n, day, settled=freeze_deadline(opened))


def _line(
    procedure: Procedure, progress: Progress, opened: OpenedDeadline, n: int, day: date, *, settled: bytes | None = None
) -> DeadlineLine:
    rule = procedure.deadline_rule(opened.state)
    status = opened.status(day)
    return DeadlineLine(
        id=opened.id,
        n=n,
        state=opened.state,
        due=opened.due,
        due_at=opened.due_at,
        status=status.value,
        owed_by=(rule.owed_by if rule else ()) or _approvers(procedure, progress, opened),
        counted_from=counted_from(procedure, opened),
        expires=bool(rule and rule.expiry),
        provisional=opened.provisional,
        done_on=opened.done_on,
        left_on=opened.left_on,
        live=status in _LIVE and not procedure.state(progress.state).final,
        settled=settled,
    )


def _approvers(procedure: Procedure, progress: Progress, opened: OpenedDeadline) -> tuple[str, ...]:
    """Return who has not approved yet, where a deadline waits for an approval by several."""
    rule = procedure.deadline_rule(opened.state)
    events = [procedure.ladder.events[name] for name in (rule.waits_for if rule else ())]
    event = next((each for each in events if each.all_of), None)
    if event is None or opened.closed:
        return event.roles if event else ()
    return tuple(role for role in event.roles if role not in progress.approved(event.id))


def right_lines(progress: Progress) -> tuple[RightLine, ...]:
    """Return what is kept of the rights that have arisen."""
    return tuple(
        RightLine(name, held.openings[0].on, len(held.openings), held.in_force)
        for name, held in progress.rights.items()
    )


@dataclass(frozen=True, slots=True)
class Before:
    """The lines of a case that its next fact may change, as they are kept; none for a case that is written anew."""

    deadlines: tuple[DeadlineLine, ...] = ()
    rights: tuple[RightLine, ...] = ()

    @classmethod
    def of(cls, procedure: Procedure, kept: Kept, kept_on: date) -> Before:
        """Look at a case before a fact is applied to it."""
        return cls(tuple(deadline_lines(procedure, kept, kept_on)), right_lines(kept.progress))

    def changed(self, procedure: Procedure, settled: Settled, now: Kept, day: date) -> Lines:
        """Return the lines that differ after the fact.

        Args:
            procedure: the ladder in its calendar.
            settled: what the fact settled.
            now: the case on the evening of `day`.
            day: today.
        """
        found = (*settled_lines(procedure, now.progress, settled, day), *deadline_lines(procedure, now, day))
        return Lines(
            standing_line(procedure, now.progress, day),
            tuple(line for line in found if line not in self.deadlines),
            tuple(line for line in right_lines(now.progress) if line not in self.rights),
        )
