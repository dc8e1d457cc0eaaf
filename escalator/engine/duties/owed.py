"""What is owed in a contract, by whom and by when, and what became of it. Owns the status; reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from escalator.engine.context import Context, contract_named
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.in_force import MEASURE, Agreements, agreements_of
from escalator.engine.duties.happenings import Known, known
from escalator.engine.ports.store import Transaction
from escalator.model.calendar import Calendar
from escalator.model.duties import measuring, occurrences
from escalator.model.errors import UnknownName
from escalator.model.norms import Kpi
from escalator.model.obligations import Obligation, ObligationKind
from escalator.model.occurrence import Contract as Hanging
from escalator.model.occurrence import Occurrence
from escalator.model.periods import months_after
from escalator.model.rhythm import NoDay, RhythmKind
from escalator.model.text import Text

SOON: Final = timedelta(days=14)
SEARCHED: Final = timedelta(days=800)
"""How far ahead an occurrence is looked for: longer than two years with a term after them."""


class DutyStatus(StrEnum):
    """How a duty stands on a day.

    `to_be_agreed`: its rhythm or day is still open; `continuous`: owed all the time; `excused`: not owed after all.
    """

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "late"
    TO_BE_AGREED = "to_be_agreed"
    CONTINUOUS = "continuous"
    EXCUSED = "excused"


DONE: Final = frozenset({DutyStatus.MET, DutyStatus.LATE})


@dataclass(frozen=True, slots=True)
class Performed:
    """What performed a duty: a fact of the contract, or of a case where `case` names one."""

    on: date
    fact: str
    case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One time that something is owed, as it stands on a day.

    Attributes:
        occurrence: when it is owed, with why, and the count that gives its day; its `id` is unique in the contract.
        region: for a KPI that is measured by region.
        case: the case that it hangs on.
    """

    contract: str
    obligation: Obligation
    occurrence: Occurrence
    status: DutyStatus
    done: Performed | None = None
    region: str | None = None
    case: str | None = None

    @property
    def id(self) -> str:
        """What it is called in the contract."""
        return self.occurrence.id

    @property
    def due(self) -> date | None:
        """The last day in time; None where there is none."""
        return self.occurrence.due


def obligations(
    context: Context, contract: str | None = None, *, until: date | None = None, as_of: date | None = None
) -> list[Duty]:
    """Return what is owed, was owed and will be, by day; what has no day comes last.

    Args:
        context: the engine.
        contract: only those of one contract.
        until: the last day looked at; a month after `as_of` where it is not given.
        as_of: the day on the evening of which it is seen; today where it is not given.

    Raises:
        UnknownName: there is no such contract.
        InputError: a calendar does not reach that far.
    """
    day = as_of or context.today()
    last = until or months_after(day, 1)
    with context.store.reading() as tx:
        names = [contract_named(tx, contract).id] if contract is not None else tx.contracts.ids()
        found = [duty for name in names for duty in _of(context, tx, name, day, last)]
    return sorted(found, key=lambda duty: (duty.due is None, duty.occurrence.day, duty.contract, duty.id))


def explain_duty(context: Context, contract: str, occurrence: str, as_of: date | None = None) -> Duty:
    """Return one time that something is owed, with why and the count of its day.

    Raises:
        UnknownName: there is no such contract, or nothing of that id is owed in it.
    """
    day = as_of or context.today()
    with context.store.reading() as tx:
        found = {duty.id: duty for duty in _of(context, tx, contract_named(tx, contract).id, day, day + SEARCHED)}
    if occurrence not in found:
        raise UnknownName(Text("verplichting", "obligation"), occurrence, found)
    return found[occurrence]


def duties_of(context: Context, tx: Transaction, agreements: Agreements, as_of: date, until: date) -> list[Duty]:
    """Return what is owed in a contract until a day, as it stands on another."""
    contract = agreements.contract
    in_cases = any(
        duty.hangs_on_cases for version in agreements.versions for duty in version.ladder.obligations.values()
    )
    things = known(context, tx, agreements, as_of, in_cases=in_cases)
    calendar = context.calendar(tx, contract.id, contract.calendar)
    ends = [day for day in (contract.end, contract.closed_on) if day is not None]
    found: list[Duty] = []
    for place, version in enumerate(agreements.versions):
        ladder = version.ladder
        after = agreements.versions[place + 1].since if place + 1 < len(agreements.versions) else date.max
        hanging = Hanging(
            start=contract.start,
            end=min(ends, default=None),
            happenings=things.happenings,
            stays=things.stays,
            agreed=dict(agreements.agreed),
            obligations=ladder.obligations,
        )
        span = _Span(calendar, version.since if place else date.min, after, until)
        for duty in ladder.obligations.values():
            found += _stand(duty, span.of(duty, hanging), things, agreements, as_of)
        for kpi in ladder.kpis.values():
            found += _measured(tx, kpi, span, hanging, (agreements, as_of))
    return found


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of days in which one version of the ladder holds, and the last day looked at."""

    calendar: Calendar
    since: date
    after: date
    until: date

    def of(self, duty: Obligation, hanging: Hanging) -> Iterator[Occurrence]:
        """Yield the times that a duty is owed which count from a day of the stretch."""
        for each in occurrences(duty, date.min, self.until, hanging, self.calendar):
            if self.since <= each.counted_from < self.after:
                yield each


def _of(context: Context, tx: Transaction, name: str, as_of: date, until: date) -> list[Duty]:
    return duties_of(context, tx, agreements_of(context, tx, contract_named(tx, name)), as_of, until)


def _stand(
    duty: Obligation, owed: Iterable[Occurrence], things: Known, agreements: Agreements, as_of: date
) -> Iterator[Duty]:
    done = {
        str(fact.data["occurrence"]): Performed(fact.on, fact.id)
        for fact in agreements.of_event(ContractEvent.PERFORMED)
        if "occurrence" in fact.data and fact.on <= as_of
    }
    lasting = {f"{stay.case}:{stay.state}:{stay.first}" for stay in things.stays if stay.last is None}
    for each in owed:
        hangs_on = each.id.removeprefix(f"{duty.id}:")
        if duty.kind is ObligationKind.CONTINUOUS and hangs_on != each.id and hangs_on not in lasting:
            continue
        case = hangs_on.partition("/")[0].partition(":")[0] if hangs_on != each.id and not each.period else ""
        in_case = case if any(fact.case == case for fact in things.in_cases) else None
        performed = done.get(each.id) or _by_event(duty, each, things, hangs_on)
        yield Duty(
            contract=agreements.contract.id,
            obligation=duty,
            occurrence=each,
            status=status_of(duty, each, performed, as_of),
            done=performed,
            case=in_case,
        )


def _by_event(duty: Obligation, each: Occurrence, things: Known, hangs_on: str) -> Performed | None:
    """Return the first event after what a duty hangs on that performs it: of the same case, where it hangs on one."""
    if not duty.done_by:
        return None
    place = next((at for at, fact in enumerate(things.in_cases) if fact.happening == hangs_on), None)
    case = things.in_cases[place].case if place is not None else None
    later = things.in_cases[place + 1 :] if place is not None else things.in_cases
    for fact in later:
        if fact.fact.event in duty.done_by and case in {None, fact.case} and fact.fact.on >= each.counted_from:
            return Performed(fact.fact.on, fact.fact.id, fact.case)
    return None


def status_of(duty: Obligation, each: Occurrence, done: Performed | None, as_of: date) -> DutyStatus:
    """Return how a duty stands on the evening of a day."""
    if done is not None:
        return DutyStatus.LATE if each.due is not None and done.on > each.due else DutyStatus.MET
    if each.excused is not None:
        return DutyStatus.EXCUSED
    if duty.kind is ObligationKind.CONTINUOUS:
        return DutyStatus.CONTINUOUS
    if each.due is None:
        return DutyStatus.TO_BE_AGREED if _is_open(duty, each) else DutyStatus.OPEN
    if each.due < as_of:
        return DutyStatus.OVERDUE
    return DutyStatus.DUE_SOON if each.due - as_of <= SOON else DutyStatus.OPEN


def _is_open(duty: Obligation, each: Occurrence) -> bool:
    rhythm = duty.recurrence.every.kind if duty.recurrence else None
    undecided = duty.due is not None and duty.due.why is NoDay.TO_BE_AGREED
    return not each.period and (rhythm is RhythmKind.TO_BE_AGREED or undecided)


def _measured(tx: Transaction, kpi: Kpi, span: _Span, hanging: Hanging, on: tuple[Agreements, date]) -> Iterator[Duty]:
    """Yield the duty to measure a KPI, for each period and region, with the result that performed it."""
    duty, (agreements, as_of) = measuring(kpi), on
    if duty is None:
        return
    lines = tx.results.series(agreements.contract.id, kpi.id)
    done = {(line.period, line.region): Performed(line.on, str(line.seq)) for line in lines if line.on <= as_of}
    regions: tuple[str, ...] = tuple(agreements.ladder(as_of).regions) if kpi.per_region else ("",)
    for each in span.of(replace(duty, id=f"{MEASURE}{kpi.id}"), hanging):
        for region in regions:
            performed = done.get((each.period, region))
            yield Duty(
                contract=agreements.contract.id,
                obligation=duty,
                occurrence=replace(each, id=f"{each.id}@{region}") if region else each,
                status=status_of(duty, each, performed, as_of),
                done=performed,
                region=region or None,
            )
