"""Workbooks as people, programs and enemies make them: read as they show, or refused before they cost anything."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from escalator.files import limits, open_table
from escalator.model.errors import InputError, UnknownName
from tests.importing import HEADINGS, Value, cells_of, changed, fill, rows_of, workbook

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
ROW = ("haarlem", "compliance", "CY1", date(2026, 4, 7), 95)
Change = Callable[[bytes], bytes]


def replacing(old: bytes, new: bytes) -> Change:
    def change(text: bytes) -> bytes:
        assert old in text
        return text.replace(old, new, 1)

    return change


def refused(path: Path, **more: str) -> str:
    with pytest.raises(InputError) as caught, open_table(path, **more) as table:
        list(table.rows)
    return caught.value.told("nl")


def test_numbers_days_and_text_come_as_they_are(tmp_path: Path) -> None:
    rows: list[tuple[Value, ...]] = [
        ROW,
        ("haarlem", "sroi", "CY1", "2026-04-07", 7.5),
        ("haarlem", "sroi", 2026, date(2026, 12, 31), "7,5"),
        ("haarlem", "reporting", "2026-Q1", date(2026, 4, 7), True),
        (" x ", None, None, None, 64.96),
    ]
    assert cells_of(workbook(tmp_path, rows)) == [
        ("haarlem", "compliance", "CY1", date(2026, 4, 7), Decimal(95)),
        ("haarlem", "sroi", "CY1", "2026-04-07", Decimal("7.5")),
        ("haarlem", "sroi", Decimal(2026), date(2026, 12, 31), "7,5"),
        ("haarlem", "reporting", "2026-Q1", date(2026, 4, 7), True),
        ("x", None, None, None, Decimal("64.96")),
    ]


def test_a_table_may_stand_anywhere_at_the_top_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Resultaten 2026")
        for row, values in enumerate((HEADINGS, ("haarlem", "sroi", "CY1", "2026-04-07", 5)), 3):
            for column, value in enumerate(values, 2):
                sheet.write(row, column, value)
        sheet.write(6, 2, "x")
    with open_table(path) as table:
        assert table.headings == ("", "", *HEADINGS)
        rows = list(table.rows)
    assert [(row.number, row.cells[2:4]) for row in rows] == [(5, ("haarlem", "sroi")), (7, ("x", None))]


def test_a_cell_that_shows_a_percentage_is_read_as_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row, form in enumerate(("0%", "0.00%", '0.0"%"', "[Red]0%;-0%", "0"), 1):
            sheet.write(row, 4, 0.955, book.add_format({"num_format": form}))
    assert [cells[4] for cells in cells_of(path)] == ["95.5%", "95.5%", Decimal("0.955"), "95.5%", Decimal("0.955")]


def test_a_formula_gives_the_value_that_was_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_formula(1, 4, "=90+5", None, 95)
        sheet.write_formula(2, 4, "=90+5", None, "")
        sheet.write_formula(3, 4, "=1/0", None, "#DIV/0!")
        sheet.write_string(4, 4, "=90+5")
    found = [(row.number, row.cells[4], row.problem and row.problem.nl) for row in rows_of(path)]
    assert [(number, cell) for number, cell, problem in found if problem is None] == [(2, Decimal(95)), (5, "=90+5")]
    assert [problem for _, _, problem in found if problem] == [
        "E3 is een formule zonder waarde; open het bestand in Excel en bewaar het",
        "E4 is een fout in het rekenblad",
    ]


def test_a_formula_that_another_program_left_without_a_value_is_seen_too(tmp_path: Path) -> None:
    path = workbook(tmp_path, [ROW])
    for content in (b"<f>1+1</f>", b"<f/>", b"<f>1+1</f><v/>", b"<f>1+1</f><v></v>", b'<f t="shared" si="0"/>'):
        other = changed(path, SHEET, replacing(b"<v>95</v>", content))
        [row] = rows_of(other)
        assert row.problem is not None, content


def test_a_number_beyond_all_numbers_is_text_that_no_value_is(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path, [ROW]), SHEET, replacing(b"<v>95</v>", b"<v>1E999</v>"))
    assert [cells[4] for cells in cells_of(path)] == ["inf"]


def test_a_moment_is_its_day_and_a_time_is_text(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_datetime(1, 3, datetime(2026, 4, 7, 14, 30), book.add_format({"num_format": "d-m-yyyy hh:mm"}))  # noqa: DTZ001 - a cell has no zone
        sheet.write_number(2, 3, 14.5 / 24, book.add_format({"num_format": "hh:mm"}))
    assert [cells[3] for cells in cells_of(path)] == [date(2026, 4, 7), "14:30:00"]


def test_the_sheet_with_results_is_found_or_has_to_be_named(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Uitleg").write(0, 0, "contract")
        sheets = {name: book.add_worksheet(name) for name in ("Een", "Twee", "Verborgen")}
        for name, sheet in sheets.items():
            fill(book, sheet, [HEADINGS, (name,)])
        sheets["Verborgen"].hide()
    assert "meer bladen (Een, Twee)" in refused(path)
    with open_table(path, sheet="Twee") as table:
        assert [row.cells[0] for row in table.rows] == ["Twee"]
    with open_table(path, sheet="Verborgen") as table:
        assert [row.cells[0] for row in table.rows] == ["Verborgen"]
    with pytest.raises(UnknownName, match="Did you mean 'Twee'"), open_table(path, sheet="Twe"):
        pass
    assert "geen blad" in refused(path, sheet="Uitleg")


def test_a_sheet_without_known_headings_is_one_error(tmp_path: Path) -> None:
    assert "Toegestaan zijn: contract" in refused(workbook(tmp_path, [("1",)], headings=("a", "b")))
    assert "Toegestaan zijn: contract" in refused(workbook(tmp_path, [], headings=()))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (SHEET, lambda text: text[: len(text) // 2]),
        (SHEET, lambda _: b""),
        (SHEET, lambda _: b"<worksheet"),
        ("xl/workbook.xml", lambda _: b"<"),
        ("xl/workbook.xml", lambda text: text.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)),
        ("xl/_rels/workbook.xml.rels", lambda _: b"<Relationships/>"),
        ("xl/_rels/workbook.xml.rels", replacing(b"worksheets/sheet1.xml", b"../../etc/passwd")),
        ("xl/_rels/workbook.xml.rels", replacing(b"worksheets/sheet1.xml", b"worksheets/sheet9.xml")),
        ("xl/styles.xml", lambda _: b"<"),
        (SHEET, replacing(b'r="E2"', b'r="XFD2"')),
        (SHEET, replacing(b'<row r="2"', b'<row r="9999999"')),
        (SHEET, replacing(b'r="E2"', b'r="IV1048576"')),
        (STRINGS, lambda _: b"<sst"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_damaged_or_hostile_part_is_one_error(tmp_path: Path, part: str, change: Change) -> None:
    said = refused(changed(workbook(tmp_path, [ROW]), part, change))
    assert said.startswith("changed-r.xlsx: ")
    assert said.endswith("Er is niets vastgelegd.")


def test_what_is_no_archive_is_one_error(tmp_path: Path) -> None:
    whole = workbook(tmp_path, [ROW]).read_bytes()
    for content in (b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 500, whole[:2000], whole[:-30], whole[100:]):
        path = tmp_path / "broken.xlsx"
        path.write_bytes(content)
        refused(path)


def test_a_bomb_is_refused_while_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalator.files.package.UNPACKED", 4 * limits.MIB)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, b"<row>" * limits.MIB)
    assert path.stat().st_size < 10_000
    assert "uitgepakt is dit meer dan 4 MiB" in refused(path)


def test_an_archive_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(workbook(tmp_path, [ROW]).read_bytes())
    directory = content.find(b"PK\x01\x02")
    (size,) = struct.unpack_from("<I", content, directory + 24)
    struct.pack_into("<I", content, directory + 24, size - 1)
    path = tmp_path / "lies.xlsx"
    path.write_bytes(content)
    refused(path)


def test_an_archive_with_a_part_twice_or_with_too_many_is_refused(tmp_path: Path) -> None:
    twice = tmp_path / "twice.xlsx"
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr(SHEET, b"a")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(SHEET, b"b")
    refused(twice)
    many = tmp_path / "many.xlsx"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(limits.MEMBERS + 1):
            archive.writestr(f"{number}", b"")
    refused(many)


def test_an_encrypted_or_oddly_packed_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr(SHEET, b"a" * 1000)
    refused(path)


def test_a_stored_part_is_read_like_a_packed_one(tmp_path: Path) -> None:
    packed = workbook(tmp_path, [ROW])
    stored = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(packed) as one, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as other:
        for name in one.namelist():
            other.writestr(name, one.read(name))
    assert cells_of(stored) == cells_of(packed)


def test_a_sheet_that_comes_in_many_pieces_is_looked_at_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("escalator.files.package._PIECE", 7)
    path = workbook(tmp_path, [ROW, ROW])
    other = changed(path, SHEET, replacing(b"<v>95</v>", b"<f>1+1</f><v></v>"))
    assert [row.problem is not None for row in rows_of(other)] == [True, False]
    far = changed(path, SHEET, replacing(b'r="E2"', b'r="XFD2"'))
    assert "XFD2" in refused(far)


def test_a_text_without_end_in_a_sheet_is_refused(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path, [ROW]), SHEET, lambda text: text + b"<c " + b"x" * (5 * limits.MIB))
    refused(path)


def test_places_that_a_sheet_leaves_out_follow_one_another(tmp_path: Path) -> None:
    path = workbook(tmp_path, [ROW])
    bare = changed(path, SHEET, lambda text: text.replace(b'r="E2"', b"").replace(b"<v>95</v>", b"<f>1</f>"))
    [row] = rows_of(bare)
    assert row.problem is not None
    assert row.problem.nl.startswith("E2 ")
