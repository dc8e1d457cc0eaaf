"""Ladders and cases drawn at random, for the properties that hold in every one of them. It tests nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from escalator.ladders import library
from escalator.model.errors import EscalatorError
from escalator.model.events import Event, Field, FieldType
from escalator.model.facts import COMMON_EVENTS, Fact, Plain, Scope
from escalator.model.ladder import Ladder
from escalator.model.standing import Standing
from escalator.model.states import Anchor, AnchorKind, DeadlineRule, DueRule, State, Transition
from escalator.model.terms import Term
from escalator.procedure.admit import admit
from escalator.procedure.machine import Procedure, compile_ladder
from escalator.procedure.stand import stand
from tests.ladders import (
    CONTRACTOR,
    DIRECTOR,
    MANAGER,
    WEEK,
    adjustable,
    event,
    field,
    ladder,
    opens,
    right,
    shipped,
    state,
)

START = date(2026, 1, 5)
DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Amsterdam")
ROLES = (CONTRACTOR, MANAGER, DIRECTOR)
STATES = ("start", "one", "two", "three")
EVENTS = ("alpha", "beta", "gamma", "delta")
TIMELESS = ("overdue", "not overdue", "count(alpha) > 1", "entered('one') < 2", "role == 'manager'", "track == 'core'")
"""Conditions that time alone changes only when a deadline has passed."""
ON_DATA = ("score > 3", "not has(score)", "count(beta, score=3) == 1", "latest(alpha, score) != 3")
ON_DAYS = (
    "count(alpha, within='2 weeks') < 2",
    "days(on, by) > 3",
    "received > on",
    "named(by) > on",
    "consecutive(alpha, period) < 2",
)
ALL_GUARDS = (*TIMELESS, *ON_DATA, *ON_DAYS)
DATA = (field("score", FieldType.NUMBER), field("by"), field("period", FieldType.PERIOD))


@dataclass(frozen=True)
class Drawn:
    """A procedure, a scope and facts that were admitted one by one, in the order recorded."""

    procedure: Procedure
    scope: Scope
    facts: tuple[Fact, ...]

    def __repr__(self) -> str:
        told = ", ".join(f"{each.id} {each.event} {each.on} {each.role} {each.data}" for each in self.facts)
        return f"Drawn({self.procedure.ladder.states}, {self.procedure.ladder.events}, {told})"

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:  # noqa: FBT001 - hypothesis asks so
        """Print as `repr` does, not with all that a procedure holds."""
        printer.text(repr(self))

    @property
    def last(self) -> date:
        """The last day on which anything happened."""
        return max((each.on for each in self.facts), default=START)

    def stand(self, as_of: date) -> Standing:
        """Return where the case stands."""
        return stand(self.procedure, self.facts, as_of, scope=self.scope)


@st.composite
def due_rules(draw: st.DrawFn, *, hours: bool) -> DueRule:
    if draw(st.integers(0, 3)) == 0:
        return DueRule(day="by", named_since=draw(st.sampled_from([None, "until"])))
    anchor = draw(
        st.sampled_from(
            [
                Anchor(),
                Anchor(AnchorKind.EVENT, "alpha"),
                Anchor(AnchorKind.RECEIPT, "beta"),
                Anchor(AnchorKind.DAY, "by"),
                Anchor(AnchorKind.DEADLINE, "one"),
            ]
        )
    )
    terms = ["2 days", "1 week", "5 working days", "1 month", *(["30 hours"] if hours else [])]
    term = Term.parse(draw(st.sampled_from(terms)))
    bound = draw(st.sampled_from([None, Term.parse("10 days")])) if term.unit.value != "hours" else None
    return DueRule(term=term, anchor=anchor, at_least=bound, move_end=draw(st.booleans()))


@st.composite
def deadlines(draw: st.DrawFn, later: tuple[str, ...], *, hours: bool) -> DeadlineRule:
    """Return a deadline; what follows its expiry is a later state, so that no ladder goes round in a circle."""
    when = draw(st.sampled_from([None, "count(alpha) > 1"]))
    expiry = (Transition(event="expiry", to=draw(st.sampled_from(later)), when=when),)
    return DeadlineRule(
        due=tuple(draw(st.lists(due_rules(hours=hours), min_size=1, max_size=2))),
        waits_for=tuple(draw(st.lists(st.sampled_from(EVENTS), unique=True, max_size=2))),
        owed_by=(CONTRACTOR,),
        adjustable=draw(st.sampled_from([None, adjustable()])),
        expiry=expiry if draw(st.booleans()) else (),
        suspended_by=("gamma",) if draw(st.booleans()) else (),
        resumed_by=("delta",),
    )


@st.composite
def ladders(draw: st.DrawFn, guards: tuple[str, ...] = ALL_GUARDS, *, hours: bool = True) -> Ladder:
    """Return a ladder of four states and four events, with conditions out of a list."""
    conditions = st.sampled_from([None, None, *guards])
    targets = st.sampled_from([None, *STATES, "done"])

    def one_state(name: str) -> State:
        rules = [
            Transition(event=each, to=draw(targets), when=draw(conditions))
            for each in draw(st.permutations(EVENTS))
            for _ in range(draw(st.integers(0, 2)))
        ]
        later = (*STATES[STATES.index(name) + 1 :], "done")
        opened = None if name == "start" else draw(st.none() | deadlines(later, hours=hours))
        return state(name, *rules, deadline=opened, rights=draw(st.sampled_from([(), ("stop",)])))

    def one_event(name: str) -> Event:
        several = draw(st.booleans()) and name == "delta"
        opening = (opens("stop", draw(conditions)),) if draw(st.booleans()) else ()
        return event(
            name, *DATA, field("until"), by=(MANAGER, DIRECTOR) if several else ROLES, all_of=several, opens=opening
        )

    return ladder(
        [one_state(name) for name in STATES], [one_event(name) for name in EVENTS], [right("stop", liftable=True)]
    )


def days_from(on: date) -> st.SearchStrategy[date]:
    return st.integers(0, 40).map(lambda more: on + more * DAY)


def value_of(each: Field, on: date) -> st.SearchStrategy[Plain]:
    """Return values that one field may well have."""
    kinds: dict[FieldType, st.SearchStrategy[Plain]] = {
        FieldType.DATE: days_from(on).map(date.isoformat),
        FieldType.NUMBER: st.sampled_from(["1", "3", "5"]),
        FieldType.PERIOD: st.sampled_from(["2025-Q4", "2026-Q1", "2026-Q2"]),
        FieldType.CHOICE: st.sampled_from(each.choices or ("",)),
    }
    return kinds.get(each.type, st.just("words"))


@st.composite
def facts_of(draw: st.DrawFn, procedure: Procedure, seq: int, on: date, likely: tuple[str, ...]) -> Fact:
    """Return a fact that may be offered; one that is likely to fit, more often than not."""
    events = procedure.ladder.events
    choices = [*likely * 3, *events, *sorted(COMMON_EVENTS - {"fact_retracted"})]
    name = draw(st.sampled_from(choices))
    roles = tuple(procedure.ladder.roles)
    if name in events:
        data: dict[str, Plain] = {
            each.name: draw(value_of(each, on)) for each in events[name].fields if each.required or draw(st.booleans())
        }
        may = events[name].roles or roles
        role = draw(st.sampled_from([*may, *may, *roles]))
    else:
        rights = st.sampled_from([*procedure.ladder.rights, "none"])
        owed = draw(st.sampled_from(tuple(procedure.ladder.states)))
        common: dict[str, dict[str, Plain]] = {
            "case_closed": {"reason": "over"},
            "deadline_adjusted": {"deadline": owed, "due": draw(days_from(on)).isoformat(), "reason": "agreed"},
            "right_exercised": {"right": draw(rights), "grounds": "late"},
            "right_lifted": {"right": draw(rights)},
            "evidence_added": {"note": "enclosed"},
        }
        data = common[name]
        role = draw(st.sampled_from(procedure.ladder.client_roles))
    received = draw(st.none() | days_from(on))
    hour = draw(st.none() | st.none() | st.integers(0, 23))
    at = None if hour is None else datetime.combine(on, time(hour), ZONE).astimezone(UTC)
    return Fact(
        id=f"f{seq}", seq=seq, event=name, on=on, role=role, data=data, received=received, at=at,
        recorded=datetime.combine(on, time(12), UTC) + seq * timedelta(minutes=1),
    )  # fmt: skip


@st.composite
def offered(draw: st.DrawFn, procedure: Procedure, *, distinct: bool = False, most: int = 8) -> Drawn:
    """Return a case with facts that were admitted one by one, in the order of their days."""
    scope = Scope(track=draw(st.sampled_from([*procedure.ladder.tracks, "core"][:2])), contract_start=date(2025, 1, 1))
    facts: list[Fact] = []
    on = START
    for seq in range(1, draw(st.integers(1, most)) + 1):
        on += draw(st.integers(1 if distinct else 0, 20)) * DAY
        likely = stand(procedure, facts, on, scope=scope).allowed
        new = draw(facts_of(procedure, seq, on, likely))
        try:
            facts.append(admit(procedure, facts, new, scope=scope).fact)
        except EscalatorError:
            continue
    return Drawn(procedure, scope, tuple(facts))


@cache
def shipped_procedures() -> tuple[Procedure, ...]:
    """Return every ladder that ships with the package."""
    return tuple(shipped(name) for name in library.names())


@st.composite
def procedures(draw: st.DrawFn, guards: tuple[str, ...] = ALL_GUARDS, *, hours: bool = True) -> Procedure:
    """Return a shipped ladder, or one drawn."""
    if draw(st.booleans()):
        return draw(st.sampled_from(shipped_procedures()))
    return compile_ladder(draw(ladders(guards, hours=hours)), WEEK)


@st.composite
def cases(
    draw: st.DrawFn, *, distinct: bool = False, guards: tuple[str, ...] = ALL_GUARDS, hours: bool = True
) -> Drawn:
    """Return a case of a shipped ladder or of one drawn."""
    return draw(offered(draw(procedures(guards, hours=hours)), distinct=distinct))


def retraction(of: str, drawn: Drawn, number: int) -> Fact:
    """Return a fact that retracts another one."""
    seq = 1000 + number
    return Fact(
        id=f"r{number}", seq=seq, event="fact_retracted", on=drawn.last, role=drawn.procedure.ladder.client_roles[0],
        data={"fact": of, "reason": "wrong"}, recorded=datetime.combine(drawn.last, time(13), UTC),
    )  # fmt: skip


def with_facts(drawn: Drawn, facts: list[Fact]) -> Drawn:
    """Return the case with other facts."""
    return replace(drawn, facts=tuple(facts))
