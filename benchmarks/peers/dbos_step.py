"""DBOS: each event is a workflow of one durable step, on SQLite, in the modes that DBOS sets itself."""

from __future__ import annotations

from pathlib import Path

from dbos import DBOS, DBOSConfig

from benchmarks.measuring import Block, one_by_one


def _submit(case: str) -> str:
    return f"{case}: approval"


submit = DBOS.step()(_submit)


def _record(case: str) -> str:
    return str(submit(case))


record = DBOS.workflow()(_record)


def recording(folder: Path, block: int) -> Block:
    """Return a block of work: one event for each of a few cases."""
    config: DBOSConfig = {
        "name": "bench",
        "system_database_url": f"sqlite:///{folder / 'dbos.db'}",
        "log_level": "ERROR",
    }

    def some() -> float:
        DBOS(config=config)  # its threads poll; they must not while another way has its turn
        DBOS.launch()
        try:
            return one_by_one(record, [f"haarlem-2026-{number}" for number in range(block)])
        finally:
            DBOS.destroy()

    return some
