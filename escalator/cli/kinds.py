"""The kinds of value that options take: days, moments, spans, numbers. Owns how click tells what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Generic, TypeVar

import click

from escalator.cli.dates import day, moment, span, time_of_day
from escalator.cli.language import say
from escalator.cli.session import session_of
from escalator.model.errors import InputError

Value = TypeVar("Value")


class Kind(click.ParamType[Value], Generic[Value]):
    """A kind of value that is read from text."""

    def __init__(self, name: str, read: Callable[[str, click.Context | None], Value]) -> None:
        self.name = name
        self.read = read

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Value:
        """Read a value as typed, and tell a mistake with the option's name."""
        try:
            return self.read(str(value), ctx)
        except InputError as problem:
            self.fail(say(problem.text), param, ctx)


def _number(text: str, _ctx: click.Context | None) -> Decimal:
    from escalator.model.figures import figure_of

    return figure_of(text)


DAY: Final = Kind[date]("date", lambda text, ctx: day(text, session_of(ctx).today))
MOMENT: Final = Kind[datetime]("moment", lambda text, _: moment(text))
SPAN: Final = Kind[timedelta]("span", lambda text, _: span(text))
TIME: Final = Kind[time]("time", lambda text, _: time_of_day(text))
NUMBER: Final = Kind[Decimal]("number", _number)
