"""Reminding of what is a contract's own: its duties, and proposals that wait for a decision.

Duties hang on facts of the contract and of its cases; when to remind of them is worked out a while ahead, anew when
the contract has new facts, and every night.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from escalator.engine.cases.planning import AHEAD, first
from escalator.engine.context import Context, contract_named
from escalator.engine.contracts.in_force import agreements_of
from escalator.engine.duties.owed import SEARCHED, Duty, DutyStatus, duties_of
from escalator.engine.policy import Policy
from escalator.engine.ports.agenda import DutyLine
from escalator.engine.ports.ledger import About
from escalator.engine.ports.store import Transaction
from escalator.engine.results.proposals import WAITING as PROPOSED
from escalator.engine.telling.correcting import correct_duties
from escalator.engine.telling.owing import News, Owing
from escalator.model.terms import day_of

_OPEN: Final = frozenset({DutyStatus.OPEN, DutyStatus.DUE_SOON, DutyStatus.OVERDUE})
_AHEAD_DAYS: Final = 62
_BEFORE_REMINDING: Final = timedelta(hours=3)


def plan(context: Context, tx: Transaction, contract: str, now: datetime) -> int:
    """Work out when to remind of the duties of a contract, and owe what its proposals are due; return how much."""
    owing = Owing.of_contract(context, tx, contract, now)
    policy = owing.policy(None)
    duties = duties_ahead(context, tx, contract, now, policy)
    lines = [
        DutyLine(
            contract=contract,
            occurrence=duty.occurrence.id,
            obligation=duty.obligation.id,
            due=duty.occurrence.due,
            remind_at=first(policy, duty.occurrence.due, owing.calendar, now),
        )
        for duty in duties
        if is_open(duty) and duty.occurrence.due is not None
    ]
    tx.agenda.put_duties(contract, lines)
    again = policy.next_opening(now + _BEFORE_REMINDING, owing.calendar) - _BEFORE_REMINDING
    tx.agenda.planned(contract, owing.contract.head.seq, again)
    return _correct(owing, duties, policy) + _remind_of_proposals(owing, tx, policy, now + _BEFORE_REMINDING)


def _correct(owing: Owing, duties: list[Duty], policy: Policy) -> int:
    """Owe what corrects what was told of duties; what is not near any more is looked for further ahead."""
    known = {each.id for each in duties}
    told = owing.tx.messages.items_of_contract(owing.contract.id)
    if any(each.about is About.DUTY and each.key not in known for each in told):
        duties = duties_ahead(owing.context, owing.tx, owing.contract.id, owing.now, policy, far=True)
    return correct_duties(owing, owing.tx, duties)


def _remind_of_proposals(owing: Owing, tx: Transaction, policy: Policy, until: datetime) -> int:
    """Owe the client what waits for its decision: the morning after it was made, and then as what is overdue."""
    roles = owing.ladder.client_roles
    must = () if any(each.role in roles for each in owing.contacts) else roles[:1]
    waiting = replace(policy, before=(), on_day=False)
    owed = 0
    for each in tx.results.proposals(owing.contract.id, PROPOSED):
        slot, _ = waiting.slots(each.made_on, owing.calendar, until)
        if slot is not None:
            news = News(About.PROPOSAL, "", str(each.seq), slot, each.made_on)
            owed += owing.remind(news, must, roles, policy)
    return owed


def duties_ahead(
    context: Context, tx: Transaction, contract: str, now: datetime, policy: Policy, *, far: bool = False
) -> list[Duty]:
    """Return the duties of a contract, as far ahead as anybody is reminded of; or, `far`, as far as they are known."""
    found = contract_named(tx, contract)
    today = day_of(now)
    ahead = SEARCHED if far else timedelta(days=max(_AHEAD_DAYS, 2 * max(policy.before, default=0)))
    return duties_of(context, tx, agreements_of(context, tx, found), today, today + ahead)


def is_open(duty: Duty) -> bool:
    """Return whether a duty is still to be performed."""
    return duty.status in _OPEN


def remind_duty(context: Context, tx: Transaction, line: DutyLine, now: datetime) -> int:
    """Put on record what is to be told of a duty, and when to do so next; return how much that is."""
    owing = Owing.of_contract(context, tx, line.contract, now)
    policy = owing.policy(None)
    found = next(
        (
            each
            for each in duties_ahead(context, tx, line.contract, now, policy)
            if is_open(each) and (each.occurrence.id, each.occurrence.due) == (line.occurrence, line.due)
        ),
        None,
    )
    if found is None or owing.contract.closed_on is not None:
        tx.agenda.remind_duty(line.contract, line.occurrence, None)
        return 0
    slot, following = policy.slots(line.due, owing.calendar, now + AHEAD)
    tx.agenda.remind_duty(line.contract, line.occurrence, following - AHEAD)
    return _tell(owing, found, line, slot, policy) if slot is not None else 0


def _tell(owing: Owing, duty: Duty, line: DutyLine, slot: datetime, policy: Policy) -> int:
    owed_by = duty.obligation.owed_by
    over = day_of(slot) > line.due
    roles = (*owed_by, *(owing.other_side(owed_by) if over else ()))
    return owing.remind(News(About.DUTY, "", line.occurrence, slot, line.due), owed_by, roles, policy)
