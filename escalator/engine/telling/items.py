"""From where something stands to an item that people are reminded of. Pure: values and a moment in, an item out.

What is told in a message of its own is made in `escalator.engine.telling.formal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from escalator.engine.ports.messages import Action, Item, ItemKind
from escalator.engine.ports.records import Proposal
from escalator.engine.telling import commands
from escalator.engine.telling.reasons import joined, listed, source_told, why_due
from escalator.model.calendar import Calendar
from escalator.model.day_text import day_told, moment_told
from escalator.model.errors import InputError
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.obligations import Obligation
from escalator.model.occurrence import Occurrence
from escalator.model.standing import Deadline
from escalator.model.terms import day_of
from escalator.model.text import Text

_AND: Final = Text("en", "and")
_OR: Final = Text("of", "or")
_DO_IN_TIME: Final = Text("Zorg dat dit er uiterlijk op die dag is.", "See that this is done by that day.")
_DO_AFTER_ALL: Final = Text("Doe dit alsnog, zo snel als kan.", "Do this after all, as soon as you can.")
_WATCH: Final = Text(
    "Houd dit in het oog, en leg het vast zodra het gebeurt.", "Keep an eye on this, and record it once it happens."
)
_DEADLINES: Final = (ItemKind.DEADLINE_BEFORE, ItemKind.DEADLINE_TODAY, ItemKind.DEADLINE_OVERDUE)
_DUTIES: Final = (ItemKind.DUTY_BEFORE, ItemKind.DUTY_TODAY, ItemKind.DUTY_OVERDUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an item comes from, and who reads it.

    Attributes:
        contract, contract_name: the contract.
        ladder: that the case was opened under; for what is no case's, the contract's.
        case: the case; empty for what is the contract's own.
        roles: roles that the reader has in the contract.
        link: page of the case or the contract; empty where there is none.
    """

    contract: str
    contract_name: str
    ladder: Ladder
    case: str = ""
    roles: tuple[str, ...] = ()
    link: str = ""

    def labels(self, roles: tuple[str, ...]) -> tuple[Text, ...]:
        """Return what roles are called, and which of them are the reader's own."""
        labels = {each: self.ladder.roles[each].label for each in roles}
        return tuple(
            Text(f"u ({label.nl})", f"you ({label.en})") if role in self.roles else label
            for role, label in labels.items()
        )

    def owes(self, roles: tuple[str, ...]) -> bool:
        """Return whether the reader is among them."""
        return not set(roles).isdisjoint(self.roles)

    def item(self, kind: ItemKind, key: str, label: Text) -> Item:
        """Return an item from here, with nothing more to tell yet."""
        return Item(
            kind=kind,
            contract=self.contract,
            contract_name=self.contract_name,
            key=key,
            label=label,
            case=self.case,
            link=self.link,
        )


def deadline_item(
    place: Place,
    deadline: Deadline,
    facts: Mapping[str, Fact],
    calendar: Calendar,
    at: datetime,
    *,
    sequence: int = 0,
) -> Item:
    """Return a deadline that is still waited for: before its day, on it, or overdue.

    Args:
        place: its case.
        deadline: as it stands.
        facts: by id, at least the one it counts from.
        calendar: for the number of working days left or past.
        at: the moment it is told (aware).
        sequence: see `Item`.
    """
    ladder = place.ladder
    on = day_of(at)
    over = at > deadline.due_at if deadline.due_at else on > deadline.due
    return Item(
        kind=_kind(_DEADLINES, deadline.due, on, over=over),
        contract=place.contract,
        contract_name=place.contract_name,
        case=place.case,
        link=place.link,
        key=deadline.id,
        label=ladder.states[deadline.state].label,
        due=deadline.due,
        due_at=deadline.due_at,
        days=_days(deadline.due, on, calendar),
        owed_by=place.labels(deadline.owed_by),
        why=why_due(deadline, ladder, facts),
        then=_then(deadline, ladder) if deadline.expires and not over else None,
        to_do=_to_do(place, deadline.owed_by, over=over),
        actions=tuple(commands.recording(place.case, deadline, ladder, place.roles)),
        provisional=deadline.provisional,
        sequence=sequence,
    )


def duty_item(
    place: Place,
    duty: Obligation,
    occurrence: Occurrence,
    calendar: Calendar,
    at: datetime,
    *,
    actions: tuple[Action, ...] = (),
    sequence: int = 0,
) -> Item:
    """Return a duty of the contract that was not yet performed; one without a day is told by what it counts from.

    Args:
        place: its contract, or its case where it hangs on one.
        duty: what is owed.
        occurrence: the time that it is owed.
        calendar: for the number of working days left or past.
        at: the moment it is told (aware).
        actions: what to type once it is performed; by default the case's events that perform it, else what records
            that it was performed, or the result for a duty to measure.
        sequence: see `Item`.
    """
    due, on = occurrence.due, day_of(at)
    over = due is not None and on > due
    by_event = [commands.recording_event(place.case, each, place.ladder) for each in duty.done_by if place.case]
    return replace(
        place.item(_kind(_DUTIES, due or on, on, over=over), occurrence.id, duty_label(duty, occurrence)),
        due=due,
        days=_days(due, on, calendar) if due else None,
        since=None if due else occurrence.counted_from,
        owed_by=place.labels(duty.owed_by),
        why=joined(_sentence(occurrence.why), *source_told(duty.source, place.ladder)),
        to_do=_to_do(place, duty.owed_by, over=over),
        actions=actions or tuple(by_event) or (commands.performing(place.contract, duty, occurrence, place.roles),),
        provisional=occurrence.provisional,
        sequence=sequence,
    )


def duty_label(duty: Obligation, occurrence: Occurrence) -> Text:
    """Return what a duty is called, with the period it is owed over."""
    period = f" ({occurrence.period})" if occurrence.period else ""
    return Text(f"{duty.label.nl}{period}", f"{duty.label.en}{period}")


def waiting_item(place: Place, state: str, since: date) -> Item:
    """Return a state that has no term, with the day since which the case has stood in it."""
    found = place.ladder.states[state]
    events = tuple(dict.fromkeys(each.event for each in found.transitions))
    return replace(
        place.item(ItemKind.STATE_WAITING, state, found.label),
        since=since,
        why=Text("Het contract noemt hier geen termijn.", "The contract states no term here."),
        actions=(*(commands.recording_event(place.case, each, place.ladder) for each in events),),
    )


def missing_item(place: Place, state: str, since: date) -> Item:
    """Return a state whose deadline has no day, because no fact has named one."""
    found = place.ladder.states[state]
    words = ("adjust", place.case, state, "--due", "YYYY-MM-DD", "--reason", "…")
    adjusting = Action(Text("uiterste dag vastleggen", "record the due day"), commands.command(*words))
    return replace(
        place.item(ItemKind.TERM_MISSING, state, found.label),
        since=since,
        why=Text(
            "De dag van deze termijn moet worden genoemd, en niemand heeft dat gedaan.",
            "The day of this deadline has to be named, and nobody has.",
        ),
        to_do=Text("Spreek een dag af en leg die vast.", "Agree on a day and record it."),
        actions=(adjusting if found.deadline and found.deadline.adjustable else commands.showing(place.case),),
    )


def proposal_item(place: Place, proposal: Proposal) -> Item:
    """Return a step that a result, or a late report, suggests and somebody must decide on."""
    key, event = str(proposal.seq), place.ladder.events.get(proposal.event)
    label = event.label if event else Text("resultaat vastleggen", "record a result")
    found = replace(place.item(ItemKind.PROPOSAL_WAITING, key, label), case=proposal.case or "")
    return replace(
        found,
        since=proposal.made_on,
        why=_sentence(proposal.reason),
        to_do=Text("Neem de stap over, of wijs hem af met een reden.", "Take the step, or decline it with a reason."),
        actions=commands.deciding(place.contract, key, event),
    )


def in_force_item(place: Place, right: str, since: date) -> Item:
    """Return a right that was exercised and never lifted, while its case has come to an end."""
    found = place.ladder.rights[right]
    return replace(
        place.item(ItemKind.RIGHT_IN_FORCE, right, found.label),
        since=since,
        owed_by=place.labels(found.holders),
        why=Text(
            "Het dossier is afgesloten, en dit recht geldt nog.", "The case has ended, and this right still holds."
        ),
        to_do=Text("Hef het op, of laat het met reden gelden.", "Lift it, or let it hold for a reason."),
        actions=(commands.lifting(place.case, found),),
    )


def _kind(kinds: tuple[ItemKind, ItemKind, ItemKind], due: date, on: date, *, over: bool) -> ItemKind:
    before, today, overdue = kinds
    if over:
        return overdue
    return today if on == due else before


def _days(due: date, on: date, calendar: Calendar) -> int | None:
    with suppress(InputError):  # beyond the calendar's years there is no such number, and the day is told without
        return calendar.working_days_between(min(due, on), max(due, on))
    return None


def _then(deadline: Deadline, ladder: Ladder) -> Text:
    rule = ladder.states[deadline.state].deadline
    targets = tuple(dict.fromkeys(each.to for each in rule.expiry if each.to)) if rule else ()
    when = _once_over(deadline)
    if not targets:
        return Text(
            f"Gebeurt het niet, dan telt dat {when.nl} vanzelf mee in het dossier.",
            f"If it is not done, that counts in the case by itself {when.en}.",
        )
    to = listed(tuple(ladder.states[each].label for each in targets), _OR)
    return Text(
        f"Gebeurt het niet, dan gaat het dossier {when.nl} vanzelf naar: {to.nl}.",
        f"If it is not done, the case moves by itself {when.en} to: {to.en}.",
    )


def _once_over(deadline: Deadline) -> Text:
    if deadline.due_at is not None:
        last = moment_told(deadline.due_at)
        return Text(f"na {last.nl}", f"after {last.en}")
    first = day_told(deadline.due + timedelta(days=1))
    return Text(f"op {first.nl}", f"on {first.en}")


def _to_do(place: Place, owed_by: tuple[str, ...], *, over: bool) -> Text | None:
    if not owed_by:
        return None
    if place.owes(owed_by):
        return _DO_AFTER_ALL if over else _DO_IN_TIME
    if not over:
        return _WATCH
    who = listed(tuple(place.ladder.roles[each].label for each in owed_by), _AND)
    return Text(
        f"Spreek {who.nl} erop aan, en leg het vast als het alsnog gebeurt.",
        f"Take it up with {who.en}, and record it if it happens after all.",
    )


def _sentence(text: Text) -> Text:
    return Text(*(f"{each[:1].upper()}{each[1:].removesuffix('.')}." for each in (text.nl, text.en)))
