"""From a row of a table to a result as it is offered. Owns the reading of cells; judges nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from escalator.engine.results.given import Given
from escalator.engine.sheets.columns import Column
from escalator.engine.sheets.days import day_of_text
from escalator.engine.sheets.sheet import Cell, Row
from escalator.model.errors import InputError
from escalator.model.figures import figure_of
from escalator.model.text import Text

_COUNT: Final = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A row that could be read: whose result it is, and the result."""

    contract: str
    given: Given
    role: str | None
    by: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for rows that do not say it themselves."""

    contract: str | None = None
    on: date | None = None
    role: str | None = None
    by: str = ""


def read(row: Row, columns: Sequence[Column | None], defaults: Defaults) -> Line:
    """Read a row.

    Args:
        row: the row.
        columns: what each of its cells holds.
        defaults: what holds where it does not say.

    Raises:
        InputError: something is missing or cannot be read.
    """
    if row.problem is not None:
        raise InputError(row.problem)
    said: dict[str, Any] = {"on": defaults.on}
    for column, cell in _named(row, columns).items():
        said[column] = _READERS[column](column, cell)
    about = {name: said.pop(name, None) for name in ("contract", "role", "by", "key")}
    contract = about["contract"] or defaults.contract
    missing = [name for name in _NEEDED if said.get(name) is None]
    if contract is None or missing:
        named = ", ".join(missing if contract else [Column.CONTRACT, *missing])
        raise InputError(Text(f"leeg: {named}", f"empty: {named}"))
    return Line(contract, Given(**said), about["role"] or defaults.role, about["by"] or defaults.by, about["key"])


_NEEDED: Final = (Column.KPI, Column.PERIOD, Column.ON)


def _named(row: Row, columns: Sequence[Column | None]) -> dict[Column, Cell]:
    """Return the cells that hold something, by what they hold."""
    found: dict[Column, Cell] = {}
    for place, cell in enumerate(row.cells):
        value = cell.strip() if isinstance(cell, str) else cell
        if value is None or value == "":
            continue
        column = columns[place] if place < len(columns) else None
        if column is None:
            raise InputError(
                Text(
                    f"cel {place + 1} heeft geen kolom; een waarde met scheidingsteken hoort tussen aanhalingstekens",
                    f"cell {place + 1} has no column; a value with a separator in it belongs in quotation marks",
                )
            )
        found[column] = value
    return found


def _text(column: Column, value: Cell) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    raise InputError(Text(f"{column}: hier hoort tekst, niet {value}", f"{column}: text is expected, not {value}"))


def _period(column: Column, value: Cell) -> str:
    if isinstance(value, date):
        raise InputError(
            Text(
                "periode: het rekenblad heeft er een datum van gemaakt; zet de cel op tekst (2026-Q1)",
                "period: the spreadsheet has made a date of it; make the cell text (2026-Q1)",
            )
        )
    return _text(column, value)


def _day(_: Column, value: Cell) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return day_of_text(value)
    raise InputError(Text(f"datum: {value} is geen dag", f"date: {value} is no day"))


def _value(_: Column, value: Cell) -> str | Decimal:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str | Decimal):
        return value
    raise InputError(Text(f"waarde: {value} is een datum", f"value: {value} is a date"))


def _count(name: str, value: Cell) -> int:
    if isinstance(value, Decimal) and value == value.to_integral_value() and value >= 0:
        return int(value)
    if isinstance(value, str) and _COUNT.fullmatch(value):
        return int(value)
    raise InputError(Text(f"{name}: {str(value)[:40]!r} is geen aantal", f"{name}: {str(value)[:40]!r} is no count"))


def _counts(column: Column, value: Cell) -> dict[str, int]:
    return {name: _count(name, number) for name, number in _pairs(column, value).items()}


def _figures(column: Column, value: Cell) -> dict[str, Decimal]:
    return {name: figure_of(number) for name, number in _pairs(column, value).items()}


def _pairs(column: Column, value: Cell) -> dict[str, str]:
    """Read `name=value; name=value`."""
    found: dict[str, str] = {}
    for each in filter(str.strip, _text(column, value).split(";")):
        name, equals, told = (piece.strip() for piece in each.partition("="))
        if not equals or not told or name in found:
            raise InputError(
                Text(f"{column}: schrijf naam=getal; naam=getal", f"{column}: write name=number; name=number")
            )
        found[name] = told
    return found


_READERS: Final[dict[Column, Callable[[Column, Cell], object]]] = dict.fromkeys(Column, _text) | {
    Column.PERIOD: _period,
    Column.ON: _day,
    Column.VALUE: _value,
    Column.CLIENTS: _count,
    Column.SAMPLE: _count,
    Column.DRAWN: _count,
    Column.FAILING: _count,
    Column.REASONS: _counts,
    Column.BESIDE: _figures,
    Column.CORRECTS: _count,
}
"""How a cell of each column is read; the columns have the names of what they fill in `Given`, or in `Line`."""
