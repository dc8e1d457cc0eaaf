"""Facts: what happened, who acted, and when it was recorded. Owns the shape of a fact; never judges one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

Plain: TypeAlias = "str | bool | int | list[Plain] | dict[str, Plain] | None"
"""What a fact's data may hold: days as ISO text, decimals as text, so that its JSON is canonical."""


class Common(StrEnum):
    """The events that every ladder knows; they are never listed among the events allowed next."""

    CLOSED = "case_closed"
    ADJUSTED = "deadline_adjusted"
    RIGHT_EXERCISED = "right_exercised"
    RIGHT_LIFTED = "right_lifted"
    EVIDENCE = "evidence_added"
    RETRACTED = "fact_retracted"


COMMON_EVENTS = frozenset(Common)
ALWAYS_KEYS = frozenset({"note", "reason", "checklist"})
"""Data keys that every event accepts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of a case. Never changed; a `fact_retracted` takes it out of account.

    Attributes:
        id: unique within its case.
        seq: place in the order of recording, from 1.
        event: name of the event.
        on: day it happened (Europe/Amsterdam).
        role: the party that acted; None only for a retraction or where a ladder has no say.
        data: the event's data, plain and canonical.
        recorded: moment it was recorded (aware UTC).
        by: who recorded it.
        at: moment it happened, where a term in hours counts from or to it (aware UTC).
        received: day the other party received it, where that is known.
    """

    id: str
    seq: int
    event: str
    on: date
    recorded: datetime
    role: str | None = None
    data: dict[str, Plain] = field(default_factory=dict)
    by: str = ""
    at: datetime | None = None
    received: date | None = None

    @property
    def order(self) -> tuple[date, int]:
        """The place of the fact in the case: by day, and on one day by order of recording."""
        return (self.on, self.seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a case is about, fixed when it is opened.

    Attributes:
        track: the ladder's track, where it has tracks.
        kpis: the KPIs judged together.
        region: the region, where results are per region.
        contract_start: first day of the contract; needed where a rule speaks of contract years.
    """

    track: str | None = None
    kpis: tuple[str, ...] = ()
    region: str | None = None
    contract_start: date | None = None


def retracted(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the ids of the facts that are out of account, given all the facts that are known.

    A retraction that is itself retracted has no effect, so they are weighed from the last recorded to the first.
    """
    out: set[str] = set()
    for fact in sorted(facts, key=lambda each: each.seq, reverse=True):
        if fact.event == Common.RETRACTED and fact.id not in out:
            out.add(str(fact.data["fact"]))
    return frozenset(out)
