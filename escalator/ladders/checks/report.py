"""What the checks find. Owns how a finding gets its place and its words; decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from escalator.ladders.build import SIDES
from escalator.ladders.findings import Finding, Place
from escalator.ladders.nodes import Node
from escalator.ladders.schema.document import Unfolded
from escalator.model.errors import UnknownName
from escalator.model.ladder import Ladder
from escalator.model.text import Text

Path = tuple[str | int, ...]
ROLE: Final = Text("rol", "role")
EVENT: Final = Text("gebeurtenis", "event")
STATE: Final = Text("toestand", "state")
RIGHT: Final = Text("recht", "right")
CHECKLIST: Final = Text("checklist", "checklist")
TRACK: Final = Text("spoor", "track")
DUTY: Final = Text("verplichting", "obligation")
KPI: Final = Text("KPI", "KPI")
KEY: Final = Text("gegeven", "data key")


@dataclass(slots=True)
class Report:
    """One file being checked: as unfolded, as a ladder, and what was found so far.

    Attributes:
        broken: paths of parts that could not be read; what is found inside them is noise.
        unknown: the kinds of part, in English, of which a name was not known; what seems unused may be meant by it.
    """

    tree: Node
    file: Unfolded
    ladder: Ladder
    broken: frozenset[Path] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    @property
    def unread(self) -> set[str | int]:
        """The names of the parts that could not be read."""
        return {path[1] for path in self.broken if len(path) > 1}

    def add(self, path: Path, nl: str, en: str) -> None:
        """Note a finding at a path."""
        if not any(path[: len(part)] == part for part in self.broken):
            self.note(self.tree.find(path), Text(nl, en))

    def note(self, place: Place, text: Text) -> None:
        """Note a finding at a place; a line that a cycle repeats is told once."""
        finding = Finding(place, text)
        if finding not in self.findings:
            self.findings.append(finding)

    def known(self, path: Path, kind: Text, names: Iterable[str], known: Collection[str]) -> bool:
        """Note each name that does not exist; return whether all do."""
        good = True
        for name in names:
            if name not in known:
                good = False
                self.unknown.add(kind.en)
                problem = UnknownName(kind, name, known)
                self.add(path, problem.text.nl, problem.text.en)
        return good

    def roles(self, path: Path, names: Iterable[str], *, acting: bool = False) -> None:
        """Note each role that does not exist, and with `acting` each that records nothing."""
        for name in names:
            words = SIDES if acting else {}
            if not self.known(path, ROLE, [name], (*self.ladder.roles, *words)) or not acting:
                continue
            if name in self.ladder.roles and not self.ladder.roles[name].acts:
                self.add(
                    path, f"rol {name!r} legt niets vast (acts: false)", f"role {name!r} records nothing (acts: false)"
                )
