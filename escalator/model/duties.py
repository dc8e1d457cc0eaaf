"""When duties fall due. Owns the occurrences of every kind of obligation; never records what was performed.

An occurrence belongs to the day that it is due, or, where it has no day, to the day that it counts from. Asking for
more days adds occurrences and changes none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Final

from escalator.model.calendar import Calendar
from escalator.model.due_days import DueDay, Span, due_day
from escalator.model.due_text import rhythm_told
from escalator.model.norms import From, Kpi
from escalator.model.obligations import Obligation, ObligationKind, Of, Permission, Recurrence, Trigger
from escalator.model.occurrence import Contract, Happened, Happening, Occurrence
from escalator.model.periods import Period, contract_year, contract_years, months_after
from escalator.model.rhythm import Due, DueKind, FirstPeriod, RhythmKind, periods_of
from escalator.model.text import Text

_SEARCHED_MONTHS: Final = 60
_CONTRACT: Final = Text("het contract", "the contract")
_UNDATED: Final = Due(kind=DueKind.NO_DAY)


def occurrences(
    obligation: Obligation, start: date, until: date, contract: Contract, calendar: Calendar
) -> tuple[Occurrence, ...]:
    """Return the occurrences that belong to a stretch of days, by day and then by id.

    Args:
        obligation: the duty.
        start: first day asked for.
        until: last day asked for.
        contract: what it hangs on.
        calendar: what a working day is.

    Raises:
        InputError: the calendar does not reach that far.
    """
    duty = _as_agreed(obligation, contract)
    found = [each for each in _KINDS[duty.kind](duty, until, contract, calendar) if start <= each.day <= until]
    return tuple(
        sorted((each for each in found if _in_place(duty, each, contract)), key=lambda each: (each.day, each.id))
    )


def due_after(
    obligation: Obligation, event_day: date, calendar: Calendar, named: dict[str, date] | None = None
) -> date | None:
    """Return by when a duty after an event, or on request, is due; None where the rule gives no day.

    Args:
        obligation: a duty of one of these kinds.
        event_day: the day of the event or request.
        calendar: what a working day is.
        named: days by name that the event's data or the case's deadlines give.

    Raises:
        InputError: the calendar does not reach that far.
    """
    span = Span(event_day, event_day, Text(str(event_day), str(event_day)))
    return due_day(obligation.due or _UNDATED, span, calendar, named).day


def measuring(kpi: Kpi) -> Obligation | None:
    """Return the duty to measure a KPI in its rhythm, less what is exempt; None where no rhythm is stated."""
    if kpi.every is None:
        return None
    spared = [each for each in kpi.exemptions if each.of is From.MEASURING]
    omits = [name for each in spared for name in each.periods]
    omits += [f"CY{year}" for each in spared for year in each.contract_years]
    return Obligation(
        id=f"measure:{kpi.id}",
        label=Text(f"Meten: {kpi.label.nl}", f"Measure: {kpi.label.en}"),
        kind=ObligationKind.RECURRING,
        owed_by=kpi.measured_by,
        due=kpi.due or _UNDATED,
        recurrence=Recurrence(
            every=kpi.every, first_period=kpi.first_period, starting=kpi.starting, omits=tuple(omits)
        ),
        source=kpi.source,
    )


def arisen(permission: Permission, happenings: Iterable[Happening]) -> date | None:
    """Return the day that a permission arose by what was recorded of the contract; None if it has not."""
    done = [each for each in happenings if each.of is Of.CONTRACT and each.how is Happened.DONE]
    days = {rule: sorted(each.on for each in done if each.name == rule.event) for rule in permission.arises}
    return min((found[rule.times - 1] for rule, found in days.items() if len(found) >= rule.times), default=None)


def _as_agreed(duty: Obligation, contract: Contract) -> Obligation:
    agreed = contract.agreed.get(duty.id)
    if agreed is None:
        return duty
    kind = ObligationKind.RECURRING if agreed.recurrence else duty.kind
    return replace(duty, kind=kind, due=agreed.due, recurrence=agreed.recurrence or duty.recurrence)


def _in_place(duty: Obligation, each: Occurrence, contract: Contract) -> bool:
    """Return whether a duty that is owed only in, or outside, some states is owed on that day."""
    day = each.day if duty.kind is ObligationKind.RECURRING else each.counted_from
    states = {stay.state for stay in contract.stays if day in stay}
    return (not duty.while_in or not states.isdisjoint(duty.while_in)) and states.isdisjoint(duty.not_while)


def _recurring(duty: Obligation, until: date, contract: Contract, calendar: Calendar) -> Iterator[Occurrence]:
    rule, due = duty.recurrence, duty.due or _UNDATED
    if rule is None or rule.every.kind is RhythmKind.TO_BE_AGREED:
        open_rhythm = rhythm_told(rule.every) if rule else _CONTRACT
        yield Occurrence(id=duty.id, obligation=duty.id, due=None, counted_from=contract.start, why=open_rhythm)
        return
    for period in _owed(rule, contract):
        if period.first > until and due.kind is not DueKind.AHEAD:
            return
        found = due_day(due, Span(period.first, period.last, Text(period.name, period.name)), calendar)
        if (found.day or period.last) > until:
            return
        for number in range(1, rule.times + 1):
            named = f"{duty.id}:{period.name}" if number == 1 else f"{duty.id}:{period.name}#{number}"
            yield replace(_occurrence(duty, named, period.last, found), period=period.name)


def _owed(rule: Recurrence, contract: Contract) -> Iterator[Period]:
    """Yield the periods over which a duty is owed; the first from the contract's start on."""
    since = contract_years(rule.from_contract_year, contract.start).first
    if rule.starting is not None:
        since = max(since, rule.starting)
    end = contract.end or date.max
    for whole in takewhile(lambda whole: whole.first <= end, periods_of(rule.every, contract.start)):
        period = whole.clipped(contract.start)
        cut = period.first > whole.first and rule.first_period is FirstPeriod.WHOLE_ONLY
        year = f"CY{contract_year(period.last, contract.start)}"
        if period.last >= since and not cut and period.name not in rule.omits and year not in rule.omits:
            yield period


def _once(duty: Obligation, _: date, contract: Contract, calendar: Calendar) -> Iterator[Occurrence]:
    found = due_day(duty.due or _UNDATED, Span(contract.start, contract.end, _CONTRACT), calendar)
    yield _occurrence(duty, duty.id, contract.start, found)


def _triggered(duty: Obligation, _: date, contract: Contract, calendar: Calendar) -> Iterator[Occurrence]:
    how = Happened.PLANNED if duty.kind is ObligationKind.BEFORE else Happened.DONE
    for each in contract.happenings:
        if each.how is how and duty.trigger and _matches(duty.trigger, each):
            yield _occurrence(duty, f"{duty.id}:{each.id}", each.on, _by(duty, each, contract, calendar))


def _matches(trigger: Trigger, each: Happening) -> bool:
    if each.of is not trigger.of or each.name not in trigger.names:
        return False
    return (not trigger.tracks or each.track in trigger.tracks) and (not trigger.states or each.state in trigger.states)


def _requested(duty: Obligation, _: date, contract: Contract, calendar: Calendar) -> Iterator[Occurrence]:
    """Yield what was asked for; beyond the cap of a period it is listed, and not owed."""
    counts: Counter[str] = Counter()
    asked = [each for each in contract.happenings if each.how is Happened.REQUESTED and each.name == duty.id]
    for each in sorted(asked, key=lambda each: each.on):
        found = _occurrence(duty, f"{duty.id}:{each.id}", each.on, _by(duty, each, contract, calendar))
        period = _capping(duty.cap, each.on, contract.start)
        if duty.cap is None or duty.cap.at_most is None or period is None:
            yield found
            continue
        counts[period] += 1
        yield replace(found, due=None, excused=_beyond(period)) if counts[period] > duty.cap.at_most else found


def _capping(cap: Recurrence | None, day: date, start: date) -> str | None:
    """Return the name of the period that a request counts in; None where there is no cap, or not yet."""
    if cap is None:
        return None
    begun = takewhile(lambda period: period.first <= day, periods_of(cap.every, start))
    return next((period.name for period in begun if day in period), None)


def _beyond(period: str) -> Text:
    return Text(f"Vaker gevraagd dan afgesproken in {period}.", f"Asked for more often than agreed in {period}.")


def _continuous(duty: Obligation, _: date, contract: Contract, __: Calendar) -> Iterator[Occurrence]:
    stays = [stay for stay in contract.stays if stay.state in duty.while_in]
    if not duty.while_in:
        why = Text("doorlopend", "continuous")
        yield Occurrence(id=duty.id, obligation=duty.id, due=None, counted_from=contract.start, why=why)
    for stay in stays:
        named = f"{duty.id}:{stay.case}:{stay.state}:{stay.first}"
        why = Text(f"zolang {stay.state} duurt", f"as long as {stay.state} lasts")
        yield Occurrence(id=named, obligation=duty.id, due=None, counted_from=stay.first, why=why)


def _by(duty: Obligation, each: Happening, contract: Contract, calendar: Calendar) -> DueDay:
    """Return by when a duty that hangs on something is due."""
    due = duty.due or _UNDATED
    named = Text(f"{each.name} op {each.on}", f"{each.name} on {each.on}")
    span = Span(each.on, each.on, named)
    found = due_day(due, span, calendar, each.days)
    if due.kind is not DueKind.WITH:
        return found
    name = due.names[0]
    others = {key: other for key, other in contract.obligations.items() if key != duty.id}
    if name not in others:
        return found
    last = months_after(each.on, _SEARCHED_MONTHS)
    later = occurrences(others[name], each.on, last, replace(contract, obligations=others), calendar)
    with_it = next((other for other in later if other.due), None)
    if with_it is None:
        return found
    why = Text(f"{found.why.nl}: {with_it.why.nl}", f"{found.why.en}: {with_it.why.en}")
    return DueDay(why=why, day=with_it.due, reckoning=with_it.reckoning, provisional=with_it.provisional)


def _occurrence(duty: Obligation, named: str, counted_from: date, found: DueDay) -> Occurrence:
    return Occurrence(
        id=named,
        obligation=duty.id,
        due=found.day,
        counted_from=counted_from,
        why=found.why,
        reckoning=found.reckoning,
        provisional=found.provisional,
    )


_KINDS: Final[dict[ObligationKind, Callable[[Obligation, date, Contract, Calendar], Iterator[Occurrence]]]] = {
    ObligationKind.RECURRING: _recurring,
    ObligationKind.ONCE: _once,
    ObligationKind.AFTER: _triggered,
    ObligationKind.BEFORE: _triggered,
    ObligationKind.ON_REQUEST: _requested,
    ObligationKind.CONTINUOUS: _continuous,
}
