"""APScheduler with a job for each timer, in its job store on SQLite: adding jobs, and firing those that are due."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from benchmarks.measuring import Block, timed
from escalator.engine.clock import MachineClock

_fired = threading.Semaphore(0)


def remind(_case: str) -> None:
    """Say that it was fired."""
    _fired.release()


def _scheduler(folder: Path) -> BackgroundScheduler:
    return BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{folder / 'apscheduler.db'}")},
        timezone=UTC,
        job_defaults={"misfire_grace_time": None},
    )


def _add(scheduler: BackgroundScheduler, jobs: int, at: datetime) -> None:
    for number in range(jobs):
        scheduler.add_job(remind, "date", run_date=at, args=[str(number)])


def adding(folder: Path, jobs: int) -> Block:
    """Return a block of work: jobs for years from now."""
    scheduler = _scheduler(folder)
    scheduler.start(paused=True)
    later = MachineClock().now() + timedelta(days=1_500)
    return lambda: timed(lambda: _add(scheduler, jobs, later)) / jobs


def firing(folder: Path, jobs: int) -> Block:
    """Return a block of work: jobs that are due."""
    scheduler = _scheduler(folder)
    scheduler.start(paused=True)

    def some() -> float:
        _add(scheduler, jobs, MachineClock().now())

        def fire() -> None:
            scheduler.resume()
            for _ in range(jobs):
                _fired.acquire()

        took = timed(fire)
        scheduler.pause()
        return took / jobs

    return some
