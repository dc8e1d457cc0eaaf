"""The day that a term in working days ends on, beside a bare table, numpy and `holidays`."""

from __future__ import annotations

from benchmarks.measuring import Measured, Way
from benchmarks.results import Promise, Section, Table
from benchmarks.workshop import Workshop

OURS, DERIVED = "escalator, the day", "escalator, with its derivation"
WAYS = {
    "day-rank table": "rank_table",
    OURS: "ours",
    DERIVED: "ours_derived",
    "numpy.busday_offset, a day at a time": "numpy_offset",
    "numpy.busday_offset, all days at once": "numpy_vector",
    "holidays": "holidays_library",
}
LIMITS = {OURS: 0.3, DERIVED: 3.0}
WHY = (
    "The derivation is a frozen value of nine fields, which frozen dataclasses set one by one, with a slice of the "
    "days that were skipped."
)


def run(shop: Workshop) -> Section:
    """Measure it for a short term and a longer one."""
    tables, promises = [], []
    absent: dict[str, str] = {}
    for number in (10, 30):
        ways = {name: Way(f"peers.working_days:{maker}", (number, shop.pick(10, 1))) for name, maker in WAYS.items()}
        found, missing = shop.in_turns(ways, 15)
        tables.append(Table(f"{number} working days", "µs", tuple(found.values())))
        absent |= missing
        promises += [_promise(number, found[name], limit) for name, limit in LIMITS.items()]
    return Section(
        id="terms",
        title="A term in working days",
        work="From each of a thousand days on, in the Dutch calendar; every way gives the same days.",
        tables=tuple(tables),
        promises=tuple(promises),
        absent=absent,
    )


def _promise(number: int, found: Measured, limit: float) -> Promise:
    told = f"{number} working days: at most {limit} µs ({found.name})"
    return Promise(text=told, limit=limit, found=found.spread.times(1e6), unit="µs", why=WHY)
