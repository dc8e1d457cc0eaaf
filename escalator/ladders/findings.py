"""What is wrong with a workflow file, and where. Owns the shape of a finding; never decides that there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from escalator.model.errors import InputError
from escalator.model.text import Language, Text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column count from 1, 0 where unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(each) for each in (self.line, self.column) if each)])


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, what, and what would be allowed."""

    place: Place
    text: Text

    def told(self, language: Language) -> str:
        """Return it as one line."""
        return f"{self.place}: {self.text[language]}"


class Findings(InputError):
    """All that is wrong with a file, at once, in the order of the file."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(sorted(findings, key=lambda each: each.place))
        super().__init__(
            Text(
                "\n".join(each.told("nl") for each in self.findings),
                "\n".join(each.told("en") for each in self.findings),
            )
        )
