"""A page of plain text with headings and lists, in Markdown. Owns its layout; never its words."""

from __future__ import annotations

from collections.abc import Iterable


class Page:
    """A page being written, from top to bottom."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def heading(self, level: int, text: str) -> None:
        """Begin a part of the page; 1 is its title."""
        self._apart()
        self._lines += [f"{'#' * level} {text}", ""]

    def paragraph(self, text: str) -> None:
        """Add a paragraph."""
        self._apart()
        self._lines += [text, ""]

    def point(self, text: str, under: Iterable[str] = ()) -> None:
        """Add a point of a list, with the points under it."""
        self._lines += [f"- {text}", *(f"  - {each}" for each in under)]

    def _apart(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def __str__(self) -> str:
        return "\n".join(self._lines).rstrip() + "\n"
