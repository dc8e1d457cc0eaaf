"""A closed day added while very many cases are open: those that it moves are written, the others only looked at."""

from __future__ import annotations

from benchmarks.results import Section
from benchmarks.workshop import Workshop

CASES = 100_000


def run(_shop: Workshop) -> Section:
    """Tell that it cannot be measured yet."""
    return Section(id="closing", title="A closed day added", work=f"{CASES:,} open cases.")
