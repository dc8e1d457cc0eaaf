"""The page on embedding runs, from top to bottom."""

from datetime import date
from pathlib import Path

import pytest

import escalator

PAGE = Path(__file__).parents[2] / "docs" / "embedding.md"


def blocks() -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return [part.split("```", 1)[0] for part in text.split("```python\n")[1:]]


def test_every_example_runs_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"date": date}
    for number, block in enumerate(blocks(), 1):
        exec(compile(block, f"{PAGE.name}, example {number}", "exec"), names)  # noqa: S102 - our own page
    assert (tmp_path / "register.db").exists()


def test_it_names_all_of_the_public_face_and_nothing_else() -> None:
    listed = PAGE.read_text(encoding="utf-8").partition("## The public face")[2].partition("\n## ")[0]
    names = {name for line in listed.splitlines() if line.startswith("| `") for name in line.split("`")[1::2]}
    assert names == {f"escalator.{name}" for name in escalator.__all__}
