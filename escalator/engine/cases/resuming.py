"""What the next fact of a case builds on, kept with the case, so that recording need not begin at its first fact.

Owns the split of a fold's progress: what can still matter is kept, and stays small however long a case runs; what is
settled (deadlines that are over, moves that were made) goes to rows of its own, written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from escalator.model.standing import Step
from escalator.procedure import snapshot
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import OpenedDeadline, Progress


@dataclass(slots=True)
class Kept:
    """A fold's progress, with or without what is settled.

    Attributes:
        progress: its `path` holds the moves since it was thawed; its `deadlines` first those that are over but still
            counted from, then those running or opened since.
        anchors: how many of its deadlines are there only to be counted from.
        settled: how many deadlines are over, in rows of their own.
        steps: how many moves are in rows of their own.
    """

    progress: Progress
    anchors: int = 0
    settled: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What became settled: deadlines and moves, with how many there were before."""

    first_deadline: int = 0
    deadlines: tuple[OpenedDeadline, ...] = ()
    first_step: int = 0
    steps: tuple[Step, ...] = ()


_deadline: Final = msgspec.json.Decoder(OpenedDeadline)
_encoder: Final = msgspec.json.Encoder()


def settle(procedure: Procedure, kept: Kept) -> tuple[bytes, Settled]:
    """Take out of a progress what can change no more; return the rest as bytes, and what was taken out."""
    progress = kept.progress
    known, since = progress.deadlines[: kept.anchors], progress.deadlines[kept.anchors :]
    over = tuple(each for each in since if each.closed)
    settled = Settled(kept.settled, over, kept.steps, tuple(progress.path))
    anchors, running = _anchors(procedure, (*known, *over)), progress.deadline
    progress.deadlines = [*anchors, running] if running is not None else anchors
    progress.current = len(anchors) if running is not None else None
    progress.path = []
    kept.anchors, kept.settled, kept.steps = len(anchors), kept.settled + len(over), kept.steps + len(settled.steps)
    return snapshot.freeze(progress), settled


def _anchors(procedure: Procedure, over: Sequence[OpenedDeadline]) -> list[OpenedDeadline]:
    """Return the latest deadline of each state that another deadline counts from."""
    states = procedure.compiled.anchors
    return list({each.state: each for each in over if each.state in states}.values()) if states else []


def freeze_deadline(opened: OpenedDeadline) -> bytes:
    """Return a deadline that is over, as JSON."""
    return _encoder.encode(opened)


def thaw(procedure: Procedure, frozen: bytes | None) -> Kept | None:
    """Return what the next fact builds on; None where nothing is kept that can be read: fold the facts then.

    Args:
        procedure: the ladder in the calendar under which it was kept.
        frozen: what `settle` returned.
    """
    if frozen is None:
        return None
    try:
        progress = snapshot.thaw(procedure, frozen)
    except snapshot.Unreadable:
        return None
    running = int(progress.deadline is not None)
    return Kept(
        progress,
        anchors=len(progress.deadlines) - running,
        settled=sum(progress.opened.values()) - running,
        steps=sum(progress.entries.values()) - 1,  # a case begins by entering its initial state
    )


def whole(kept: Kept, settled: Iterable[bytes], steps: Iterable[Step]) -> Progress:
    """Return a progress with what was settled put back, as it would be folded anew from the first fact."""
    progress = kept.progress
    over = [_deadline.decode(each) for each in settled]
    since = progress.deadlines[kept.anchors :]
    current = len(over) if since else None
    return msgspec.structs.replace(progress, deadlines=[*over, *since], path=[*steps, *progress.path], current=current)
