"""The language of a command: Dutch, unless the user or the environment says otherwise.

Owns the choice, and click's own messages in it; owns no other text.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Final

from escalator.model.text import LANGUAGES, Language, Text

VARIABLE: Final = "ESCALATOR_LANG"
DOMAIN: Final = "escalator-click"
CATALOGUES: Final = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120 - pathlib takes 3 ms to load
_ENVIRONMENT: Final = (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
_CURRENT: ContextVar[Language] = ContextVar("language", default="nl")


def current() -> Language:
    """Return the language of the command that runs."""
    return _CURRENT.get()


def say(text: Text) -> str:
    """Return a text in the language of the command that runs."""
    return text[current()]


def settle(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Choose the language before anything is printed, so that errors in the arguments are told in it too.

    Args:
        arguments: as typed; `--lang` counts wherever it stands.
        environment: asked where the arguments say nothing; a language that is neither Dutch nor English is passed over.
    """
    language = _named(arguments) or _of(environment) or "nl"
    _CURRENT.set(language)
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language  # where gettext looks first


def _named(arguments: Sequence[str]) -> Language | None:
    named = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            named = _known("".join(arguments[place + 1 : place + 2])) or named
        elif argument.startswith("--lang="):
            named = _known(argument.removeprefix("--lang=")) or named
    return named


def _of(environment: Mapping[str, str]) -> Language | None:
    """Take the first variable that names one of the two, as `en` or `en_GB.UTF-8` do."""
    return next((found for name in _ENVIRONMENT if (found := _known(environment.get(name, "")[:2]))), None)


def _known(name: str) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)
