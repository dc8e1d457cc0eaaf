"""What a parameter's value reads as inside a text: in the language of that text, by its label where it has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from escalator.ladders.nodes import Node
from escalator.model.terms import Term


def shown(parameter: Node, value: str, language: str, roles: Node | None) -> str:
    """Return a value as people read it.

    Args:
        parameter: the parameter, as its file has it.
        value: its value, or one of its values.
        language: of the text that it stands in: `nl` or `en`.
        roles: the roles of the file.
    """
    kind = str(parameter.find_value("type"))
    read = _BY_TYPE.get(kind)
    if read is not None:
        return read(value, language)
    if kind == "role" and roles is not None:
        return str(roles.find_value(value, "label", language) or value)
    return str(parameter.find_value("choices", value, language) or value)


def _term(value: str, language: str) -> str:
    return Term.parse(value).told("nl" if language == "nl" else "en")


def _number(value: str, language: str) -> str:
    return value.replace(".", ",") if language == "nl" else value


_BY_TYPE: Final[dict[str, Callable[[str, str], str]]] = {"term": _term, "number": _number, "money": _number}
