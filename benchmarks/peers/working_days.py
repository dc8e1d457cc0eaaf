"""Working days by other means: a bare table of ranks, numpy, and the library that the holidays come from.

Each maker checks first that it counts as the program does, so that all do the same work.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from holidays import HolidayBase, country_holidays

from benchmarks.measuring import Block, timed
from escalator.calendars import calendar
from escalator.model.terms import Term, Unit, reckon

OWN: Final = calendar("NL")
FIRST: Final = date(2024, 1, 1)
YEARS: Final = range(2024, 2029)
DAYS: Final = [FIRST + timedelta(number) for number in range(1_000)]


def counting(count: Callable[[date], object], repeat: int) -> Block:
    """Return a block of work: counting from each of many days."""

    def some() -> None:
        for day in DAYS:
            count(day)

    return lambda: timed(some, repeat) / len(DAYS)


def same(count: Callable[[date], object], number: int) -> Callable[[date], object]:
    """Return what counts, once it has given the program's own answers."""
    for day in DAYS:
        if count(day) != OWN.add_working_days(day, number):
            message = f"{count} counts other days than the program from {day}"
            raise ValueError(message)
    return count


def ours(number: int, repeat: int) -> Block:
    """The program's calendar, without a derivation."""
    add = OWN.add_working_days
    return counting(lambda day: add(day, number), repeat)


def ours_derived(number: int, repeat: int) -> Block:
    """The program's terms, with the derivation that explains a deadline."""
    term = Term(number, Unit.WORKING_DAYS)
    return counting(lambda day: reckon(term, day, OWN, move_end=True), repeat)


def rank_table(number: int, repeat: int) -> Block:
    """Days by rank, and ranks by day: what any table costs at least."""
    days, ranks = [], []
    for ordinal in range(FIRST.toordinal(), FIRST.toordinal() + 1_500):
        if OWN.is_working(day := date.fromordinal(ordinal)):
            days.append(day)
        ranks.append(len(days) - 1)
    start = FIRST.toordinal()
    return counting(same(lambda day: days[ranks[day.toordinal() - start] + number], number), repeat)


def numpy_offset(number: int, repeat: int) -> Block:
    """`numpy.busday_offset`, a day at a time."""
    import numpy as np  # noqa: PLC0415 - may not be there

    closed = np.busdaycalendar(holidays=_closed())
    return counting(
        same(lambda day: np.busday_offset(day, number, roll="backward", busdaycal=closed).item(), number), repeat
    )


def numpy_vector(number: int, repeat: int) -> Block:
    """`numpy.busday_offset` on all days at once."""
    import numpy as np  # noqa: PLC0415 - may not be there

    closed = np.busdaycalendar(holidays=_closed())
    days = np.array(DAYS, dtype="datetime64[D]")
    return lambda: timed(lambda: np.busday_offset(days, number, roll="backward", busdaycal=closed), repeat) / len(DAYS)


def _closed() -> list[date]:
    return list(_library())


def _library() -> HolidayBase:
    return country_holidays("NL", years=YEARS, categories=("public", "optional"))


def holidays_library(number: int, repeat: int) -> Block:
    """`holidays`, with the years that are needed built beforehand."""
    library = _library()
    return counting(same(lambda day: library.get_nth_working_day(day, number), number), repeat)
