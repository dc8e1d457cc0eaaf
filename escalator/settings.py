"""Settings from the environment. Owns their names and defaults; reading them costs nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

DATABASE: Final = "ESCALATOR_DATABASE_URL"
DEFAULT_DATABASE: Final = "sqlite:///escalator.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program is told by its surroundings.

    Attributes:
        database: URL of the database, or the path of a SQLite file; a file in the working directory by default.
    """

    database: str = DEFAULT_DATABASE

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that the environment holds; what is empty counts as not set."""
        return cls(database=environment.get(DATABASE) or DEFAULT_DATABASE)
