"""How long who finds SQLite busy waits before it looks again."""

from __future__ import annotations

import pytest

from escalator.storage.drivers import pause


def longest(waited: float, turn: float) -> float:
    """Return the longest of many pauses."""
    return max(pause(waited, turn) for _ in range(200))


@pytest.mark.parametrize("turn", [0.0003, 0.001, 0.004])
def test_who_has_waited_some_turns_looks_sooner_until_somebody_is_at_something_long(turn: float) -> None:
    assert longest(10 * turn, turn) < longest(0.0, turn) / 3
    assert longest(2.0, turn) > longest(10 * turn, turn)


def test_who_has_just_done_something_long_does_not_sleep_as_long() -> None:
    assert longest(0.0, 600.0) <= 0.005


def test_nobody_looks_without_a_pause() -> None:
    assert min(pause(0.5, 0.0) for _ in range(200)) >= 0.00003


def test_two_that_wait_do_not_keep_in_step() -> None:
    assert len({pause(0.01, 0.001) for _ in range(20)}) > 1
