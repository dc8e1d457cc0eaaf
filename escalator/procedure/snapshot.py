"""How far a case has come, as bytes and back, so that recording a fact need not start from the first one.

Owns what is kept, and its form: what can still matter to the next fact, which stays small however long a case runs.
Moves that were made, deadlines that are over and why others are due are worked out from the facts when they are asked
for. The bytes are a cache: the facts themselves say everything that is in them, and whoever keeps them must throw them
away when the ladder, the calendar or the scope of the case is another than when they were made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Struct, structs

from escalator.model.errors import EscalatorError
from escalator.procedure.data import typed
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import OpenedDeadline, Progress

FORMAT: Final = 6
"""Goes up with every change to what `Progress` holds, so that older bytes are not taken for newer ones."""


class Unreadable(Exception):
    """The bytes are damaged, or of another format: fold the facts instead."""


class _Snapshot(Struct):
    format: int
    progress: Progress


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(_Snapshot)


def freeze(procedure: Procedure, progress: Progress) -> bytes:
    """Return what the next fact builds on, as JSON; the same progress always gives the same bytes."""
    running = progress.deadline
    left = _anchors(procedure, progress.deadlines)
    current = None if running is None else len(left)
    deadlines = [structs.replace(each, why=None) for each in (left if running is None else (*left, running))]
    return _encoder.encode(_Snapshot(FORMAT, structs.replace(progress, deadlines=deadlines, current=current, path=[])))


def _anchors(procedure: Procedure, deadlines: Iterable[OpenedDeadline]) -> list[OpenedDeadline]:
    """Return the latest deadline that is over of each state that another deadline counts from."""
    states = procedure.compiled.anchors
    if not states:
        return []
    return list({each.state: each for each in deadlines if each.closed and each.state in states}.values())


def thaw(procedure: Procedure, frozen: bytes) -> Progress:
    """Return the progress that `freeze` was given, without what is not kept.

    Args:
        procedure: the one under which it was frozen; it knows the types of the data that guards count.
        frozen: what `freeze` returned.

    Raises:
        Unreadable: they are damaged, or of another format.
    """
    try:
        snapshot = _decoder.decode(frozen)
        if snapshot.format == FORMAT:
            return _typed(procedure, snapshot.progress)
    except (msgspec.DecodeError, EscalatorError, ValueError, ArithmeticError, KeyError) as problem:
        raise Unreadable(f"damaged: {problem}") from problem
    raise Unreadable(f"format {snapshot.format}, not {FORMAT}")


def _typed(procedure: Procedure, progress: Progress) -> Progress:
    """Give the data that guards count its types back: JSON has no days and no decimals."""
    for each in progress.history:
        each.data = typed(procedure.ladder.events[each.event], each.data)
    return progress
