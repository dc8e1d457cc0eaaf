"""What the commands of one run share: which database, and what time it is. Opens both only when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Session:
    """One run of the program.

    Attributes:
        database: as the user named it; None for the one in the current folder.
    """

    database: str | None = None
