"""How far a case has come, frozen and thawed."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.procedure.progress import Progress
from escalator.procedure.snapshot import FORMAT, Unreadable, freeze, thaw
from tests.ladders import MANAGER, Case, deadline, event, field, ladder, on, state, within


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


def missed() -> Case:
    case = Case(counting())
    data = {"score": "6.50", "by": "2026-03-09", "on_time": False}
    case.record("missed", "2026-03-02", MANAGER, at="2026-03-02T10:00+01:00", **data)
    return case


def test_what_was_frozen_thaws_as_it_was() -> None:
    case = missed()
    assert case.progress is not None
    assert thaw(case.procedure, freeze(case.progress)) == case.progress


def test_the_data_that_guards_count_keep_their_types() -> None:
    case = missed()
    case.follow("probe", "2026-03-03", MANAGER)
    assert case.stand("2026-03-03").state == "done"


def test_the_same_progress_freezes_to_the_same_bytes() -> None:
    first, second = missed().progress, missed().progress
    assert first is not None
    assert second is not None
    assert freeze(first) == freeze(second)


def said_of(frozen: bytes) -> str:
    """Return why bytes are not taken for a case's progress."""
    with pytest.raises(Unreadable) as caught:
        thaw(missed().procedure, frozen)
    return str(caught.value)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (b'"state":"plan"', b'"state":5', "damaged: Expected `str`, got `int`"),
        (b'"number":2', b'"number":0', "damaged: A term in hours is 1 to 8784, not 0."),
        (b'"event":"missed","on"', b'"event":"mist","on"', "damaged: 'mist'"),
        (b'"score":"6.50"', b'"score":"six"', "damaged: "),
        (b'"by":"2026-03-09"', b'"by":"soon"', "damaged: "),
        (b'"format":5', b'"format":0', "format 0, not 5"),
        (b'{"format":5', b'\xff{"format":5', "damaged: "),
        (b'"on_time":false', b'"on_time":false}', "damaged: "),
    ],
)
def test_damaged_bytes_and_those_of_another_format_are_never_taken_for_good(good: bytes, bad: bytes, said: str) -> None:
    progress = missed().progress
    assert progress is not None
    frozen = freeze(progress)
    assert good in frozen
    assert said_of(frozen.replace(good, bad, 1)).startswith(said)


@pytest.mark.parametrize("frozen", [b"", b"null", b"{}", b'{"format":5}', b'{"format":5,"progress":null}'])
def test_bytes_of_something_else_are_never_taken_for_progress(frozen: bytes) -> None:
    assert said_of(frozen).startswith("damaged: ")


def shape(plain: object) -> object:
    """Return a JSON schema without its texts, which may change freely."""
    if isinstance(plain, dict):
        return {key: shape(value) for key, value in plain.items() if key != "description" or isinstance(value, dict)}
    return [shape(each) for each in plain] if isinstance(plain, list) else plain


def test_a_change_to_what_is_remembered_needs_another_format() -> None:
    now = msgspec.json.encode(shape(msgspec.json.schema(Progress)), order="sorted")
    assert (FORMAT, hashlib.sha256(now).hexdigest()[:12]) == (5, "544612b36320")
