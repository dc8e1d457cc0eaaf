"""How long to wait before a message is tried again. A pure function: no clock, and no chance but the message's own."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

FIRST: Final = timedelta(minutes=1)
MOST: Final = timedelta(hours=4)
MOST_ASKED: Final = timedelta(days=1)
_SPREAD: Final = 0.4
_DOUBLINGS: Final = 16  # beyond any cap; a larger power would overflow


def delay(attempt: int, key: str, asked: timedelta | None = None) -> timedelta:
    """Return how long to wait after a try that did not work out.

    It doubles from one minute to four hours, less up to two fifths of it, so that messages that failed together do not
    come back together; the same message at the same attempt always waits as long.

    Args:
        attempt: how many tries there have been, from 1.
        key: what tells messages apart: the message's id.
        asked: how long the other side asked for, where it did; kept to where it is longer, up to a day.
    """
    waited = min(FIRST * (1 << min(max(attempt, 1) - 1, _DOUBLINGS)), MOST)
    digest = hashlib.sha256(f"{key}/{attempt}".encode()).digest()
    share = int.from_bytes(digest[:8]) / (1 << 64)
    own = waited * (1 - _SPREAD * share)
    return max(own, min(asked, MOST_ASKED)) if asked else own
