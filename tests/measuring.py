"""Contracts on the ladders that ship with the package, and a short way to measure in them. It tests nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, TypeAlias

import pytest

from escalator.engine.engine import Engine
from escalator.engine.ports.values import CaseLine
from escalator.engine.results.given import Given, Measured
from escalator.model.errors import EscalatorError
from escalator.testing import Clock

Part: TypeAlias = Any
"""What a result is offered with; its own type checks it."""

STARTS: Final = {
    "haarlem": date(2026, 1, 1),
    "zaanstreek": date(2026, 7, 1),
    "westfriesland": date(2026, 1, 1),
    "westfriesland-client": date(2026, 1, 1),
    "housing-matrix": date(2026, 1, 1),
    "rijk-reintegratie": date(2026, 1, 1),
}
LAST: Final = date(2029, 12, 31)
"""The day that it is in most tests: late enough for every result that they record."""
REGION: Final = "zaanstad_wormerland"
REPORT: Final = ("correct", "complete", "in_time", "shareable", "interpretable")


def day(text: str) -> date:
    """Return the day written as 2026-03-02."""
    return date.fromisoformat(text)


class Measuring:
    """An engine with a contract on each of the ladders, named as its ladder."""

    def __init__(self, engine: Engine, clock: Clock, *ladders: str) -> None:
        self.engine = engine
        self.clock = clock
        clock.move_to(LAST)
        for name in ladders:
            engine.add_contract(name, name, start=STARTS[name])

    def measure(self, contract: str, kpi: str, value: Part, period: str, on: str, **more: Part) -> Measured:
        """Record a result."""
        return self.engine.measure(contract, kpi, value, period=period, on=day(on), **more)

    def given(self, kpi: str, value: Part, period: str, on: str, **more: Part) -> Given:
        """Return a result to be recorded with others."""
        return Given(kpi=kpi, value=value, period=period, on=day(on), **more)

    def record(self, case: str, event: str, on: str, role: str | None = None, **data: Part) -> None:
        """Record a fact of a case."""
        self.engine.record(case, event, on=day(on), role=role, data=data)

    def refused(self, kind: type[EscalatorError], act: Callable[..., object], /, *given: Part, **more: Part) -> str:
        """See that something is refused and that nothing at all has changed; return what is said in Dutch."""
        before = self.everything()
        with pytest.raises(kind) as caught:
            act(*given, **more)
        assert self.everything() == before
        return caught.value.told("nl")

    def everything(self) -> list[object]:
        """Return all that is recorded."""
        engine = self.engine
        found: list[object] = [engine.cases(), engine.proposals(status=None), engine.audit()]
        for each in engine.contracts():
            found += [each, engine.contract_facts(each.id), engine.results(each.id, corrected=True)]
        return [*found, *(engine.history(each.id) for each in engine.cases())]

    def state(self, case: str, as_of: str | None = None) -> str:
        """Return where a case stands."""
        return self.engine.stand(case, day(as_of) if as_of else None).state

    def events(self, case: str) -> list[tuple[str, str]]:
        """Return the facts of a case that are in account, each with its day."""
        return [
            (each.fact.event, each.fact.on.isoformat())
            for each in self.engine.history(case)
            if each.retracted_by is None and each.fact.event != "fact_retracted"
        ]

    def cases(self, contract: str) -> list[CaseLine]:
        """Return the cases of a contract."""
        return self.engine.cases(contract)
