"""Records facts in child processes that are killed at moments chosen by chance; prints what became of them as JSON.

A child says which fact it goes for and, once recording has returned, that it is there. The parent kills it somewhere
in between, and reports for each child the last fact that was said to be there. Run as a program, because only a
process with one thread can fork safely.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import date

from escalator.testing import Clock
from escalator.wiring import open_engine


def record(url: str, case: str, name: str, told: int) -> None:
    """Record facts until killed."""
    with open_engine(url, clock=Clock(date(2026, 3, 2))) as engine:
        for n in range(1_000_000):
            engine.record(case, "evidence_added", role="manager", data={"note": f"{name} {n}"}, key=f"{name}-{n}")
            os.write(told, b"\n")


def kill_one(url: str, case: str, name: str, chance: random.Random) -> int:
    """Let a child record, kill it, and return how many facts it said were there."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        record(url, case, name, writes)
    os.close(writes)
    wanted, there = chance.randrange(1, 30), 0
    while there < wanted:
        there += len(os.read(reads, wanted - there))
    until = time.perf_counter() + chance.random() * 0.004  # a recording takes less: somewhere within the next
    while time.perf_counter() < until:
        pass
    os.kill(child, signal.SIGKILL)
    while more := os.read(reads, 1024):
        there += len(more)
    os.close(reads)
    os.waitpid(child, 0)
    return there


def main() -> None:
    """Kill as many children as asked, and print how far each came."""
    url, case, times, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)  # noqa: S311 - chosen by chance, and the same again with the same seed
    print(json.dumps({f"child{n}": kill_one(url, case, f"child{n}", chance) for n in range(times)}))


if __name__ == "__main__":
    main()
