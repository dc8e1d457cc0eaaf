"""What belongs to the contract in plain words: KPIs with every kind of norm, every kind of duty, what parties may."""

import pytest

from escalator.ladders.explain import explain
from escalator.ladders.explain.conditions import condition
from escalator.ladders.explain.voice import Voice
from escalator.model.text import Language
from tests.small_ladder import TEXT, ladder, told

KPIS = """\
kpis:
  quality:
    label: {nl: kwaliteit, en: quality}
    theme: {nl: dienst, en: service}
    definition: {nl: wat telt, en: what counts}
    method: {nl: enquête, en: survey}
    track: main
    measured_by: observer
    data_by: [contractor, manager]
    every: quarter
    due: {within: 1 month}
    unit: grade
    per_region: true
    minimum: {clients: 5, sample: 10}
    beside: {user: {nl: gebruiker, en: user}}
    compares: COMPARES
    norms:
      - {at_least: 7, clause: S1}
      - {at_least: 7.5, from_contract_year: 2, clause: S2}
      - {at_least: 8, improves_on: last_year, from_day: 2028-01-01, clause: S3}
    exempt:
      - {of: measuring, contract_years: [1], clause: S1}
      - {of: consequence, periods: [2026-Q1, 2026-Q2], clause: S2}
    on_miss: {then: propose, event: missed, feeds: finished}
    on_pass: {then: feed, feeds: finished}
    clause: S1
  share:
    label: {nl: aandeel, en: share}
    track: main
    measured_by: observer
    unit: percent
    counts: {share: failing, reasons: {client: {nl: cliënt, en: client}}, counted: client}
    norm:
      bands:
        - {name: low, label: {nl: laag, en: low}, miss: true}
        - {name: mid, label: {nl: midden, en: middle}, from: 50}
        - {name: high, label: {nl: hoog, en: high}, above: 80}
    on_miss: {then: open, event: missed, feeds: nothing}
    clause: S1
  files:
    label: {nl: dossiers, en: files}
    kind: check
    track: main
    measured_by: observer
    counts: {share: passing}
    unit: percent
    norm: {at_least: 90}
    clause: S1
"""
DUTIES = """\
obligations:
  report:
    label: {nl: verslag, en: report}
    owed_by: [contractor, manager]
    to: manager
    copies: observer
    with: contractor
    recurring:
      every: month
      at_least: 2
      at_most: 3
      within: 30 days
      starting: 2027-01-01
      from_contract_year: 2
      except: [2027-02]
    checklist: content
    form: {nl: Word, en: Word}
    note: {nl: noot, en: note}
    late: {kpi: items, item: in_time}
    intended: true
    clause: S3
  again: {label: {nl: weer, en: again}, owed_by: manager, after: {obligation: report, within: 1 week}, clause: S3}
  awarded: {label: {nl: a, en: a}, owed_by: manager, after: {contract_event: award, no_day: in_time}, clause: S3}
  before: {label: {nl: vooraf, en: ahead}, owed_by: manager, before: {obligation: report, ahead: 1 day}, clause: S3}
  asked: {label: {nl: a, en: a}, owed_by: manager, on_request: {within: 1 week, at_most: 1, every: year}, clause: S3}
  named: {label: {nl: dag, en: day}, owed_by: manager, after: {event: answered, on_named: done_by}, clause: S3}
  together: {label: {nl: samen, en: with}, owed_by: manager, after: {event: missed, with_next: report}, clause: S3}
  only:
    label: {nl: alleen, en: only}
    owed_by: manager
    after: {event: missed, within: 2 days, track: main, in_state: work}
    while_in: work
    not_while_in: [late]
    done_by: finished
    clause: S3
  once: {label: {nl: eens, en: once}, owed_by: manager, once: {on: 2027-07-01}, clause: S3}
  ends: {label: {nl: eind, en: end}, owed_by: manager, once: {ahead: 6 months}, clause: S3}
  due: {label: {nl: d, en: d}, owed_by: manager, after: {event: answered, on_named: [done_by, work]}, clause: S3}
  open: {label: {nl: o, en: o}, owed_by: manager, recurring: {every: to_be_agreed, no_day: to_be_agreed}, clause: S3}
  always: {label: {nl: altijd, en: always}, owed_by: manager, continuous: true, clause: S3}
"""
MORE = """\
permissions:
  visit:
    label: {nl: bezoek, en: visit}
    holders: manager
    condition: {nl: bij twijfel, en: in doubt}
    arises: [{contract_event: absent, times: 3}]
    cost: {nl: voor aannemer, en: for contractor}
    extent: {nl: één dag, en: one day}
    amount: EUR 500.00
    liftable: true
    in_state: work
    clause: S3
"""
ITEMS = """\
  items:
    label: {nl: lijst, en: list}
    kind: indicator
    norm: {checklist: {in_time: {nl: tijdig, en: in time}}}
    clause: S1
"""


RIGHT = "amount: EUR 2.50, cost: {nl: wie, en: who}, requires: [grounds, extent]"


def section(name: str, after: str) -> str:
    return TEXT[TEXT.index(f"{name}:\n") : TEXT.index(f"{after}:\n")]


def words(language: Language, compares: str = "lowest") -> list[str]:
    """Return the whole contract in words."""
    found = ladder(
        (section("kpis", "obligations"), KPIS.replace("COMPARES", compares) + ITEMS),
        (section("obligations", "permissions"), DUTIES),
        (section("permissions", "scorecards"), MORE),
        ("checklists:", "regions: {north: {nl: noord, en: north}}\nchecklists:"),
        ("kpi: quality\n    bands:", "kpi: quality\n    target: 7.5\n    bands:"),
        ("below: 5", "up_to: 5"),
        ("weight: malus}", "weight: malus, themes: {payment: {nl: later, en: later}}}"),
        ("case_per: track", "case_per: kpi_region\nnote: {nl: Let op, en: Note well}"),
        ("holders: manager, clause: S4}", f"holders: manager, {RIGHT}, clause: S4}}"),
    )
    return explain(found, language).splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "- Eén dossier per KPI en regio",
        "Let op",
        "- **noord** (`north`)",
        "  - kosten: wie",
        "  - bedrag: EUR 2,50 per keer",
        "  - vermeld gronden en omvang",
        "- Thema: dienst",
        "- Spoor: hoofd",
        "- Wat telt: wat telt",
        "- Methode: enquête",
        "- Gemeten door waarnemer, met gegevens van aannemer en beheerder",
        "- Hoe vaak: elk kwartaal, binnen 1 maand na het einde van de periode",
        "- Per regio een eigen resultaat",
        "- Niet gemeten bij minder dan 5 cliënten",
        "- Niet beoordeeld bij een steekproef onder 10",
        "- Ernaast bewaard: gebruiker",
        "- Vergeleken wordt het laagste daarvan",
        "- Norm: ten minste 7 [S1]",
        "- Norm vanaf contractjaar 2: ten minste 7,5 [S2]",
        "- Norm vanaf zaterdag 1 januari 2028: ten minste 8 en beter dan vorig jaar [S3]",
        "- Over CY1: niet gemeten [S1]",
        "- Over 2026-Q1 en 2026-Q2: een misser heeft geen gevolg [S2]",
        "- Gehaald: in een dossier dat op een beoordeling wacht: “klaar”",
        "- Te berekenen uit aantallen: het deel dat niet voldoet; alleen cliënt",
        "- Te berekenen uit aantallen: het deel dat voldoet",
        "- Banden: laag onder 50%; midden vanaf 50%, tot en met 80%; hoog boven 80%",
        "- Niet gehaald: opent een dossier met “gemist”",
        "- controle [S1]",
        "- indicator, zonder gevolg [S1]",
        "- Streefwaarde: 7,5",
        "- hoog boven 5: geen gevolg",
        "- malus (malus)",
        "  - later (`payment`)",
        "- **verslag** (`report`): aannemer en beheerder → beheerder (kopie: waarnemer; met: aannemer) [S3]",
        "  - inhoud: checklist “inhoud”",
        "  - Word",
        "  - noot",
        "  - te laat: voorstel dat onderdeel `in_time` van KPI `items` niet is gehaald",
        "  - beoogd: wel herinnerd, zonder gevolg",
        "  - binnen 1 week na “verslag”",
        "  - na `award`: tijdig",
        "  - 1 dag vóór “verslag”",
        "  - op verzoek, binnen 1 week na het verzoek (elk jaar hoogstens 1 keer)",
        "  - na “antwoord”: op de dag genoemd als “klaar op”",
        "  - na “gemist”: samen met “verslag”",
        "  - binnen 2 dagen na “gemist” (“hoofd” of “Uitvoeren”)",
        "  - alleen in “Uitvoeren”",
        "  - niet in “Te laat”",
        "  - gedaan met “klaar”",
        "  - één keer, op donderdag 1 juli 2027",
        "  - één keer, 6 maanden vóór het einde van het contract",
        "  - na “antwoord”: op de dag genoemd als “klaar op” of de uiterste dag van “Uitvoeren”",
        "  - ritme nog af te spreken",
        "  - voortdurend",
        "  - bij twijfel",
        "  - ontstaat na 3 keer `absent`",
        "  - kosten: voor aannemer",
        "  - omvang: één dag",
        "  - bedrag: EUR 500,00",
        "  - kan worden opgeheven",
    ],
)  # fmt: skip
def test_the_contract_in_dutch(line: str) -> None:
    assert line in words("nl")


def test_a_rhythm_with_all_its_limits() -> None:
    often = "elke maand minstens 2 keer en hoogstens 3 keer vanaf vrijdag 1 januari 2027 vanaf contractjaar 2"
    assert f"  - {often}, niet over 2027-02, binnen 30 dagen na het einde van de periode" in words("nl")


def test_the_contract_in_english() -> None:
    lines = words("en", compares="user")
    for line in (
        "- What is compared: user",
        "  - amount: EUR 2.50 each time",
        "  - state grounds and extent",
        "  - on request, within 1 week after the request (every year at most 1 time)",
        "- Bands: low below 50%; middle from 50%, up to and including 80%; high above 80%",
    ):
        assert line in lines, line
    told_feeds = "opens a case with “missed”; in a case that waits for an evaluation: “finished”"
    assert f"- Missed: proposed to the contract manager ({told_feeds})" in lines


def test_a_ladder_without_parameters_or_readings_says_nothing_of_them() -> None:
    parameters = section("parameters", "roles")
    bare = ladder(
        (parameters, ""),
        ("$answer_within", "1 day"),
        (" and strict", ""),
        ("reading: working_day", "clause: S1"),
        (TEXT[TEXT.index("readings:\n") :], ""),
    )
    lines = explain(bare, "en").splitlines()
    assert "## Parameters" not in lines
    assert "## Interpretations (readings)" not in lines


def test_what_never_happens_is_left_out_of_deadlines_and_events() -> None:
    refuse = "refuse: [{when: not strict, because: {nl: x, en: y}, clause: S1}]"
    opens = "opens: [{right: suspend, when: not strict, clause: S1}]"
    never = "{to: late, when: not strict, clause: S1}"
    found = ladder(
        ("expires: {to: late,", "expires: [{to: late, when: not strict, clause: S4}, {to: late,"),
        ("to: late, clause: S4}\n      clause: S2", "to: late, clause: S4}]\n      clause: S2"),
        ("by: manager, clause: S1}\n  answered", f"by: manager, clause: S1, {refuse}, {opens}}}\n  answered"),
        ("missed: {to: answer, clause: S1}", f"missed: [{never}, {{to: answer, clause: S1}}]"),
    )
    text = explain(found, "en")
    assert "refused if" not in text
    assert "opens the right" not in text
    assert "“missed” → to “Answer”. [S1]" in text
    assert text.count("If the term passes, the case goes to “Late”") == 1


def test_words_in_a_condition_that_are_no_name_are_shown_as_they_are() -> None:
    small = ladder()
    guard = "('full' if overdue else 'part') == latest(answered, kind)"
    told_in_words = condition(Voice(small, "en"), guard)
    assert told_in_words == "(“full” if the term has passed, else “part”) is “kind” of the last “answered”"


def test_money_and_numbers_are_told_as_each_language_writes_them() -> None:
    found = ladder(
        ("type: boolean, value: true", "type: money, value: EUR 1250.50"), ("and strict", "and strict > 1000")
    )
    assert "- **streng** (`strict`): EUR 1250,50 [S2]" in explain(found, "nl").splitlines()
    assert "- **strict** (`strict`): EUR 1250.50 [S2]" in explain(found, "en").splitlines()
    assert "- **often**: the number of times “missed” is more than 2" in explain(found, "en").splitlines()


def test_days_named_by_an_obligation_are_deadlines() -> None:
    change = ("after: {event: missed, within: 1 week}", "after: {obligation: report, on_named: done_by}")
    assert any("Unknown day or deadline: 'done_by'. Allowed: answer, work." in each for each in told(change))


def test_a_parameter_that_is_a_day_is_told_by_its_label() -> None:
    found = ladder(("type: boolean, value: true", "type: day, value: 2027-01-01"), ("and strict", "and on > strict"))
    line = "- **often**: het aantal keren “gemist” is meer dan 2 en de dag van het feit ligt na “streng” (2027-01-01)"
    assert line in explain(found, "nl").splitlines()
