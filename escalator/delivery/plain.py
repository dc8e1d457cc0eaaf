"""Text from outside made harmless: one line of printable signs. Owns nothing else."""

from __future__ import annotations


def one_line(text: str) -> str:
    """Return a text as one line of printable signs: nothing in it steers a terminal, a header or the way text runs."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def shortened(text: str, most: int = 200) -> str:
    """Return at most so many signs of a text, on one line: what another side answered."""
    line = one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def sentence_case(text: str) -> str:
    """Return a text on one line, its first letter a capital."""
    line = one_line(text)
    return f"{line[:1].upper()}{line[1:]}"
