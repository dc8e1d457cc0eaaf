"""One transaction on one connection: what is read at once, what waits to be written, and how it all ends.

What is written waits until something is read or the transaction ends, and then goes to the database together. A
transaction that is refused halfway has then often sent nothing at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from escalator.storage.drivers import Driver
from escalator.storage.statement import Row, Statement, statements


class Session:
    """A connection in a transaction."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self._statements: Mapping[str, Statement] = statements(driver.database)
        self._waiting: list[tuple[str, Sequence[Any]]] = []
        self._sent = False
        self.depth = 0

    def rows(self, name: str, /, **given: Any) -> list[Row]:
        """Run a statement now, after all that waits; return its rows."""
        statement = self._statements[name]
        parts = self._parts() if statement.reads else []
        self._waiting.append((statement.sql, statement.values(given)))
        found = self._send()
        self._waiting = parts
        return statement.rows(found)

    def row(self, name: str, /, **given: Any) -> Row | None:
        """Run a statement now; return its only row, or None."""
        found = self.rows(name, **given)
        return found[0] if found else None

    def write(self, name: str, /, **given: Any) -> None:
        """Put a statement in line."""
        statement = self._statements[name]
        self._waiting.append((statement.sql, statement.values(given)))

    def write_many(self, name: str, given: Sequence[Mapping[str, Any]]) -> None:
        """Run one statement for each of many values, after all that waits."""
        if len(given) == 1:
            self.write(name, **given[0])
        elif given:
            self._send()
            statement = self._statements[name]
            self.driver.run_many(statement.sql, [statement.values(each) for each in given])

    def begin(self, sql: str) -> None:
        """Begin a transaction with its first statement."""
        self._waiting, self._sent = [(sql, ())], False
        self._share()

    def commit(self) -> None:
        """End the transaction well; where nothing was read or written, it was never begun."""
        if self._sent or len(self._waiting) > 1:
            self._waiting.append((self.driver.commit, ()))
            self._send()
        self._waiting.clear()

    def rollback(self) -> None:
        """End the transaction as if it had not been."""
        self._waiting.clear()
        if self._sent:
            self.driver.rollback()

    def mark(self) -> None:
        """Begin a part that can fail alone. Its savepoint waits until something of it is to be written."""
        self.depth += 1
        self._waiting.append((_savepoint(self.depth), ()))
        self._share()

    def keep(self) -> None:
        """End that part well."""
        place = self._place()
        if place is not None:
            del self._waiting[place]
        else:
            self._waiting.append((f"RELEASE {_savepoint(self.depth)}", ()))
        self.depth -= 1
        self._share()

    def undo(self) -> None:
        """End that part as if it had not been; what stood in line before it still does."""
        start, place = _savepoint(self.depth), self._place()
        if place is not None:
            del self._waiting[place:]
        else:
            self._waiting = [(f"ROLLBACK TO {start}", ()), (f"RELEASE {start}", ())]
        self.depth -= 1

    def _place(self) -> int | None:
        """Return where in line the savepoint of the current part stands; None once it was sent."""
        start = _savepoint(self.depth)
        return next((n for n, (sql, _) in enumerate(self._waiting) if sql == start), None)

    def _parts(self) -> list[tuple[str, Sequence[Any]]]:
        """Take the savepoints at the end of the line out of it: those of parts of which nothing is written yet."""
        if not self.depth:
            return []
        place = len(self._waiting)
        while place and self._waiting[place - 1][0] == _savepoint(self.depth + place - len(self._waiting)):
            place -= 1
        parts, self._waiting = self._waiting[place:], self._waiting[:place]
        return parts

    def _share(self) -> None:
        """Send what waits where somebody else's statements come next: theirs belong after ours."""
        if self.driver.shared:
            self._send()

    def _send(self) -> list[Row]:
        work, self._waiting = self._waiting, []
        self._sent = True
        return self.driver.run(work)


@cache
def _savepoint(depth: int) -> str:
    return f"SAVEPOINT escalator_{depth}"
