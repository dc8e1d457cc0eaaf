"""docs/messages.md names every kind of message, and every type of notice, that there is."""

from __future__ import annotations

import re
from pathlib import Path

from escalator.delivery.notices import NAMES
from escalator.delivery.webhook import TYPES
from escalator.engine.ports.messages import MessageKind

TEXT = (Path(__file__).parents[2] / "docs" / "messages.md").read_text(encoding="utf-8")


def test_it_names_every_kind_of_message() -> None:
    table = TEXT.partition("## What is told")[2].partition("\n\nEvery item")[0]
    assert set(re.findall(r"^\| ([a-z_]+) \|", table, re.MULTILINE)) - {"message"} == {
        each.value for each in MessageKind
    }


def test_it_names_every_type_of_notice() -> None:
    table = dict(re.findall(r"^\| `([a-z.-]+)` \| ([a-z_, ]+) \|$", TEXT, re.MULTILINE))
    assert {kind: type_ for type_, kinds in table.items() for kind in kinds.split(", ") if type_.startswith(TYPES)} == {
        kind.value: f"{TYPES}.{name}" for kind, name in NAMES.items()
    }
