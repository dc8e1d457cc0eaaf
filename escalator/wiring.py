"""Putting the parts together: which database, which clock, where ladders come from. Decides nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from escalator.engine.clock import MachineClock
from escalator.engine.context import Outlets
from escalator.engine.engine import Engine
from escalator.engine.ports.channel import Channel
from escalator.engine.ports.ledger import MAIL
from escalator.engine.ports.store import Clock
from escalator.model.calendar import Calendar
from escalator.model.errors import InputError
from escalator.model.ladder import Ladder
from escalator.model.text import Text
from escalator.settings import Settings
from escalator.storage import schema
from escalator.storage.drivers import Driver, SQLiteDriver, connect, database_of, open_sqlite, sqlite_file
from escalator.storage.problems import problems_told
from escalator.storage.store import Connections, DatabaseStore, Kept, Shared

if TYPE_CHECKING:
    from escalator.delivery.addresses import Sender
    from escalator.storage.hosting import Host


def open_engine(
    url: str | None = None,
    *,
    session: Host | None = None,
    clock: Clock | None = None,
    outlets: Outlets | None = None,
    shared: bool = True,
) -> Engine:
    """Open an engine on a database, which is made or brought up to date where that is needed.

    Args:
        url: `sqlite:///file.db`, `sqlite://` for memory, `postgresql://…`, or the path of a file; the one in the
            settings where it is not given.
        session: a session or connection of the host's own SQLAlchemy instead, on SQLite (`pysqlite`) or PostgreSQL
            (`psycopg`); the engine works within its transaction, and never commits or rolls back.
        clock: another clock than the machine's.
        outlets: where messages go out (see `outlets_of`); without them they are owed, and wait.
        shared: whether our tables may be made in an SQLite file that holds another program's.

    Raises:
        InputError: the URL is of another kind of database.
        StoreProblem: the database cannot be opened, is of a newer version, or is another program's.
    """
    if session is not None:
        from escalator.storage.hosting import Hosted

        connections: Connections = Hosted(session)
    else:
        connections = open_connections(as_url(url or Settings.from_environment().database), shared=shared)
    return Engine(
        DatabaseStore(connections),
        clock or MachineClock(),
        load_ladder,
        build_calendar,
        digest,
        resolve_ladder,
        outlets,
        f"{os.uname().nodename}-{os.getpid()}-{os.urandom(4).hex()}",
    )


def outlets_of(settings: Settings, clock: Clock | None = None) -> Outlets:
    """Return the ways out that the settings name.

    Raises:
        InputError: an address or URL that cannot be used, telling why.
    """
    from email.utils import parseaddr

    from escalator.delivery.addresses import Sender
    from escalator.delivery.appointments import feed
    from escalator.delivery.compose import compose
    from escalator.delivery.webhook import Webhook, WebhookSettings

    sender = Sender(*parseaddr(settings.sender))
    channels: dict[str, Channel] = {}
    if settings.mail:
        channels[MAIL] = _mail_channel(settings.mail, sender)
    if settings.webhook_url:
        found = WebhookSettings(
            url=settings.webhook_url, secret=settings.webhook_secret, source=settings.webhook_source
        )
        channels["webhook"] = Webhook(found, clock or MachineClock())
    return Outlets(
        channels,
        partial(compose, sender=sender),
        lambda items, at, language, name: feed(items, at=at, language=language, sender=sender, name=name),
    )


def _mail_channel(url: str, sender: Sender) -> Channel:
    from escalator.delivery.discard import Discard
    from escalator.delivery.folder import Folder
    from escalator.delivery.smtp import Security, Smtp, SmtpSettings

    scheme, _, rest = url.partition(":")
    if scheme == "folder":
        return Folder(Path(rest), sender)
    if scheme == "discard":
        return Discard()
    security = {"smtp": Security.STARTTLS, "smtps": Security.TLS, "smtp+plain": Security.NONE}.get(scheme)
    parts = urlsplit(url)
    if security is None or not parts.hostname:
        raise InputError(
            Text(
                "ESCALATOR_MAIL is folder:PAD, smtp://…, smtps://…, smtp+plain://… of discard:.",
                "ESCALATOR_MAIL is folder:PATH, smtp://…, smtps://…, smtp+plain://… or discard:.",
            )
        )
    return Smtp(
        SmtpSettings(
            host=parts.hostname,
            port=parts.port or 0,
            security=security,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        ),
        sender,
    )


def as_url(database: str) -> str:
    """Return the URL of a database given by URL or by path."""
    return database if "://" in database else f"sqlite:///{quote(database)}"


def open_connections(url: str, *, shared: bool = True) -> Connections:
    """Return where connections come from, with the database up to date; unless `shared`, never another program's."""
    if database_of(url) == "sqlite" and not sqlite_file(url):
        return Shared(_in_memory())
    if database_of(url) == "sqlite" and not shared:
        schema.check_own(sqlite_file(url))
    first = connect(url)
    try:
        with problems_told():
            if not schema.check(first):
                bring_up_to_date(url)
    except BaseException:
        first.close()
        raise
    kept = Kept(lambda: connect(url))
    kept.keep(first)
    return kept


def bring_up_to_date(url: str) -> None:
    """Run the migrations that a database lacks."""
    driver = connect(url)
    try:
        schema.upgrade(driver)
    finally:
        driver.close()


def _in_memory() -> Driver:
    """Return an empty database in memory: a copy of one that was migrated, because migrating takes far longer."""
    driver = open_sqlite("sqlite://")
    _template().connection.backup(driver.connection)
    return driver


@cache
def _template() -> SQLiteDriver:
    driver = open_sqlite("sqlite://")
    schema.upgrade(driver)
    return driver


def load_ladder(name: str, parameters: Mapping[str, str]) -> tuple[Ladder, str]:
    """Load a ladder by name or path, with the text it came from."""
    from escalator.ladders import library

    return library.load(name, parameters), library.path_of(name).read_text(encoding="utf-8")


def resolve_ladder(name: str, source: str, parameters: Mapping[str, str]) -> Ladder:
    """Load a ladder from the text it came from, with other parameters."""
    from escalator.ladders import library

    return library.parse(source.encode(), name, parameters)


def digest(ladder: Ladder) -> str:
    """Return the digest of a ladder as it is, whatever it says its digest is."""
    from escalator.ladders import library

    return library.digest(replace(ladder, digest=""))


def build_calendar(name: str) -> Calendar:
    """Build a calendar by name."""
    from escalator import calendars

    return calendars.calendar(name)
