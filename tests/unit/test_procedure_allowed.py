"""What may happen next: each event that some role may act on that day with some data, and no other."""

from __future__ import annotations

import pytest

from escalator.model.events import Event, FieldType
from escalator.model.ladder import Ladder
from escalator.model.states import AnchorKind, DeadlineRule, DueRule, Transition
from escalator.procedure.guards import UNKNOWN
from escalator.procedure.view import UNDECIDED
from tests.ladders import (
    DIRECTOR,
    MANAGER,
    Case,
    deadline,
    event,
    expires,
    field,
    ladder,
    named,
    on,
    refuse,
    state,
    within,
)


def asked(*rules: Transition, probe: Event | None = None) -> Case:
    """Return a case in a state with these rules for the event `probe`."""
    data = (
        field("score", FieldType.NUMBER),
        field("by"),
        field("period", FieldType.PERIOD),
        field("yes", FieldType.BOOLEAN),
    )
    probing = probe or event("probe", *data, by=(MANAGER, DIRECTOR))
    return Case(
        ladder(
            [
                state("start", on("other"), on("wait", "waiting"), *rules),
                state("waiting", on("other"), on("probe", "start", "overdue"), deadline=deadline(within("1 week"))),
            ],
            [event("other", *data), event("wait"), probing],
        )
    )


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        (None, True),
        ("True", True),
        ("False", False),
        ("score > 3", True),  # some score is
        ("score > 3 and step == 1", False),  # whatever the score
        ("score > 3 or step == 0", True),
        ("not yes", True),
        ("has(score)", True),
        ("not has(score)", True),
        ("yes if has(score) else False", True),
        ("role == 'manager'", True),
        ("role == 'director'", True),
        ("role == 'contractor'", False),
        ("received > on", True),
        ("named(by) == on", True),
        ("days(on, by) > 3", True),
        ("count(probe, score=3) == 1", True),
        ("count(probe) == 1", True),
        ("count(probe) == 2", False),
        ("total(probe, score) > 5", True),
        ("total(other, score) > 5", False),
        ("count(other, score=3) == 1", False),
        ("count(probe, score=score) == 1", True),
        ("days_with(probe, score=3) == 2", True),
        ("latest(probe, score) == 3", True),
        ("latest(other, score) == 3", False),
        ("consecutive(probe, period) > 3", True),
        ("track == 'core'", False),
        ("overdue", False),
    ],
)
def test_it_is_listed_where_its_condition_may_hold(guard: str | None, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    assert ("probe" in asked(on("probe", "done", guard)).stand("2026-03-02").allowed) is expected


def test_data_that_might_still_be_recorded_are_unknown_one_by_one_and_cannot_be_listed() -> None:
    assert UNDECIDED["score"] is UNKNOWN
    assert (len(UNDECIDED), list(UNDECIDED)) == (0, [])


def test_what_facts_have_told_decides() -> None:
    case = asked(on("probe", "done", "count(other, score=3) == 1 and named(by) > on"))
    case.record("other", "2026-03-02", score="3")
    assert "probe" in case.stand("2026-03-02").allowed  # it may name a day itself
    case = asked(on("probe", "done", "latest(other, by) > on"))
    case.record("other", "2026-03-02", by="2026-03-04")
    assert "probe" in case.stand("2026-03-03").allowed
    assert "probe" not in case.stand("2026-03-04").allowed


def test_a_day_that_the_event_cannot_name_is_the_one_named_before() -> None:
    bare = event("probe")
    case = asked(on("probe", "done", "named(by) > on"), probe=bare)
    assert "probe" not in case.stand("2026-03-02").allowed
    case.record("other", "2026-03-02", by="2026-03-04")
    assert "probe" in case.stand("2026-03-03").allowed
    assert "probe" not in case.stand("2026-03-04").allowed


def test_events_are_listed_in_the_order_of_the_state_and_the_common_ones_never() -> None:
    assert asked(on("probe", "done")).stand("2026-03-02").allowed == ("other", "wait", "probe")


def test_in_a_final_state_nothing_is_allowed() -> None:
    case = asked(on("probe", "done"))
    case.record("probe", "2026-03-02", MANAGER)
    assert case.stand("2026-03-02").allowed == ()


def test_what_needs_the_deadline_to_be_overdue_is_listed_from_then_on() -> None:
    case = asked(on("probe", "done"))
    case.record("wait", "2026-03-02")
    assert case.stand("2026-03-09").allowed == ("other",)
    assert case.stand("2026-03-10").allowed == ("other", "probe")


def test_what_is_refused_whatever_its_data_is_not_listed() -> None:
    data = (field("score", FieldType.NUMBER),)
    for when, expected in (("step == 0", False), ("score > 3", True), ("step == 1", True)):
        probe = event("probe", *data, refuse=(refuse(when),))
        assert ("probe" in asked(on("probe", "done"), probe=probe).stand("2026-03-02").allowed) is expected


def test_the_first_rule_that_holds_for_certain_decides() -> None:
    late = asked(on("probe", "waiting", "score > 3"), on("probe", "done"))
    assert "probe" in late.stand("2026-03-02").allowed


def leading(*due: DueRule, probe: Event | None = None, first: tuple[Transition, ...] = ()) -> Case:
    """Return a case that `probe` would lead into a state with an expiry; `other` may have named a day before."""
    rule: DeadlineRule = deadline(*due, expiry=[expires("done")])
    return Case(
        ladder(
            [
                state("start", on("other"), *first, on("probe", "target")),
                state("target", on("other"), deadline=rule),
                state("again", on("other")),
            ],
            [event("other", field("by"), field("since")), probe or event("probe")],
        )
    )


def test_a_state_that_would_have_expired_is_not_to_be_entered() -> None:
    case = leading(within("1 week", AnchorKind.EVENT, "other"))
    case.record("other", "2026-03-02")
    assert case.stand("2026-03-09").allowed == ("other", "probe")
    assert case.stand("2026-03-10").allowed == ("other",)
    assert case.refused("probe", "2026-03-10").because == "due_already"


def test_a_state_without_its_term_may_be_entered() -> None:
    assert leading(within("1 week", AnchorKind.EVENT, "other")).stand("2026-03-10").allowed == ("other", "probe")
    assert leading(named("by")).stand("2026-03-10").allowed == ("other", "probe")


def test_a_term_from_the_event_itself_is_never_over_already() -> None:
    case = leading(within("1 week", AnchorKind.EVENT, "probe"))
    case.record("other", "2026-03-02")
    assert "probe" in case.stand("2026-12-31").allowed


@pytest.mark.parametrize("rule", [named("by"), within("1 week", AnchorKind.DAY, "by")])
def test_an_event_that_can_name_a_later_day_may_enter(rule: DueRule) -> None:
    for fields, expected in (((field("by"),), True), ((), False), ((field("by", FieldType.TEXT),), False)):
        case = leading(rule, probe=event("probe", *fields))
        case.record("other", "2026-03-02", by="2026-03-04")
        assert ("probe" in case.stand("2026-03-31").allowed) is expected


SINCE = (named("by", since="since"), within("1 week", AnchorKind.EVENT, "other"))


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (event("probe"), "2026-03-04"),  # the day that was named decides
        (event("probe", field("since")), "2026-03-09"),  # it may name the other day, and then the term decides
        (event("probe", field("since", required=True)), "2026-03-09"),
        (event("probe", field("by")), "2026-03-10"),  # it may name a later one itself
    ],
)
def test_the_day_until_which_it_may_enter(probe: Event, expected: str) -> None:
    case = leading(*SINCE, probe=probe)
    case.record("other", "2026-03-02", by="2026-03-04")
    days = [
        each for each in ("2026-03-04", "2026-03-05", "2026-03-09", "2026-03-10") if "probe" in case.stand(each).allowed
    ]
    assert days[-1] == expected


@pytest.mark.parametrize(
    ("when", "last"),
    [
        ("True", "2026-03-09"),
        ("False", "2026-03-31"),  # the next way to a due day counts
        ("received == on", "2026-03-31"),  # it may hold or not, as the fact will tell
        ("latest(other, since) == on", "2026-03-31"),
    ],
)
def test_a_way_to_a_due_day_that_may_be_passed_over_keeps_nothing_out(when: str, last: str) -> None:
    case = leading(within("1 week", AnchorKind.EVENT, "other", when=when), within("1 month", AnchorKind.EVENT, "other"))
    case.record("other", "2026-03-02")
    days = ("2026-03-09", "2026-03-31", "2026-04-03")  # the last one is after the month, too
    assert [each for each in days if "probe" in case.stand(each).allowed][-1] == last


@pytest.mark.parametrize(
    ("when", "expected"), [("True", True), ("received == on", True), ("False", False), ("overdue", False)]
)
def test_a_way_to_a_due_day_that_may_count_lets_the_event_in(when: str, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    case = leading(within("1 month", AnchorKind.EVENT, "other", when=when), within("1 week", AnchorKind.EVENT, "other"))
    case.record("other", "2026-03-02")
    assert ("probe" in case.stand("2026-03-31").allowed) is expected


def test_an_event_that_must_name_the_other_day_is_not_kept_in_by_the_first() -> None:
    case = leading(*SINCE, probe=event("probe", field("since", required=True)))
    case.record("other", "2026-03-02", by="2026-03-31")
    assert "probe" in case.stand("2026-03-09").allowed
    assert "probe" not in case.stand("2026-03-10").allowed
    assert case.refused("probe", "2026-03-10", since="2026-04-30").because == "due_already"


def test_a_condition_that_may_hold_lets_the_event_through_where_the_next_rule_does_not() -> None:
    stale = within("1 week", AnchorKind.EVENT, "other")
    score = event("probe", field("score", FieldType.NUMBER))
    for first, expected in ((on("probe", "again", "score > 3"), True), (on("probe", "target", "score > 3"), False)):
        case = leading(stale, probe=score, first=(first,))
        case.record("other", "2026-03-02")
        assert ("probe" in case.stand("2026-03-31").allowed) is expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (on("probe", "again", "False"), True),  # passed over: the next rule decides
        (on("probe", "again", "track == 'core'"), True),
        (on("probe", "target"), False),  # it holds for certain, and keeps the next from being asked
        (on("probe", "target", "score > 3"), True),  # where it does not hold the next one does
    ],
)
def test_each_rule_is_asked_until_one_holds_for_certain(first: Transition, expected: bool) -> None:  # noqa: FBT001 - a row of the table
    stale = deadline(within("1 week", AnchorKind.EVENT, "other"), expiry=[expires("done")])
    case = Case(
        ladder(
            [
                state("start", on("other"), first, on("probe", "again")),
                state("target", on("other"), deadline=stale),
                state("again", on("other")),
            ],
            [event("other"), event("probe", field("score", FieldType.NUMBER))],
        )
    )
    case.record("other", "2026-03-02")
    assert ("probe" in case.stand("2026-03-31").allowed) is expected


def test_an_approval_that_leaves_others_to_come_enters_nothing_yet() -> None:
    both = event("probe", by=(MANAGER, DIRECTOR), all_of=True)
    case = leading(within("1 week", AnchorKind.EVENT, "other"), probe=both)
    case.record("other", "2026-03-02")
    assert "probe" in case.stand("2026-03-31").allowed
    case.record("probe", "2026-03-09", MANAGER)
    assert "probe" in case.stand("2026-03-09").allowed
    assert "probe" not in case.stand("2026-03-10").allowed
    assert case.refused("probe", "2026-03-10", DIRECTOR).because == "due_already"


def test_an_approval_is_listed_where_one_who_has_not_approved_may_give_it() -> None:
    both = event("probe", by=(MANAGER, DIRECTOR), all_of=True)
    case = asked(on("probe", "done", "role == 'manager'"), probe=both)
    assert "probe" in case.stand("2026-03-02").allowed
    case.record("probe", "2026-03-02", MANAGER)
    assert "probe" not in case.stand("2026-03-02").allowed


def test_an_event_that_silence_counts_as_is_not_listed_for_it() -> None:
    silent: Ladder = ladder(
        [
            state("start", on("other", "target")),
            state(
                "target",
                on("other", "done"),
                deadline=deadline(within("1 week"), expiry=[expires("done", counts_as="probe")]),
            ),
            state("again", on("probe")),
        ],
        [event("other"), event("probe")],
    )
    case = Case(silent)
    case.record("other", "2026-03-02")
    assert case.stand("2026-03-02").allowed == ("other",)
