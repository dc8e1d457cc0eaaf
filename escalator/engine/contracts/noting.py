"""What happens in a contract, outside its cases: events that its ladder names, and what parties tell each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from escalator.engine.checks import check_note
from escalator.engine.context import Context, contract_named
from escalator.engine.contracts.entering import Desk, Said, enter
from escalator.engine.contracts.events import NOTED, ContractEvent
from escalator.engine.contracts.in_force import KPI, Agreements, agreements_of
from escalator.model.errors import InputError, UnknownName
from escalator.model.facts import Fact, Plain
from escalator.model.obligations import Obligation, Of
from escalator.model.results import known
from escalator.model.rhythm import DueKind
from escalator.model.text import Text

_KEYS: Final = ("note", "reason", "kpi", "region", "measures", "party", "extent")
_BUILT_IN: Final = frozenset(ContractEvent) - frozenset(NOTED)


def note_event(
    context: Context,
    contract: str,
    event: str,
    *,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    data: Mapping[str, str | date] | None = None,
    key: str | None = None,
) -> Fact:
    """Record that something happened in a contract.

    Args:
        context: the engine.
        contract: the contract.
        event: one that the ladder names (`contract_events` lists them), `told` or `consent_given`.
        on: the day; today where it is not given.
        role: the party that acted.
        by: who records it.
        data: note, reason, kpi, region, measures, party, extent; and the days that a duty after it counts from.
        key: makes the recording repeatable.

    Raises:
        UnknownName: the contract, the event, the role or a key does not exist.
        InputError: a value cannot be kept.
        Refusal: the day is impossible, or the contract is closed.
    """

    def plain(desk: Desk) -> dict[str, Plain]:
        names = names_of(desk.agreements)
        if event not in names:
            raise UnknownName(Text("gebeurtenis", "event"), event, names)
        return _checked(desk, event, data or {})

    return enter(context, contract, event, Said(on=on, role=role, by=by, key=key), data=plain).fact


def contract_events(context: Context, contract: str) -> dict[str, Text]:
    """Return the events that can be noted of a contract, each with what hangs on it.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        return names_of(agreements_of(context, tx, contract_named(tx, contract)))


def names_of(agreements: Agreements) -> dict[str, Text]:
    """Return the events of a contract that its ladder names, each with what hangs on it, and those that all know."""
    ladder = agreements.ladder(date.max)
    found: dict[str, list[Text]] = {name: [label] for name, label in ladder.contract_events.items()}
    for duty in ladder.obligations.values():
        for name in _contract_events(duty):
            found.setdefault(name, []).append(duty.label)
    for permission in ladder.permissions.values():
        for rule in permission.arises:
            found.setdefault(rule.event, []).append(permission.label)
    named = {
        name: Text("; ".join(each.nl for each in labels), "; ".join(each.en for each in labels))
        for name, labels in found.items()
        if name not in _BUILT_IN
    }
    return named | {str(name): told for name, told in NOTED.items()}


def _contract_events(duty: Obligation) -> tuple[str, ...]:
    return duty.trigger.names if duty.trigger and duty.trigger.of is Of.CONTRACT else ()


def _checked(desk: Desk, event: str, data: Mapping[str, str | date]) -> dict[str, Plain]:
    ladder = desk.agreements.ladder(desk.on)
    days = {
        name
        for duty in ladder.obligations.values()
        if event in _contract_events(duty) and duty.due and duty.due.kind is DueKind.NAMED_DAY
        for name in duty.due.names
    }
    known(Text("gegeven", "data key"), data, (*_KEYS, *sorted(days)))
    found: dict[str, Plain] = {}
    for name, value in data.items():
        found[name] = _day(name, value) if name in days else _text(name, value)
    if "kpi" in data:
        known(KPI, [str(data["kpi"])], ladder.kpis)
    if "region" in data:
        known(Text("regio", "region"), [str(data["region"])], ladder.regions)
    return found


def _text(name: str, value: str | date) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(Text(f"{name}: hier hoort tekst.", f"{name}: text is expected."))
    check_note(value)
    return value


def _day(name: str, value: str | date) -> str:
    try:
        return (date.fromisoformat(value) if isinstance(value, str) else value).isoformat()
    except ValueError:
        raise InputError(
            Text(f"{name}: hier hoort een dag als 2026-03-02.", f"{name}: a day such as 2026-03-02.")
        ) from None
