"""Items say what is due, why that day and what to type, and never more than the facts do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from escalator.engine.ports.messages import Action, Item, ItemKind, Recipient, Told
from escalator.engine.telling import formal, items
from escalator.engine.telling.items import Place
from escalator.model.events import FieldType
from escalator.model.ladder import Ladder
from escalator.model.obligations import Obligation, ObligationKind
from escalator.model.occurrence import Occurrence
from escalator.model.standing import Deadline, RightOpening
from escalator.model.text import Text
from tests.ladders import (
    CONTRACTOR,
    DIRECTOR,
    MANAGER,
    WEEK,
    Case,
    Part,
    adjustable,
    deadline,
    event,
    expires,
    field,
    label,
    ladder,
    moment,
    named,
    on,
    planned,
    right,
    state,
    within,
)
from tests.letters import at, facts, opened
from tests.letters import deadline as deadline_of

NOON = at("2026-03-09")


def place(subject: Ladder, *roles: str, case: str = "small-1") -> Place:
    return Place(contract="small", contract_name="Small", ladder=subject, case=case, roles=roles or (MANAGER,))


def found(case: Case, on_day: str, name: str = "plan") -> Deadline:
    return deadline_of(case, name, on_day)


def item(case: Case, on_day: str, *roles: str, name: str = "plan") -> Item:
    subject = case.procedure.ladder
    return items.deadline_item(place(subject, *roles), found(case, on_day, name), facts(case), WEEK, at(on_day))


@pytest.mark.parametrize(
    ("on_day", "kind", "days"),
    [
        ("2026-03-02", ItemKind.DEADLINE_BEFORE, 5),
        ("2026-03-07", ItemKind.DEADLINE_BEFORE, 1),
        ("2026-03-09", ItemKind.DEADLINE_TODAY, 0),
        ("2026-03-10", ItemKind.DEADLINE_OVERDUE, 1),
        ("2026-03-16", ItemKind.DEADLINE_OVERDUE, 5),
    ],
)
def test_the_day_decides_what_a_reminder_says(on_day: str, kind: ItemKind, days: int) -> None:
    told = item(opened(planned(within("5 working days"))), on_day)
    assert (told.kind, told.days, told.due) == (kind, days, date(2026, 3, 9))


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        ("2026-03-04T09:59+01:00", ItemKind.DEADLINE_TODAY),
        ("2026-03-04T10:00+01:00", ItemKind.DEADLINE_TODAY),
        ("2026-03-04T10:01+01:00", ItemKind.DEADLINE_OVERDUE),
        ("2026-03-03T23:59+01:00", ItemKind.DEADLINE_BEFORE),
    ],
)
def test_a_term_in_hours_is_overdue_at_its_moment(now: str, kind: ItemKind) -> None:
    case = opened(planned(within("48 hours")), at="2026-03-02T10:00+01:00")
    subject = case.procedure.ladder
    told = items.deadline_item(place(subject), found(case, "2026-03-02"), facts(case), WEEK, moment(now))
    assert told.kind is kind
    assert told.due_at == moment("2026-03-04T10:00+01:00")
    assert told.why == Text(
        '48 uur na "letter (nl)" op maandag 2 maart 2026 om 10.00 uur.',
        '48 hours after "letter (en)" on Monday 2 March 2026 at 10:00.',
    )
    assert told.actions[0].command.endswith("--at 'YYYY-MM-DD HH:MM'")


def test_beyond_the_calendars_years_there_is_no_number_of_days() -> None:
    case = opened(planned(within("5 working days")))
    subject = case.procedure.ladder
    small = replace(WEEK, first=date(2026, 3, 3))
    assert items.deadline_item(place(subject), found(case, "2026-03-02"), {}, small, at("2026-03-02")).days is None


@pytest.mark.parametrize(
    ("role", "on_day", "told"),
    [
        (CONTRACTOR, "2026-03-02", "See that this is done by that day."),
        (CONTRACTOR, "2026-03-10", "Do this after all, as soon as you can."),
        (MANAGER, "2026-03-02", "Keep an eye on this, and record it once it happens."),
        (MANAGER, "2026-03-10", "Take it up with contractor (en), and record it if it happens after all."),
    ],
)
def test_what_to_do_depends_on_who_reads_it(role: str, on_day: str, told: str) -> None:
    made = item(opened(planned(within("5 working days"))), on_day, role)
    assert made.to_do is not None
    assert made.to_do.en == told
    assert made.owed_by[0].en == ("you (contractor (en))" if role == CONTRACTOR else "contractor (en)")
    assert made.then is None


def test_an_expiry_ahead_is_told_until_its_day_has_passed() -> None:
    subject = planned(within("5 working days"), expiry=[expires("check"), expires("start", "overdue")])
    told = item(opened(subject), "2026-03-09")
    assert told.then == Text(
        "Gebeurt het niet, dan gaat het dossier op dinsdag 10 maart 2026 vanzelf naar: check (nl) of start (nl).",
        "If it is not done, the case moves by itself on Tuesday 10 March 2026 to: check (en) or start (en).",
    )
    assert item(opened(subject), "2026-03-10").then is None


def test_an_expiry_that_leads_nowhere_else_is_told_as_such() -> None:
    subject = planned(within("5 working days"), expiry=[expires(None)])
    told = item(opened(subject), "2026-03-09").then
    assert told is not None
    assert told.en == "If it is not done, that counts in the case by itself on Tuesday 10 March 2026."


def test_nobody_owes_what_all_have_approved() -> None:
    case = opened(planned(within("5 working days")))
    subject = case.procedure.ladder
    nobodys = replace(found(case, "2026-03-02"), owed_by=())
    told = items.deadline_item(place(subject), nobodys, facts(case), WEEK, at("2026-03-02"))
    assert (told.owed_by, told.to_do) == ((), None)


# Duties and what waits


def duty(**more: Part) -> Obligation:
    made = Obligation(id="report", label=label("report"), kind=ObligationKind.ONCE, owed_by=(CONTRACTOR,))
    return replace(made, **more)


def owed(due: date | None) -> Occurrence:
    return Occurrence(
        id="report:1", obligation="report", due=due, counted_from=date(2026, 3, 2), why=label("within a week")
    )


@pytest.mark.parametrize(
    ("due", "kind"),
    [
        (date(2026, 3, 10), ItemKind.DUTY_BEFORE),
        (date(2026, 3, 9), ItemKind.DUTY_TODAY),
        (date(2026, 3, 6), ItemKind.DUTY_OVERDUE),
        (None, ItemKind.DUTY_TODAY),
    ],
)
def test_a_duty_is_told_like_a_deadline(due: date | None, kind: ItemKind) -> None:
    subject = planned(within("5 working days"))
    told = items.duty_item(place(subject, case=""), duty(), owed(due), WEEK, at("2026-03-09"))
    assert (told.kind, told.due, told.key) == (kind, due, "report:1")
    assert told.days == (None if due is None else 0 if kind is ItemKind.DUTY_TODAY else 1)
    assert told.since == (date(2026, 3, 2) if due is None else None)
    assert told.why == Text("Within a week (nl).", "Within a week (en).")
    assert [each.command for each in told.actions] == [
        "escalator obligations done small report --occurrence report:1 --role contractor"
    ]


def test_a_duty_that_an_event_performs_is_recorded_as_that_event() -> None:
    subject = planned(within("5 working days"))
    told = items.duty_item(place(subject), duty(done_by=("sent",)), owed(None), WEEK, at("2026-03-09"))
    assert [each.command for each in told.actions] == ["escalator record small-1 sent --role manager"]


def test_a_duty_to_measure_is_performed_by_a_result() -> None:
    subject = planned(within("5 working days"))
    for key, more in (("measure:kpi:2026-Q1", ""), ("measure:kpi:2026-Q1@north", " --region north")):
        one = replace(owed(None), id=key, period="2026-Q1")
        told = items.duty_item(
            place(subject, DIRECTOR), duty(id="measure:kpi", owed_by=(MANAGER, DIRECTOR)), one, WEEK, NOON
        )
        assert [each.command for each in told.actions] == [
            f"escalator measure small kpi '…' --period 2026-Q1{more} --role director"
        ]


def test_what_else_performs_a_duty_can_be_told() -> None:
    own = (Action(label("own"), "own command"),)
    told = items.duty_item(place(planned(within("1 day"))), duty(), owed(None), WEEK, NOON, actions=own)
    assert told.actions == own


def test_a_missing_day_can_be_set_where_the_contract_allows_it() -> None:
    for adjusting, wanted in ((adjustable(), "escalator adjust small-1 plan"), (None, "escalator case show small-1")):
        subject = planned(named("plan_by"), adjustable=adjusting)
        told = items.missing_item(place(subject), "plan", date(2026, 3, 2))
        assert told.actions[0].command.startswith(wanted)


def test_an_approval_is_asked_of_the_reader_first() -> None:
    approving = event(
        "agreed",
        field("extent", FieldType.CHOICE, choices=("part", "whole"), required=True),
        field("why", FieldType.TEXT, required=True),
        field("also"),
        by=(MANAGER, DIRECTOR),
        all_of=True,
    )
    waiting = deadline(within("5 working days"), waits_for=["agreed"], owed_by=())
    subject = ladder(
        [state("start", on("letter", "plan")), state("plan", on("agreed", "done"), deadline=waiting)],
        [event("letter"), approving],
    )
    told = item(opened(subject), "2026-03-02", DIRECTOR)
    assert told.actions[0].command == (
        "escalator record small-1 agreed --role director --set extent=part/whole --set 'why=…'"
    )


# Formal items


def test_an_expiry_by_the_hour_is_told_by_the_moment() -> None:
    subject = planned(within("48 hours"), expiry=[expires("check")])
    case = opened(subject, at="2026-03-02T10:00+01:00")
    ahead = item(case, "2026-03-03").then
    assert ahead is not None
    assert (
        ahead.en == "If it is not done, the case moves by itself after Wednesday 4 March 2026 at 10:00 to: check (en)."
    )
    step = next(each for each in case.stand("2026-03-05").path if each.fact is None)
    told = formal.expired_item(place(subject), found(case, "2026-03-05"), facts(case), step)
    assert told.due_at == moment("2026-03-04T10:00+01:00")
    assert told.actions[0].command == (
        "escalator record small-1 sent --role manager --on YYYY-MM-DD --at 'YYYY-MM-DD HH:MM'"
    )


def test_a_right_that_must_carry_data_asks_for_it() -> None:
    subject = ladder([state("start")], [], [right("stop", requires=("grounds", "amount"))])
    told = formal.right_item(place(subject), "stop", RightOpening(date(2026, 3, 2), None, "start"))
    assert told.since == date(2026, 3, 2)
    assert told.actions[0].command == (
        "escalator right exercise small-1 stop --role manager --grounds '…' --amount 0.00"
    )


def test_a_message_to_nobodys_role_asks_for_no_contact() -> None:
    subject = planned(named("plan_by"))
    gone = Recipient(name="Anna", email="anna@x.example", language="nl")
    assert formal.not_delivered_item(place(subject), "1", gone, date(2026, 3, 2), "550 no").actions == ()


def test_a_correction_keeps_how_it_is_now() -> None:
    now = item(opened(planned(within("5 working days"))), "2026-03-02")
    earlier = Told(on=date(2026, 2, 27), due=date(2026, 3, 6))
    told = formal.correction_item(now, earlier, label("why"))
    assert (told.kind, told.due, told.earlier, told.why) == (ItemKind.CORRECTION, now.due, earlier, label("why"))
    assert told.actions == now.actions
