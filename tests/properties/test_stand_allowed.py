"""What is listed as allowed, against trying every event by every role with all kinds of data.

Not with terms in hours: on their last day it depends on the moment, and in the evening they are over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from escalator.model.errors import EscalatorError
from escalator.model.events import Event, Field, FieldType
from escalator.model.facts import Plain
from escalator.model.ladder import Ladder
from escalator.procedure.admit import admit, admit_next
from escalator.procedure.machine import compile_ladder
from escalator.procedure.progress import Progress
from tests.drawing import DAY, Drawn, cases, ladders, offered
from tests.ladders import WEEK, happened

TEXTS: Mapping[FieldType, tuple[Plain, ...]] = {
    FieldType.NUMBER: ("1", "3", "5"),
    FieldType.PERIOD: ("2026-Q1", "2026-Q3"),
    FieldType.TEXT: ("words",),
}


def values(each: Field, on: date) -> tuple[Plain, ...]:
    """Return values of a field that between them make every condition of the ladders hold, and fail."""
    if each.type is FieldType.DATE:
        found: tuple[Plain, ...] = tuple((on + days * DAY).isoformat() for days in (0, 1, 30, 1000))
    else:
        found = each.choices or TEXTS[each.type]
    return found if each.required else (None, *found)


def offers(event: Event, on: date) -> Iterator[dict[str, Plain]]:
    """Yield what the event may carry: the least, one field more in turn, and two days more together."""
    fields = {each.name: values(each, on) for each in event.fields}
    least: dict[str, Plain] = {name: found[0] for name, found in fields.items() if found[0] is not None}
    yield least
    for name, found in fields.items():
        for value in found[1:]:
            yield {**least, name: value}
    days = [each.name for each in event.fields if each.type is FieldType.DATE]
    for one, other in combinations(days, 2):
        for first, second in product(fields[one], fields[other]):
            if first is not None and second is not None:
                yield {**least, one: first, other: second}


def admitted(drawn: Drawn, event: Event, on: date) -> bool:
    """Return whether some role may act an event on a day, with some data."""
    before = progress_of(drawn)
    for role, data, received in product(event.roles, offers(event, on), (None, on, on + DAY)):
        new = happened(1000, event.id, on, role, data=data, received=received)
        try:
            if before is None:
                admit(drawn.procedure, [], new, scope=drawn.scope)
            else:
                admit_next(drawn.procedure, before, new, scope=drawn.scope)
        except EscalatorError:
            continue
        return True
    return False


def progress_of(drawn: Drawn) -> Progress | None:
    *others, last = drawn.facts or [None]
    if last is None:
        return None
    return admit(drawn.procedure, [each for each in others if each], last, scope=drawn.scope).progress


def tried(drawn: Drawn, more: int) -> tuple[list[str], list[str]]:
    """Return the events listed on a day, and those that were admitted on trying."""
    on = drawn.last + more * DAY
    events = drawn.procedure.ladder.events.values()
    return [*drawn.stand(on).allowed], [each.id for each in events if admitted(drawn, each, on)]


@given(cases(hours=False), st.integers(0, 30))
def test_nothing_that_may_happen_is_left_out(drawn: Drawn, more: int) -> None:
    listed, possible = tried(drawn, more)
    assert set(possible) <= set(listed)


@st.composite
def plain_ladders(draw: st.DrawFn) -> Ladder:
    """Return a ladder in which each event has one rule in each state, so that no condition rests on another."""
    drawn = draw(ladders(hours=False))
    states = {}
    for each in drawn.states.values():
        firsts = {rule.event: rule for rule in reversed(each.transitions)}
        states[each.id] = replace(each, transitions=tuple(firsts.values()))
    return replace(drawn, states=states)


@st.composite
def plain_cases(draw: st.DrawFn) -> Drawn:
    return draw(offered(compile_ladder(draw(plain_ladders()), WEEK)))


@given(plain_cases(), st.integers(0, 30))
def test_nothing_is_listed_that_cannot_happen(drawn: Drawn, more: int) -> None:
    listed, possible = tried(drawn, more)
    assert sorted(listed) == sorted(possible)
