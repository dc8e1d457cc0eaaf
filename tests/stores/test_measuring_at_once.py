"""Results from several sides at once: none is lost, none counts twice, and one case is opened, not two."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from escalator.engine.engine import Engine
from escalator.engine.results.given import Did
from escalator.files import open_table
from escalator.model.errors import EscalatorError
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.importing import written
from tests.measuring import LAST

THREADS, EACH = 4, 6
NAME = "haarlem"


def opened(url: str) -> Engine:
    """Open an engine with one contract."""
    engine = open_engine(url, clock=Clock(LAST))
    engine.add_contract(NAME, NAME, start=date(2026, 1, 1))
    return engine


def week(number: int) -> str:
    """Return a period of one day."""
    day = date.fromordinal(date(2026, 1, 5).toordinal() + number)
    return f"{day}..{day}"


def test_results_of_several_threads_are_all_there(kept: str) -> None:
    with opened(kept) as engine:

        def measure(side: int) -> None:
            for number in range(EACH):
                engine.measure(NAME, "compliance", "100", period=week(side * EACH + number), on=LAST)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(measure, range(THREADS)))
        lines = engine.results(NAME)
        assert len({each.period for each in lines}) == THREADS * EACH
        assert sorted(each.seq for each in lines) == list(range(2, 2 + THREADS * EACH))
        assert engine.audit().findings == ()


def test_one_result_counts_and_one_case_is_opened(kept: str) -> None:
    with opened(kept) as engine:

        def measure(side: int) -> Did | str:
            try:
                return engine.measure(NAME, "compliance", "95", period="CY1", on=LAST, by=f"{side}").did
            except EscalatorError as problem:
                return problem.told("en")

        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(measure, range(THREADS)))
        assert found.count(Did.OPENED) == 1
        assert sum("was measured over CY1 already" in each for each in found) == THREADS - 1
        assert (len(engine.results(NAME)), len(engine.cases())) == (1, 1)
        assert engine.audit().findings == ()


def test_one_file_imported_by_several_at_once_is_there_once(kept: str, tmp_path: Path) -> None:
    rows = "".join(f"{NAME};compliance;{week(number)};2026-12-01;{99 + number % 2}\n" for number in range(40))
    path = written(tmp_path, f"contract;kpi;periode;datum;waarde\n{rows}")
    with opened(kept) as engine:

        def take(partial: bool) -> tuple[int, int]:  # noqa: FBT001 - given by position from the list
            with open_table(path) as table:
                done = engine.import_results(table, partial=partial)
            return done.recorded, done.repeated

        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(take, [False, True, False, True]))
        assert sorted(found) == [(0, 40)] * (THREADS - 1) + [(40, 0)]
        assert (len(engine.results(NAME)), engine.audit().findings) == (40, ())
