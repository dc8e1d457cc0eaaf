"""How far a case had come, kept with it, so that a new fact need not begin at the first. Owns the way there and back."""

from __future__ import annotations

from typing import Final

import msgspec

from escalator.procedure.data import typed
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import Progress

_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(Progress)


def freeze(progress: Progress | None) -> bytes | None:
    """Return how far a case has come, as JSON."""
    return None if progress is None else _encoder.encode(progress)


def thaw(procedure: Procedure, kept: bytes) -> Progress:
    """Return how far a case had come; what guards compare is typed again."""
    progress = _decoder.decode(kept)
    for happened in progress.history:
        event = procedure.event(happened.event)
        if event is not None and happened.data:
            happened.data = typed(event, happened.data)
    return progress
