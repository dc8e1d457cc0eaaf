"""Silence that counts as an event: when nobody answers in time, the ladder may say that they have agreed."""

from __future__ import annotations

from escalator.model.ladder import Ladder
from escalator.model.standing import Step
from escalator.model.states import AnchorKind, Transition
from tests.ladders import (
    DIRECTOR,
    MANAGER,
    Case,
    day,
    deadline,
    event,
    expires,
    ladder,
    moment,
    on,
    opens,
    right,
    state,
    within,
)


def approving(*expiry: Transition, after: str = "10 days") -> Ladder:
    """Return a ladder in which two must approve within a week, and silence may count as their approval."""
    approval = deadline(within("1 week"), waits_for=["approved"], expiry=expiry, owed_by=())
    work = deadline(within(after, AnchorKind.EVENT, "approved"), waits_for=["good"])
    return ladder(
        [
            state("start", on("sent", "approval"), on("approved")),
            state(
                "approval",
                on("approved", "work"),
                on("sent", "approval"),
                on("ask", None, "count(approved) > 0"),
                deadline=approval,
            ),
            state(
                "work",
                on("good", "done"),
                on("again", "approval"),
                on("ask", None, "count(approved) > 0"),
                deadline=work,
            ),
        ],
        [
            *map(event, ("sent", "good", "again", "ask")),
            event("approved", by=(MANAGER, DIRECTOR), all_of=True, opens=(opens("proceed"),)),
        ],
        [right("proceed")],
    )


def test_silence_counts_as_the_event_on_the_day_after() -> None:
    case = Case(approving(expires("work", counts_as="approved")))
    case.record("sent", "2026-03-02")
    assert case.stand("2026-03-09").state == "approval"
    standing = case.stand("2026-03-10")
    assert standing.path[-1] == Step(on=day("2026-03-10"), fact=None, event="approved", before="approval", after="work")
    assert case.status("approval", "2026-03-10") == "overdue"


def test_a_term_counts_from_the_day_that_silence_counted_as_the_event() -> None:
    case = Case(approving(expires("work", counts_as="approved")))
    case.record("sent", "2026-03-02")
    found = case.stand("2026-03-10").deadline("work")
    assert found is not None
    assert (found.due, found.derivation.fact) == (day("2026-03-20"), None)


def test_hours_count_from_the_moment_that_silence_counted_as_the_event() -> None:
    case = Case(approving(expires("work", counts_as="approved"), after="2 hours"))
    case.record("sent", "2026-03-02")
    found = case.stand("2026-03-10").deadline("work")
    assert found is not None
    assert found.due_at == moment("2026-03-10T02:00+01:00")


def test_silence_counts_for_guards_and_opens_rights_as_the_event_does() -> None:
    case = Case(approving(expires("work", counts_as="approved")))
    case.record("sent", "2026-03-02")
    assert case.refused("ask", "2026-03-09").because == "not_allowed_in_state"
    case.record("ask", "2026-03-10")
    (found,) = case.stand("2026-03-10").rights
    assert (found.name, found.since) == ("proceed", day("2026-03-10"))


def test_silence_of_the_second_counts_where_the_first_has_approved() -> None:
    case = Case(approving(expires("work", counts_as="approved")))
    case.record("sent", "2026-03-02")
    case.record("approved", "2026-03-03", MANAGER)
    assert case.stand("2026-03-10").state == "work"


def test_silence_may_count_as_an_event_that_leaves_the_state_as_it_is() -> None:
    case = Case(approving(expires(None, counts_as="approved")))
    case.record("sent", "2026-03-02")
    assert case.stand("2026-12-31").state == "approval"
    case.record("ask", "2026-12-31")
    assert len(case.stand("2026-12-31").rights[0].openings) == 1
