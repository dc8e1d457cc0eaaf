"""A parsed file as a tree that remembers where each part stands. Owns places and paths; never knows what a part means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from escalator.ladders.findings import Place

Scalar = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, a list or a mapping, with its place; for a mapping also the places of its keys."""

    value: Scalar | tuple[Node, ...] | dict[str, Node]
    place: Place
    keys: Mapping[str, Place] | None = None

    def plain(self) -> Any:
        """Return the value without places, as lists, dicts and scalars."""
        if isinstance(self.value, dict):
            return {key: each.plain() for key, each in self.value.items()}
        if isinstance(self.value, tuple):
            return [each.plain() for each in self.value]
        return self.value

    def get(self, key: str) -> Node | None:
        """Return the part under a key, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> Iterator[tuple[str, Node]]:
        """Return the parts of a mapping with their keys; nothing for anything else."""
        return iter(self.value.items()) if isinstance(self.value, dict) else iter(())

    def with_value(self, value: Scalar | tuple[Node, ...] | dict[str, Node]) -> Node:
        """Return the node with another value at the same place."""
        return replace(self, value=value)

    def find(self, path: Sequence[str | int], *, key: bool = False) -> Place:
        """Return the place of the part at a path, or of the nearest part above it that exists.

        With `key`, the place of the last key itself rather than of its value.
        """
        node, place = self, self.place
        for step, part in enumerate(path):
            inner = _child(node, part)
            if inner is None:
                if isinstance(part, str) and node.keys and part in node.keys:
                    return node.keys[part]
                continue
            last = step == len(path) - 1
            place = node.keys[part] if last and key and node.keys and isinstance(part, str) else inner.place
            node = inner
        return place


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(part))
    if isinstance(node.value, tuple) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None
