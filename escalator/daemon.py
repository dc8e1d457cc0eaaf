"""The process that keeps the clock. Owns when a round is done; what a round does is `Engine.tick`.

APScheduler only wakes: one job at the earliest next moment, armed anew after every round, and never later than the
safety sweep. Nothing is kept in memory that a crash could lose.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from escalator.engine.clock import MachineClock
from escalator.engine.engine import Engine
from escalator.engine.ports.agenda import Beat
from escalator.engine.ports.store import StoreProblem
from escalator.engine.rounds import Round
from escalator.measures import Measures, ping
from escalator.storage.watching import Turn, Watch

STOPPED: Final = 0
OUTDATED: Final = 3
"""The exit code where the database is of a newer version than this program: start the newer program instead."""
SWEEP: Final = timedelta(minutes=5)
"""A round is done at least this often, whatever the agenda says."""
POLL: Final = 1.0
"""Seconds between two looks at whether others have written."""
_LATE: Final = timedelta(seconds=1)
"""So long after its moment a round has been passed over by the scheduler, which goes by the machine's clock."""
FORGOTTEN: Final = timedelta(days=1)
"""A process that was not seen for so long is shown no more."""
_FIRST_RETRY: Final = timedelta(seconds=1)
_LAST_RETRY: Final = timedelta(minutes=1)
_log = structlog.get_logger("escalator.daemon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a daemon tells the outside.

    Attributes:
        metrics_port: where Prometheus reads `/metrics`; None for nowhere, 0 for any free port.
        heartbeat: URL that is fetched after every round that went well; empty for none.
        done: called with what a round did after every one that went well, when the next one is armed.
    """

    metrics_port: int | None = None
    heartbeat: str = ""
    done: Callable[[Round], None] = field(default=lambda _: None)


class Daemon:
    """Keeps the clock of one database until it is told to stop.

    Args:
        engine: what rounds are done on; it is closed at the end.
        url: of its database, for watching it.
        surroundings: what is told to the outside.
    """

    def __init__(self, engine: Engine, url: str, surroundings: Surroundings | None = None) -> None:
        self._engine = engine
        self._url = url
        self._around = surroundings or Surroundings()
        self._measures = Measures()
        self._stop = threading.Event()
        self._working = threading.Lock()
        self._code = STOPPED
        self._started_at = self._armed_for = engine.clock.now()
        self._rounds = 0
        self._stuck_at: datetime | None = None
        self._retry = _FIRST_RETRY
        self._away = False
        self._scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def stop(self) -> None:
        """Have it stop after what it is doing now."""
        self._stop.set()

    def run(self) -> int:
        """Keep the clock until told to stop; return the exit code.

        Raises:
            StoreProblem: the database cannot be opened at all.
        """
        turn = Turn(self._url)
        try:
            if self._wait_for(turn):
                self._keep()
        finally:
            turn.give()
            self._engine.close()
        return self._code

    def _wait_for(self, turn: Turn) -> bool:
        """Wait until no other process keeps the clock of this file."""
        told = False
        while not self._stop.is_set():
            if turn.take():
                return True
            if not told:
                _log.info("standing by", database="another daemon keeps this clock")
                told = True
            self._stop.wait(POLL)
        return False

    def _keep(self) -> None:
        watch = Watch(self._url)
        serving = self._measures.serve(self._around.metrics_port)
        self._scheduler.start()
        self._arm(self._engine.clock.now())
        try:
            while not self._stop.wait(POLL):
                watch = self._look(watch)
        finally:
            # The scheduler waits for a round under a lock that a round takes to arm the next one.
            with self._working:
                self._stop.set()
            self._scheduler.shutdown(wait=True)
            serving()
            watch.close()
            self._sign_off()

    def _look(self, watch: Watch) -> Watch:
        """See whether the database is still ours, and whether the next round has to be brought forward."""
        try:
            watch.check()
            if self._working.acquire(blocking=False):  # the end of a round arms the next one itself
                try:
                    self._look_around(watch)
                finally:
                    self._working.release()
        except StoreProblem as wrong:
            if wrong.because == "newer":
                self._leave(wrong)
                return watch
            return self._watch_again(watch, wrong)
        return watch

    def _look_around(self, watch: Watch) -> None:
        if watch.changed():
            with self._engine.store.reading() as tx:
                found = tx.agenda.next_at()
            if found is not None and found != self._stuck_at and found < self._armed_for:
                self._arm(found)
        now = self._engine.clock.now()
        if not self._armed_for - SWEEP <= now < self._armed_for + _LATE:
            self._arm(now)  # the clock was put back, or forward past that moment

    def _watch_again(self, watch: Watch, wrong: StoreProblem) -> Watch:
        """Look through another connection; a round makes up for what could not be heard meanwhile."""
        if not self._away:
            _log.warning("database", problem=str(wrong))
        self._away = True
        watch.close()
        try:
            fresh = Watch(self._url)
        except StoreProblem:
            return watch
        self._away = False
        with self._working:
            self._arm(self._engine.clock.now())
        return fresh

    def _arm(self, moment: datetime) -> None:
        """Have the next round done at a moment, on the machine's clock so far from now as it is on the engine's."""
        now = self._engine.clock.now()
        moment = min(moment, now + SWEEP)
        self._armed_for = moment
        when = DateTrigger(run_date=MachineClock().now() + max(moment - now, timedelta()))
        self._scheduler.add_job(self._round, when, id="round", replace_existing=True)

    def _round(self) -> None:
        with self._working:
            if not self._stop.is_set():
                self._do_round()

    def _do_round(self) -> None:
        try:
            with closing(Watch(self._url)) as fresh:
                fresh.check()
            with self._measures.timed():
                done = self._engine.tick(self._stop.is_set)
            self._rounds, self._stuck_at = self._rounds + 1, done.stuck_at
            self._beat(done)
            self._retry = _FIRST_RETRY
        except Exception as wrong:  # noqa: BLE001 - a process that keeps the clock never falls silent
            if isinstance(wrong, StoreProblem) and wrong.because == "newer":
                self._leave(wrong)
            else:
                self._try_again(wrong)
            return
        self._arm(done.next_at or self._engine.clock.now() + SWEEP)
        self._around.done(done)

    def _try_again(self, wrong: Exception) -> None:
        """Do another round soon, and later each time."""
        self._measures.broken_off()
        _log.error("round broken off", problem=f"{type(wrong).__name__}: {wrong}", again_in=str(self._retry))
        self._arm(self._engine.clock.now() + self._retry)
        self._retry = min(self._retry * 2, _LAST_RETRY)

    def _beat(self, done: Round) -> None:
        now = self._engine.clock.now()
        name = self._engine.process
        with self._engine.store.writing() as tx:
            beat = Beat(name=name, started_at=self._started_at, seen_at=now, next_at=done.next_at, rounds=self._rounds)
            tx.agenda.beat(beat)
            for each in tx.agenda.beats():
                if each.seen_at < now - FORGOTTEN:
                    tx.agenda.stopped(each.name)
            if done.owed:
                tx.agenda.wake()
        for subject, problem in done.failed.items():
            _log.error("put aside", subject=subject, problem=f"{type(problem).__name__}: {problem}")
        self._measures.note(done, self._engine.status())
        if self._around.heartbeat:
            ping(self._around.heartbeat)

    def _leave(self, wrong: StoreProblem) -> None:
        _log.error("stopping", problem=str(wrong))
        self._code = OUTDATED
        self._stop.set()

    def _sign_off(self) -> None:
        try:
            with self._engine.store.writing() as tx:
                tx.agenda.stopped(self._engine.process)
        except StoreProblem as wrong:
            _log.warning("database", problem=str(wrong))


def run(engine: Engine, url: str, surroundings: Surroundings | None = None) -> int:
    """Keep the clock of a database until SIGTERM or SIGINT; return the exit code."""
    daemon = Daemon(engine, url, surroundings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: daemon.stop())
    return daemon.run()
