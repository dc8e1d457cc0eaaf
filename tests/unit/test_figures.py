"""Figures: how a number is read, compared and shown, never rounded."""

from decimal import Decimal
from fractions import Fraction

import pytest

from escalator.model.errors import InputError
from escalator.model.figures import cut, figure_of, order, percentage, shown, sound
from escalator.model.text import Text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", "7"),
        ("7.5", "7.5"),
        ("7,5", "7.5"),
        (" 95 ", "95"),
        ("-0,5", "-0.5"),
        ("+3", "3"),
        ("64.96", "64.96"),
        ("999999999.999999", "999999999.999999"),
    ],
)
def test_a_number_is_read_with_point_or_comma(text: str, value: str) -> None:
    assert str(figure_of(text)) == value


@pytest.mark.parametrize(
    "text",
    ["", "NaN", "inf", "-Infinity", "1e999", "1E3", "1.234,5", "1,234.5", "7,", ",5", "7 5", "95%", "\u0667", "0x10"],
)
def test_nothing_else_is_a_number(text: str) -> None:
    with pytest.raises(InputError, match="is no number"):
        figure_of(text)


@pytest.mark.parametrize("text", ["1000000000", "-1000000000", "0.0000001", "1" * 40, "1." + "0" * 20 + "1"])
def test_too_many_digits_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="at most 9 digits before and 6 after"):
        figure_of(text)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "1E+9", "1E-7", "1E+999999", "1E-999999"])
def test_a_decimal_must_be_sound(value: str) -> None:
    with pytest.raises(InputError):
        sound(Decimal(value))


def test_a_sound_decimal_stays_as_it_was() -> None:
    assert str(sound(Decimal("6.00"))) == "6.00"


def test_figures_are_compared_exactly() -> None:
    assert order(Decimal("64.96"), Decimal(65)) == -1
    assert order(Decimal("65.0"), Decimal(65)) == 0
    assert order(Decimal("65.01"), Decimal(65)) == 1
    assert order(percentage(1, 3), Decimal("33.333333")) == 1
    assert order(percentage(1, 10), Decimal(10)) == 0
    assert order(Decimal(33), percentage(1, 3)) == -1


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (Decimal("7.5"), "7,5", "7.5"),
        (Decimal("6.00"), "6,00", "6.00"),
        (Decimal("1E+2"), "100", "100"),
        (percentage(3, 30), "10", "10"),
        (percentage(1, 8), "12,5", "12.5"),
        (percentage(3, 29), "10,34…", "10.34…"),
        (percentage(0, 7), "0", "0"),
        (percentage(1, 800), "0,12…", "0.12…"),
    ],
)
def test_a_figure_is_shown_as_it_is_or_says_that_it_goes_on(value: Decimal | Fraction, nl: str, en: str) -> None:
    assert shown(value) == Text(nl, en)


def test_a_computed_figure_is_cut_not_rounded() -> None:
    assert cut(percentage(2, 3)) == Decimal("66.666666")
    assert str(cut(percentage(1, 1))) == "100"
    assert cut(Decimal("8.50")) == Decimal("8.50")
