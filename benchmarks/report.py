"""The report as Markdown: the promises first, then each section with its tables, pictures and what to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from benchmarks.measuring import Measured, Spread
from benchmarks.results import Promise, Section, Table

FACTORS: Final = {"µs": 1e6, "ms": 1e3, "s": 1.0, "MiB": 2**-20}
"""From what is measured, which is seconds where it is time, to the unit that a table is told in."""
_KEPT: Final = {True: "yes", False: "**no**", None: "not measured"}
_INTRODUCTION: Final = """\
# Performance

What the program costs, beside what a durable write costs at all and beside other libraries doing the same work.
`make bench` measures it anew and writes this page; `make bench ONLY="terms disk"` renews some of its sections. All of
it takes about {minutes:.0f} minutes and {disk} GB of disk for a while.

In each section the ways of doing the work take turns in one run, each in a process of its own, so that a noisy machine
is as unkind to all of them. Numbers are medians over rounds, with the quartiles in brackets; *× first* compares with
the first line round by round, and is the median of those ratios: what was measured beside it in the same minute counts,
not what another machine did on another day. The program is measured through its public calls, as the command line and
embedding programs use it: with the ladder's guards, the hash chain, standings, deadlines, and
reminders. On what no clock is needed for, CI keeps watch: `tests/stores/test_counts.py` has the number of statements
that each use case sends, which may not depend on what else is in the database.
"""
DISK_GB: Final = 12
"""What five million open deadlines take, with the smaller databases beside them."""


def written(sections: Sequence[Section], machine: Mapping[str, str]) -> str:
    """Return the whole report."""
    parts = [
        _INTRODUCTION.format(minutes=sum(each.took for each in sections) / 60, disk=DISK_GB),
        _table(("Measured on", ""), ((name, text) for name, text in machine.items())),
        "## What was promised\n",
        _table(
            ("Work", "Promise", "Measured", "Kept"),
            (_promise(section, each) for section in sections for each in section.promises),
        ),
        *_missed(sections),
        *(_section(section) for section in sections),
    ]
    return "\n".join(parts)


def _missed(sections: Sequence[Section]) -> Iterator[str]:
    """Yield why promises are not kept, each reason once."""
    missed = [(section, each) for section in sections for each in section.promises if each.kept is False and each.why]
    reasons = {each.why: section for section, each in missed}
    if reasons:
        yield "## Where a promise is not kept\n"
    for why, section in reasons.items():
        yield f"- **{section.title}.** {why}"
    if reasons:
        yield ""


def told(section: Section) -> Iterator[str]:
    """Yield a section in short lines, for whoever waits for it."""
    for table in section.tables:
        yield f"{table.caption} ({table.unit}, quartiles, × first):"
        for each in table.ways:
            name, *numbers = _way(each, table.ways[0], table.unit)
            yield f"  {name:<50} {' '.join(f'{number:>18}' for number in numbers)}"
    for promise in section.promises:
        _, *cells = _promise(section, promise)
        yield " | ".join(cells)
    yield from section.notes
    yield from (f"not measured here: {name} ({reason})" for name, reason in section.absent.items())


def _section(section: Section) -> str:
    parts = [f"## {section.title}\n", f"{section.work} Measured on {section.measured_on}.\n"]
    parts += [_ways(table) for table in section.tables]
    parts += [f"![{curve.title}](performance/{curve.id}.svg)\n" for curve in section.curves]
    parts += [f"{note}\n" for note in section.notes]
    parts += [f"Not measured here: {name} ({reason}).\n" for name, reason in section.absent.items()]
    return "\n".join(parts)


def _ways(table: Table) -> str:
    first = table.ways[0]
    heads = (table.caption, table.unit, "quartiles", "× first")
    return _table(heads, (_way(each, first, table.unit) for each in table.ways))


def _way(way: Measured, first: Measured, unit: str) -> tuple[str, ...]:
    spread = way.spread.times(FACTORS.get(unit, 1.0))
    return (way.name, figure(spread.median), f"{figure(spread.low)} to {figure(spread.high)}", _over(way, first))


def _over(way: Measured, first: Measured) -> str:
    return figure(way.over(first).median) if way is not first else ""


def _promise(section: Section, promise: Promise) -> tuple[str, ...]:
    return (section.title, promise.text, _found(promise.found, promise.unit), _KEPT[promise.kept])


def _found(found: Spread | None, unit: str) -> str:
    if found is None:
        return ""
    return f"{figure(found.median)} {unit} ({figure(found.low)} to {figure(found.high)})"


def figure(number: float) -> str:
    """Return a number with three digits that count, and its thousands apart."""
    if abs(number) >= 100:  # noqa: PLR2004 - three digits
        return f"{number:,.0f}"
    return f"{number:.3g}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(_lines(heads, rows)) + "\n"


def _lines(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(heads)
    yield _line(["---"] * len(heads))
    yield from map(_line, rows)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
