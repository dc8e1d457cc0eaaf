"""Days closed while a small case runs. It tests nothing itself."""

from __future__ import annotations

from datetime import UTC, datetime, time

from escalator.model.standing import Deadline
from escalator.model.states import DueRule
from escalator.model.text import Text
from escalator.procedure.recounting import closed_day_fact
from tests.ladders import WEEK, Case, Part, day, planned

BRIDGE = Text("brugdag", "bridging day")


def asked(*due: DueRule, letter: str = "2026-03-02", calendar: Part = WEEK, **more: Part) -> Case:
    """Return a case in which the plan was asked for, on Monday 2 March unless told otherwise."""
    case = Case(planned(*due, **more), calendar)
    case.record("meeting", letter, plan_by="2026-03-20")
    case.record("letter", letter)
    return case


def close(case: Case, shut: str, on_day: str = "2026-03-05", reason: Text = BRIDGE) -> Case:
    """Close a day, at noon on another; return the case."""
    at = datetime.combine(day(on_day), time(12), UTC)
    case.facts.append(closed_day_fact(len(case.facts), day(shut), reason, at, len(case.facts)))
    return case


def plan(case: Case, as_of: str = "2026-03-06", known_at: str | None = None) -> Deadline:
    found = case.stand(as_of, known_at).deadline("plan")
    assert found is not None
    return found
