"""Several processes and threads at once, on one file and one server: nothing is lost and nothing is there twice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from escalator.engine.engine import Engine
from escalator.model.errors import Refusal
from escalator.testing import Clock
from escalator.wiring import open_engine
from tests.ladders import CONTRACTOR, DIRECTOR, MANAGER
from tests.stores.desk import START, Desk

WORKER = """
import sys
from datetime import date
from escalator.testing import Clock
from escalator.wiring import open_engine
url, name, times, cases = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
with open_engine(url, clock=Clock(date(2026, 3, 2))) as engine:
    engine.cases()
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(times):
        for case in cases:
            engine.record(case, "evidence_added", role="manager", by=name, data={"note": f"{name} {n}"})
            engine.record(case, "evidence_added", role="manager", data={"note": f"all {n}"}, key=f"all-{n}")
        engine.open_case("lift", role="manager", key=f"case-{n}")
"""


def in_processes(url: str, names: list[str], times: int, cases: list[str]) -> None:
    """Start processes, let them begin together, and wait for their end."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, url, name, str(times), *cases],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for each in started:
        assert each.stdout is not None
        each.stdout.readline()
    for each in started:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    ended = [each.communicate() for each in started]
    assert [each.returncode for each in started] == [0] * len(started), ended


def test_processes_lose_nothing_and_double_nothing(kept: str) -> None:
    clock = Clock(START)
    with open_engine(kept, clock=clock) as engine:
        desk = Desk(engine, clock)
        cases = [desk.open(), desk.open()]
        names, times = ["anne", "bas", "cas"], 12
        in_processes(kept, names, times, cases)
        for case in cases:
            facts = [entry.fact for entry in engine.history(case)]
            assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
            notes = [fact.data["note"] for fact in facts[1:]]
            assert sorted(map(str, notes)) == sorted(
                [*(f"{name} {n}" for name in names for n in range(times)), *(f"all {n}" for n in range(times))]
            )
        assert len(engine.cases()) == len(cases) + times
        assert engine.audit().findings == ()


def at_once(*work: Callable[[], object]) -> list[object]:
    """Do things in threads; return what each gave, or the refusal that it met."""

    def tried(each: Callable[[], object]) -> object:
        try:
            return each()
        except Refusal as refusal:
            return refusal.because

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(tried, work))


def test_threads_share_an_engine(desk: Desk) -> None:
    cases = [desk.open() for _ in range(3)]

    def add(n: int) -> object:
        for case in cases:
            desk.engine.record(case, "evidence_added", role=MANAGER, data={"note": str(n)})
            desk.engine.stand(case)
            desk.engine.deadlines()
        return n

    at_once(*(lambda n=n: add(n) for n in range(8)))
    for case in cases:
        notes = sorted(str(entry.fact.data.get("note")) for entry in desk.engine.history(case)[1:])
        assert notes == [str(n) for n in range(8)]
    assert desk.engine.audit().findings == ()


def test_of_two_that_exclude_each_other_one_is_refused(desk: Desk) -> None:
    for _ in range(5):
        case = desk.open()
        desk.record(case, "sent", "2026-03-02", CONTRACTOR)

        def reject(case: str = case) -> object:
            return desk.engine.record(case, "rejected", role=MANAGER).fact.event

        assert sorted(map(str, at_once(reject, reject, reject))) == ["not_allowed_in_state"] * 2 + ["rejected"]


def test_both_approvals_count_whoever_comes_first(desk: Desk) -> None:
    for _ in range(5):
        case = desk.open()
        desk.record(case, "sent", "2026-03-02", CONTRACTOR)

        def approve(role: str, case: str = case) -> object:
            return desk.engine.record(case, "approved", role=role).fact.role

        given = at_once(lambda: approve(MANAGER), lambda: approve(DIRECTOR), lambda: approve(MANAGER))
        assert {MANAGER, DIRECTOR} < set(given)
        assert set(given) <= {MANAGER, DIRECTOR, "approved_already", "not_allowed_in_state"}
        assert desk.stand(case).state == "work"


def test_numbers_of_cases_are_given_out_once(desk: Desk) -> None:
    opened = at_once(*(lambda: desk.engine.open_case("lift", role=MANAGER).case.id for _ in range(12)))
    assert sorted(map(str, opened)) == sorted(f"lift-2026-{n}" for n in range(1, 13))


@pytest.mark.parametrize("times", [6])
def test_a_key_used_at_once_records_once(desk: Desk, times: int) -> None:
    case = desk.open()

    def record() -> object:
        return desk.engine.record(case, "sent", role=CONTRACTOR, key="mail-1").repeated

    assert sorted(map(bool, at_once(*[record] * times))) == [False] + [True] * (times - 1)
    assert len(desk.engine.history(case)) == 2


def test_what_is_read_is_of_one_moment(engine: Engine, desk: Desk) -> None:
    cases = [desk.open() for _ in range(4)]

    def write() -> object:
        with engine.together():
            return [desk.engine.record(case, "sent", role=CONTRACTOR).case for case in cases]

    def read() -> object:
        return {line.standing.state for line in engine.cases()}

    states = at_once(write, *[read] * 6)[1:]
    assert all(found in ({"plan"}, {"approval"}) for found in states), states
