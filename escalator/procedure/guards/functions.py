"""The functions that guards may call: counting, looking up, and the distance between days. Owns their meaning."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from escalator.model import periods
from escalator.model.errors import InputError
from escalator.model.terms import Term, subtract
from escalator.model.text import Text
from escalator.procedure.guards.lists import several
from escalator.procedure.guards.logic import strict
from escalator.procedure.guards.reader import Reader
from escalator.procedure.guards.values import UNKNOWN, Build, Kind, Typed, Value

if TYPE_CHECKING:
    from escalator.procedure.view import View

_EVENT: Final = Text("gebeurtenis", "event")
_STARTS: Final[Mapping[str, Callable[[View], int]]] = {
    "initial": lambda view: view.since_state(view.ladder.initial),
    "entry": lambda view: view.since_state(view.progress.state),
}
_COUNTING: Final = frozenset({"within", "since", "same_day"})

Passes = Callable[["View", date, Value], Value]
"""A test of one occurrence (its day and data): True, False or UNKNOWN."""


def _count(reader: Reader, node: ast.Call) -> Typed:
    """`count(event, …, within="3 months", since=entry, same_day=True, field=value)`: how often, this time included."""
    occurrences = _occurrences(reader, node)

    def ask(view: View) -> Value:
        found = occurrences(view)
        return UNKNOWN if found is UNKNOWN else len(found)

    return Typed(Kind.NUMBER, ask)


def _days_with(reader: Reader, node: ast.Call) -> Typed:
    """`days_with(event, …)`: on how many different days; takes what `count` takes."""
    occurrences = _occurrences(reader, node)

    def ask(view: View) -> Value:
        found = occurrences(view)
        return UNKNOWN if found is UNKNOWN else len({on for on, _data in found})

    return Typed(Kind.NUMBER, ask)


def _total(reader: Reader, node: ast.Call) -> Typed:
    """`total(event, field, …)`: a number in the data added up over the times that count; takes what `count` takes."""
    if len(node.args) != 2:  # noqa: PLR2004 - an event and a field
        raise reader.error(node, Text("total() vraagt een gebeurtenis en een gegeven", "total() takes event and field"))
    event = reader.named(node.args[0], _EVENT, reader.names.events)
    fields = {name: kind for name, kind in reader.names.events[event].items() if kind is Kind.NUMBER}
    name = reader.named(node.args[1], Text("getal", "number"), fields)
    occurrences = _occurrences(reader, ast.copy_location(ast.Call(node.func, node.args[:1], node.keywords), node))

    def ask(view: View) -> Value:
        found = occurrences(view)
        values = [] if found is UNKNOWN else [data.get(name) for _on, data in found]
        if found is UNKNOWN or UNKNOWN in values:
            return UNKNOWN
        return sum((value for value in values if value is not None), Decimal(0))

    return Typed(Kind.NUMBER, ask)


def _occurrences(reader: Reader, node: ast.Call) -> Callable[[View], Value]:
    """Build the search that the counting functions share; it yields days with their data, or UNKNOWN."""
    if not node.args:
        raise reader.error(node, Text("noem een gebeurtenis", "name an event"))
    events = frozenset(reader.named(each, _EVENT, reader.names.events) for each in node.args)
    reader.counts |= events
    fields = _shared_fields(reader, events)
    given = reader.arguments(node, 1, 5, _COUNTING | frozenset(fields))
    start = _since(reader, given["since"]) if "since" in given else _from_the_start
    tests = [_within(_term(reader, given["within"]))] if "within" in given else []
    if _flag(reader, given.get("same_day")):
        tests.append(lambda view, on, _data: on == view.on)
    tests += [_having(reader, name, fields[name], part) for name, part in given.items() if name in fields]

    def search(view: View) -> Value:
        found = []
        for on, data in view.occurrences(events, start(view)):
            verdicts = [test(view, on, data) for test in tests]
            if False in verdicts:
                continue
            if UNKNOWN in verdicts:
                return UNKNOWN
            found.append((on, data))
        return found

    return search


def _from_the_start(_view: View) -> int:
    return 0


def _since(reader: Reader, part: ast.expr) -> Callable[[View], int]:
    """Where counting starts: `initial`, `entry`, the last time of an event before this fact, or of entering a state.

    A name in quotes is a state's if there is one of that name, as in `entered("step2.plan")`; a bare one an event's.
    """
    events, states = reader.names.events, reader.names.states
    name = reader.named(part, Text("begin", "start"), {**dict.fromkeys(states), **events, **_STARTS})
    quoted = isinstance(part, ast.Constant)
    if name in states and (quoted or name not in {**events, **_STARTS}):
        return lambda view: view.since_state(name)
    if name in _STARTS:
        return _STARTS[name]
    reader.counts.add(name)
    return lambda view: view.since_event(name)


def _shared_fields(reader: Reader, events: frozenset[str]) -> Mapping[str, Kind]:
    """The data fields that all of the events have, so that a filter means something for each."""
    first, *others = (reader.names.events[each] for each in sorted(events))
    return {name: kind for name, kind in first.items() if all(other.get(name) is kind for other in others)}


def _within(term: Term) -> Passes:
    """After this fact's day minus the term, the month clamped."""
    return lambda view, on, _data: on > subtract(term, view.on, view.calendar)


def _having(reader: Reader, name: str, kind: Kind, part: ast.expr) -> Passes:
    """Return the test that a field has that value, or one of a list of them."""
    listed = several(reader, part, kind)
    wanted = (reader.of(part, kind),) if listed is None else listed

    def passes(view: View, _on: date, data: Value) -> Value:
        found, sought = data.get(name), [each(view) for each in wanted]
        if found is UNKNOWN or UNKNOWN in sought:
            return UNKNOWN
        return found is not None and found in sought

    return passes


def _flag(reader: Reader, part: ast.expr | None) -> bool:
    if part is None:
        return False
    if not isinstance(part, ast.Constant) or not isinstance(part.value, bool):
        raise reader.error(part, Text("True of False", "True or False"))
    return part.value


def _term(reader: Reader, part: ast.expr) -> Term:
    """A term: text such as "3 months", or the name of a parameter that holds one."""
    if isinstance(part, ast.Name) and part.id in reader.names.terms:
        return reader.names.terms[part.id]
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        try:
            return Term.parse(part.value)
        except InputError as problem:
            raise reader.error(part, problem.text) from None
    known = ", ".join(sorted(reader.names.terms)) or "-"
    raise reader.error(
        part,
        Text(
            f'een termijn als "3 months", of een parameter die er een is: {known}',
            f'a term such as "3 months", or a parameter that is one: {known}',
        ),
    )


def _has(reader: Reader, node: ast.Call) -> Typed:
    """`has(field)`: whether the fact carries that field."""
    reader.arguments(node, 1, 1, frozenset())
    value = reader.typed(node.args[0]).ask

    def ask(view: View) -> Value:
        found = value(view)
        return UNKNOWN if found is UNKNOWN else found is not None

    return Typed(Kind.BOOLEAN, ask)


def _latest(reader: Reader, node: ast.Call) -> Typed:
    """`latest(event, field)`: that field of the event's last occurrence, this time included."""
    reader.arguments(node, 2, 2, frozenset())
    event = reader.named(node.args[0], _EVENT, reader.names.events)
    reader.counts.add(event)
    fields = reader.names.events[event]
    name = reader.named(node.args[1], Text("gegeven", "field"), fields)

    def ask(view: View) -> Value:
        found = view.occurrences(frozenset({event}))
        return found[-1][1].get(name) if found else None

    return Typed(fields[name], ask)


def _consecutive(reader: Reader, node: ast.Call) -> Typed:
    """`consecutive(event, field)`: over how many periods in a row, up to the latest one, the event has occurred."""
    reader.arguments(node, 2, 2, frozenset())
    event = reader.named(node.args[0], _EVENT, reader.names.events)
    reader.counts.add(event)
    name = reader.named(node.args[1], Text("gegeven", "field"), reader.names.events[event])

    def ask(view: View) -> Value:
        found = [data.get(name) for _on, data in view.occurrences(frozenset({event}))]
        if UNKNOWN in found:
            return UNKNOWN
        named = {periods.parse(each) for each in found if each is not None}
        return _run_length(named)

    return Typed(Kind.NUMBER, ask)


def _run_length(named: set[periods.Period]) -> int:
    if not named:
        return 0
    period: periods.Period | None = max(named, key=lambda each: (each.last, each.first, each.name))
    length = 0
    while period is not None and period in named:
        length += 1
        period = period.previous() if period.kind is not periods.PeriodKind.FROM_TO else None
    return length


def _named(reader: Reader, node: ast.Call) -> Typed:
    """`named(key)`: the day that the latest fact with that key names, this fact included."""
    reader.arguments(node, 1, 1, frozenset())
    keys = {name: None for fields in reader.names.events.values() for name, kind in fields.items() if kind is Kind.DATE}
    key = reader.named(node.args[0], Text("dag", "day"), keys)
    return Typed(Kind.DATE, lambda view: view.named(key))


def _entered(reader: Reader, node: ast.Call) -> Typed:
    """`entered("state")`: how often the case has entered that state."""
    reader.arguments(node, 1, 1, frozenset())
    state = reader.named(node.args[0], Text("toestand", "state"), reader.names.states)
    return Typed(Kind.NUMBER, lambda view: view.entries(state))


def _lookup(reader: Reader, node: ast.Call) -> Typed:
    """`lookup(table, row, column)`: a cell, both numbers clamped to the table."""
    reader.arguments(node, 3, 3, frozenset())
    table = reader.named(node.args[0], Text("tabel", "table"), reader.names.tables)
    row, column = (reader.of(part, Kind.NUMBER) for part in node.args[1:])
    cell = strict(lambda found, r, c: found.at(int(r), int(c)), lambda view: view.table(table), row, column)
    return Typed(Kind.NUMBER, cell)


def _distance(measure: Callable[[View, date, date], int]) -> Build:
    def build(reader: Reader, node: ast.Call) -> Typed:
        reader.arguments(node, 2, 2, frozenset())
        ends = tuple(reader.of(part, Kind.DATE) for part in node.args)
        return Typed(Kind.NUMBER, strict(measure, lambda view: view, *ends))

    return build


def _months(_view: View, start: date, end: date) -> int:
    """Whole months from start to end, by day number; negative when end comes first."""
    if end < start:
        return -_months(_view, end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


FUNCTIONS: Final[Mapping[str, Build]] = {
    "count": _count,
    "days_with": _days_with,
    "total": _total,
    "has": _has,
    "latest": _latest,
    "consecutive": _consecutive,
    "named": _named,
    "entered": _entered,
    "lookup": _lookup,
    "days": _distance(lambda _view, start, end: (end - start).days),
    "working_days": _distance(lambda view, start, end: view.calendar.working_days_between(start, end)),
    "months": _distance(_months),
}
