"""What a parameter's value reads as inside a text: in the language of that text, by its label where it has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from escalator.ladders.nodes import Node
from escalator.model.errors import InputError
from escalator.model.terms import Term


def shown(parameter: Node, value: str, language: str, roles: Node | None) -> str:
    """Return a value as people read it.

    Args:
        parameter: the parameter, as its file has it.
        value: its value, or one of its values.
        language: of the text that it stands in: `nl` or `en`.
        roles: the roles of the file.
    """
    kind = parameter.get("type")
    read = _BY_TYPE.get(str(kind.value) if kind else "")
    if read is not None:
        return read(value, language)
    labels = parameter.get("choices") if kind and kind.value == "choice" else None
    if kind and kind.value == "role" and roles is not None:
        role = roles.get(value)
        return _label(role.get("label") if role else None, language) or value
    return _label(labels.get(value) if labels else None, language) or value


def _label(node: Node | None, language: str) -> str:
    text = node.get(language) if node else None
    return text.value if text is not None and isinstance(text.value, str) else ""


def _term(value: str, language: str) -> str:
    try:
        return Term.parse(value).told("nl" if language == "nl" else "en")
    except InputError:
        return value


def _number(value: str, language: str) -> str:
    return value.replace(".", ",") if language == "nl" else value


_BY_TYPE: Final[dict[str, Callable[[str, str], str]]] = {"term": _term, "number": _number, "money": _number}
