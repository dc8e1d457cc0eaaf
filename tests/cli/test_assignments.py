"""Data as people type it: read as the type of its field, in Dutch or English, and refused where it cannot be."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from escalator.cli.assignments import data
from escalator.model.errors import InputError
from escalator.model.events import Event, Field, FieldType
from escalator.model.text import Text

LABEL = Text("", "")
EVENT = Event(
    id="reported",
    label=LABEL,
    roles=(),
    fields=tuple(Field(name=kind.value, type=kind, label=LABEL) for kind in FieldType),
)


def read(*assigned: str) -> dict[str, object]:
    return data(EVENT, assigned, lambda: date(2026, 3, 2))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("date=gisteren", date(2026, 3, 1)),
        ("date = 2 mrt 2026", date(2026, 3, 2)),
        ("number=7,5", Decimal("7.5")),
        ("number=7.5", Decimal("7.5")),
        ("integer=12", Decimal(12)),
        ("money=500", Decimal(500)),
        ("money=€ 500,00", Decimal("500.00")),
        ("money=EUR 500.00", Decimal("500.00")),
        ("boolean=Ja", True),
        ("boolean=nee", False),
        ("boolean=true", True),
        ("boolean=false", False),
        ("choice=partial", "partial"),
        ("period=2026-Q1", "2026-Q1"),
        ("text=a=b", "a=b"),
        ("moment=2026-03-02 14:30", datetime(2026, 3, 2, 13, 30, tzinfo=UTC)),
        ("unheard_of=x", "x"),
    ],
)
def test_a_value_is_read_as_its_field_says(typed: str, value: object) -> None:
    assert list(read(typed).values()) == [value]


def test_a_checklist_is_read_item_by_item() -> None:
    assert read("checklist.specific=ja", "checklist.timely=no", "text=x") == {
        "text": "x",
        "checklist": {"specific": True, "timely": False},
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["date"], "sleutel=waarde"),
        (["=x"], "sleutel=waarde"),
        (["text=a", "text=b"], "text staat er twee keer"),
        (["checklist.a=ja", "checklist.a=nee"], "checklist.a staat er twee keer"),
        (["checklist.a=misschien"], "checklist.a: 'misschien' is geen ja of nee"),
        (["boolean=1"], "boolean: '1' is geen ja of nee"),
        (["date=2026-02-30"], "date: '2026-02-30' bestaat niet"),
        (["number=NaN"], "number: 'NaN' is geen getal"),
        (["number=1e999"], "number: '1e999' is geen getal"),
        (["number=1.000,5"], "is geen getal"),
        (["number="], "is geen getal"),
        (["money=$5"], "money: '$5' is geen getal"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_key(typed: list[str], said: str) -> None:
    with pytest.raises(InputError) as told:
        read(*typed)
    assert said in told.value.text.nl
    assert told.value.text.en
