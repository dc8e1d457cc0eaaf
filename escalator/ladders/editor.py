"""The JSON Schema that editors complete and check ladder files with. Owns what it says beside the loader's own schema.

An editor sees a file as it is written: `$name` may stand for a value, `{name}` in a text, `.plan` for a state of a
cycle. The loader remains the judge; what the editor accepts may still be refused, never the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from escalator.ladders.schema.document import Written

Schema = dict[str, Any]
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NAME: Final[Schema] = {
    "type": "string",
    "pattern": r"^\$[a-z][a-z0-9_]*$|\{[a-z][a-z0-9_]*\}",
    "description": "A parameter, or what a cycle is used with: $name.",
}
_FIXED: Final = frozenset({"format", "ladder", "version", "parameters", "cycles", "states"})
"""Parts of a file that no `$name` may stand for."""
_AS_WRITTEN: Final = "ParameterSpec"
"""The part of the schema in which nothing is filled in."""
_INSIDE: Final = ("items", "additionalProperties")
_NOTES: Final = ("description", "default", "title")


def schema() -> Schema:
    """Return the JSON Schema of a ladder file as it is written."""
    own = Written.model_json_schema(by_alias=True)
    parts = {
        name: part if name == _AS_WRITTEN else _opened(part, frozenset()) for name, part in own.pop("$defs").items()
    }
    return {
        "$schema": DIALECT,
        **_closed({**_opened(own, _FIXED), "$defs": {**parts, "name": _NAME}}),
        "title": "Escalation ladder",
        "description": "One contract's procedure: see docs/ladder-format.md.",
    }


def text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _opened(part: Schema, fixed: frozenset[str]) -> Schema:
    """Return a part of the schema in which a `$name` may stand wherever a value may."""
    found = dict(part)
    for key in ("properties", "patternProperties"):
        if key in found:
            found[key] = {
                name: _opened(inner, frozenset()) if name in fixed else _or_name(_opened(inner, frozenset()))
                for name, inner in found[key].items()
            }
    for key in _INSIDE:
        if isinstance(found.get(key), dict):
            found[key] = _or_name(_opened(found[key], frozenset()))
    for key in ("anyOf", "oneOf", "allOf"):
        if key in found:
            found[key] = [_opened(inner, frozenset()) for inner in found[key]]
    return found


def _or_name(part: Schema) -> Schema:
    """Return a value's schema, or a `$name` for it; what says what it is stays on the outside."""
    notes = {key: value for key, value in part.items() if key in _NOTES and value is not None}
    bare = {key: value for key, value in part.items() if key not in _NOTES}
    if not bare or (bare.keys() <= {"type", "minLength", "maxLength"} and bare["type"] == "string"):
        return part
    known = bare["anyOf"] if bare.keys() == {"anyOf"} else [bare]
    return {**notes, "anyOf": [*known, {"$ref": "#/$defs/name"}]}


def _closed(part: Any) -> Any:  # noqa: ANN401 - a schema nests anything
    """Return the schema without titles, with nothing allowed beside names that fit, and states told apart."""
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, Mapping):
        return part
    found = {key: _closed(value) for key, value in part.items() if key != "title" or not isinstance(value, str)}
    if "patternProperties" in found:
        found["additionalProperties"] = False
    options = [each.get("$ref") for each in found.get("anyOf", []) if isinstance(each, Mapping)]
    if options[:2] == ["#/$defs/StateSpec", "#/$defs/CycleUse"]:
        del found["anyOf"]
        found |= {"if": {"required": ["cycle"]}, "then": {"$ref": options[1]}, "else": {"$ref": options[0]}}
    return found
