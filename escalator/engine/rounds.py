"""A round of the clock: bring up to date what time has changed, put on record what is to be told, send what is due.

Many cases in one transaction, and where that fails, each in its own after all. What cannot be done is put aside for a
while, and holds up nothing else. A round pages through all that is due, and may be broken off at any moment: the next
one goes on where it was.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, Generic, TypeVar

from escalator.engine.cases import ticking
from escalator.engine.cases.ticking import Passed
from escalator.engine.context import Context
from escalator.engine.ports.agenda import Trouble
from escalator.engine.ports.ledger import MessageStatus
from escalator.engine.ports.store import StoreProblem, Transaction
from escalator.engine.ports.values import StoredCase
from escalator.engine.telling import obliging, reconciling
from escalator.engine.telling.backoff import delay
from escalator.engine.telling.reminding import Reminding
from escalator.engine.telling.sending import send_due

PAGE: Final = 100
TOGETHER: Final = 50
"""So many cases are passed over or reminded of in one transaction: few enough that others hardly wait for it."""
COMPARED: Final = 20
"""So many are compared with what was told, where each may take corrections to several people."""
MAKE_WAY: Final = 0.0003
"""Seconds between two such transactions, in which others who wait for a database with one writer have their turn."""
AGAIN: Final = timedelta(minutes=1)
"""When to look again where something is due and could not be done."""
_Subject = TypeVar("_Subject")
_Due = Callable[[Transaction, int], list[_Subject]]


@dataclass(frozen=True, slots=True)
class _Work(Generic[_Subject]):
    """What is done in one transaction.

    Attributes:
        do: looks at one subject, and writes or finds out what is to be written.
        end: writes what was found out; returns how much is owed that was not before.
        cases: those that have been brought up to date, once it has ended.
    """

    do: Callable[[_Subject], object]
    end: Callable[[], int]
    cases: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, act: Callable[[_Subject], int]) -> _Work[_Subject]:
        """Return work that writes for each subject at once, and tells how much that is owed."""
        owed: list[int] = []
        return cls(lambda subject: owed.append(act(subject)), lambda: sum(owed))


_Begin = Callable[[Transaction, list[_Subject]], _Work[_Subject]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round did.

    Attributes:
        at: the moment at which it began.
        cases: those brought up to date because time had changed them.
        failed: what could not be done, with why; it is tried again later.
        owed: how many things to be told were put on record.
        sent, refused, retried, withdrawn: how many messages were.
        next_at: the earliest moment at which there is something to do; None if never.
        stuck_at: the earliest moment of what was due and could not be done, if there is any.
    """

    at: datetime
    cases: tuple[str, ...] = ()
    failed: dict[str, Exception] = field(default_factory=dict)
    owed: int = 0
    sent: int = 0
    refused: int = 0
    retried: int = 0
    withdrawn: int = 0
    next_at: datetime | None = None
    stuck_at: datetime | None = None


@dataclass(slots=True)
class _Doing:
    """A round on its way."""

    context: Context
    now: datetime
    aside: frozenset[str]
    again: frozenset[str]
    stopped: Callable[[], bool]
    cases: list[str] = field(default_factory=list)
    failed: dict[str, Exception] = field(default_factory=dict)
    owed: int = 0

    def together(
        self,
        due: _Due[_Subject],
        begin: _Begin[_Subject],
        name: Callable[[_Subject], str] = str,
        most: int = TOGETHER,
    ) -> None:
        """Do something for each subject that is due, so many in a transaction, until none is left or it is to stop."""
        others_wait = False
        while page := self._page(due, name):
            for first in range(0, len(page), most):
                if self.stopped():
                    return
                if others_wait:
                    time.sleep(MAKE_WAY)  # noqa: TID251 - nobody tells that they do
                others_wait = most > 1
                self._do(sorted(page[first : first + most], key=name), begin, name)

    def _do(self, subjects: list[_Subject], begin: _Begin[_Subject], name: Callable[[_Subject], str]) -> None:
        """Do something for some subjects together, or for each by itself where one of them goes wrong."""
        if len(subjects) > 1 and self._done(subjects, begin):
            return
        for subject in subjects:
            if not self.stopped():
                self._do_alone(subject, begin, name(subject))

    def _done(self, subjects: list[_Subject], begin: _Begin[_Subject]) -> bool:
        try:
            self._work(subjects, begin)
        except Exception as problem:
            if isinstance(problem, StoreProblem) and problem.because == "unsure":
                raise
            return False  # nothing was written: find out which it was
        return True

    def _do_alone(self, subject: _Subject, begin: _Begin[_Subject], name: str) -> None:
        try:
            self._work([subject], begin)
        except Exception as problem:
            if isinstance(problem, StoreProblem) and problem.because != "refused":
                raise  # nothing is wrong with the subject
            self.failed[name] = problem
            self._put_aside(name, problem)

    def _work(self, subjects: list[_Subject], begin: _Begin[_Subject]) -> None:
        with self.context.store.writing() as tx:
            work = begin(tx, subjects)
            for subject in subjects:
                if self.stopped():
                    break
                work.do(subject)
            owed = work.end()
        self.owed += owed
        self.cases += work.cases

    def each(
        self,
        due: _Due[_Subject],
        act: Callable[[Transaction, _Subject], int],
        name: Callable[[_Subject], str] = str,
    ) -> None:
        """Do something for each subject that is due, in its own transaction, until none is left or it is to stop."""
        self.together(due, lambda tx, _: _Work.of(lambda subject: act(tx, subject)), name, most=1)

    def _page(self, due: _Due[_Subject], name: Callable[[_Subject], str]) -> list[_Subject]:
        skipped = {*self.failed, *self.aside}
        with self.context.store.reading() as tx:
            return [each for each in due(tx, PAGE + len(skipped)) if name(each) not in skipped]

    def _put_aside(self, name: str, problem: Exception) -> None:
        with self.context.store.writing() as tx:
            before = next((each for each in tx.agenda.troubles() if each.subject == name), None)
            times = before.times + 1 if before else 1
            trouble = Trouble(
                subject=name,
                why=f"{type(problem).__name__}: {problem}",
                times=times,
                since=before.since if before else self.now,
                next_at=self.now + delay(times, name),
            )
            tx.agenda.put_aside(trouble)


def tick(context: Context, stopped: Callable[[], bool] = lambda: False) -> Round:
    """Do all that is due, and say when there is more to do.

    Args:
        context: the engine.
        stopped: whether to leave off after the case or message at hand; the next round goes on from there.

    Raises:
        StoreProblem: the database cannot be worked on; what was done until then stands.
    """
    now = context.clock.now()
    doing = _begun(context, now, stopped)
    _pass_time(doing)
    _compare(doing)
    _remind(doing)
    ended = send_due(context, context.outlets, stopped) if context.outlets else Counter[MessageStatus]()
    found = _next(context, doing)
    stuck = found if found is not None and found <= now else None
    return Round(
        at=now,
        cases=tuple(doing.cases),
        failed=doing.failed,
        owed=doing.owed,
        sent=ended[MessageStatus.SENT],
        refused=ended[MessageStatus.REFUSED],
        retried=ended[MessageStatus.OWED],
        withdrawn=ended[MessageStatus.WITHDRAWN],
        next_at=found if stuck is None else now + AGAIN,
        stuck_at=stuck,
    )


def _begun(context: Context, now: datetime, stopped: Callable[[], bool]) -> _Doing:
    """Return a round with the troubles that still wait, and those whose subject is tried again."""
    with context.store.reading() as tx:
        troubles = tx.agenda.troubles()
    aside = frozenset(each.subject for each in troubles if each.next_at > now)
    return _Doing(context, now, aside, frozenset(each.subject for each in troubles) - aside, stopped)


def _pass_time(doing: _Doing) -> None:
    context, now, today = doing.context, doing.now, doing.context.today()

    def begin(tx: Transaction, names: list[str]) -> _Work[str]:
        return _pass(context, tx, names, now, today)

    # Whoever is told of each case before it is written is not told of others that went well, and then again.
    together = 1 if context.subscribers else TOGETHER
    doing.together(lambda tx, most: tx.cases.changing(today, most), begin, most=together)


def _pass(context: Context, tx: Transaction, names: list[str], now: datetime, today: date) -> _Work[str]:
    """Bring cases up to date, and compare those that time has moved with what was told of them."""
    found, brought, moved = tx.cases.several(names, lock=True), list[str](), list[StoredCase]()

    def act(name: str) -> None:
        passed = ticking.pass_time(context, tx, found[name], today)
        if passed is not Passed.NOTHING:
            brought.append(name)
        if passed is Passed.MOVED:
            moved.append(found[name])

    return _Work(act, lambda: reconciling.compare(context, tx, moved, now), brought)


def _compare(doing: _Doing) -> None:
    """Compare cases that have new facts with what was told of them."""
    context, now = doing.context, doing.now

    def begin(tx: Transaction, names: list[str]) -> _Work[str]:
        found, cases = tx.cases.several(names, lock=True), list[StoredCase]()
        return _Work(lambda name: cases.append(found[name]), lambda: reconciling.compare(context, tx, cases, now))

    doing.together(lambda tx, most: tx.agenda.to_look_at(now, most), begin, most=COMPARED)


def _remind(doing: _Doing) -> None:
    context, now = doing.context, doing.now

    def deadlines(tx: Transaction, named: list[tuple[str, str]]) -> _Work[tuple[str, str]]:
        reminding = Reminding.of_deadlines(context, tx, now, named)
        return _Work(reminding.deadline, reminding.put)

    def cases(tx: Transaction, names: list[str]) -> _Work[str]:
        reminding = Reminding.of_cases(context, tx, now, names)
        return _Work(reminding.case, reminding.put)

    doing.together(lambda tx, most: tx.agenda.deadlines_due(now, most), deadlines, lambda found: found[0])
    doing.together(lambda tx, most: tx.agenda.cases_due(now, most), cases)
    doing.each(
        lambda tx, most: tx.agenda.duties_due(now, most),
        lambda tx, line: obliging.remind_duty(context, tx, line, now),
        lambda line: f"{line.contract}:{line.occurrence}",
    )
    doing.each(
        lambda tx, _: tx.agenda.contracts_to_plan(now),
        lambda tx, contract: obliging.plan(context, tx, contract, now),
    )
    doing.each(
        lambda tx, most: tx.agenda.duties_due(now, most),
        lambda tx, line: obliging.remind_duty(context, tx, line, now),
        lambda line: f"{line.contract}:{line.occurrence}",
    )


def _next(context: Context, doing: _Doing) -> datetime | None:
    """Return the earliest moment on the agenda, and forget troubles that are over."""
    with context.store.writing() as tx:
        for subject in () if doing.stopped() else doing.again - doing.failed.keys():
            tx.agenda.solved(subject)
        return tx.agenda.next_at()
