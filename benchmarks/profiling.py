"""What the time of some work goes to, by parts of the program: the innermost frame, looked at again and again."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Final

EVERY: Final = 0.0005
"""Seconds of processor time between two looks."""
PARTS: Final = (
    ("SQLite", ("escalator/storage/drivers.py",)),
    ("rows and statements", ("escalator/storage/",)),
    ("the state machine's library", ("transitions/",)),
    (
        "what the next fact builds on, as JSON",
        ("procedure/snapshot.py", "engine/cases/resuming.py"),
    ),
    ("weighing and folding", ("escalator/procedure/", "escalator/model/")),
    ("lines and reminders", ("engine/cases/lines.py", "engine/cases/planning.py", "engine/policy.py")),
    ("the chain", ("escalator/engine/chain.py",)),
    ("the use case and its checks", ("escalator/engine/",)),
)
"""Parts by the files they stand in; the first that fits counts."""


def shares(work: Callable[[], object]) -> dict[str, float]:
    """Return which part of the processor's time each part of the program took, the largest first.

    What a library does is counted for who called it.
    """
    seen: Counter[str] = Counter()

    def look(_number: int, frame: FrameType | None) -> None:
        part = None
        while frame is not None and (part := _part(frame.f_code.co_filename)) is None:
            frame = frame.f_back
        seen[part or "all else"] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return {part: count / seen.total() for part, count in seen.most_common()}


def told(found: dict[str, float]) -> str:
    """Return shares in words."""
    return ", ".join(f"{part} {share:.0%}" for part, share in found.items())


def _part(file: str) -> str | None:
    return next((part for part, ends in PARTS if any(end in file for end in ends)), None)
