"""The store: connections kept for the next transaction, and transactions on them. Owns how each begins and ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

from escalator.storage.agenda import AgendaRows
from escalator.storage.cases import CaseRows
from escalator.storage.contracts import ContractRows, LadderRows
from escalator.storage.drivers import Driver
from escalator.storage.facts import FactRows
from escalator.storage.outbox import OutboxRows
from escalator.storage.problems import is_lost, is_problem, problem
from escalator.storage.results import ResultRows
from escalator.storage.session import Session


class Rows:
    """All rows, on one connection: what a transaction reads and writes."""

    def __init__(self, driver: Driver) -> None:
        self.session = session = Session(driver)
        self.ladders = LadderRows(session)
        self.contracts = ContractRows(session)
        self.cases = CaseRows(session)
        self.facts = FactRows(session)
        self.results = ResultRows(session)
        self.messages = OutboxRows(session)
        self.agenda = AgendaRows(session)


class Connections(Protocol):
    """Where transactions get their connection from."""

    def take(self, *, writing: bool) -> Rows:
        """Return a connection that nobody else uses until it is given back."""
        ...

    def give(self, rows: Rows) -> None:
        """Give a connection back."""
        ...

    def drop(self, rows: Rows) -> None:
        """Give back a connection that may be broken."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


class Kept:
    """As many connections as there are transactions at one time, kept open for the next."""

    def __init__(self, connect: Callable[[], Driver]) -> None:
        self._connect = connect
        self._idle: list[Rows] = []

    def take(self, *, writing: bool) -> Rows:  # noqa: ARG002 - both are done on any connection
        """Return a connection that nobody else uses until it is given back."""
        try:
            return self._idle.pop()  # one step, so that two threads never get the same
        except IndexError:
            return Rows(self._connect())

    def keep(self, driver: Driver) -> None:
        """Begin with a connection that is open already."""
        self._idle.append(Rows(driver))

    def give(self, rows: Rows) -> None:
        """Keep a connection for the next transaction."""
        self._idle.append(rows)

    def drop(self, rows: Rows) -> None:
        """Close a connection that may be broken; a server that went away has left the idle ones too."""
        if is_lost(rows.session.driver.connection):
            self.close()
        rows.session.driver.close()

    def close(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop().session.driver.close()


class Shared:
    """One connection, for one transaction after the other: a database in memory is no bigger than its connection."""

    def __init__(self, driver: Driver) -> None:
        self._rows = Rows(driver)
        self._lock = threading.Lock()

    def take(self, *, writing: bool) -> Rows:  # noqa: ARG002 - there is only one
        """Wait for the connection."""
        self._lock.acquire()
        return self._rows

    def give(self, rows: Rows) -> None:  # noqa: ARG002 - there is only one
        """Let the next transaction have it."""
        self._lock.release()

    drop = give

    def close(self) -> None:
        """Close the connection; what was in memory is gone."""
        self._rows.session.driver.close()


class DatabaseStore:
    """A database of contracts, cases and facts."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._own = threading.local()

    def writing(self) -> AbstractContextManager[Rows]:
        """Begin a transaction; within another one of the same thread, a part of it that can fail alone."""
        current: Rows | None = getattr(self._own, "rows", None)
        return self._whole(writing=True) if current is None else self._part(current)

    def reading(self) -> AbstractContextManager[Rows]:
        """Begin a transaction that only reads, and sees one moment of the database."""
        current: Rows | None = getattr(self._own, "rows", None)
        return self._whole(writing=False) if current is None else nullcontext(current)

    def close(self) -> None:
        """Let go of the database."""
        self._connections.close()

    @contextmanager
    def _whole(self, *, writing: bool) -> Iterator[Rows]:
        rows = self._connections.take(writing=writing)
        session = rows.session
        session.begin(session.driver.begin_writing if writing else session.driver.begin_reading)
        self._own.rows = rows
        give_back, ending = self._connections.give, False
        try:
            yield rows
            ending = True
            session.commit()
        except BaseException as wrong:
            lost = is_lost(session.driver.connection)
            if is_problem(wrong):
                give_back = self._connections.drop
            self._roll_back(session, wrong)
            if is_problem(wrong):
                raise problem(wrong, unsure=ending and writing and lost) from wrong
            raise
        finally:
            self._own.rows = None
            give_back(rows)

    @staticmethod
    def _roll_back(session: Session, wrong: BaseException) -> None:
        """Undo the transaction; on a broken connection the database has done so itself."""
        try:
            session.rollback()
        except Exception as second:
            if not is_problem(second):
                raise
            wrong.add_note(f"and rolling back: {second}")

    @staticmethod
    @contextmanager
    def _part(rows: Rows) -> Iterator[Rows]:
        session = rows.session
        session.mark()
        try:
            yield rows
        except BaseException:
            session.undo()
            raise
        session.keep()
