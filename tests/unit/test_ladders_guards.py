"""Conditions in a ladder file: names, types and values are checked where they are written."""

import pytest

from tests.small_ladder import line_of, told

WHEN = "when: overdue or often,"


@pytest.mark.parametrize(
    ("guard", "finding"),
    [
        ("overdu", "unknown name 'overdu'. Did you mean 'overdue'?"),
        ("overdue and", "not a valid guard"),
        ("(overdue", "not a valid guard"),
        ("count(missed)", "yes/no is expected here, this is a number (character 1)"),
        ("overdue and count(missed)", "yes/no is expected here, this is a number (character 13)"),
        ("count(mised) > 1", "Unknown event: 'mised'. Did you mean 'missed'? (character 7)"),
        ("cuont(missed) > 1", "Unknown function: 'cuont'. Did you mean 'count'?"),
        ("kind == 'full'", "unknown name 'kind'"),
        ("track == 'mian'", "track: Unknown value: 'mian'. Did you mean 'main'?"),
        ("'mian' == track", "track: Unknown value: 'mian'"),
        ("track in ['main', 'side']", "track: Unknown value: 'side'"),
        ("state == 'wrk'", "state: Unknown state: 'wrk'. Did you mean 'work'?"),
        ("role == 'boss'", "role: Unknown value: 'boss'"),
        ("region == 'north'", "region: Unknown value: 'north'."),
        ("event == 'mised'", "event: Unknown value: 'mised'"),
        ("latest(answered, kind) == 3", "text is expected here, this is a number"),
        ("count(answered, kind='ful') > 1", "kind: Unknown value: 'ful'. Did you mean 'full'?"),
        ("days_with(answered, kind='ful') > 1", "kind: Unknown value: 'ful'"),
        ("count(missed, within='2 hours') > 1", "2 hours: a term counts in days here"),
        ("count(missed, within='soon') > 1", "'soon' is not a term"),
        ("entered('wrk') > 1", "Unknown state: 'wrk'. Did you mean 'work'?"),
        ("__import__('os').system('ls') == 1", "Unknown function"),
        ("open('/etc/passwd') == 1", "Unknown function: 'open'"),
        ("track.upper() == 'MAIN'", "Unknown function: 'track.upper'"),
        ("[1 for x in track]", "this is not allowed in a guard"),
        ("lambda: 1", "this is not allowed in a guard"),
        ("9 ** 9 ** 9 > 1", "only +, - and * are allowed"),
        ("not " * 40 + "overdue", "the guard is nested too deep"),
        ("overdue or " * 60 + "overdue", "at most 500 characters"),
    ],
)
def test_a_condition_that_cannot_be_is_told_where_it_stands(guard: str, finding: str) -> None:
    quoted = '"' + guard + '"'
    found = told((WHEN, f"when: {quoted},"), ("  often: count(missed) > 2 and strict\n", "  often: strict\n"))
    about = [each for each in found if finding in each]
    assert len(about) == 1, found
    assert about[0].startswith(f"small.yaml:{line_of(WHEN)}:")


@pytest.mark.parametrize(
    "guard",
    [
        "not overdue and days(due, on) < 3",
        "working_days(due, on) > 2 or months(due, on) > 1",
        "named(done_by) < on",
        "count(missed, answered, within='3 months', since=entry, same_day=True) >= 2",
        "count(missed, since=answered) >= 2",
        "latest(answered, kind) in ['full', 'part']",
        "track == 'main' and state == 'work' and step == 0 and role != 'contractor'",
        "contract_year > 1 and contract_start < on",
        "(1 if overdue else 2) > 1",
        "received == on or has(received)",
    ],
)
def test_conditions_that_make_sense_are_accepted(guard: str) -> None:
    assert told((WHEN, f'when: "{guard} and often",')) == []


def test_a_state_without_a_deadline_is_never_overdue() -> None:
    old = "finished: {to: end, clause: S4}"
    (found,) = told((old, "finished: {to: end, when: overdue, clause: S4}"))
    assert found.startswith(f"small.yaml:{line_of(old)}:33: overdue: late has no deadline, so overdue says nothing")


def test_what_is_said_in_a_named_expression_counts_where_it_is_used() -> None:
    found = told(
        ("  often: count", "  passed: overdue and often\n  often: count"),
        ("finished: {to: end, clause: S4}", "finished: {to: end, when: passed, clause: S4}"),
    )
    assert any("passed: late has no deadline, so overdue says nothing here" in each for each in found)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("count(mised) > 2 and strict", "Unknown event: 'mised'"),
        ("often and strict", "'often' is defined by itself"),
        ("kind == 'full' and strict", "in often: unknown name 'kind'"),
        ("count(missed) + ", "not a valid guard"),
    ],
)
def test_a_named_expression_is_checked_itself_and_where_it_is_used(text: str, finding: str) -> None:
    assert any(finding in each for each in told(("count(missed) > 2 and strict", text)))


def test_a_named_expression_may_use_the_data_of_the_events_that_use_it() -> None:
    assert told(
        ("definitions:", "definitions:\n  whole: kind == 'full'"), ("when: 'kind == \"full\"'", "when: whole")
    ) == []  # fmt: skip


def test_an_expiry_carries_no_data() -> None:
    found = told(("expires: {to: late,", "expires: {to: late, when: 'kind == \"full\"',"))
    assert any("kind == \"full\": unknown name 'kind'" in each for each in found)


def test_silence_that_counts_as_an_event_carries_no_data_either() -> None:
    found = told(("expires: {to: late,", "expires: {counts_as: answered,"))
    assert any("unknown name 'kind'" in each for each in found)
    assert all(f":{line_of('expires:')}:" in each for each in found if "unknown name" in each)


def test_conditions_around_a_rule_are_checked_together() -> None:
    long = " or ".join(["overdue"] * 40)
    rule = "{to: late, when: overdue or often, clause: S4}"
    found = told((rule, f"{{when: {long}, then: {{to: late, when: {long}, clause: S4}}}}"))
    assert any("the guard is over 500 characters" in each for each in found)


def test_a_rule_in_a_rule_has_its_own_place() -> None:
    nested = "missed:\n        when: overdue\n        then:\n          - {to: late, when: oftn, clause: S4}"
    found = told(("missed: {to: late, when: overdue or often, clause: S4}", nested))
    line = line_of("      missed: {to: late") + 3
    assert any(each.startswith(f"small.yaml:{line}:") and "unknown name 'oftn'" in each for each in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "by: manager, clause: S1}\n  answered",
            "by: manager, clause: S1, refuse: [{when: oftn, because: {nl: x, en: x}, clause: S1}]}\n  answered",
        ),
        (
            "by: manager, clause: S1}\n  answered",
            "by: manager, clause: S1, opens: [{right: suspend, when: oftn, clause: S1}]}\n  answered",
        ),
        ("{day: done_by}", "{day: done_by, when: oftn}"),
        ("states:\n", "everywhere:\n  finished: {to: end, when: oftn, clause: S1}\nstates:\n"),
    ],
)
def test_conditions_stand_in_several_places(old: str, new: str) -> None:
    assert any("oftn: unknown name 'oftn'. Did you mean 'often'?" in each for each in told((old, new)))


def test_a_right_that_an_event_opens_must_exist() -> None:
    old = "by: manager, clause: S1}\n  answered"
    new = "by: manager, clause: S1, opens: [{right: suspnd, clause: S1}]}\n  answered"
    assert any("Unknown right: 'suspnd'" in each for each in told((old, new)))


def test_an_event_that_holds_everywhere_is_checked_once() -> None:
    found = told(("states:\n", "everywhere:\n  finished: {to: nd, clause: S1}\nstates:\n"))
    assert found == [f"small.yaml:{line_of('states:') + 1}:18: Unknown state: 'nd'. Did you mean 'end'?"]
