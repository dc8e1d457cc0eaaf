"""Waiting before another try: longer each time, never longer than the cap, and not all messages together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalator.engine.telling.backoff import FIRST, MOST, MOST_ASKED, delay

ATTEMPTS = st.integers(1, 10_000)


@given(ATTEMPTS, st.text(max_size=40))
def test_a_wait_lies_between_three_fifths_and_the_whole_of_its_step(attempt: int, key: str) -> None:
    step = min(FIRST * 2 ** min(attempt - 1, 30), MOST)
    assert step * 0.6 <= delay(attempt, key) <= step <= MOST


@given(ATTEMPTS, st.text(max_size=40))
def test_the_same_try_of_the_same_message_always_waits_as_long(attempt: int, key: str) -> None:
    assert delay(attempt, key) == delay(attempt, key)


def test_messages_that_failed_together_do_not_come_back_together() -> None:
    waits = {delay(3, str(number)) for number in range(1000)}
    assert len(waits) > 990
    assert max(waits) - min(waits) > FIRST * 4 * 0.38


def test_ten_tries_take_a_working_day() -> None:
    assert (
        timedelta(hours=4) < sum((delay(attempt, "m") for attempt in range(1, 11)), timedelta()) < timedelta(hours=13)
    )


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (timedelta(hours=6), timedelta(hours=6)),
        (timedelta(days=30), MOST_ASKED),
        (timedelta(0), delay(1, "m")),
        (timedelta(seconds=1), delay(1, "m")),
        (None, delay(1, "m")),
    ],
)
def test_what_the_other_side_asks_counts_where_it_is_longer(asked: timedelta | None, waited: timedelta) -> None:
    assert delay(1, "m", asked) == waited


def test_an_attempt_that_was_never_counted_is_the_first() -> None:
    assert delay(0, "m") <= FIRST
