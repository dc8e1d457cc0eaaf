"""APScheduler with a job for each timer, in its job store on SQLite: adding jobs, and firing those that are due."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from benchmarks.measuring import Block, timed
from escalator.engine.clock import MachineClock

_fired = threading.Semaphore(0)


def remind(_case: str) -> None:
    """Say that it was fired."""
    _fired.release()


@contextmanager
def _paused(folder: Path) -> Iterator[BackgroundScheduler]:
    """Have a scheduler that fires nothing yet; nothing of it is left while another way has its turn."""
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{folder / 'apscheduler.db'}")},
        timezone=UTC,
        job_defaults={"misfire_grace_time": None},
    )
    scheduler.start(paused=True)
    yield scheduler
    scheduler.shutdown()


def _add(scheduler: BackgroundScheduler, jobs: int, at: datetime) -> None:
    for number in range(jobs):
        scheduler.add_job(remind, DateTrigger(at), args=[str(number)])


def adding(folder: Path, jobs: int) -> Block:
    """Return a block of work: jobs for years from now."""

    def some() -> float:
        with _paused(folder) as scheduler:
            later = MachineClock().now() + timedelta(days=1_500)
            return timed(lambda: _add(scheduler, jobs, later)) / jobs

    return some


def firing(folder: Path, jobs: int) -> Block:
    """Return a block of work: jobs that are due."""

    def some() -> float:
        with _paused(folder) as scheduler:
            _add(scheduler, jobs, MachineClock().now())

            def fire() -> None:
                scheduler.resume()
                for _ in range(jobs):
                    _fired.acquire()

            return timed(fire) / jobs

    return some
