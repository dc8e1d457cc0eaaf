"""Letters: what a message says, by what is true when it is sent. Owns what is left out because it holds no more.

Reads; never writes and never sends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from msgspec import Struct, structs

from escalator.engine.cases.planning import runs
from escalator.engine.context import Context, contract_named
from escalator.engine.duties.owed import Duty, DutyStatus
from escalator.engine.policy import policy_of
from escalator.engine.ports.ledger import About, Appointment, ItemLine, MessageLine
from escalator.engine.ports.messages import Item, ItemKind, Letter, Recipient, Told
from escalator.engine.ports.store import Transaction
from escalator.engine.ports.values import Contract
from escalator.engine.results.proposals import WAITING as PROPOSED
from escalator.engine.telling import formal, items
from escalator.engine.telling.correcting import expiries, origin, wrong, wrong_of_duty
from escalator.engine.telling.items import Place
from escalator.engine.telling.obliging import duties_ahead, is_open
from escalator.engine.telling.scenes import Scene, Sights
from escalator.model.standing import Status
from escalator.model.terms import day_of
from escalator.model.text import Text


class Said(Struct, frozen=True):
    """What became of one thing that was to be told.

    Attributes:
        line: as it is in the ledger.
        item: the thing, where it still holds.
        facts: how many facts its case had when it was written.
    """

    line: ItemLine
    item: Item | None
    facts: int = 0


@dataclass(slots=True)
class Writing:
    """One letter being put together; what it tells of may be known from an earlier one."""

    context: Context
    tx: Transaction
    now: datetime
    sights: Sights
    scenes: dict[tuple[str, str], Scene] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)

    def said(self, line: ItemLine, told: Appointment | None) -> Said:
        """Return one item as it is now, and who was told of what day before."""
        scene = self.scene(line.contract, line.case)
        sequence = version(told, line.due, line.due_at)
        now = line if line.sequence == sequence else structs.replace(line, sequence=sequence)
        item = _ABOUT[line.about](self, scene, now)
        if item is None:
            return Said(line, None)
        facts = scene.stored.head.seq if scene.stored else 0
        return Said(now, item if item.sequence == sequence else replace(item, sequence=sequence), facts)

    def scene(self, contract: str, case: str) -> Scene:
        """Return the contract or case of an item, read once for a letter, as is its contract."""
        found = self.scenes.get((contract, case))
        if found is None:
            found = self.scenes[contract, case] = self._read(contract, case)
        return found

    def _read(self, contract: str, case: str) -> Scene:
        tx, context = self.tx, self.context
        found = self.contracts.get(contract)
        if found is None:
            found = self.contracts[contract] = contract_named(tx, contract)
        calendar = context.calendar(tx, contract, found.calendar)
        if not case:
            return Scene(found, context.ladder(tx, found.digest), calendar)
        sight = self.sights.of(tx, case, found, day_of(self.now))
        ladder = context.ladder(tx, sight.stored.line.digest)
        return Scene(found, ladder, calendar, sight.stored, sight.standing, sight.facts)

    def waiting(self, scene: Scene, line: ItemLine) -> Item | None:
        """A state that waits without a deadline."""
        standing = scene.standing
        if standing is None or standing.final or standing.state != line.key or standing.since != line.due:
            return None
        return items.waiting_item(scene.place(line.role), line.key, standing.since)

    def missing(self, scene: Scene, line: ItemLine) -> Item | None:
        """A deadline whose day nobody has named."""
        standing = scene.standing
        if standing is None or line.key not in standing.missing:
            return None
        return items.missing_item(scene.place(line.role), line.key, standing.since)

    def in_force(self, scene: Scene, line: ItemLine) -> Item | None:
        """A right that still holds in a case that has ended."""
        standing = scene.standing
        held = standing and any(each.name == line.key and each.in_force for each in standing.rights)
        if standing is None or not held or not standing.final:
            return None
        return items.in_force_item(scene.place(line.role), line.key, standing.since)

    def deadline(self, scene: Scene, line: ItemLine) -> Item | None:
        """A deadline that still runs, on the day it was to be reminded of."""
        standing = scene.standing
        found = standing.deadline(line.key) if standing else None
        if standing is None or found is None or scene.contract.closed_on is not None or standing.final:
            return None
        if not runs(found) or (found.due, found.due_at) != (line.due, line.due_at):
            return None
        return items.deadline_item(scene.place(line.role), found, scene.facts, scene.calendar, self.now)

    def duty(self, scene: Scene, line: ItemLine) -> Item | None:
        """A duty that was not performed, and is still due on the day it was to be reminded of."""
        if scene.contract.closed_on is not None:
            return None
        found = self.duties(scene, line).get(line.key)
        if found is None or not is_open(found) or found.due != line.due:
            return None
        return items.duty_item(scene.place(line.role), found.obligation, found.occurrence, scene.calendar, self.now)

    def duties(self, scene: Scene, line: ItemLine) -> dict[str, Duty]:
        """Return the duties of a contract, worked out once for a letter; further ahead for one that is not near."""
        if scene.duties is None or line.key not in scene.duties:
            policy = policy_of(scene.ladder, None, self.tx.agenda.reminders(line.contract))
            far = scene.duties is not None
            found = duties_ahead(self.context, self.tx, line.contract, self.now, policy, far=far)
            scene.duties = {each.id: each for each in found}
            if line.key not in scene.duties and not far:
                return self.duties(scene, line)
        return scene.duties

    def proposal(self, scene: Scene, line: ItemLine) -> Item | None:
        """A proposal that nobody has decided on."""
        found = self.tx.results.proposal(line.contract, int(line.key))
        if found is None or found.status != PROPOSED or scene.contract.closed_on is not None:
            return None
        return items.proposal_item(scene.place(line.role), found)

    def expired(self, scene: Scene, line: ItemLine) -> Item | None:
        """An expiry that has not been undone."""
        for step, found in expiries(scene.standing) if scene.standing else ():
            if (found.id, found.due, found.due_at) == (line.key, line.due, line.due_at):
                return formal.expired_item(scene.place(line.role), found, scene.facts, step)
        return None

    def right(self, scene: Scene, line: ItemLine) -> Item | None:
        """A right that arose and has not been undone."""
        rights = scene.standing.rights if scene.standing else ()
        openings = [each for right in rights if right.name == line.key for each in right.openings]
        found = next((each for each in openings if each.on == line.due), None)
        return formal.right_item(scene.place(line.role), line.key, found) if found else None

    def correction(self, scene: Scene, line: ItemLine) -> Item | None:
        """What was told before, and how it is now; nothing where that was right after all, or is otherwise by now."""
        among = self.tx.messages.items_of(line.contract, line.case, line.key)
        told = next(each for each in among if each.id == line.earlier)
        now = wrong(told, scene.standing) if scene.standing else wrong_of_duty(told, self.duties(scene, line))
        if now != (line.due, line.due_at):
            return None
        place, why = scene.place(line.role), line.why or Text("-", "-")
        first = origin(told, {each.id: each for each in among})
        current = self.current(scene, line, place) if first.about is not About.RIGHT else None
        if isinstance(current, Item):
            return formal.correction_item(current, _told_before(told), why)
        gone = formal.withdrawn_item(
            place, line.key, self.label(scene, first), _told_before(told), why, done_on=current
        )
        return replace(gone, then=formal.stands_now(place.ladder, scene.standing), sequence=line.sequence)

    def current(self, scene: Scene, line: ItemLine, place: Place) -> Item | date | None:
        """Return what is due now; the day it was done, where that was in time; None where nothing is left of it."""
        if scene.standing is None:
            duty = self.duties(scene, line).get(line.key)
            if duty is None or line.due is None:
                return None
            if duty.done is not None:
                return duty.done.on if duty.status is DutyStatus.MET else None
            return items.duty_item(place, duty.obligation, duty.occurrence, scene.calendar, self.now)
        found = scene.standing.deadline(line.key)
        if found is None or line.due is None:
            return None
        if runs(found) or found.status is Status.SUSPENDED:
            return items.deadline_item(place, found, scene.facts, scene.calendar, self.now)
        return found.done_on if found.status is Status.MET else None

    def label(self, scene: Scene, told: ItemLine) -> Text:
        """Return what something that was told is called."""
        if told.about is About.RIGHT:
            return scene.ladder.rights[told.key].label
        return self.called(scene, told, told.key)[0]

    def called(self, scene: Scene, line: ItemLine, key: str) -> tuple[Text, date | None]:
        """Return what something is called, and its due day, if it has one: a deadline, a duty, a right, a proposal."""
        if not line.case:
            duty = self.duties(scene, structs.replace(line, key=key)).get(key)
            number = Text(f"voorstel {key}", f"proposal {key}") if key.isdecimal() else Text(key, key)
            return (items.duty_label(duty.obligation, duty.occurrence), duty.due) if duty else (number, None)
        deadline = scene.standing.deadline(key) if scene.standing else None
        state = scene.ladder.states.get(key.partition("#")[0])
        label = state.label if state else scene.ladder.rights[key].label
        return label, deadline.due if deadline else None

    def no_contact(self, scene: Scene, line: ItemLine) -> Item | None:
        """A role in which something could not be told."""
        return formal.no_contact_item(scene.place(line.role), line.key, *self.called(scene, line, line.earlier))

    def not_delivered(self, scene: Scene, line: ItemLine) -> Item | None:
        """A message that was refused."""
        message = self.tx.messages.get(line.key)
        if message is None:
            return None
        to = recipient(message)
        return formal.not_delivered_item(
            scene.place(line.role), message.id, to, day_of(message.sent_at or message.owed_at), message.why
        )


def _told_before(told: ItemLine) -> Told:
    """Return what was said; the day a right arose or a state began is no due day, and was no appointment."""
    on, dated = day_of(told.settled_at or told.owed_at), told.about in _DUE
    due, due_at = (told.due, told.due_at) if dated else (None, None)
    return Told(on=on, due=due, due_at=due_at, message=told.message, said=_SAID.get(told.about))


_SAID: Final = {
    About.EXPIRED: Text("de termijn was verstreken", "the term had ended"),
    About.RIGHT: Text("dit recht was ontstaan", "this right had arisen"),
}
_DUE: Final = frozenset({About.DEADLINE, About.DUTY, About.EXPIRED, About.CORRECTION})
"""What names a due day; everything else has at most a day on which it began."""

_About = Callable[[Writing, Scene, ItemLine], Item | None]
_ABOUT: Final[dict[About, _About]] = {
    About.DEADLINE: Writing.deadline,
    About.WAITING: Writing.waiting,
    About.MISSING: Writing.missing,
    About.IN_FORCE: Writing.in_force,
    About.DUTY: Writing.duty,
    About.PROPOSAL: Writing.proposal,
    About.EXPIRED: Writing.expired,
    About.RIGHT: Writing.right,
    About.CORRECTION: Writing.correction,
    About.NO_CONTACT: Writing.no_contact,
    About.NOT_DELIVERED: Writing.not_delivered,
}


def recipient(line: MessageLine) -> Recipient:
    """Return who a message is for."""
    return Recipient(name=line.name, email=line.email, language=line.language, role=line.role)


def _what(item: Item) -> Text | None:
    """Return what tells items about one role apart; anything else is told once, in whatever roles somebody reads it."""
    return item.why if item.kind is ItemKind.NO_CONTACT else None


def version(told: Appointment | ItemLine | None, due: date | None, due_at: datetime | None) -> int:
    """Return the version of an appointment: one more than was last told, where the day differs."""
    return told.sequence + ((told.due, told.due_at) != (due, due_at)) if told is not None else 0


def letter(tx: Transaction, line: MessageLine, now: datetime, sights: Sights) -> tuple[Letter | None, list[Said]]:
    """Return what a message says now, with what became of each thing it was to tell; None where nothing is left."""
    items = tx.messages.items(line.id)
    sights.look(tx, {each.case: None for each in items if each.case}, day_of(now))
    writing, told = Writing(sights.context, tx, now, sights), tx.messages.told(line.id)
    said = [writing.said(each, told.get((each.contract, each.case, each.key))) for each in items]
    found_items = [each.item for each in said if each.item]
    once = {(item.kind, item.case, item.contract, item.key, _what(item)): item for item in found_items}
    if not once:
        return None, said
    found = Letter(
        id=line.id, kind=line.kind, recipient=recipient(line), on=day_of(now), at=now, items=tuple(once.values())
    )
    return found, said
