"""The state machine's library alone, on the same events as the program: no guards on facts, no deadlines, no data."""

from __future__ import annotations

from collections.abc import Sequence

from transitions import Machine

from benchmarks.measuring import Block, timed


class Token:
    """What an event is fired on."""

    __slots__ = ("state",)

    def __init__(self) -> None:
        self.state = "monitoring"


def firing(events: Sequence[str], repeat: int) -> Block:
    """Return a block of work: a case's events, from the first."""
    machine = Machine(
        model=None, states=["monitoring", "plan", "approval"], initial="monitoring", auto_transitions=False
    )
    machine.add_transition("norm_missed", "monitoring", "plan")
    machine.add_transition("plan_submitted", "plan", "approval")
    machine.add_transition("plan_rejected", "approval", "plan")

    def case() -> None:
        token = Token()
        for event in events:
            machine.events[event].trigger(token)

    return lambda: timed(case, repeat) / len(events)
