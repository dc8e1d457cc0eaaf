"""The names that a guard of a ladder may use. Owns the dictionary; the language itself is in `guards`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from escalator.model.events import FieldType
from escalator.model.ladder import Ladder, Parameter
from escalator.model.money import Money
from escalator.model.terms import Term
from escalator.procedure.guards.functions import FUNCTIONS
from escalator.procedure.guards.values import Kind, Names, Thunk, Value

_KINDS: Final[Mapping[FieldType, Kind]] = {
    FieldType.DATE: Kind.DATE,
    FieldType.TEXT: Kind.TEXT,
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.INTEGER: Kind.NUMBER,
    FieldType.MONEY: Kind.NUMBER,
    FieldType.BOOLEAN: Kind.BOOLEAN,
    FieldType.CHOICE: Kind.TEXT,
    FieldType.PERIOD: Kind.TEXT,
    FieldType.MOMENT: Kind.TEXT,
}

STANDARD: Final[Mapping[str, tuple[Kind, Thunk]]] = {
    "on": (Kind.DATE, lambda view: view.on),
    "due": (Kind.DATE, lambda view: view.due),
    "overdue": (Kind.BOOLEAN, lambda view: view.overdue),
    "track": (Kind.TEXT, lambda view: view.scope.track),
    "region": (Kind.TEXT, lambda view: view.scope.region),
    "contract_start": (Kind.DATE, lambda view: view.scope.contract_start),
    "contract_year": (Kind.NUMBER, lambda view: view.contract_year),
    "step": (Kind.NUMBER, lambda view: view.ladder.states[view.progress.state].step),
    "state": (Kind.TEXT, lambda view: view.progress.state),
    "event": (Kind.TEXT, lambda view: view.event.id if view.event else None),
    "role": (Kind.TEXT, lambda view: view.role),
    "received": (Kind.DATE, lambda view: view.received),
}


def names_for(ladder: Ladder, event: str | None) -> Names:
    """Return what a guard on an event may use; `event` is None for an expiry, which carries no data."""
    values, parameters = dict(STANDARD), ladder.parameters.values()
    values.update({each.id: _valued(each.type, each.value) for each in parameters if _is_one_value(each)})
    if event is not None and event in ladder.events:
        values.update({each.name: (_KINDS[each.type], _reading(each.name)) for each in ladder.events[event].fields})
    return Names(
        values=values,
        events={each.id: {f.name: _KINDS[f.type] for f in each.fields} for each in ladder.events.values()},
        states=frozenset(ladder.states),
        tables=frozenset(ladder.tables),
        terms={each.id: Term.parse(each.value) for each in parameters if each.type == "term" and not each.many},
        lists={each.id: tuple(_valued(each.type, value) for value in each.values) for each in parameters if each.many},
        definitions=ladder.definitions,
        functions=FUNCTIONS,
    )


def _reading(name: str) -> Thunk:
    return lambda view: view.data.get(name)


def _is_one_value(parameter: Parameter) -> bool:
    """Return whether a parameter can be compared; a term is used by name in `within` only, a list after `in`."""
    return parameter.type != "term" and not parameter.many


def _valued(kind: str, value: str) -> tuple[Kind, Thunk]:
    if kind == "number":
        return Kind.NUMBER, _constant(Decimal(value))
    if kind == "boolean":
        return Kind.BOOLEAN, _constant(value == "true")
    if kind == "money":
        return Kind.NUMBER, _constant(Money.parse(value).amount)
    if kind == "day":
        return Kind.DATE, _constant(date.fromisoformat(value))
    return Kind.TEXT, _constant(value)


def _constant(value: Value) -> Thunk:
    return lambda _view: value
