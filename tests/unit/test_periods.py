"""Periods: their names, their days, and how they follow each other."""

import re
from collections.abc import Callable
from datetime import date
from itertools import islice

import pytest

from escalator.model.errors import InputError
from escalator.model.periods import (
    Period,
    PeriodKind,
    contract_year,
    contract_years,
    from_to,
    months_after,
    parse,
    period_of,
    periods,
)

START = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("name", "kind", "first", "last"),
    [
        ("2026-W01", PeriodKind.WEEK, date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-W53", PeriodKind.WEEK, date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-03", PeriodKind.MONTH, date(2026, 3, 1), date(2026, 3, 31)),
        ("2028-02", PeriodKind.MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", PeriodKind.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-Q1", PeriodKind.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", PeriodKind.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-T2", PeriodKind.FOUR_MONTHS, date(2026, 5, 1), date(2026, 8, 31)),
        ("2026-H2", PeriodKind.HALF_YEAR, date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-2027", PeriodKind.YEAR, date(2026, 1, 1), date(2027, 12, 31)),
        ("CY1", PeriodKind.CONTRACT_YEAR, date(2026, 7, 1), date(2027, 6, 30)),
        ("CY2-CY3", PeriodKind.CONTRACT_YEAR, date(2027, 7, 1), date(2029, 6, 30)),
        ("2026-07-01..2026-12-31", PeriodKind.FROM_TO, date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-07-01..2026-07-01", PeriodKind.FROM_TO, date(2026, 7, 1), date(2026, 7, 1)),
    ],
)
def test_a_name_has_its_days_and_comes_back(name: str, kind: PeriodKind, first: date, last: date) -> None:
    period = parse(name, START)
    assert (period.kind, period.first, period.last) == (kind, first, last)
    assert period.name == str(period) == name
    assert first in period
    assert last in period
    assert months_after(last, 1) not in period


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2026-W00",
        "2026-W54",
        "2025-W53",
        "2026-00",
        "2026-13",
        "2026-3",
        "2026-Q0",
        "2026-Q5",
        "2026-T4",
        "2026-H3",
        "2026-q1",
        "Q1 2026",
        "2026-2025",
        "2026-2026",
        "0001",
        "9999",
        "26",
        "CY0",
        "CY",
        "CY2-CY1",
        "CY1-CY1",
        "CY100",
        "2026-02-30..2026-03-01",
        "2026-12-31..2026-07-01",
        "2026-07-01..",
        "2026-07-01...2026-12-31",
        " 2026",
        "2026\n",
        "\uff12\uff10\uff12\uff16",
    ],
)
def test_no_other_name_is_a_period(name: str) -> None:
    with pytest.raises(InputError, match="is no period"):
        parse(name, START)


def test_the_message_is_told_in_both_languages() -> None:
    with pytest.raises(InputError) as refused:
        parse("2026-13")
    assert refused.value.told("nl").startswith("'2026-13' is geen periode. Toegestaan zijn bijvoorbeeld 2026-W05,")
    assert refused.value.told("en").startswith("'2026-13' is no period. Allowed are for example 2026-W05, 2026-03")


def test_a_contract_year_needs_the_contracts_start() -> None:
    asks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("CY1", lambda: parse("CY1")),
        ("contract_year", lambda: period_of(PeriodKind.CONTRACT_YEAR, START)),
        ("CY1", lambda: parse("CY1", START).next()),
        ("CY2", lambda: parse("CY2", START).previous()),
    )
    for name, ask in asks:
        with pytest.raises(InputError) as refused:
            ask()
        nl = f"{name}: een contractjaar telt vanaf het begin van het contract, en dat is niet bekend."
        en = f"{name}: a contract year counts from the start of the contract, which is not known."
        assert (refused.value.told("nl"), refused.value.told("en")) == (nl, en)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 7, 1), 1),
        (date(2027, 6, 30), 1),
        (date(2027, 7, 1), 2),
        (date(2028, 6, 30), 2),
        (date(2028, 7, 1), 3),
    ],
)
def test_a_contract_year_begins_on_the_anniversary(day: date, year: int) -> None:
    assert contract_year(day, START) == year
    assert day in period_of(PeriodKind.CONTRACT_YEAR, day, START)
    assert period_of(PeriodKind.CONTRACT_YEAR, day, START).number == year


def test_a_contract_from_29_february_has_its_anniversary_on_the_28th() -> None:
    start = date(2024, 2, 29)
    assert contract_years(1, start).last == date(2025, 2, 27)
    assert contract_years(2, start).first == date(2025, 2, 28)
    assert contract_years(5, start).first == date(2028, 2, 29)
    assert contract_year(date(2025, 2, 27), start) == 1
    assert contract_year(date(2025, 2, 28), start) == 2
    assert contract_year(date(2028, 2, 28), start) == 4
    assert contract_year(date(2028, 2, 29), start) == 5


def test_no_contract_year_before_the_contract() -> None:
    with pytest.raises(InputError, match="2026-06-30 is before the start of the contract"):
        contract_year(date(2026, 6, 30), START)
    with pytest.raises(InputError, match="CY0"):
        contract_years(0, START)
    with pytest.raises(InputError, match="is no period"):
        contract_years(1, START, count=0)


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("2026-W53", "2027-W01"),
        ("2026-12", "2027-01"),
        ("2026-Q4", "2027-Q1"),
        ("2026-T3", "2027-T1"),
        ("2026-H1", "2026-H2"),
        ("2026", "2027"),
        ("2026-2027", "2028-2029"),
        ("CY1", "CY2"),
        ("CY2-CY3", "CY4-CY5"),
    ],
)
def test_periods_follow_each_other(name: str, after: str) -> None:
    assert parse(name, START).next(START) == parse(after, START)
    assert parse(after, START).previous(START) == parse(name, START)


def test_nothing_precedes_the_first_contract_year() -> None:
    assert parse("CY1", START).previous(START) is None
    assert parse("CY2-CY3", START).previous(START) is None


def test_days_of_their_own_have_no_neighbours() -> None:
    own = from_to(date(2026, 7, 1), date(2026, 12, 31))
    asks: tuple[Callable[[], object], ...] = (own.next, own.previous, lambda: period_of(PeriodKind.FROM_TO, START))
    for ask in asks:
        with pytest.raises(InputError) as refused:
            ask()
        assert refused.value.told("nl") == "from_to: een periode met eigen dagen heeft geen buren."
        assert refused.value.told("en") == "from_to: a period with days of its own has no next or previous."


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: from_to(date(2026, 7, 2), date(2026, 7, 1)), "2026-07-02..2026-07-01"),
        (lambda: parse("2026-2024"), "2026-2024"),
        (lambda: next(periods(PeriodKind.YEAR, START, count=-1)), "2026-2024"),
        (lambda: contract_years(0, START, count=3), "CY0-CY2"),
    ],
)
def test_what_ends_before_it_begins_is_named(make: Callable[[], object], name: str) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(repr(name))} is no period"):
        make()


def test_the_contracts_start_cuts_the_first_period_short() -> None:
    year = parse("2026").clipped(START)
    assert (year.name, year.first, year.last) == ("2026", START, date(2026, 12, 31))
    assert year.next() == parse("2027")
    assert year.previous() == parse("2025")
    assert parse("2026-Q4").clipped(START) == parse("2026-Q4")
    assert parse("2026-Q3").clipped(START) == parse("2026-Q3")
    assert parse("2026-Q1").clipped(START) == parse("2026-Q1")
    assert parse("2026-2027").clipped(START).name == "2026-2027"


def test_days_of_their_own_are_not_cut() -> None:
    own = from_to(date(2026, 6, 1), date(2026, 12, 31))
    assert own.clipped(START) == own


@pytest.mark.parametrize(
    ("kind", "count", "names"),
    [
        (PeriodKind.QUARTER, 1, ["2026-Q3", "2026-Q4", "2027-Q1"]),
        (PeriodKind.YEAR, 1, ["2026", "2027", "2028"]),
        (PeriodKind.YEAR, 2, ["2026-2027", "2028-2029", "2030-2031"]),
        (PeriodKind.CONTRACT_YEAR, 1, ["CY1", "CY2", "CY3"]),
        (PeriodKind.CONTRACT_YEAR, 2, ["CY1-CY2", "CY3-CY4", "CY5-CY6"]),
        (PeriodKind.WEEK, 1, ["2026-W27", "2026-W28", "2026-W29"]),
    ],
)
def test_a_contract_has_its_periods(kind: PeriodKind, count: int, names: list[str]) -> None:
    assert [period.name for period in islice(periods(kind, START, count=count), 3)] == names


def test_a_period_is_a_plain_value() -> None:
    assert parse("2026-03") == Period(kind=PeriodKind.MONTH, first=date(2026, 3, 1), last=date(2026, 3, 31))
