"""A ladder in plain words: everything it says is there, in both languages, with clauses; interpretations come last."""

import re

import pytest

from escalator.ladders import library
from escalator.ladders.explain import explain
from escalator.model.ladder import Ladder
from escalator.model.text import LANGUAGES, Language
from tests.small_ladder import ladder

OWN = ("tests/cousins/community-equipment", "tests/cousins/hosting-sla", "tests/cousins/youth-care")
NAMES = (*library.names(), *OWN)


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(request.config.rootpath)


def parts(found: Ladder) -> list[str]:
    """Return the names of everything that an explanation must speak of."""
    sections = (found.roles, found.tracks, found.states, found.events, found.rights, found.kpis, found.obligations)
    more = (found.permissions, found.scorecards, found.checklists, found.parameters, found.readings)
    return [name for section in (*sections, *more) for name in section]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_everything_a_ladder_says_is_told(name: str, language: Language) -> None:
    found = library.load(name)
    told = explain(found, language)
    for part in parts(found):
        assert f"`{part}`" in told or f"**{part}**" in told, part
    for state in found.states.values():
        assert state.label[language] in told
    for reading in found.readings.values():
        assert reading.reading[language] in told
        assert reading.question[language] in told
    assert "None" not in told
    assert not re.search(r"[{}$]|\bescalator\b", told)


@pytest.mark.parametrize("name", library.names())
def test_interpretations_stand_apart_at_the_end(name: str) -> None:
    found = library.load(name)
    told = explain(found, "nl")
    headings = re.findall(r"^## (.*)$", told, re.MULTILINE)
    assert headings[-1] == "Interpretaties (lezingen)"
    for reading in found.readings.values():
        assert told.index(reading.reading.nl) > told.index("## Interpretaties")


@pytest.mark.parametrize("name", library.names())
def test_what_a_contract_may_read_otherwise_says_how(name: str) -> None:
    found = library.load(name)
    for reading in found.readings.values():
        assert reading.other or not reading.parameters, reading.id
    told = explain(found, "nl")
    assert all(reading.other.nl in told for reading in found.readings.values() if reading.other)


@pytest.mark.parametrize("name", library.names())
def test_every_clause_that_is_cited_is_named(name: str) -> None:
    found = library.load(name)
    told = explain(found, "en")
    from_states = {
        clause for state in found.states.values() for rule in state.transitions for clause in rule.source.clauses
    }
    from_readings = {clause for reading in found.readings.values() for clause in reading.clauses}
    for clause in from_states | from_readings:
        assert re.search(rf"[\[ ]{clause}[\],]", told), clause


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "nl",
            [
                "# Klein",
                "- Document: Contract, S-1",
                "- Eén dossier per spoor",
                (
                    "- Werkdagen tellen in de kalender `atw`: zaterdag, zondag, de feestdagen van de Algemene "
                    "termijnenwet en Goede Vrijdag zijn vrij. [lezing working_day]"
                ),
                "- **waarnemer** (`observer`): geen partij in het dossier, legt niets vast [S1]",
                "- Termijn: 5 werkdagen na de dag waarop deze toestand begint. [S2]",
                "- Aan zet: aannemer.",
                "- Voldaan met: “antwoord”.",
                "- Verstrijkt de termijn, dan gaat het dossier naar “Te laat”, aan het begin van de dag erna. [S4]",
                "- “antwoord” → naar “Uitvoeren”, als “soort” is “full”. [S2]",
                "- “antwoord” → anders blijft het dossier waar het is. [S2]",
                "- Termijn: de dag die is genoemd als “klaar op”. [S3]",
                "- Verstrijkt de termijn, dan volgt er niets vanzelf: hij staat als verstreken.",
                "- “gemist” → naar “Te laat”, als de termijn is verstreken of “often”. [S4]",
                "- Hier ontstaat het recht: opschorten (`suspend`)",
                "  - soort (`kind`): verplicht, een van `full` of `part`",
                "  - met checklist “inhoud”: een onderdeel dat niet klopt, houdt het tegen",
                "- **often**: het aantal keren “gemist” is meer dan 2",
                "- Norm: ten minste 8",
                "  - binnen 1 week na “gemist”",
                "- laag onder 5: malus",
                "- hoog vanaf 5: geen gevolg",
                "- **antwoordtermijn** (`answer_within`): 5 werkdagen [S2]",
                "- **streng** (`strict`): ja [S2]",
                "- **working_day** [S1]: Werkdag?",
                "  - gelezen als: atw",
            ],
        ),
        (
            "en",
            [
                "# Small",
                "- Deadline: 5 working days after the day this state begins. [S2]",
                "- Owed by: contractor.",
                "- If the term passes, the case goes to “Late”, at the start of the day after. [S4]",
                "- “answered” → else the case stays where it is. [S2]",
                "- “missed” → to “Late”, if the term has passed or “often”. [S4]",
                "- high from 5: no consequence",
                "- **strict** (`strict`): yes [S2]",
            ],
        ),
    ],
)
def test_the_small_ladder_in_words(language: Language, sentences: list[str]) -> None:
    lines = explain(ladder(), language).splitlines()
    for sentence in sentences:
        assert sentence in lines, sentence


LABELLED = "choices: {full: {nl: volledig, en: in full}, part: {nl: deels, en: in part}}"


@pytest.mark.parametrize(
    ("keys", "nl", "en"),
    [
        ("amount: EUR 500.00", "bedrag: EUR 500,00 per keer", "amount: EUR 500.00 each time"),
        (
            "amount: GBP 250.00, per: {nl: werkdag, en: working day}, at_most: GBP 5000.00",
            "bedrag: GBP 250,00 per werkdag, hoogstens GBP 5000,00",
            "amount: GBP 250.00 per working day, at most GBP 5000.00",
        ),
        ("liftable: true", "kan worden opgeheven", "can be lifted"),
    ],
)
def test_what_a_right_comes_to_is_told(keys: str, nl: str, en: str) -> None:
    told = ladder(("holders: manager, clause", f"holders: manager, {keys}, clause"))
    assert f"  - {nl}\n" in explain(told, "nl")
    assert f"  - {en}\n" in explain(told, "en")


@pytest.mark.parametrize(
    ("keys", "nl"),
    [
        ("by: [manager, contractor, other], at_least: 2", "door beheerder, aannemer en ander, minstens 2 van hen."),
        ("by: [manager, contractor], all: true", "door beheerder en aannemer, allen."),
        ("by: [manager, contractor], at_least: 2", "door beheerder en aannemer, allen."),
        ("by: [manager, contractor]", "door beheerder of aannemer."),
    ],
)
def test_an_approval_by_several_is_told(keys: str, nl: str) -> None:
    other = "  other: {label: {nl: ander, en: other}, side: client, clause: S1}\n"
    told = ladder(("roles:\n", "roles:\n" + other), ("by: client_side", keys))
    assert f"- **klaar** (`finished`): {nl}" in explain(told, "nl")


def test_choices_are_told_by_their_labels() -> None:
    mode = f"  mode: {{label: {{nl: wijze, en: mode}}, type: choice, {LABELLED}, value: part, clause: S2}}\n"
    labelled = ladder(
        ("choices: [full, part]", LABELLED),
        ("parameters:\n", "parameters:\n" + mode),
        ("{nl: Te laat, en: Late}", '{nl: "Te laat ({mode})", en: "Late ({mode})"}'),
        (
            "when: 'kind == \"full\"'",
            'when: \'kind == "full" and latest(answered, kind) != "part" and mode == "part"\'',
        ),
        (
            "reading: {nl: atw, en: atw}, clause: S1}",
            "reading: {nl: atw, en: atw}, other: {nl: iets, en: other}, parameter: [mode, strict], clause: S1}",
        ),
    )
    nl, en = explain(labelled, "nl"), explain(labelled, "en")
    assert "verplicht, een van “volledig” (`full`) of “deels” (`part`)" in nl
    assert "als “soort” is “volledig” en “soort” van de laatste keer “antwoord” is niet “deels”." in nl
    assert "### Te laat (deels) (`late`)" in nl
    assert "### Late (in part) (`late`)" in en
    assert "- **wijze** (`mode`): “deels” (`part`); ook mogelijk: “volledig” (`full`) [S2]" in nl
    assert "  - anders te lezen als: iets" in nl
    assert "  - te wijzigen met parameter `mode` (nu: “deels” (`part`)) en `strict` (nu: ja)" in nl
    assert "  - could also mean: other" in en
    assert "  - changed by parameter `mode` (now: “in part” (`part`)) and `strict` (now: yes)" in en


def test_what_does_not_hold_with_the_parameters_as_they_are_is_left_out() -> None:
    told = explain(ladder(strict=False), "en")
    assert "- “missed” → to “Late”, if the term has passed. [S4]" in told
    assert "- **often**: no" in told
