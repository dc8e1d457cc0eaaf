"""How far a case has come, frozen and thawed."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from msgspec import structs

from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.states import AnchorKind, DueRule
from escalator.procedure.fold import Fold
from escalator.procedure.progress import Progress
from escalator.procedure.snapshot import FORMAT, Unreadable, thaw
from escalator.procedure.stand import standing
from tests.ladders import MANAGER, Case, day, deadline, event, field, ladder, on, state, within


def counting() -> Ladder:
    """Return a ladder whose guards count an event with data of every type that JSON does not know."""
    guard = "count(missed, score=6.5, on_time=False) == 1 and latest(missed, by) == latest(missed, by)"
    return ladder(
        [
            state("start", on("missed", "plan")),
            state("plan", on("missed"), on("probe", "done", guard), deadline=deadline(within("2 hours"))),
        ],
        [
            event("missed", field("score", FieldType.NUMBER), field("by"), field("on_time", FieldType.BOOLEAN)),
            event("probe"),
        ],
    )


def chained(source: DueRule) -> Ladder:
    """Return a ladder that goes round, with a deadline that may count from another one."""
    return ladder(
        [
            state("start", on("missed", "plan")),
            state("plan", on("planned", "work"), deadline=deadline(within("10 working days"), waits_for=["planned"])),
            state("work", on("again", "plan"), deadline=deadline(source, waits_for=["again"])),
        ],
        [event("missed"), event("planned"), event("again")],
    )


def missed() -> Case:
    case = Case(counting())
    data = {"score": "6.50", "by": "2026-03-09", "on_time": False}
    case.record("missed", "2026-03-02", MANAGER, at="2026-03-02T10:00+01:00", **data)
    return case


def test_what_was_frozen_thaws_without_moves_and_derivations_and_else_as_it_was() -> None:
    case = missed()
    assert case.progress is not None
    running = [structs.replace(each, why=None) for each in case.progress.deadlines]
    assert thaw(case.procedure, case.frozen) == structs.replace(case.progress, path=[], deadlines=running)


def test_deadlines_that_are_over_are_kept_only_where_another_is_counted_from_them() -> None:
    for source, kept in (
        (within("1 month", AnchorKind.DEADLINE, "plan"), ["plan#2", "work#2"]),
        (within("1 month"), ["work#2"]),
    ):
        case = Case(chained(source))
        for name, number in (("missed", 2), ("planned", 3), ("again", 4), ("planned", 5)):
            case.record(name, f"2026-03-0{number}", MANAGER)
        progress = thaw(case.procedure, case.frozen)
        assert [each.id for each in progress.deadlines] == kept
        assert progress.deadline is progress.deadlines[-1]


def test_a_fold_that_was_resumed_does_not_pretend_to_know_why_a_deadline_is_due() -> None:
    case = missed()
    fold = Fold(case.procedure, case.scope, thaw(case.procedure, case.frozen))
    with pytest.raises(ValueError, match="does not know why"):
        standing(fold, day("2026-03-02"))


def test_the_data_that_guards_count_keep_their_types() -> None:
    case = missed()
    case.follow("probe", "2026-03-03", MANAGER)
    assert case.stand("2026-03-03").state == "done"


def test_the_same_progress_freezes_to_the_same_bytes() -> None:
    assert missed().frozen == missed().frozen


def said_of(frozen: bytes) -> str:
    """Return why bytes are not taken for a case's progress."""
    with pytest.raises(Unreadable) as caught:
        thaw(missed().procedure, frozen)
    return str(caught.value)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (b'"state":"plan"', b'"state":5', "damaged: Expected `str`, got `int`"),
        (b'"unit":"hours"', b'"unit":"hour"', "damaged: Invalid enum value 'hour'"),
        (b'"event":"missed","on"', b'"event":"mist","on"', "damaged: 'mist'"),
        (b'"score":"6.50"', b'"score":"six"', "damaged: "),
        (b'"by":"2026-03-09"', b'"by":"soon"', "damaged: "),
        (b'"format":6', b'"format":0', "format 0, not 6"),
        (b'{"format":6', b'\xff{"format":6', "damaged: "),
        (b'"on_time":false', b'"on_time":false}', "damaged: "),
    ],
)
def test_damaged_bytes_and_those_of_another_format_are_never_taken_for_good(good: bytes, bad: bytes, said: str) -> None:
    frozen = missed().frozen
    assert good in frozen
    assert said_of(frozen.replace(good, bad, 1)).startswith(said)


@pytest.mark.parametrize("frozen", [b"", b"null", b"{}", b'{"format":6}', b'{"format":6,"progress":null}'])
def test_bytes_of_something_else_are_never_taken_for_progress(frozen: bytes) -> None:
    assert said_of(frozen).startswith("damaged: ")


def shape(plain: object) -> object:
    """Return a JSON schema without its texts, which may change freely."""
    if isinstance(plain, dict):
        return {key: shape(value) for key, value in plain.items() if key != "description" or isinstance(value, dict)}
    return [shape(each) for each in plain] if isinstance(plain, list) else plain


def test_a_change_to_what_is_remembered_needs_another_format() -> None:
    now = msgspec.json.encode(shape(msgspec.json.schema(Progress)), order="sorted")
    assert (FORMAT, hashlib.sha256(now).hexdigest()[:12]) == (6, "05c26f19947b")
