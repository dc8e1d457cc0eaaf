"""Daemons at work, in a thread of this process or in one of their own, under a clock moved by hand. It tests nothing.

Run as a program it keeps the clock of a database: URL, file with the moment, where mail goes.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue

from escalator import daemon
from escalator.daemon import Daemon, Surroundings
from escalator.engine.context import Outlets
from escalator.engine.rounds import Round
from escalator.settings import Settings
from escalator.wiring import open_engine, outlets_of
from tests.daemon.post import Post

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class FileClock:
    """A clock that several processes read; it stands still until it is moved."""

    path: Path

    def now(self) -> datetime:
        """Return the moment it shows."""
        return datetime.fromisoformat(self.path.read_text(encoding="utf-8"))

    def move_to(self, moment: datetime) -> None:
        """Show another moment."""
        part = self.path.with_suffix(".part")
        part.write_text(moment.isoformat(), encoding="utf-8")
        part.replace(self.path)


class Running:
    """A daemon in a thread of this process; `also` is called at the end of each round."""

    def __init__(
        self,
        url: str,
        post: Post,
        *,
        metrics_port: int | None = None,
        heartbeat: str = "",
        outlets: Outlets | None = None,
        also: Callable[[Round], None] = lambda _: None,
    ) -> None:
        self.rounds = SimpleQueue[Round]()
        self.also = also
        engine = open_engine(url, clock=post.clock, outlets=outlets or post.outlets())
        self.daemon = Daemon(engine, url, Surroundings(done=self._done, metrics_port=metrics_port, heartbeat=heartbeat))
        self.code: int | None = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        self.code = self.daemon.run()

    def _done(self, done: Round) -> None:
        self.also(done)
        self.rounds.put(done)

    def round(self, at: datetime | None = None) -> Round:
        """Wait for the next round, or for the first that began at a moment."""
        while (found := self.rounds.get(timeout=30)).at != at and at is not None:
            pass
        return found

    def end(self) -> int | None:
        """Have it stop, and return its exit code."""
        self.daemon.stop()
        self.thread.join(30)
        return self.code


class Started:
    """A daemon in a process of its own, which prints a line for each round and for each thing that it logs."""

    def __init__(self, url: str, clock: FileClock, mail: str) -> None:
        command = [sys.executable, "-m", "tests.daemon.running", url, str(clock.path), mail]
        self.clock = clock
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ, cwd=ROOT)

    def line(self, seconds: float = 60) -> str:
        """Return the next line, or nothing where none comes."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline().strip() if ready else ""

    def says(self, words: str) -> bool:
        """Wait for a line with these words."""
        while line := self.line():
            if words in line:
                return True
        return False

    def end(self) -> None:
        """End it in whatever way."""
        self.process.kill()
        self.process.communicate()


def keep(url: str, path: str, mail: str) -> int:
    """Keep a clock as `escalator daemon` does, but look more often."""
    daemon.POLL = 0.05  # type: ignore[misc]  # final for everybody else
    daemon._FIRST_RETRY = daemon._LAST_RETRY = timedelta(milliseconds=100)  # type: ignore[misc]  # noqa: SLF001 - as above
    clock = FileClock(Path(path))
    engine = open_engine(url, clock=clock, outlets=outlets_of(Settings(mail=mail), clock))

    def done(found: Round) -> None:
        sys.stdout.write(f"round {found.at.isoformat()}\n")
        sys.stdout.flush()

    return daemon.run(engine, url, Surroundings(done=done))


if __name__ == "__main__":
    sys.exit(keep(*sys.argv[1:]))
