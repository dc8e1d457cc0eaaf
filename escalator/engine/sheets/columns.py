"""The columns of a table of results: their names in Dutch and English, and which must be there. Owns those names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from escalator.model.errors import InputError, nearest
from escalator.model.text import Text


class Column(StrEnum):
    """What a column holds."""

    CONTRACT = "contract"
    KPI = "kpi"
    REGION = "region"
    PERIOD = "period"
    ON = "on"
    VALUE = "value"
    JUDGEMENT = "judgement"
    CLIENTS = "clients"
    SAMPLE = "sample"
    DRAWN = "drawn"
    FAILING = "failing"
    REASONS = "reasons"
    BESIDE = "beside"
    NOTE = "note"
    ROLE = "role"
    BY = "by"
    CORRECTS = "corrects"
    KEY = "key"


_DUTCH: Final = {
    Column.CONTRACT: ("contract",),
    Column.KPI: ("kpi",),
    Column.REGION: ("regio",),
    Column.PERIOD: ("periode",),
    Column.ON: ("datum", "op", "gemeld op"),
    Column.VALUE: ("waarde", "resultaat"),
    Column.JUDGEMENT: ("oordeel",),
    Column.CLIENTS: ("cliënten",),
    Column.SAMPLE: ("steekproef",),
    Column.DRAWN: ("getrokken",),
    Column.FAILING: ("niet voldaan",),
    Column.REASONS: ("redenen",),
    Column.BESIDE: ("daarnaast",),
    Column.NOTE: ("toelichting", "opmerking"),
    Column.ROLE: ("rol",),
    Column.BY: ("door",),
    Column.CORRECTS: ("corrigeert", "vervangt"),
    Column.KEY: ("sleutel",),
}
_ENGLISH: Final = {
    Column.ON: ("on", "date", "reported on"),
    Column.VALUE: ("value", "result"),
    Column.CORRECTS: ("corrects", "replaces"),
}
_RESULTS: Final = (Column.VALUE, Column.JUDGEMENT, Column.DRAWN)


def _plain(heading: str) -> str:
    """Return a heading without what people vary: capitals, accents, underscores, spaces around it."""
    letters = unicodedata.normalize("NFKD", heading.casefold().replace("_", " "))
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())


_KNOWN: Final = {
    _plain(name): column for column in Column for name in (*_DUTCH[column], *_ENGLISH.get(column, (column.value,)))
}


def column_of(heading: str) -> Column | None:
    """Return what a column holds by its heading, in either language; None for one that is not known."""
    return _KNOWN.get(_plain(heading))


def recognised(headings: Iterable[str]) -> int:
    """Return how many of some headings are known."""
    return sum(column_of(each) is not None for each in headings)


def columns_of(headings: Sequence[str], given: Iterable[Column] = ()) -> list[Column | None]:
    """Return what each column of a table holds; None for one without a heading.

    Args:
        headings: as they stand in the table.
        given: columns that are given for all rows otherwise.

    Raises:
        InputError: a heading is unknown or stands there twice, or a column that must be there is missing.
    """
    found: list[Column | None] = []
    for heading in headings:
        column = column_of(heading) if heading.strip() else None
        if heading.strip() and column is None:
            raise _unknown(heading)
        if column is not None and column in found:
            raise _twice(heading, headings[found.index(column)])
        found.append(column)
    _check_complete({each for each in found if each}, set(given))
    return found


def _check_complete(found: set[Column], given: set[Column]) -> None:
    missing = [each for each in (Column.CONTRACT, Column.KPI, Column.PERIOD, Column.ON) if each not in found | given]
    names = [_told(each) for each in missing]
    if not found & set(_RESULTS):
        names.append(" / ".join(_told(each) for each in _RESULTS))
    if names:
        missed = ", ".join(names)
        raise InputError(
            Text(
                f"Deze kolommen ontbreken: {missed}. Toegestaan zijn: {allowed()}.",
                f"These columns are missing: {missed}. Allowed are: {allowed()}.",
            )
        )


def allowed() -> str:
    """Return all columns, each by its Dutch and its English name."""
    return ", ".join(_told(column) for column in Column)


def _told(column: Column) -> str:
    dutch, english = _DUTCH[column][0], _ENGLISH.get(column, (column.value,))[0]
    return dutch if dutch == english else f"{dutch}|{english}"


def _unknown(heading: str) -> InputError:
    near = nearest(_plain(heading), _KNOWN)
    meant = Text(f" Bedoelde u {near!r}?", f" Did you mean {near!r}?") if near else Text("", "")
    return InputError(
        Text(
            f"Onbekende kolom: {heading!r:.80}.{meant.nl} Toegestaan zijn: {allowed()}.",
            f"Unknown column: {heading!r:.80}.{meant.en} Allowed are: {allowed()}.",
        )
    )


def _twice(heading: str, other: str) -> InputError:
    return InputError(
        Text(
            f"Twee kolommen zeggen hetzelfde: {other!r:.80} en {heading!r:.80}.",
            f"Two columns say the same: {other!r:.80} and {heading!r:.80}.",
        )
    )
