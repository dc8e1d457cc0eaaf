"""What a letter tells of, as it is now: contracts, and cases with where they stand. Owns what is read again, and when.

Reads; never writes. What several letters tell of is worked out once, for as long as nothing has been recorded since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from escalator.engine.cases.standings import standing_by
from escalator.engine.context import Context, case_named
from escalator.engine.duties.owed import Duty
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract, StoredCase
from escalator.engine.telling.items import Place
from escalator.model.calendar import Calendar
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.standing import Standing

MOST: Final = 1000
"""So many cases are kept in mind for the next letter: a contract's, which both its sides are told of."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A case as it was found: all that follows from its facts, and holds until there is another one."""

    stored: StoredCase
    facts: dict[str, Fact]
    standing: Standing


@dataclass(slots=True)
class Scene:
    """A contract or case as it is now, with what telling of it takes."""

    contract: Contract
    ladder: Ladder
    calendar: Calendar
    stored: StoredCase | None = None
    standing: Standing | None = None
    facts: dict[str, Fact] = field(default_factory=dict)
    duties: dict[str, Duty] | None = None

    def place(self, role: str) -> Place:
        """Return where an item for a reader in a role comes from."""
        return Place(
            contract=self.contract.id,
            contract_name=self.contract.name,
            ladder=self.ladder,
            case=self.stored.line.id if self.stored else "",
            roles=(role,) if role else (),
        )


@dataclass(slots=True)
class Sights:
    """Cases that letters tell of, by name; each is looked at again before every letter."""

    context: Context
    known: dict[str, Sight] = field(default_factory=dict)

    def look(self, tx: Transaction, cases: Iterable[str], day: date) -> None:
        """See whether cases are as they were on the evening of a day, and read again those that are not."""
        names = list(cases)
        if len(self.known) > MOST:
            self.known.clear()
        heads = tx.cases.heads([name for name in names if name in self.known]) if self.known else {}
        for name, head in heads.items():
            sight = self.known[name]
            if sight.stored.head != head or sight.standing.as_of != day:
                del self.known[name]
        self._read(tx, [name for name in names if name not in self.known], day)

    def _read(self, tx: Transaction, names: list[str], day: date) -> None:
        found = tx.cases.several(names) if names else {}
        streams = tx.facts.load_several([each.line.stream for each in found.values()]) if found else {}
        for name, stored in found.items():
            facts = [each.fact for each in streams[stored.line.stream]]
            standing = standing_by(self.context, tx, stored, facts, day)
            self.known[name] = Sight(stored, {each.id: each for each in facts}, standing)

    def of(self, tx: Transaction, case: str, contract: Contract, day: date) -> Sight:
        """Return a case as it is on the evening of a day, in the calendar that its contract counts in now.

        Raises:
            UnknownName: there is none of that name.
        """
        found = self.known.get(case)
        if found is None or found.stored.contract_calendar != contract.calendar:
            self._read(tx, [case_named(tx, case).line.id], day)
        return self.known[case]
