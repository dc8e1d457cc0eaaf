"""No channel: messages go nowhere and count as delivered. For trying out, and where only the ledger is wanted."""

from __future__ import annotations

from escalator.engine.ports.channel import Delivered, Outcome
from escalator.engine.ports.messages import Message


class Discard:
    """Takes every message and does nothing with it."""

    def take(self) -> Outcome:
        """Say that it is delivered."""
        return Delivered("discarded")

    def deliver(self, message: Message) -> Outcome:  # noqa: ARG002 - the port's signature
        """Say that it is delivered."""
        return self.take()

    def close(self) -> None:
        """Nothing is held."""
