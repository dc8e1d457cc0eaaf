"""Conditions of a ladder in words, in Dutch and in English."""

from pathlib import Path

import pytest

from escalator.ladders import library
from escalator.ladders.explain.conditions import ALWAYS, NEVER, condition
from escalator.ladders.explain.voice import Voice
from tests.small_ladder import ladder

COUSINS = Path(__file__).parents[1] / "cousins"


@pytest.mark.parametrize(
    ("guard", "nl", "en"),
    [
        ("overdue", "de termijn is verstreken", "the term has passed"),
        ("not overdue", "de termijn is niet verstreken", "the term has not passed"),
        (
            "not (overdue or often)",
            "niet: (de termijn is verstreken of “often”)",
            "not: (the term has passed or “often”)",
        ),
        ("overdue and not strict", NEVER, NEVER),
        ("overdue or strict", ALWAYS, ALWAYS),
        ("not strict", NEVER, NEVER),
        ("strict", ALWAYS, ALWAYS),
        ("1 + 1 > 3 and strict", "1 plus 1 is meer dan 3", "1 plus 1 is more than 3"),
        ("3 > 2", ALWAYS, ALWAYS),
        ("'a' in ['b', 'c']", NEVER, NEVER),
        ("track == 'main'", "het spoor is “hoofd”", "the track is “main”"),
        ("role == 'contractor'", "“aannemer” handelt", "“contractor” acts"),
        ("role != 'contractor'", "wie handelt is niet “aannemer”", "who acts is not “contractor”"),
        (
            "state in ['work', 'late']",
            "de toestand van het dossier is een van “Uitvoeren” of “Te laat”",
            "the state of the case is one of “Work” or “Late”",
        ),
        ("event not in ['missed']", "de gebeurtenis is niet “gemist”", "the event is not “missed”"),
        ("event in ['missed']", "dit volgt op “gemist”", "this follows “missed”"),
        (
            "event not in ['missed', 'answered']",
            "de gebeurtenis is geen van “gemist” of “antwoord”",
            "the event is none of “missed” or “answered”",
        ),
        ("contract_year >= 2", "het contractjaar is minstens 2", "the contract year is at least 2"),
        ("step <= 1.5", "de stap waarin het dossier staat is hoogstens 1,5", "the step the case is in is at most 1.5"),
        ("on < due", "de dag van het feit ligt voor de uiterste dag", "the day of the fact is before the due day"),
        (
            "named(done_by) >= on",
            "de genoemde dag “klaar op” ligt niet voor de dag van het feit",
            "the day named as “done by” is not before the day of the fact",
        ),
        (
            "received == contract_start",
            "de dag van ontvangst is het begin van het contract",
            "the day of receipt is the start of the contract",
        ),
        (
            "total(answered, kind, since=entry) > 5",
            "“soort” bij elkaar opgeteld over “antwoord” (sinds het begin van deze toestand) is meer dan 5",
            "“kind” added up over “answered” (since this state began) is more than 5",
        ),
        ("count(missed) > 0", "“gemist” is gebeurd", "“missed” has happened"),
        ("days_with(missed) > 0", "“gemist” is gebeurd", "“missed” has happened"),
        (
            "count(missed, answered) > 1",
            "het aantal keren “gemist” of “antwoord” is meer dan 1",
            "the number of times “missed” or “answered” is more than 1",
        ),
        (
            "count(answered, within='3 months', kind='full') < 2",
            "het aantal keren “antwoord” (in de laatste 3 maanden, “soort”: “full”) is minder dan 2",
            "the number of times “answered” (in the last 3 months, “kind”: “full”) is less than 2",
        ),
        (
            "count(missed, within=answer_within, since=entry) == 2",
            "het aantal keren “gemist” (in de laatste 5 werkdagen, sinds het begin van deze toestand) is 2",
            "the number of times “missed” (in the last 5 working days, since this state began) is 2",
        ),
        (
            "count(missed, same_day=True) == 2",
            "het aantal keren “gemist” (op dezelfde dag) is 2",
            "the number of times “missed” (on the same day) is 2",
        ),
        (
            "count(missed, since=initial) == 2",
            "het aantal keren “gemist” (sinds het dossier weer aan het begin stond) is 2",
            "the number of times “missed” (since the case was last at its start) is 2",
        ),
        (
            "count(missed, since=answered) == 2",
            "het aantal keren “gemist” (sinds de laatste keer “antwoord”) is 2",
            "the number of times “missed” (since the last “answered”) is 2",
        ),
        (
            "count(missed, since='work') == 2",
            "het aantal keren “gemist” (sinds het begin van “Uitvoeren”) is 2",
            "the number of times “missed” (since “Work” began) is 2",
        ),
        (
            "days_with(missed) >= 2",
            "het aantal dagen met “gemist” is minstens 2",
            "the number of days with “missed” is at least 2",
        ),
        ("has(received)", "de dag van ontvangst is vermeld", "the day of receipt is given"),
        (
            "latest(answered, kind) == 'full'",
            "“soort” van de laatste keer “antwoord” is “full”",
            "“kind” of the last “answered” is “full”",
        ),
        ("entered('work') == 1", "het aantal keren in “Uitvoeren” is 1", "the number of times in “Work” is 1"),
        ("entered(late) == 1", "het aantal keren in “Te laat” is 1", "the number of times in “Late” is 1"),
        (
            "days(on, due) > 1",
            "het aantal dagen van de dag van het feit tot de uiterste dag is meer dan 1",
            "the number of days from the day of the fact to the due day is more than 1",
        ),
        (
            "working_days(on, due) > -1",
            "het aantal werkdagen van de dag van het feit tot de uiterste dag is meer dan -1",
            "the number of working days from the day of the fact to the due day is more than -1",
        ),
        (
            "months(on, due) * 2 - 0 > 1",
            "het aantal hele maanden van de dag van het feit tot de uiterste dag maal 2 is meer dan 1",
            "the number of whole months from the day of the fact to the due day times 2 is more than 1",
        ),
        (
            "(step if overdue else 2) == 1",
            "(de stap waarin het dossier staat als de termijn is verstreken, anders 2) is 1",
            "(the step the case is in if the term has passed, else 2) is 1",
        ),
        ("(step if strict else 2) == 1", "het dossier staat in stap 1", "the case is in step 1"),
        ("has(done_by) == True", "“klaar op” is vermeld is ja", "“done by” is given is yes"),
        ("has(done_by) == False", "“klaar op” is vermeld is nee", "“done by” is given is no"),
    ],
)
def test_conditions_in_words(guard: str, nl: str | None, en: str | None) -> None:
    small = ladder()
    assert condition(Voice(small, "nl"), guard) == nl
    assert condition(Voice(small, "en"), guard) == en


def test_more_conditions_in_words() -> None:
    equipment = Voice(library.load(str(COUSINS / "community-equipment")), "en")
    told = condition(equipment, "consecutive(standard_missed, period) >= misses_in_a_row")
    assert told == "the number of periods in a row with “standard missed” is at least 3"
    hosting = Voice(library.load(str(COUSINS / "hosting-sla")), "en")
    told = condition(hosting, "lookup(escalation, grave, minor + 1) == 1")
    assert told == "the value in table “escalation” at row “grave” and column “minor” plus 1 is 1"
    zaanstreek = Voice(library.load("zaanstreek"), "nl")
    assert condition(zaanstreek, "region == 'purmerend_edam_volendam'") == "de regio is “Purmerend/Edam-Volendam”"
    assert condition(zaanstreek, None) == ALWAYS
    assert condition(zaanstreek, "step == 2", {"step": 2}) == ALWAYS
    assert condition(zaanstreek, "step == 2", {"step": 3}) == NEVER
