"""Text that nobody has vouched for is read as it is written, or refused with its place and what would be allowed."""

from decimal import Decimal
from pathlib import Path

import pytest

from escalator.ladders import yaml_text
from escalator.ladders.findings import Findings
from escalator.ladders.yaml_text import MAX_BYTES, MAX_DEPTH, MAX_LINE, read, read_file
from escalator.model.errors import InputError


def plain(text: str | bytes) -> object:
    return read(text if isinstance(text, bytes) else text.encode(), "f.yaml").plain()


def refusal(text: str | bytes) -> list[str]:
    with pytest.raises(Findings) as caught:
        plain(text)
    assert all(finding.text.nl for finding in caught.value.findings)
    return [finding.told("en") for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("no", "no"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("Null", "Null"),
        ("12:30", "12:30"),
        ("1:2:3", "1:2:3"),
        ("2026-03-02", "2026-03-02"),
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("007", "007"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("7.50", Decimal("7.50")),
        ("-0.5", Decimal("-0.5")),
        (".5", ".5"),
        ("5.", "5."),
        ("1e3", "1e3"),
        ("NaN", "NaN"),
        (".inf", ".inf"),
        ("1" * 31, "1" * 31),
        ("٣", "٣"),
        ("'7'", "7"),
        ('"true"', "true"),
        ('""', ""),
    ],
)
def test_a_scalar_is_what_it_looks_like_and_no_more(written: str, value: object) -> None:
    found = plain(f"key: {written}\n")
    assert found == {"key": value}
    assert type(found["key"]) is type(value)


def test_keys_are_text_too() -> None:
    assert plain("on: 1\nno: 2\n3: 4\ntrue: 5\n") == {"on": 1, "no": 2, "3": 4, "true": 5}


def test_json_is_yaml() -> None:
    assert plain('{"a": [1, 2.5, true, null, "on"]}') == {"a": [1, Decimal("2.5"), True, None, "on"]}


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert plain(b"\xef\xbb\xbfa: |\r\n  one\r\n  two\r\nb: 2\r\n") == {"a": "one\ntwo\n", "b": 2}


def test_long_text_may_be_folded_over_lines() -> None:
    assert plain("a: >-\n  one\n  two\nb: first\n  second\n") == {"a": "one two", "b": "first second"}


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "f.yaml:1: the file is empty"),
        ("# only a remark\n", "f.yaml:1: the file is empty"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: one document a file"),
        ("a: &x 1\n", "f.yaml:1:4: anchors (&) and aliases (*) are not allowed"),
        ("a: &x [*x]\n", "f.yaml:1:4: anchors (&)"),
        ("a: *x\n", "f.yaml:1:4: anchors (&)"),
        ("a: !!python/object/apply:os.system [ls]\n", "f.yaml:1:4: tags (!) are not allowed"),
        ("a: ! 1\n", "f.yaml:1:4: tags (!)"),
        ("!x a: 1\n", "f.yaml:1:1: tags (!)"),
        ("<<: {a: 1}\n", "f.yaml:1:1: a key is a word"),
        ("? [a, {b: c}]\n: 1\n", "f.yaml:1:3: a key is a word"),
        (": 1\n", "f.yaml:1:1: a key is a word"),
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: duplicate key 'a', first on line 1"),
        ("a: {b: 1, b: 2}\n", "f.yaml:1:11: duplicate key 'b'"),
        ("a: b: c\n", "f.yaml:1:5: not valid YAML: mapping values are not allowed here (a colon too many"),
        ("a:\n\tb: 1\n", "f.yaml:2:1: not valid YAML: found character '\\t' that cannot start any token (use spaces"),
        ("a: {b: c: d}\n", "f.yaml:1:9: not valid YAML: expected ',' or '}', but got ':' (a colon too many"),
        ("a: @b\n", "f.yaml:1:4: not valid YAML: found character '@'"),
        ("a: [1, 2\n", "f.yaml:2:1: not valid YAML: expected ',' or ']', but got '<stream end>' (a bracket"),
        ('a: "b\n', "f.yaml:2:1: not valid YAML: found unexpected end of stream (a bracket or a quotation mark"),
        ("a:\n  b: 1\n c: 2\n", "f.yaml:3:2: not valid YAML: expected <block end>"),
        ("%YAML 9.9\n---\na: 1\n", "f.yaml:1:1: not valid YAML"),
        ('a: "\\U00110000"\n', "f.yaml:1: not valid YAML"),
        ("a: b\x07c\n", "f.yaml:1:5: control character U+0007 is not allowed"),
        ("x: y\na: \x00\n", "f.yaml:2:4: control character U+0000"),
        ('a: "\\a"\n', "f.yaml:1:4: control character U+0007"),
        ('a: "\\ud800"\n', "f.yaml:1:4: control character U+D800"),
        (b"a: \xff\n", "f.yaml:1: not UTF-8 text"),
        (b"a: 1\nb: \xe9\n", "f.yaml:2: not UTF-8 text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "f.yaml:1: not UTF-8 text"),
        ("a: 1".encode("utf-16"), "f.yaml:1: not UTF-8 text"),
        ("a: " + "x" * MAX_LINE, f"f.yaml:1: line longer than {MAX_LINE} characters"),
        (b"a: " + b"x" * 5_000_000, f"f.yaml: larger than {MAX_BYTES} bytes"),
        ("[" * 200, "f.yaml:1:41: too deep, or too many parts"),
        ("- " * 200, "f.yaml:1:81: too deep, or too many parts"),
        ("{a: " * 200, "f.yaml:1:161: too deep"),
    ],
)
def test_what_is_outside_the_fence_is_refused_at_its_place(text: str | bytes, finding: str) -> None:
    (told,) = refusal(text)
    assert finding in told
    assert len(told) < 300


def test_too_many_parts_are_refused_where_they_become_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "MAX_NODES", 10)
    assert refusal("- 1\n" * 9) == ["f.yaml:9:3: too deep, or too many parts"]


def test_a_bomb_is_refused_before_it_grows() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    (told,) = refusal("\n".join(lines))
    assert told.startswith("f.yaml:1:4: anchors (&)")


def test_everything_wrong_with_keys_is_told_at_once() -> None:
    assert refusal("a: 1\na: 2\n: 3\nb: {c: 1, c: 2}\n") == [
        "f.yaml:2:1: duplicate key 'a', first on line 1",
        "f.yaml:3:1: a key is a word",
        "f.yaml:4:11: duplicate key 'c', first on line 4",
    ]


def test_depth_within_the_fence_is_read() -> None:
    assert plain("[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)) != []


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.yaml", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read_file(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_file(Path("a\0b"))


def test_a_finding_names_its_file_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "ladder.yaml"
    path.write_text("a: 1\n  b: 2\n", encoding="utf-8")
    with pytest.raises(Findings) as caught:
        read_file(path)
    assert caught.value.told("nl").startswith(f"{path}:2:4: geen geldige YAML")
    assert str(caught.value) == caught.value.told("en")
