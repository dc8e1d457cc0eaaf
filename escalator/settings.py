"""Settings from the environment. Owns their names and defaults; reading them costs nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

DATABASE: Final = "ESCALATOR_DATABASE_URL"
DEFAULT_DATABASE: Final = "sqlite:///escalator.db"
MAIL: Final = "ESCALATOR_MAIL"
DEFAULT_SENDER: Final = "Escalator <escalator@localhost.localdomain>"
SENDER: Final = "ESCALATOR_SENDER"
WEBHOOK: Final = "ESCALATOR_WEBHOOK_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program is told by its surroundings.

    Attributes:
        database: URL of the database, or the path of a SQLite file; a file in the working directory by default.
        mail: where messages to people go: `folder:PATH`, `smtp://user:password@host:587` (STARTTLS), `smtps://…` (TLS),
            `smtp+plain://localhost:25` (unencrypted, on this machine) or `discard:`; empty to send none.
        sender: who they are from: `Name <address>`.
        webhook_url, webhook_secret, webhook_source: an endpoint that is told too; see `escalator.delivery.webhook`.
    """

    database: str = DEFAULT_DATABASE
    mail: str = field(default="", repr=False)
    sender: str = DEFAULT_SENDER
    webhook_url: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    webhook_source: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that the environment holds; what is empty counts as not set."""
        return cls(
            database=environment.get(DATABASE) or DEFAULT_DATABASE,
            mail=environment.get(MAIL, ""),
            sender=environment.get(SENDER) or DEFAULT_SENDER,
            webhook_url=environment.get(f"{WEBHOOK}URL", ""),
            webhook_secret=environment.get(f"{WEBHOOK}SECRET", ""),
            webhook_source=environment.get(f"{WEBHOOK}SOURCE", ""),
        )
