"""Daemons in processes of their own, under a clock that they read in a file. It tests nothing itself.

A process is forked, so that it starts within milliseconds: only a program with one thread may use this.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

from escalator import daemon
from escalator.delivery.compose import compose
from escalator.engine.context import Outlets
from escalator.engine.ports.ledger import MAIL
from escalator.engine.ports.store import StoreProblem
from escalator.engine.rounds import Round
from escalator.wiring import open_engine
from tests.daemon.post import SENDER
from tests.daemon.running import FileClock
from tests.faults.ways import smtp

TIMEOUT = 0.4
"""Seconds that a mail server may take for an answer."""
POLL = 0.02


@dataclass
class Process:
    """A process that tells how far it is, a line at a time.

    Attributes:
        told: what it said last.
    """

    pid: int
    reads: int
    handle: int
    told: list[str] = field(default_factory=list)
    _part: str = ""

    def listen(self) -> None:
        """Take in what it said."""
        while select.select([self.reads], [], [], 0)[0] and (found := os.read(self.reads, 65536)):
            *lines, self._part = (self._part + found.decode()).split("\n")
            self.told += lines

    def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End it; return its exit code."""
        os.kill(self.pid, how)
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.listen()
        os.close(self.reads)
        os.close(self.handle)
        return code


def forked(work: Callable[[int], int], log: Path) -> Process:
    """Start a process that does some work, given where to write its lines; its output goes to a log."""
    reads, writes = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reads)
        _work(partial(work, writes), log)
    os.close(writes)
    return Process(pid, reads, os.pidfd_open(pid))


def _work(work: Callable[[], int], log: Path) -> NoReturn:
    code = 70
    with log.open("a", encoding="utf-8") as written:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(written.fileno(), stream.fileno())
        try:
            code = work()
        except BaseException as wrong:  # noqa: BLE001 - a child never returns to where its parent goes on
            written.write(f"{type(wrong).__name__}: {wrong}\n")
        finally:
            with suppress(OSError):
                sys.stdout.flush()
            written.flush()
            os._exit(code)


def keep(url: str, clock: FileClock, port: int, told: int) -> int:
    """Keep the clock of a database as `escalator daemon` does; tell of every round when it began and what is next."""
    daemon.POLL = POLL  # type: ignore[misc]  # final for everybody else
    daemon.SWEEP = timedelta(seconds=1)  # type: ignore[misc]  # so that each does a round whenever the clock is moved
    daemon._FIRST_RETRY = daemon._LAST_RETRY = timedelta(milliseconds=50)  # type: ignore[misc]  # noqa: SLF001 - as above

    def done(round_: Round) -> None:
        following = round_.next_at.isoformat() if round_.next_at else None
        os.write(told, (json.dumps([round_.at.isoformat(), following, round_.failed != {}]) + "\n").encode())

    while True:
        with suppress(StoreProblem):  # the database is away at that very moment: whoever starts it does so again
            outlets = Outlets({MAIL: smtp(port, timeout=TIMEOUT)}, partial(compose, sender=SENDER))
            return daemon.run(open_engine(url, clock=clock, outlets=outlets), url, daemon.Surroundings(done=done))


def record(url: str, clock: FileClock, name: str, cases: list[str], told: int) -> int:
    """Record a few facts whenever the clock is seen to move, each until it is there, and tell of every one."""
    with open_engine(url, clock=clock) as engine:
        seen, number = datetime.min.replace(tzinfo=UTC), 0
        while True:
            if (now := clock.now()) == seen:
                select.select([], [], [], POLL)
                continue
            seen = now
            for _ in range(3):
                key, case = f"{name}-{number}", cases[number % len(cases)]
                with suppress(StoreProblem):
                    engine.record(case, "evidence_added", role="contract_manager", data={"note": key}, key=key)
                    os.write(told, f"{key}\n".encode())
                    number += 1
