"""What each use case asks of the database, in statements: a number that no busy machine changes.

What is elsewhere may not raise it. A use case that has come to need more says so here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from escalator.files import open_table
from escalator.storage.drivers import PostgreSQLDriver, SQLiteDriver, Work
from tests.daemon.post import Post, at
from tests.importing import written

ELSEWHERE: Final = 12
"""So many cases more must make no difference."""
Use = Callable[[Post], object]


class Counter:
    """Counts the statements that a database is sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent = 0
        for kind in (SQLiteDriver, PostgreSQLDriver):
            monkeypatch.setattr(kind, "run", self._counting(kind.run))
            monkeypatch.setattr(kind, "run_many", self._counting_many(kind.run_many))

    def of(self, use: Callable[[], object]) -> int:
        """Return how many statements something took, with the transaction's own."""
        before = self.sent
        use()
        return self.sent - before

    def _counting(self, run: Any) -> Any:
        def counted(driver: object, work: Work) -> Any:
            self.sent += len(work)
            return run(driver, work)

        return counted

    def _counting_many(self, run_many: Any) -> Any:
        def counted(driver: object, sql: str, values: Sequence[Sequence[Any]]) -> None:
            self.sent += len(values)
            run_many(driver, sql, values)

        return counted


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """A count of statements."""
    return Counter(monkeypatch)


@pytest.fixture(params=[0, ELSEWHERE])
def post(kept: str, request: pytest.FixtureRequest) -> Iterator[Post]:
    """An engine with a contract, two persons and a case at its third fact; alone, or among others. All read once."""
    with among(kept, request.param) as made:
        yield made


@contextmanager
def among(url: str, others: int) -> Iterator[Post]:
    """Have an engine with a case among others."""
    made = Post(url=url)
    with made.engine:
        fill(made, others)
        yield made


def fill(made: Post, others: int) -> None:
    """Open a case, and others, and let everything be read once."""
    case = made.haarlem()
    hand_in(made, case)
    made.engine.record(case, "plan_rejected", role="contract_manager", by="Mo")
    for _ in range(others):
        made.open()
    made.engine.add_contract("long", made.without_duties("haarlem"), start=date(2010, 1, 1))
    measure(made, 2010)
    made.engine.tick()


def hand_in(post: Post, case: str = "haarlem-2026-1", key: str | None = None) -> None:
    """Hand in the plan of a case."""
    post.engine.record(case, "plan_submitted", role="contractor", by="Ans", key=key)


def measure(post: Post, year: int = 2011) -> None:
    """Record a result that passes."""
    post.engine.measure("long", "satisfaction", "8", period=str(year), on=date(2026, 3, 2))


USES: Final[dict[str, tuple[int, Use]]] = {
    "a fact": (7, hand_in),
    "a fact under a key": (8, lambda post: hand_in(post, key="k")),
    "a case opened": (12, Post.open),
    "a result": (9, measure),
    "where a case stands": (4, lambda post: post.engine.stand("haarlem-2026-1")),
    "what is due": (3, lambda post: post.engine.deadlines(within=timedelta(days=30))),
    "a round with nothing due": (36, Post.round),
}


@pytest.mark.parametrize("name", USES)
def test_a_use_case_sends_no_more_than_it_needs_whatever_is_elsewhere(name: str, post: Post, counter: Counter) -> None:
    most, use = USES[name]
    assert counter.of(lambda: use(post)) <= most


@pytest.mark.parametrize(
    ("moment", "most"),
    [
        pytest.param(at("2026-03-17", 1), 2, id="the night after its day, it passes"),
        pytest.param(at("2026-03-17", 6), 3, id="before the offices open, two persons are to be told"),
        pytest.param(at("2026-03-17", 9), 0, id="both are told, in one letter with all that is due"),
    ],
)
def test_a_deadline_that_is_due_takes_so_many(moment: datetime, most: int, counter: Counter) -> None:
    few, many = (sent_at(moment, others, counter) for others in (0, ELSEWHERE))
    assert many - few <= most * ELSEWHERE


def sent_at(moment: datetime, others: int, counter: Counter) -> int:
    """Return how many statements a round takes, among others that are due on the same day."""
    with among("sqlite://", others) as post:
        for before in (at("2026-03-16", 10), at("2026-03-16", 20), at("2026-03-17", 1), at("2026-03-17", 6)):
            if before < moment:
                post.round(before)
        return counter.of(lambda: post.round(moment))


def test_a_row_of_a_file_takes_so_many(kept: str, counter: Counter, tmp_path: Path) -> None:
    with among(kept, 0) as post:
        few = sent_for(post, ["2012"], tmp_path, counter)
        many = sent_for(post, [str(2013 + n) for n in range(1 + ELSEWHERE)], tmp_path, counter)
        assert len(post.engine.results("long")) == 1 + 1 + 1 + ELSEWHERE
    assert many - few <= 3 * ELSEWHERE


def sent_for(post: Post, years: list[str], folder: Path, counter: Counter) -> int:
    """Return how many statements a file with results over those years takes."""
    file = written(
        folder, "".join(["kpi;periode;datum;waarde\n", *(f"satisfaction;{year};2026-03-02;8\n" for year in years)])
    )
    with open_table(file) as table:
        return counter.of(lambda: post.engine.import_results(table, contract="long"))
