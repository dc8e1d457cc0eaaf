"""Recording a fact of a contract itself: the one way in. Owns its checks of day, role and key; not what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from escalator.engine import checks
from escalator.engine.checks import check_note
from escalator.engine.context import Context, contract_named
from escalator.engine.contracts import register as contracts
from escalator.engine.contracts.in_force import Agreements, agreements_of
from escalator.engine.contracts.register import ContractFact
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract, StoredFact
from escalator.model.errors import InputError, UnknownName
from escalator.model.facts import Fact, Plain
from escalator.model.text import Text

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Who says something of a contract, and when.

    Attributes:
        on: the day; today where it is not given.
        key: makes the recording repeatable: the same key again returns the fact recorded then.
    """

    on: date | None = None
    role: str | None = None
    by: str = ""
    note: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A contract that is locked, with what is in force in it, and the day of the fact that is to be recorded."""

    context: Context
    tx: Transaction
    contract: Contract
    agreements: Agreements
    on: date

    def with_contract(self, contract: Contract) -> Desk:
        """Return it anew after something was recorded."""
        found = agreements_of(self.context, self.tx, contract)
        return Desk(self.context, self.tx, contract, found, self.on)


@dataclass(frozen=True, slots=True)
class Entered:
    """A fact of a contract: as it stands there, and whether it stood there already under the same key."""

    fact: Fact
    repeated: bool = False
    desk: Desk | None = field(default=None, compare=False)


def enter(
    context: Context,
    contract: str,
    event: str,
    said: Said,
    *,
    data: Callable[[Desk], Mapping[str, Plain]],
    after: Callable[[Desk], None] | None = None,
) -> Entered:
    """Record a fact of a contract.

    Args:
        context: the engine.
        contract: the contract.
        event: the event.
        said: who says it, and when.
        data: what the fact is to say; checked against what is in force.
        after: a last check, with the fact in force.

    Raises:
        UnknownName: the contract, the role or another name does not exist.
        Refusal: the day is impossible, the contract is closed, or results would come out otherwise.
        InputError: something is out of bounds, or the key was used before for something else.
    """
    check_note(said.note)
    with context.store.writing() as tx:
        found = contract_named(tx, contract, lock=True)
        earlier = tx.facts.by_key(found.stream, said.key) if said.key is not None else None
        if earlier is not None:
            return _again(
                Desk(context, tx, found, _before(context, tx, found, earlier), earlier.fact.on), said, earlier, data
            )
        on = said.on or context.today()
        desk = Desk(context, tx, found, agreements_of(context, tx, found), on)
        checks.check_days(on, None, None, context.clock.now(), found.start)
        checks.check_contract(found.id, found.closed_on, event)
        check_role(desk, said.role)
        new = ContractFact(
            event=str(event), on=on, by=said.by, role=said.role, data=_plain(desk, said, data), key=said.key
        )
        changed, facts = contracts.append(context, tx, found, [new])
        entered = Entered(facts[0], desk=desk.with_contract(changed))
        if after is not None and entered.desk is not None:
            after(entered.desk)
        return entered


def _plain(desk: Desk, said: Said, data: Callable[[Desk], Mapping[str, Plain]]) -> dict[str, Plain]:
    return {**({"note": said.note} if said.note else {}), **data(desk)}


def _before(context: Context, tx: Transaction, contract: Contract, earlier: StoredFact) -> Agreements:
    """Return what was in force without a fact: that is what the same input says the same thing in."""
    return agreements_of(context, tx, contract, without=earlier.fact.id)


def _again(desk: Desk, said: Said, earlier: StoredFact, data: Callable[[Desk], Mapping[str, Plain]]) -> Entered:
    """The same key: return the fact recorded then, if it says the same; what else follows from it is not compared."""
    fact = earlier.fact
    told = _plain(desk, said, data)
    same = (said.on or fact.on, said.role, said.by) == (fact.on, fact.role, fact.by)
    if not same or {**told, "versions": None} != {**fact.data, "versions": None}:
        raise checks.key_used(said.key or "", Text(fact.event, fact.event))
    return Entered(fact, repeated=True)


def check_role(desk: Desk, role: str | None) -> None:
    """Refuse a role that does not exist.

    Raises:
        UnknownName: telling the nearest.
    """
    roles = desk.agreements.ladder(desk.on).roles
    if role is not None and role not in roles:
        raise UnknownName(Text("rol", "role"), role, roles)


def required(name: Text, value: str) -> str:
    """Return a text that must say something.

    Raises:
        InputError: it is empty.
    """
    if not value.strip():
        raise InputError(Text(f"{name.nl} ontbreekt.", f"{name.en} is missing."))
    check_note(value)
    return value.strip()
