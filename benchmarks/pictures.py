"""Curves as SVG, drawn with pygal."""

from __future__ import annotations

import math
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from benchmarks.results import Curve

COLOURS = ("#154273", "#a90061", "#39870c")


def can_draw() -> bool:
    """Return whether pygal is there."""
    return find_spec("pygal") is not None


def draw(curve: Curve, folder: Path) -> Path:
    """Write a curve as a picture, both of its axes logarithmic and whole powers of ten long; return its file.

    What grows as fast as its size rises as steeply as the picture is high; what is flat looks flat.
    """
    import pygal  # noqa: PLC0415 - may not be there
    from pygal.style import Style  # noqa: PLC0415 - as above

    across = _powers(place for line in curve.lines for place, _ in line.points)
    upward = _powers(cost for line in curve.lines for _, cost in line.points)
    style = Style(background="white", plot_background="white", colors=COLOURS, font_family="sans-serif")
    chart = pygal.XY(
        title=curve.title,
        x_title=curve.across,
        y_title=curve.upward,
        logarithmic=True,
        xrange=(across[0], across[-1]),
        range=(upward[0], upward[-1]),
        x_labels=across,
        y_labels=[times * power for power in upward[:-1] for times in (1, 2, 5)],
        margin_right=60,
        value_formatter=_told,
        x_value_formatter=_told,
        show_x_guides=True,
        stroke_style={"width": 2},
        dots_size=4,
        js=[],
        no_prefix=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=1,
        style=style,
        width=800,
        height=480,
    )
    for line in curve.lines:
        chart.add(line.name, list(line.points))
    path = folder / f"{curve.id}.svg"
    path.write_bytes(chart.render())
    return path


def _told(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.3g}"  # noqa: PLR2004 - two digits that count


def _powers(numbers: Iterable[float]) -> list[float]:
    """Return the powers of ten around some numbers."""
    found = [number for number in numbers if number > 0]
    first, last = math.floor(math.log10(min(found))), math.ceil(math.log10(max(found)))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]
