"""What a sheet says beside its values: how far it reaches, which cells show a percentage, which hold nothing usable.

The library that reads values tells none of this. It is looked up in the sheet's own text, piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from escalator.files.limits import CELLS, COLUMNS, MIB, unreadable
from escalator.files.package import Package

_TAG: Final = re.compile(rb"<(/?)(?:\w+:)?(row|c|f|v)\b([^<>]*)>([^<]?)", re.ASCII)
_PLACE: Final = re.compile(rb'\br\s*=\s*["\']([A-Z]{1,3})?([0-9]{1,7})["\']', re.ASCII)
_STYLE: Final = re.compile(rb'\bs\s*=\s*["\']([0-9]{1,6})["\']', re.ASCII)
_ERROR: Final = re.compile(rb'\bt\s*=\s*["\']e["\']', re.ASCII)
_BUILT_IN_PERCENT: Final = frozenset({9, 10})
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MOST_HELD: Final = 4 * MIB
_A: Final = ord("A") - 1
_LETTERS: Final = 26


@dataclass(slots=True)
class Looks:
    """What is known of a sheet's cells, each by its row and column, from 1.

    Attributes:
        percent: cells that show a percentage: 0.95 is read as 95%.
        empty: rows with a formula that has no value, with the first such cell.
        wrong: rows with an error such as `#DIV/0!`, with the first such cell.
    """

    rows: int = 0
    columns: int = 0
    percent: set[tuple[int, int]] = field(default_factory=set)
    empty: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Cell:
    """A cell that is being read."""

    row: int
    column: int
    tag: bytes
    formula: bool = False
    value: bool = False


def looks(package: Package, part: str, percents: frozenset[int]) -> Looks:
    """Look at a sheet.

    Args:
        package: the workbook.
        part: the sheet's part.
        percents: the styles that show a percentage.

    Raises:
        InputError: it reaches too far.
    """
    found = Looks()
    cell = _Cell(0, 0, b"")
    for closes, tag, attributes, text in _tags(package, part):
        if closes:
            continue
        if tag == b"f":
            cell.formula = True
        elif tag == b"v":
            cell.value = bool(text)
        else:
            _note(found, cell, percents)
            cell = _next(cell, attributes, row=tag == b"row")
            found.rows, found.columns = max(found.rows, cell.row), max(found.columns, cell.column)
            _check(package, found)
    _note(found, cell, percents)
    return found


def _next(before: _Cell, attributes: bytes, *, row: bool) -> _Cell:
    """Return the next cell, or the place before the first cell of the next row; a place not told is the next one."""
    place = _PLACE.search(attributes)
    if row:
        return _Cell(int(place[2]) if place else before.row + 1, 0, b"")
    column = _column(place[1]) if place and place[1] else before.column + 1
    return _Cell(int(place[2]) if place else max(before.row, 1), column, attributes)


def _note(found: Looks, cell: _Cell, percents: frozenset[int]) -> None:
    if not cell.column:
        return
    if _ERROR.search(cell.tag):
        found.wrong.setdefault(cell.row, _name(cell.row, cell.column))
    elif cell.formula and not cell.value:
        found.empty.setdefault(cell.row, _name(cell.row, cell.column))
    elif percents and (style := _STYLE.search(cell.tag)) and int(style[1]) in percents:
        found.percent.add((cell.row, cell.column))


def _check(package: Package, found: Looks) -> None:
    if found.columns > COLUMNS or found.rows * found.columns > CELLS:
        far = _name(found.rows, found.columns)
        raise unreadable(
            package.path.name,
            f"het blad reikt tot {far}; hoogstens {COLUMNS} kolommen en {CELLS} cellen",
            f"the sheet reaches to {far}; {COLUMNS} columns and {CELLS} cells at most",
        )


def _tags(package: Package, part: str) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Yield the tags of rows, cells, formulas and values, each with the first byte of the text after it."""
    held = b""
    for piece in package.pieces(part):
        held += piece
        end = max(held.rfind(b"<"), 0)  # the last tag may go on in the next piece, and so may the text after it
        yield from _found(held, end)
        held = held[end:]
        if len(held) > _MOST_HELD:
            raise package.broken(f"{part}: > {_MOST_HELD // MIB} MiB")
    yield from _found(held, len(held))


def _found(text: bytes, end: int) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    return ((match[1], match[2], match[3], match[4]) for match in _TAG.finditer(text, 0, end))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - _A
    return number


def _name(row: int, column: int) -> str:
    """Return the name of a cell: `C5`."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(_A + 1 + letter) + letters
    return f"{letters}{row}"


def percents(styles: ET.Element) -> frozenset[int]:
    """Return which styles of a workbook show a percentage."""
    own = {
        int(each.get("numFmtId", "-1")): "%" in _QUOTED.sub("", each.get("formatCode", ""))
        for each in styles.iter()
        if each.tag.endswith("}numFmt")
    }
    used = next((each for each in styles if each.tag.endswith("}cellXfs")), ())
    formats = [int(each.get("numFmtId", "0")) for each in used]
    return frozenset(place for place, number in enumerate(formats) if own.get(number, number in _BUILT_IN_PERCENT))
