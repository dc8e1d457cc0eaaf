"""Compiled statements as they are run, and the values on their way in and out. Owns the form of days and moments.

SQLite keeps days and moments as text, in the form that SQLAlchemy's own types read; PostgreSQL takes them as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import msgspec

COMPILED: Final = Path(__file__).with_name("compiled.json")
Row = tuple[Any, ...]
_LENGTH: Final = len("2026-03-02 12:00:00.000000")
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its SQL, what becomes of values that it takes, and of columns that it gives.

    Attributes:
        order: the names of the values in the order of their marks; drivers take longer to look them up by name.
        pick: gives the values in that order.
        fixed: the values that are always the same.
        reads: whether it changes nothing.
    """

    sql: str
    order: tuple[str, ...]
    pick: Callable[[Mapping[str, Any]], Sequence[Any]]
    takes: tuple[tuple[int, Convert], ...]
    gives: tuple[tuple[int, Convert], ...]
    fixed: Mapping[str, Any]
    reads: bool

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """Return the values as the driver wants them."""
        if self.fixed:
            given = {**self.fixed, **given}
        found = [*self.pick(given)]
        for place, convert in self.takes:
            if (value := found[place]) is not None:
                found[place] = convert(value)
        return found

    def rows(self, found: Sequence[Row]) -> list[Row]:
        """Return the rows with days, moments and flags as such."""
        return [self._row(row) for row in found] if self.gives else list(found)

    def _row(self, row: Row) -> Row:
        changed = [*row]
        for place, convert in self.gives:
            if (value := changed[place]) is not None:
                changed[place] = convert(value)
        return tuple(changed)


def _moment_text(moment: datetime) -> str:
    return _utc(moment).isoformat(" ", "microseconds")[:_LENGTH]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def _names(names: Sequence[str]) -> str:
    return msgspec.json.encode(names).decode()


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


_TAKES: Final[Mapping[str, Mapping[str, Convert]]] = {
    "sqlite": {"day": date.isoformat, "moment": _moment_text, "names": _names},
    "postgresql": {},
}
_GIVES: Final[Mapping[str, Mapping[str, Convert]]] = {
    "sqlite": {"day": date.fromisoformat, "moment": _moment, "flag": bool},
    "postgresql": {"moment": _utc},
}


def _picking(order: Sequence[str]) -> Callable[[Mapping[str, Any]], Sequence[Any]]:
    """Return what gives the values under those names."""
    if len(order) > 1:
        return itemgetter(*order)
    return lambda given: [given[name] for name in order]


class _Compiled(msgspec.Struct):
    sql: str
    order: list[str]
    takes: dict[str, str]
    gives: list[str]
    fixed: dict[str, Any]


@cache
def statements(database: str) -> Mapping[str, Statement]:
    """Return every statement for `sqlite` or `postgresql`, by name."""
    found = msgspec.json.decode(COMPILED.read_bytes(), type=dict[str, dict[str, _Compiled]])
    takes, gives = _TAKES[database], _GIVES[database]
    return {
        name: Statement(
            sql=each.sql,
            order=tuple(each.order),
            pick=_picking(each.order),
            takes=tuple(
                (place, takes[kind])
                for place, name in enumerate(each.order)
                if (kind := each.takes.get(name, "")) in takes
            ),
            gives=tuple((place, gives[kind]) for place, kind in enumerate(each.gives) if kind in gives),
            fixed=each.fixed,
            reads=each.sql.startswith("SELECT"),
        )
        for name, each in found[database].items()
    }
