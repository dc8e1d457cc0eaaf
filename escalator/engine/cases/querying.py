"""Questions about cases: where they stand, what is due, what happened and why. Reads; never writes.

Lines are kept as of the evening they were written. Where time has moved a case since, the answer is worked out anew,
so that it is right whether or not a daemon ran.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import structs

from escalator.engine.cases.folding import brought_to
from escalator.engine.cases.lines import deadline_lines, standing_line
from escalator.engine.cases.standings import standing_of
from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CaseLine, CaseView, DeadlineLine, DeadlineView, Explained, HistoryEntry
from escalator.model.errors import UnknownName
from escalator.model.facts import Common, Fact, retracted
from escalator.model.standing import Deadline, Standing, Status
from escalator.model.terms import day_of
from escalator.model.text import Text


def stand(context: Context, case: str, as_of: date | None = None, known_at: date | datetime | None = None) -> Standing:
    """Return where a case stands on the evening of a day.

    Args:
        context: the engine.
        case: the case.
        as_of: the day; today where it is not given. A later day shows what time alone will do.
        known_at: only what was recorded by then counts.

    Raises:
        UnknownName: there is no such case.
    """
    return case_view(context, case, as_of, known_at).standing


def case_view(
    context: Context, case: str, as_of: date | None = None, known_at: date | datetime | None = None
) -> CaseView:
    """Return a case and where it stands; as `stand`."""
    with context.store.reading() as tx:
        stored = case_named(tx, case)
        return CaseView(stored.line, standing_of(context, tx, stored, as_of or context.today(), known_at))


def cases(
    context: Context,
    contract: str | None = None,
    *,
    state: str | None = None,
    final: bool | None = None,
    as_of: date | None = None,
) -> list[CaseLine]:
    """Return cases in the order they were opened, each as it stands on the evening of a day.

    Args:
        context: the engine.
        contract: only those of one contract.
        state: only those in one state.
        final: only those that have ended, or have not.
        as_of: the day; today where it is not given. Cases that had not been opened by then are left out.

    Raises:
        UnknownName: there is no such contract.
    """
    day = as_of or context.today()
    with context.store.reading() as tx:
        if contract is not None:
            contract_named(tx, contract)
        found = [_line_on(context, tx, line, day) for line in tx.cases.lines(contract) if line.opened_on <= day]
    return [line for line in found if state in {None, line.standing.state} and final in {None, line.standing.final}]


def _line_on(context: Context, tx: Transaction, line: CaseLine, day: date) -> CaseLine:
    kept = line.standing
    if kept.as_of <= day and (kept.next_change is None or day < kept.next_change):
        return line
    if kept.as_of > day:
        found = standing_of(context, tx, case_named(tx, line.id), day)
        now = structs.replace(kept, state=found.state, step=found.step, final=found.final, since=found.since)
        return structs.replace(line, standing=structs.replace(now, as_of=day, next_change=found.next_change))
    fold, then = brought_to(context, tx, case_named(tx, line.id), day)
    return structs.replace(line, standing=standing_line(fold.procedure, then.progress, day))


def deadlines(
    context: Context,
    *,
    within: timedelta | None = None,
    overdue: bool = False,
    contract: str | None = None,
    as_of: date | None = None,
) -> list[DeadlineView]:
    """Return the deadlines of cases that have not ended, the earliest first.

    Args:
        context: the engine.
        within: only those due by so many days after `as_of`, and those overdue.
        overdue: only those overdue on the evening of `as_of`.
        contract: only those of one contract.
        as_of: the day; today where it is not given.

    Raises:
        UnknownName: there is no such contract.
    """
    day = as_of or context.today()
    until = day if overdue else day + within if within is not None else date.max
    with context.store.reading() as tx:
        if contract is not None:
            contract_named(tx, contract)
        past = day < context.today()
        found = list(_then(context, tx, contract, day) if past else _live(context, tx, contract, until, day))
    wanted = {Status.OVERDUE} if overdue else {Status.OPEN, Status.OVERDUE, Status.SUSPENDED}
    found = [each for each in found if each.deadline.status in wanted and each.deadline.due <= until]
    return sorted(found, key=lambda each: (each.deadline.due, each.case, each.deadline.id))


def _then(context: Context, tx: Transaction, contract: str | None, day: date) -> Iterator[DeadlineView]:
    """Yield the deadlines of cases that had not ended on the evening of a day that is past."""
    for case in tx.cases.lines(contract):
        if case.opened_on <= day:
            found = standing_of(context, tx, case_named(tx, case.id), day)
            deadlines = [] if found.final else found.deadlines
            yield from (DeadlineView(case.id, case.contract, _as_line(n, each)) for n, each in enumerate(deadlines))


def _as_line(n: int, deadline: Deadline) -> DeadlineLine:
    return DeadlineLine(
        id=deadline.id,
        n=n,
        state=deadline.state,
        due=deadline.due,
        due_at=deadline.due_at,
        status=deadline.status.value,
        owed_by=deadline.owed_by,
        counted_from=None,
        expires=deadline.expires,
        provisional=deadline.provisional,
        left_on=deadline.left_on,
    )


def _live(context: Context, tx: Transaction, contract: str | None, until: date, day: date) -> Iterator[DeadlineView]:
    """Yield the deadlines as they are on that day; of a case that time has moved, those it moved anew."""
    lines = tx.cases.live_deadlines(max(until, day), contract)
    anew = {case: _anew(context, tx, case, day) for case, _, line in lines if _moved(line, day)}
    for case, of, line in lines:
        if line.id not in anew.get(case, {}):
            yield DeadlineView(case, of, structs.replace(line, status=_status(line, day)))
    of_case = {case: of for case, of, _ in lines}
    for case, found in anew.items():
        yield from (DeadlineView(case, of_case[case], line) for line in found.values() if line is not None)


def _anew(context: Context, tx: Transaction, case: str, day: date) -> dict[str, DeadlineLine | None]:
    """Return a case's deadlines that time may have moved; None for one that nobody need look at any more."""
    fold, now = brought_to(context, tx, case_named(tx, case), day)
    found = {line.id: line for line in deadline_lines(fold.procedure, now, day)}
    return {each.id: found.get(each.id) for each in now.since}


def _moved(line: DeadlineLine, day: date) -> bool:
    """Whether something follows by itself because this deadline has passed since it was written."""
    return line.expires and line.status == Status.OPEN and _status(line, day) == Status.OVERDUE


def _status(line: DeadlineLine, day: date) -> str:
    if line.status != Status.OPEN:
        return line.status
    passed = day >= day_of(line.due_at) if line.due_at is not None else day > line.due
    return Status.OVERDUE.value if passed else Status.OPEN.value


def history(context: Context, case: str) -> list[HistoryEntry]:
    """Return every fact of a case in the order recorded, retracted ones too.

    Raises:
        UnknownName: there is no such case.
    """
    with context.store.reading() as tx:
        stored = tx.facts.load(case_named(tx, case).line.stream)
    facts = [each.fact for each in stored]
    out = retracted(facts)
    by = {str(each.data["fact"]): each.id for each in facts if each.event == Common.RETRACTED and each.id not in out}
    return [HistoryEntry(each.fact, each.key, by.get(each.fact.id)) for each in stored]


def explain(context: Context, case: str, deadline: str, as_of: date | None = None) -> Explained:
    """Return a deadline with its derivation and the facts that it rests on.

    Raises:
        UnknownName: there is no such case, or it has no such deadline.
    """
    with context.store.reading() as tx:
        stored = case_named(tx, case)
        found = standing_of(context, tx, stored, as_of or context.today())
        facts = {each.fact.id: each.fact for each in tx.facts.load(stored.line.stream)}
    wanted = found.deadline(deadline)
    if wanted is None:
        raise UnknownName(Text("termijn", "deadline"), deadline, (each.id for each in found.deadlines))
    rests_on = {wanted.derivation.fact, *(each.fact for each in wanted.derivation.adjusted)}
    return Explained(stored.line, wanted, _chosen(facts, rests_on))


def _chosen(facts: dict[str, Fact], wanted: set[str | None]) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if name in wanted}
