"""What the commands of one run share: which database, and what time it is. Opens both only when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from escalator.model.errors import InputError
from escalator.model.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from escalator.engine.context import Outlets
    from escalator.engine.engine import Engine
    from escalator.engine.ports.store import Clock


@dataclass(slots=True)
class Session:
    """One run of the program.

    Attributes:
        database: as the user named it, a path or a URL; None for the one in the settings.
        clock: None for the machine's.
    """

    database: str | None = None
    clock: Clock | None = None

    def engine(self, *, create: bool = False, sending: bool = False, shared: bool = False) -> Engine:
        """Open the database, brought up to date where that is needed.

        Args:
            create: whether an SQLite file may be made; without it a mistyped path is an error, not an empty database.
            sending: whether messages go out, by the ways that the settings name.
            shared: whether the tables may be made in an SQLite file that holds another program's.

        Raises:
            InputError: there is no such file, or the URL is of another kind of database.
            StoreProblem: the database cannot be opened, is of a newer version, or is another program's.
        """
        from escalator.wiring import open_engine

        if not create:
            self.check()
        outlets = self._outlets() if sending else None
        return open_engine(self.database, clock=self.clock, outlets=outlets, shared=shared)

    def _outlets(self) -> Outlets:
        from escalator.settings import Settings
        from escalator.wiring import outlets_of

        return outlets_of(Settings.from_environment(), self.clock)

    def check(self) -> None:
        """Refuse an SQLite file that is not there.

        Raises:
            InputError: telling how to make it.
        """
        missing = self.missing_file()
        if missing:
            raise InputError(
                Text(
                    f"Er is geen database {missing}. Maak haar met: escalator init",
                    f"There is no database {missing}. Make it with: escalator init",
                )
            )

    def missing_file(self) -> Path | None:
        """Return the SQLite file that is asked for, if it is not there."""
        from pathlib import Path

        from escalator.storage.drivers import database_of, sqlite_file

        url = self.url()
        path = Path(sqlite_file(url)) if database_of(url) == "sqlite" and sqlite_file(url) else None
        return path if path is not None and not path.exists() else None

    def url(self) -> str:
        """Return the URL of the database."""
        from escalator.settings import Settings
        from escalator.wiring import as_url

        return as_url(self.database or Settings.from_environment().database)

    def today(self) -> date:
        """Return the day it is in Europe/Amsterdam."""
        from escalator.engine.clock import MachineClock
        from escalator.model.terms import day_of

        return day_of((self.clock or MachineClock()).now())


pass_session = click.make_pass_decorator(Session, ensure=True)


def session_of(ctx: click.Context | None) -> Session:
    """Return the session of a command, or a new one where a shell only wants completions."""
    return (ctx.find_object(Session) if ctx else None) or Session()
