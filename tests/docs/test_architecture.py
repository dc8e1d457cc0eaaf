"""The map of the code is that of the code: its floors are the layers that are checked, and none is missing."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def checked(container: str) -> list[set[str]]:
    """Return the layers of a package as import-linter checks them, the highest first."""
    (found,) = (each for each in PROJECT["tool"]["importlinter"]["contracts"] if each.get("containers") == [container])
    return [set(re.findall(r"\w+", layer)) for layer in found["layers"]]


def drawn(table: str) -> list[set[str]]:
    """Return the floors of a table on the page, the highest first."""
    rows = re.findall(r"^\| \d+ \| (.+?) \|", table, re.MULTILINE)
    return [
        {name.removeprefix("escalator/").strip("/").removesuffix(".py") for name in re.findall(r"`(.+?)`", row)}
        for row in rows
    ]


WHOLE, ENGINE = PAGE.split("The engine has floors of its own", 1)


def test_the_floors_of_the_house_are_the_layers_that_are_checked() -> None:
    assert drawn(WHOLE) == checked("escalator")


def test_the_floors_of_the_engine_are_the_layers_that_are_checked() -> None:
    top, *below = checked("escalator.engine")
    assert top == {"engine"}
    assert [set[str]().union(*drawn(ENGINE))] == [set[str]().union(*below)]
    assert drawn(ENGINE)[0] == below[0]
