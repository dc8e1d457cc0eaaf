"""Makes the catalogue that gettext reads out of the text that people edit: `python tests/cli/catalogue.py`."""

import ast
import struct
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "escalator" / "cli" / "locale"
SOURCE = FOLDER / "nl.po"
COMPILED = FOLDER / "nl" / "LC_MESSAGES" / "escalator-click.mo"
MAGIC = 0x950412DE


def messages(text: str) -> dict[str, str]:
    """Return the messages of a catalogue as gettext keeps them: plurals joined by a NUL."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            first, _, rest = line.partition(" ")
            if first.startswith("msg"):
                keyword = first
            quoted = rest if first == keyword else line
            if quoted.startswith('"'):
                parts[keyword] = parts.get(keyword, "") + ast.literal_eval(quoted)
        key = "\0".join(parts[each] for each in ("msgid", "msgid_plural") if each in parts)
        found[key] = "\0".join(value for each, value in parts.items() if each.startswith("msgstr"))
    return found


def compiled(text: str) -> bytes:
    """Return the catalogue in gettext's binary form."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages(text).items())
    start = 28 + 16 * len(pairs)
    heads, body = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            heads[column] += struct.pack("<II", len(pair[column]), start + len(body))
            body += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + heads[0] + heads[1] + body


if __name__ == "__main__":
    COMPILED.write_bytes(compiled(SOURCE.read_text(encoding="utf-8")))
