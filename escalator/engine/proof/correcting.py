"""What was told and was wrong by then: a correction, or the news anew, should have followed.

It looks at each moment at which something was recorded, and shares nothing with `telling.correcting`, which decides
what is corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from escalator.engine.duties.owed import Duty
from escalator.engine.ports.ledger import About
from escalator.engine.proof.expecting import Expected
from escalator.engine.proof.ledger import Ledger, Told
from escalator.engine.proof.of_cases import Walk
from escalator.engine.proof.of_contracts import ContractWalk, waits
from escalator.engine.proof.offices import DAY
from escalator.model.standing import Deadline, Standing, Status
from escalator.model.terms import day_of

_OF_DEADLINES = frozenset({About.DEADLINE, About.EXPIRED, About.RIGHT})
IsWrong = Callable[[Told, datetime], bool]


def of_case(walk: Walk, ledger: Ledger, since: date, until: datetime) -> Iterator[Expected]:
    """Yield the corrections that a case should have led to."""

    def is_wrong(told: Told, at: datetime) -> bool:
        standing = walk.standing(at)
        return standing is not None and told.first.about in _OF_DEADLINES and _is_wrong(told, standing)

    moments = [each.recorded for each in walk.facts]
    moments = sorted({walk.offices.open_from(each) for each in moments})
    for told, at in _corrected(ledger, moments, is_wrong, since, until):
        yield _expected(walk.told_of(_news(told), told.last.key, None, at), told)


def of_contract(walk: ContractWalk, ledger: Ledger, since: date, until: datetime) -> Iterator[Expected]:
    """Yield the corrections that a contract's duties should have led to; what hangs on cases waits for the morning."""

    def is_wrong(told: Told, at: datetime) -> bool:
        return told.first.about is About.DUTY and _duty_is_wrong(told, walk.duties(at), at)

    if not ledger.entries:
        return
    first = min(item.owed_at for item, _ in ledger.entries)
    moments = {walk.offices.open_from(each.recorded) for each in walk.facts if each.recorded >= first}
    moments |= {walk.offices.open_from(end) for each in walk.in_cases if (end := each.recorded + DAY) >= first}
    for told, at in _corrected(ledger, sorted(moments), is_wrong, since, until):
        yield _expected(walk.told_of(_news(told), told.last.key, None, at), told)


def _corrected(
    ledger: Ledger, moments: Iterable[datetime], is_wrong: IsWrong, since: date, until: datetime
) -> Iterator[tuple[Told, datetime]]:
    """Yield each thing that was told and was wrong at a moment, once."""
    known: set[str] = set()
    for at in moments:
        if at > until:
            break
        for told in ledger.told_last(at):
            if told.last.id not in known and is_wrong(told, at):
                known.add(told.last.id)
                if day_of(at) >= since:
                    yield told, at


def _expected(nobody: Expected, told: Told) -> Expected:
    return replace(nobody, role=told.last.role, corrects=told.ids, due=told.last.due)


def _news(told: Told) -> About:
    """Return what should follow: what was withdrawn and holds after all is news again."""
    again = told.last is not told.first and told.first.about in {About.EXPIRED, About.RIGHT}
    return told.first.about if again else About.CORRECTION


def _is_wrong(told: Told, standing: Standing) -> bool:
    first, last = told.first, told.last
    if first.about is About.RIGHT:
        arisen = {each.on for right in standing.rights if right.name == first.key for each in right.openings}
        return (first.due in arisen) is not (last is first)
    deadline = standing.deadline(last.key)
    if first.about is About.EXPIRED and _expired(standing, deadline, first.due):
        return last is not first
    if first.about is About.EXPIRED and last is first:
        return True
    if deadline is None:
        return last.due is not None
    waits_still = deadline.left_on is None and deadline.done_on is None and not standing.final
    moved = (deadline.due, deadline.due_at) != (last.due, last.due_at)
    late = last is first and last.due is not None and day_of(told.at) > last.due
    return (waits_still and moved) or (late and deadline.status is Status.MET)


def _expired(standing: Standing, deadline: Deadline | None, due: date | None) -> bool:
    """Return whether time moved the case from a deadline that nobody met."""
    if deadline is None or deadline.due != due or deadline.done_on is not None:
        return False
    return any(
        step.fact is None and (step.on, step.before) == (deadline.left_on, deadline.state) for step in standing.path
    )


def _duty_is_wrong(told: Told, duties: Mapping[str, Duty], at: datetime) -> bool:
    last, duty = told.last, duties.get(told.last.key)
    if duty is None and last.due is not None and last.due >= day_of(at):
        return False  # its day may have been moved further ahead than is looked here
    if duty is None or duty.due is None or (duty.done is None and not waits(duty)):
        return last.due is not None
    if duty.done is None:
        return duty.due != last.due
    late = last is told.first and last.due is not None and day_of(told.at) > last.due
    return late and duty.done.on <= duty.due
