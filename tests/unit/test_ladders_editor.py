"""The JSON Schema for editors: it accepts what the loader accepts, and catches what a person mistypes."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from escalator.ladders import editor, library
from escalator.ladders.yaml_text import read
from tests.small_ladder import TEXT, changed

SCHEMA = editor.schema()
VALIDATOR = Draft202012Validator(SCHEMA)
ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("workflows/*/ladder.yaml"), *ROOT.glob("tests/cousins/*/ladder.yaml")]


def plain(value: Any) -> Any:
    """Return a file as an editor sees it: decimals are numbers like any other."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


def wrong(text: str) -> list[str]:
    """Return where an editor shows something wrong."""
    errors = VALIDATOR.iter_errors(plain(read(text.encode(), "x").plain()))
    return sorted({".".join(map(str, error.absolute_path)) for error in errors})


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(editor.text()) == SCHEMA
    assert SCHEMA["$schema"].endswith("2020-12/schema")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_it_accepts_every_ladder_there_is(file: Path) -> None:
    assert wrong(file.read_text(encoding="utf-8")) == []


def test_it_accepts_the_small_ladder() -> None:
    assert wrong(TEXT) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("format: 1", "format: 2", "format"),
        ("ladder: small", "ladder: Small Ladder", "ladder"),
        ("case_per: track", "case_per: trak", "case_per"),
        ("side: client", "side: klant", "roles.manager.side"),
        ("initial: true", "initial: yes", "states.start.initial"),
        ("waits_for: answered", "wait_for: answered", "states.answer.deadline"),
        ("  missed: {label", "  Missed: {label", "events"),
        ("  late:\n", "  Late!:\n", "states"),
        ("type: date", "type: day", "events.answered.data.done_by.type"),
        ("label: {nl: Begin, en: Start}", "label: Begin", "states.start.label"),
        ("label: {nl: Begin, en: Start}", "label: {nl: Begin}", "states.start.label"),
        ("{term: $answer_within}", "{term: vijf dagen}", "states.answer.deadline.due"),
        ("then: open, event", "then: openen, event", "measurement.on_miss.then"),
        ("at_least: 8", "at_least: acht", "kpis.quality.norm"),
        ("type: term, value", "type: $kind, value", "parameters.answer_within.type"),
        ("format: 1", "format: $version", "format"),
    ],
)
def test_it_catches_what_a_person_mistypes(old: str, new: str, place: str) -> None:
    assert any(found.startswith(place) for found in wrong(changed((old, new)))), wrong(changed((old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("initial: true", "initial: $strict"),
        ("case_per: track", "case_per: $strict"),
        ("waits_for: answered", "waits_for: $strict"),
        ("waits_for: answered", "waits_for: [$strict]"),
        ("label: {nl: Begin, en: Start}", "label: $strict"),
        ("at_least: 8", "at_least: $strict"),
        ("to: answer,", 'to: "step{step}.plan",'),
        ("to: answer,", "to: .plan,"),
        ("{term: $answer_within}", "{term: 1 day, from: {deadline: .plan}}"),
        ("expires: {to: late, clause: S4}", "expires: $strict"),
    ],
)
def test_a_name_may_stand_wherever_a_value_may(old: str, new: str) -> None:
    assert wrong(changed((old, new))) == []


def test_a_cycle_and_its_use_are_told_apart_from_a_state() -> None:
    cycle = "cycles:\n  round: {states: {a: {label: {nl: a, en: a}}}}\nstates:\n"
    assert (
        wrong(
            changed(("states:\n", cycle), ("  late:\n", "  again: {cycle: round, with: {x: [1, {y: z}]}}\n  late:\n"))
        )
        == []
    )
    assert wrong(changed(("  late:\n", "  again: {cycle: round, label: {nl: a, en: a}}\n  late:\n"))) == [
        "states.again"
    ]


def described(part: Any, path: str) -> Iterator[str]:
    """Yield the keys of a schema that say nothing about themselves."""
    for name, inner in part.get("properties", {}).items():
        if "description" not in inner and "$ref" not in inner:
            yield f"{path}.{name}"


def test_every_key_says_what_it_is() -> None:
    silent = [name for part, inner in {"": SCHEMA, **SCHEMA["$defs"]}.items() for name in described(inner, part)]
    assert silent == []


def test_shipped_ladders_are_found() -> None:
    assert len(FILES) == len(library.names()) + 3
