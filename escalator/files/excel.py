"""Excel workbooks with results: which sheet, and its rows. Owns what becomes of cells; formulas give the value kept."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from escalator.engine.sheets.columns import allowed, recognised
from escalator.engine.sheets.sheet import Cell, Row, Table
from escalator.files.cells import Looks, looks, percents
from escalator.files.limits import MIB, WORKBOOK, check_size, unreadable
from escalator.files.package import Package
from escalator.model.errors import InputError, UnknownName
from escalator.model.text import Text

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STYLES: Final = "xl/styles.xml"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SEARCHED: Final = 20
"""So many rows at the top of a sheet are looked at for the headings."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with results.

    Attributes:
        top: number of the row of its headings.
    """

    sheet: CalamineSheet
    headings: tuple[str, ...]
    top: int


@contextmanager
def table(path: Path, sheet: str | None = None) -> Iterator[Table]:
    """Open a workbook.

    Raises:
        InputError: it is none, holds too much, or no sheet of it has the headings of results.
        UnknownName: it has no such sheet.
    """
    check_size(path, WORKBOOK)
    package = Package(path)
    styles = percents(package.xml(_STYLES)) if _STYLES in package.members else frozenset()
    parts = _parts(package)
    seen = {name: looks(package, part, styles) for name, part in parts.items()}
    with _opened(package) as workbook:
        name, found = _chosen(package, workbook, list(seen), sheet)
        rows = _rows(found, seen[name])
        yield Table(path.name, _digest(path), found.headings, rows, seen[name].rows - found.top)


@contextmanager
def _opened(package: Package) -> Iterator[CalamineWorkbook]:
    try:
        workbook = load_workbook(package.path)
    except CalamineError as wrong:
        raise package.broken(str(wrong)) from None
    with workbook:
        yield workbook


def _parts(package: Package) -> dict[str, str]:
    """Return the sheets by name, each with its part of the archive."""
    targets = {each.get("Id"): each.get("Target", "") for each in package.xml(_RELATIONS)}
    found = {}
    for each in package.xml(_WORKBOOK).iter():
        if each.tag.endswith("}sheet"):
            target = targets.get(each.get(_ID), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if part.startswith("xl/worksheets/"):
                found[each.get("name", "")] = part
    return found


def _chosen(package: Package, workbook: CalamineWorkbook, names: list[str], wanted: str | None) -> tuple[str, _Found]:
    """Return the sheet with results.

    Raises:
        InputError: there is none, or there are several.
        UnknownName: there is none of the name that is wanted.
    """
    if wanted is not None and wanted not in names:
        raise UnknownName(Text("blad", "sheet"), wanted, names)
    visible = {
        each.name
        for each in workbook.sheets_metadata
        if each.visible is SheetVisibleEnum.Visible and each.typ is SheetTypeEnum.WorkSheet
    }
    looked = {
        name: _look(package, workbook, name)
        for name in names
        if name == (wanted or name) and (wanted or name in visible)
    }
    found = [(name, each) for name, each in looked.items() if each is not None]
    if len(found) == 1:
        return found[0]
    raise _not_one(package, [name for name, _ in found])


def _look(package: Package, workbook: CalamineWorkbook, name: str) -> _Found | None:
    """Return a sheet if one of its first rows has headings that are known."""
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError as wrong:
        raise package.broken(str(wrong)) from None
    for place, cells in enumerate(islice(sheet.iter_rows(), _SEARCHED)):
        headings = tuple(str(cell).strip() for cell in cells)
        if recognised(headings) > 1:
            return _Found(sheet, headings, place + 1)
    return None


def _not_one(package: Package, names: list[str]) -> InputError:
    if names:
        listed = ", ".join(names)
        return unreadable(
            package.path.name,
            f"er staan resultaten op meer bladen ({listed}); noem er een",
            f"there are results on several sheets ({listed}); name one",
        )
    return unreadable(
        package.path.name,
        f"geen blad noemt bovenaan kolommen die bekend zijn. Toegestaan zijn: {allowed()}",
        f"no sheet names columns at its top that are known. Allowed are: {allowed()}",
    )


def _rows(found: _Found, seen: Looks) -> Iterator[Row]:
    first = (found.sheet.start or (0, 0))[1] + 1
    for number, cells in enumerate(islice(found.sheet.iter_rows(), found.top, None), found.top + 1):
        problem = _problem(seen, number)
        read = tuple(_cell(cell, percent=(number, at) in seen.percent) for at, cell in enumerate(cells, first))
        if problem is not None or any(cell is not None for cell in read):
            yield Row(number, read, problem)


def _problem(seen: Looks, row: int) -> Text | None:
    if row in seen.wrong:
        cell = seen.wrong[row]
        return Text(f"{cell} is een fout in het rekenblad", f"{cell} is an error in the spreadsheet")
    if row in seen.empty:
        cell = seen.empty[row]
        return Text(
            f"{cell} is een formule zonder waarde; open het bestand in Excel en bewaar het",
            f"{cell} is a formula without a value; open the file in Excel and save it",
        )
    return None


def _cell(value: object, *, percent: bool) -> Cell:
    """Return a cell's value; a number as the decimal that its shortest notation is."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and math.isfinite(value):
        number = Decimal(repr(value))
        return f"{(number * 100).normalize():f}%" if percent else _whole(number)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value).strip() or None


def _whole(number: Decimal) -> Decimal:
    """Return 2 for 2.0: a spreadsheet does not tell them apart."""
    return number.to_integral_value() if number == number.to_integral_value() else number


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(MIB):
            digest.update(chunk)
    return digest.hexdigest()
