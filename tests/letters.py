"""Letters for tests, made from where cases of the shipped ladders stand. It tests nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from escalator.delivery.addresses import Sender
from escalator.delivery.compose import compose
from escalator.engine.ports.messages import Item, Letter, Message, MessageKind, Recipient, Told
from escalator.engine.ports.records import Proposal
from escalator.engine.telling import formal, items
from escalator.engine.telling.items import Place
from escalator.engine.telling.reasons import why_closed_day, why_corrected
from escalator.model.duties import occurrences
from escalator.model.facts import Fact
from escalator.model.ladder import Ladder
from escalator.model.occurrence import Contract
from escalator.model.standing import Deadline
from escalator.model.text import Language, Text
from tests.ladders import MANAGER, Case, Part, day, shipped

SENDER: Final = Sender("Contractbewaking", "contracten@gemeente.example")
NUMBER: Final = "019d0f3a-0000-7000-8000-000000000001"
EARLIER: Final = "019d0f3a-0000-7000-8000-00000000000e"
WHO: Final[dict[Language, Recipient]] = {
    "nl": Recipient(name="Anna de Vries", email="anna@gemeente.example", language="nl", role="contract_manager"),
    "en": Recipient(name="Ann Freeman", email="ann@gemeente.example", language="en", role="contract_manager"),
}
MONDAY: Final = "2026-04-20"
DAYS: Final = {
    MessageKind.REMINDER: "2026-04-15",
    MessageKind.EXPIRY: "2026-04-21",
    MessageKind.RIGHT: "2026-08-05",
    MessageKind.CORRECTION: "2026-04-23",
}
_EIGHT: Final = 8
_ZONE: Final = ZoneInfo("Europe/Amsterdam")


def at(text: str) -> datetime:
    """Return eight in the morning of a day in Amsterdam."""
    on = day(text)
    return datetime(on.year, on.month, on.day, _EIGHT, tzinfo=_ZONE)


def letter(*told: Item, kind: MessageKind = MessageKind.DIGEST, language: Language = "nl", on: str = "") -> Letter:
    """Return a letter to the contract manager, on a day that goes with its kind unless one is given."""
    on = on or DAYS.get(kind, MONDAY)
    return Letter(id=NUMBER, kind=kind, recipient=WHO[language], on=day(on), at=at(on), items=told)


def message(*told: Item, kind: MessageKind = MessageKind.DIGEST, language: Language = "nl", on: str = "") -> Message:
    """Return that letter written out."""
    return compose(letter(*told, kind=kind, language=language, on=on), SENDER)


def haarlem(case: str = "haarlem-2026-1", *roles: str) -> Place:
    """Return a place in the ladder of Haarlem; the reader is the contract manager unless told otherwise."""
    return Place(
        contract="haarlem",
        contract_name="Beveiliging Haarlem",
        ladder=shipped("haarlem").ladder,
        case=case,
        roles=roles or ("contract_manager",),
    )


def zaanstreek(case: str = "zaan-2026-3") -> Place:
    """Return a place in the ladder of Zaanstreek, where terms expire; the reader is the contract manager."""
    return Place(
        contract="zaan",
        contract_name="Wmo Zaanstreek, Zorg & Zo",
        ladder=shipped("zaanstreek").ladder,
        case=case,
        roles=("contract_manager",),
        link=f"https://contracten.gemeente.example/{case}",
    )


def opened(subject: Ladder, name: str = "letter", on: str = "2026-03-02", **data: Part) -> Case:
    """Return a case of a small ladder in which one event opened a deadline; 2 March 2026 is a Monday."""
    case = Case(subject)
    case.record(name, on, MANAGER, **data)
    return case


def missed(on: str = "2026-04-02") -> Case:
    """Return a case of Haarlem that waits for an improvement plan."""
    case = Case(shipped("haarlem"), track="core", kpis=("compliance",))
    case.record("norm_missed", on, "contract_manager")
    return case


def breached() -> Case:
    """Return a case of Haarlem in which the fourth miss was recorded."""
    case = missed("2026-01-05")
    for miss in ("2026-04-01", "2026-07-01"):
        case.record("norm_missed", miss, "contract_manager")
    case.record("default_notice_sent", "2026-07-03", "contract_manager", cure_by="2026-08-03")
    case.record("norm_missed", "2026-08-04", "contract_manager")
    return case


def lettered(plan_by: str = "2026-04-20") -> Case:
    """Return a case of Zaanstreek that waits for a plan by the day in the letter."""
    case = Case(shipped("zaanstreek"), kpis=("care_start",))
    case.record("shortcoming_found", "2026-03-30", "contract_manager")
    case.record("meeting_held", "2026-04-01", "contract_manager", outcome="improvable")
    case.record("letter_sent", "2026-04-02", "contract_manager", realise_by="2026-06-30", plan_by=plan_by)
    return case


def facts(case: Case) -> dict[str, Fact]:
    """Return the facts of a case by id."""
    return {fact.id: fact for fact in case.facts}


def deadline(case: Case, name: str, on: str) -> Deadline:
    """Return a deadline as it stands on a day."""
    found = case.stand(on).deadline(name)
    assert found is not None
    return found


def due(place: Place, case: Case, name: str, on: str, *, sequence: int = 0) -> Item:
    """Return the item of a deadline on a day."""
    calendar = case.procedure.calendar
    return items.deadline_item(place, deadline(case, name, on), facts(case), calendar, at(on), sequence=sequence)


def duty(name: str, on: str, until: str = "2026-12-31", start: str = "2026-01-01") -> Item:
    """Return the item of the first time that a duty of Haarlem falls due."""
    place, procedure = haarlem(""), shipped("haarlem")
    owed = place.ladder.obligations[name]
    first = next(iter(occurrences(owed, day(start), day(until), Contract(start=day(start)), procedure.calendar)))
    return items.duty_item(place, owed, first, procedure.calendar, at(on))


def digest(on: str = MONDAY) -> tuple[Item, ...]:
    """Return one of everything that a digest can hold."""
    plan, place = missed(), haarlem()
    proposed = Proposal(
        contract="zaan",
        seq=7,
        event="shortcoming_found",
        case=None,
        data={},
        reason=Text("Resultaat behaald, 2025: 64,9 is minder dan 65.", "Result achieved, 2025: 64.9 is below 65."),
        made_on=date(2026, 4, 17),
    )
    return (
        due(place, plan, "step1.plan", on),
        due(zaanstreek(), lettered(), "step2.plan", on),
        due(zaanstreek("zaan-2026-4"), lettered("2026-04-28"), "step2.plan", on),
        duty("quarterly_report", on),
        duty("baseline_measurement", on),
        items.waiting_item(replace(place, case="haarlem-2026-2"), "step3.notice", date(2026, 4, 1)),
        items.missing_item(zaanstreek("zaan-2026-5"), "step2.realisation", date(2026, 4, 14)),
        items.proposal_item(zaanstreek(""), proposed),
        items.in_force_item(replace(place, case="haarlem-2025-1"), "suspend_payment", date(2026, 3, 2)),
    )


def expiry() -> Item:
    """Return a term that has ended, and moved its case."""
    case = lettered()
    step = next(each for each in case.stand("2026-04-21").path if each.fact is None)
    return formal.expired_item(zaanstreek(), deadline(case, "step2.plan", "2026-04-21"), facts(case), step)


def right(name: str = "dissolve", place: Place | None = None) -> Item:
    """Return a right that has arisen in the case that was breached."""
    found = next(each for each in breached().stand("2026-08-04").rights if each.name == name)
    return formal.right_item(place or haarlem(), name, found.openings[-1])


def moved() -> Item:
    """Return a deadline that a closed day has moved after people were told."""
    now = due(haarlem(), missed(), "step1.plan", "2026-04-15", sequence=1)
    why = why_closed_day(date(2026, 4, 10), Text("brugdag van de organisatie", "bridging day of the organisation"))
    earlier = Told(on=date(2026, 4, 9), due=date(2026, 4, 17), message=EARLIER)
    return formal.correction_item(now, earlier, why)


def in_time() -> Item:
    """Return a deadline of which a plan recorded late says that it was met in time."""
    case = missed()
    case.record("plan_submitted", "2026-04-14", "contractor", recorded="2026-04-22T10:00+02:00")
    why = why_corrected(case.facts[-1], case.procedure.ladder)
    earlier = Told(on=date(2026, 4, 20), due=date(2026, 4, 17), message=EARLIER)
    label = case.procedure.ladder.states["step1.plan"].label
    done_on = deadline(case, "step1.plan", "2026-04-22").done_on
    found = formal.withdrawn_item(haarlem(), "step1.plan", label, earlier, why, done_on=done_on, sequence=1)
    return replace(found, then=formal.stands_now(case.procedure.ladder, case.stand("2026-04-22")))


def retracted() -> Item:
    """Return a deadline of a case whose opening fact was retracted."""
    case = missed()
    case.record("fact_retracted", "2026-04-22", "contract_manager", fact=case.facts[0].id, reason="verkeerd contract")
    earlier = Told(on=date(2026, 4, 20), due=date(2026, 4, 17), message=EARLIER)
    label = case.procedure.ladder.states["step1.plan"].label
    return formal.withdrawn_item(
        haarlem("haarlem-2026-3"), "step1.plan", label, earlier, why_corrected(case.facts[-1], case.procedure.ladder)
    )


def undone() -> Item:
    """Return a right that arose, and had not after all: the miss it rested on was retracted."""
    case, place = breached(), haarlem("haarlem-2026-4")
    case.record("fact_retracted", "2026-08-06", "contract_manager", fact=case.facts[-1].id, reason="verkeerd contract")
    arisen = Text("dit recht was ontstaan", "this right had arisen")
    earlier = Told(on=date(2026, 8, 5), message=EARLIER, said=arisen)
    label, why = place.ladder.rights["dissolve"].label, why_corrected(case.facts[-1], place.ladder)
    found = formal.withdrawn_item(place, "dissolve", label, earlier, why)
    return replace(found, then=formal.stands_now(place.ladder, case.stand("2026-08-06")))


def no_contact() -> Item:
    """Return a role that nobody has, of whom a deadline could not be told."""
    label = haarlem().ladder.states["step1.approval"].label
    return formal.no_contact_item(haarlem(), "department_manager", label, date(2026, 4, 20))


def not_delivered() -> Item:
    """Return a message that a mail server refused."""
    gone = Recipient(name="Piet Bakker", email="piet@leverancier.example", language="nl", role="contractor")
    return formal.not_delivered_item(haarlem(""), EARLIER, gone, date(2026, 4, 17), "550 5.1.1 no such user")


KINDS: Final[dict[MessageKind, Callable[[], tuple[Item, ...]]]] = {
    MessageKind.DIGEST: digest,
    MessageKind.REMINDER: lambda: (due(haarlem(), missed(), "step1.plan", DAYS[MessageKind.REMINDER]),),
    MessageKind.EXPIRY: lambda: (expiry(),),
    MessageKind.RIGHT: lambda: (right(),),
    MessageKind.CORRECTION: lambda: (moved(), replace(in_time(), case="haarlem-2026-2"), retracted(), undone()),
    MessageKind.NO_CONTACT: lambda: (no_contact(),),
    MessageKind.NOT_DELIVERED: lambda: (not_delivered(),),
}
"""One message of each kind."""
