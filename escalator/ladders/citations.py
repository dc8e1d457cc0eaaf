"""What a ladder cites, and where: clauses and readings. Owns the search; whether they exist is for the checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from escalator.ladders.findings import Place
from escalator.ladders.nodes import Node
from escalator.model.ladder import Reading
from escalator.model.source import Source


def readings_of(part: object) -> set[str]:
    """Return the readings that a part of a ladder cites, or the whole of it."""
    return {name for source in _cited(part) for name in source.readings}


def clauses_of(part: object) -> set[str]:
    """Return the clauses that a part of a ladder cites, or the whole of it; a reading cites those it is about."""
    return {name for source in _cited(part) for name in source.clauses}


def _cited(value: object) -> Iterator[Source]:
    if isinstance(value, Source):
        yield value
    elif isinstance(value, Reading):
        yield Source(value.clauses)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _cited(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _cited(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _cited(getattr(value, field.name))


def places(node: Node, key: str, wanted: str) -> Iterator[Place]:
    """Yield where a key of the file has a value, or holds it in a list."""
    if isinstance(node.value, dict):
        for name, part in node.value.items():
            if name == key:
                listed = part.value if isinstance(part.value, tuple) else (part,)
                yield from (each.place for each in listed if each.value == wanted)
            yield from places(part, key, wanted)
    elif isinstance(node.value, tuple):
        for part in node.value:
            yield from places(part, key, wanted)
