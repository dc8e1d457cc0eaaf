"""A ladder with all that a store must keep, and a desk to record facts at. It tests nothing itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from escalator.engine.engine import Engine
from escalator.engine.ports.values import Recorded
from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.standing import Standing
from escalator.model.states import AnchorKind
from escalator.testing import Clock
from tests.ladders import (
    CONTRACTOR,
    DIRECTOR,
    MANAGER,
    adjustable,
    day,
    deadline,
    event,
    expires,
    field,
    ladder,
    named,
    on,
    right,
    state,
    within,
)

START: Final = date(2026, 3, 2)
"""A Monday."""


def improvement() -> Ladder:
    """Return a ladder with an expiry, an approval by two, a clock that can be stopped, counts and named days."""
    return ladder(
        [
            state("waiting", on("missed", "plan")),
            state(
                "plan",
                on("sent", "approval"),
                deadline=deadline(
                    within("10 working days"), waits_for=["sent"], expiry=[expires("default")], adjustable=adjustable()
                ),
            ),
            state(
                "approval",
                on("approved", "work"),
                on("rejected", "plan"),
                deadline=deadline(
                    within("5 working days", AnchorKind.DEADLINE, "plan"),
                    waits_for=["approved", "rejected"],
                    owed_by=(),
                ),
            ),
            state(
                "work",
                on("stopped"),
                on("resumed"),
                on("finished", "check"),
                deadline=deadline(
                    named("by"),
                    within("1 month"),
                    waits_for=["finished"],
                    suspended_by=("stopped",),
                    resumed_by=("resumed",),
                ),
            ),
            state(
                "check",
                on("good", "done"),
                on("missed", "default", "count(missed) >= 4"),
                on("missed", "plan"),
                deadline=deadline(within("2 weeks"), waits_for=["good", "missed"], owed_by=(MANAGER,)),
            ),
            state("default", on("ended", "done"), rights=("remedy",)),
        ],
        [
            event("missed", field("score", FieldType.NUMBER), field("by")),
            event("sent", field("by"), by=[CONTRACTOR]),
            event("approved", by=[MANAGER, DIRECTOR], all_of=True),
            event("rejected"),
            event("stopped"),
            event("resumed"),
            event("finished", by=[CONTRACTOR]),
            event("good"),
            event("ended"),
        ],
        [right("remedy", liftable=True)],
    )


class Desk:
    """One contract with its engine and clock. Days are written as text; the clock never runs behind a fact."""

    def __init__(self, engine: Engine, clock: Clock, contract: str = "lift") -> None:
        self.engine = engine
        self.clock = clock
        self.contract = contract
        engine.add_contract(contract, improvement(), start=date(2026, 1, 1), calendar="atw")

    def open(self, on_day: str = "2026-03-02", **more: Any) -> str:
        """Open a case by a miss; return its name."""
        self._reach(on_day)
        return self.engine.open_case(self.contract, on=day(on_day), role=MANAGER, **more).case.id

    def record(self, case: str, name: str, on_day: str, role: str | None = None, **more: Any) -> Recorded:
        """Record a fact."""
        self._reach(on_day)
        return self.engine.record(case, name, on=day(on_day), role=role, **more)

    def approved(self, on_day: str = "2026-03-02") -> str:
        """Return a case whose plan was approved by both, on the day it was opened."""
        case = self.open(on_day)
        self.record(case, "sent", on_day)
        self.record(case, "approved", on_day, MANAGER)
        self.record(case, "approved", on_day, DIRECTOR)
        return case

    def stand(self, case: str, as_of: str | None = None, known_at: date | datetime | None = None) -> Standing:
        """Return where a case stands."""
        return self.engine.stand(case, day(as_of) if as_of else None, known_at)

    def _reach(self, on_day: str) -> None:
        if self.engine.today() < day(on_day):
            self.clock.move_to(day(on_day))
