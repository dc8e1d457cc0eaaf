"""A day closed while a thousand cases run: the deadlines that must move do, once; of the others nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from escalator.engine.ports.ledger import About, ItemLine
from escalator.engine.ports.messages import ItemKind
from escalator.model.standing import Status
from escalator.model.text import Text
from tests.daemon.post import CONTRACTOR, MANAGER, Post, at
from tests.ladders import CONTRACTOR as DEBTOR
from tests.ladders import DIRECTOR as SECOND
from tests.ladders import MANAGER as FIRST
from tests.stores.closing import lines_kept
from tests.stores.desk import Desk

EACH = 100
SHUT = date(2026, 3, 18)
BRIDGE = Text("brugdag", "bridging day")
MOVED = {
    "counting over it": ("plan", date(2026, 3, 23), date(2026, 3, 24)),
    "ending on it": ("plan", date(2026, 3, 18), date(2026, 3, 19)),
    "a month ending on it": ("work", date(2026, 3, 18), date(2026, 3, 19)),
}
STAYING = {
    "ending before it": ("plan", date(2026, 3, 17), Status.OPEN),
    "expired": ("plan", date(2026, 3, 9), Status.OVERDUE),
    "met, the next beginning after it": ("approval", date(2026, 3, 30), Status.OPEN),
    "a month over it": ("work", date(2026, 4, 9), Status.OPEN),
    "named by a party": ("work", date(2026, 3, 25), Status.OPEN),
    "standing still": ("work", date(2026, 3, 18), Status.SUSPENDED),
    "adjusted": ("plan", date(2026, 3, 25), Status.OPEN),
}


class Crowd(Desk):
    """A thousand cases of ten kinds."""

    def __init__(self, post: Post) -> None:
        super().__init__(post.engine, post.clock)
        self.post = post
        for role, email in ((DEBTOR, CONTRACTOR), (FIRST, MANAGER), (SECOND, MANAGER)):
            self.engine.add_contact(self.contract, role, name=role, email=email, language="en")
        self.cases: dict[str, list[str]] = {kind: [] for kind in (*MOVED, *STAYING)}
        for on_day, kinds in OPENED.items():
            self.post.run_until(at(on_day, 9))
            with self.engine.together():
                for kind in kinds:
                    self.cases[kind] = [self._make(kind, on_day) for _ in range(EACH)]
        self.post.run_until(at("2026-03-12", 12))

    def _make(self, kind: str, on_day: str) -> str:
        case = self.open(on_day)
        if kind in {"counting over it", "ending on it", "ending before it", "expired"}:
            return case
        if kind == "adjusted":
            due = {"deadline": "plan", "due": date(2026, 3, 25), "reason": "ill"}
            self.record(case, "deadline_adjusted", on_day, FIRST, data=due)
            return case
        named = {"by": date(2026, 3, 25)} if kind == "named by a party" else {}
        self.record(case, "sent", on_day, data=named)
        if kind == "met, the next beginning after it":
            return case
        for role in (FIRST, SECOND):
            self.record(case, "approved", on_day, role)
        if kind == "standing still":
            self.record(case, "stopped", on_day, FIRST)
        return case

    def told(self) -> Iterator[ItemLine]:
        """Yield all that was told of the cases."""
        with self.engine.store.reading() as tx:
            for names in self.cases.values():
                for each in names:
                    yield from tx.messages.items_of_cases([each])[each]


OPENED = {
    "2026-02-18": ("a month ending on it", "standing still"),
    "2026-02-23": ("expired",),
    "2026-03-03": ("ending before it",),
    "2026-03-04": ("ending on it",),
    "2026-03-09": (
        "counting over it",
        "met, the next beginning after it",
        "a month over it",
        "named by a party",
        "adjusted",
    ),
}


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    return Crowd(Post("2026-02-18"))


def test_exactly_what_must_moves_once_and_everybody_hears_why(crowd: Crowd) -> None:
    engine, post = crowd.engine, crowd.post
    before, told_before = lines_kept(engine), Counter(each.about for each in crowd.told())
    effect = engine.add_closed_day(SHUT, BRIDGE)
    after = lines_kept(engine)

    # what moved, in the answer, in the lines, and in each history with its reason
    wanted = {case: MOVED[kind] for kind in MOVED for case in crowd.cases[kind]}
    assert {each.case: (each.deadline, each.before, each.due) for each in effect.moved} == wanted
    assert len(effect.moved) == len(wanted) == 300
    for case, (name, was, due) in wanted.items():
        found = engine.explain(case, name).deadline
        (change,) = found.derivation.adjusted
        assert (found.due, found.status, change.before, change.due) == (due, Status.OPEN, was, due)
        assert change.closed is not None
        assert (change.closed.day, change.closed.reason) == (SHUT, BRIDGE)

    # nothing else: not a row of the others, nor a fact in any case
    written = {case for case in before if before[case][1:] != after[case][1:]}
    assert written == wanted.keys()
    assert len(before) == 1000
    for kind, (name, due, status) in STAYING.items():
        for case in crowd.cases[kind]:
            found = engine.explain(case, name).deadline
            assert (found.due, found.status) == (due, status)
            assert all(each.closed is None for each in found.derivation.adjusted)
    assert [each.data["day"] for each in engine.contract_facts(crowd.contract, "closed_day_added")] == ["2026-03-18"]
    assert all(len(engine.history(case)) == 1 for case in crowd.cases["counting over it"])

    # those who were told of the old day are corrected, and reminded by the new one
    post.run_until(at("2026-03-17", 12))
    told = Counter(each.about for each in crowd.told())
    assert told[About.CORRECTION] - told_before[About.CORRECTION] == 200  # five working days before, two of the kinds
    corrected = [item for item in post.items(CONTRACTOR) if item.kind is ItemKind.CORRECTION]
    assert {item.due for item in corrected} == {date(2026, 3, 19)}
    assert {item.why.en for item in corrected if item.why} == {
        "Wednesday 18 March 2026 no longer counts as a working day: bridging day."
    }
    spoken = [each for each in crowd.told() if each.about is About.DEADLINE and each.slot == at("2026-03-17")]
    assert Counter(each.due for each in spoken) == {
        date(2026, 3, 17): 100,
        date(2026, 3, 19): 200,  # the last working day before it
        date(2026, 3, 25): 200,  # the fifth; these stayed, but their reminder comes a day earlier
    }

    # and all of it can be shown
    assert engine.audit().findings == ()
    proof = engine.prove(date(2026, 3, 12))
    assert (proof.gaps, proof.early) == ((), ())
    assert proof.expected > 0
