"""Reminders that come earlier because a day was closed, although their deadline stays where it was. Moves no deadline.

A reminder so many working days before a due day comes a day earlier where one of those days is worked no more. Later
ones need no care: whatever is looked at too early is put off then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from escalator.engine.cases.planning import AHEAD, first
from escalator.engine.context import Context, case_named
from escalator.engine.policy import Policy, policy_of
from escalator.engine.ports.records import ClosedDayAdded
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CalendarInForce, DeadlineLine
from escalator.model.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Longer:
    """What closing a day did to the calendar of a contract: what it was, and all days closed in it since."""

    before: CalendarInForce
    now: CalendarInForce
    days: list[ClosedDayAdded]


def remind_earlier(
    context: Context, tx: Transaction, added: ClosedDayAdded, longer: Mapping[str, Longer], moved: set[tuple[str, str]]
) -> None:
    """Plan reminders of deadlines anew that a closed day does not move.

    Args:
        context, tx: as everywhere.
        added: the closed day.
        longer: what it did, by contract.
        moved: case and name of the deadlines that it moves; their reminders are planned already.
    """
    now = added.added_at
    for case, line in tx.cases.reminded_over(added.day, now, added.contract or None):
        if (case, line.id) not in moved:
            stored = case_named(tx, case)
            change = longer.get(stored.line.contract)
            policy = policy_of(context.ladder(tx, stored.line.digest), line.state, stored.contract_reminders)
            if change is not None:
                before, after = (
                    context.calendar(tx, stored.line.contract, each) for each in (change.before, change.now)
                )
                tx.agenda.remind_deadlines({(case, line.id): _next(policy, line, before, after, now)})


def _next(policy: Policy, line: DeadlineLine, before: Calendar, after: Calendar, now: datetime) -> datetime:
    """Return when to look at a deadline; as soon as offices open where its moment has just become one that is past."""
    if policy.passed(line.due, after, now) > policy.passed(line.due, before, now):
        return first(policy, line.due, after, now)
    return policy.slots(line.due, after, now)[1] - AHEAD
