"""Obligations and permissions in a ladder file: what is refused, in both languages, and what the rest becomes."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from pydantic import ValidationError

from escalator.ladders.schema.obligations import ObligationSpec
from escalator.ladders.schema.permissions import PermissionSpec
from escalator.model.due_text import rhythm_told
from escalator.model.errors import InputError
from escalator.model.obligations import Arising, Late, Obligation, ObligationKind, Of, Permission, Trigger
from escalator.model.rhythm import Due, DueKind, Rhythm, RhythmKind, Side, periods_of
from escalator.model.terms import Term
from escalator.model.text import Text

LABEL = {"nl": "x", "en": "x"}
DUTY: dict[str, Any] = {"label": LABEL, "clause": "X1", "owed_by": "contractor"}
PERMISSION: dict[str, Any] = {"label": LABEL, "reading": "standing", "holders": "client"}


def problems(spec: type[ObligationSpec | PermissionSpec], entry: object) -> list[str]:
    """Return what is wrong, in English; each of our own messages must be there in Dutch too."""
    with pytest.raises(ValidationError) as found:
        spec.model_validate(entry)
    for each in found.value.errors():
        assert each["type"] != "rule" or each["ctx"]["nl"] != each["ctx"]["en"]
    return [each["msg"] for each in found.value.errors()]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({}, "Exactly one of these belongs here: recurring, once, after, before, on_request, continuous. Found: -."),
        ({"continuous": True, "once": {"at": "start"}}, "Found: once, continuous."),
        ({"continuous": False}, "Input should be True"),
        ({"continuous": True, "owed_by": []}, "at least 1 item"),
        ({"recurring": {"every": "year"}}, "Exactly one of these belongs here: within, by, in_month, in_week, by_day"),
        ({"recurring": {"every": "year", "by": "1 April", "within": "1 month"}}, "Found: within, by."),
        ({"recurring": {"by": "1 April"}}, "Field required"),
        ({"recurring": {"every": "year", "by": "31 April"}}, "'31 April' is no day of the year; write '1 April'."),
        ({"recurring": {"every": "year", "by": "30 februari"}}, "is no day of the year"),
        ({"recurring": {"every": "year", "by": "1 Avril"}}, "is no day of the year"),
        ({"recurring": {"every": "year", "by": "April 1"}}, "is no day of the year"),
        ({"recurring": {"every": "year", "by": "01 April"}}, "is no day of the year"),
        ({"recurring": {"every": "year", "in_month": "feb"}}, "Input should be 'january', 'february'"),
        ({"recurring": {"every": "year", "within": "30 dagen"}}, "'30 dagen' is not a term"),
        ({"recurring": {"every": "year", "in_week": 0}}, "greater than or equal to 1"),
        ({"recurring": {"every": "year", "by": "1 April", "move_end": True}}, "move_end belongs with within."),
        (
            {"recurring": {"every": "year", "at": "end", "counted_from": "start"}},
            "counted_from belongs with within, by",
        ),
        ({"recurring": {"every": "year", "at": "end", "at_least": 2, "at_most": 1}}, "at_most is less than at_least."),
        ({"recurring": {"every": "to_be_agreed", "by": "1 April"}}, "While the rhythm is open there is no day"),
        ({"recurring": {"every": "year", "at": "end", "except": ["2026-13"]}}, "'2026-13' is no period."),
        ({"once": {"on": "1 July 2027"}}, "'1 July 2027' is no day; write 2026-07-01."),
        ({"after": {"within": "1 month"}}, "Exactly one of these belongs here: event, contract_event, obligation."),
        ({"after": {"event": "a", "obligation": "b", "within": "1 month"}}, "Found: event, obligation."),
        (
            {"after": {"event": "meeting_held"}},
            "belongs here: within, on_named, with_next, no_day",
        ),
        ({"after": {"contract_event": "awarded", "track": "core", "no_day": "in_time"}}, "belong with event."),
        ({"after": {"obligation": "report", "in_state": "meeting", "no_day": "in_time"}}, "belong with event."),
        ({"before": {"obligation": "meeting", "within": "1 day"}}, "Extra inputs are not permitted"),
        ({"on_request": {"within": "1 day", "at_most": 1}}, "at_most and every belong together."),
        ({"on_request": {"within": "1 day", "every": "quarter"}}, "at_most and every belong together."),
        ({"on_request": {"within": "1 day", "every": "to_be_agreed", "at_most": 1}}, "A maximum counts in a period."),
    ],
)
def test_a_duty_that_cannot_be_is_refused(keys: dict[str, object], problem: str) -> None:
    assert any(problem in each for each in problems(ObligationSpec, {**DUTY, **keys}))


def test_everything_that_a_duty_says_is_kept() -> None:
    entry = {
        "label": {"nl": "Rapportage", "en": "Report"},
        "clause": ["R17", "R18"],
        "reading": "same_day",
        "owed_by": ["contractor", "account_manager"],
        "to": "contract_manager",
        "copies": ["participant"],
        "with": "adviser",
        "recurring": {"every": "quarter", "within": "30 days", "at_most": 4},
        "checklist": "report",
        "form": {"nl": "Word", "en": "Word"},
        "note": {"nl": "Agenda", "en": "Agenda"},
        "while_in": ["step1.plan"],
        "not_while_in": "monitoring",
        "done_by": "report_received",
        "late": {"kpi": "management_report", "item": "in_time"},
        "intended": True,
    }
    found = ObligationSpec.model_validate(entry).to_model("report", move_end=False)
    assert found.recurrence is not None
    assert (found.recurrence.every, found.recurrence.times, found.recurrence.at_most) == (
        Rhythm(RhythmKind.QUARTER),
        1,
        4,
    )
    assert found.due == Due(kind=DueKind.WITHIN, term=Term.parse("30 days"), move_end=False)
    assert (found.id, found.label, found.kind) == ("report", Text("Rapportage", "Report"), ObligationKind.RECURRING)
    assert (found.owed_by, found.to, found.copies, found.with_) == (
        ("contractor", "account_manager"),
        ("contract_manager",),
        ("participant",),
        ("adviser",),
    )
    assert (found.checklist, found.form, found.note) == ("report", Text("Word", "Word"), Text("Agenda", "Agenda"))
    assert (found.while_in, found.not_while, found.done_by) == (("step1.plan",), ("monitoring",), ("report_received",))
    assert (found.late, found.intended) == (Late(kpi="management_report", item="in_time"), True)
    assert (found.source.clauses, found.source.readings) == (("R17", "R18"), ("same_day",))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Obligation) == found


@pytest.mark.parametrize(
    ("keys", "kind", "due"),
    [
        ({"once": {"within": "3 months"}}, ObligationKind.ONCE, (DueKind.WITHIN, Side.START)),
        ({"once": {"ahead": "6 months"}}, ObligationKind.ONCE, (DueKind.AHEAD, Side.END)),
        ({"once": {"ahead": "1 month", "counted_from": "start"}}, ObligationKind.ONCE, (DueKind.AHEAD, Side.START)),
        ({"recurring": {"every": "year", "ahead": "1 month"}}, ObligationKind.RECURRING, (DueKind.AHEAD, Side.START)),
        ({"recurring": {"every": "year", "by": "1 mei"}}, ObligationKind.RECURRING, (DueKind.BY, Side.END)),
        ({"on_request": {"no_day": "not_stated"}}, ObligationKind.ON_REQUEST, (DueKind.NO_DAY, Side.END)),
        ({"continuous": True}, ObligationKind.CONTINUOUS, None),
    ],
)
def test_each_kind_counts_from_its_own_end(keys: dict[str, object], kind: ObligationKind, due: object) -> None:
    found = ObligationSpec.model_validate({**DUTY, **keys}).to_model("x")
    assert (found.kind, (found.due.kind, found.due.side) if found.due else None) == (kind, due)


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [
        (
            {"event": "held", "track": "core", "in_state": "step1.plan"},
            Trigger(names=("held",), tracks=("core",), states=("step1.plan",)),
        ),
        ({"contract_event": ["awarded"]}, Trigger(names=("awarded",), of=Of.CONTRACT)),
        ({"obligation": "meeting"}, Trigger(names=("meeting",), of=Of.OBLIGATION)),
    ],
)
def test_a_duty_hangs_on_one_kind_of_thing(keys: dict[str, object], trigger: Trigger) -> None:
    after = ObligationSpec.model_validate({**DUTY, "after": {**keys, "no_day": "in_time"}}).to_model("x")
    before = ObligationSpec.model_validate({**DUTY, "before": {**keys, "ahead": "1 day"}}).to_model("x")
    assert (after.trigger, before.trigger) == (trigger, trigger)


@pytest.mark.parametrize("day", ["1 January", "31 december", "29 February", "1 Mei", "5 MAY"])
def test_a_day_of_the_year_is_written_in_english_or_dutch(day: str) -> None:
    found = ObligationSpec.model_validate({**DUTY, "recurring": {"every": "year", "by": day}}).to_model("x").due
    assert found is not None
    assert found.day == int(day.split(maxsplit=1)[0])


@pytest.mark.parametrize(
    ("text", "nl", "en"),
    [
        ("quarter", "elk kwartaal", "every quarter"),
        ("6 weeks", "elke 6 weken", "every 6 weeks"),
        ("to_be_agreed", "ritme nog af te spreken", "rhythm still to be agreed"),
    ],
)
def test_a_rhythm_is_read_and_told(text: str, nl: str, en: str) -> None:
    rhythm = Rhythm.parse(text)
    assert (str(rhythm), rhythm_told(rhythm)) == (text, Text(nl, en))


def test_a_rhythm_still_to_be_agreed_has_no_periods() -> None:
    assert list(periods_of(Rhythm.parse("to_be_agreed"), date(2026, 7, 1))) == []


@pytest.mark.parametrize("text", ["", "monthly", "every_term", "6", "6 working days", "2 hours", "six weeks"])
def test_nothing_else_is_a_rhythm(text: str) -> None:
    with pytest.raises(InputError, match="is no rhythm"):
        Rhythm.parse(text)


def test_everything_that_a_permission_says_is_kept() -> None:
    entry = {
        **PERMISSION,
        "condition": {"nl": "als …", "en": "when …"},
        "arises": [{"contract_event": "absent", "times": 3}],
        "cost": {"nl": "aanbieder", "en": "provider"},
        "extent": {"nl": "geheel", "en": "in full"},
        "amount": "EUR 500.00",
        "liftable": True,
        "in_state": ["step1.plan"],
    }
    found = PermissionSpec.model_validate(entry).to_model("stop")
    assert (found.holders, found.condition, found.arises) == (
        ("client",),
        Text("als …", "when …"),
        (Arising(event="absent", times=3),),
    )
    assert (found.cost, found.extent) == (Text("aanbieder", "provider"), Text("geheel", "in full"))
    assert (found.amount, found.currency, found.liftable) == (Decimal("500.00"), "EUR", True)
    assert (found.in_states, found.source.readings) == (("step1.plan",), ("standing",))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Permission) == found


@pytest.mark.parametrize(
    "amount", ["500", "EUR 500", "EUR 500,00", "EUR -1.00", "EUR 007.00", "US 5.00", "eur 5.00", "EUR 5.00\n"]
)
def test_an_amount_is_written_in_one_way(amount: str) -> None:
    assert problems(PermissionSpec, {**PERMISSION, "amount": amount}) == [
        f"{amount!r} is no amount; write 'EUR 500.00'."
    ]


def test_the_shapes_have_a_json_schema_for_editors() -> None:
    schema = ObligationSpec.model_json_schema()
    keys = schema["$defs"]["RecurringSpec"]["properties"]
    assert keys["within"]["anyOf"][0]["pattern"].startswith("^[1-9]")
    assert "quarter" in str(keys["every"])
    assert keys["every"]["description"].startswith("How often")
    assert schema["properties"]["to"]["anyOf"][0]["type"] == "string"
    assert PermissionSpec.model_json_schema()["properties"]["amount"]["anyOf"][0]["pattern"].startswith("^[A-Z]{3} ")
