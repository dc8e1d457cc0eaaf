"""Where a case stands against what was told of it: what was not told yet, and what turned out to be wrong.

Owns which events are told in a message of their own: an expiry, a right that arose. Idempotent: looking twice owes
nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from escalator.engine.cases.standings import standing_by
from escalator.engine.context import Context
from escalator.engine.ports.ledger import About
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CaseLine, StoredCase
from escalator.engine.telling.correcting import correct_case, expiries
from escalator.engine.telling.owing import News, Owing, Read, other_side
from escalator.model.ladder import Ladder
from escalator.model.standing import Deadline, Standing
from escalator.model.terms import day_of, end_of_day


def compare(context: Context, tx: Transaction, cases: Sequence[StoredCase], now: datetime) -> int:
    """Owe what has not been told of cases, or was told wrongly; return how much that is.

    Args:
        context, tx: as everywhere.
        cases: locked.
        now: this moment.
    """
    read, owed = Read(), 0
    streams = tx.facts.load_several([each.line.stream for each in cases]) if cases else {}
    told = tx.messages.items_of_cases([each.line.id for each in cases]) if cases else {}
    for stored in cases:
        facts = [each.fact for each in streams[stored.line.stream]]
        standing = standing_by(context, tx, stored, facts, day_of(now))
        owing = Owing.of_case(context, tx, stored, now, read)
        owed += _tell(owing, stored, standing) + correct_case(owing, told[stored.line.id], standing, facts)
    return owed


def _tell(owing: Owing, stored: StoredCase, standing: Standing) -> int:
    """Owe what is told in a message of its own; what takes effect later today is looked at by then."""
    tx, case, owed = owing.tx, stored.line.id, 0
    tx.agenda.looked_at(case)
    for news, roles, from_ in formal(owing.ladder, stored.line, standing):
        if from_ > owing.now:
            tx.agenda.look_at(case, from_)
        else:
            owed += owing.tell(news, roles)
    return owed


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


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
