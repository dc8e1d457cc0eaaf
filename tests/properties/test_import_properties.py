"""Importing, tried with whatever can be thrown at it: what is written is read, and nothing ever falls over."""

from __future__ import annotations

import csv
import io
import string
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalator.engine.sheets.columns import Column
from escalator.engine.sheets.rows import Defaults, read
from escalator.engine.sheets.sheet import Row
from escalator.files import open_table
from escalator.model.errors import EscalatorError, InputError
from escalator.testing import Clock, engine
from tests.importing import HEADINGS, Import, Value, cells_of, workbook
from tests.measuring import Measuring

LETTERS = st.text(st.characters(codec="cp1252", exclude_categories=("Cc", "Cs")), max_size=12)
CELLS = st.one_of(LETTERS, st.text(string.printable.replace("\x0b", "").replace("\x0c", ""), max_size=12))
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS).filter(lambda row: any(cell.strip() for cell in row)), max_size=6)


@pytest.fixture(scope="module", autouse=True)
def swept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have all folders made in one that is cleared away."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("import"))
    yield
    tempfile.tempdir = before


def in_file(content: bytes, name: str = "r.csv") -> Path:
    """Write a file in a folder of its own."""
    path = Path(tempfile.mkdtemp(prefix="import-")) / name
    path.write_bytes(content)
    return path


@given(
    rows=TABLES,
    separator=st.sampled_from(";,\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_program_writes_is_read_again(
    rows: list[tuple[str, str, str]], separator: str, end: str, encoding: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(("contract", "kpi", "waarde"))
    writer.writerows(rows)
    assert cells_of(in_file(text.getvalue().encode(encoding))) == rows


@given(st.lists(LETTERS, min_size=1, max_size=8))
def test_a_windows_text_is_read_as_what_it_is(cells: list[str]) -> None:
    text = "contract;kpi\n" + "".join(f'"{cell.replace(chr(34), chr(34) * 2)}";é\n' for cell in cells)
    assert [row[0] for row in cells_of(in_file(text.encode("cp1252")))] == cells


def survives(path: Path) -> None:
    """See that a file is read, or refused in words; nothing else happens."""
    with suppress(EscalatorError), open_table(path) as table:
        assert all(row.number > 0 for row in table.rows)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    survives(in_file(content))
    survives(in_file(b"contract;kpi;waarde\n" + content))


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A workbook, as bytes."""
    rows: list[tuple[Value, ...]] = [
        ("haarlem", "sroi", "CY1", date(2026, 4, 7), 5.5),
        ("é", "<b>&", "2026-Q1", "x", True),
    ]
    return workbook(Path(tempfile.mkdtemp(prefix="import-")), rows).read_bytes()


@settings(max_examples=60)
@given(data=st.data())
def test_any_change_to_a_workbook_is_read_or_refused(sound: bytes, data: st.DataObject) -> None:
    content = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(in_file(bytes(content), "r.xlsx"))


PARTS = [
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
]


@settings(max_examples=60)
@given(data=st.data())
def test_any_change_within_a_part_of_a_workbook_is_read_or_refused(sound: bytes, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(sound)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(PARTS))
    text = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 20))
        text[start : start + length] = data.draw(
            st.sampled_from(
                [b"", b"<", b">", b'"', b"<c r='A1'>", b"</row>", b"&#0;", b"&x;", b"9" * 30, b"\xff", b"-1", b"<f>"]
            )
        )
    parts[name] = bytes(text)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    survives(in_file(changed.getvalue(), "r.xlsx"))


NUMBERS = st.decimals(min_value=-999_999, max_value=999_999, allow_nan=False, allow_infinity=False, places=4)


@settings(max_examples=25)
@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_a_number_in_a_workbook_is_the_decimal_that_was_typed(numbers: list[Decimal]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="import-"))
    path = workbook(folder, [("x", None, None, None, float(number)) for number in numbers])
    assert [cells[4] for cells in cells_of(path)] == numbers


CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=30),
    st.sampled_from(["CY1", "2026-Q1", "2026-04-07", "7,5", "a=1; b=2", "95%", "=", "1e999"]),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
)


@given(st.lists(CELL, min_size=len(Column), max_size=len(Column) + 1))
def test_any_row_is_read_or_refused(cells: list[object]) -> None:
    with suppress(InputError):
        line = read(Row(2, tuple(cells)), list(Column), Defaults())  # type: ignore[arg-type]  # drawn as cells are
        assert line.contract
        assert line.given.kpi


KPIS = ("compliance", "promises", "sroi", "satisfaction")


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.sampled_from(KPIS), st.integers(0, 40), st.integers(0, 110), st.booleans()),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_importing_is_measuring_row_by_row(rows: list[tuple[str, int, int, bool]], partial: bool) -> None:  # noqa: FBT001 - drawn
    """What is imported stands exactly as it would if each row had been recorded by hand, in the same order."""
    clock = Clock(date(2026, 12, 31))
    with engine(clock) as one, engine(clock) as other:
        imported, measured = Import(one, clock, "haarlem"), Measuring(other, clock, "haarlem")
        text, expected = [";".join(HEADINGS)], 0
        for kpi, place, value, dutch in rows:
            on = date.fromordinal(date(2026, 1, 5).toordinal() + 7 * place)
            shown = f"{value / 10:.1f}".replace(".", "," if dutch else ".")
            period = f"{on}..{on}"
            text.append(f"haarlem;{kpi};{period};{on};{shown}")
            try:
                measured.measure("haarlem", kpi, shown, period, on.isoformat())
            except EscalatorError:
                expected += 1
        done = imported.take(in_file("\n".join(text).encode()), partial=partial)
        assert done.problem_count + done.repeated == expected
        if not partial and done.problem_count:
            assert one.results("haarlem", corrected=True) == []
            return
        assert one.results("haarlem") == other.results("haarlem")
        assert [one.history(case.id) for case in one.cases()] == [other.history(case.id) for case in other.cases()]
        assert one.audit().findings == ()
