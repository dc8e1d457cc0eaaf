"""From a ladder file in full to a ladder. Owns the translation; whether the parts fit together is for `checks`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from escalator.ladders import rules
from escalator.ladders.for_each import obligations
from escalator.ladders.schema.declarations import RemindersSpec
from escalator.ladders.schema.document import Unfolded
from escalator.ladders.schema.elements import choice_labels, labelled, told
from escalator.ladders.schema.events import EventSpec
from escalator.ladders.schema.states import DeadlineSpec, DueSpec, StateSpec
from escalator.model.events import Checklist, Event, Field, Opening, RefusalRule, Right
from escalator.model.ladder import Document, Ladder, Parameter, Reading, Role, Side, Table, Track
from escalator.model.states import Adjustment, Anchor, AnchorKind, DeadlineRule, DueRule, Reminders, State
from escalator.model.text import Text

CLOSED = "closed"
APPROVERS = "approvers"
SIDES = {
    "client_side": (Side.CLIENT,),
    "contractor_side": (Side.CONTRACTOR,),
    "anyone": (Side.CLIENT, Side.CONTRACTOR),
}
"""Words that stand for all roles of a side that act."""


def build(file: Unfolded, digest: str) -> Ladder:
    """Return the ladder that a file describes."""
    roles = {
        name: Role(id=name, label=part.label.to_model(), side=part.side, acts=part.acts, source=part.source)
        for name, part in file.roles.items()
    }
    return Ladder(
        id=file.ladder,
        version=file.version,
        label=file.label.to_model(),
        note=told(file.note),
        document=Document(
            title=file.document.title.to_model(),
            reference=file.document.reference or "",
            date=file.document.date or "",
            place=file.document.place or "",
        ),
        calendar=file.terms.calendar,
        terms_source=file.terms.source,
        ends_source=file.terms.ends.source,
        case_per=file.case_per,
        digest=digest,
        roles=roles,
        states=_states(file, roles),
        events={name: _event(name, part, roles) for name, part in file.events.items()},
        tracks={
            name: Track(id=name, label=part.label.to_model(), source=part.source) for name, part in file.tracks.items()
        },
        regions=labelled(file.regions),
        contract_events=labelled(file.contract_events),
        rights=_rights(file, roles),
        checklists={
            name: Checklist(id=name, label=part.label.to_model(), items=labelled(part.items), source=part.source)
            for name, part in file.checklists.items()
        },
        tables={
            name: Table(id=name, rows=tuple(tuple(row) for row in part.rows), source=part.source)
            for name, part in file.tables.items()
        },
        definitions=dict(file.definitions),
        kpis={
            name: part.to_model(name, file.measurement, move_end=file.terms.move_end)
            for name, part in file.kpis.items()
        },
        kpi_requires=file.measurement.requires,
        obligations=obligations(file),
        permissions={name: part.to_model(name) for name, part in file.permissions.items()},
        scorecards={name: part.to_model(name) for name, part in file.scorecards.items()},
        parameters=_parameters(file),
        readings=_readings(file),
        reminders=_reminders(file.reminders),
    )


def expand(names: Iterable[str], roles: dict[str, Role]) -> tuple[str, ...]:
    """Return role names with the words for a whole side written out."""
    found: list[str] = []
    for name in names:
        if name in SIDES:
            found += [role.id for role in roles.values() if role.acts and role.side in SIDES[name]]
        else:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _event(name: str, part: EventSpec, roles: dict[str, Role]) -> Event:
    return Event(
        id=name,
        label=part.label.to_model(),
        roles=expand(part.by, roles),
        all_of=part.all or part.at_least is not None,
        at_least=part.at_least,
        fields=tuple(
            Field(
                name=key,
                type=each.type,
                label=each.label.to_model(),
                required=each.required,
                choices=tuple(each.choices),
                choice_labels=choice_labels(each.choices),
                at_least=each.at_least,
                at_most=each.at_most,
                minimum=each.minimum,
                maximum=each.maximum,
            )
            for key, each in part.data.items()
        ),
        checklist=part.checklist,
        refuse=tuple(
            RefusalRule(when=each.when, because=each.because.to_model(), source=each.source) for each in part.refuse
        ),
        opens=tuple(Opening(right=each.right, when=each.when, source=each.source) for each in part.opens),
        source=part.source,
    )


def _states(file: Unfolded, roles: dict[str, Role]) -> dict[str, State]:
    states = {name: _state(file, name, part, roles) for name, part in file.states.items()}
    states.setdefault(CLOSED, State(id=CLOSED, label=Text("Gesloten", "Closed"), final=True))
    return states


def _state(file: Unfolded, name: str, part: StateSpec, roles: dict[str, Role]) -> State:
    return State(
        id=name,
        label=part.label.to_model(),
        note=told(part.note),
        step=_step(name),
        initial=part.initial,
        final=part.final,
        deadline=_deadline(file, name, part.deadline, roles) if part.deadline else None,
        transitions=tuple(each.rule for each in rules.transitions(file, name)),
        rights=part.rights,
        source=part.source,
    )


def _deadline(file: Unfolded, state: str, part: DeadlineSpec, roles: dict[str, Role]) -> DeadlineRule:
    adjustable = part.adjustable
    return DeadlineRule(
        due=tuple(_due(each, move_end=file.terms.move_end) for each in part.due),
        waits_for=part.waits_for,
        owed_by=_owed_by(file, part, roles),
        adjustable=Adjustment(
            roles=expand(adjustable.by, roles),
            at_least=adjustable.at_least,
            at_most=adjustable.at_most,
            source=adjustable.source,
        )
        if adjustable
        else None,
        expiry=tuple(each.rule for each in rules.expiries(file, state)),
        suspended_by=part.suspended_by,
        resumed_by=part.resumed_by,
        reminders=_reminders(part.reminders) if part.reminders else None,
        source=part.source,
    )


def _owed_by(file: Unfolded, part: DeadlineSpec, roles: dict[str, Role]) -> tuple[str, ...]:
    """Return who owes a deadline; empty for those who have not approved yet, where an approval needs several."""
    if part.owed_by != (APPROVERS,):
        return expand(part.owed_by, roles)
    events = [file.events[name] for name in part.waits_for if name in file.events]
    if any(event.all for event in events):
        return ()
    return expand(events[0].by, roles) if events else ()


def _due(part: DueSpec, *, move_end: bool) -> DueRule:
    return DueRule(
        day=part.day,
        named_since=part.named_since,
        term=part.term,
        anchor=_anchor(part),
        when=part.when,
        at_least=part.at_least,
        at_most=part.at_most,
        move_end=move_end if part.move_end is None else part.move_end,
        source=part.source,
    )


def _anchor(part: DueSpec) -> Anchor:
    if part.from_ == "entry":
        return Anchor()
    named = {
        AnchorKind.EVENT: part.from_.event,
        AnchorKind.RECEIPT: part.from_.receipt_of,
        AnchorKind.DAY: part.from_.day,
        AnchorKind.DEADLINE: part.from_.deadline,
    }
    return next(Anchor(kind, name) for kind, name in named.items() if name is not None)


def _step(name: str) -> int:
    found = re.search(r"[0-9]+", name)
    return int(found[0]) if found else 0


def _rights(file: Unfolded, roles: dict[str, Role]) -> dict[str, Right]:
    return {
        name: Right(
            id=name,
            label=part.label.to_model(),
            holders=expand(part.holders, roles),
            condition=part.condition.to_model(),
            cost=told(part.cost),
            amount=part.amount.amount if part.amount else None,
            per=told(part.per),
            at_most=part.at_most.amount if part.at_most else None,
            currency=part.amount.currency if part.amount else "EUR",
            liftable=part.liftable,
            requires=tuple(part.requires),
            source=part.source,
        )
        for name, part in file.rights.items()
    }


def _parameters(file: Unfolded) -> dict[str, Parameter]:
    return {
        name: Parameter(
            id=name,
            label=part.label.to_model(),
            type=part.type,
            value=", ".join(str(each).lower() if isinstance(each, bool) else str(each) for each in part.values),
            choices=tuple(part.choices),
            choice_labels=choice_labels(part.choices),
            many=part.many,
            source=part.source,
        )
        for name, part in file.parameters.items()
    }


def _readings(file: Unfolded) -> dict[str, Reading]:
    return {
        name: Reading(
            id=name,
            question=part.question.to_model(),
            reading=part.reading.to_model(),
            other=told(part.other),
            clauses=part.clause,
            parameters=part.parameter,
        )
        for name, part in file.readings.items()
    }


def _reminders(part: RemindersSpec) -> Reminders:
    return Reminders(
        before=tuple(part.before), on_day=part.on_day, overdue_every=part.overdue_every, digest=part.digest
    )
