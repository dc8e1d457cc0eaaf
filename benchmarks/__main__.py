"""`python -m benchmarks`: measure some sections or all, and write the report.

What was measured is kept as JSON beside the pictures, so that one section can be measured again without the others;
each says when that was. `--quick` does next to no work, writes nothing, and only shows that everything runs.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Final

import msgspec

from benchmarks import cases, machine, pictures, report
from benchmarks.results import Section
from benchmarks.workshop import ROOT, Workshop

SECTIONS: Final = (
    "durable", "importing", "results", "writers", "clients", "rounds", "reminders", "terms", "standing", "closing",
    "memory", "startup", "disk", "growth",
)  # fmt: skip


def main(typed: Sequence[str] | None = None) -> None:
    """Measure, and tell as it goes."""
    asked = _asked(typed)
    with Workshop(quick=asked.quick) as shop:
        for name in asked.sections or SECTIONS:
            found = _measured(shop, name)
            if not asked.quick:
                _write({name: found}, asked.into)  # at once, so that what follows cannot lose it


def _asked(typed: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what the program costs.")
    parser.add_argument("sections", nargs="*", metavar="section", help=f"all by default: {', '.join(SECTIONS)}")
    parser.add_argument("--quick", action="store_true", help="only show that everything runs; write nothing")
    parser.add_argument("--into", type=Path, default=ROOT / "docs", help="the folder for the report")
    return parser.parse_args(typed)


def _measured(shop: Workshop, name: str) -> Section:
    print(f"{name} …", flush=True)
    start = time.perf_counter()
    section: Section = import_module(f"benchmarks.sections.{name}").run(shop)
    took = time.perf_counter() - start
    for line in (*report.told(section), f"took {took:.0f} s"):
        print(f"  {line}", flush=True)
    return replace(section, measured_on=cases.today(), took=took)


def _write(found: dict[str, Section], folder: Path) -> None:
    """Write the report, with what was measured before for the other sections."""
    data = folder / "performance"
    data.mkdir(parents=True, exist_ok=True)
    kept = data / "measured.json"
    before = msgspec.json.decode(kept.read_bytes(), type=dict[str, Section]) if kept.exists() else {}
    known = before | found
    kept.write_bytes(msgspec.json.format(msgspec.json.encode(known), indent=1))
    sections = [known[name] for name in SECTIONS if name in known]
    if pictures.can_draw():
        for curve in (curve for section in sections for curve in section.curves):
            pictures.draw(curve, data)
    (folder / "performance.md").write_text(report.written(sections, machine.described()), encoding="utf-8")


if __name__ == "__main__":
    main()
