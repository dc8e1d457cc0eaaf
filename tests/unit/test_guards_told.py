"""What is said of a guard that is refused: each reason in full, in Dutch and in English."""

from __future__ import annotations

import pytest

from tests.guarding import refused

NAMED = (
    "about, by, contract_start, contract_year, due, event, most, often, on, overdue, period, received, region, role, "
    "round, score, state, step, track, wrong"
)
FUNCTIONS = "consecutive, count, days, days_with, entered, has, latest, lookup, months, named, total, working_days"


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("step", "hier hoort ja/nee, dit is een getal", "yes/no is expected here, this is a number"),
        ("not track", "hier hoort ja/nee, dit is tekst", "yes/no is expected here, this is text"),
        ("on + 1 == 1", "hier hoort een getal, dit is een dag", "a number is expected here, this is a day"),
        ("zzzz", f"onbekende naam 'zzzz'. Hier bekend: {NAMED}", f"unknown name 'zzzz'. Known here: {NAMED}"),
        (
            "overdu",
            f"onbekende naam 'overdu'. Bedoelde u 'overdue'? Hier bekend: {NAMED}",
            f"unknown name 'overdu'. Did you mean 'overdue'? Known here: {NAMED}",
        ),
        (
            "round",
            "in round: in about: 'round' is in zichzelf uitgedrukt",
            "in round: in about: 'round' is defined by itself",
        ),
        (
            "track.upper",
            (
                "dit is in een voorwaarde niet toegestaan; wel: namen, getallen, tekst, and, or, not, vergelijkingen, "
                f"+, -, *, if/else en de functies {FUNCTIONS}"
            ),
            (
                "this is not allowed in a guard; allowed are names, numbers, text, and, or, not, comparisons, +, -, "
                f"*, if/else and the functions {FUNCTIONS}"
            ),
        ),
        (
            "None",
            "alleen getallen als 7.5, tekst tussen één paar aanhalingstekens, True en False zijn waarden",
            "only numbers such as 7.5, text in one pair of quotes, True and False are values",
        ),
        ("1 / 2 == 1", "alleen +, - en * zijn toegestaan", "only +, - and * are allowed"),
        ("1 < 2 < 3", "vergelijk twee waarden; verbind met and", "compare two values; join with and"),
        (
            "track in 3",
            "na 'in' hoort een lijst, zoals ['a', 'b'], of een parameter die er een is: -",
            "after 'in' comes a list such as ['a', 'b'], or a parameter that is one: -",
        ),
        (
            "track < 'x'",
            "tekst en ja/nee kennen alleen == en !=; getallen en dagen ook < <= > >=",
            "text and yes/no know only == and !=; numbers and days also < <= > >=",
        ),
        ("count() == 1", "noem een gebeurtenis", "name an event"),
        ("has() == 1", "has() vraagt 1 argumenten", "has() takes 1 arguments"),
        ("count(missed, score=1, score=2) == 1", "score staat er twee keer", "score is given twice"),
        ("count(missed, same_day=1) == 1", "True of False", "True or False"),
        (
            "count(missed, within=1) == 1",
            'een termijn als "3 months", of een parameter die er een is: grace, window',
            'a term such as "3 months", or a parameter that is one: grace, window',
        ),
        (
            "eval(1)",
            f"Functie 'eval' is niet bekend. Toegestaan: {FUNCTIONS}.",
            f"Unknown function: 'eval'. Allowed: {FUNCTIONS}.",
        ),
        (
            "hass(by)",
            "Functie 'hass' is niet bekend. Bedoelde u 'has'?",
            "Unknown function: 'hass'. Did you mean 'has'?",
        ),
        ("x" * 501, "de voorwaarde is langer dan 500 tekens", "the guard is over 500 characters"),
        ("not " * 31 + "overdue", "de voorwaarde is te diep genest", "the guard is nested too deep"),
        ("#", "# hoort niet in een voorwaarde", "# has no place in a guard"),
        ("x y", "geen geldige voorwaarde: 'x y'", "not a valid guard: 'x y'"),
    ],
)
def test_each_reason_is_told_in_full_in_both_languages(text: str, dutch: str, english: str) -> None:
    problem = refused(text)
    assert (problem.text.nl, problem.text.en) == (dutch, english)


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        ("count(zzzz) == 1", "Gebeurtenis 'zzzz' is niet bekend.", "Unknown event: 'zzzz'."),
        ("count(missed, since=zzzz) == 1", "Begin 'zzzz' is niet bekend.", "Unknown start: 'zzzz'."),
        ("count(missed, zzzz=1) == 1", "Argument 'zzzz' is niet bekend.", "Unknown argument: 'zzzz'."),
        ("latest(missed, zzzz) == 1", "Gegeven 'zzzz' is niet bekend.", "Unknown field: 'zzzz'."),
        ("consecutive(missed, zzzz) == 1", "Gegeven 'zzzz' is niet bekend.", "Unknown field: 'zzzz'."),
        ("named(zzzz) == on", "Dag 'zzzz' is niet bekend.", "Unknown day: 'zzzz'."),
        ("entered(zzzz) == 1", "Toestand 'zzzz' is niet bekend.", "Unknown state: 'zzzz'."),
        ("lookup(zzzz, 1, 1) == 1", "Tabel 'zzzz' is niet bekend.", "Unknown table: 'zzzz'."),
        ("zzzz(1)", "Functie 'zzzz' is niet bekend.", "Unknown function: 'zzzz'."),
    ],
)
def test_what_a_name_should_have_been_is_told_in_both_languages(text: str, dutch: str, english: str) -> None:
    problem = refused(text)
    assert problem.text.nl.startswith(dutch)
    assert problem.text.en.startswith(english)
