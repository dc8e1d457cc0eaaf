"""Duties that hang on something: an event, a plan, a request, a state, a KPI. Duties as the contracts state them."""

from datetime import date
from decimal import Decimal
from typing import Any

from escalator.ladders.schema.kpis import KpiSpec
from escalator.ladders.schema.permissions import PermissionSpec
from escalator.model.due_days import DueDay, Span, due_day
from escalator.model.duties import arisen, due_after, measuring
from escalator.model.obligations import Obligation, ObligationKind, Of
from escalator.model.occurrence import Contract, Happened, Happening, Stay
from escalator.model.rhythm import Due, DueKind, NoDay
from escalator.model.text import Text
from tests.owing import LABEL, START, WEEKDAYS, days, duty, owed


def test_a_duty_after_an_event() -> None:
    minutes = duty("minutes", after={"event": ["meeting_held", "call_held"], "within": "10 working days"})
    contract = Contract(
        start=START,
        happenings=(
            Happening(id="f2", name="call_held", on=date(2026, 12, 24)),
            Happening(id="f1", name="meeting_held", on=date(2026, 9, 2)),
            Happening(id="f3", name="meeting_held", on=date(2026, 10, 1), how=Happened.PLANNED),
            Happening(id="f4", name="meeting_held", on=date(2026, 10, 1), of=Of.CONTRACT),
            Happening(id="f5", name="plan_submitted", on=date(2026, 10, 1)),
        ),
    )
    assert days(minutes, contract) == [("minutes:f1", "2026-09-16"), ("minutes:f2", "2027-01-08")]
    assert owed(minutes, contract)[0].why.en == "within 10 working days after meeting_held on 2026-09-02"
    assert due_after(minutes, date(2026, 9, 2), WEEKDAYS) == date(2026, 9, 16)


def test_a_duty_after_an_event_only_on_a_track_or_in_a_state() -> None:
    plan = duty(after={"event": "norm_missed", "track": "satisfaction", "in_state": "meeting", "no_day": "in_time"})
    found = Contract(
        start=START,
        happenings=tuple(
            Happening(id=f"{track}-{state}", name="norm_missed", on=START, track=track, state=state)
            for track in ("satisfaction", "management_report")
            for state in ("meeting", "plan")
        ),
    )
    assert [each.id for each in owed(plan, found)] == ["report:satisfaction-meeting"]


def test_a_duty_by_a_day_that_the_event_or_a_deadline_names() -> None:
    repair = duty("repair", after={"event": "shortcoming_recorded", "on_named": ["repair_by", "level1.repair"]})
    named = {"level1.repair": date(2026, 10, 9), "repair_by": date(2026, 10, 2)}
    happenings = (
        Happening(id="f1", name="shortcoming_recorded", on=date(2026, 9, 1), days=named),
        Happening(id="f2", name="shortcoming_recorded", on=date(2026, 9, 8), days={"level1.repair": date(2026, 10, 9)}),
        Happening(id="f3", name="shortcoming_recorded", on=date(2026, 9, 9)),
    )
    found = owed(repair, Contract(start=START, happenings=happenings))
    assert [(each.id, str(each.due)) for each in found] == [
        ("repair:f3", "None"),
        ("repair:f1", "2026-10-02"),
        ("repair:f2", "2026-10-09"),
    ]
    assert found[0].why == Text(
        "op de dag die repair_by, level1.repair noemt", "on the day that repair_by, level1.repair names"
    )
    assert due_after(repair, date(2026, 9, 1), WEEKDAYS, named) == date(2026, 10, 2)
    assert due_after(repair, date(2026, 9, 1), WEEKDAYS) is None


def test_a_duty_together_with_another() -> None:
    report = duty("report", recurring={"every": "quarter", "within": "30 days"})
    tell = duty("tell", after={"event": "norm_missed", "with_next": "report"})
    happened = (
        Happening(id="f1", name="norm_missed", on=date(2026, 10, 30)),
        Happening(id="f2", name="norm_missed", on=date(2026, 10, 31)),
    )
    contract = Contract(start=START, happenings=happened, obligations={"report": report, "tell": tell})
    assert days(tell, contract) == [("tell:f1", "2026-10-30"), ("tell:f2", "2027-02-01")]
    second = owed(tell, contract)[1]
    assert second.why.en == "together with report: within 30 days after the end of 2026-Q4"
    assert second.reckoning is not None


def test_together_with_nothing_there_is_no_day() -> None:
    tell = duty("tell", after={"event": "norm_missed", "with_next": "report"})
    back = duty("report", after={"event": "norm_missed", "with_next": "tell"})
    undated = duty("report", recurring={"every": "quarter", "no_day": "in_time"})
    happened = (Happening(id="f1", name="norm_missed", on=date(2026, 10, 30)),)
    for others in ({}, {"report": undated}, {"report": back, "tell": tell}):
        contract = Contract(start=START, happenings=happened, obligations=others)
        assert [(each.due, each.why.en) for each in owed(tell, contract)] == [(None, "together with report")]


def test_a_duty_before_something_planned_is_counted_back_and_never_moved() -> None:
    report = duty("report", before={"obligation": "meeting", "ahead": "1 day"})
    planned = Happening(id="m1", name="meeting", on=date(2027, 1, 4), of=Of.OBLIGATION, how=Happened.PLANNED)
    held = Happening(id="m2", name="meeting", on=date(2027, 2, 1), of=Of.OBLIGATION)
    contract = Contract(start=START, happenings=(planned, held))
    assert days(report, contract) == [("report:m1", "2027-01-03")]
    in_working_days = duty("report", before={"obligation": "meeting", "ahead": "1 working day"})
    assert days(in_working_days, contract) == [("report:m1", "2026-12-31")]


def asked(*days_asked: date) -> Contract:
    happened = [
        Happening(id=f"r{number}", name="overview", on=day, of=Of.OBLIGATION, how=Happened.REQUESTED)
        for number, day in enumerate(days_asked, 1)
    ]
    return Contract(start=START, happenings=tuple(happened))


def test_a_duty_on_request() -> None:
    overview = duty("overview", on_request={"within": "5 working days"})
    other = duty("hours", on_request={"no_day": "not_stated"})
    contract = asked(date(2026, 9, 2))
    assert days(overview, contract) == [("overview:r1", "2026-09-09")]
    assert owed(other, contract) == ()
    assert due_after(overview, date(2026, 9, 2), WEEKDAYS) == date(2026, 9, 9)


def test_a_request_beyond_the_cap_makes_no_duty() -> None:
    capped = duty("overview", on_request={"within": "1 day", "at_most": 1, "every": "quarter"})
    contract = asked(date(2026, 9, 22), date(2026, 9, 2), date(2026, 10, 1), date(2026, 6, 30), date(2026, 6, 30))
    found = owed(capped, contract, start=date(2026, 1, 1))
    assert [(each.id, each.due is None, each.excused is None) for each in found] == [
        ("overview:r4", False, True),
        ("overview:r5", False, True),
        ("overview:r2", False, True),
        ("overview:r1", True, False),
        ("overview:r3", False, True),
    ]
    assert found[3].excused == Text(
        "Vaker gevraagd dan afgesproken in 2026-Q3.", "Asked for more often than agreed in 2026-Q3."
    )


def test_a_continuous_duty() -> None:
    found = owed(duty("help", continuous=True))
    assert [(each.id, each.due, each.counted_from, each.why.nl) for each in found] == [
        ("help", None, START, "doorlopend")
    ]


STAYS = (
    Stay(case="c1", state="level3.investigation", first=date(2026, 8, 1), last=date(2026, 9, 30)),
    Stay(case="c2", state="level3.investigation", first=date(2027, 1, 1)),
    Stay(case="c2", state="green", first=date(2026, 7, 1), last=date(2026, 12, 31)),
)


def test_a_duty_owed_while_a_case_is_in_a_state() -> None:
    helping = duty("help", continuous=True, while_in="level3.investigation")
    contract = Contract(start=START, stays=STAYS)
    assert [each.id for each in owed(helping, contract)] == [
        "help:c1:level3.investigation:2026-08-01",
        "help:c2:level3.investigation:2027-01-01",
    ]
    assert owed(helping) == ()


def test_a_tighter_rhythm_takes_the_place_of_another_while_a_state_lasts() -> None:
    contract = Contract(start=START, stays=STAYS)
    tight = duty("tight", recurring={"every": "month", "at_end_of": "period"}, while_in="level3.investigation")
    usual = duty("usual", recurring={"every": "quarter", "at_end_of": "period"}, not_while_in="level3.investigation")
    assert [str(each.due) for each in owed(tight, contract, until=date(2027, 2, 28))] == [
        "2026-08-31",
        "2026-09-30",
        "2027-01-31",
        "2027-02-28",
    ]
    assert [str(each.due) for each in owed(usual, contract, until=date(2027, 6, 30))] == ["2026-12-31"]
    after = duty("minutes", after={"event": "held", "within": "1 month"}, while_in="level3.investigation")
    held = (
        Happening(id="f1", name="held", on=date(2026, 9, 30)),
        Happening(id="f2", name="held", on=date(2026, 10, 1)),
    )
    in_state = Contract(start=START, stays=STAYS, happenings=held)
    assert [each.id for each in owed(after, in_state)] == ["minutes:f1"]


def test_measuring_is_a_duty_in_the_kpis_rhythm() -> None:
    entry = {
        "label": {"nl": "Tevredenheid", "en": "Satisfaction"},
        "measured_by": "provider",
        "clause": "Z26",
        "every": "year",
        "due": {"by": "1 April"},
        "norm": {"at_least": Decimal("8.5")},
        "exempt": [
            {"of": "measuring", "periods": ["2027"], "contract_years": [3]},
            {"of": "consequence", "periods": ["2026"]},
        ],
    }
    found = measuring(KpiSpec.model_validate(entry).to_model("satisfaction"))
    assert found is not None
    assert (found.owed_by, found.source.clauses, found.label.nl) == (("provider",), ("Z26",), "Meten: Tevredenheid")
    assert days(found, until=date(2030, 12, 31)) == [("2026", "2027-04-01"), ("2029", "2030-04-01")]
    assert owed(found)[0].id == "measure:satisfaction:2026"


def test_measuring_without_a_day_or_a_rhythm() -> None:
    entry = {"label": LABEL, "measured_by": "provider", "norm": {"at_least": 7}}
    assert measuring(KpiSpec.model_validate(entry).to_model("x")) is None
    yearly = measuring(KpiSpec.model_validate({**entry, "every": "year"}).to_model("x"))
    assert yearly is not None
    assert days(yearly, until=date(2026, 12, 31)) == [("2026", "None")]


def test_a_permission_arises_by_count() -> None:
    entry = {
        "label": LABEL,
        "holders": "client",
        "clause": "Z16",
        "arises": [{"contract_event": "unexcused"}, {"contract_event": "absent", "times": 3}],
    }
    permission = PermissionSpec.model_validate(entry).to_model("no_invitation")

    def absent(day: int, name: str = "absent", **keys: Any) -> Happening:
        return Happening(**{"id": f"{name}{day}", "name": name, "on": date(2026, 9, day), "of": Of.CONTRACT, **keys})

    assert arisen(permission, ()) is None
    assert arisen(permission, [absent(1), absent(2)]) is None
    assert arisen(permission, [absent(9), absent(1), absent(5)]) == date(2026, 9, 9)
    assert arisen(permission, [absent(9), absent(1), absent(5), absent(7, "unexcused")]) == date(2026, 9, 7)
    assert arisen(permission, [absent(day, how=Happened.PLANNED) for day in (1, 2, 3)]) is None
    assert arisen(permission, [absent(day, of=Of.CASE) for day in (1, 2, 3)]) is None


def test_rules_made_by_hand_that_lack_something_have_no_day() -> None:
    bare = Obligation(id="x", label=Text("x", "x"), kind=ObligationKind.RECURRING, owed_by=("client",))
    assert [each.due for each in owed(bare)] == [None]
    for kind in (ObligationKind.AFTER, ObligationKind.BEFORE):
        assert owed(Obligation(id="x", label=Text("x", "x"), kind=kind, owed_by=("client",)), asked(START)) == ()
    single = Obligation(id="x", label=Text("x", "x"), kind=ObligationKind.ONCE, owed_by=("client",))
    assert [each.due for each in owed(single)] == [None]
    assert due_after(single, START, WEEKDAYS) is None
    span = Span(START, START, Text("nu", "now"))
    nothing = due_day(Due(kind=DueKind.NO_DAY, why=NoDay.AS_SOON_AS_POSSIBLE), span, WEEKDAYS)
    assert nothing == DueDay(why=Text("zo snel als mogelijk", "as soon as possible"))
