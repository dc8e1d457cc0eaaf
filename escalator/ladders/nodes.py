"""A parsed file as a tree that remembers where each part stands. Owns places and paths; knows no part's meaning."""

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

    def plain(self) -> Any:  # noqa: ANN401 - a file holds anything until its schema has judged it
        """Return the value without places, as lists, dicts and scalars."""
        if isinstance(self.value, dict):
            return {key: each.plain() for key, each in self.value.items()}
        if isinstance(self.value, tuple):
            return [each.plain() for each in self.value]
        return self.value

    def child(self, part: str | int) -> Node | None:
        """Return the part under a key of a mapping or at a place in a list, or None."""
        if isinstance(self.value, dict):
            return self.value.get(str(part))
        if isinstance(self.value, tuple) and isinstance(part, int) and part < len(self.value):
            return self.value[part]
        return None

    def get(self, key: str) -> Node | None:
        """Return the part under a key, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def find_value(self, *keys: str) -> Scalar:
        """Return the single value under keys, one inside the other; None where there is none."""
        node: Node | None = self
        for key in keys:
            node = node.get(key) if node else None
        return node.value if node and not isinstance(node.value, dict | tuple) else None

    def items(self) -> Iterator[tuple[str, Node]]:
        """Return the parts of a mapping with their keys; nothing for anything else."""
        return iter(self.value.items()) if isinstance(self.value, dict) else iter(())

    def key(self, name: str) -> Place:
        """Return the place of a key of a mapping itself."""
        return (self.keys or {}).get(name, self.place)

    def with_value(self, value: Scalar | tuple[Node, ...] | dict[str, Node]) -> Node:
        """Return the node with another value at the same place."""
        return replace(self, value=value)

    def find(self, path: Sequence[str | int]) -> Place:
        """Return the place of the part at a path, or of the nearest part above it that exists.

        A part that is a block or a list is found at its key; a single value where it stands itself.
        """
        node, place = self, self.place
        for part in path:
            inner = node.child(part)
            if inner is None:
                continue
            block = isinstance(inner.value, dict | tuple)
            place = node.keys[str(part)] if block and node.keys and str(part) in node.keys else inner.place
            node = inner
        return place
