"""What the guard language refuses: each thing once, with the column where it stands."""

from __future__ import annotations

import pytest

from escalator.procedure.guards import Kind, parse
from escalator.procedure.vocabulary import names_for
from tests.guarding import LADDER, NAMES, refused
from tests.ladders import event, ladder, on, state


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        # names
        ("overdu", 1, "unknown name 'overdu'. Did you mean 'overdue'?"),
        ("overdue and trakc == 'core'", 13, "Did you mean 'track'?"),
        ("zzzz", 1, "unknown name 'zzzz'. Known here: about, by, contract_start"),
        ("'één' == zzzz", 10, "unknown name 'zzzz'"),
        ("  overdu", 3, "unknown name 'overdu'"),
        ("wrong", 1, "in wrong: unknown name 'trakc'"),
        ("overdue and wrong", 13, "in wrong: unknown name 'trakc'"),
        ("round", 1, "in round: in about: 'round' is defined by itself"),
        # types
        ("step", 1, "yes/no is expected here, this is a number"),
        ("track", 1, "yes/no is expected here, this is text"),
        ("on", 1, "yes/no is expected here, this is a day"),
        ("overdue and step", 13, "yes/no is expected here, this is a number"),
        ("not on", 5, "yes/no is expected here, this is a day"),
        ("-track == 1", 2, "a number is expected here, this is text"),
        ("step + track == 1", 8, "a number is expected here, this is text"),
        ("step == track", 9, "a number is expected here, this is text"),
        ("track == overdue", 10, "text is expected here, this is yes/no"),
        ("on < 3", 6, "a day is expected here, this is a number"),
        ("track in ['core', 3]", 19, "text is expected here, this is a number"),
        ("1 if step else 2", 6, "yes/no is expected here, this is a number"),
        ("(1 if overdue else track) == 1", 20, "a number is expected here, this is text"),
        ("track < 'core'", 1, "know only == and !="),
        ("overdue > overdue", 1, "know only == and !="),
        ("overdue is True", 1, "know only == and !="),
        ("1 < step < 3", 1, "compare two values; join with and"),
        ("step in 3", 9, "after 'in' comes a list"),
        ("step in []", 9, "after 'in' comes a list"),
        ("step not in period", 13, "after 'in' comes a list"),
        # values
        ("None == step", 1, "only numbers such as 7.5"),
        ("... == step", 1, "only numbers such as 7.5"),
        ("step == 1j", 9, "only numbers such as 7.5"),
        ("step == 0x10", 9, "only numbers such as 7.5"),
        ("step == 1_000", 9, "only numbers such as 7.5"),
        ("step == 1e3", 9, "only numbers such as 7.5"),
        ("step == 1e999", 9, "only numbers such as 7.5"),
        ("step == " + "9" * 31, 9, "only numbers such as 7.5"),
        ("b'core' == track", 1, "only numbers such as 7.5"),
        ("track in ['core' 'theme']", 11, "only numbers such as 7.5"),
        ("track == '''core'''", 10, "only numbers such as 7.5"),
        ("track == u'core'", 10, "only numbers such as 7.5"),
        # operations
        ("9**9**9 == step", 1, "only +, - and * are allowed"),
        ("overdue and step / 2 == 1", 13, "only +, - and * are allowed"),
        ("step % 2 == 1", 1, "only +, - and * are allowed"),
        ("step << 9 == 1", 1, "only +, - and * are allowed"),
        ("~step == 1", 1, "this is not allowed in a guard"),
        ("+step == 1", 1, "this is not allowed in a guard"),
        ("track.upper == 'X'", 1, "this is not allowed in a guard"),
        ("track[0] == 'c'", 1, "this is not allowed in a guard"),
        ("(lambda: True)", 2, "this is not allowed in a guard"),
        ("[overdue for overdue in [True]]", 1, "this is not allowed in a guard"),
        ("{'a': 1}", 1, "this is not allowed in a guard"),
        ("{1, 2}", 1, "this is not allowed in a guard"),
        ("(overdue, )", 1, "this is not allowed in a guard"),
        ("f'{track}' == 'x'", 1, "this is not allowed in a guard"),
        ("(step := 1) == 1", 2, "this is not allowed in a guard"),
        ("await track", 1, "this is not allowed in a guard"),
        # calls
        ("eval('1')", 1, "Unknown function: 'eval'"),
        ("__import__('os')", 1, "Unknown function: '__import__'"),
        ("track.upper() == 'X'", 1, "Unknown function: 'track.upper'"),
        ("(lambda: True)()", 1, "Unknown function: 'lambda: True'. Allowed: consecutive, count"),
        ("cuont(missed) == 1", 1, "Did you mean 'count'?"),
        ("count() == 1", 1, "name an event"),
        ("count(mised) == 1", 7, "Unknown event: 'mised'. Did you mean 'missed'?"),
        ("count(*missed) == 1", 7, "Unknown event: '*missed'"),
        ("count(3) == 1", 7, "Unknown event: '3'"),
        ("count(missed, missed, missed, missed, missed, missed) == 1", 1, "count() takes 1-5 arguments"),
        ("count(missed, **step) == 1", 17, "Unknown argument: '**'"),
        ("count(missed, colour='x') == 1", 22, "Unknown argument: 'colour'"),
        ("count(missed, score=1, score=2) == 1", 30, "score is given twice"),
        ("count(missed, planned, score=1) == 1", 30, "Unknown argument: 'score'"),
        ("count(missed, score='x') == 1", 21, "a number is expected here, this is text"),
        (
            "count(missed, since=begun) == 1",
            21,
            "Unknown start: 'begun'. Allowed: closed, done, entry, initial, missed",
        ),
        ("count(missed, since='step2.plan') == 1", 21, "Did you mean 'step1.plan'?"),
        ("count(missed, within=3) == 1", 22, 'a term such as "3 months", or a parameter that is one: grace, window'),
        ("count(missed, within=most) == 1", 22, 'a term such as "3 months", or a parameter that is one: grace, window'),
        ("count(missed, within='3 moons') == 1", 22, "'3 moons' is not a term"),
        ("count(missed, same_day=1) == 1", 24, "True or False"),
        ("count(missed, same_day=overdue) == 1", 24, "True or False"),
        ("days_with() == 1", 1, "name an event"),
        ("total(missed) == 1", 1, "total() takes event and field"),
        ("total(miss, score) == 1", 7, "Unknown event: 'miss'"),
        ("total(missed, period) == 1", 15, "Unknown number: 'period'. Allowed: score."),
        ("has()", 1, "has() takes 1 arguments"),
        ("has(by, score)", 1, "has() takes 1 arguments"),
        ("has(colour)", 5, "unknown name 'colour'"),
        ("has(by, x=1)", 11, "Unknown argument: 'x'"),
        ("latest(missed, score, x=1) == 1", 25, "Unknown argument: 'x'"),
        ("consecutive(missed, period, x=1) == 1", 31, "Unknown argument: 'x'"),
        ("named(by, x=1) == on", 13, "Unknown argument: 'x'"),
        ("entered('start', x=1) == 1", 20, "Unknown argument: 'x'"),
        ("lookup(levels, 1, 1, x=1) == 1", 24, "Unknown argument: 'x'"),
        ("latest(missed) == 1", 1, "latest() takes 2 arguments"),
        ("latest(plan, score) == 1", 8, "Unknown event: 'plan'"),
        ("latest(missed, colour) == 1", 16, "Unknown field: 'colour'"),
        ("consecutive(missed) == 1", 1, "consecutive() takes 2 arguments"),
        ("consecutive(miss, period) == 1", 13, "Unknown event: 'miss'"),
        ("consecutive(missed, priod) == 1", 21, "Did you mean 'period'?"),
        ("named(score) == on", 7, "Unknown day: 'score'"),
        ("named() == on", 1, "named() takes 1 arguments"),
        ("entered('step2.plan') == 1", 9, "Did you mean 'step1.plan'?"),
        ("entered() == 1", 1, "entered() takes 1 arguments"),
        ("lookup(levels, 1) == 1", 1, "lookup() takes 3 arguments"),
        ("lookup(level, 1, 1) == 1", 8, "Did you mean 'levels'?"),
        ("lookup(levels, 1, track) == 1", 19, "a number is expected here, this is text"),
        ("days(on) == 1", 1, "days() takes 2 arguments"),
        ("days(on, 3) == 1", 10, "a day is expected here, this is a number"),
        ("months(on, on, on) == 1", 1, "months() takes 2 arguments"),
        ("working_days(on, track) == 1", 18, "a day is expected here, this is text"),
        ("days(on, on, on=on) == 1", 17, "Unknown argument: 'on'"),
        # not an expression at all
        ("", 1, "not a valid guard: ''"),
        ("   ", 4, "not a valid guard"),
        ("overdue and", 1, "not a valid guard"),
        ("overdue; overdue", 8, "not a valid guard"),
        ("x = 1", 3, "not a valid guard"),
        ("import os", 1, "not a valid guard"),
        ("overdue\x00", 1, "not a valid guard"),
        ("\ud800", 1, "not a valid guard"),
        ("track == 'core' # or theme", 17, "# has no place in a guard"),
        ("track == 'a\\x00b'", 12, "\\ has no place in a guard"),
        ("(" * 250, 201, "not a valid guard"),
    ],
)
def test_it_is_refused_at_its_column_with_the_reason(text: str, column: int, said: str) -> None:
    problem = refused(text)
    assert said in problem.text.en
    assert problem.column == column


def test_the_data_of_an_event_is_known_on_that_event_alone() -> None:
    assert parse("score < 3", NAMES).text
    assert "unknown name 'period'" in refused("has(period)", names_for(LADDER, "planned")).text.en
    assert "unknown name 'score'" in refused("score < 3", names_for(LADDER, None)).text.en


def test_a_term_may_not_be_used_as_a_value() -> None:
    assert "unknown name 'window'" in refused("window == 1").text.en


def test_without_terms_among_the_parameters_none_is_suggested() -> None:
    bare = names_for(ladder([state("start", on("missed"))], [event("missed")]), None)
    assert refused("count(missed, within=1) == 1", bare).text.en.endswith("a parameter that is one: -")


def test_a_wrong_type_is_allowed_where_any_will_do() -> None:
    assert parse("step", NAMES, None).kind is Kind.NUMBER
