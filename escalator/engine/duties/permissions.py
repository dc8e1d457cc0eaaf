"""What parties may do beside the rights of cases: whether it has arisen, was used, or was lifted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from escalator.engine.context import Context, contract_named
from escalator.engine.contracts.entering import Desk, Said, enter
from escalator.engine.contracts.events import ContractEvent
from escalator.engine.contracts.in_force import Agreements, agreements_of
from escalator.engine.duties.happenings import known
from escalator.engine.ports.store import Transaction
from escalator.model.duties import arisen
from escalator.model.errors import Refusal
from escalator.model.facts import Fact, Plain
from escalator.model.obligations import Permission
from escalator.model.results import known as check_known
from escalator.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Permitted:
    """A permission as it stands on a day; a person decides to use it.

    Attributes:
        arisen_on: the day it arose; None where it has not, or where no count makes it arise.
        counts: how often each event that makes it arise was recorded.
        used: the days it was used; `in_force` whether it was, and not lifted since.
        usable: whether it can be used that day.
        cases: the cases in whose state it can be used, where it depends on one.
    """

    permission: Permission
    arisen_on: date | None
    counts: Mapping[str, int]
    used: tuple[date, ...]
    in_force: bool
    usable: bool
    cases: tuple[str, ...] = ()


def permissions(context: Context, contract: str, *, as_of: date | None = None) -> list[Permitted]:
    """Return what parties may do by a contract, in the ladder's order.

    Args:
        context: the engine.
        contract: the contract.
        as_of: the day; today where it is not given.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        agreements = agreements_of(context, tx, contract_named(tx, contract))
        return _permitted(context, tx, agreements, as_of or context.today())


def use_permission(
    context: Context,
    contract: str,
    permission: str,
    *,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    note: str = "",
    key: str | None = None,
) -> Fact:
    """Record that a party used what it may do.

    Args:
        context: the engine.
        contract: the contract.
        permission: the permission.
        on: the day; today where it is not given.
        role: the party, where several may.
        by: who records it.
        note: grounds, or how far it goes.
        key: makes the recording repeatable.

    Raises:
        UnknownName: there is no such contract or permission.
        Refusal: it has not arisen, no case stands where it can be used, or the role does not hold it.
    """
    return _enter(
        context, contract, permission, ContractEvent.PERMISSION_USED, Said(on=on, role=role, by=by, note=note, key=key)
    )


def lift_permission(
    context: Context,
    contract: str,
    permission: str,
    *,
    on: date | None = None,
    role: str | None = None,
    by: str = "",
    note: str = "",
    key: str | None = None,
) -> Fact:
    """Record that a party ended what it did by a permission.

    Args:
        context: the engine.
        contract: the contract.
        permission: the permission.
        on: the day; today where it is not given.
        role: the party, where several may.
        by: who records it.
        note: a remark.
        key: makes the recording repeatable.

    Raises:
        UnknownName: there is no such contract or permission.
        Refusal: it cannot be lifted, or is not in force.
    """
    return _enter(
        context,
        contract,
        permission,
        ContractEvent.PERMISSION_LIFTED,
        Said(on=on, role=role, by=by, note=note, key=key),
    )


def _enter(context: Context, contract: str, permission: str, event: ContractEvent, said: Said) -> Fact:
    def data(desk: Desk) -> dict[str, Plain]:
        names = desk.agreements.ladder(desk.on).permissions
        check_known(Text("bevoegdheid", "permission"), [permission], names)
        [found] = [
            each
            for each in _permitted(desk.context, desk.tx, desk.agreements, desk.on)
            if each.permission.id == permission
        ]
        _check_holder(found.permission, said.role)
        if event is ContractEvent.PERMISSION_LIFTED:
            _check_lift(found)
        elif not found.usable:
            raise _not_usable(found)
        return {"permission": permission}

    return enter(context, contract, event, said, data=data).fact


def _permitted(context: Context, tx: Transaction, agreements: Agreements, as_of: date) -> list[Permitted]:
    things = known(context, tx, agreements, as_of)
    found = []
    for permission in agreements.ladder(as_of).permissions.values():
        day = arisen(permission, things.happenings)
        names = {rule.event for rule in permission.arises}
        counts = Counter(dict.fromkeys(names, 0))
        counts.update(each.event for each in agreements.of_event(*names) if each.on <= as_of)
        acts = [each for each in _acts(agreements, permission) if each.on <= as_of]
        standing = [stay for stay in things.stays if stay.state in permission.in_states and as_of in stay]
        found.append(
            Permitted(
                permission=permission,
                arisen_on=day,
                counts=dict(counts),
                used=tuple(each.on for each in acts if each.event == ContractEvent.PERMISSION_USED),
                in_force=bool(acts) and acts[-1].event == ContractEvent.PERMISSION_USED,
                usable=(day is not None or not permission.arises) and (bool(standing) or not permission.in_states),
                cases=tuple(dict.fromkeys(stay.case for stay in standing)),
            )
        )
    return found


def _acts(agreements: Agreements, permission: Permission) -> list[Fact]:
    events = (ContractEvent.PERMISSION_USED, ContractEvent.PERMISSION_LIFTED)
    found = [each for each in agreements.of_event(*events) if each.data["permission"] == permission.id]
    return sorted(found, key=lambda each: each.order)


def _check_holder(permission: Permission, role: str | None) -> None:
    holders = ", ".join(permission.holders)
    if (role is None and len(permission.holders) > 1) or (role is not None and role not in permission.holders):
        raise Refusal(
            "role_not_entitled",
            Text(
                f"{permission.id} komt toe aan {holders}: noem de rol",
                f"{permission.id} is held by {holders}: name the role",
            ),
        )


def _check_lift(found: Permitted) -> None:
    name = found.permission.id
    if not found.permission.liftable or not found.in_force:
        raise Refusal(
            "not_allowed_in_state",
            Text(f"{name} is niet in gebruik, of niet op te heffen", f"{name} is not in force, or cannot be lifted"),
        )


def _not_usable(found: Permitted) -> Refusal:
    permission = found.permission
    counted = ", ".join(f"{rule.event}: {found.counts[rule.event]} / {rule.times}" for rule in permission.arises)
    states = ", ".join(permission.in_states)
    missing = Text(f"nog niet ontstaan ({counted})", f"not arisen yet ({counted})")
    if found.arisen_on is not None or not permission.arises:
        missing = Text(f"alleen terwijl een dossier staat op {states}", f"only while a case is in {states}")
    return Refusal(
        "not_allowed_in_state",
        Text(f"{permission.id}: {missing.nl}", f"{permission.id}: {missing.en}"),
    )
