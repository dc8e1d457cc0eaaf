"""Obligations and standing permissions: who owes what to whom, and who may do what. Owns their shape.

`escalator.model.duties` works out when each falls due. Neither ever moves a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from escalator.model.rhythm import Due, FirstPeriod, Rhythm
from escalator.model.source import NO_SOURCE, Source
from escalator.model.text import Text


class ObligationKind(StrEnum):
    """What makes a duty arise."""

    RECURRING = "recurring"
    ONCE = "once"
    AFTER = "after"
    BEFORE = "before"
    ON_REQUEST = "on_request"
    CONTINUOUS = "continuous"


class Of(StrEnum):
    """What a name that a duty hangs on refers to: an event of a case or of the contract, or another obligation."""

    CASE = "case"
    CONTRACT = "contract"
    OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """What a duty hangs on.

    Attributes:
        names: events, or obligations whose performance counts.
        of: what the names refer to.
        tracks, states: for events of a case: only on these tracks, only recorded in these states. Empty means any.
    """

    names: tuple[str, ...]
    of: Of = Of.CASE
    tracks: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How a duty recurs.

    Attributes:
        times: how often in each period, at least.
        at_most: how often in each period, at most; None for no limit.
        first_period: whether a cut-off first period counts.
        starting: nothing is owed over periods that end before this day.
        from_contract_year: nothing is owed over periods that end before this year of the contract.
        omits: nothing is owed over these periods, by name; `CY1` omits all that end in that year of the contract.
    """

    every: Rhythm
    times: int = 1
    at_most: int | None = None
    first_period: FirstPeriod = FirstPeriod.PARTIAL
    starting: date | None = None
    from_contract_year: int = 1
    omits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """What a late performance means for a KPI: its checklist item fails, which is proposed to the contract manager."""

    kpi: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty of the contract.

    Attributes:
        id: its name in the file; with a dot and what it is owed for, where it is owed for each of several things.
        owed_by: roles that owe it; several owe it together.
        to, copies: roles that receive it, and that receive a copy.
        with_: roles that attend or are consulted.
        due: by when, for every kind but continuous.
        recurrence: for a recurring one.
        trigger: for one after an event, before a planned one, or done on request by an event.
        cap: on request: how many in a period at most, with the period's rhythm.
        checklist: name of the ladder's checklist of what it must hold; `form` in what form.
        while_in, not_while: owed only while a case stands in one of these states, or only while none does.
        done_by: events of a case that perform it.
        late: what lateness means for a KPI.
        intended: a stated intention: reminded of, without consequence.
    """

    id: str
    label: Text
    kind: ObligationKind
    owed_by: tuple[str, ...]
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    due: Due | None = None
    recurrence: Recurrence | None = None
    trigger: Trigger | None = None
    cap: Recurrence | None = None
    checklist: str | None = None
    form: Text | None = None
    note: Text | None = None
    while_in: tuple[str, ...] = ()
    not_while: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()
    late: Late | None = None
    intended: bool = False
    source: Source = NO_SOURCE

    @property
    def hangs_on_cases(self) -> bool:
        """Whether what happens in cases decides when it is owed, or performs it."""
        after_event = self.trigger is not None and self.trigger.of is Of.CASE
        return after_event or bool(self.while_in or self.not_while or self.done_by)

    @property
    def entry(self) -> str:
        """Its name in the file."""
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arising:
    """That a permission arises once an event of the contract has happened so often."""

    event: str
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What a party may do at any time, or in these circumstances; a person decides to.

    Attributes:
        holders: roles that may.
        condition: when, in words; None for at any time.
        arises: any of these counts makes it arise; empty where the condition is judged by a person.
        cost: who bears the cost; `extent` how far it may go; both in words.
        amount: in `currency`.
        liftable: whether it can be ended again.
        in_states: it can be used only while a case stands in one of these states.
    """

    id: str
    label: Text
    holders: tuple[str, ...]
    condition: Text | None = None
    arises: tuple[Arising, ...] = ()
    cost: Text | None = None
    extent: Text | None = None
    amount: Decimal | None = None
    currency: str = "EUR"
    liftable: bool = False
    in_states: tuple[str, ...] = ()
    source: Source = NO_SOURCE
