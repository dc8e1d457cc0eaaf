"""The world of a storm: daemons, recorders, a mail server and a database, and what goes wrong with them by chance.

Real processes and real servers under a clock in a file. It counts nothing and tests nothing; see `storm`. It forks, so
only a program with one thread may use it.
"""

from __future__ import annotations

import json
import random
import select
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.daemon.post import AMSTERDAM, Post, at
from tests.daemon.running import FileClock
from tests.faults.keepers import Process, forked, keep, record
from tests.faults.unruly import REFUSED, Unruly, listen, serve
from tests.stores.postgres import Cluster, cluster

KPIS = ("compliance", "promises", "attendance", "reporting", "satisfaction")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What is to happen.

    Attributes:
        seed: of all that chance decides.
        start, days: when it begins and how long it lasts, on the clock.
        keepers: how many daemons there are at any moment; on SQLite all but one stand by.
        kills: how many of them are killed at most.
        faults: how many of a hundred answers of the mail server are no good.
        recorders: how many processes record facts meanwhile.
        jumps: how often the clock is put an hour forward, and back, at most.
        restarts: how often PostgreSQL is stopped and started at most; None for SQLite.
    """

    seed: int
    start: str = "2026-03-02"
    days: int = 30
    keepers: int = 1
    kills: int = 25
    faults: int = 20
    recorders: int = 0
    jumps: int = 5
    restarts: int | None = None


@dataclass
class World:
    """Everything that is there while it lasts."""

    folder: Path
    url: str
    weather: Weather
    server: Cluster | None
    clock: FileClock
    chance: random.Random
    cases: list[str]
    port: int = 0
    mail: Process | None = None
    keepers: list[Process] = field(default_factory=list)
    recorders: list[Process] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    at_kill: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    restarts: int = 0
    outages: int = 0
    jumps: int = 0
    rounds: int = 0

    def start(self) -> None:
        """Start the mail server, the daemons and the recorders."""
        self.open_mail()
        for _ in range(self.weather.keepers):
            self.hire()
        for n in range(self.weather.recorders):
            work = partial(record, self.url, self.clock, f"r{n}", self.cases)
            self.recorders.append(forked(work, self.folder / "log"))

    def open_mail(self) -> None:
        """Start the mail server, where it was before."""
        with listen(self.port) as listening:
            self.port = listening.getsockname()[1]
            chance = random.Random(self.chance.random())  # noqa: S311 - seeded

            def work(told: int) -> int:
                return serve(Unruly(told, self.clock, chance, self.weather.faults), listening)

            self.mail = forked(work, self.folder / "log")

    def close_mail(self) -> None:
        """Have the mail server gone."""
        if self.mail is not None:
            self.mail.end()
            self.taken += self.mail.told
            self.mail = None

    def hire(self) -> None:
        """Start a daemon."""
        self.keepers.append(forked(partial(keep, self.url, self.clock, self.port), self.folder / "log"))

    def kill(self) -> None:
        """Kill a daemon, note what it had claimed, and start another."""
        found = self.keepers.pop(self.chance.randrange(len(self.keepers)))
        found.end()
        self.rounds += len(found.told)
        self.kills += 1
        with open_engine(self.url, clock=self.clock) as engine:
            owed = engine.outbox(status="owed", most=1_000_000)
        self.at_kill.update(line.id for line in owed if f"-{found.pid}-" in line.claimed_by)
        self.hire()

    def restart(self) -> None:
        """Stop the database's server in one way or another, and start it again."""
        if self.server is not None:
            self.restarts += 1
            self.server.restart(self.chance.choice((signal.SIGINT, signal.SIGQUIT)))

    def pass_time(self) -> None:
        """Move the clock from one moment on the agenda to the next, until the last day is over."""
        end, moment = self.clock.now() + timedelta(days=self.weather.days), self.clock.now()
        back = moment
        while moment <= end:
            self.clock.move_to(moment)
            if self.mail is None and moment >= back:
                self.open_mail()
            elif self.mail is not None and self.chance.random() < 0.04 * bool(self.weather.faults):
                self.outages += 1
                self.close_mail()
                back = moment + timedelta(minutes=self.chance.randrange(1, 1200))
            self._jump(moment)
            self._round(moment, self._plan())
            moment = self._next() or end + SECOND
        if self.mail is None:
            self.open_mail()

    def calm_down(self) -> None:
        """Let all that is still owed be sent, with nothing going wrong any more."""
        self.close_mail()
        self.weather = Weather(**asdict(self.weather) | {"faults": 0, "kills": 0, "restarts": 0})
        self.open_mail()
        moment = self.clock.now()
        with open_engine(self.url, clock=self.clock) as engine:
            while any(line.send_at <= moment for line in engine.outbox(status="owed", most=1_000_000)):
                moment = self._next() or moment + SECOND
                self.clock.move_to(moment)
                self._round(moment, [])
        for each in self.recorders:
            each.end()
        self.said = [key for each in self.recorders for key in each.told]
        self.recorders.clear()
        while self.keepers:
            keeper = self.keepers.pop()
            if keeper.end(signal.SIGTERM):
                raise RuntimeError((self.folder / "log").read_text())
            self.rounds += len(keeper.told)
        self.close_mail()

    def end(self) -> None:
        """End whatever still runs."""
        for each in (*self.keepers, *self.recorders):
            each.end()
        self.close_mail()

    def _plan(self) -> list[Callable[[], None]]:
        """Return what goes wrong in the next round."""
        plan = list[Callable[[], None]]()
        if self.kills < self.weather.kills and self.chance.random() < 0.5:
            plan.append(self.kill)
        if self.restarts < (self.weather.restarts or 0) and self.chance.random() < 0.2:
            plan.append(self.restart)
        return plan

    def _jump(self, moment: datetime) -> None:
        """Put the clock an hour forward, for a round, and back; or leave it."""
        same_day = (moment.astimezone(AMSTERDAM) + HOUR).date() == moment.astimezone(AMSTERDAM).date()
        if same_day and self.jumps < self.weather.jumps and self.chance.random() < 0.1:
            self.jumps += 1
            self.clock.move_to(moment + HOUR)
            self._wait(moment + HOUR)
            self.clock.move_to(moment)

    def _round(self, moment: datetime, plan: list[Callable[[], None]]) -> None:
        """Wait until every daemon has done a round at a moment, and have things go wrong meanwhile."""
        for each in plan:
            if self.chance.random() < 0.5:
                self._wait(moment, self.chance.uniform(0, 0.1))
            elif self._wait(moment, at_mail=True):  # it was just taken: now, or within a moment
                select.select([], [], [], self.chance.choice((0, self.chance.uniform(0, 0.005))))
            each()
        self._wait(moment)

    def _wait(self, moment: datetime, seconds: float = 0, *, at_mail: bool = False) -> bool:
        """Wait for the rounds to end, or for some seconds, or until a mail is taken; return whether one was."""
        while not self._settled(moment):
            others = [self.mail] if self.mail else []
            watched = [each for keeper in self.keepers for each in (keeper.reads, keeper.handle)]
            watched += [each.handle for each in self.recorders]
            ready, _, _ = select.select([*watched, *(each.reads for each in others)], [], [], seconds or 60)
            ended = [each.pid for each in (*self.keepers, *self.recorders) if each.handle in ready]
            if ended or (not ready and not seconds):
                raise RuntimeError(f"{ended or 'nothing happens'}\n{(self.folder / 'log').read_text()}")
            for process in (*self.keepers, *others):
                process.listen()
            taken = any(each.reads in ready for each in others)
            if not ready or (taken and at_mail):
                return taken
        return False

    def _settled(self, moment: datetime) -> bool:
        began = [json.loads(each.told[-1])[0] for each in self.keepers if each.told]
        return began.count(moment.isoformat()) >= (1 if self.server is None else len(self.keepers))

    def _next(self) -> datetime | None:
        """Return the next moment on the agenda, and a little: by then a daemon sees that its clock was moved."""
        found = [json.loads(each.told[-1])[1] for each in self.keepers if each.told]
        return min((datetime.fromisoformat(each) + SECOND for each in found if each), default=None)


@contextmanager
def world(folder: Path, weather: Weather) -> Iterator[World]:
    """Make a database with cases that fall due one after the other, and what is around it."""
    with ExitStack() as stack:
        server = stack.enter_context(cluster()) if weather.restarts is not None else None
        url = server.new_database() if server else f"sqlite:///{folder / 'c.db'}"
        clock = FileClock(folder / "now")
        cases = prepare(url, weather)
        clock.move_to(at(weather.start, 12))
        made = World(folder, url, weather, server, clock, random.Random(weather.seed), cases)  # noqa: S311 - seeded
        stack.callback(made.end)
        made.start()
        yield made


def prepare(url: str, weather: Weather) -> list[str]:
    """Open cases of a contract, whose people want one message a day, or with another seed one for each thing."""
    first = date.fromisoformat(weather.start) - timedelta(days=28)
    post, cases = Post(url=url, clock=Clock(first)), []
    cases.append(post.haarlem())
    post.engine.add_contact("haarlem", "department_manager", name="Weg", email=REFUSED)
    post.engine.set_reminders("haarlem", digest=bool(weather.seed % 2))
    for n in range(1, 14):
        post.clock.move_to(first + timedelta(days=2 * n))
        cases.append(post.open(KPIS[n % len(KPIS)]))
    post.engine.close()
    return cases
