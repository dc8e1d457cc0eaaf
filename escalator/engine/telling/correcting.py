"""What was told against how things stand: what turned out to be wrong, and whom to tell so.

Owns when a message needs a correction. Whoever was told last of something is told how it is now; what was corrected
and holds after all is told anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import dropwhile
from typing import Final

from escalator.engine.cases.planning import runs
from escalator.engine.duties.owed import Duty, DutyStatus
from escalator.engine.ports.ledger import About, Fate, ItemLine
from escalator.engine.ports.store import Transaction
from escalator.engine.telling.owing import News, Owing
from escalator.engine.telling.reasons import joined, why_closed_day, why_corrected
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.standing import Deadline, Standing, Status, Step
from escalator.model.terms import day_of
from escalator.model.text import Text

Due = tuple[date | None, datetime | None]
"""What the due day and moment are now; both None where nothing is left of what was told."""
_DATED: Final = frozenset({About.DEADLINE, About.DUTY, About.EXPIRED, About.RIGHT, About.CORRECTION})
_FORMAL: Final = frozenset({About.EXPIRED, About.RIGHT})
_OPEN: Final = frozenset({DutyStatus.OPEN, DutyStatus.DUE_SOON, DutyStatus.OVERDUE})


def correct_case(owing: Owing, items: list[ItemLine], standing: Standing, facts: list[Fact]) -> int:
    """Owe what corrects what was told of a case; return how much that is.

    Args:
        owing: for the case.
        items: all that was to be told about it.
        standing: where it stands now; `facts` all that it has.
    """
    tx, by_id, owed = owing.tx, {each.id: each for each in items}, 0
    for told in latest_told(items):
        first = origin(told, by_id)
        if told is not first and first.about in _FORMAL and wrong(first, standing) is None:
            news = News(first.about, owing.case, told.key, first.slot, first.due, first.due_at, told.id)
            owed += _tell_again(owing, tx, told, news)
        elif (found := wrong(told, standing)) is not None:
            why = _why(told, standing, facts, owing.ladder)
            news = News(About.CORRECTION, owing.case, told.key, owing.now, *found, told.id, why)
            owed += _tell_again(owing, tx, told, news)
    return owed


def correct_duties(owing: Owing, tx: Transaction, duties: Iterable[Duty]) -> int:
    """Owe what corrects what was told of a contract's duties; return how much that is."""
    now, owed = {each.id: each for each in duties}, 0
    for told in latest_told(tx.messages.items_of_contract(owing.contract.id)):
        found = wrong_of_duty(told, now)
        if found is not None:
            news = News(About.CORRECTION, "", told.key, owing.now, *found, told.id, _why_of_duty(now.get(told.key)))
            owed += _tell_again(owing, tx, told, news)
    return owed


def _tell_again(owing: Owing, tx: Transaction, told: ItemLine, news: News) -> int:
    """Owe something to whoever was told, unless it is owed already."""
    message = tx.messages.get(told.message)
    known = any(
        (each.earlier, each.due, each.due_at) == (told.id, news.due, news.due_at) and each.fate is not Fate.DROPPED
        for each in tx.messages.items_of(told.contract, told.case, told.key)
    )
    return 0 if known or message is None else owing.tell_again(news, told, message)


def latest_told(items: list[ItemLine]) -> list[ItemLine]:
    """Return what each person, or endpoint, was last told of each thing.

    A right is told once for each time that it arose, so each of those stands by itself.
    """
    told = [each for each in items if each.fate is Fate.TOLD and each.about in _DATED]
    by_id = {each.id: each for each in items}
    last: dict[tuple[object, ...], ItemLine] = {}
    for each in sorted(told, key=lambda each: each.settled_at or each.owed_at):
        first = origin(each, by_id)
        opening = first.slot if first.about is About.RIGHT else None
        last[each.key, first.about is About.RIGHT, opening, each.contact, each.role] = each
    return list(last.values())


def origin(item: ItemLine, among: Mapping[str, ItemLine]) -> ItemLine:
    """Return what a correction, or a correction of that, corrects in the end; anything else is its own."""
    while item.about is About.CORRECTION and item.earlier in among:
        item = among[item.earlier]
    return item


def wrong(told: ItemLine, standing: Standing) -> Due | None:
    """Return how it is now, if what was told of a case is wrong; None where it is right."""
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
    in_time = told.about is About.DEADLINE and _said_overdue(told) and now.status is Status.MET
    return (now.due, now.due_at) if moved or in_time else None


def wrong_of_duty(told: ItemLine, now: Mapping[str, Duty]) -> Due | None:
    """Return how it is now, if what was told of a duty is wrong; None where it is right."""
    duty = now.get(told.key)
    if duty is None or duty.status is DutyStatus.EXCUSED or duty.due is None:
        return None if told.due is None else (None, None)
    moved = duty.due != told.due and duty.status in _OPEN
    in_time = told.about is About.DUTY and _said_overdue(told) and duty.status is DutyStatus.MET
    return (duty.due, None) if moved or in_time else None


def _said_overdue(told: ItemLine) -> bool:
    return told.due is not None and told.settled_at is not None and day_of(told.settled_at) > told.due


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


def _why(told: ItemLine, standing: Standing, facts: list[Fact], ladder: Ladder) -> Text:
    """Return why something that was told is wrong: the days that were closed since, or else what was recorded."""
    now = standing.deadline(told.key)
    moves = now.derivation.adjusted if now is not None else ()
    since = [each.closed for each in dropwhile(lambda each: each.before != told.due, moves)]
    closed = [each for each in since if each is not None]
    if closed and closed == since:
        return joined(*(why_closed_day(each.day, each.reason) for each in closed))
    later = [fact for fact in facts if told.settled_at is None or fact.recorded > told.settled_at]
    return why_corrected((later or facts)[-1], ladder)


def _why_of_duty(duty: Duty | None) -> Text:
    if duty is not None and duty.status is DutyStatus.MET:
        return Text(
            "Dat dit op tijd is nagekomen, is pas na dat bericht vastgelegd.",
            "That this was performed in time was recorded only after that message.",
        )
    return Text(
        "Wat later is vastgelegd of afgesproken, heeft dit gewijzigd.",
        "What was recorded or agreed later has changed this.",
    )
