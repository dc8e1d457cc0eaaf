"""How long who finds SQLite busy waits before it looks again."""

from __future__ import annotations

from escalator.storage.drivers import pause


def test_who_has_waited_longer_looks_sooner_until_somebody_is_at_something_long() -> None:
    soon, later, long = (max(pause(waited) for _ in range(200)) for waited in (0.0, 0.01, 2.0))
    assert later < soon < long


def test_two_that_wait_do_not_keep_in_step() -> None:
    assert len({pause(0.01) for _ in range(20)}) > 1
    assert all(0.00005 <= pause(0.01) <= 0.0001 for _ in range(200))
