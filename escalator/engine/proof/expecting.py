"""What should have been told, and to whom: one thing and one role at a time. Owns the shape, and who was a contact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from escalator.engine.ports.ledger import About
from escalator.engine.ports.values import Contact
from escalator.engine.proof.offices import DAY
from escalator.model.ladder import Ladder, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Something that a role should have been told.

    Attributes:
        case: empty for what is the contract's own.
        at: the moment.
        known: when the last fact was recorded that was known by then.
        corrects: ids of what was told and is wrong by then; empty for what is told for the first time.
    """

    contract: str
    case: str
    about: About
    key: str
    due: date | None
    role: str
    at: datetime
    known: datetime
    corrects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Readers:
    """Who is written to in a contract, in which roles, and since when.

    A role that must be told is expected always: where it had no contact, that should have been reported. Any other is
    expected where it had one in time.
    """

    ladder: Ladder
    contacts: tuple[Contact, ...]

    def of(self, told: Expected, must: Iterable[str], others: Iterable[str], since: datetime) -> Iterator[Expected]:
        """Yield something for each role that should have been told, with who was a contact at a moment."""
        first = dict.fromkeys(must)
        there = {each.role for each in self.contacts if each.added_at is None or each.added_at <= since}
        for role in (*first, *(each for each in dict.fromkeys(others) if each in there and each not in first)):
            yield replace(told, role=role)

    def owing(self, told: Expected, owed_by: tuple[str, ...], *, over: bool) -> Iterator[Expected]:
        """Yield what is owed by roles: to them, and from overdue on to the other side too."""
        return self.of(told, owed_by, self.other_side(owed_by) if over else (), told.at - DAY)

    def deciding(self, told: Expected) -> Iterator[Expected]:
        """Yield what waits for the client: to each of its roles; where it has no contact at all, to its first."""
        roles = self.ladder.client_roles
        nobody = not any(each.role in roles for each in self.contacts)
        return self.of(told, roles[:1] if nobody else (), roles, told.at - DAY)

    def other_side(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Return the roles that act on the side opposite to that of these."""
        sides = {self.ladder.roles[each].side for each in roles}
        facing = {Side.CLIENT: Side.CONTRACTOR, Side.CONTRACTOR: Side.CLIENT}
        return tuple(
            name
            for name, role in self.ladder.roles.items()
            if role.acts and any(facing.get(side) is role.side for side in sides)
        )
