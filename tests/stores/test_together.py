"""Several facts in one transaction: each is a part that can fail alone, whatever had been written of it by then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from escalator.engine.ports.values import Change
from escalator.storage.drivers import PostgreSQLDriver, SQLiteDriver, Work
from escalator.storage.statement import Row
from tests.ladders import MANAGER
from tests.stores.closing import sound
from tests.stores.desk import Desk


class Unwanted(Exception):
    """What a host raises where it will not have a change."""


def unwanted_once_written(change: Change) -> None:
    """Read, so that all that waits is written, and then refuse a rejection."""
    if change.after.state == "plan" and change.fact is not None and change.fact.event == "rejected":
        raise Unwanted


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is sent."""
    found: list[str] = []

    def noting(run: Callable[[Any, Work], list[Row]]) -> Callable[[Any, Work], list[Row]]:
        def noted(driver: Any, work: Sequence[tuple[str, Sequence[Any]]]) -> list[Row]:
            found.extend(sql for sql, _ in work)
            return run(driver, work)

        return noted

    for kind in (SQLiteDriver, PostgreSQLDriver):
        monkeypatch.setattr(kind, "run", noting(kind.run))
    return found


def events(desk: Desk, case: str) -> list[str]:
    return [each.fact.event for each in desk.engine.history(case)]


def test_a_part_that_had_been_written_is_undone_alone(desk: Desk) -> None:
    one, two, three = (desk.open() for _ in range(3))
    desk.engine.subscribe(unwanted_once_written)
    with desk.engine.together():
        for case in (one, two, three):
            desk.record(case, "sent", "2026-03-02")
            if case == two:
                with pytest.raises(Unwanted):
                    desk.record(case, "rejected", "2026-03-02", MANAGER)
    assert [events(desk, case) for case in (one, two, three)] == [["missed", "sent"]] * 3
    assert sound(desk.engine)


def test_a_part_within_a_part_is_undone_with_it(desk: Desk) -> None:
    one, two = desk.open(), desk.open()
    with desk.engine.together():
        desk.record(one, "sent", "2026-03-02")
        with pytest.raises(Unwanted), desk.engine.together():
            desk.record(two, "sent", "2026-03-02")
            assert desk.stand(two).state == "approval"
            raise Unwanted
        desk.record(one, "rejected", "2026-03-02", MANAGER)
    assert [events(desk, case) for case in (one, two)] == [["missed", "sent", "rejected"], ["missed"]]
    assert sound(desk.engine)


def test_a_number_given_out_in_a_part_that_failed_is_given_out_again(desk: Desk) -> None:
    with desk.engine.together():
        with pytest.raises(Unwanted), desk.engine.together():
            desk.open()
            raise Unwanted
        assert desk.open() == "lift-2026-1"
    assert sound(desk.engine)


def test_parts_that_only_queue_what_they_write_need_no_savepoint(desk: Desk, sent: list[str]) -> None:
    one, two = desk.open(), desk.open()
    sent.clear()
    with desk.engine.together():
        desk.record(one, "sent", "2026-03-02")
        desk.record(two, "sent", "2026-03-02")
    assert not [sql for sql in sent if "SAVEPOINT" in sql]
    assert [events(desk, case) for case in (one, two)] == [["missed", "sent"]] * 2
