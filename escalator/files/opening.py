"""Opening a file with results: what it is, by its content; its name says nothing. Owns that choice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from escalator.engine.sheets.sheet import Table
from escalator.files import delimited, excel
from escalator.files.limits import TEXT, cannot, check_size, unreadable

_ZIP: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@contextmanager
def open_table(path: Path | str, *, sheet: str | None = None) -> Iterator[Table]:
    """Open a file with results.

    Args:
        path: a CSV file (commas, semicolons or tabs; UTF-8 or Windows-1252) or an Excel workbook (.xlsx).
        sheet: name of the sheet of a workbook; needed only where several could be meant.

    Yields:
        The table; its rows are read while they are asked for.

    Raises:
        InputError: it is neither, is too big, or cannot be read.
        UnknownName: the workbook has no such sheet.
    """
    file = Path(path)
    check_size(file, TEXT)
    start = _start(file)
    if start == _OLD:
        raise unreadable(
            file.name,
            "dit is een oud of beveiligd Excel-bestand; bewaar het als .xlsx of CSV, zonder wachtwoord",
            "this is an old or protected Excel file; save it as .xlsx or CSV, without a password",
        )
    opened = excel.table(file, sheet) if start.startswith(_ZIP) else delimited.table(file)
    with opened as found:
        yield found


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(len(_OLD))
    except OSError as wrong:
        raise cannot(path, wrong) from None
