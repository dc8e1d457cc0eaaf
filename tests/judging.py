"""KPIs as contracts state them, and results to judge by them. It tests nothing itself."""

from datetime import date
from decimal import Decimal
from typing import Any

from escalator.ladders.schema.kpis import KpiSpec, MeasurementSpec
from escalator.model.assessing import Context, Outcome, assess
from escalator.model.norms import Kpi
from escalator.model.periods import parse
from escalator.model.results import Result

START = date(2026, 7, 1)
CONTRACT = Context(start=START, regions=("north", "south"))
MEASUREMENT = MeasurementSpec.model_validate(
    {
        "on_miss": {"then": "open", "event": "norm_missed", "data": {"period": "period"}},
        "on_pass": {"then": "feed", "feeds": "norm_met"},
    }
)


def label(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


def kpi(**keys: Any) -> Kpi:
    entry = {"label": label("x"), "measured_by": "client", "clause": "X1", **keys}
    return KpiSpec.model_validate(entry).to_model("satisfaction", MEASUREMENT)


def result(value: str | None = None, period: str = "2026-Q4", **keys: Any) -> Result:
    number = None if value is None else Decimal(value)
    return Result(kpi="satisfaction", period=parse(period, START), on=date(2027, 1, 15), value=number, **keys)


def verdict(of: Kpi, given: Result, context: Context = CONTRACT) -> Outcome:
    return assess(of, given, context).outcome
