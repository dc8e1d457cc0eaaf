"""Text files as people, programs and enemies make them: read as meant, or refused in one clear error."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from escalator.files import open_table
from escalator.files.limits import LINE
from escalator.model.errors import InputError
from tests.importing import GOOD, cells_of, rows_of, written

EXPECTED = [
    ("haarlem", "compliance", "CY1", "2026-04-07", "95", "eerste; meting"),
    ("haarlem", "satisfaction", "2026", "2 mei 2026", "7,5", ""),
    ("haarlem", "sroi", "CY1", "2026-04-08", "5,0", "café"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end_is_read(tmp_path: Path, encoding: str, end: str) -> None:
    path = written(tmp_path, GOOD.replace("\n", end), encoding)
    assert cells_of(path) == EXPECTED


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("named", [False, True])
def test_every_usual_separator_is_found(tmp_path: Path, separator: str, named: bool) -> None:  # noqa: FBT001 - a parameter
    quoted = [separator.join(f'"{cell}"' for cell in row) for row in EXPECTED]
    headings = separator.join(("contract", "kpi", "periode", "datum", "waarde", "toelichting"))
    first = [f"sep={separator}"] if named else []
    path = written(tmp_path, "\n".join([*first, headings, *quoted]))
    assert cells_of(path) == EXPECTED


def test_rows_are_numbered_as_an_editor_numbers_their_first_line(tmp_path: Path) -> None:
    text = 'contract;kpi;waarde\n\na;b;"c\nd"\n;;\n\ne;f;g'
    with open_table(written(tmp_path, text)) as table:
        assert [(row.number, row.cells) for row in table.rows] == [(3, ("a", "b", "c\nd")), (7, ("e", "f", "g"))]
        assert table.headings == ("contract", "kpi", "waarde")
        assert table.total == 6


@pytest.mark.parametrize(
    "heading",
    ["Periode", " PERIODE ", "period", "Period", "\ufeffperiode", '"Periode"', "p\u00e9riode"],
)
def test_headings_are_known_in_both_languages_however_they_are_written(tmp_path: Path, heading: str) -> None:
    with open_table(written(tmp_path, f"{heading};Niet_Voldaan;CLIENTEN\n")) as table:
        assert len(table.headings) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x00\x01\x02",
        b"kpi;waarde\n\x00;1\n",
        b"\xff\xfek\x00p",
        b"kpi;waarde\n\x81\x8d;1\n",
        b"hallo\n",
        b"a;b;c\n1;2;3\n",
        b"sep=;\n",
        b'"kpi;waarde\n',
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"\x89PNG\r\n\x1a\n\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"k" * (LINE + 10),
        b";" * (LINE - 1),
    ],
    ids=lambda content: repr(content[:16]),
)
def test_what_is_no_table_of_results_is_one_error(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError) as caught, open_table(path) as table:
        list(table.rows)
    assert caught.value.told("nl").startswith("results.csv: ")
    assert caught.value.told("nl").endswith("Er is niets vastgelegd.")


@pytest.mark.parametrize("of", ["missing", "folder", "unreadable"])
def test_what_is_no_file_is_one_error(tmp_path: Path, of: str) -> None:
    path = tmp_path / of
    if of == "folder":
        path.mkdir()
    if of == "unreadable":
        os.mkfifo(path)
    with pytest.raises(InputError), open_table(path):
        pass


@pytest.mark.parametrize(
    ("rest", "number"),
    [
        ('a;b;"c\nd;e;f\n', 3),
        ('a;b;"c"d\n', 3),
        (f"a;b;{'x' * LINE}\na;b;c\n", 3),
        (f'a;b;"{"x" * 60_000}\n{"y" * 60_000}\n{"z" * 60_000}"\n', 3),
    ],
)
def test_where_a_text_can_be_read_no_further_a_last_row_says_so(tmp_path: Path, rest: str, number: int) -> None:
    *good, last = rows_of(written(tmp_path, f"contract;kpi;waarde\na;b;c\n{rest}"))
    assert [row.cells for row in good] == [("a", "b", "c")]
    assert last.problem is not None
    assert "verder is niet gelezen" in last.problem.nl
    assert last.number == number


def test_a_big_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("escalator.files.opening.TEXT", 10)
    with pytest.raises(InputError, match="bigger than 0 MiB"), open_table(written(tmp_path, GOOD)):
        pass
