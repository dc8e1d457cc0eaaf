"""Performing duties: what was done, is planned or was asked for. Owns which of the times owed a performance is.

Where that could be several, the user says which; nothing here guesses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from escalator.engine.cases import evidence as files
from escalator.engine.context import Context
from escalator.engine.contracts.entering import Desk, Said, enter
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.in_force import MEASURE
from escalator.engine.contracts.noting import names_of
from escalator.engine.duties.owed import DONE, SEARCHED, Duty, DutyStatus, duties_of
from escalator.engine.ports.records import Proposal
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.facts import Fact, Plain
from escalator.model.norms import Kpi, NormKind
from escalator.model.obligations import Obligation, ObligationKind
from escalator.model.periods import parse
from escalator.model.results import known
from escalator.model.rhythm import DueKind
from escalator.model.text import Text

OBLIGATION: Final = Text("verplichting", "obligation")
_IN_THE_PERIOD: Final = frozenset({DueKind.END_OF, DueKind.AT, DueKind.AHEAD, DueKind.NO_DAY})
_LISTED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Fulfilled:
    """A performance.

    Attributes:
        occurrence: the time owed that it is; None for one that was not owed.
        late: whether it came after its last day.
        proposal: what its lateness suggests.
    """

    fact: Fact
    occurrence: str | None = None
    late: bool = False
    proposal: Proposal | None = None


def fulfil(
    context: Context,
    contract: str,
    obligation: str,
    *,
    on: date | None = None,
    occurrence: str | None = None,
    period: str | None = None,
    role: str | None = None,
    by: str = "",
    note: str = "",
    checklist: Mapping[str, bool] | None = None,
    evidence: Path | str | bytes | None = None,
    key: str | None = None,
) -> Fulfilled:
    """Record that an obligation was performed: a report delivered, a meeting held, minutes sent.

    Args:
        context: the engine.
        contract: the contract.
        obligation: the obligation.
        on: day it was performed; today where it is not given.
        occurrence: which time owed it is, by its id.
        period: or by the name of its period.
        role: the party that performed it, one of those that owe it.
        by: who records it.
        note: a remark.
        checklist: item of its checklist: whether it is there.
        evidence: the report itself, or another file: its path or its content.
        key: makes the recording repeatable.

    Raises:
        UnknownName: the contract, the obligation, the time owed, or an item of the checklist does not exist.
        InputError: it could be several of the times owed; they are listed.
        Refusal: the day is impossible, it was performed already, or the role does not owe it.
    """
    chosen: list[Duty] = []

    def data(desk: Desk) -> dict[str, Plain]:
        duty = _duty(desk, obligation, role)
        one = _choose(desk, duty, occurrence, period)
        chosen.extend([one] if one else [])
        found: dict[str, Plain] = {"obligation": duty.id}
        found |= {"occurrence": one.id} if one else {}
        found |= {"checklist": _checked(desk, duty, checklist)} if checklist else {}
        if evidence is not None:
            found["file"] = files.keep(desk.context, desk.tx, evidence).sha256
        return found

    with context.store.writing():
        said = Said(on=on, role=role, by=by, note=note, key=key)
        entered = enter(context, contract, ContractEvent.PERFORMED, said, data=data)
        one = chosen[0] if chosen else None
        late = one is not None and one.due is not None and entered.fact.on > one.due
        proposal = _lateness(entered.desk, entered.fact, one) if late and one and entered.desk else None
    return Fulfilled(fact=entered.fact, occurrence=one.id if one else None, late=late, proposal=proposal)


def plan(
    context: Context,
    contract: str,
    name: str,
    day: date,
    *,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    note: str = "",
    key: str | None = None,
) -> Fact:
    """Record that something is planned; what is owed before it counts back from that day.

    Args:
        context: the engine.
        contract: the contract.
        name: an obligation, such as a meeting; or an event of the contract that the ladder names.
        day: the day it is planned for.
        on: day it was planned; today where it is not given.
        role: the party that plans it.
        by: who records it.
        note: a remark.
        key: makes the recording repeatable.

    Raises:
        UnknownName: there is no such contract, obligation or event.
        InputError: the day lies before that of the planning.
    """

    def data(desk: Desk) -> dict[str, Plain]:
        duties, events = desk.agreements.ladder(desk.on).obligations, names_of(desk.agreements)
        known(OBLIGATION, [name], [*duties, *events])
        if day < desk.on:
            raise InputError(
                Text(
                    f"{day} ligt voor de dag van het plannen ({desk.on}).",
                    f"{day} is before {desk.on}, when it was planned.",
                )
            )
        return {"obligation" if name in duties else "event": name, "day": day.isoformat()}

    said = Said(on=on, role=role, by=by, note=note, key=key)
    return enter(context, contract, ContractEvent.PLANNED, said, data=data).fact


def ask(
    context: Context,
    contract: str,
    obligation: str,
    *,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    note: str = "",
    key: str | None = None,
) -> Fact:
    """Record that an obligation on request was asked for.

    Args:
        context: the engine.
        contract: the contract.
        obligation: the obligation.
        on: day it was asked for; today where it is not given.
        role: the party that asks.
        by: who records it.
        note: a remark.
        key: makes the recording repeatable.

    Raises:
        UnknownName: there is no such contract, or no such obligation that is owed on request.
    """

    def data(desk: Desk) -> dict[str, Plain]:
        duties = desk.agreements.ladder(desk.on).obligations
        asked = [name for name, duty in duties.items() if duty.kind is ObligationKind.ON_REQUEST]
        known(Text("verplichting op verzoek", "obligation on request"), [obligation], asked)
        return {"obligation": obligation}

    said = Said(on=on, role=role, by=by, note=note, key=key)
    return enter(context, contract, ContractEvent.REQUESTED, said, data=data).fact


def _duty(desk: Desk, name: str, role: str | None) -> Obligation:
    duties = desk.agreements.ladder(desk.on).obligations
    if name.startswith(MEASURE):
        raise InputError(Text("Een meting wordt vastgelegd als resultaat.", "A measurement is recorded as a result."))
    known(OBLIGATION, [name], duties)
    duty = duties[name]
    if role is not None and role not in duty.owed_by:
        named = ", ".join(duty.owed_by)
        raise Refusal(
            "role_not_entitled",
            Text(f"{name} rust op {named}, niet op {role}", f"{name} is owed by {named}, not {role}"),
        )
    return duty


def _choose(desk: Desk, duty: Obligation, occurrence: str | None, period: str | None) -> Duty | None:
    """Return which of the times owed is performed; None where nothing is owed."""
    until = desk.on + SEARCHED
    owed = [each for each in duties_of(desk.context, desk.tx, desk.agreements, desk.on, until) if _is(each, duty)]
    if occurrence is not None or period is not None:
        return _named(owed, occurrence, period)
    ready = [each for each in owed if each.status not in DONE and _may_be(each, desk)]
    if len(ready) > 1:
        raise InputError(
            Text(
                f"{duty.id}: welke? Noem er een (occurrence of period): {_listed(ready)}.",
                f"{duty.id}: which one? Name it (occurrence or period): {_listed(ready)}.",
            )
        )
    return ready[0] if ready else None


def _is(each: Duty, duty: Obligation) -> bool:
    return each.obligation.id == duty.id and each.status not in (DutyStatus.CONTINUOUS, DutyStatus.EXCUSED)


def _listed(duties: Sequence[Duty]) -> str:
    named = [f"{each.id} ({each.due})" if each.due else each.id for each in duties]
    return ", ".join(named[:_LISTED]) + (" …" if len(named) > _LISTED else "")


def _may_be(each: Duty, desk: Desk) -> bool:
    """Return whether a performance on a day may be this one: a meeting falls in its period, a report after it."""
    if not each.occurrence.period:
        return each.occurrence.counted_from <= desk.on
    period = parse(each.occurrence.period, desk.contract.start)
    due = each.obligation.due
    within = due is None or due.kind in _IN_THE_PERIOD
    return (period.first <= desk.on) if within else (period.last < desk.on)


def _named(owed: Sequence[Duty], occurrence: str | None, period: str | None) -> Duty:
    found = [
        each for each in owed if each.id == occurrence or (occurrence is None and each.occurrence.period == period)
    ]
    if not found:
        names = [each.id for each in owed] if occurrence is not None else [each.occurrence.period for each in owed]
        raise UnknownName(OBLIGATION, occurrence or period or "", filter(None, names))
    ready = [each for each in found if each.status not in DONE]
    if not ready:
        done = found[-1].done
        day = done.on if done else None
        raise Refusal(
            "not_allowed_in_state",
            Text(f"{found[-1].id} is op {day} al verricht", f"{found[-1].id} was performed on {day} already"),
        )
    return ready[0]


def _checked(desk: Desk, duty: Obligation, checklist: Mapping[str, bool]) -> dict[str, Plain]:
    ladder = desk.agreements.ladder(desk.on)
    items = ladder.checklists[duty.checklist].items if duty.checklist else {}
    known(Text("punt", "item"), checklist, items)
    return {name: bool(flag) for name, flag in sorted(checklist.items())}


def _lateness(desk: Desk, fact: Fact, one: Duty) -> Proposal | None:
    """Propose what a late performance means for a KPI, unless that was judged already."""
    late, period = one.obligation.late, one.occurrence.period
    if late is None or not period:
        return None
    kpi = desk.agreements.kpi(late.kpi, desk.on)
    judgement = _failing(kpi)
    if judgement is None or desk.tx.results.counting(desk.contract.id, kpi.id, "", period) is not None:
        return None
    label, came = one.obligation.label, f"{fact.on} > {one.due}"
    proposal = Proposal(
        contract=desk.contract.id,
        seq=fact.seq,
        event=str(ContractEvent.MEASURED),
        case=None,
        data={"kpi": kpi.id, "period": period, "item": late.item, "judgement": judgement},
        reason=Text(
            f"{label.nl}, {period}: te laat ({came}). {kpi.label.nl}: {late.item} niet in orde.",
            f"{label.en}, {period}: late ({came}). {kpi.label.en}: {late.item} not in order.",
        ),
        made_on=desk.context.today(),
    )
    desk.tx.results.propose(proposal)
    return proposal


def _failing(kpi: Kpi) -> str | None:
    """Return the judgement that a KPI with a failing item comes to."""
    norms = [each.norm for each in kpi.norms if each.norm.kind is NormKind.CHECKLIST]
    return next((band.name for norm in norms for band in norm.bands if band.miss), None)
