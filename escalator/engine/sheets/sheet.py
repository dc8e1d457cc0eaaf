"""A table of results as it was read from a file: headings and rows. Owns the shape; `escalator.files` reads files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from escalator.model.text import Text

Cell: TypeAlias = str | Decimal | bool | date | None
"""What a cell holds: text; or, where the file knows more, a number, a truth value or a day. Empty is None."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        number: as people see it: the line of a text, the row of a sheet.
        problem: why it cannot be used at all, where it cannot.
    """

    number: int
    cells: tuple[Cell, ...]
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: of the file.
        digest: SHA-256 of its content.
        rows: to be read once; empty ones are left out.
        total: how many there are, about; None where that is not known.
    """

    name: str
    digest: str
    headings: tuple[str, ...]
    rows: Iterator[Row]
    total: int | None = None
