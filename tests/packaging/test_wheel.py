"""The wheel, made from the source archive without a network, works where nothing else of ours is."""

import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program with next to nothing in its environment; return what it printed, or fail with it."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
    return done.stdout


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the wheel in it; what it depends on is looked up where these tests run."""

    home: Path
    elsewhere: Path

    def python(self, statement: str) -> str:
        return run(self.home / "bin" / "python", "-c", statement, cwd=self.elsewhere)

    def escalator(self, *arguments: str) -> str:
        return run(self.home / "bin" / "escalator", *arguments, cwd=self.elsewhere)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", made, ROOT, cwd=made)
    (archive,) = made.glob("escalation_ladder-*.whl")
    assert list(made.glob("escalation_ladder-*.tar.gz"))
    return archive


@pytest.fixture(scope="module")
def names(wheel: Path) -> frozenset[str]:
    return frozenset(zipfile.ZipFile(wheel).namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    home = tmp_path_factory.mktemp("environment")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet")
    run(*pip, "install", "--no-index", "--no-deps", wheel, cwd=elsewhere)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(home, elsewhere)


def test_the_source_archive_holds_all_that_its_tests_need(wheel: Path) -> None:
    (archive,) = wheel.parent.glob("escalation_ladder-*.tar.gz")
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    folders = ("escalator", "workflows", "tests", "benchmarks", "typings", "docs", "requirements")
    needed = {path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*.*")}
    needed |= {"cli.py", "Makefile", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}
    assert {name for name in needed if "__pycache__" not in name and name[-4:] != ".pyc"} - held == set()


def test_only_escalator_becomes_importable(names: frozenset[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"escalator"}


def test_every_workflow_ships_inside(names: frozenset[str]) -> None:
    workflows = {path.relative_to(ROOT).as_posix() for path in (ROOT / "workflows").rglob("*.yaml")}
    assert workflows, "workflows/ is empty: there is no ladder to ship"
    assert {f"escalator/{path}" for path in workflows} <= names


def test_types_and_licence_ship_inside(names: frozenset[str]) -> None:
    assert "escalator/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_installed_package_is_the_wheels(installed: Installed) -> None:
    assert installed.python("import escalator; print(escalator.__file__)").startswith(str(installed.home))


def test_the_command_answers(installed: Installed) -> None:
    assert "workflow" in installed.escalator("--help")


def test_the_demonstration_plays_to_its_end(installed: Installed) -> None:
    told = installed.escalator("--lang", "en", "demo")
    assert "Everything is in demo/" in told
    assert "escalator --help" in told.splitlines()[-1]


def test_the_command_finds_every_shipped_ladder(installed: Installed) -> None:
    shown = installed.escalator("workflow", "list", "--json")
    missing = [path.parent.name for path in (ROOT / "workflows").glob("*/ladder.yaml") if path.parent.name not in shown]
    assert not missing, shown
