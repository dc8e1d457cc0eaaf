"""Duties as a ladder file writes them: who owes what to whom, and when. Owns the section `obligations`."""

import re
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from escalator.ladders.schema.due import Dated, PeriodDue, PeriodName, RhythmText
from escalator.ladders.schema.elements import (
    Choice,
    DayText,
    LabelText,
    Many,
    Name,
    Names,
    Ordinal,
    Sourced,
    StateNames,
    Strict,
    TermText,
    Words,
    only_one,
    told,
    wrong,
)
from escalator.model.obligations import (
    Late,
    Obligation,
    ObligationKind,
    Of,
    Recurrence,
    Trigger,
)
from escalator.model.rhythm import FirstPeriod, NoDay, RhythmKind, Side
from escalator.model.text import Text

_OF: Final = {"event": Of.CASE, "contract_event": Of.CONTRACT, "obligation": Of.OBLIGATION}


class RecurringSpec(PeriodDue):
    """A duty that recurs."""

    every: RhythmText
    """How often; `to_be_agreed` while that is open."""
    at_least: Ordinal = 1
    """How often in each period, at least."""
    at_most: Ordinal | None = None
    """How often in each period, at most."""
    first_period: Choice[FirstPeriod] = FirstPeriod.PARTIAL
    """Whether a first period that the start of the contract cuts short counts: `partial` or `whole_only`."""
    starting: DayText | None = None
    """Nothing is owed over periods that end before this day."""
    from_contract_year: Ordinal = 1
    """Nothing is owed over periods that end before this year of the contract."""
    except_: Many[PeriodName] | None = Field(None, alias="except")
    """Nothing is owed over these periods; `CY1` stands for all that end in that year of the contract."""

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.at_most is not None and self.at_most < self.at_least:
            raise wrong(Text("at_most is kleiner dan at_least.", "at_most is less than at_least."))
        if self.every.kind is RhythmKind.TO_BE_AGREED and self.no_day is None:
            raise wrong(
                Text(
                    "Zolang het ritme open is, is er geen dag: no_day: to_be_agreed.",
                    "While the rhythm is open there is no day: no_day: to_be_agreed.",
                )
            )
        return self

    @property
    def recurrence(self) -> Recurrence:
        """How it recurs, as a value."""
        return Recurrence(
            every=self.every,
            times=self.at_least,
            at_most=self.at_most,
            first_period=self.first_period,
            starting=self.starting,
            from_contract_year=self.from_contract_year,
            omits=self.except_ or (),
        )


class OnceSpec(Dated):
    """A duty that is performed once."""

    AFTER: ClassVar[Side] = Side.START
    AHEAD_OF: ClassVar[Side] = Side.END

    on: DayText | None = None
    """A day."""
    at: Choice[Side] | None = None
    """`start` or `end`: the contract's first or last day."""
    within: TermText | None = None
    """A term after the contract's start; it moves off a day that is not worked."""
    ahead: TermText | None = None
    """So long before the contract's end. It never moves."""
    no_day: Choice[NoDay] | None = None
    """There is no day, and why."""
    counted_from: Choice[Side] | None = None
    """Count `within` or `ahead` from the other end of the contract."""


class Triggered(Dated):
    """What a duty hangs on: exactly one of three."""

    event: Names | None = None
    """An event of a case, or several."""
    contract_event: Names | None = None
    """Something of the contract itself that is recorded under this name: an award, a consent."""
    obligation: Names | None = None
    """Another obligation: each time it is performed (`after`) or planned (`before`)."""
    track: Names = ()
    """Only on these tracks."""
    in_state: StateNames = ()
    """Only recorded in these states."""

    @model_validator(mode="after")
    def _on_one(self) -> Self:
        if only_one(self, tuple(_OF)) != "event" and (self.track or self.in_state):
            raise wrong(Text("track en in_state horen bij event.", "track and in_state belong with event."))
        return self

    @property
    def trigger(self) -> Trigger:
        """What it hangs on, as a value."""
        key = only_one(self, tuple(_OF))
        return Trigger(names=getattr(self, key), of=_OF[key], tracks=self.track, states=self.in_state)


class AfterSpec(Triggered):
    """A duty after something happened."""

    within: TermText | None = None
    """A term after it; it moves off a day that is not worked."""
    on_named: Annotated[StateNames, Field(min_length=1)] | None = None
    """A day that the event's data names, or the due day of a deadline, by name; the first of them that is known."""
    with_next: Name | None = None
    """Together with another obligation, the next time that it is due."""
    no_day: Choice[NoDay] | None = None
    """There is no day, and why."""


class BeforeSpec(Triggered):
    """A duty before something that is planned."""

    ahead: TermText | None = None
    """So long before it, at the latest. It never moves."""
    no_day: Choice[NoDay] | None = None
    """There is no day, and why."""


class OnRequestSpec(Dated):
    """A duty when the other party asks."""

    within: TermText | None = None
    """A term after the request; it moves off a day that is not worked."""
    no_day: Choice[NoDay] | None = None
    """There is no day, and why."""
    at_most: Ordinal | None = None
    """How often in each period of `every`, at most; a request beyond that makes no duty."""
    every: RhythmText | None = None
    """The period that `at_most` counts in."""

    @model_validator(mode="after")
    def _capped(self) -> Self:
        if (self.at_most is None) != (self.every is None):
            raise wrong(Text("at_most en every horen bij elkaar.", "at_most and every belong together."))
        if self.every and self.every.kind is RhythmKind.TO_BE_AGREED:
            raise wrong(Text("Een maximum telt per periode.", "A maximum counts in a period."))
        return self

    @property
    def cap(self) -> Recurrence | None:
        """How often at most, as a value."""
        return Recurrence(every=self.every, at_most=self.at_most) if self.every else None


def named(thing: str) -> str:
    """Return the name of a thing that a duty is owed for: `Day care` is `day_care`."""
    return re.sub(r"[^a-z0-9]+", "_", thing.lower()).strip("_")


class LateSpec(Strict):
    """What lateness means for a KPI."""

    kpi: Name
    """The KPI that a late performance misses, as a proposal to the contract manager."""
    item: Name
    """The item of its checklist that fails."""


_KINDS: Final = tuple(kind.value for kind in ObligationKind)


class ObligationSpec(Sourced):
    """A duty of the contract: who owes what to whom, and exactly one of six kinds of when."""

    label: LabelText
    """What people read."""
    owed_by: Annotated[Names, Field(min_length=1)]
    """The role that owes it; several owe it together."""
    for_each: Literal["regions"] | list[Words] | None = None
    """Owed for each of these by itself: `regions`, or a list, of products for example. An empty list is one duty."""
    to: Names = ()
    """The roles that receive it."""
    copies: Names = ()
    """The roles that receive a copy."""
    with_: Names = Field((), alias="with")
    """The roles that attend, or are consulted."""
    recurring: RecurringSpec | None = None
    """It recurs."""
    once: OnceSpec | None = None
    """It is performed once."""
    after: AfterSpec | None = None
    """Each time after something happened."""
    before: BeforeSpec | None = None
    """Each time before something that is planned."""
    on_request: OnRequestSpec | None = None
    """When the other party asks."""
    continuous: Literal[True] | None = None
    """All the time."""
    checklist: Name | None = None
    """The ladder's checklist of what it must hold."""
    form: LabelText | None = None
    """In what form: Word or Excel, a letter."""
    note: LabelText | None = None
    """What else to know: the agenda, the scope."""
    while_in: StateNames = ()
    """Owed only while a case stands in one of these states."""
    not_while_in: StateNames = ()
    """Not owed while a case stands in one of these states."""
    done_by: Names = ()
    """Events of a case that perform it."""
    late: LateSpec | None = None
    """What lateness means for a KPI."""
    intended: bool = False
    """A stated intention: it is reminded of, and has no consequence."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        only_one(self, _KINDS)
        things = self.for_each if isinstance(self.for_each, list) else []
        names = [named(thing) for thing in things]
        if "" in names or len({*names}) < len(names):
            told = ", ".join(things)
            raise wrong(Text(f"{told}: geef elk een eigen naam.", f"{told}: give each a name of its own."))
        return self

    def to_model(self, name: str, *, move_end: bool = True) -> Obligation:
        """Return it as a value.

        Args:
            name: its key in the file.
            move_end: whether the ends of terms move in this ladder.
        """
        rule = self.recurring or self.once or self.after or self.before or self.on_request
        triggered = self.after or self.before
        return Obligation(
            id=name,
            label=self.label.to_model(),
            kind=ObligationKind(only_one(self, _KINDS)),
            owed_by=self.owed_by,
            to=self.to,
            copies=self.copies,
            with_=self.with_,
            due=rule.to_due(move_end=move_end) if rule else None,
            recurrence=self.recurring.recurrence if self.recurring else None,
            trigger=triggered.trigger if triggered else None,
            cap=self.on_request.cap if self.on_request else None,
            checklist=self.checklist,
            form=told(self.form),
            note=told(self.note),
            while_in=self.while_in,
            not_while=self.not_while_in,
            done_by=self.done_by,
            late=Late(kpi=self.late.kpi, item=self.late.item) if self.late else None,
            intended=self.intended,
            source=self.source,
        )
