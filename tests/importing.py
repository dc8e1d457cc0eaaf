"""Files with results to import, sound and otherwise, and a contract to import them in. It tests nothing itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import xlsxwriter

from escalator.engine.sheets.importing import Imported
from escalator.engine.sheets.sheet import Row
from escalator.files import open_table
from tests.measuring import Measuring

Value: TypeAlias = str | float | bool | date | None
Part: TypeAlias = Any

HEADINGS: Final = ("contract", "kpi", "periode", "datum", "waarde")
GOOD: Final = """\
contract;kpi;periode;datum;waarde;toelichting
haarlem;compliance;CY1;2026-04-07;95;"eerste; meting"
haarlem;satisfaction;2026;2 mei 2026;7,5;
haarlem;sroi;CY1;2026-04-08;5,0;café
"""
"""Three results: one misses and opens a case, two pass."""


def written(folder: Path, content: str | bytes, encoding: str = "utf-8", name: str = "results.csv") -> Path:
    """Write a file; return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def rows_of(path: Path, **more: Part) -> list[Row]:
    """Return the rows of a file."""
    with open_table(path, **more) as table:
        return list(table.rows)


def cells_of(path: Path) -> list[tuple[object, ...]]:
    """Return the cells of a file's rows."""
    return [row.cells for row in rows_of(path)]


def workbook(
    folder: Path,
    rows: Iterable[Sequence[Value]],
    headings: Sequence[str] = HEADINGS,
    top: int = 0,
    name: str = "r.xlsx",
) -> Path:
    """Write a workbook with one sheet; days are days there, and text never becomes a formula."""
    path = folder / name
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Resultaten")
        fill(book, sheet, [headings, *rows], top)
    return path


def fill(book: xlsxwriter.Workbook, sheet: Part, rows: Iterable[Sequence[Value]], top: int = 0) -> None:
    """Write rows in a sheet."""
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, values in enumerate(rows, top):
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), days)  # noqa: DTZ001 - a cell has no zone
            elif value is not None:
                sheet.write(row, column, value)


def changed(path: Path, part: str, change: Part) -> Path:
    """Write a workbook anew with one of its parts changed; return its path."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    other = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return other


class Import(Measuring):
    """A contract to import in."""

    def take(self, path: Path, **more: Part) -> Imported:
        """Import a file."""
        with open_table(path) as table:
            return self.engine.import_results(table, **more)

    def problems(self, path: Path, **more: Part) -> list[tuple[int, str]]:
        """See that a file with problems changes nothing; return them, each with its row."""
        before = self.everything()
        done = self.take(path, **more)
        assert self.everything() == before
        assert (done.recorded, done.problem_count) == (0, len(done.problems))
        return [(each.row, each.text.nl) for each in done.problems]
