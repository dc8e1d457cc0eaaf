"""The JSON Schema that editors complete and check ladder files with. Owns what it says beside the loader's own schema.

An editor sees a file as it is written: `$name` may stand for a value, `{name}` in a text, `.plan` for a state of a
cycle. The loader remains the judge: what an editor accepts may still be refused. The other way round an editor shows
only a key that is left empty, which the loader takes as not there.
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
_FILLED: Final = "case_per"
"""The one part of the top of a file that a `$name` may stand for."""
_AS_WRITTEN: Final = "ParameterSpec"
"""The part of the schema in which nothing is filled in."""
_INSIDE: Final = ("items", "additionalProperties")
_NAMED: Final[Schema] = {"$ref": "#/$defs/name"}
_PLAIN: Final = frozenset({"type", "minLength", "maxLength"})
"""What says no more of a text than its length: a `$name` fits in it as it is."""
_NOTES: Final = ("description", "default", "title")


def schema() -> Schema:
    """Return the JSON Schema of a ladder file as it is written."""
    own = Written.model_json_schema(by_alias=True)
    parts: dict[str, Schema] = own.pop("$defs")
    words = frozenset(f"#/$defs/{name}" for name, part in parts.items() if "enum" in part)
    opening = _Opening(words)
    opened = {name: part if name == _AS_WRITTEN else opening.inside(part) for name, part in parts.items()}
    top = opening.inside(own, fixed=frozenset(own["properties"]) - {_FILLED})
    return {
        "$schema": DIALECT,
        **_closed({**top, "$defs": {**opened, "name": _NAME}}),
        "title": "Escalation ladder",
        "description": "One contract's procedure: see docs/ladder-format.md.",
    }


def text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


class _Opening:
    """Opens a schema for `$names`.

    Attributes:
        words: references to parts that are a choice of words.
    """

    def __init__(self, words: frozenset[str]) -> None:
        self.words = words

    def inside(self, part: Schema, fixed: frozenset[str] = frozenset()) -> Schema:
        """Return a part of the schema in which a `$name` may stand wherever a value may, but under `fixed` keys."""
        found = dict(part)
        for key in ("properties", "patternProperties"):
            if key in found:
                found[key] = {
                    name: self.inside(inner) if name in fixed else self.or_name(self.inside(inner))
                    for name, inner in found[key].items()
                }
        for key in _INSIDE:
            if isinstance(found.get(key), dict):
                found[key] = self.or_name(self.inside(found[key]))
        if "anyOf" in found:
            found["anyOf"] = [self.inside(inner) for inner in found["anyOf"]]
        return found

    def or_name(self, part: Schema) -> Schema:
        """Return a value's schema, or a `$name` for it; what says what it is stays on the outside.

        Blocks and lists are told from names by their type, so that an editor points at what is wrong inside them.
        """
        notes = {key: value for key, value in part.items() if key in _NOTES and value is not None}
        bare = {key: value for key, value in part.items() if key not in _NOTES}
        known = [each for each in bare.get("anyOf", [bare]) if each != {"type": "null"}]
        if any(each.keys() <= _PLAIN and each.get("type", "string") == "string" for each in known):
            return {**notes, "anyOf": known} if len(known) > 1 else {**notes, **known[0]}
        if len(known) == 1 and self.is_structure(known[0]):
            return {**notes, "if": {"type": "string"}, "then": _NAMED, "else": known[0]}
        return {**notes, "anyOf": [*known, _NAMED]}

    def is_structure(self, part: Schema) -> bool:
        """Return whether a schema is that of a block or a list."""
        return part["$ref"] not in self.words if "$ref" in part else part.get("type") in {"object", "array"}


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
