"""What the parties agree during the contract: norms, KPIs, exemptions, rhythms (G12). Facts of the contract's stream.

Each has a first day, and none changes what was judged already: where it would, it is refused with the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from escalator.engine.agreements.unchanged import check_unchanged
from escalator.engine.context import Context
from escalator.engine.contracts.entering import Desk, Said, enter, required
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.in_force import MEASURE
from escalator.model.assessing import Context as Judging
from escalator.model.assessing import norm_in_force
from escalator.model.entry import stated
from escalator.model.errors import InputError, UnknownName
from escalator.model.facts import Fact, Plain
from escalator.model.norms import Exemption, From, Kind, Norm, NormKind
from escalator.model.obligations import Obligation, ObligationKind, Recurrence
from escalator.model.occurrence import Agreed
from escalator.model.periods import from_to, parse
from escalator.model.results import Result
from escalator.model.rhythm import Due, DueKind, EndOf, NoDay, Rhythm, RhythmKind, Side
from escalator.model.terms import Term
from escalator.model.text import Text

_NOTE: Final = Text("het overleg (note)", "the consultation (note)")


def plain(value: object) -> Plain:
    """Return a value of the model as plain data: days and decimals as text."""
    found: Plain = msgspec.json.decode(msgspec.json.encode(value))
    return found


def set_norm(
    context: Context,
    contract: str,
    kpi: str,
    norm: str | Norm,
    *,
    since: date,
    until: date | None = None,
    note: str,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    key: str | None = None,
) -> Fact:
    """Record a norm that the parties agreed on.

    Args:
        context: the engine.
        contract: the contract.
        kpi: the KPI.
        norm: `>= 7,5`, `7,5` (compared as the norm so far is), or a norm.
        since: first day it counts, for results whose period is decided from that day on; `until` the last.
        until: last day it counts.
        note: the consultation, in words.
        on: day it was agreed; today where it is not given.
        role: the party that records it.
        by: who records it.
        key: makes the recording repeatable.

    Raises:
        UnknownName: the contract or the KPI does not exist.
        InputError: the norm cannot be read, or its days are impossible.
        Refusal: results that were judged already would come out otherwise.
    """

    def data(desk: Desk) -> dict[str, Plain]:
        _check_since(desk, since, until)
        found: dict[str, Plain] = {"kpi": kpi, "norm": plain(_norm(desk, kpi, norm, since))}
        found |= {"since": since.isoformat(), "note": required(_NOTE, note)}
        return found | ({"until": until.isoformat()} if until else {})

    said = Said(on=on, role=role, by=by, key=key)
    return enter(
        context, contract, ContractEvent.NORM_SET, said, data=data, after=lambda desk: check_unchanged(desk, [kpi])
    ).fact


def exempt(
    context: Context,
    contract: str,
    kpi: str,
    *,
    of: From | str = From.MEASURING,
    periods: Sequence[str] = (),
    contract_years: Sequence[int] = (),
    note: str,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    key: str | None = None,
) -> Fact:
    """Record that periods are not measured, or that a miss in them has no consequence.

    Args:
        context: the engine.
        contract: the contract.
        kpi: the KPI.
        of: `measuring` or `consequence`.
        periods: their names.
        contract_years: years of the contract, from 1.
        note: the consultation, in words.
        on: as `set_norm`, like the next ones.
        role: the party that records it.
        by: who records it.
        key: makes the recording repeatable.

    Raises:
        UnknownName: the contract, the KPI or the kind of exemption does not exist.
        InputError: a period cannot be read, or none is named.
        Refusal: results that were judged already would come out otherwise.
    """

    def data(desk: Desk) -> dict[str, Plain]:
        desk.agreements.kpi(kpi, desk.on)
        if of not in list(From):
            raise UnknownName(Text("vrijstelling", "exemption"), str(of), [each.value for each in From])
        if not (periods or contract_years) or any(year < 1 for year in contract_years):
            raise InputError(Text("Noem perioden of contractjaren.", "Name periods or contract years."))
        names = tuple(parse(each, desk.contract.start).name for each in periods)
        exemption = Exemption(of=From(of), periods=names, contract_years=tuple(contract_years))
        return {"kpi": kpi, "exemption": plain(exemption), "note": required(_NOTE, note)}

    said = Said(on=on, role=role, by=by, key=key)
    return enter(
        context, contract, ContractEvent.EXEMPTED, said, data=data, after=lambda desk: check_unchanged(desk, [kpi])
    ).fact


def set_rhythm(
    context: Context,
    contract: str,
    name: str,
    *,
    every: str | Rhythm | None = None,
    within: str | Term | None = None,
    day: date | None = None,
    since: date,
    note: str = "",
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    key: str | None = None,
) -> Fact:
    """Record the rhythm, or the day, of a duty or a KPI for which the contract left it open.

    Args:
        context: the engine.
        contract: the contract.
        name: the obligation or KPI.
        every: how often: `quarter`, `6 weeks`.
        within: by when: a term after the period, or after what the duty hangs on; else the period's last day.
        day: the day itself, for what is done once.
        since: nothing is owed over periods that end before this day.
        note: a remark.
        on: day it was agreed; today where it is not given.
        role: the party that records it.
        by: who records it.
        key: makes the recording repeatable.

    Raises:
        UnknownName: the contract, or the obligation or KPI does not exist.
        InputError: nothing is open there, or the rhythm cannot be read.
    """

    def data(desk: Desk) -> dict[str, Plain]:
        _check_since(desk, since, None)
        of, kind = _open(desk, name)
        recurrence = Recurrence(every=_rhythm(every), starting=since) if every is not None else None
        if (recurrence is None) != (kind is not ObligationKind.RECURRING) or (day and within):
            raise InputError(
                Text(
                    f"{name}: noem hoe vaak (every) als het terugkeert, en anders een dag of een termijn.",
                    f"{name}: name how often (every) where it recurs, and else a day or a term.",
                )
            )
        agreed = Agreed(due=_due(kind, within, day), recurrence=recurrence)
        return {"of": of, "agreed": plain(agreed), "since": since.isoformat()}

    said = Said(on=on, role=role, by=by, note=note, key=key)
    return enter(context, contract, ContractEvent.RHYTHM_SET, said, data=data).fact


def _check_since(desk: Desk, since: date, until: date | None) -> None:
    start = desk.contract.start
    if since < start or (until is not None and until < since):
        raise InputError(
            Text(
                f"Van {since} tot en met {until or '…'} kan niet; het contract begint op {start}.",
                f"From {since} to {until or '…'} is impossible; the contract starts on {start}.",
            )
        )


def _norm(desk: Desk, name: str, norm: str | Norm, since: date) -> Norm:
    kpi = desk.agreements.kpi(name, since)
    if kpi.kind is Kind.PLANNED:
        raise InputError(
            Text(f"{name} is nog niet bepaald: voeg de KPI toe.", f"{name} is still to be determined: add the KPI.")
        )
    if isinstance(norm, str):
        day = Result(kpi=name, period=from_to(since, since), on=since)
        judging = Judging(start=desk.contract.start, norm_sets=desk.agreements.norm_sets)
        so_far = norm_in_force(kpi, day, judging)
        return stated(norm, so_far.norm if so_far else None)
    return checked_norm(norm)


def checked_norm(norm: Norm) -> Norm:
    """Return a norm that can be judged by.

    Raises:
        InputError: it asks nothing.
    """
    asks = {
        NormKind.LIMITS: norm.limits or norm.improves,
        NormKind.BANDS: norm.bands,
        NormKind.JUDGED: norm.bands,
        NormKind.CHECKLIST: norm.items and norm.bands,
        NormKind.PARTS: norm.parts,
    }
    if not asks.get(norm.kind, True):
        raise InputError(Text(f"Deze norm ({norm.kind}) vraagt niets.", f"This norm ({norm.kind}) asks nothing."))
    return norm


def _rhythm(every: str | Rhythm) -> Rhythm:
    rhythm = Rhythm.parse(every) if isinstance(every, str) else every
    if rhythm.kind is RhythmKind.TO_BE_AGREED:
        raise InputError(Text("Dat laat het ritme open.", "That leaves the rhythm open."))
    return rhythm


def _due(kind: ObligationKind, within: str | Term | None, day: date | None) -> Due:
    if day is not None:
        return Due(kind=DueKind.ON, on=day)
    if within is not None:
        term = Term.parse(within) if isinstance(within, str) else within
        return Due(kind=DueKind.WITHIN, term=term, side=Side.START if kind is ObligationKind.ONCE else Side.END)
    return Due(kind=DueKind.END_OF, end_of=EndOf.PERIOD)


def _open(desk: Desk, name: str) -> tuple[str, ObligationKind]:
    """Return the obligation with that name, or the duty to measure the KPI, whose rhythm or day is open."""
    ladder = desk.agreements.ladder(desk.on)
    duty, kpi = ladder.obligations.get(name), ladder.kpis.get(name.removeprefix(MEASURE))
    if kpi is not None and kpi.every is not None and kpi.every.kind is RhythmKind.TO_BE_AGREED:
        return f"{MEASURE}{kpi.id}", ObligationKind.RECURRING
    if duty is not None and _is_open(duty) and name not in desk.agreements.agreed:
        return name, duty.kind
    if duty is None and kpi is None:
        raise UnknownName(Text("verplichting of KPI", "obligation or KPI"), name, (*ladder.obligations, *ladder.kpis))
    raise InputError(
        Text(f"{name}: ritme en termijn staan niet open.", f"{name}: neither its rhythm nor its day is open.")
    )


def _is_open(duty: Obligation) -> bool:
    rhythm = duty.recurrence.every.kind if duty.recurrence else None
    undated = duty.due is not None and duty.due.kind is DueKind.NO_DAY
    return rhythm is RhythmKind.TO_BE_AGREED or (undated and duty.due is not None and duty.due.why is not NoDay.IN_TIME)
