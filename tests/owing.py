"""Duties as contracts state them, and when they fall due in a contract. It tests nothing itself."""

from datetime import date
from typing import Any

from escalator.ladders.schema.obligations import ObligationSpec
from escalator.model.calendar import Calendar, ClosedDay
from escalator.model.duties import occurrences
from escalator.model.obligations import Obligation
from escalator.model.occurrence import Contract, Occurrence
from escalator.model.text import Text

NEW_YEAR = ClosedDay(date(2027, 1, 1), Text("nieuwjaarsdag", "New Year's Day"), "test")
WEEKDAYS = Calendar(
    name="weekdays",
    library="",
    first=date(2020, 1, 1),
    last=date(2060, 12, 31),
    horizon=date(2040, 12, 31),
    closed=(NEW_YEAR,),
)
START = date(2026, 7, 1)
CONTRACT = Contract(start=START)
LABEL = {"nl": "x", "en": "x"}


def duty(name: str = "report", **keys: Any) -> Obligation:
    entry = {"label": LABEL, "owed_by": "contractor", "clause": "X1", **keys}
    return ObligationSpec.model_validate(entry).to_model(name)


def owed(
    of: Obligation, contract: Contract = CONTRACT, start: date = START, until: date = date(2028, 12, 31)
) -> tuple[Occurrence, ...]:
    return occurrences(of, start, until, contract, WEEKDAYS)


def days(of: Obligation, contract: Contract = CONTRACT, **keys: date) -> list[tuple[str, str]]:
    """Return period and due day, as text."""
    return [(each.period or each.id, str(each.due)) for each in owed(of, contract, **keys)]
