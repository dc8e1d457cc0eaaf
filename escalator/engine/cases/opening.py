"""Opening a case and recording its facts, as users ask for it. Owns what is settled when a case is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from escalator.engine import chain, checks
from escalator.engine.cases import evidence as files
from escalator.engine.cases import recording
from escalator.engine.cases.recording import NewFact
from escalator.engine.context import Context, case_named, contract_named
from escalator.engine.contracts.in_force import agreements_of
from escalator.engine.ports.records import Evidence
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CaseLine, CaseView, Contract, Head, Recorded, StandingLine, StoredCase
from escalator.model.errors import InputError, Refusal, UnknownName
from escalator.model.facts import Common, Scope
from escalator.model.ladder import CasePer, Ladder
from escalator.model.text import Text


def record(
    context: Context,
    case: str,
    event: str,
    *,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    received: date | None = None,
    evidence: Path | str | bytes | None = None,
    key: str | None = None,
) -> Recorded:
    """Record a fact of a case.

    Args:
        context: the engine.
        case: the case.
        event: one of the ladder's, or one that every ladder knows.
        on: day it happened (Europe/Amsterdam); today where it is not given.
        role: the party that acted; needed where several may and it is no approval by several.
        by: who records it.
        data: the event's data.
        at: moment it happened (aware), where a term in hours counts from it.
        received: day the other party received it.
        evidence: a file that goes with it, by path or content; kept by its SHA-256, in a fact `evidence_added`.
        key: makes the recording repeatable: the same key again returns the fact recorded then.

    Raises:
        UnknownName: the case, the event, the role or one of the data keys does not exist.
        Refusal: the fact does not fit; nothing is written.
        InputError: its key was used before for something else, or the file is not accepted.
    """
    new = NewFact(
        event=event,
        on=on or context.today(),
        role=role,
        by=by,
        data=data or {},
        at=at,
        received=received,
        key=key,
    )
    with context.store.writing() as tx:
        if evidence is None:
            return recording.record_in(context, tx, case, new)
        return _record_with(context, tx, case, new, files.keep(context, tx, evidence))


def _record_with(context: Context, tx: Transaction, case: str, new: NewFact, file: Evidence) -> Recorded:
    """Record a fact with its file: in one fact where it is evidence itself, else in one beside it."""
    if new.event == Common.EVIDENCE:
        data = {"note": file.name or file.sha256, **new.data, "file": file.sha256}
        return recording.record_in(context, tx, case, structs.replace(new, data=data))
    recorded = recording.record_in(context, tx, case, new)
    if not recorded.repeated:
        fact = recorded.fact
        note = f"{fact.event} ({fact.id}): {file.name or file.sha256}"
        beside = NewFact(
            event=Common.EVIDENCE, on=fact.on, role=fact.role, by=fact.by, data={"file": file.sha256, "note": note}
        )
        recording.record_in(context, tx, case, beside)
    return recorded


def retract(
    context: Context,
    case: str,
    fact: str,
    *,
    reason: str,
    by: str = "",
    role: str | None = None,
    key: str | None = None,
) -> Recorded:
    """Take a fact out of account from today on, or restore one by retracting its retraction.

    Raises:
        UnknownName, Refusal, InputError: as `record`.
    """
    data = {"fact": fact, "reason": reason}
    return record(context, case, Common.RETRACTED, role=role, by=by, data=data, key=key)


def adjust(
    context: Context,
    case: str,
    deadline: str,
    due: date,
    *,
    reason: str,
    on: date | None = None,
    by: str = "",
    role: str | None = None,
    key: str | None = None,
) -> Recorded:
    """Move a deadline, where the contract says that it can be.

    Raises:
        UnknownName, Refusal, InputError: as `record`.
    """
    data = {"deadline": deadline, "due": due, "reason": reason}
    return record(context, case, Common.ADJUSTED, on=on, role=role, by=by, data=data, key=key)


def open_case(
    context: Context,
    contract: str,
    *,
    on: date | None = None,
    kpis: Sequence[str] = (),
    track: str | None = None,
    region: str | None = None,
    event: str | None = None,
    role: str | None = None,
    by: str = "",
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> CaseView:
    """Open a case with its first fact.

    Args:
        context: the engine.
        contract: the contract it belongs to.
        on: day of the first fact; today where it is not given.
        kpis: the KPIs that it is about; they imply the track.
        track: the ladder's track, where it has tracks.
        region: the region, where results are kept by region.
        event: the event that opens it; needed where the ladder has several.
        role: as for `record`; so are `by`, `data` and `key`.
        reason: why it is opened, in words.

    Raises:
        UnknownName: the contract, a KPI, the track, the region, the event or the role does not exist.
        InputError: the track is missing or at odds with the KPIs, or one case covers the contract and is open.
        Refusal: the first fact does not fit.
    """
    told = dict(data or {}) | ({"reason": reason} if reason else {})
    with context.store.writing() as tx:
        day = on or context.today()
        agreements = agreements_of(context, tx, contract_named(tx, contract, lock=True))
        found, ladder = agreements.contract_on(day), agreements.ladder(day)
        new = NewFact(event=event or _opening(ladder), on=day, role=role, by=by, data=told, key=key)
        recorded = open_in(context, tx, found, scope_of(ladder, found, kpis, track, region), new)
        return CaseView(case_named(tx, recorded.case).line, recorded.standing)


def open_in(context: Context, tx: Transaction, contract: Contract, scope: Scope, new: NewFact) -> Recorded:
    """Open a case, within a transaction that has locked its contract.

    Raises:
        Refusal, UnknownName, InputError: as `open_case`.
    """
    if new.key is not None and (earlier := tx.cases.by_key(contract.id, new.key)) is not None:
        if earlier.line.scope != scope:
            raise checks.key_used(new.key, Text(f"dossier {earlier.line.id}", f"case {earlier.line.id}"))
        return recording.record_in(context, tx, earlier.line.id, new)
    now = context.moment(tx, contract.id, contract.calendar)
    checks.check_days(new.on, new.at, new.received, now, contract.start)
    checks.check_contract(contract.id, contract.closed_on, new.event)
    ladder = context.ladder(tx, contract.digest)
    _check_alone(tx, contract, ladder)
    name = f"{contract.id}-{new.on.year}-{tx.cases.next_number(contract.id, new.on.year)}"
    procedure = context.compiled(tx, contract.digest, contract.id, contract.calendar)
    start = chain.start_of_case(
        name, contract.id, contract.digest, (contract.calendar.name, contract.calendar.now), scope
    )
    nowhere = StandingLine(
        state=ladder.initial, step=0, final=False, since=new.on, as_of=new.on, next_change=None, calendar=""
    )
    stored = StoredCase(
        line=CaseLine(
            id=name,
            contract=contract.id,
            ladder=ladder.id,
            version=ladder.version,
            digest=contract.digest,
            scope=scope,
            opened_on=new.on,
            opened_at=now,
            opened_in=contract.calendar.now,
            standing=nowhere,
            facts=0,
        ),
        head=Head(0, start),
        progress=None,
        contract_start=contract.start,
        contract_closed=contract.closed_on,
        contract_calendar=contract.calendar,
        contract_reminders=tx.agenda.reminders(contract.id),
    )
    return recording.write(context, tx, stored, procedure, new.fact(1, now), key=new.key)


def scope_of(ladder: Ladder, contract: Contract, kpis: Sequence[str], track: str | None, region: str | None) -> Scope:
    """Return what a case is about, from what the user says.

    Raises:
        UnknownName: a KPI, the track or the region does not exist.
        InputError: the track is missing, or at odds with the KPIs.
    """
    for name in kpis:
        if name not in ladder.kpis:
            raise UnknownName(Text("KPI", "KPI"), name, ladder.kpis)
    if region is not None and region not in ladder.regions:
        raise UnknownName(Text("regio", "region"), region, ladder.regions)
    return Scope(
        track=_track(ladder, kpis, track), kpis=tuple(dict.fromkeys(kpis)), region=region, contract_start=contract.start
    )


def _track(ladder: Ladder, kpis: Sequence[str], track: str | None) -> str | None:
    if track is not None and track not in ladder.tracks:
        raise UnknownName(Text("spoor", "track"), track, ladder.tracks)
    implied = [ladder.kpis[name].track for name in kpis]
    found = {each for each in (*implied, track) if each}
    if len(found) > 1:
        listed = ", ".join(sorted(found))
        raise InputError(Text(f"Een dossier heeft één spoor, niet {listed}.", f"A case has one track, not {listed}."))
    if ladder.tracks and not found:
        listed = ", ".join(ladder.tracks)
        raise InputError(Text(f"Noem een KPI of een spoor: {listed}.", f"Name a KPI or a track: {listed}."))
    return next(iter(found), None)


def _opening(ladder: Ladder) -> str:
    """Return the only event that opens a case."""
    if len(ladder.opening) == 1:
        return ladder.opening[0]
    listed = ", ".join(ladder.opening)
    raise InputError(
        Text(
            f"Noem de gebeurtenis waarmee het dossier opent: {listed}.",
            f"Name the event that opens the case: {listed}.",
        )
    )


def _check_alone(tx: Transaction, contract: Contract, ladder: Ladder) -> None:
    """Refuse a second case where one covers the whole contract."""
    if ladder.case_per is not CasePer.CONTRACT:
        return
    running = next((each for each in tx.cases.lines(contract.id) if not each.standing.final), None)
    if running is not None:
        raise Refusal(
            "not_allowed_in_state",
            Text(
                f"één dossier geldt voor het hele contract, en {running.id} loopt nog: leg het daar vast",
                f"one case covers the whole contract, and {running.id} is running: record it there",
            ),
        )
