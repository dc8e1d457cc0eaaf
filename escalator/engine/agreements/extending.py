"""What is added to a contract while it runs: KPIs, and other values for its parameters (G12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from escalator.engine.agreements.agreeing import checked_norm, plain
from escalator.engine.agreements.unchanged import check_unchanged
from escalator.engine.context import Context
from escalator.engine.contracts.entering import Desk, Said, enter, required
from escalator.engine.contracts.events import ContractEvent
from escalator.model.entry import stated
from escalator.model.errors import InputError, UnknownName
from escalator.model.facts import Fact, Plain
from escalator.model.ladder import Ladder
from escalator.model.norms import Kind, Kpi, Norm, NormKind, NormVersion, Unit
from escalator.model.results import known
from escalator.model.rhythm import Rhythm
from escalator.model.text import Text

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")


def add_kpi(
    context: Context,
    contract: str,
    kpi: str,
    *,
    label: Text | str,
    definition: Text | str,
    method: Text | str,
    measured_by: str | Sequence[str],
    norm: str | Norm | None,
    since: date,
    every: str | Rhythm | None = None,
    unit: str | None = None,
    track: str | None = None,
    theme: Text | str | None = None,
    per_region: bool = False,
    like: str | None = None,
    note: str = "",
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    key: str | None = None,
) -> Fact:
    """Record a KPI that the parties agreed on, or that the contract left to be determined.

    Args:
        context: the engine.
        contract: the contract.
        kpi: what it is called: small letters, digits and `_`.
        label: what people read; one text for both languages, or a text in each.
        definition: what is counted, exactly.
        method: how it is measured.
        measured_by: the role, or roles, that measure it.
        norm: `>= 80`, or a norm; None for one that is still to be determined.
        since: first day that its norm counts.
        every: how often: `quarter`.
        unit: what its values are numbers of.
        track: the track that a miss belongs to, where the ladder has tracks.
        theme: the theme that it belongs to.
        per_region: whether each region has its own result.
        like: the KPI that it shares its consequences with; needed only where those of the ladder's KPIs differ.
        note: the consultation, in words.
        on: day it was agreed; today where it is not given.
        role: the party that records it.
        by: who records it.
        key: makes the recording repeatable.

    Raises:
        UnknownName: the contract, a role, the track, the unit or `like` does not exist.
        InputError: the name is taken, or something is missing or cannot be read.
    """

    def data(desk: Desk) -> dict[str, Plain]:
        ladder = desk.agreements.ladder(since)
        _check_name(ladder, kpi)
        model = _like(ladder, like)
        found = Kpi(
            id=kpi,
            label=_text(label, Text("label", "label")),
            theme=None if theme is None else _text(theme, Text("thema", "theme")),
            definition=_text(definition, Text("definitie", "definition")),
            method=_text(method, Text("methode", "method")),
            measured_by=_roles(ladder, measured_by),
            every=Rhythm.parse(every) if isinstance(every, str) else every,
            unit=_unit(unit),
            scale=(Decimal(0), Decimal(100)) if unit == Unit.PERCENT else (None, None),
            track=_track(ladder, track),
            per_region=per_region,
            norms=(NormVersion(norm=_norm(norm), from_day=since),),
            on_miss=model.on_miss,
            on_pass=model.on_pass,
            year_of=model.year_of,
        )
        return {"kpi": kpi, "definition": plain(found), "since": since.isoformat()}

    said = Said(on=on, role=role, by=by, note=note, key=key)
    return enter(context, contract, ContractEvent.KPI_ADDED, said, data=data).fact


def set_parameter(
    context: Context,
    contract: str,
    parameter: str,
    value: str,
    *,
    since: date,
    note: str,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    key: str | None = None,
) -> Fact:
    """Record another value for a parameter of the contract's ladder; cases that run keep the ladder they have.

    Args:
        context: the engine.
        contract: the contract.
        parameter: the parameter.
        value: its value from then on.
        since: first day: for cases opened and results decided from that day on.
        note: the consultation, in words.
        on: day it was agreed; today where it is not given.
        role: the party that records it.
        by: who records it.
        key: makes the recording repeatable.

    Raises:
        UnknownName: the contract or the parameter does not exist.
        InputError: the value is not one that the parameter takes, or the ladder was not read from a text.
        Refusal: results that were judged already would come out otherwise.
    """

    def data(desk: Desk) -> dict[str, Plain]:
        if since < desk.contract.start:
            raise InputError(Text(f"{since} ligt voor het contract.", f"{since} is before the contract."))
        known(Text("parameter", "parameter"), [parameter], desk.agreements.ladder(since).parameters)
        versions = _versions(desk, (since, parameter, str(value)))
        found: dict[str, Plain] = {"parameter": parameter, "value": str(value), "since": since.isoformat()}
        return found | {
            "note": required(Text("het overleg (note)", "the consultation (note)"), note),
            "versions": versions,
        }

    def after(desk: Desk) -> None:
        check_unchanged(desk, desk.agreements.ladder(date.max).kpis)

    said = Said(on=on, role=role, by=by, key=key)
    return enter(context, contract, ContractEvent.PARAMETER_SET, said, data=data, after=after).fact


def _versions(desk: Desk, new: tuple[date, str, str]) -> list[Plain]:
    """Return the days on which the ladder changes, each with the digest of what it changes into; those are kept."""
    context, tx, contract = desk.context, desk.tx, desk.contract
    source = tx.ladders.source(contract.digest)
    if not source:
        raise InputError(
            Text(
                "De ladder van dit contract heeft geen tekst, en dus geen parameters.",
                "The ladder of this contract has no text, and so no parameters.",
            )
        )
    sets = [
        (date.fromisoformat(str(fact.data["since"])), str(fact.data["parameter"]), str(fact.data["value"]))
        for fact in desk.agreements.of_event(ContractEvent.PARAMETER_SET)
    ]
    sets = sorted([*sets, new], key=lambda each: each[0])  # of one day, the last recorded comes last
    found: list[Plain] = []
    for day in sorted({since for since, *_ in sets}):
        values = {name: value for since, name, value in sets if since <= day}
        ladder = context.resolve(contract.ladder, source, {**contract.parameters, **values})
        if ladder.calendar != desk.agreements.ladder(day).calendar:
            raise InputError(
                Text("De kalender van een contract verandert zo niet.", "That does not change a contract's calendar.")
            )
        tx.ladders.add(ladder, source, context.clock.now())
        found.append([day.isoformat(), ladder.digest])
    return found


def _check_name(ladder: Ladder, kpi: str) -> None:
    taken = ladder.kpis.get(kpi)
    if not _NAME.fullmatch(kpi) or (taken is not None and taken.kind is not Kind.PLANNED):
        raise InputError(
            Text(
                f"{kpi!r:.80} kan niet: kleine letters, cijfers en _, en niet al in gebruik.",
                f"{kpi!r:.80} is impossible: small letters, digits and _, and not in use already.",
            )
        )


def _like(ladder: Ladder, like: str | None) -> Kpi:
    """Return the KPI whose consequences another shares."""
    kpis = {name: kpi for name, kpi in ladder.kpis.items() if kpi.kind is Kind.KPI}
    if like is not None:
        known(Text("KPI", "KPI"), [like], kpis)
        return kpis[like]
    if len({(str(each.on_miss), str(each.on_pass)) for each in kpis.values()}) != 1:
        named = ", ".join(kpis) or "-"
        raise InputError(
            Text(
                f"Noem de KPI die dezelfde gevolgen heeft (like): {named}.",
                f"Name the KPI that has the same consequences (like): {named}.",
            )
        )
    return next(iter(kpis.values()))


def _text(given: Text | str, name: Text) -> Text:
    text = Text(given, given) if isinstance(given, str) else given
    return Text(required(name, text.nl), required(name, text.en))


def _roles(ladder: Ladder, given: str | Sequence[str]) -> tuple[str, ...]:
    roles = (given,) if isinstance(given, str) else tuple(given)
    known(Text("rol", "role"), roles, ladder.roles)
    if not roles:
        raise InputError(Text("Noem wie meet (measured_by).", "Name who measures (measured_by)."))
    return roles


def _unit(unit: str | None) -> Unit | None:
    if unit is None:
        return None
    known(Text("eenheid", "unit"), [unit], [each.value for each in Unit])
    return Unit(unit)


def _track(ladder: Ladder, track: str | None) -> str | None:
    if track is None and ladder.tracks:
        raise UnknownName(Text("spoor", "track"), "", ladder.tracks)
    if track is not None:
        known(Text("spoor", "track"), [track], ladder.tracks)
    return track


def _norm(norm: str | Norm | None) -> Norm:
    if norm is None:
        return Norm(kind=NormKind.TO_BE_DETERMINED)
    return stated(norm) if isinstance(norm, str) else checked_norm(norm)
