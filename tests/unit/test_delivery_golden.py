"""Every kind of message, in both languages, is word for word what stands in tests/golden/messages.

After a change on purpose: `RENEW_GOLDEN=1 pytest tests/unit/test_delivery_golden.py`, and read the difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from escalator.engine.ports.messages import Message, MessageKind
from escalator.model.text import LANGUAGES, Language
from tests.letters import KINDS, message

FOLDER: Final = Path(__file__).parents[1] / "golden" / "messages"


def _text(written: Message) -> str:
    return f"Subject: {written.subject}\n\n{written.text}"


def _html(written: Message) -> str:
    return written.html


def _ics(written: Message) -> str:
    return "".join(f"{each.name}\n{each.content.decode()}" for each in written.attachments).replace("\r\n", "\n")


def _json(written: Message) -> str:
    plain = {"name": written.notice.name, "at": written.notice.at.isoformat(), "data": written.notice.data}
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


FORMS: Final[dict[str, Callable[[Message], str]]] = {"txt": _text, "html": _html, "ics": _ics, "json": _json}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_message_is_word_for_word_what_it_was(kind: MessageKind, language: Language, form: str) -> None:
    found = FORMS[form](message(*KINDS[kind](), kind=kind, language=language))
    path = FOLDER / f"{kind.value}.{language}.{form}"
    if os.environ.get("RENEW_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found


def test_there_is_a_message_of_every_kind_and_no_file_too_many() -> None:
    assert set(KINDS) == set(MessageKind)
    wanted = {f"{kind.value}.{language}.{form}" for kind in KINDS for language in LANGUAGES for form in FORMS}
    assert {path.name for path in FOLDER.iterdir()} == wanted
