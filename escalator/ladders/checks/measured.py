"""What is measured, owed and permitted: whether it speaks of what exists, and whether it can ever come about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from escalator.ladders.checks.report import CHECKLIST, DUTY, EVENT, KEY, KPI, STATE, TRACK, Path, Report
from escalator.model.events import Event, FieldType
from escalator.model.facts import ALWAYS_KEYS, COMMON_EVENTS
from escalator.model.ladder import CasePer
from escalator.model.norms import Consequence, Kind, Kpi, Telling, Then
from escalator.model.obligations import Obligation, Of, Trigger
from escalator.model.rhythm import DueKind
from escalator.model.text import Text

_DAY: Final = Text("dag of termijn", "day or deadline")
OF_EVERY_CONTRACT: Final = (
    "measured", "norm_set", "kpi_added", "parameter_set", "exemption_agreed", "rhythm_set", "obligation_performed",
    "obligation_planned", "obligation_requested", "permission_used", "permission_lifted", "proposal_accepted",
    "proposal_declined", "told", "consent_given", "closed_day_added", "fact_retracted",
)  # fmt: skip
"""What is recorded of every contract, whatever its ladder."""


def names(report: Report) -> None:
    """Check that everything these sections speak of exists."""
    ladder = report.ladder
    for kpi in ladder.kpis.values():
        _kpi(report, kpi)
    for card in ladder.scorecards.values():
        report.known(("scorecards", card.id, "kpi"), KPI, [card.kpi], ladder.kpis)
    for duty in ladder.obligations.values():
        _duty(report, duty)
    for permission in ladder.permissions.values():
        path: Path = ("permissions", permission.id)
        report.roles((*path, "holders"), permission.holders)
        report.known((*path, "in_state"), STATE, permission.in_states, ladder.states)
        for place, rule in enumerate(permission.arises):
            _declared(report, (*path, "arises", place, "contract_event"), [rule.event])


def _kpi(report: Report, kpi: Kpi) -> None:
    ladder, path = report.ladder, ("kpis", kpi.id)
    if kpi.track:
        if ladder.tracks:
            report.known((*path, "track"), TRACK, [kpi.track], ladder.tracks)
        else:
            report.add((*path, "track"), "deze ladder kent geen sporen", "this ladder has no tracks")
    elif ladder.tracks and kpi.on_miss.then is not Then.KEEP:
        report.add(path, f"{kpi.id}: noem het spoor (track)", f"{kpi.id}: name the track")
    for part in kpi.lacks(ladder.kpi_requires):
        report.add(
            path,
            f"{kpi.id}: {part} ontbreekt, zie measurement.requires",
            f"{kpi.id}: {part} is missing, see measurement.requires",
        )
    if kpi.per_region and not ladder.regions:
        report.add((*path, "per_region"), "deze ladder kent geen regio's", "this ladder has no regions")
    report.roles((*path, "measured_by"), kpi.measured_by)
    report.roles((*path, "data_by"), kpi.data_by)
    for key, consequence in (("on_miss", kpi.on_miss), ("on_pass", kpi.on_pass)):
        own = report.tree.child("kpis")
        said = own and own.child(kpi.id)
        _consequence(report, kpi, (*path, key) if said and said.get(key) else ("measurement", key), consequence)


def _consequence(report: Report, kpi: Kpi, path: Path, consequence: Consequence) -> None:
    ladder = report.ladder
    for name in dict.fromkeys(filter(None, (consequence.event, consequence.feeds))):
        if report.known(path, EVENT, [name], ladder.events):
            _carried(report, kpi, path, ladder.events[name], consequence)
    opens = consequence.event in _opening(report) or EVENT.en in report.unknown or bool(report.unread)
    if consequence.event in ladder.events and not opens:
        listed = ", ".join(_opening(report)) or "-"
        report.add(
            path,
            f"{consequence.event} opent geen dossier; dat doen: {listed}",
            f"{consequence.event} opens no case; these do: {listed}",
        )


def _opening(report: Report) -> tuple[str, ...]:
    """Return the events that lead out of the initial state."""
    starts = [state for state in report.ladder.states.values() if state.initial]
    return tuple(dict.fromkeys(rule.event for state in starts for rule in state.transitions))


def _carried(report: Report, kpi: Kpi, path: Path, event: Event, consequence: Consequence) -> None:
    """The event takes what the result fills in, and the result fills in what the event must have."""
    fields = {field.name: field for field in event.fields}
    report.known((*path, "data"), KEY, consequence.data, (*fields, *sorted(ALWAYS_KEYS)))
    for field in event.fields:
        if field.required and field.name not in consequence.data:
            report.add(
                path,
                f"{event.id} vraagt {field.name}; vul het in met data",
                f"{event.id} needs {field.name}; fill it in with data",
            )
    for key, telling in consequence.data.items():
        if telling is Telling.COLOUR and key in fields and fields[key].type is FieldType.CHOICE:
            missed = [band.colour for version in kpi.norms for band in version.norm.bands if band.miss and band.colour]
            report.known((*path, "data", key), Text("kleur", "colour"), missed, fields[key].choices)


def _duty(report: Report, duty: Obligation) -> None:
    ladder, path = report.ladder, ("obligations", duty.entry)
    for key, roles in (("owed_by", duty.owed_by), ("to", duty.to), ("copies", duty.copies), ("with", duty.with_)):
        report.roles((*path, key), roles)
    report.known((*path, "while_in"), STATE, duty.while_in, ladder.states)
    report.known((*path, "not_while_in"), STATE, duty.not_while, ladder.states)
    report.known((*path, "done_by"), EVENT, duty.done_by, (*ladder.events, *COMMON_EVENTS))
    if duty.checklist is not None:
        report.known((*path, "checklist"), CHECKLIST, [duty.checklist], ladder.checklists)
    if duty.late and report.known((*path, "late", "kpi"), KPI, [duty.late.kpi], ladder.kpis):
        items = {name for version in ladder.kpis[duty.late.kpi].norms for name in version.norm.items}
        report.known((*path, "late", "item"), Text("onderdeel", "item"), [duty.late.item], items)
    _hangs_on(report, (*path, duty.kind.value), duty)


def _hangs_on(report: Report, path: Path, duty: Obligation) -> None:
    """What a duty hangs on must exist, or the duty never arises; an event of the contract may have any name."""
    ladder, due = report.ladder, duty.due
    trigger = duty.trigger or Trigger(names=(), of=Of.CONTRACT)
    if trigger.of is Of.OBLIGATION:
        report.known((*path, "obligation"), DUTY, trigger.names, ladder.obligations)
    if trigger.of is Of.CONTRACT:
        _declared(report, (*path, "contract_event"), trigger.names)
    if trigger.of is Of.CASE:
        report.known((*path, "event"), EVENT, trigger.names, (*ladder.events, *COMMON_EVENTS))
    report.known((*path, "track"), TRACK, trigger.tracks, ladder.tracks)
    report.known((*path, "in_state"), STATE, trigger.states, ladder.states)
    if due and due.kind is DueKind.WITH:
        report.known((*path, "with_next"), DUTY, due.names, ladder.obligations)
    if due and due.kind is DueKind.NAMED_DAY:
        events = [ladder.events[name] for name in trigger.names if name in ladder.events]
        days = [field.name for event in events for field in event.fields if field.type is FieldType.DATE]
        deadlines = [state.id for state in ladder.states.values() if state.deadline]
        report.known((*path, "on_named"), _DAY, due.names, (*days, *deadlines))


def _declared(report: Report, path: Path, names: Iterable[str]) -> None:
    """What happens in the contract itself may have any name, unless the file lists the names that there are."""
    if report.ladder.contract_events:
        known = (*report.ladder.contract_events, *OF_EVERY_CONTRACT)
        report.known(path, Text("gebeurtenis van het contract", "event of the contract"), names, known)


def whole(report: Report) -> None:
    """Check that tracks and regions have something measured by them, where anything is measured."""
    ladder = report.ladder
    if ladder.kpis and TRACK.en not in report.unknown:
        for track in ladder.tracks:
            if not any(kpi.track == track for kpi in ladder.kpis.values()):
                report.add(("tracks", track), f"geen KPI hoort bij spoor {track}", f"no KPI belongs to track {track}")
    by_region = any(kpi.per_region for kpi in ladder.kpis.values()) or ladder.case_per is CasePer.KPI_REGION
    if ladder.regions and not by_region:
        report.add(("regions",), "niets wordt per regio gemeten", "nothing is measured per region")
    if ladder.case_per is CasePer.KPI_REGION and not ladder.regions:
        report.add(("case_per",), "deze ladder kent geen regio's", "this ladder has no regions")
    if ladder.case_per in {CasePer.KPI, CasePer.KPI_REGION} and not _measured(report):
        report.add(("case_per",), "deze ladder kent geen KPI's", "this ladder has no KPIs")


def _measured(report: Report) -> bool:
    return any(kpi.kind is not Kind.PLANNED for kpi in report.ladder.kpis.values())
