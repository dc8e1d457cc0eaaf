"""A file with parts that cannot be read, made whole enough to check the rest. Owns the empty parts that stand in.

What stands in is never run: the file is refused anyway. It only lets all findings be told at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from escalator.ladders.nodes import Node

Path = tuple[str | int, ...]
_TEXT: Final = {"nl": "?", "en": "?"}
_PARTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "parameters": {"label": _TEXT, "type": "text", "value": "?"},
    "roles": {"label": _TEXT, "side": "client"},
    "tracks": {"label": _TEXT},
    "regions": _TEXT,
    "checklists": {"label": _TEXT, "items": {"item": _TEXT}},
    "tables": {"rows": [[1]]},
    "rights": {"label": _TEXT, "condition": _TEXT, "holders": ["anyone"]},
    "events": {"label": _TEXT, "by": ["anyone"]},
    "kpis": {"label": _TEXT, "kind": "planned"},
    "obligations": {"label": _TEXT, "owed_by": ["anyone"], "continuous": True},
    "permissions": {"label": _TEXT, "holders": ["anyone"]},
    "readings": {"question": _TEXT, "reading": _TEXT},
    "states": {"label": _TEXT},
}
_WHOLE: Final[Mapping[str, Any]] = {
    "format": 1,
    "ladder": "unreadable",
    "version": "0",
    "label": _TEXT,
    "document": {"title": _TEXT},
    "terms": {},
    "case_per": "contract",
}


def mended(tree: Node, broken: Collection[Path]) -> tuple[dict[str, Any], frozenset[Path]]:
    """Return a file as plain data with what cannot be read replaced or left out, and the paths where that was done.

    Args:
        tree: the file as unfolded.
        broken: the paths of what cannot be read.
    """
    plain: dict[str, Any] = tree.plain()
    done: set[Path] = set()
    for path in broken:
        section, *inside = path or ("",)
        if inside and section in _PARTS and isinstance(plain.get(str(section)), dict):
            plain[str(section)][str(inside[0])] = dict(_PARTS[str(section)])
            done.add((section, inside[0]))
        elif section in _WHOLE:
            plain[str(section)] = _WHOLE[str(section)]
            done.add((section,))
        else:
            plain.pop(str(section), None)
            done.add((section,))
    return plain, frozenset(done)
