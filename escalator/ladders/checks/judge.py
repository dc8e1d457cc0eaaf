"""The checks in order. Owns what is checked when: names at once, the whole only where every part could be read."""

from __future__ import annotations

from escalator.ladders.checks import events, guards, measured, sources, states
from escalator.ladders.checks.report import Report


def names(report: Report) -> None:
    """Check each part by itself: the names it uses, its conditions, where it comes from."""
    states.names(report)
    events.names(report)
    measured.names(report)
    sources.names(report)
    guards.check(report)


def whole(report: Report, filled: set[str]) -> None:
    """Check what only shows in the whole: what can be reached, what can happen, what is used.

    Args:
        report: what is checked.
        filled: the parameters that were filled in somewhere.
    """
    states.whole(report)
    events.whole(report)
    measured.whole(report)
    sources.whole(report, filled)
