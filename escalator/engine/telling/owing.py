"""Owing messages: who is told of something, in which message, and when that may go out. Sends nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from msgspec import Struct

from escalator.engine.context import Context, contract_named
from escalator.engine.policy import Policy, policy_of
from escalator.engine.ports.ledger import MAIL, About, ItemLine, MessageLine, MessageStatus, digest_of
from escalator.engine.ports.messages import MessageKind
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import CalendarInForce, Contact, Contract, StoredCase
from escalator.model.calendar import Calendar
from escalator.model.ladder import Ladder, Side
from escalator.model.terms import day_of
from escalator.model.text import Text

KINDS = {
    About.EXPIRED: MessageKind.EXPIRY,
    About.RIGHT: MessageKind.RIGHT,
    About.CORRECTION: MessageKind.CORRECTION,
    About.NO_CONTACT: MessageKind.NO_CONTACT,
    About.NOT_DELIVERED: MessageKind.NOT_DELIVERED,
}
"""What is told in a message of its own; all else is reminded of."""


class News(Struct, frozen=True):
    """Something to be told; its fields are those of an `ItemLine`."""

    about: About
    case: str
    key: str
    slot: datetime
    due: date | None = None
    due_at: datetime | None = None
    earlier: str = ""
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is told: a contact in a role, or an endpoint."""

    role: str
    contact: Contact | None = None
    endpoint: str = ""

    @property
    def channel(self) -> str:
        """The channel that reaches them."""
        return self.endpoint or MAIL

    @property
    def email(self) -> str:
        """Their address; empty for an endpoint, and for nobody."""
        return self.contact.email.casefold() if self.contact else ""


Shared = tuple[str, str, CalendarInForce, str | None]
"""A case's contract, the digest of its ladder, the calendar that counts in it, and what is agreed on reminders."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a transaction has read that several cases have in common.

    Attributes:
        contracts: with the contacts of each.
        digests: letters of a day that reminders go into, which it has locked: by address, policy, moment and calendar.
    """

    contracts: dict[str, tuple[Contract, Sequence[Contact]]] = field(default_factory=dict)
    digests: dict[tuple[str, Policy, datetime, str], MessageLine] = field(default_factory=dict)

    def contract(self, tx: Transaction, name: str) -> tuple[Contract, Sequence[Contact]]:
        """Return a contract and its contacts."""
        found = self.contracts.get(name)
        if found is None:
            found = self.contracts[name] = contract_named(tx, name), tx.contracts.contacts(name)
        return found


class Draft(Struct, frozen=True):
    """Something to be told to somebody, that may be on record already; `id` says what makes it one thing."""

    id: str
    news: News
    to: Addressee
    kind: MessageKind
    policy: Policy
    owing: Owing


@dataclass(slots=True)
class Owing:
    """Putting messages of one contract on record."""

    context: Context
    tx: Transaction
    contract: Contract
    ladder: Ladder
    calendar: Calendar
    agreed: str | None
    now: datetime
    case: str = ""
    contacts: Sequence[Contact] = field(default=())
    read: Read = field(default_factory=Read)

    @classmethod
    def of_case(cls, context: Context, tx: Transaction, stored: StoredCase, now: datetime, read: Read) -> Self:
        """Begin for a case; with what was read for others in the same transaction."""
        line, calendar = stored.line, stored.contract_calendar
        found = cls.of_cases(context, tx, now, read, (line.contract, line.digest, calendar, stored.contract_reminders))
        found.case = line.id
        return found

    @classmethod
    def of_cases(cls, context: Context, tx: Transaction, now: datetime, read: Read, shared: Shared) -> Self:
        """Begin for all cases that have in common what telling of them takes."""
        name, digest, calendar, agreed = shared
        contract, contacts = read.contract(tx, name)
        return cls(
            context,
            tx,
            contract,
            context.ladder(tx, digest),
            context.calendar(tx, name, calendar),
            agreed,
            now,
            "",
            contacts,
            read,
        )

    @classmethod
    def of_contract(cls, context: Context, tx: Transaction, name: str, now: datetime) -> Self:
        """Begin for a contract."""
        contract = contract_named(tx, name)
        return cls(
            context,
            tx,
            contract,
            context.ladder(tx, contract.digest),
            context.calendar(tx, name, contract.calendar),
            tx.agenda.reminders(name),
            now,
            "",
            tx.contracts.contacts(name),
        )

    def policy(self, state: str | None) -> Policy:
        """Return when to remind of the deadline of a state, or of anything else."""
        return policy_of(self.ladder, state, self.agreed)

    def other_side(self, roles: Iterable[str]) -> tuple[str, ...]:
        """Return the roles that act on the other side than these."""
        return other_side(self.ladder, roles)

    def reminders(self, news: News, must: Sequence[str], roles: Sequence[str], policy: Policy) -> list[Draft]:
        """Return a reminder to each in some roles; of those that `must` have somebody, a report of those without."""
        drafts = [self._draft(news, each, MessageKind.REMINDER, policy) for each in self._addressees(roles)]
        for role in missing(must, self.contacts):
            drafts += self._reports(news, role)
        return drafts

    def remind(self, news: News, must: Sequence[str], roles: Sequence[str], policy: Policy) -> int:
        """Owe what `reminders` returns; return how much of it was not owed yet."""
        return owe(self.tx, self.reminders(news, must, roles, policy))

    def tell(self, news: News, roles: Sequence[str]) -> int:
        """Owe a message of its own to roles; return how many it is for."""
        policy = self.policy(None)
        drafts = [self._draft(news, each, KINDS[news.about], policy) for each in self._addressees(roles)]
        told = owe(self.tx, drafts)
        if news.about is About.NO_CONTACT or told:
            return told
        return owe(self.tx, [each for role in missing(roles[:1], self.contacts) for each in self._reports(news, role)])

    def tell_again(self, news: News, told: ItemLine, message: MessageLine) -> int:
        """Owe a correction to whoever was told, at the address that was used."""
        contact = Contact(
            id=told.contact or 0,
            contract=self.contract.id,
            role=told.role,
            name=message.name,
            email=message.email,
            language=message.language,
        )
        endpoint = message.channel if message.channel != MAIL else ""
        addressee = Addressee(told.role, None if endpoint else contact, endpoint)
        return owe(self.tx, [self._draft(news, addressee, KINDS[news.about], self.policy(None))])

    def _reports(self, news: News, role: str) -> list[Draft]:
        """Return what tells the client at once that nobody can be told in a role."""
        report = News(About.NO_CONTACT, news.case, role, news.slot, news.due, earlier=news.key)
        found = self._addressees(self.ladder.client_roles) or [Addressee(role)]
        return [self._draft(report, each, MessageKind.NO_CONTACT, self.policy(None)) for each in found]

    def _addressees(self, roles: Sequence[str]) -> list[Addressee]:
        """Return each person once, however many roles they have, and every endpoint."""
        wanted = [each for role in roles for each in self.contacts if each.role == role]
        people = {each.email.casefold(): Addressee(each.role, each) for each in reversed(wanted)}
        return [*reversed(people.values()), *(Addressee("", None, name) for name in self.context.endpoints)]

    def _draft(self, news: News, to: Addressee, kind: MessageKind, policy: Policy) -> Draft:
        name = digest_of(
            self.contract.id, news.case, news.about, news.key, news.due, news.due_at, news.slot, news.earlier,
            to.channel, to.email, to.role if not to.email else "",
        )  # fmt: skip
        return Draft(name, news, to, kind, policy, self)

    def item(self, draft: Draft) -> ItemLine:
        """Return the line of something to be told, with the message that it goes into put on record."""
        news, to = draft.news, draft.to
        digest = draft.kind is MessageKind.REMINDER and draft.policy.digest and to.channel == MAIL
        message = self._digest(to, draft.policy, news.slot) if digest else self._own(draft)
        return ItemLine(
            id=draft.id,
            message=message.id,
            contract=self.contract.id,
            case=news.case,
            about=news.about,
            key=news.key,
            slot=news.slot,
            due=news.due,
            due_at=news.due_at,
            role=to.role,
            contact=to.contact.id if to.contact else None,
            owed_at=self.now,
            earlier=news.earlier,
            why=news.why,
        )

    def _own(self, draft: Draft) -> MessageLine:
        """Return a message of its own; all that could not be told in a role goes into one, until that has gone out."""
        news, to, kind, policy = draft.news, draft.to, draft.kind, draft.policy
        moment = self._moment(policy, news.slot)
        if news.about is About.NO_CONTACT:
            together = digest_of("role", self.contract.id, news.key, to.channel, to.email, day_of(moment), policy.opens)
            found = self.tx.messages.owe(self._message(together, kind, to, moment))
            if found.status is not MessageStatus.SENT and not found.claimed_by:
                return found
        return self.tx.messages.owe(self._message(digest_of("own", draft.id), kind, to, moment))

    def _digest(self, to: Addressee, policy: Policy, slot: datetime) -> MessageLine:
        """Return the message of a day that a reminder goes into; the next day's, once that has gone out."""
        asked = (to.email, policy, slot, self.calendar.version)
        found = self.read.digests.get(asked)
        moment = self._moment(policy, slot) if found is None else slot
        while found is None:
            name = digest_of("digest", to.email, day_of(moment), policy.opens)
            message = self.tx.messages.owe(self._message(name, MessageKind.DIGEST, to, moment))
            if message.status is MessageStatus.OWED and not message.claimed_by:
                found = self.read.digests[asked] = message
            else:
                moment = policy.next_opening(moment, self.calendar)
        return found

    def _moment(self, policy: Policy, slot: datetime) -> datetime:
        return policy.in_office(max(self.now, slot), self.calendar)

    def _message(self, name: str, kind: MessageKind, to: Addressee, moment: datetime) -> MessageLine:
        contact = to.contact
        nobody = contact is None and not to.endpoint
        return MessageLine(
            id=name,
            kind=kind,
            channel=to.channel,
            contract="" if kind is MessageKind.DIGEST else self.contract.id,
            name=contact.name if contact else to.endpoint,
            email=contact.email if contact else "",
            language=contact.language if contact else self.contract.language,
            role=to.role if kind is not MessageKind.DIGEST else "",
            owed_at=self.now,
            send_at=moment,
            next_at=moment,
            status=MessageStatus.REFUSED if nobody else MessageStatus.OWED,
            why="nobody to tell" if nobody else "",
        )


def owe(tx: Transaction, drafts: Sequence[Draft]) -> int:
    """Put on record what is not there yet, each thing once; return how much that is."""
    once = {each.id: each for each in drafts}
    known = tx.messages.known([*once]) if once else set()
    fresh = [each for name, each in once.items() if name not in known]
    tx.messages.add_items([each.owing.item(each) for each in fresh])
    return len(fresh)


def other_side(ladder: Ladder, roles: Iterable[str]) -> tuple[str, ...]:
    """Return the roles that act on the other side than these."""
    sides = {ladder.roles[each].side for each in roles}
    opposite = {Side.CLIENT: Side.CONTRACTOR, Side.CONTRACTOR: Side.CLIENT}
    wanted = {opposite[side] for side in sides if side in opposite}
    return tuple(
        role.id for role in ladder.roles.values() if role.acts and role.side in wanted and role.id not in roles
    )


def missing(roles: Iterable[str], contacts: Iterable[Contact]) -> list[str]:
    """Return the roles that have no contact."""
    known = {each.role for each in contacts}
    return [role for role in dict.fromkeys(roles) if role not in known]
