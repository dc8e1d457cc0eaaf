"""From a row of a table to a result as it is offered. Owns the reading of cells; judges nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from escalator.engine.columns import Column
from escalator.engine.days import day_of_text
from escalator.engine.results import Given
from escalator.engine.sheet import Cell, Row
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
    cells = _named(row, columns)
    contract = _text(cells, Column.CONTRACT) or defaults.contract
    kpi, period, on = _text(cells, Column.KPI), _period(cells), _day(cells) or defaults.on
    missing = [name for name, value in zip(_NEEDED, (contract, kpi, period, on), strict=True) if value is None]
    if contract is None or kpi is None or period is None or on is None:
        named = ", ".join(missing)
        raise InputError(Text(f"leeg: {named}", f"empty: {named}"))
    given = Given(
        kpi=kpi,
        period=period,
        on=on,
        region=_text(cells, Column.REGION),
        value=_value(cells),
        judgement=_text(cells, Column.JUDGEMENT),
        clients=_count(cells, Column.CLIENTS),
        sample=_count(cells, Column.SAMPLE),
        drawn=_count(cells, Column.DRAWN),
        failing=_count(cells, Column.FAILING),
        reasons={name: _whole(name, number) for name, number in _pairs(cells, Column.REASONS).items()},
        beside={name: figure_of(number) for name, number in _pairs(cells, Column.BESIDE).items()},
        note=_text(cells, Column.NOTE) or "",
        corrects=_count(cells, Column.CORRECTS),
    )
    by, role = _text(cells, Column.BY) or defaults.by, _text(cells, Column.ROLE) or defaults.role
    return Line(contract, given, role, by, _text(cells, Column.KEY))


_NEEDED: Final = (Column.CONTRACT, Column.KPI, Column.PERIOD, Column.ON)


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


def _text(cells: Mapping[Column, Cell], column: Column) -> str | None:
    value = cells.get(column)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))
    raise InputError(Text(f"{column}: hier hoort tekst, niet {value}", f"{column}: text is expected, not {value}"))


def _period(cells: Mapping[Column, Cell]) -> str | None:
    if isinstance(cells.get(Column.PERIOD), date):
        raise InputError(
            Text(
                "periode: het rekenblad heeft er een datum van gemaakt; zet de cel op tekst (2026-Q1)",
                "period: the spreadsheet has made a date of it; make the cell text (2026-Q1)",
            )
        )
    return _text(cells, Column.PERIOD)


def _day(cells: Mapping[Column, Cell]) -> date | None:
    value = cells.get(Column.ON)
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        return day_of_text(value)
    raise InputError(Text(f"datum: {value} is geen dag", f"date: {value} is no day"))


def _value(cells: Mapping[Column, Cell]) -> str | Decimal | None:
    value = cells.get(Column.VALUE)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        raise InputError(Text(f"waarde: {value} is een datum", f"value: {value} is a date"))
    return value


def _count(cells: Mapping[Column, Cell], column: Column) -> int | None:
    value = cells.get(column)
    return None if value is None else _whole(column, value)


def _whole(name: str, value: Cell) -> int:
    if isinstance(value, Decimal) and value == value.to_integral_value() and value >= 0:
        return int(value)
    if isinstance(value, str) and _COUNT.fullmatch(value):
        return int(value)
    raise InputError(Text(f"{name}: {str(value)[:40]!r} is geen aantal", f"{name}: {str(value)[:40]!r} is no count"))


def _pairs(cells: Mapping[Column, Cell], column: Column) -> dict[str, str]:
    """Read `name=value; name=value`."""
    found: dict[str, str] = {}
    for each in filter(str.strip, (_text(cells, column) or "").split(";")):
        name, equals, value = (piece.strip() for piece in each.partition("="))
        if not equals or not value or name in found:
            raise InputError(
                Text(f"{column}: schrijf naam=getal; naam=getal", f"{column}: write name=number; name=number")
            )
        found[name] = value
    return found
