"""Where a case stands, in ladders that ship and ladders drawn at random: what holds in every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from escalator.model.calendar import ClosedDay
from escalator.model.errors import EscalatorError
from escalator.model.facts import Fact
from escalator.model.standing import Deadline, Standing, Status
from escalator.model.text import Text
from escalator.procedure.admit import admit, admit_next
from escalator.procedure.progress import Progress
from escalator.procedure.snapshot import freeze, thaw
from escalator.procedure.stand import stand
from tests.drawing import DAY, TIMELESS, Drawn, cases, facts_of, retraction, with_facts

LATER = st.integers(0, 60)


def recorded(drawn: Drawn, facts: Iterable[Fact]) -> list[Fact] | None:
    """Record facts one by one in this order; return them as they were admitted, or None if one is refused."""
    found: list[Fact] = []
    for seq, each in enumerate(facts, 1):
        try:
            found.append(admit(drawn.procedure, found, replace(each, seq=seq), scope=drawn.scope).fact)
        except EscalatorError:
            return None
    return found


def why_refused(attempt: Callable[[], object]) -> str | None:
    """Return why an attempt is refused; None if it is not."""
    try:
        attempt()
    except EscalatorError as problem:
        return str(problem)
    return None


def core(standing: Standing) -> Standing:
    """Return a standing without what rests on the day it is asked for: that day, and what is allowed on it."""
    return replace(standing, as_of=date.min, allowed=(), next_change=None)


def frozen(drawn: Drawn, progress: Progress | None) -> bytes:
    """Return what the next fact of a case builds on."""
    assert progress is not None
    return freeze(drawn.procedure, progress)


@given(cases())
def test_resuming_after_each_fact_gives_what_recomputing_from_the_first_gives(drawn: Drawn) -> None:
    progress = None
    for number, new in enumerate(drawn.facts):
        whole = admit(drawn.procedure, drawn.facts[:number], new, scope=drawn.scope)
        if progress is not None:
            step = admit_next(drawn.procedure, thaw(drawn.procedure, progress), new, scope=drawn.scope)
            assert step.fact == whole.fact
            assert frozen(drawn, step.progress) == frozen(drawn, whole.progress)
        progress = frozen(drawn, whole.progress)


@given(cases(), st.data())
def test_what_is_refused_is_refused_either_way_and_leaves_no_trace(drawn: Drawn, data: st.DataObject) -> None:
    assume(drawn.facts)
    facts, last = drawn.facts[:-1], drawn.facts[-1]
    assume(facts)
    progress = admit(drawn.procedure, facts[:-1], facts[-1], scope=drawn.scope).progress
    assert progress is not None
    strange = replace(data.draw(facts_of(drawn.procedure, last.seq, last.on, ())), id="strange")
    why = why_refused(lambda: admit(drawn.procedure, facts, strange, scope=drawn.scope))
    touched, clean = (thaw(drawn.procedure, frozen(drawn, progress)) for _ in range(2))
    assert why_refused(lambda: admit_next(drawn.procedure, touched, strange, scope=drawn.scope)) == why
    assume(why is not None)
    after = [admit_next(drawn.procedure, each, last, scope=drawn.scope) for each in (touched, clean)]
    assert after[0] == after[1]


@given(cases(distinct=True), st.data(), LATER)
def test_the_order_of_recording_does_not_matter_for_facts_of_different_days(
    drawn: Drawn, data: st.DataObject, more: int
) -> None:
    other = recorded(drawn, data.draw(st.permutations(drawn.facts)))
    assume(other is not None)
    as_of = drawn.last + more * DAY
    assert with_facts(drawn, other or []).stand(as_of) == drawn.stand(as_of)


@given(cases(), st.data(), LATER)
def test_a_fact_retracted_and_restored_leaves_all_as_it_was(drawn: Drawn, data: st.DataObject, more: int) -> None:
    assume(drawn.facts)
    target = data.draw(st.sampled_from(drawn.facts))
    facts = list(drawn.facts)
    as_of = drawn.last + more * DAY
    try:
        facts.append(admit(drawn.procedure, facts, retraction(target.id, drawn, 1), scope=drawn.scope).fact)
    except EscalatorError:
        return
    without = [each for each in drawn.facts if each.id != target.id]
    assert with_facts(drawn, facts).stand(as_of) == with_facts(drawn, without).stand(as_of)
    facts.append(admit(drawn.procedure, facts, retraction("r1", drawn, 2), scope=drawn.scope).fact)
    assert with_facts(drawn, facts).stand(as_of) == drawn.stand(as_of)


def window(deadline: Deadline) -> tuple[date, date]:
    """Return the first and last day that the due day of a deadline rests on."""
    moved = [each.due for each in deadline.derivation.adjusted]
    reckoning = deadline.derivation.reckoning
    first = reckoning.anchor if reckoning else deadline.due
    return first, max([deadline.due, *moved, *([reckoning.due] if reckoning else [])])


def days_and_fates(standing: Standing) -> object:
    """Return what a closed day could change: the path, the deadlines and their fate, the rights."""
    fates = [(each.id, each.due, each.due_at, each.status, each.done_on, each.left_on) for each in standing.deadlines]
    return standing.state, standing.path, fates, standing.rights, standing.missing, standing.next_change


@given(cases(), st.integers(0, 300), LATER)
def test_a_closed_day_outside_every_term_changes_nothing(drawn: Drawn, place: int, more: int) -> None:
    as_of = drawn.last + more * DAY
    before = drawn.stand(as_of)
    shut = min((each.on for each in drawn.facts), default=as_of) + (place - 20) * DAY
    assume(not any(first < shut <= last for first, last in map(window, before.deadlines)))
    calendar = drawn.procedure.calendar.with_closed([ClosedDay(shut, Text("dicht", "shut"), "own")])
    after = stand(drawn.procedure.in_calendar(calendar), drawn.facts, as_of, scope=drawn.scope)
    assert days_and_fates(after) == days_and_fates(before)


@given(cases(), LATER, LATER)
def test_as_days_pass_a_case_only_goes_on(drawn: Drawn, first: int, more: int) -> None:
    assume(drawn.facts)
    start = min(each.on for each in drawn.facts)
    early, late = drawn.stand(start + first * DAY), drawn.stand(start + (first + more) * DAY)
    assert late.path[: len(early.path)] == early.path
    assert [each.id for each in late.deadlines[: len(early.deadlines)]] == [each.id for each in early.deadlines]
    for before, after in zip(early.deadlines, late.deadlines, strict=False):
        if before.status in {Status.MET, Status.LATE, Status.LAPSED}:
            assert after == before
    opened = {each.name: each for each in late.rights}
    for right in early.rights:
        assert opened[right.name].openings[: len(right.openings)] == right.openings


@given(cases(), LATER)
def test_where_a_case_stands_rests_on_nothing_that_happens_later(drawn: Drawn, first: int) -> None:
    as_of = min((each.on for each in drawn.facts), default=drawn.last) + first * DAY
    until = [each for each in drawn.facts if each.on <= as_of]
    assert with_facts(drawn, until).stand(as_of) == drawn.stand(as_of)


@given(cases(guards=TIMELESS), LATER)
def test_until_the_next_change_nothing_changes_and_then_something_does(drawn: Drawn, more: int) -> None:
    assume(drawn.facts)
    as_of = drawn.last + more * DAY
    now = drawn.stand(as_of)
    horizon = 400 if now.next_change is None else (now.next_change - as_of).days - 1
    for later in {1, 2, horizon // 2, horizon - 1, horizon}:
        if 1 <= later <= horizon:
            assert core(drawn.stand(as_of + later * DAY)) == core(now)
    if now.next_change is not None:
        assert core(drawn.stand(now.next_change)) != core(now)


@given(cases(), LATER)
def test_what_is_known_by_the_end_is_all_there_is(drawn: Drawn, more: int) -> None:
    as_of = drawn.last + more * DAY
    known = stand(drawn.procedure, drawn.facts, as_of, drawn.last, scope=drawn.scope)
    assert known == drawn.stand(as_of)


@given(cases(), LATER, LATER)
def test_seen_as_known_then_a_case_stands_on_what_was_recorded_by_then(drawn: Drawn, first: int, more: int) -> None:
    start = min((each.on for each in drawn.facts), default=drawn.last)
    known_at, as_of = start + first * DAY, start + (first + more) * DAY
    recorded_by_then = [each for each in drawn.facts if each.recorded.date() <= known_at]
    expected = with_facts(drawn, recorded_by_then).stand(as_of)
    assert stand(drawn.procedure, drawn.facts, as_of, known_at, scope=drawn.scope) == expected
