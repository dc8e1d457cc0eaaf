"""Small ladders for tests, written down in Python, and a case to record facts in. It tests nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, TypeAlias

import pytest

from escalator import calendars
from escalator.ladders import library
from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.errors import Refusal
from escalator.model.events import Checklist, Event, Field, FieldType, Opening, RefusalRule, Right
from escalator.model.facts import Common, Fact, Plain, Scope
from escalator.model.ladder import Document, Ladder, Role, Side
from escalator.model.standing import Standing
from escalator.model.states import Adjustment, Anchor, AnchorKind, DeadlineRule, DueRule, State, Transition
from escalator.model.terms import Term
from escalator.model.text import Text
from escalator.procedure.admit import admit, admit_next
from escalator.procedure.machine import Procedure, compile_ladder
from escalator.procedure.progress import Progress
from escalator.procedure.snapshot import freeze, thaw
from escalator.procedure.stand import stand

Part: TypeAlias = Any
"""A part of one of the model's values, given by name; that value says of which type."""

CONTRACTOR, MANAGER, DIRECTOR = "contractor", "manager", "director"
"""The roles of every small ladder: the contractor, and two on the client's side."""

WEEK = Calendar(name="week", library="", first=date(2020, 1, 1), last=date(2040, 12, 31))
"""A calendar in which Saturday and Sunday alone are closed. 2 March 2026 is a Monday."""


def day(text: str) -> date:
    """Return the day written as 2026-03-02."""
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """Return the moment written as 2026-03-02T10:00+01:00, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def label(name: str) -> Text:
    """Return any text in both languages."""
    return Text(f"{name} (nl)", f"{name} (en)")


def with_closed(*days: str, calendar: Calendar = WEEK) -> Calendar:
    """Return a calendar with more closed days."""
    return calendar.with_closed(ClosedDay(day(each), label("closed"), "own") for each in days)


def field(name: str, kind: FieldType = FieldType.DATE, **more: Part) -> Field:
    """Return a field of an event's data, a day unless told otherwise."""
    for bound in ("at_least", "at_most"):
        if isinstance(more.get(bound), str):
            more[bound] = Term.parse(more[bound])
    return Field(name=name, type=kind, label=label(name), **more)


def event(name: str, *fields: Field, by: Iterable[str] = (MANAGER,), **more: Part) -> Event:
    """Return an event."""
    return Event(id=name, label=label(name), roles=tuple(by), fields=fields, **more)


def refuse(when: str) -> RefusalRule:
    """Return a condition under which an event is refused."""
    return RefusalRule(when=when, because=label(when))


def opens(right: str, when: str | None = None) -> Opening:
    """Return that an event opens a right."""
    return Opening(right=right, when=when)


def right(name: str, **more: Part) -> Right:
    """Return a right that the manager holds."""
    return Right(id=name, label=label(name), condition=label("condition"), **{"holders": (MANAGER,), **more})


def on(name: str, to: str | None = None, when: str | None = None) -> Transition:
    """Return what an event does in a state: it stays unless told where it goes."""
    return Transition(event=name, to=to, when=when)


def expires(to: str | None, when: str | None = None, *, counts_as: str = "expiry") -> Transition:
    """Return what the expiry of a deadline does."""
    return Transition(event=counts_as, to=to, when=when)


def named(key: str, since: str | None = None, when: str | None = None) -> DueRule:
    """Return that a party names the due day."""
    return DueRule(day=key, named_since=since, when=when)


def within(term: str, kind: AnchorKind = AnchorKind.ENTRY, name: str = "", **more: Part) -> DueRule:
    """Return that a deadline ends a term after its anchor."""
    for bound in ("at_least", "at_most"):
        if bound in more:
            more[bound] = Term.parse(more[bound])
    return DueRule(term=Term.parse(term), anchor=Anchor(kind, name), **more)


def adjustable(*roles: str, at_least: str | None = None, at_most: str | None = None) -> Adjustment:
    """Return that those roles may move a deadline, the manager unless told otherwise."""
    first, last = (Term.parse(each) if each else None for each in (at_least, at_most))
    return Adjustment(roles=roles or (MANAGER,), at_least=first, at_most=last)


def deadline(
    *due: DueRule, waits_for: Iterable[str] = (), expiry: Iterable[Transition] = (), **more: Part
) -> DeadlineRule:
    """Return a deadline that the contractor owes."""
    return DeadlineRule(due=due, waits_for=tuple(waits_for), expiry=tuple(expiry), **{"owed_by": (CONTRACTOR,), **more})


def state(name: str, *rules: Transition, **more: Part) -> State:
    """Return a state; its step is the number in its name."""
    step = int("".join(filter(str.isdigit, name)) or 0)
    return State(id=name, label=label(name), step=step, transitions=rules, **more)


def ladder(states: Iterable[State], events: Iterable[Event], rights: Iterable[Right] = (), **more: Part) -> Ladder:
    """Return a ladder; its first state is the initial one, and `done` and `closed` are added."""
    first, *others = states
    final = [state(name, final=True) for name in ("done", "closed")]
    sides = {CONTRACTOR: Side.CONTRACTOR, MANAGER: Side.CLIENT, DIRECTOR: Side.CLIENT}
    return Ladder(
        id="small",
        version="1",
        label=label("small"),
        document=Document(title=label("contract")),
        calendar="week",
        roles={name: Role(id=name, label=label(name), side=side) for name, side in sides.items()},
        states={each.id: each for each in (replace(first, initial=True), *others, *final)},
        events={each.id: each for each in events},
        rights={each.id: each for each in rights},
        **more,
    )


_DAYS = ("plan_by", "cure_by")


def planned(*due: DueRule, **more: Part) -> Ladder:
    """Return a ladder in which `letter` opens the deadline of `plan`, after a `meeting` and perhaps an `answer`."""
    return ladder(
        [
            state("start", on("meeting"), on("letter", "plan"), on("answer", "answered")),
            state("answered", on("letter", "plan"), on("meeting"), deadline=deadline(within("3 days"))),
            state(
                "plan",
                on("sent", "check"),
                on("noted"),
                on("letter", "plan"),
                on("meeting"),
                on("withdrawn", "start"),
                deadline=deadline(*due, waits_for=["sent"], **more),
            ),
            state("check", on("letter", "plan"), on("withdrawn", "start"), on("good", "done")),
        ],
        [
            event("meeting", *(field(name) for name in _DAYS)),
            event("letter", *(field(name) for name in _DAYS)),
            event("answer"),
            event("sent", field("cure_by")),
            event("noted", field("plan_by")),
            event("withdrawn"),
            event("good"),
        ],
    )


def stepping() -> Ladder:
    """Return a ladder of three steps, each left by the event `next`."""
    return ladder(
        [
            state("start", on("next", "one"), on("skip", "two")),
            state(
                "one",
                on("next", "two"),
                on("back", "start"),
                deadline=deadline(named("by"), within("1 week"), waits_for=["next"]),
            ),
            state("two", on("next", "done"), on("back", "one"), on("noted"), on("skip", "done")),
        ],
        [event("next", field("by")), event("skip"), event("back"), event("noted")],
    )


def checklist(name: str, *items: str) -> dict[str, Checklist]:
    """Return a ladder's checklists: one, with these items."""
    return {name: Checklist(id=name, label=label(name), items={item: label(item) for item in items})}


def happened(seq: int, name: str, on_day: date, role: str | None = None, **more: Part) -> Fact:
    """Return a fact, recorded at noon on its own day unless told otherwise."""
    recorded = more.pop("recorded", None) or datetime.combine(on_day, time(12), UTC)
    return Fact(id=more.pop("id", f"f{seq}"), seq=seq, event=name, on=on_day, role=role, recorded=recorded, **more)


class Case:
    """A case of a ladder, to record facts in and ask where it stands. Days and moments are written as text."""

    def __init__(self, subject: Ladder | Procedure, calendar: Calendar = WEEK, **scope: Part) -> None:
        self.procedure = subject if isinstance(subject, Procedure) else compile_ladder(subject, calendar)
        self.scope = Scope(**scope)
        self.facts: list[Fact] = []
        self.progress: Progress | None = None

    def record(self, name: str, on_day: str, role: str | None = None, /, **data: Part) -> str:
        """Record a fact; return its id. `at`, `received`, `recorded` and `id` are the fact's, the rest is data."""
        admitted = admit(
            self.procedure, self.facts, self.fact(name, on_day, role, data), scope=self.scope, assume_role=True
        )
        self.facts.append(admitted.fact)
        self.progress = admitted.progress
        return admitted.fact.id

    def follow(self, name: str, on_day: str, role: str | None = None, /, **data: Part) -> str:
        """Record a fact that comes after all others, resumed from how far the case had come."""
        resumed = thaw(self.procedure, self.frozen)
        admitted = admit_next(self.procedure, resumed, self.fact(name, on_day, role, data), scope=self.scope)
        self.facts.append(admitted.fact)
        self.progress = admitted.progress
        return admitted.fact.id

    @property
    def frozen(self) -> bytes:
        """What the next fact builds on."""
        assert self.progress is not None
        return freeze(self.procedure, self.progress)

    def refused(self, name: str, on_day: str, role: str | None = None, /, **data: Part) -> Refusal:
        """See that a fact is refused; return why."""
        new = self.fact(name, on_day, role, data)
        with pytest.raises(Refusal) as caught:
            admit(self.procedure, self.facts, new, scope=self.scope, assume_role=True)
        return caught.value

    def fact(self, name: str, on_day: str, role: str | None, data: Mapping[str, Part]) -> Fact:
        """Return the fact that would come next in the order of recording."""
        own: dict[str, Part] = {key: data[key] for key in ("at", "recorded") if key in data}
        own = {key: moment(value) for key, value in own.items()}
        if "received" in data:
            own["received"] = day(data["received"])
        if "id" in data:
            own["id"] = data["id"]
        plain: dict[str, Plain] = {key: value for key, value in data.items() if key not in own}
        return happened(len(self.facts) + 1, name, day(on_day), role, data=plain, **own)

    def retract(self, fact: str, on_day: str = "2026-12-31", **more: Part) -> str:
        """Retract a fact; return the retraction's id."""
        return self.record(Common.RETRACTED, on_day, fact=fact, reason="wrong", **more)

    def stand(self, as_of: str, known_at: str | None = None) -> Standing:
        """Return where the case stands."""
        return stand(self.procedure, self.facts, day(as_of), day(known_at) if known_at else None, scope=self.scope)

    def due(self, name: str, as_of: str = "2026-12-31") -> str:
        """Return a deadline's due day as text."""
        found = self.stand(as_of).deadline(name)
        assert found is not None, f"no deadline {name}"
        return found.due.isoformat()

    def status(self, name: str, as_of: str) -> str:
        """Return what has become of a deadline."""
        found = self.stand(as_of).deadline(name)
        assert found is not None, f"no deadline {name}"
        return found.status.value


@cache
def shipped(name: str) -> Procedure:
    """Return a ladder that ships with the package, ready to run in its own calendar."""
    found = library.load(name)
    return compile_ladder(found, calendars.calendar(found.calendar))


def stepped(*facts: tuple[str, str]) -> Case:
    case = Case(stepping())
    for name, on_day in facts:
        case.record(name, on_day)
    return case
