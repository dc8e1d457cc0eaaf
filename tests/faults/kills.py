"""Processes that keep a clock and are killed at random points, seeded. Run by the tests, and for long by `make soak`.

Each process does rounds from where the clock stands, over a fortnight of weeks' worth of cases; it is killed with
SIGKILL after a random time, again and again, until the last day is reached. What the receiving side took is in a file
that only grows.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from escalator.delivery.compose import compose
from escalator.engine.context import Outlets
from escalator.engine.ports.channel import Delivered, Outcome
from escalator.engine.ports.ledger import MAIL
from escalator.engine.ports.messages import Message
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.daemon.post import SENDER, Post, at

START, END = at("2026-03-02", 12), at("2026-05-29", 12)
KPIS = ("compliance", "promises", "attendance", "reporting", "satisfaction")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a run came to."""

    kills: int
    sent: int
    lost: int
    early: int
    repeats: int
    gaps: int
    findings: int


@dataclass
class Server:
    """The receiving side: what it took is on disk before it answers."""

    log: Path
    clock: Clock

    def deliver(self, message: Message) -> Outcome:
        """Take a message."""
        line = json.dumps([message.id, self.clock.now().isoformat()]) + "\n"
        with self.log.open("a", encoding="utf-8") as file:
            file.write(line)
        return Delivered("250 ok")

    def close(self) -> None:
        """Nothing is open."""


def prepare(folder: Path) -> str:
    """Make a database with cases that fall due one after the other."""
    url = f"sqlite:///{folder / 'c.db'}"
    post = Post(url=url)
    post.haarlem()
    for n in range(1, 15):
        post.clock.move_to(START + timedelta(days=n, minutes=n))
        post.open(KPIS[n % len(KPIS)])
    post.engine.close()
    (folder / "now").write_text(post.clock.now().isoformat())
    return url


def keep(folder: Path, url: str) -> None:
    """Do rounds from where the clock stands until the last day."""
    clock = Clock(datetime.fromisoformat((folder / "now").read_text()))
    server = Server(folder / "server.log", clock)
    with open_engine(url, clock=clock, outlets=Outlets({MAIL: server}, partial(compose, sender=SENDER))) as engine:
        while (found := engine.tick().next_at) is not None and found <= END:
            clock.move_to(found)
            part = folder / "now.part"
            part.write_text(found.isoformat())
            part.replace(folder / "now")


def kill_until_done(folder: Path, url: str, most: int, seed: int) -> int:
    """Start processes and kill each after a random time, at most so often; return how many were killed."""
    chance, killed = random.Random(seed), 0  # noqa: S311 - where the kills fall, seeded
    while True:
        child = os.fork()
        if child == 0:
            keep(folder, url)
            os._exit(0)
        handle = os.pidfd_open(child)
        wait = chance.uniform(0.005, 0.25) if killed < most else None
        ended, _, _ = select.select([handle], [], [], wait)
        if not ended:
            os.kill(child, signal.SIGKILL)
            killed += 1
        os.close(handle)
        _, status = os.waitpid(child, 0)
        if ended:
            if status:
                message = f"a process ended with {status}"
                raise RuntimeError(message)
            return killed


def run(folder: Path, most: int, seed: int) -> Outcomes:
    """Prepare, kill, and count."""
    url = prepare(folder)
    kills = kill_until_done(folder, url, most, seed)
    clock = Clock(END)
    log = folder / "server.log"
    took = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    counts = Counter(name for name, _ in took)
    with open_engine(url, clock=clock) as engine:
        sent = {line.id: line for line in engine.outbox(status="sent", most=100_000)}
        owed = engine.outbox(status="owed", since=datetime(2020, 1, 1, tzinfo=UTC))
        proof = engine.prove(date(2026, 3, 2))
        early = [name for name, moment in took if name in sent and datetime.fromisoformat(moment) < sent[name].send_at]
        return Outcomes(
            kills=kills,
            sent=len(sent),
            lost=len([name for name in sent if name not in counts])
            + len([each for each in owed if each.send_at < END]),
            early=len(early) + len(proof.early),
            repeats=sum(counts.values()) - len(counts),
            gaps=len(proof.gaps),
            findings=len(engine.audit().findings),
        )


if __name__ == "__main__":
    print(json.dumps(asdict(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
