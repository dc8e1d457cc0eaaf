"""The lock files hold every requirement of pyproject.toml, agree with one another, and name no machine."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "requirements"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(lock: str) -> set[tuple[str, str]]:
    """Return each name and version that a lock file pins."""
    text = (LOCKS / lock).read_text(encoding="utf-8")
    return {(found[1], found[2]) for found in re.finditer(r"^([a-z0-9.-]+)==([^ \\]+)", text, re.MULTILINE)}


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group, with those of the groups it includes."""
    found: list[str] = []
    for entry in PROJECT["dependency-groups"][name]:
        found += [entry] if isinstance(entry, str) else group(entry["include-group"])
    return found


RUN = [*PROJECT["project"]["dependencies"], *group("build")]
DEV = [*RUN, *group("dev"), *PROJECT["project"]["optional-dependencies"]["postgresql"]]
BENCH = [*RUN, *group("bench"), *PROJECT["project"]["optional-dependencies"]["postgresql"]]


@pytest.mark.parametrize(("lock", "wanted"), [("run.txt", RUN), ("dev.txt", DEV), ("bench.txt", BENCH)])
def test_every_requirement_is_pinned_as_allowed(lock: str, wanted: list[str]) -> None:
    pinned = dict(pins(lock))
    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is missing from requirements/{lock}: run `make lock`"
        assert version in requirement.specifier, (
            f"requirements/{lock} pins {version} for {requirement}: run `make lock`"
        )


@pytest.mark.parametrize("lock", ["dev.txt", "bench.txt"])
def test_what_runs_is_what_users_run(lock: str) -> None:
    assert pins("run.txt") <= pins(lock)


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt", "bench.txt", "lock.txt"])
def test_every_pin_has_its_hashes(lock: str) -> None:
    text = (LOCKS / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(lock))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_name_no_machine() -> None:
    assert [path.name for path in LOCKS.iterdir() if "//" in path.read_text(encoding="utf-8")] == []
