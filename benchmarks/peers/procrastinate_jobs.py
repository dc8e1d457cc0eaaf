"""procrastinate: some due jobs on PostgreSQL, with others scheduled for later."""

from __future__ import annotations

import logging
from typing import Any

import psycopg
from procrastinate import App, PsycopgConnector

from benchmarks.measuring import Block, timed


def due(url: str, jobs: int, waiting: int) -> Block:
    """Return a block of work: some due jobs that do nothing, among so many that are scheduled for years from now."""
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    app = App(connector=PsycopgConnector(conninfo=url))

    def _remind(case: str) -> None:
        """Do nothing."""

    remind = app.task(name="remind")(_remind)
    with app.open():
        app.schema_manager.apply_schema()
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, args, scheduled_at)"
            """ SELECT 'remind', 'default', '{"case": "x"}', now() + interval '4 years' FROM generate_series(1, %s)""",
            (waiting,),
        )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE procrastinate_jobs")

    def drained() -> float:
        owed: list[dict[str, Any]] = [{"case": str(number)} for number in range(jobs)]
        with app.open():
            remind.batch_defer(*owed)
        return timed(lambda: app.run_worker(wait=False, install_signal_handlers=False)) / jobs

    return drained
