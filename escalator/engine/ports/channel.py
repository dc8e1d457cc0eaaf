"""What carries messages out, and how that ended: the port. Owns its shape; `escalator.delivery` implements it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeAlias, runtime_checkable

from escalator.engine.ports.messages import Letter, Message


@dataclass(frozen=True, slots=True)
class Delivered:
    """The other side has taken the message over.

    Attributes:
        answer: what it said, shortened; for the ledger.
        repeated: whether it had it already, where a channel can tell.
    """

    answer: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """This message will never be taken; trying again is of no use. A person must look at it."""

    why: str


@dataclass(frozen=True, slots=True)
class TryAgain:
    """It did not work out this time, or it is not certain that it did.

    Attributes:
        after: how long the other side asks to wait, where it does.
    """

    why: str
    after: timedelta | None = None


Outcome: TypeAlias = Delivered | Refused | TryAgain


class Channel(Protocol):
    """A way out. Never raises for what the other side or the network does: that is the outcome."""

    def deliver(self, message: Message) -> Outcome:
        """Hand a message over, and tell how that ended. Safe to repeat: the message keeps its id."""
        ...

    def close(self) -> None:
        """End a round: let go of connections. Another `deliver` opens them again."""
        ...


@runtime_checkable
class Unread(Protocol):
    """A channel that looks at no message, so that none is written out for it."""

    def take(self) -> Outcome:
        """Say how it ended, as `deliver` does."""
        ...


Compose: TypeAlias = Callable[[Letter], Message]
"""Writes a letter out in its recipient's language; the same letter always gives the same message."""
