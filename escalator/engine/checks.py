"""What the engine itself checks of a fact, before and beside the ladder: days, keys, closed contracts, persons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from unicodedata import normalize

from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import StoredCase, StoredFact
from escalator.model.errors import InputError, Refusal
from escalator.model.facts import Common, Fact, retracted
from escalator.model.signs import unseen
from escalator.model.terms import day_of
from escalator.model.text import Text
from escalator.procedure.admit import Admitted, checked
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import Progress

_MAX_NOTE: Final = 10_000
_MAX_NAME: Final = 200
_STILL_ALLOWED = frozenset({Common.RETRACTED, Common.EVIDENCE})


def check_days(on: date, at: datetime | None, received: date | None, now: datetime, start: date) -> None:
    """Refuse a fact that lies in the future or before its contract, or whose moment is on another day.

    Args:
        on: the fact's day; `at` its moment and `received` the day the other party received it, where known.
        now: this moment.
        start: the contract's first day.

    Raises:
        Refusal: telling the days allowed.
    """
    today = day_of(now)
    if on > today or (at is not None and at > now) or (received is not None and received > today):
        raise Refusal(
            "future",
            Text(
                f"een feit in de toekomst kan niet: vandaag is {today}", f"no fact lies in the future: today is {today}"
            ),
        )
    if on < start:
        raise Refusal(
            "before_contract",
            Text(
                f"{on} ligt voor het begin van het contract ({start})", f"{on} is before the contract's start ({start})"
            ),
        )
    if at is not None and day_of(at) != on:
        raise Refusal(
            "invalid_data",
            Text(
                f"het moment {at} valt niet op {on}, gezien in Amsterdam",
                f"the moment {at} is not on {on}, in Amsterdam",
            ),
        )
    if received is not None and received < on:
        raise Refusal(
            "invalid_data",
            Text(
                f"ontvangen op {received}, voor het feit zelf ({on})", f"received on {received}, before the fact ({on})"
            ),
        )


def check_note(note: str) -> None:
    """Refuse a remark that cannot be kept.

    Raises:
        InputError: it is too long, or holds what is no text.
    """
    if len(note) > _MAX_NOTE or unseen(note):
        raise InputError(
            Text(
                f"Een toelichting is tekst van hoogstens {_MAX_NOTE} tekens, zonder stuurtekens.",
                f"A note is text of {_MAX_NOTE} characters at most, without control characters.",
            )
        )


def check_names(*names: str | None) -> None:
    """Refuse a name or a key that cannot be kept: who recorded, what a contract is called.

    Raises:
        InputError: it is too long, is not one line, or holds what is no text.
    """
    for name in filter(None, names):
        if len(name) > _MAX_NAME or unseen(name) or len(name.splitlines()) > 1:
            raise InputError(
                Text(
                    f"{name!r:.80}: een naam of sleutel is één regel van hoogstens {_MAX_NAME} tekens, "
                    f"zonder stuurtekens.",
                    f"{name!r:.80}: a name or key is one line of {_MAX_NAME} characters at most, "
                    f"without control characters.",
                )
            )


def check_contract(contract: str, closed_on: date | None, event: str) -> None:
    """Refuse all but retractions and evidence once a contract is closed.

    Raises:
        Refusal: telling when it was closed.
    """
    if closed_on is not None and event not in _STILL_ALLOWED:
        allowed = ", ".join(sorted(_STILL_ALLOWED))
        raise Refusal(
            "not_allowed_in_state",
            Text(
                f"contract {contract} is op {closed_on} gesloten. Nog toegestaan: {allowed}.",
                f"contract {contract} was closed on {closed_on}. Still allowed: {allowed}.",
            ),
        )


def check_same(procedure: Procedure, again: Fact, earlier: StoredFact) -> None:
    """Refuse a key that was used for something else.

    Raises:
        InputError: telling what it was used for.
    """
    fact = earlier.fact
    again = checked(procedure, again)
    same = (again.event, again.on, again.data, again.at, again.received, again.by) == (
        fact.event, fact.on, fact.data, fact.at, fact.received, fact.by,
    )  # fmt: skip
    if not same or again.role not in {None, fact.role}:
        raise key_used(earlier.key or "", Text(f"{fact.event} op {fact.on}", f"{fact.event} on {fact.on}"))


def key_used(key: str, what: Text) -> InputError:
    """Return the error for a key that stands for something else already."""
    return InputError(
        Text(
            f"De sleutel {key!r} is al gebruikt, voor {what.nl}. Er is niets vastgelegd.",
            f"The key {key!r} was used already, for {what.en}. Nothing was recorded.",
        )
    )


def check_next_person(
    tx: Transaction, procedure: Procedure, stored: StoredCase, progress: Progress, fact: Fact
) -> None:
    """Refuse an approval by a person who acted for another of its roles, or who handed in what is to be approved.

    For a fact that comes after all others.

    Raises:
        Refusal: naming the person.
    """
    if not _by_several(procedure, fact):
        return
    facts = [each.fact for each in tx.facts.load(stored.line.stream)]
    out = retracted(facts)
    _check_not_own(procedure, [each for each in facts if each.id not in out], fact)
    latest = {each.role: each for each in facts if each.event == fact.event and each.id not in out}
    _check_none_by([latest[role] for role in progress.approved(fact.event) if role in latest], fact)


def check_person(procedure: Procedure, facts: Sequence[Fact], admitted: Admitted) -> None:
    """The same for a fact that may come between others: between the moves of the case before and after it.

    Raises:
        Refusal: naming the person.
    """
    fact = admitted.fact
    if not _by_several(procedure, fact) or admitted.progress is None:
        return
    out, known = retracted(facts), {each.id: each.order for each in facts}
    moves = [known.get(step.fact or "", (step.on, 0)) for step in admitted.progress.path if step.fact != fact.id]
    first = max((order for order in moves if order < fact.order), default=(date.min, 0))
    _check_not_own(procedure, [each for each in facts if each.id not in out], fact)
    last = min((order for order in moves if order > fact.order), default=(date.max, 0))
    together = [
        each for each in facts if each.event == fact.event and each.id not in out and first < each.order <= last
    ]
    _check_none_by(together, fact)


def _check_not_own(procedure: Procedure, facts: Sequence[Fact], fact: Fact) -> None:
    """Whoever handed in a plan for one side does not approve it for the other."""
    ladder = procedure.ladder
    earlier = [each for each in facts if each.order < fact.order and each.event in ladder.events]
    last = max((each for each in earlier if each.event != fact.event), key=lambda each: each.order, default=None)
    if last is None or not _same_person(last, fact) or last.role is None or fact.role is None:
        return
    if ladder.roles[last.role].side is not ladder.roles[fact.role].side:
        raise Refusal(
            "approved_already",
            Text(
                f"{fact.event}: {fact.by} deed {last.event} (feit {last.id}) als {last.role} en kan dat niet zelf "
                f"goedkeuren; noem met 'by' wie er handelde",
                f"{fact.event}: {fact.by} did {last.event} (fact {last.id}) as {last.role} and cannot approve it; "
                f"name with 'by' who acted",
            ),
        )


def _by_several(procedure: Procedure, fact: Fact) -> bool:
    event = procedure.ladder.events.get(fact.event)
    return event is not None and event.all_of and bool(fact.by)


def _check_none_by(approvals: Sequence[Fact], fact: Fact) -> None:
    for each in approvals:
        if _same_person(each, fact):
            raise Refusal(
                "approved_already",
                Text(
                    f"{fact.event}: {fact.by} heeft al goedgekeurd als {each.role}; twee rollen vragen twee personen",
                    f"{fact.event}: {fact.by} has approved already as {each.role}; two roles take two persons",
                ),
            )


def _same_person(one: Fact, other: Fact) -> bool:
    """Capitals, spaces and the way an accent is written do not make another person."""
    return _name(one) == _name(other)


def _name(fact: Fact) -> list[str]:
    return normalize("NFKC", fact.by).casefold().split()
