"""From the schema's errors to findings: where in the file, what is wrong, what would be allowed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from escalator.ladders.findings import Finding, Place
from escalator.ladders.nodes import Node
from escalator.ladders.schema.elements import NAME, STATE
from escalator.model.errors import nearest
from escalator.model.text import Text

Context = Mapping[str, Any]
Path = tuple[str | int, ...]
_KEY: Final = "[key]"


def findings(
    problem: ValidationError, tree: Node, model: type[BaseModel], known: Collection[Path] = ()
) -> list[Finding]:
    """Return a finding for each thing that is wrong, at its place in the tree.

    Where a value may have several forms the schema complains about each; that is told as one.

    Args:
        problem: what the schema says.
        tree: the file as unfolded.
        model: the schema.
        known: paths of parts of which is told already what is wrong.
    """
    errors = [(_path(error, tree), error) for error in problem.errors(include_url=False)]
    paths = {path for path, _ in errors}
    found = []
    for path, group in groupby(errors, key=lambda each: each[0]):
        several = list(group)
        inside = any(path == longer[: len(path)] and path != longer for longer in paths)
        if (inside and not _of_key(several[0][1])) or _left(tree, path) or path in known:
            continue
        texts = dict.fromkeys(told(error, path, model) for _, error in several)
        shown = ".".join(str(part) for part in path)
        nl, en = "; of ".join(each.nl for each in texts), "; or ".join(each.en for each in texts)
        found.append(Finding(_place(path, several[0][1], tree), Text(f"{shown}: {nl}", f"{shown}: {en}")))
    return found


def _of_key(error: ErrorDetails) -> bool:
    """Return whether it is the key itself that is wrong, not what stands under it."""
    return error["type"] == "extra_forbidden" or _KEY in error["loc"]


def _place(path: Path, error: ErrorDetails, tree: Node) -> Place:
    holder = tree
    for part in path[:-1]:
        holder = holder.child(part) or holder
    return holder.key(str(path[-1])) if _of_key(error) else tree.find(path)


def _left(tree: Node, path: Path) -> bool:
    """Return whether a name was not filled in there: that is told already, and what it breaks is noise."""
    node: Node | None = tree
    for part in path:
        node = node.child(part) if node else None
    return node is not None and isinstance(node.value, str) and node.value.startswith("$")


def broken(problem: ValidationError, tree: Node) -> set[Path]:
    """Return the paths at which something is wrong."""
    return {_path(error, tree) for error in problem.errors(include_url=False)}


def _path(error: ErrorDetails, tree: Node) -> Path:
    """Return an error's path as the file has it: without the names of the forms that the schema has tried."""
    path: list[str | int] = []
    node: Node | None = tree
    *outer, last = error["loc"] or ("",)
    for part in outer:
        inner = node.child(part) if node else None
        if inner is not None:
            path.append(part)
            node = inner
    known = node is not None and node.child(last) is not None
    return (*path, last) if known or error["type"] in {"missing", "extra_forbidden"} else tuple(path)


def told(error: ErrorDetails, path: Path, model: type[BaseModel]) -> Text:
    """Tell what one error means."""
    context = error.get("ctx", {})
    if error["type"] == "rule":
        return Text(context["nl"], context["en"])
    if error["type"] == "extra_forbidden":
        key = str(path[-1])
        if error["input"] is None and key.isdecimal():
            return _POINT
        told_key = _unknown_key(key, _keys(model, path[:-1]))
        return Text(told_key.nl + _SPLIT.nl, told_key.en + _SPLIT.en) if error["input"] is None else told_key
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
    """Return the keys allowed at a path."""
    found = model
    for part in path:
        by_key = {(field.alias or name): field.annotation for name, field in found.model_fields.items()}
        if part in by_key:
            found = next(_models(by_key[str(part)]), found)
    return [field.alias or name for name, field in found.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - the annotation of a field can be anything
    """Yield the models inside an annotation such as `dict[str, Model]` or `list[Model] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in getattr(annotation, "__args__", ()):
        yield from _models(each)


def _words(value: object) -> str:
    return str(value).replace(" or ", ", ")


_SPLIT: Final = Text(
    " (een komma in tekst tussen { en } splitst hem: zet zo'n tekst tussen aanhalingstekens)",
    " (a comma in text between { and } splits it: put such text in quotes)",
)
_POINT: Final = Text(
    "een komma tussen { en } scheidt; schrijf een getal met een punt, zoals 7.5",
    "a comma between { and } separates; write a number with a point, such as 7.5",
)
_BLOCK: Final = Text("hier hoort een blok met sleutels", "a block with keys is expected here")
_LIST: Final = Text("hier hoort een lijst", "a list is expected here")
_NAME: Final = Text(
    "kleine letters a-z, cijfers en _, beginnend met een letter", "lower case letters a-z, digits and _, a letter first"
)
_FORMS: Final = {
    NAME: _NAME,
    STATE: Text(f"{_NAME.nl}, zo nodig met punten ertussen", f"{_NAME.en}, with dots in between where needed"),
}


def _no_text(given: object) -> Text:
    """Tell that text belongs here; a number that is a name needs quotation marks."""
    quoted = isinstance(given, int | Decimal) and not isinstance(given, bool)
    hint = f': "{given!s:.60}"'
    return Text(
        f"hier hoort tekst, niet {given!s:.60}" + (f"; zet het tussen aanhalingstekens{hint}" if quoted else ""),
        f"text is expected here, not {given!s:.60}" + (f"; put it in quotes{hint}" if quoted else ""),
    )


def _pattern(context: Context, given: object) -> Text:
    form = _FORMS.get(context["pattern"], Text(str(context["pattern"]), str(context["pattern"])))
    return Text(
        f"{given!r:.60} kan hier niet; toegestaan: {form.nl}", f"{given!r:.60} is not possible; allowed: {form.en}"
    )


_TOLD: Final[Mapping[str, Callable[[Context, Any], Text]]] = {
    "missing": lambda _c, _i: Text("ontbreekt", "is missing"),
    "string_type": lambda _c, i: _no_text(i),
    "bool_type": lambda _c, _i: Text("toegestaan: true of false", "allowed: true or false"),
    "int_type": lambda _c, _i: Text("hier hoort een geheel getal", "a whole number is expected here"),
    "dict_type": lambda _c, _i: _BLOCK,
    "model_type": lambda _c, _i: _BLOCK,
    "model_attributes_type": lambda _c, _i: _BLOCK,
    "list_type": lambda _c, _i: _LIST,
    "tuple_type": lambda _c, i: _no_text(i) if isinstance(i, int | Decimal) else _LIST,
    "enum": lambda c, _i: Text(f"toegestaan: {_words(c['expected'])}", f"allowed: {_words(c['expected'])}"),
    "literal_error": lambda c, _i: Text(f"toegestaan: {_words(c['expected'])}", f"allowed: {_words(c['expected'])}"),
    "string_pattern_mismatch": _pattern,
    "string_too_short": lambda _c, _i: Text("mag niet leeg zijn", "may not be empty"),
    "string_too_long": lambda c, _i: Text(
        f"hoogstens {c['max_length']} tekens", f"at most {c['max_length']} characters"
    ),
    "too_short": lambda c, _i: Text(f"minstens {c['min_length']} nodig", f"at least {c['min_length']} needed"),
    "too_long": lambda c, _i: Text(f"hoogstens {c['max_length']} toegestaan", f"at most {c['max_length']} allowed"),
    "greater_than_equal": lambda c, _i: Text(f"minstens {c['ge']}", f"at least {c['ge']}"),
    "less_than_equal": lambda c, _i: Text(f"hoogstens {c['le']}", f"at most {c['le']}"),
}
