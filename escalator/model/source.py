"""Where a rule comes from. Owns the reference; never reads a contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: clauses of the contract, and readings where the text is silent or ambiguous."""

    clauses: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    def __add__(self, other: Source) -> Source:
        """Return what both cite, each once."""
        return Source(
            tuple(dict.fromkeys((*self.clauses, *other.clauses))),
            tuple(dict.fromkeys((*self.readings, *other.readings))),
        )


NO_SOURCE: Final = Source()
