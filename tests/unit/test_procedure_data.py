"""The data of a fact: what each type takes, as what it is stored, and what it refuses."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from escalator.model.errors import Refusal, UnknownName
from escalator.model.events import FieldType
from escalator.model.facts import Plain
from escalator.procedure.data import accept, failing, typed, unchecked
from tests.ladders import WEEK, checklist, day, event, field

ON = day("2026-03-02")


def stored(kind: FieldType, value: object, **more: object) -> Plain:
    """Return as what a value is stored."""
    return accept(event("told", field("value", kind, **more)), {"value": value}, ON, WEEK)["value"]


def refused(kind: FieldType, value: object, **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        stored(kind, value, **more)
    return caught.value


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (FieldType.DATE, "2026-03-02", "2026-03-02"),
        (FieldType.DATE, date(2026, 3, 2), "2026-03-02"),
        (FieldType.DATE, "2040-12-31", "2040-12-31"),
        (FieldType.TEXT, "één\nregel\t", "één\nregel\t"),
        (FieldType.TEXT, "x" * 10_000, "x" * 10_000),
        (FieldType.TEXT, 2026, "2026"),
        (FieldType.TEXT, Decimal("7.50"), "7.50"),
        (FieldType.TEXT, date(2026, 3, 2), "2026-03-02"),
        (FieldType.NUMBER, "7.5", "7.5"),
        (FieldType.NUMBER, "7,5", "7.5"),
        (FieldType.NUMBER, " -7.50 ", "-7.50"),
        (FieldType.NUMBER, 7, "7"),
        (FieldType.NUMBER, Decimal("1E+3"), "1000"),
        (FieldType.NUMBER, "-0", "0"),
        (FieldType.INTEGER, "12", "12"),
        (FieldType.INTEGER, 0, "0"),
        (FieldType.MONEY, "500", "500.00"),
        (FieldType.MONEY, "EUR 500.00", "500.00"),
        (FieldType.MONEY, "EUR0,05", "0.05"),
        (FieldType.MONEY, 0, "0.00"),
        (FieldType.MONEY, Decimal("12.3"), "12.30"),
        (FieldType.BOOLEAN, True, True),
        (FieldType.BOOLEAN, False, False),
        (FieldType.PERIOD, "2026-Q1", "2026-Q1"),
        (FieldType.PERIOD, 2026, "2026"),
        (FieldType.MOMENT, "2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00+00:00"),
        (FieldType.MOMENT, datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=2))), "2026-03-02T08:00:00+00:00"),
    ],
)
def test_a_value_is_stored_in_one_form(kind: FieldType, value: object, expected: Plain) -> None:
    assert stored(kind, value) == expected


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (FieldType.DATE, "2026-02-30", "a day such as 2026-03-02"),
        (FieldType.DATE, "31-02-2026", "a day such as 2026-03-02"),
        (FieldType.DATE, "20260302", "a day such as 2026-03-02"),
        (FieldType.DATE, "2026-W10-1", "a day such as 2026-03-02"),
        (FieldType.DATE, "2026-3-2", "a day such as 2026-03-02"),
        (FieldType.DATE, "", "a day such as 2026-03-02"),
        (FieldType.DATE, 20260302, "a day such as 2026-03-02"),
        (FieldType.DATE, datetime(2026, 3, 2, tzinfo=UTC), "a day such as 2026-03-02"),
        (FieldType.DATE, "9999-12-31", "Calendar week runs from 2020-01-01 to 2040-12-31; 9999-12-31 is outside it"),
        (FieldType.TEXT, "", "text, not empty, up to 10000 characters"),
        (FieldType.TEXT, " \n ", "text, not empty, up to 10000 characters"),
        (FieldType.TEXT, "x" * 10_001, "text, not empty, up to 10000 characters"),
        (FieldType.TEXT, True, "text, not empty, up to 10000 characters"),
        (FieldType.TEXT, ["x"], "text, not empty, up to 10000 characters"),
        (FieldType.TEXT, "a\x00b", "contains control characters"),
        (FieldType.TEXT, "a\x1bb", "contains control characters"),
        (FieldType.TEXT, "a\x7fb", "contains control characters"),
        (FieldType.TEXT, "a\udcffb", "value = a\\udcffb: contains control characters"),
        (FieldType.NUMBER, "NaN", "is no number"),
        (FieldType.NUMBER, "1e999", "is no number"),
        (FieldType.NUMBER, "1.234,5", "is no number"),
        (FieldType.NUMBER, "seven", "is no number"),
        (FieldType.NUMBER, 7.5, "a number such as 7.5"),
        (FieldType.NUMBER, True, "a number such as 7.5"),
        (FieldType.NUMBER, Decimal("Infinity"), "at most 9 digits"),
        (FieldType.NUMBER, "1000000000", "at most 9 digits"),
        (FieldType.NUMBER, "0.0000001", "at most 9 digits before and 6 after the point"),
        (FieldType.INTEGER, "7.0", "a whole number"),
        (FieldType.INTEGER, "7,5", "a whole number"),
        (FieldType.MONEY, "-1", "an amount such as 500.00"),
        (FieldType.MONEY, "0.005", "an amount such as 500.00"),
        (FieldType.MONEY, "USD 5", "is no number"),
        (FieldType.BOOLEAN, "true", "true or false"),
        (FieldType.BOOLEAN, 1, "true or false"),
        (FieldType.PERIOD, "2026-Q5", "2026-Q5"),
        (FieldType.PERIOD, ["2026"], "2026-Q1"),
        (FieldType.MOMENT, "2026-03-02T10:00:00", "a moment with its zone"),
        (FieldType.MOMENT, "noon", "a moment with its zone"),
        (FieldType.MOMENT, date(2026, 3, 2), "a moment with its zone"),
        (FieldType.MOMENT, 5, "a moment with its zone"),
    ],
)
def test_a_value_of_another_kind_is_refused_telling_what_is_allowed(kind: FieldType, value: object, said: str) -> None:
    refusal = refused(kind, value)
    assert refusal.because == "invalid_data"
    assert refusal.text.en.startswith("told: value = ")
    assert said in refusal.text.en


def test_the_message_shows_the_value_cut_off_and_is_told_in_dutch_too() -> None:
    refusal = refused(FieldType.DATE, "y" * 200)
    assert refusal.text.nl == f"told: value = {'y' * 80}: toegestaan is een dag als 2026-03-02"
    assert refusal.text.en == f"told: value = {'y' * 80}: allowed is a day such as 2026-03-02"


def test_a_choice_takes_one_of_its_choices() -> None:
    assert stored(FieldType.CHOICE, "full", choices=("full", "partial")) == "full"
    refusal = refused(FieldType.CHOICE, "ful", choices=("full", "partial"))
    assert refusal.because == "invalid_data"
    assert refusal.text.en == "told: value = ful: Unknown value: 'ful'. Did you mean 'full'?"


@pytest.mark.parametrize("kind", [FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY])
def test_a_number_lies_within_its_bounds_both_included(kind: FieldType) -> None:
    bounds = {"minimum": Decimal(1), "maximum": Decimal(5)}
    assert [Decimal(str(stored(kind, value, **bounds))) for value in ("1", "5")] == [1, 5]
    assert refused(kind, "0", **bounds).text.en.endswith(": at least 1")
    assert refused(kind, "6", **bounds).text.en.endswith(": at most 5")


def test_a_named_day_does_not_lie_before_the_fact_itself() -> None:
    assert stored(FieldType.DATE, "2026-03-02") == "2026-03-02"
    refusal = refused(FieldType.DATE, "2026-03-01")
    assert refusal.because == "day_before_fact"
    assert refusal.text.en.endswith(": lies before the day of the fact itself (2026-03-02)")


def test_a_named_day_lies_within_its_terms_both_included() -> None:
    bounds = {"at_least": "5 working days", "at_most": "1 month"}
    assert stored(FieldType.DATE, "2026-03-09", **bounds) == "2026-03-09"
    assert stored(FieldType.DATE, "2026-04-02", **bounds) == "2026-04-02"
    assert refused(FieldType.DATE, "2026-03-08", **bounds).text.en.endswith("may not lie before 2026-03-09")
    assert refused(FieldType.DATE, "2026-04-03", **bounds).text.en.endswith("may not lie after 2026-04-02")


def test_the_bounds_of_a_named_day_do_not_move_off_a_weekend() -> None:
    assert stored(FieldType.DATE, "2026-03-08", at_least="6 days") == "2026-03-08"
    refused(FieldType.DATE, "2026-03-09", at_most="6 days")


TOLD = event("told", field("day", required=True), field("amount", FieldType.MONEY))


def test_what_must_be_there_must_be_there() -> None:
    for given in ({}, {"day": None}, {"amount": "5"}):
        with pytest.raises(Refusal) as caught:
            accept(TOLD, given, ON, WEEK)
        assert caught.value.because == "missing_data"
        assert caught.value.text.en == "told: day (day (en)) is missing"
        assert caught.value.text.nl == "told: day (day (nl)) ontbreekt"


def test_what_was_left_blank_is_not_stored() -> None:
    assert accept(TOLD, {"day": "2026-03-03", "amount": None, "note": None}, ON, WEEK) == {"day": "2026-03-03"}


def test_an_unknown_key_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownName) as caught:
        accept(TOLD, {"day": "2026-03-03", "amuont": "5"}, ON, WEEK)
    assert caught.value.text.en == "Unknown data key: 'amuont'. Did you mean 'amount'?"
    assert caught.value.known == ("amount", "checklist", "day", "note", "reason")


def test_every_event_takes_a_note_a_reason_and_a_checklist() -> None:
    given = {"reason": "late", "note": "seen", "checklist": {"b": False, "a": True}}
    assert accept(event("bare"), given, ON, WEEK) == given


@pytest.mark.parametrize("key", ["note", "reason"])
def test_a_note_and_a_reason_are_text(key: str) -> None:
    with pytest.raises(Refusal) as caught:
        accept(event("bare"), {key: " "}, ON, WEEK)
    assert caught.value.text.en == f"bare: {key} =  : allowed is text, not empty, up to 10000 characters"


def test_a_moment_is_stored_in_utc_wherever_the_program_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert stored(FieldType.MOMENT, "2026-03-02T10:00:00+01:00") == "2026-03-02T09:00:00+00:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_data_are_stored_in_the_order_of_their_keys() -> None:
    found = accept(TOLD, {"note": "x", "day": "2026-03-03", "checklist": {"b": True, "a": True}}, ON, WEEK)
    assert list(found) == ["checklist", "day", "note"]
    assert isinstance(found["checklist"], dict)
    assert list(found["checklist"]) == ["a", "b"]


@pytest.mark.parametrize("value", ["yes", ["a"], {"a": "yes"}, {"a": 1}, {1: True}, True])
def test_a_checklist_says_true_or_false_for_each_item(value: object) -> None:
    with pytest.raises(Refusal) as caught:
        accept(event("bare"), {"checklist": value}, ON, WEEK)
    assert caught.value.because == "invalid_data"
    assert caught.value.text.en == "bare: checklist: true or false for each item"
    assert caught.value.text.nl == "bare: checklist: per onderdeel true of false"


def test_an_event_may_have_a_field_called_checklist() -> None:
    own = event("own", field("checklist", FieldType.TEXT))
    assert accept(own, {"checklist": "enclosed"}, ON, WEEK) == {"checklist": "enclosed"}
    assert failing({"checklist": "enclosed"}) == ()


def test_which_items_of_a_checklist_fail_or_are_left_open() -> None:
    smart = checklist("smart", "specific", "measurable", "timely")["smart"]
    data: dict[str, Plain] = {"checklist": {"specific": True, "measurable": False}}
    assert failing(data) == ("measurable",)
    assert unchecked(smart, data) == ("timely",)
    assert unchecked(smart, {}) == ("specific", "measurable", "timely")
    assert failing({}) == ()


EVERYTHING = event(
    "all", *(field(kind.value, kind, choices=("a",) if kind is FieldType.CHOICE else ()) for kind in FieldType)
)


def test_stored_data_are_read_back_as_what_guards_compare() -> None:
    data: dict[str, Plain] = {
        "date": "2026-03-02", "text": "x", "number": "7.50", "integer": "3", "money": "5.00", "boolean": True,
        "choice": "a", "period": "2026-Q1", "moment": "2026-03-02T09:00:00+00:00", "note": "not a field",
    }  # fmt: skip
    assert typed(EVERYTHING, data) == {
        "date": day("2026-03-02"), "text": "x", "number": Decimal("7.5"), "integer": Decimal(3), "money": Decimal(5),
        "boolean": True, "choice": "a", "period": "2026-Q1", "moment": "2026-03-02T09:00:00+00:00",
    }  # fmt: skip
    assert typed(EVERYTHING, {}) == {}
