"""From a ladder file in full to a ladder. Owns the translation; whether the parts fit together is for `checks`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from escalator.ladders.schema.base import labelled, told
from escalator.ladders.schema.document import Unfolded
from escalator.ladders.schema.procedure import DeadlineSpec, DueSpec, EventSpec, RemindersSpec, RuleSpec, StateSpec
from escalator.model.events import Checklist, Event, Field, Opening, RefusalRule, Right
from escalator.model.ladder import Document, Ladder, Parameter, Reading, Role, Side, Table, Track
from escalator.model.states import Adjustment, Anchor, AnchorKind, DeadlineRule, DueRule, Reminders, State, Transition
from escalator.model.source import Source
from escalator.model.text import Text

CLOSED = "closed"
STAY = "stay"
APPROVERS = "approvers"
_SIDES = {"client_side": (Side.CLIENT,), "contractor_side": (Side.CONTRACTOR,)}


def build(file: Unfolded, digest: str) -> Ladder:
    """Return the ladder that a file describes."""
    roles = {
        name: Role(id=name, label=part.label.to_model(), side=part.side, acts=part.acts, source=part.source)
        for name, part in file.roles.items()
    }
    states = _States(file, roles).all()
    return Ladder(
        id=file.ladder,
        version=file.version,
        label=file.label.to_model(),
        note=told(file.note),
        document=Document(
            title=file.document.title.to_model(),
            reference=file.document.reference,
            date=file.document.date,
            place=file.document.place,
        ),
        calendar=file.terms.calendar,
        terms_source=file.terms.source,
        case_per=file.case_per,
        digest=digest,
        roles=roles,
        states=states,
        events={name: _event(name, part, roles) for name, part in file.events.items()},
        tracks={
            name: Track(id=name, label=part.label.to_model(), source=part.source)
            for name, part in file.tracks.items()
        },
        regions=labelled(file.regions),
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
        kpis={name: part.to_model(name, file.measurement) for name, part in file.kpis.items()},
        kpi_requires=file.measurement.requires,
        obligations={name: part.to_model(name) for name, part in file.obligations.items()},
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
        if name == "anyone":
            found += [role.id for role in roles.values() if role.acts and role.side is not Side.NONE]
        elif name in _SIDES:
            found += [role.id for role in roles.values() if role.acts and role.side in _SIDES[name]]
        else:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _event(name: str, part: EventSpec, roles: dict[str, Role]) -> Event:
    return Event(
        id=name,
        label=part.label.to_model(),
        roles=expand(part.by, roles),
        all_of=part.all,
        fields=tuple(
            Field(
                name=key,
                type=each.type,
                label=each.label.to_model(),
                required=each.required,
                choices=tuple(each.choices),
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


class _States:
    """Builds the states: rules flattened, side words written out, what holds everywhere added."""

    def __init__(self, file: Unfolded, roles: dict[str, Role]) -> None:
        self.file = file
        self.roles = roles

    def all(self) -> dict[str, State]:
        states = {name: self.state(name, part) for name, part in self.file.states.items()}
        if CLOSED not in states:
            states[CLOSED] = State(id=CLOSED, label=Text("Gesloten", "Closed"), final=True)
        return states

    def state(self, name: str, part: StateSpec) -> State:
        own = {event: _flat(event, rules) for event, rules in part.on.items()}
        if not part.final:
            for event, rules in self.file.everywhere.items():
                own.setdefault(event, _flat(event, rules))
        return State(
            id=name,
            label=part.label.to_model(),
            note=told(part.note),
            step=_step(name),
            initial=part.initial,
            final=part.final,
            deadline=self.deadline(part.deadline, own) if part.deadline else None,
            transitions=tuple(rule for rules in own.values() for rule in rules),
            rights=part.rights,
            source=part.source,
        )

    def deadline(self, part: DeadlineSpec, own: dict[str, tuple[Transition, ...]]) -> DeadlineRule:
        adjustable = part.adjustable
        return DeadlineRule(
            due=tuple(self.due(each) for each in part.due),
            waits_for=part.waits_for,
            owed_by=() if part.owed_by == (APPROVERS,) else expand(part.owed_by, self.roles),
            adjustable=Adjustment(
                roles=expand(adjustable.by, self.roles),
                at_least=adjustable.at_least,
                at_most=adjustable.at_most,
                source=adjustable.source,
            )
            if adjustable
            else None,
            expiry=tuple(rule for each in part.expires for rule in _expiry(each.to, each.counts_as, each.when, each.source, own)),
            suspended_by=part.suspended_by,
            resumed_by=part.resumed_by,
            reminders=_reminders(part.reminders) if part.reminders else None,
            source=part.source,
        )

    def due(self, part: DueSpec) -> DueRule:
        return DueRule(
            day=part.day,
            named_since=part.named_since,
            term=part.term,
            anchor=_anchor(part),
            when=part.when,
            at_least=part.at_least,
            at_most=part.at_most,
            move_end=self.file.terms.move_end if part.move_end is None else part.move_end,
        )


def _anchor(part: DueSpec) -> Anchor:
    if part.from_ == "entry":
        return Anchor()
    named = part.from_
    for kind, name in (
        (AnchorKind.EVENT, named.event),
        (AnchorKind.RECEIPT, named.receipt_of),
        (AnchorKind.DAY, named.day),
        (AnchorKind.DEADLINE, named.deadline),
    ):
        if name is not None:
            return Anchor(kind, name)
    return Anchor()


def _expiry(
    to: str | None, counts_as: str | None, when: str | None, source: Source, own: dict[str, tuple[Transition, ...]]
) -> list[Transition]:
    """Return what an expiry does: go to a state, or what the event would do that the silence counts as."""
    if counts_as is None:
        return [Transition(event="expiry", to=to, when=when, source=source)]
    return [
        Transition(event=counts_as, to=rule.to, when=_both(when, rule.when), source=source)
        for rule in own.get(counts_as, ())
    ]


def _flat(event: str, rules: Iterable[RuleSpec], outer: str | None = None) -> tuple[Transition, ...]:
    found: list[Transition] = []
    for rule in rules:
        when = _both(outer, rule.when)
        if rule.then:
            found += _flat(event, rule.then, when)
        else:
            to = None if rule.to == STAY else rule.to
            found.append(Transition(event=event, to=to, when=when, source=rule.source))
    return tuple(found)


def _both(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return f"({one}) and ({other})"


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
            amount=part.amount,
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
            value=str(part.value).lower() if isinstance(part.value, bool) else str(part.value),
            choices=tuple(part.choices),
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
            clauses=part.clause,
            parameter=part.parameter,
        )
        for name, part in file.readings.items()
    }


def _reminders(part: RemindersSpec) -> Reminders:
    return Reminders(
        before=tuple(part.before), on_day=part.on_day, overdue_every=part.overdue_every, digest=part.digest
    )
