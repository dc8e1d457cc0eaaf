"""A case taken up where it was left: from what is kept of it, as its next fact or the passing of time finds it."""

from __future__ import annotations

from dataclasses import dataclass

from escalator.procedure import snapshot
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import OpenedDeadline, Progress


@dataclass(slots=True)
class Kept:
    """A fold's progress, taken further since it was thawed or not.

    Attributes:
        progress: its `path` holds the moves since it was thawed; its `deadlines` first those that are over but still
            counted from, then those running or opened since.
        anchors: how many of its deadlines are there only to be counted from.
        resumed: False where it was folded from the first fact.
    """

    progress: Progress
    anchors: int = 0
    resumed: bool = True

    @property
    def since(self) -> list[OpenedDeadline]:
        """The deadlines that ran when it was thawed, or were opened since."""
        return self.progress.deadlines[self.anchors :]


def thaw(procedure: Procedure, frozen: bytes | None) -> Kept | None:
    """Return what the next fact builds on; None where nothing is kept that can be read: fold the facts then.

    Args:
        procedure: the ladder in the calendar under which it was kept.
        frozen: what `snapshot.freeze` returned.
    """
    if frozen is None:
        return None
    try:
        progress = snapshot.thaw(procedure, frozen)
    except snapshot.Unreadable:
        return None
    return Kept(progress, len(progress.deadlines) - (progress.current is not None))
