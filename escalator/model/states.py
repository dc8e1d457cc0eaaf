"""States of a ladder, their deadlines and what happens in them. Owns their shape; never runs anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from escalator.model.source import NO_SOURCE, Source
from escalator.model.terms import Term
from escalator.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What an event does in a state. `to` is None where the state stays as it is."""

    event: str
    to: str | None
    when: str | None = None
    source: Source = NO_SOURCE


class AnchorKind(StrEnum):
    """What a term counts from."""

    ENTRY = "entry"
    EVENT = "event"
    RECEIPT = "receipt"
    DAY = "day"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a term counts from.

    The day the state was entered; the latest fact of an event since the case last entered its initial state (its
    day, or the day it was received); a day that was named; or the due day of another deadline.
    """

    kind: AnchorKind = AnchorKind.ENTRY
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRule:
    """One way to find a due day: a named day, or a term from an anchor.

    Attributes:
        day: the data key that names the day; taken as it is, weekends too.
        named_since: the named day counts only if named in or after the fact that names this other key.
        term, anchor: a term and what it counts from.
        when: a guard; where it does not hold on entry, this way is passed over.
        at_least, at_most: the computed day lies no earlier and no later than these terms from the same anchor.
        move_end: whether an end on a non-working day moves to the next working day.
        source: what bears on the day found this way; what bears on the deadline as a whole is the rule's own.
    """

    day: str | None = None
    named_since: str | None = None
    term: Term | None = None
    anchor: Anchor = Anchor()
    when: str | None = None
    at_least: Term | None = None
    at_most: Term | None = None
    move_end: bool = True
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Whether, by whom and how far a deadline may be moved; the bounds count from the fact that adjusts it."""

    roles: tuple[str, ...]
    at_least: Term | None = None
    at_most: Term | None = None
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """When to remind of a deadline: working days before it, on the day, and every so many while overdue."""

    before: tuple[int, ...] = (5, 1)
    on_day: bool = True
    overdue_every: int = 5
    digest: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """The deadline that a state opens on entry; the first due rule that yields a day counts.

    Attributes:
        waits_for: the events that meet it.
        owed_by: the roles that owe it; empty means those who have not yet approved.
        expiry: what happens at the first moment of the day after; empty means it only shows as overdue.
        suspended_by, resumed_by: events that stop its clock and start it again.
    """

    due: tuple[DueRule, ...]
    waits_for: tuple[str, ...]
    owed_by: tuple[str, ...] = ()
    adjustable: Adjustment | None = None
    expiry: tuple[Transition, ...] = ()
    suspended_by: tuple[str, ...] = ()
    resumed_by: tuple[str, ...] = ()
    reminders: Reminders | None = None
    source: Source = NO_SOURCE

    @property
    def named(self) -> frozenset[str]:
        """The data keys that can decide its due day."""
        keys = {rule.day for rule in self.due if rule.day}
        keys |= {rule.anchor.name for rule in self.due if rule.anchor.kind is AnchorKind.DAY}
        return frozenset(keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case can stand."""

    id: str
    label: Text
    step: int = 0
    initial: bool = False
    final: bool = False
    deadline: DeadlineRule | None = None
    transitions: tuple[Transition, ...] = ()
    rights: tuple[str, ...] = ()
    note: Text | None = None
    source: Source = NO_SOURCE
