"""Contracts: adding and closing them, who is written to, and the facts of a contract's own stream."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from escalator.engine import chain, checks
from escalator.engine.context import Context, contract_named
from escalator.engine.contracts.in_force import agreements_of
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CalendarInForce, Contact, Contract, Head, StoredFact
from escalator.model.errors import InputError, UnknownName
from escalator.model.facts import Fact, Plain
from escalator.model.ladder import Ladder
from escalator.model.text import LANGUAGES, Language, Text

ADDED: Final = "contract_added"
CLOSED: Final = "contract_closed"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
_EMAIL: Final = re.compile(r"[^@\s<>\"(),;:\\]{1,64}@[^@\s<>\"(),;:\\]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFact:
    """A fact of a contract's own stream, as it is offered."""

    event: str
    on: date
    by: str = ""
    role: str | None = None
    data: Mapping[str, Plain] = field(default_factory=dict)
    key: str | None = None


def append(
    context: Context, tx: Transaction, contract: Contract, new: Sequence[ContractFact]
) -> tuple[Contract, list[Fact]]:
    """Add facts to a contract's stream, in one go.

    Args:
        context, tx: as everywhere.
        contract: the contract, locked in this transaction.
        new: the facts; their content is the caller's business.

    Returns:
        The contract with its new head, and the facts as stored.

    Raises:
        InputError: who records one, or its key, is no name.
    """
    now, head = context.clock.now(), contract.head
    stored = []
    for each in new:
        checks.check_names(each.by, each.key)
        fact = Fact(
            id=str(head.seq + 1),
            seq=head.seq + 1,
            event=each.event,
            on=each.on,
            role=each.role,
            by=each.by,
            data=dict(each.data),
            recorded=now,
        )
        head = Head(fact.seq, chain.link(head.hash, contract.stream, fact, each.key))
        stored.append(StoredFact(fact, each.key, head.hash))
    tx.facts.append_to_contract(contract.id, stored)
    return replace(contract, head=head), [each.fact for each in stored]


def add_contract(
    context: Context,
    name: str,
    ladder: str | Ladder,
    *,
    start: date,
    end: date | None = None,
    title: str = "",
    calendar: str | None = None,
    parameters: Mapping[str, str] | None = None,
    language: Language = "nl",
    by: str = "",
) -> Contract:
    """Add a contract.

    Args:
        context: the engine.
        name: what it will be called; letters, digits and hyphens.
        ladder: name of a ladder that ships with the program, path of one's own, or a ladder.
        start: first day of the contract; `end` its last, if that is known.
        title: what people call it, or the supplier.
        calendar: another calendar than the ladder's.
        parameters: what it overrides in the ladder.
        language: `nl` or `en`.
        by: who adds it.

    Raises:
        UnknownName: the ladder, the calendar or a parameter does not exist.
        InputError: the name is taken or malformed, the title too, or the end lies before the start.
    """
    _check_contract(name, start, end, language)
    checks.check_names(title)
    given = {key: str(value) for key, value in (parameters or {}).items()}
    found, source = context.load(ladder, given) if isinstance(ladder, str) else (ladder, "")
    found = found if found.digest else replace(found, digest=context.digest(found))
    counted = context.build(calendar or found.calendar)
    now = context.clock.now()
    with context.store.writing() as tx:
        if tx.contracts.get(name) is not None:
            raise InputError(Text(f"Er is al een contract {name}.", f"There is a contract {name} already."))
        tx.ladders.add(found, source, now)
        tx.ladders.add_calendar(counted)
        contract = Contract(
            id=name,
            name=title or name,
            ladder=found.id,
            version=found.version,
            digest=found.digest,
            start=start,
            end=end,
            closed_on=None,
            calendar=CalendarInForce(counted.name, counted.version, counted.version),
            parameters=given,
            language=language,
            head=Head(0, b""),
        )
        contract = replace(contract, head=Head(0, chain.start_of_contract(contract)))
        contract = context.with_closed_days(tx, contract)
        tx.contracts.add(contract, now)
        data: dict[str, Any] = {
            "ladder": found.id,
            "version": found.version,
            "digest": found.digest,
            "name": contract.name,
        }
        data |= {
            "start": start.isoformat(),
            "end": end.isoformat() if end else None,
            "calendar": counted.name,
            "parameters": given,
        }
        if text := tx.ladders.source(found.digest):
            data["text"] = chain.of_text(text)
        return append(context, tx, contract, [ContractFact(event=ADDED, on=context.today(), by=by, data=data)])[0]


def _check_contract(name: str, start: date, end: date | None, language: str) -> None:
    if not _NAME.fullmatch(name):
        raise InputError(
            Text(
                f"{name!r:.80} kan geen contract heten: letters, cijfers en streepjes, hoogstens 63 tekens.",
                f"{name!r:.80} cannot name a contract: letters, digits and hyphens, 63 at most.",
            )
        )
    if end is not None and end < start:
        raise InputError(
            Text(f"Het einde ({end}) ligt voor het begin ({start}).", f"The end ({end}) is before the start ({start}).")
        )
    check_language(language)


def check_language(language: str) -> None:
    """Refuse a language that is not spoken here.

    Raises:
        UnknownName: telling which are.
    """
    if language not in LANGUAGES:
        raise UnknownName(Text("taal", "language"), language, LANGUAGES)


def contracts(context: Context) -> list[Contract]:
    """Return every contract, by name."""
    with context.store.reading() as tx:
        return tx.contracts.all()


def contract(context: Context, name: str) -> Contract:
    """Return a contract.

    Raises:
        UnknownName: there is none of that name.
    """
    with context.store.reading() as tx:
        return contract_named(tx, name)


def ladder_of(context: Context, name: str) -> Ladder:
    """Return the ladder that new cases of a contract are opened under, with what the parties agreed since.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        return agreements_of(context, tx, contract_named(tx, name)).ladder(context.today())


def close_contract(context: Context, name: str, *, on: date | None = None, reason: str, by: str = "") -> Contract:
    """Close a contract: from now on only retractions and evidence are recorded in its cases.

    Raises:
        UnknownName: there is no such contract.
        Refusal: the day lies in the future or before the contract.
        InputError: it is closed already, or the reason cannot be kept.
    """
    checks.check_note(reason)
    with context.store.writing() as tx:
        found = contract_named(tx, name, lock=True)
        day = on or context.today()
        checks.check_days(day, None, None, context.clock.now(), found.start)
        if found.closed_on is not None:
            raise InputError(
                Text(
                    f"Contract {name} is op {found.closed_on} al gesloten.",
                    f"Contract {name} was closed on {found.closed_on}.",
                )
            )
        append(context, tx, found, [ContractFact(event=CLOSED, on=day, by=by, data={"reason": reason})])
        tx.contracts.close(name, day)
        return contract_named(tx, name)


def contract_facts(context: Context, name: str, event: str | None = None) -> list[Fact]:
    """Return the facts of a contract's own stream, all or those of one event, in the order recorded.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        stream = contract_named(tx, name).stream
        found = tx.facts.load(stream) if event is None else tx.facts.of_event(stream, event)
        return [each.fact for each in found]


def add_contact(
    context: Context, contract: str, role: str, *, name: str, email: str, language: Language = "nl"
) -> Contact:
    """Add who is written to in a role of a contract.

    Raises:
        UnknownName: the contract or the role does not exist.
        InputError: the address is none, the name is empty, or the same contact is there already.
    """
    check_language(language)
    if not _EMAIL.fullmatch(email):
        raise InputError(Text(f"{email!r:.80} is geen e-mailadres.", f"{email!r:.80} is not an e-mail address."))
    if not name.strip():
        raise InputError(Text("Een contact heeft een naam nodig.", "A contact needs a name."))
    checks.check_names(name)
    with context.store.writing() as tx:
        found = contract_named(tx, contract, lock=True)
        roles = context.ladder(tx, found.digest).roles
        if role not in roles:
            raise UnknownName(Text("rol", "role"), role, roles)
        if any(
            (each.role, each.email.casefold()) == (role, email.casefold()) for each in tx.contracts.contacts(contract)
        ):
            raise InputError(Text(f"{email} staat al bij {role}.", f"{email} is listed for {role} already."))
        now = context.clock.now()
        return tx.contracts.add_contact(
            Contact(id=0, contract=contract, role=role, name=name, email=email, language=language, added_at=now)
        )


def contacts(context: Context, contract: str) -> list[Contact]:
    """Return a contract's contacts.

    Raises:
        UnknownName: there is no such contract.
    """
    with context.store.reading() as tx:
        contract_named(tx, contract)
        return tx.contracts.contacts(contract)


def remove_contact(context: Context, contract: str, email: str, *, role: str | None = None) -> list[Contact]:
    """Forget a contact, in one role or in all; return what was forgotten.

    Raises:
        UnknownName: the contract has no such contact.
    """
    with context.store.writing() as tx:
        contract_named(tx, contract, lock=True)
        listed = [each for each in tx.contracts.contacts(contract) if role in {None, each.role}]
        found = [each for each in listed if each.email.casefold() == email.casefold()]
        if not found:
            raise UnknownName(Text("contact", "contact"), email, {each.email for each in listed})
        for each in found:
            tx.contracts.remove_contact(each.id)
        return found
