"""From the schema's errors to findings: where in the file, what is wrong, what would be allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from escalator.ladders.findings import Finding
from escalator.ladders.nodes import Node
from escalator.model.errors import nearest
from escalator.model.text import Text

Context = Mapping[str, Any]


def findings(problem: ValidationError, tree: Node, model: type[BaseModel]) -> list[Finding]:
    """Return a finding for each error, at its place in the tree."""
    found = []
    for error in problem.errors(include_url=False):
        path = [part for part in error["loc"] if isinstance(part, str | int)]
        key = error["type"] in {"extra_forbidden", "missing"}
        found.append(Finding(tree.find(path, key=key), _at(path, _told(error, path, model))))
    return found


def _at(path: Sequence[str | int], text: Text) -> Text:
    shown = ".".join(str(part) for part in path)
    return Text(f"{shown}: {text.nl}", f"{shown}: {text.en}")


def _told(error: Any, path: Sequence[str | int], model: type[BaseModel]) -> Text:
    context = error.get("ctx", {})
    if error["type"] == "rule":
        return Text(context["nl"], context["en"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(str(path[-1]), _keys(model, path[:-1]))
    tell = _TOLD.get(error["type"])
    if tell is None:
        return Text(f"niet toegestaan ({error['msg']})", str(error["msg"]))
    return tell(context, error.get("input"))


def _unknown_key(key: str, known: Sequence[str]) -> Text:
    near = nearest(key, known)
    if near:
        return Text(f"onbekende sleutel; bedoelde u {near!r}?", f"unknown key; did you mean {near!r}?")
    listed = ", ".join(known)
    return Text(f"onbekende sleutel; toegestaan: {listed}", f"unknown key; allowed: {listed}")


def _keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the keys allowed at a path, as far as the schema can be followed."""
    found: type[BaseModel] | None = model
    for part in path:
        if found is None:
            return []
        by_key = {(field.alias or name): field.annotation for name, field in found.model_fields.items()}
        if part in by_key:
            found = _inner(by_key[str(part)])
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _inner(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside an annotation such as `dict[str, Model]` or `list[Model] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for each in reversed(getattr(annotation, "__args__", ())):
        found = _inner(each)
        if found is not None:
            return found
    return None


def _words(value: Any) -> str:
    return str(value).replace(" or ", ", ")


_TOLD: Final[Mapping[str, Callable[[Context, Any], Text]]] = {
    "missing": lambda _c, _i: Text("ontbreekt", "is missing"),
    "string_type": lambda _c, i: Text(f"hier hoort tekst, niet {i!r:.60}", f"text is expected here, not {i!r:.60}"),
    "bool_type": lambda _c, _i: Text("toegestaan: true of false", "allowed: true or false"),
    "int_type": lambda _c, _i: Text("hier hoort een geheel getal", "a whole number is expected here"),
    "dict_type": lambda _c, _i: Text("hier hoort een blok met sleutels", "a block with keys is expected here"),
    "model_type": lambda _c, _i: Text("hier hoort een blok met sleutels", "a block with keys is expected here"),
    "model_attributes_type": lambda _c, _i: Text("hier hoort een blok met sleutels", "a block with keys is expected here"),
    "list_type": lambda _c, _i: Text("hier hoort een lijst", "a list is expected here"),
    "tuple_type": lambda _c, _i: Text("hier hoort een lijst", "a list is expected here"),
    "enum": lambda c, _i: Text(f"toegestaan: {_words(c['expected'])}", f"allowed: {_words(c['expected'])}"),
    "literal_error": lambda c, _i: Text(f"toegestaan: {_words(c['expected'])}", f"allowed: {_words(c['expected'])}"),
    "string_pattern_mismatch": lambda c, i: Text(
        f"{i!r:.60} heeft niet de vorm {c['pattern']}", f"{i!r:.60} is not of the form {c['pattern']}"
    ),
    "string_too_short": lambda _c, _i: Text("mag niet leeg zijn", "may not be empty"),
    "string_too_long": lambda c, _i: Text(
        f"hoogstens {c['max_length']} tekens", f"at most {c['max_length']} characters"
    ),
    "too_short": lambda c, _i: Text(f"minstens {c['min_length']} nodig", f"at least {c['min_length']} needed"),
    "greater_than_equal": lambda c, _i: Text(f"minstens {c['ge']}", f"at least {c['ge']}"),
    "less_than_equal": lambda c, _i: Text(f"hoogstens {c['le']}", f"at most {c['le']}"),
}
