"""Curves as SVG, drawn with pygal."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from benchmarks.results import Curve


def can_draw() -> bool:
    """Return whether pygal is there."""
    return find_spec("pygal") is not None


def draw(curve: Curve, folder: Path) -> Path:
    """Write a curve as a picture, both of its axes logarithmic; return its file."""
    import pygal  # noqa: PLC0415 - may not be there

    chart = pygal.XY(
        title=curve.title,
        x_title=curve.across,
        y_title=curve.upward,
        logarithmic=True,
        js=[],
        no_prefix=True,
        legend_at_bottom=True,
        width=800,
        height=450,
    )
    for line in curve.lines:
        chart.add(line.name, list(line.points))
    path = folder / f"{curve.id}.svg"
    path.write_bytes(chart.render())
    return path
