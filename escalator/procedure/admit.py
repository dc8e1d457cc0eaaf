"""Whether a new fact fits among those recorded. Owns the check that every recording goes through; stores nothing.

A fact is checked at the place where it belongs, and everything after it is recomputed. If that makes a fact recorded
before impossible, the new one is refused whole, with the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from msgspec import Struct

from escalator.model.errors import Conflict, EscalatorError, Refusal, UnknownName
from escalator.model.events import Event
from escalator.model.facts import Common, Fact, Scope, retracted
from escalator.model.terms import day_of
from escalator.model.text import Text
from escalator.procedure import told
from escalator.procedure.data import accept
from escalator.procedure.fold import Fold
from escalator.procedure.machine import Procedure
from escalator.procedure.progress import Progress
from escalator.procedure.shared_events import COMMON


class Admitted(Struct, frozen=True):
    """A fact that fits, with its role and data settled, and how far the case has come with all facts in.

    `progress` is None where no fact is in account any more.
    """

    fact: Fact
    progress: Progress | None


def admit(
    procedure: Procedure, facts: Sequence[Fact], new: Fact, *, scope: Scope, assume_role: bool = False
) -> Admitted:
    """Say whether a new fact fits, and settle its role and data.

    An approval without a role takes the next role that has not approved. Another event without a role takes the only
    one that may act it, or with `assume_role` the first that may.

    Args:
        procedure: the compiled ladder in its calendar.
        facts: all facts of the case, retracted ones too.
        new: the fact; its `seq` must be higher than any recorded.
        scope: what the case is about.
        assume_role: whether to choose a role where several may act the event.

    Raises:
        Refusal: it does not fit, by itself or because a fact recorded before would become impossible.
        UnknownName: its event, role or one of its data keys does not exist.
    """
    new = checked(procedure, new)
    out = retracted(facts)
    if new.event == Common.RETRACTED:
        return _admit_retraction(procedure, facts, new, out, scope)
    in_account = [fact for fact in facts if fact.id not in out and fact.event != Common.RETRACTED]
    roles = candidates(procedure, new, assume_role=assume_role)
    return _first(procedure, new, roles, lambda each: _refold(procedure, [*in_account, each], scope, each))


def admit_next(procedure: Procedure, progress: Progress, new: Fact, *, scope: Scope) -> Admitted:
    """The same for a fact that comes after all others, resumed from how far the case had come; changes `progress`.

    A refused fact leaves no trace in `progress`, but for the time that has passed.

    Args:
        procedure: as for `admit`.
        progress: how far the case had come with its last fact, without time having passed since.
        new: as for `admit`; a retraction is never next.
        scope: as for `admit`.

    Raises:
        Refusal, UnknownName: as `admit`.
        ValueError: the fact does not come after all others; that is for `admit`.
    """
    if new.event == Common.RETRACTED or progress.last is None or new.order <= progress.last:
        message = f"fact {new.id} does not come after {progress.last}"
        raise ValueError(message)
    new = checked(procedure, new)
    fold = Fold(procedure, scope, progress)
    return _first(procedure, new, candidates(procedure, new), fold.apply)


def _first(
    procedure: Procedure, new: Fact, roles: Iterable[str], attempt: Callable[[Fact], Progress | None]
) -> Admitted:
    """Try the roles in turn; where none may, the first refusal counts."""
    first: Refusal | None = None
    for role in roles:
        candidate = new if role == new.role else replace(new, role=role)
        try:
            return Admitted(candidate, attempt(candidate))
        except Refusal as refusal:
            first = first or refusal
    raise first or told.role_not_entitled(event_of(procedure, new.event), None, ())


def event_of(procedure: Procedure, name: str) -> Event:
    """Return an event of the ladder or one that every ladder knows.

    Raises:
        UnknownName: there is none.
    """
    event = procedure.event(name)
    if event is None:
        raise UnknownName(Text("gebeurtenis", "event"), name, (*procedure.ladder.events, *COMMON))
    return event


def checked(procedure: Procedure, new: Fact) -> Fact:
    """Check the names and the data of a fact; return it with its data as it will be stored."""
    event = event_of(procedure, new.event)
    roles = procedure.ladder.roles
    if new.role is not None and new.role not in roles:
        raise UnknownName(Text("rol", "role"), new.role, roles)
    _check_days(procedure, new)
    data = accept(event, new.data, new.on, procedure.calendar)
    return replace(new, data=data) if new.data else new


def _check_days(procedure: Procedure, new: Fact) -> None:
    """A fact's day is one that terms can be counted from; its moment lies on that day, its receipt not before it."""
    procedure.calendar.is_working(new.on)
    if new.at is not None and (day := day_of(new.at)) != new.on:
        raise Refusal(
            "invalid_data",
            Text(
                f"{new.event}: het moment valt op {day}, niet op {new.on}",
                f"{new.event}: the moment is on {day}, not on {new.on}",
            ),
        )
    if new.received is not None and new.received < new.on:
        raise Refusal(
            "day_before_fact",
            Text(
                f"{new.event}: ontvangen op {new.received}, voor de dag van het feit zelf ({new.on})",
                f"{new.event}: received on {new.received}, before the day of the fact itself ({new.on})",
            ),
        )


def candidates(procedure: Procedure, new: Fact, *, assume_role: bool = False) -> Iterable[str]:
    """Return the roles to try for a fact: its own, or those that may act the event.

    Raises:
        Refusal: there are several, and it is not an approval by several: the fact must say who acted.
    """
    if new.role is not None:
        return (new.role,)
    event = event_of(procedure, new.event)
    roles = event.roles if new.event not in COMMON else _common_roles(procedure, new)
    if len(roles) > 1 and not event.all_of and not assume_role:
        listed = ", ".join(roles)
        raise Refusal(
            "role_not_entitled",
            Text(f"{event.id}: noem de rol die handelde: {listed}", f"{event.id}: name the role that acted: {listed}"),
        )
    return roles


def _common_roles(procedure: Procedure, new: Fact) -> tuple[str, ...]:
    ladder = procedure.ladder
    if new.event == Common.EVIDENCE:
        return tuple(ladder.roles)
    right = ladder.rights.get(str(new.data.get("right")))
    return right.holders if right else ladder.client_roles


def _admit_retraction(
    procedure: Procedure, facts: Sequence[Fact], new: Fact, out: frozenset[str], scope: Scope
) -> Admitted:
    """A retraction counts from the day it is known, whatever its own day; restoring is retracting the retraction."""
    target = str(new.data["fact"])
    client = procedure.ladder.client_roles
    new = replace(new, role=new.role or next(iter(client), None))
    if new.role not in client:
        raise told.role_not_entitled(event_of(procedure, new.event), new.role, client)
    if target not in {fact.id for fact in facts}:
        raise Refusal("unknown_fact", Text(f"geen feit {target!r} in dit dossier", f"no fact {target!r} in this case"))
    if target in out:
        raise Refusal(
            "retracted_already", Text(f"feit {target!r} is al ingetrokken", f"fact {target!r} is retracted already")
        )
    left = retracted([*facts, new])
    in_account = [fact for fact in facts if fact.id not in left and fact.event != Common.RETRACTED]
    return Admitted(new, _refold(procedure, in_account, scope, None))


def _refold(procedure: Procedure, facts: list[Fact], scope: Scope, new: Fact | None) -> Progress | None:
    """Fold all facts anew; a refusal of the new one is its own, of any other a conflict."""
    fold = Fold(procedure, scope)
    conflicts: list[Conflict] = []
    for fact in sorted(facts, key=lambda each: each.order):
        try:
            fold.apply(fact)
        except EscalatorError as problem:
            if new is not None and fact.id == new.id:
                raise
            conflicts.append(Conflict(fact.id, fact.event, fact.on.isoformat(), problem.text))
    if conflicts:
        raise _conflicting(conflicts)
    return fold.progress if facts else None


def _conflicting(conflicts: list[Conflict]) -> Refusal:
    listed = Text(
        "".join(f"\n  {each.event} van {each.on} ({each.fact}): {each.reason.nl}" for each in conflicts),
        "".join(f"\n  {each.event} of {each.on} ({each.fact}): {each.reason.en}" for each in conflicts),
    )
    return Refusal(
        "conflict",
        Text(
            f"geweigerd: feiten die al zijn vastgelegd zouden onmogelijk worden.{listed.nl}",
            f"refused: facts already recorded would become impossible.{listed.en}",
        ),
        tuple(conflicts),
    )
