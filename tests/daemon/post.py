"""An engine, a clock moved by hand and an inbox that keeps what is delivered. It tests nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from escalator.delivery.addresses import Sender
from escalator.delivery.appointments import feed
from escalator.delivery.compose import compose
from escalator.engine.context import Outlets
from escalator.engine.ports.channel import Delivered, Outcome
from escalator.engine.ports.ledger import MAIL
from escalator.engine.ports.messages import Item, Letter, Message
from escalator.engine.rounds import Round
from escalator.model.ladder import Ladder
from escalator.testing import Clock
from escalator.wiring import load_ladder, open_engine

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SENDER = Sender("Escalator", "escalator@example.org")
MANAGER, CONTRACTOR, DIRECTOR = "mo@gemeente.example", "ans@bedrijf.example", "dirk@gemeente.example"


def at(day: date | str, hour: int = 8, minute: int = 0) -> datetime:
    """Return a moment by the clocks of Amsterdam."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time(hour, minute), AMSTERDAM)


@dataclass
class Inbox:
    """A channel that takes everything, unless it was told how the next tries end."""

    clock: Clock
    got: list[tuple[datetime, Message]] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    def deliver(self, message: Message) -> Outcome:
        """Take a message."""
        answer = self.answers.pop(0) if self.answers else Delivered("250 ok")
        if isinstance(answer, Delivered):
            self.got.append((self.clock.now(), message))
        return answer

    def close(self) -> None:
        """Nothing is open."""


class Post:
    """An engine whose messages arrive here."""

    def __init__(self, start: str = "2026-03-02", url: str = "sqlite://", clock: Clock | None = None) -> None:
        self.clock = clock or Clock(at(start, 12))
        self.inbox = Inbox(self.clock)
        self.letters: list[Letter] = []
        self.engine = open_engine(url, clock=self.clock, outlets=self.outlets())

    def outlets(self) -> Outlets:
        """Return the way to the inbox."""
        return Outlets(
            {MAIL: self.inbox},
            self._compose,
            lambda items, at, language, name: feed(items, at=at, language=language, sender=SENDER, name=name),
        )

    def _compose(self, letter: Letter) -> Message:
        self.letters.append(letter)
        return partial(compose, sender=SENDER)(letter)

    def haarlem(self, *, contractor: bool = True, director: bool = False) -> str:
        """Add a contract with contacts, and open a case; the contractor has ten working days for a plan."""
        engine = self.engine
        engine.add_contract("haarlem", self.without_duties("haarlem"), start=date(2026, 1, 1))
        engine.add_contact("haarlem", "contract_manager", name="Mo", email=MANAGER)
        if contractor:
            engine.add_contact("haarlem", "contractor", name="Ans", email=CONTRACTOR, language="en")
        if director:
            engine.add_contact("haarlem", "department_manager", name="Dirk", email=DIRECTOR)
        return self.open()

    def without_duties(self, name: str) -> Ladder:
        """Return a ladder in which nothing is owed but in cases, so that only cases are told of."""
        found, _ = load_ladder(name, {})
        kpis = {key: replace(kpi, every=None) for key, kpi in found.kpis.items()}
        found = replace(found, obligations={}, kpis=kpis)
        return replace(found, digest=self.engine.digest(found))

    def open(self, kpi: str = "compliance") -> str:
        """Open another case."""
        return self.engine.open_case("haarlem", kpis=(kpi,), role="contract_manager").case.id

    def round(self, moment: datetime | None = None) -> Round:
        """Move the clock, and do a round."""
        if moment is not None:
            self.clock.move_to(moment)
        return self.engine.tick()

    def run_until(self, until: datetime) -> None:
        """Do a round at each moment at which the engine asks for one, as a daemon does."""
        while (found := self.engine.tick().next_at) is not None and found <= until:
            self.clock.move_to(found)
        self.clock.move_to(until)
        self.engine.tick()

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Moment (in Amsterdam), recipient and kind of all that arrived."""
        return [
            (f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}", message.recipient.email, message.kind.value)
            for moment, message in self.inbox.got
        ]

    def items(self, email: str | None = None) -> list[Item]:
        """Return what was told, to one person or to all."""
        arrived = {message.id for _, message in self.inbox.got}
        letters = [each for each in self.letters if each.id in arrived and email in {None, each.recipient.email}]
        return [item for letter in letters for item in letter.items]


def days(start: str, number: int) -> list[date]:
    """Return so many days from one on."""
    return [date.fromisoformat(start) + timedelta(days=n) for n in range(number)]
