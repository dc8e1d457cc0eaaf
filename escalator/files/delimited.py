"""Text files with results: which encoding, which separator, and the rows. Owns these three; bounded in memory.

A file is read twice: once to know what it is (its digest, its encoding), once for its rows.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from escalator.engine.sheets.columns import allowed, recognised
from escalator.engine.sheets.sheet import Row, Table
from escalator.files.limits import LINE, MIB, cannot, unreadable
from escalator.model.text import Text

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TRIED: Final = ("utf-8", "cp1252")
_SEPARATORS: Final = (";", "\t", ",", "|")
_NAMED: Final = "sep="
"""How Excel writes, on a line of its own, which separator follows."""


@dataclass(frozen=True, slots=True)
class _Nature:
    """What a text file is: its digest, its encoding, and how many lines it has."""

    digest: str
    encoding: str
    lines: int


@contextmanager
def table(path: Path) -> Iterator[Table]:
    """Open a text file.

    Raises:
        InputError: it is no text, or its headings are not those of results.
    """
    try:
        nature = _nature(path)
        file = path.open(encoding=nature.encoding, newline="")
    except OSError as wrong:
        raise cannot(path, wrong) from None
    with file:
        lines = _Lines(file)
        separator, headings = _headings(path.name, lines)
        rows = _rows(lines, separator)
        yield Table(path.name, nature.digest, headings, rows, max(0, nature.lines - lines.number))


def _nature(path: Path) -> _Nature:
    """Look at every byte of a file."""
    digest, lines, last = hashlib.sha256(), 0, b""
    encodings = {name: codecs.getincrementaldecoder(name)() for name in _TRIED}
    marked = _marked(path)
    if marked is not None:
        encodings = {marked: codecs.getincrementaldecoder(marked)()}
    with path.open("rb") as file:
        while chunk := file.read(MIB):
            digest.update(chunk)
            lines, last = lines + chunk.count(b"\n"), chunk[-1:]
            if marked != "utf-16" and b"\x00" in chunk:
                raise unreadable(path.name, "dit is geen tekst", "this is not text")
            encodings = {name: decoder for name, decoder in encodings.items() if _decodes(decoder, chunk)}
        encodings = {name: decoder for name, decoder in encodings.items() if _decodes(decoder, b"", final=True)}
    if not encodings:
        raise unreadable(
            path.name,
            "de tekst is geen UTF-8 en geen Windows-1252; bewaar hem als CSV UTF-8",
            "the text is neither UTF-8 nor Windows-1252; save it as CSV UTF-8",
        )
    return _Nature(digest.hexdigest(), next(iter(encodings)), lines + (last != b"\n"))


def _marked(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(len(codecs.BOM_UTF8))
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


class _TooLongError(Exception):
    """A line that no row of results has."""


class _Lines:
    """The lines of a file, one by one, and the number of the last one given out."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > LINE:
            raise _TooLongError
        return line


def _headings(name: str, lines: _Lines) -> tuple[str, tuple[str, ...]]:
    """Return the separator and the headings: the first line that is not empty."""
    named: tuple[str, ...] = _SEPARATORS
    try:
        for line in lines:
            bare = line.strip("\r\n\ufeff")
            if bare.lower().startswith(_NAMED) and len(bare) == len(_NAMED) + 1:
                named = (bare[-1],)
            elif bare.strip():
                return _split(name, bare, named)
    except _TooLongError:
        pass
    raise _no_headings(name)


def _split(name: str, line: str, separators: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the separator that gives most of the headings that are known, and the headings."""
    found = []
    for separator in separators:
        try:
            [cells] = csv.reader([line], delimiter=separator, strict=True)
        except (csv.Error, ValueError):
            continue
        found.append((recognised(cells), separator, tuple(cells)))
    best = max(found, key=lambda each: each[0], default=(0, "", ()))
    if not best[0]:
        raise _no_headings(name)
    return best[1], best[2]


def _no_headings(name: str) -> Exception:
    return unreadable(
        name,
        f"de eerste regel noemt geen kolommen die bekend zijn. Toegestaan zijn: {allowed()}",
        f"its first line names no columns that are known. Allowed are: {allowed()}",
    )


def _rows(lines: _Lines, separator: str) -> Iterator[Row]:
    """Yield the rows; where the text can be read no further, a last one that says so."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    before = lines.number
    try:
        for cells in reader:
            first, before = before + 1, lines.number
            if any(cell.strip() for cell in cells):
                yield Row(first, tuple(cells))
    except _TooLongError:
        told = Text(
            f"deze regel is langer dan {LINE} tekens; verder is niet gelezen",
            f"this line is longer than {LINE} characters; nothing after it was read",
        )
        yield Row(lines.number, (), told)
    except csv.Error:
        told = Text(
            "de aanhalingstekens kloppen niet; verder is niet gelezen",
            "the quotation marks do not match; nothing after it was read",
        )
        yield Row(before + 1, (), told)
