"""What was told of a case against where it stands: what was not told yet, and what turned out to be wrong.

Owns which events are told in a message of their own: an expiry, a right that arose, a correction. Idempotent: looking
twice owes nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from escalator.engine.cases.planning import runs
from escalator.engine.cases.standings import standing_of
from escalator.engine.context import Context, case_named
from escalator.engine.ports.ledger import About, Fate, ItemLine
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CaseLine
from escalator.engine.telling.owing import News, Owing, other_side
from escalator.engine.telling.reasons import why_corrected
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.standing import Deadline, Standing, Status, Step
from escalator.model.terms import day_of, end_of_day
from escalator.model.text import Text

_DATED = frozenset({About.DEADLINE, About.EXPIRED, About.RIGHT, About.CORRECTION})


def look(context: Context, tx: Transaction, case: str, now: datetime) -> int:
    """Owe what has not been told of a case, or was told wrongly; return how much that is."""
    stored = case_named(tx, case, lock=True)
    standing = standing_of(context, tx, stored, day_of(now))
    owing = Owing.of_case(context, tx, stored, now)
    tx.agenda.looked_at(case)
    owed = 0
    for news, roles, from_ in formal(owing.ladder, stored.line, standing):
        if from_ > now:
            tx.agenda.look_at(case, from_)
        else:
            owed += owing.tell(news, roles)
    facts = [each.fact for each in tx.facts.load(stored.line.stream)]
    return owed + _correct(owing, tx, standing, facts)


def formal(ladder: Ladder, case: CaseLine, standing: Standing) -> Iterator[tuple[News, tuple[str, ...], datetime]]:
    """Yield what is told in a message of its own, to which roles, and from which moment on.

    What took effect before the case was put on record is no news, unless it is where the case now stands.
    """
    known_from = day_of(case.opened_at)
    last = standing.path[-1] if standing.path else None
    for step, deadline in expiries(standing):
        if step.on >= known_from or step is last:
            moment = moment_of(deadline)
            news = News(About.EXPIRED, case.id, deadline.id, moment, deadline.due, deadline.due_at)
            yield news, (*deadline.owed_by, *other_side(ladder, deadline.owed_by)), moment
    for right in standing.rights:
        for n, opening in enumerate(right.openings):
            if opening.on >= known_from or opening is right.openings[-1]:
                # It may arise twice on a day: each time is told.
                earlier = sum(each.on == opening.on for each in right.openings[:n])
                moment = end_of_day(_before(opening.on)) + timedelta(seconds=earlier)
                yield (
                    News(About.RIGHT, case.id, right.name, moment, opening.on),
                    ladder.rights[right.name].holders,
                    moment,
                )


def moment_of(deadline: Deadline) -> datetime:
    """Return the first moment at which a deadline has passed."""
    return deadline.due_at or end_of_day(deadline.due)


def expiries(standing: Standing) -> Iterator[tuple[Step, Deadline]]:
    """Yield each move that time made, with the deadline that had passed."""
    moves = [step for step in standing.path if step.fact is None]
    for step in moves:
        passed = [
            each
            for each in standing.deadlines
            if each.state == step.before and each.left_on == step.on and each.status is Status.OVERDUE
        ]
        if passed:
            yield step, passed[-1]


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _correct(owing: Owing, tx: Transaction, standing: Standing, facts: list[Fact]) -> int:
    owed = 0
    for told in latest_told(tx.messages.items_of_case(owing.case)):
        message = tx.messages.get(told.message)
        found = wrong(told, standing)
        if found is not None and message is not None:
            due, due_at = found
            why = _why(told, standing, facts, owing.ladder)
            news = News(About.CORRECTION, owing.case, told.key, owing.now, due, due_at, told.id, why)
            owed += 0 if _owed_already(tx, told, due, due_at) else owing.tell_again(news, told, message)
    return owed


def _owed_already(tx: Transaction, told: ItemLine, due: date | None, due_at: datetime | None) -> bool:
    return any(
        (each.earlier, each.due, each.due_at) == (told.id, due, due_at) and each.fate is not Fate.DROPPED
        for each in tx.messages.items_of(told.contract, told.case, told.key)
    )


def latest_told(items: list[ItemLine]) -> list[ItemLine]:
    """Return what each person, or endpoint, was last told of each thing.

    A right is told once for each time that it arose, so each of those stands by itself.
    """
    told = [each for each in items if each.fate is Fate.TOLD and each.about in _DATED]
    origin = {each.id: each for each in told}
    last: dict[tuple[object, ...], ItemLine] = {}
    for each in sorted(told, key=lambda each: each.settled_at or each.owed_at):
        kind = kind_of(each, origin)
        opening = each.slot if kind is About.RIGHT else None
        last[each.key, kind is About.RIGHT, opening, each.contact, each.role] = each
    return list(last.values())


def kind_of(item: ItemLine, among: dict[str, ItemLine]) -> About:
    """Return what something that was told is about; for a correction, what it corrects is about."""
    while item.about is About.CORRECTION and item.earlier in among:
        item = among[item.earlier]
    return item.about


def wrong(told: ItemLine, standing: Standing) -> tuple[date | None, datetime | None] | None:
    """Return what the due day and moment are now, if what was told is wrong; both None where nothing is left of it."""
    if told.about is About.RIGHT:
        openings = [each.on for right in standing.rights if right.name == told.key for each in right.openings]
        return None if told.due in openings else (None, None)
    now = standing.deadline(told.key)
    if told.about is About.EXPIRED and any(
        each.id == told.key and each.due == told.due for _, each in expiries(standing)
    ):
        return None
    if now is None:
        return None if told.due is None else (None, None)
    if told.about is About.EXPIRED:
        return now.due, now.due_at
    moved = (
        (now.due, now.due_at) != (told.due, told.due_at)
        and (runs(now) or now.status is Status.SUSPENDED)
        and not standing.final
    )
    nagged = told.due is not None and told.settled_at is not None and day_of(told.settled_at) > told.due
    in_time = told.about is About.DEADLINE and nagged and now.status is Status.MET
    return (now.due, now.due_at) if moved or in_time else None


def _why(told: ItemLine, standing: Standing, facts: list[Fact], ladder: Ladder) -> Text:
    """Return why something that was told is wrong: what was recorded since, or that the calendar has changed."""
    since = [fact for fact in facts if told.settled_at is None or fact.recorded > told.settled_at]
    if since:
        return why_corrected(since[-1], ladder)
    now = standing.deadline(told.key)
    reason = now.derivation.adjusted[-1].reason if now and now.derivation.adjusted else ""
    return Text(f"De kalender is gewijzigd: {reason}.", f"The calendar has changed: {reason}.")
