"""The parts of a ladder fit together, or a finding says which does not: names, ways in and out, days there can be."""

import pytest

from tests.small_ladder import changed, ladder, line_of, told, told_of


def test_the_small_ladder_is_right() -> None:
    assert told() == []
    assert ladder().initial == "start"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("missed: {to: answer,", "mised: {to: answer,", "Unknown event: 'mised'. Did you mean 'missed'?"),
        ("{to: answer,", "{to: answr,", "Unknown state: 'answr'. Did you mean 'answer'?"),
        ("waits_for: answered", "waits_for: anwered", "Unknown event: 'anwered'. Did you mean 'answered'?"),
        ("waits_for: answered", "waits_for: finished", "finished cannot happen in answer"),
        ("owed_by: contractor\n      expires", "owed_by: boss\n      expires", "Unknown role: 'boss'"),
        ("count(missed) > 2", "count(answered, kind=['ful']) > 2", "kind: Unknown value: 'ful'"),
        ("expires: {to: late,", "expires: {to: lat,", "Unknown state: 'lat'. Did you mean 'late'?"),
        ("expires: {to: late,", "expires: {counts_as: anwered,", "Unknown event: 'anwered'"),
        ("expires: {to: late,", "expires: {counts_as: finished,", "finished leads nowhere from answer"),
        ("rights: suspend", "rights: suspnd", "Unknown right: 'suspnd'. Did you mean 'suspend'?"),
        ("by: manager, clause", "by: boss, clause", "Unknown role: 'boss'"),
        ("by: manager, clause", "by: observer, clause", "role 'observer' records nothing (acts: false)"),
        ("holders: manager, clause: S4", "holders: observer, clause: S4", "role 'observer' records nothing"),
        ("checklist: content", "checklist: contents", "Unknown checklist: 'contents'. Did you mean 'content'?"),
        ("track: main,", "track: mian,", "Unknown track: 'mian'. Did you mean 'main'?"),
        ("measured_by: observer", "measured_by: observr", "Unknown role: 'observr'. Did you mean 'observer'?"),
        ("on_miss: {then: open, event: missed}", "on_miss: {then: open, event: mis}", "Unknown event: 'mis'"),
        ("kpi: quality", "kpi: qality", "Unknown KPI: 'qality'. Did you mean 'quality'?"),
        ("after: {event: missed", "after: {event: mised", "Unknown event: 'mised'"),
        ("after: {event: missed", "after: {obligation: mised", "Unknown obligation: 'mised'"),
        ("after: {event: missed", "after: {track: mian, event: missed", "Unknown track: 'mian'"),
        ("after: {event: missed", "after: {in_state: wrk, event: missed", "Unknown state: 'wrk'"),
        ("in_state: work", "in_state: wrk", "Unknown state: 'wrk'. Did you mean 'work'?"),
        ("calendar: atw", "calendar: ma-vr", "Unknown calendar"),
        ("reading: working_day", "reading: [working_day, end]", "Unknown reading: 'end'"),
        ("atw}, clause: S1}", "atw}, clause: S1, parameter: calendr}", "Unknown parameter: 'calendr'"),
        ("calendar: atw, ", "calendar: 5, ", 'text is expected here, not 5; put it in quotes: "5"'),
    ],
)
def test_a_name_that_does_not_exist_is_told_where_it_stands(old: str, new: str, finding: str) -> None:
    found = told((old, new))
    assert any(finding in each for each in found), found
    assert len(found) == 1
    assert found[0].startswith(f"small.yaml:{line_of(old.splitlines()[0])}:")


def test_a_side_without_roles_that_act_is_nobody() -> None:
    found = told(
        (
            "contractor: {label: {nl: aannemer, en: contractor}, side: contractor,",
            "contractor: {label: {nl: a, en: a}, side: client,",
        ),
        ("by: contractor\n", "by: contractor_side\n"),
    )
    assert found == [f"small.yaml:{line_of('  answered:')}:3: nobody may record this event"]


def test_a_right_that_nobody_holds_is_told() -> None:
    found = told(
        ("side: contractor, clause: S1", "side: client, clause: S1"),
        ("holders: manager, clause: S4", "holders: contractor_side, clause: S4"),
    )
    assert any("nobody holds this right" in each for each in found)


@pytest.mark.parametrize(
    ("old", "new", "finding", "at"),
    [
        ("initial: true", "initial: false", "exactly one state is initial; now: -", "states:"),
        (
            "    rights: suspend",
            "    initial: true\n    rights: suspend",
            "exactly one state is initial; now: start, late",
            "states:",
        ),
        (
            "  end: {",
            "  lost: {label: {nl: x, en: x}, final: true}\n  end: {",
            "lost can never be reached",
            "  end: {label",
        ),
        ("missed: {to: answer,", "missed: {to: stay,", "start has no way out", "  start:"),
        ("missed: {to: answer,", "missed: {to: stay,", "answer can never be reached", "  answer:"),
        (
            "{when: 'kind == \"full\"', to: work, clause: S2}",
            "{to: work, clause: S2}",
            "this rule can never act: an earlier one always holds",
            "{to: stay,",
        ),
        (
            "expires: {to: late, clause: S4}",
            "expires: [{to: late, clause: S4}, {to: work, clause: S4}]",
            "this rule can never act",
            "expires:",
        ),
        ("expires: {to: late,", "expires: {to: answer,", "it goes round for ever: answer → answer", "expires:"),
        ("due: {day: done_by}", "due: {day: done}", "Unknown day named by an event: 'done'", "due: {day"),
        (
            "due: {day: done_by}",
            "due: {term: 1 week, from: {day: done}}",
            "Unknown day named by an event: 'done'",
            "due: {day",
        ),
        (
            "due: {day: done_by}",
            "due: {day: done_by, named_since: x}",
            "Unknown day named by an event: 'x'",
            "due: {day",
        ),
        ("due: {day: done_by}", "due: {term: 1 week, from: {event: x}}", "Unknown event: 'x'", "due: {day"),
        ("due: {day: done_by}", "due: {term: 1 week, from: {deadline: late}}", "Unknown state: 'late'", "due: {day"),
        ("due: {day: done_by}", "due: [{term: 1 week}, {day: done_by}]", "this rule can never act", "due: {day"),
        (
            "due: {term: $answer_within}",
            "due: [{term: $answer_within}, {day: done_by}]",
            "nothing that happens before answer names done_by",
            "due: {term",
        ),
        (
            "due: {term: $answer_within}",
            "due: {term: $answer_within, from: {event: finished}}",
            "finished cannot happen before answer",
            "due: {term",
        ),
        (
            "due: {term: $answer_within}",
            "due: {term: $answer_within, from: {receipt_of: finished}}",
            "finished cannot happen before answer",
            "due: {term",
        ),
        (
            "due: {term: $answer_within}",
            "due: {term: $answer_within, from: {deadline: work}}",
            "work never comes before answer",
            "due: {term",
        ),
        ("    rights: suspend\n", "", "the right suspend can never arise", "  suspend:"),
        ("finished: {to: end, clause: S3}\n      ", "", "finished cannot happen in work", "waits_for: finished"),
        (
            "by: client_side, clause: S3}",
            "by: client_side, clause: S3}\n  idle: {label: {nl: x, en: x}, by: manager, clause: S1}",
            "idle can happen nowhere",
            "states:",
        ),
        (
            "  main: {label",
            "  side: {label: {nl: x, en: x}, clause: S1}\n  main: {label",
            "no KPI belongs to track side",
            "  main: {label",
        ),
        ("case_per: track", "case_per: kpi_region", "this ladder has no regions", "case_per"),
        (
            "checklists:",
            "regions: {north: {nl: n, en: n}}\nchecklists:",
            "nothing is measured per region",
            "checklists:",
        ),
        ("norm: {at_least: 8}", "per_region: true, norm: {at_least: 8}", "this ladder has no regions", "  quality:"),
        ("    checklist: content\n", "", "'content' is used nowhere", "  content:"),
        ("overdue or often", "overdue", "'often' is used nowhere", "  often:"),
        ("overdue or often", "overdue", "'strict' is used nowhere", "  strict:"),
        (
            "definitions:",
            "tables: {grid: {rows: [[1, 2]], clause: S1}}\ndefinitions:",
            "'grid' is used nowhere",
            "definitions:",
        ),
        (
            "definitions:",
            "tables: {grid: {rows: [[1, 2], [3]], clause: S1}}\ndefinitions:",
            "all rows have the same length",
            "definitions:",
        ),
        (
            "readings:",
            "readings:\n  spare: {question: {nl: x, en: x}, reading: {nl: x, en: x}}",
            "reading 'spare' is cited nowhere",
            "  working_day:",
        ),
        (
            "holders: manager, in_state: work, clause: S3",
            "holders: manager",
            "permissions.visit: name the clause, or a reading",
            "  visit:",
        ),
        (
            "waits_for: finished\n      owed_by: contractor\n      clause: S3",
            "waits_for: finished\n      owed_by: contractor",
            "states.work.deadline: name the clause",
            "    deadline:\n      due: {day",
        ),
        (
            "expires: {to: late, clause: S4}",
            "expires: {to: late}",
            "states.answer.deadline.expires.0: name the clause",
            "expires:",
        ),
        (
            "        - {to: stay, clause: S2}",
            "        - {to: stay}",
            "states.answer.on.answered.1: name the clause",
            "{to: stay,",
        ),
    ],
)
def test_a_rule_that_can_never_act_and_a_part_that_is_not_used_are_told(
    old: str, new: str, finding: str, at: str
) -> None:
    found = [each for each in told((old, new)) if finding in each]
    assert len(found) == 1, told((old, new))
    assert found[0].startswith(f"small.yaml:{line_of(at)}:")


def test_an_event_of_every_ladder_cannot_be_defined_again() -> None:
    found = told(
        ("  missed: {label", "  case_closed: {label: {nl: x, en: x}, by: manager, clause: S1}\n  missed: {label")
    )
    assert any("every ladder knows this event already" in each for each in found)


@pytest.mark.parametrize("name", ["on", "by", "checklist", "due", "state", "role"])
def test_data_cannot_be_called_what_every_fact_or_case_has(name: str) -> None:
    (found,) = told(("done_by: {type", name + ": {type"), ("due: {day: done_by}", "due: {term: 1 week}"))
    assert f"{name!r} is something of every fact or case already" in found


@pytest.mark.parametrize("name", ["overdue", "count", "kind", "often"])
def test_a_parameter_cannot_be_called_what_means_something_else(name: str) -> None:
    found = told(("  strict: {label", f"  {name}: {{label"), ("and strict", ""))
    assert any(f"{name!r} means something else in a condition already" in each for each in found)


def test_a_circle_of_time_alone_is_allowed_where_it_is_bounded() -> None:
    again = "expires: [{to: answer, when: 'entered(\"answer\") < 3', clause: S4}, {to: late, clause: S4}]"
    assert told(("expires: {to: late, clause: S4}", again)) == []


def test_a_circle_over_several_states_is_found_once() -> None:
    found = told(
        ("      waits_for: finished\n", "      waits_for: finished\n      expires: {to: answer, clause: S4}\n"),
        ("expires: {to: late, clause: S4}", "expires: {to: work, clause: S4}"),
    )
    assert len([each for each in found if "it goes round for ever" in each]) == 1


def test_a_day_named_before_the_start_is_forgotten_by_then() -> None:
    text = changed(
        (
            "missed: {to: answer, clause: S1}",
            "missed: {to: answer, clause: S1}\n      finished: {to: work, clause: S1}",
        ),
        ("to: work, clause: S2}", "to: start, clause: S2}"),
    )
    assert any("nothing that happens before work names done_by" in each for each in told_of(text))


def test_a_day_may_be_named_without_leaving_the_state_before() -> None:
    staying = changed(
        ("to: work, clause: S2}", "to: stay, clause: S2}"),
        ("expires: {to: late, clause: S4}", "expires: {to: work, clause: S4}"),
    )
    assert not any("names done_by" in each for each in told_of(staying))


def test_a_suspension_must_be_able_to_happen() -> None:
    found = told(
        ("      expires: {to: late", "      suspended_by: finished\n      resumed_by: missed\n      expires: {to: late")
    )
    assert len([each for each in found if "cannot happen in answer" in each]) == 2


def test_an_adjustment_is_someones_or_nobodys() -> None:
    found = told(("      expires: {to: late", "      adjustable: {by: observer, clause: S2}\n      expires: {to: late"))
    assert any("role 'observer' records nothing" in each for each in found)
    found = told(
        (
            "      owed_by: contractor\n      clause: S3",
            "      owed_by: contractor\n      adjustable: {}\n      reading: working_day",
        ),
    )
    assert any("states.work.deadline.adjustable: name the clause" in each for each in found)


def test_a_circle_that_is_reached_from_outside_is_found_once() -> None:
    found = told(
        ("expires: {to: late, clause: S4}", "expires: {to: work, clause: S4}"),
        ("      waits_for: finished\n", "      waits_for: finished\n      expires: {to: work, clause: S4}\n"),
    )
    assert len([each for each in found if "it goes round for ever: work → work" in each]) == 1


def test_those_who_approve_owe_it_also_where_one_of_them_is_enough() -> None:
    change = ("owed_by: contractor\n      expires", "owed_by: approvers\n      expires")
    deadline = ladder(change).states["answer"].deadline
    assert deadline is not None
    assert deadline.owed_by == ("contractor",)
    both = ladder(change, ("by: contractor\n    checklist", "by: anyone\n    all: true\n    checklist")).states[
        "answer"
    ]
    assert both.deadline is not None
    assert both.deadline.owed_by == ()
    assert len(told(change, ("waits_for: answered", "waits_for: anwered"))) == 1
