"""Which clauses and readings bear on a due day: of its rule, its calendar, its end and what moved it, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from escalator.model.ladder import Ladder
from escalator.model.source import NO_SOURCE, Source
from escalator.model.standing import Deadline
from escalator.model.states import DeadlineRule, DueRule
from escalator.model.terms import Unit


def rule_of(ladder: Ladder, deadline: Deadline) -> DeadlineRule | None:
    """Return the ladder's rule for a deadline; None where the ladder has none any more."""
    state = ladder.states.get(deadline.derivation.rule[0])
    return state.deadline if state else None


def way_of(ladder: Ladder, deadline: Deadline) -> DueRule | None:
    """Return which of the ways to a due day was taken."""
    rule, place = rule_of(ladder, deadline), deadline.derivation.rule[1]
    return rule.due[place] if rule and place < len(rule.due) else None


def of_rule(ladder: Ladder, deadline: Deadline) -> Source:
    """Return the clauses that a deadline rests on, and the readings of the way that was taken to its day."""
    rule, way = rule_of(ladder, deadline), way_of(ladder, deadline)
    taken = way.source if way else NO_SOURCE
    return Source(rule.source.clauses if rule else ()) + taken


def of_counting(ladder: Ladder, deadline: Deadline) -> Source:
    """Return where it comes from how the days were counted, and what became of the end."""
    reckoning = deadline.derivation.reckoning
    if reckoning is None:
        return ladder.ends_source
    match reckoning.term.unit:
        case Unit.HOURS:
            return NO_SOURCE
        case Unit.WORKING_DAYS:
            return ladder.terms_source
    return ladder.terms_source + ladder.ends_source


def all_of(ladder: Ladder, deadline: Deadline) -> Iterator[Source]:
    """Yield all that bears on a deadline's due day."""
    yield of_rule(ladder, deadline)
    yield of_counting(ladder, deadline)
    rule = rule_of(ladder, deadline)
    if deadline.derivation.adjusted and rule and rule.adjustable:
        yield rule.adjustable.source
